/**
 * A board without a cable: a chip of the simulator with a bootloader, as a device of the in-memory transport.
 *
 * In: a bootloader, a clock, what the memories held. Out: bytes on the line at the line's speed, both ways; a
 * reset when DTR is asserted, as by opening the port; the machine, for whoever plugs bricks into it. What
 * the flash holds is written by the bootloader alone, with SPM.
 * Time: the board runs beside the clock while its port is open or somebody watches, and stands still
 * otherwise. A computer that is too slow makes the board slower, never the bytes wrong. Same calls at the
 * same times of the clock give the same run.
 */
import type { Clock } from '../device/clock.ts';
import type { MemoryDevice } from '../device/memory-transport.ts';
import type { Signals } from '../device/transport.ts';
import { createMachine, type Machine } from '../simulator/index.ts';
import type { BootImage } from './boot-program.ts';

export interface VirtualBoardOptions {
  readonly clock: Clock;
  readonly boot: BootImage;
  /** What the memories hold at first, from address 0. */
  readonly flash?: Uint8Array;
  readonly eeprom?: Uint8Array;
  /** So many times faster than the clock; 1 without. */
  readonly speed?: number;
  /** A pseudo-terminal has no wires: opening alone is the reset. */
  readonly hasNoWires?: boolean;
}

const CHIP = 'atmega328p';
const CLOCK_HZ = 16_000_000;
/** The oscillator's start after a reset, as Arduino's fuses have it. */
const START_UP_MS = 65;
/** How often time passes while the port is open; while bytes come and go; and while somebody only looks. */
const OPEN_MS = 4;
const BUSY_MS = 1;
const BUSY_FOR_MS = 50;
const WATCHED_MS = 8;
/** Time the computer did not have is lost, not made up for. */
const MOST_BEHIND_MS = 40;
const TOLERANCE = 0.05;
/** An endless jump: a new board's program, which does nothing. */
const NOTHING = Uint8Array.of(0xff, 0xcf);

export class VirtualBoard implements MemoryDevice {
  private readonly options: VirtualBoardOptions;
  private current: Machine;
  private readonly plugs: ((machine: Machine) => void)[] = [];
  private send: ((bytes: Uint8Array) => void) | undefined;
  private hostBaud = 0;
  private isDtrOn = false;
  private isPowered = true;
  private watchers = 0;
  private outgoing: number[] = [];
  private stopTick: (() => void) | undefined;
  /** The clock when the machine was last brought up to it. */
  private at: number;
  private heldUntil = 0;
  private busyUntil = 0;

  constructor(options: VirtualBoardOptions) {
    this.options = options;
    const flash = new Uint8Array(options.boot.start).fill(0xff);
    flash.set(NOTHING);
    if (options.flash !== undefined) flash.set(options.flash.subarray(0, options.boot.start));
    this.current = this.build(flash, options.eeprom);
    this.at = options.clock.now();
  }

  /** After a cable was out and in again it is another one. */
  get machine(): Machine {
    return this.current;
  }

  /** What programs may use of the flash. */
  get room(): number {
    return this.options.boot.start;
  }

  /** For the next time, or another board. */
  memories(): { readonly flash: Uint8Array; readonly eeprom: Uint8Array } {
    const { flash, eeprom } = this.current;
    return { flash: flash.slice(0, this.room), eeprom: eeprom.slice() };
  }

  /** Called with the machine now, and with each new one: to plug bricks into it. */
  onMachine(plug: (machine: Machine) => void): void {
    this.plugs.push(plug);
    plug(this.current);
  }

  /** Lets time pass on the board while nothing holds its port; the answer ends it. */
  watch(): () => void {
    let isWatching = true;
    this.catchUp();
    this.watchers++;
    this.tick();
    return () => {
      if (!isWatching) return;
      isWatching = false;
      this.catchUp();
      this.watchers--;
    };
  }

  /** The USB cable: without it there is no power. The memories keep what they hold. */
  power(isOn: boolean): void {
    this.catchUp();
    this.isPowered = isOn;
    this.send = undefined;
    this.isDtrOn = false;
    if (!isOn) return;
    const { flash, eeprom } = this.current;
    this.current = this.build(flash.slice(0, this.room), eeprom.slice());
    for (const plug of this.plugs) plug(this.current);
    this.holdReset();
    this.tick();
  }

  opened(send: (bytes: Uint8Array) => void, baud: number): void {
    this.catchUp();
    this.outgoing = [];
    this.send = send;
    this.hostBaud = baud;
    if (this.options.hasNoWires === true) this.reset();
    else this.signals({ dtr: true, rts: true });
    this.tick();
  }

  signals({ dtr }: Signals): boolean {
    if (this.options.hasNoWires === true) return false;
    // Through a capacitor: only the edge resets.
    if (dtr && !this.isDtrOn) this.reset();
    this.isDtrOn = dtr;
    return true;
  }

  baud(baud: number): void {
    this.catchUp();
    this.hostBaud = baud;
  }

  written(bytes: Uint8Array): void {
    this.catchUp();
    this.current.usart(0)?.send(bytes, this.hostBaud);
    this.busyUntil = this.options.clock.now() + BUSY_FOR_MS;
    this.tick(true);
  }

  closed(): void {
    this.catchUp();
    this.send = undefined;
    // What is on its way still arrives: systems send it before they close a port.
    this.isDtrOn = false;
  }

  private reset(): void {
    this.catchUp();
    this.current.usart(0)?.discardInput();
    this.current.reset();
    this.holdReset();
  }

  private holdReset(): void {
    this.heldUntil = this.options.clock.now() + START_UP_MS;
  }

  private build(application: Uint8Array, eeprom: Uint8Array | undefined): Machine {
    const { start, bytes } = this.options.boot;
    const image = new Uint8Array(start + bytes.length).fill(0xff);
    image.set(application);
    image.set(bytes, start);
    const machine = createMachine({
      chip: CHIP,
      image,
      clockHz: CLOCK_HZ,
      boot: { start, resets: true },
      ...(eeprom === undefined ? {} : { eeprom }),
    });
    machine.usart(0)?.onByte.push((byte, _, baud) => {
      if (this.send === undefined) return;
      const isRight = Math.abs(baud / this.hostBaud - 1) <= TOLERANCE;
      this.outgoing.push(isRight ? byte : byte ^ 0x65);
    });
    return machine;
  }

  private get isRunning(): boolean {
    return this.isPowered && (this.send !== undefined || this.watchers > 0);
  }

  /** Brings the machine up to the clock. */
  private catchUp(): void {
    const { clock, speed = 1 } = this.options;
    const now = clock.now();
    const from = Math.max(this.at, this.heldUntil, now - MOST_BEHIND_MS);
    this.at = now;
    if (!this.isRunning || from >= now) return;
    this.current.run(Math.round((now - from) * (CLOCK_HZ / 1_000) * speed));
    if (this.outgoing.length === 0) return;
    const bytes = Uint8Array.from(this.outgoing);
    this.outgoing = [];
    this.busyUntil = now + BUSY_FOR_MS;
    this.send?.(bytes);
  }

  /** One timer at a time; `isHurried`: bytes are on their way, so the next look comes soon. */
  private tick(isHurried = false): void {
    if (!this.isRunning) return;
    if (isHurried) this.stopTick?.();
    else if (this.stopTick !== undefined) return;
    const { clock } = this.options;
    const isBusy = clock.now() < this.busyUntil;
    const ms = isBusy ? BUSY_MS : this.send === undefined ? WATCHED_MS : OPEN_MS;
    this.stopTick = clock.after(ms, () => {
      this.stopTick = undefined;
      this.catchUp();
      this.tick();
    });
  }
}
