/**
 * A board with a USB-serial chip and a bootloader, byte by byte on the virtual clock.
 *
 * In: a bootloader as a generator that takes bytes (optiboot.ts, atmega-boot.ts, stk500v2-boot.ts). Out: a
 * device for the in-memory transport, with its flash. What it has of the real thing: the line's speed both
 * ways, a receiver that holds three bytes and loses the rest, wrong speeds that give other bytes, reset by
 * DTR falling to the chip, a watchdog, power that comes and goes, a program that may chatter.
 */
import type { MemoryDevice } from '../../../app/device/memory-transport.ts';
import type { Signals } from '../../../app/device/transport.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The chip as the bootloader's code sees it. */
export interface BootChip {
  readonly flash: Uint8Array;
  readonly pageBytes: number;
  put(...bytes: number[]): void;
  /** The chip does nothing else for so long. */
  busy(ms: number): void;
  /** From now on: the program starts when no good byte comes for so long. Undefined: never. */
  watchdog(ms: number | undefined): void;
  startApp(): void;
  erase(address: number): void;
  /** Bits can only be cleared, as on the chip. */
  program(address: number, bytes: readonly number[]): void;
}

export type BootCode = (chip: BootChip, cause: 'power' | 'external') => Generator<void, void, number>;

export interface UartBoardOptions {
  readonly clock: VirtualClock;
  readonly boot: BootCode;
  readonly bootBaud: number;
  readonly flashBytes: number;
  readonly pageBytes: number;
  /** Replies are waited for byte by byte until they are out (STK500v2). */
  readonly answersWithoutBuffer?: boolean;
  /** How the USB chip hands bytes to the host. */
  readonly chunkBytes?: number;
  readonly latencyMs?: number;
  /** Shorter pulses do not reset it. */
  readonly minPulseMs?: number;
  /** A pseudo-terminal: no wires, opening is the reset. */
  readonly hasNoWires?: boolean;
  /** The flash of this page does not keep its first bit any more. */
  readonly badPage?: number;
  readonly onAppStart?: (flash: Uint8Array) => void;
  /** What the program says, again and again, while it runs. */
  readonly chatter?: { readonly bytes: readonly number[]; readonly everyMs: number; readonly baud: number };
}

/** From the end of the reset to the first instruction. */
const START_UP_MS = 65;
const RECEIVER_BYTES = 3;

export class UartBoard implements MemoryDevice {
  readonly flash: Uint8Array;
  lostBytes = 0;
  appStarts = 0;
  state: 'off' | 'boot' | 'app' = 'off';
  private readonly options: UartBoardOptions;
  private send: ((bytes: Uint8Array) => void) | undefined;
  private hostBaud = 0;
  private isDtrLow = true;
  private lowSince = -Infinity;
  /** Counts resets, so that what was started before one does nothing after it. */
  private life = 0;
  private code: Generator<void, void, number> | undefined;
  private receiver: number[] = [];
  private busyUntil = 0;
  private lineInFree = 0;
  private lineOutFree = 0;
  private deadline = Infinity;
  private watchdogMs: number | undefined;
  private outgoing: number[] = [];

  constructor(options: UartBoardOptions) {
    this.options = options;
    this.flash = new Uint8Array(options.flashBytes).fill(0xff);
  }

  power(on: boolean): void {
    this.life++;
    this.send = undefined;
    this.isDtrLow = true;
    this.state = 'off';
    if (on) this.boot('power');
  }

  opened(send: (bytes: Uint8Array) => void, baud: number): void {
    this.send = send;
    this.hostBaud = baud;
    if (this.options.hasNoWires === true) this.boot('external');
    else this.signals({ dtr: true, rts: true });
  }

  signals({ dtr }: Signals): boolean {
    const { clock, hasNoWires, minPulseMs = 1 } = this.options;
    if (hasNoWires === true) return false;
    if (!dtr && !this.isDtrLow) this.lowSince = clock.now();
    // A capacitor: only the edge resets, and it takes a moment to be ready for it.
    if (dtr && this.isDtrLow && clock.now() - this.lowSince >= minPulseMs) this.boot('external');
    this.isDtrLow = !dtr;
    return true;
  }

  baud(baud: number): void {
    this.hostBaud = baud;
  }

  closed(): void {
    this.send = undefined;
    if (!this.isDtrLow) this.lowSince = this.options.clock.now();
    this.isDtrLow = true;
  }

  written(bytes: Uint8Array): void {
    const { clock } = this.options;
    const isRight = this.hostBaud === this.options.bootBaud;
    for (const byte of bytes) {
      this.lineInFree = Math.max(clock.now(), this.lineInFree) + 10_000 / this.hostBaud;
      clock.quietly(this.lineInFree - clock.now(), () => this.arrive(isRight ? byte : byte ^ 0x9c, isRight));
    }
  }

  private boot(cause: 'power' | 'external'): void {
    const { clock, boot } = this.options;
    const life = ++this.life;
    this.state = 'boot';
    this.receiver = [];
    this.outgoing = [];
    this.deadline = Infinity;
    this.watchdogMs = undefined;
    this.code = undefined;
    clock.quietly(START_UP_MS, () => {
      if (life !== this.life) return;
      this.busyUntil = clock.now();
      this.lineOutFree = clock.now();
      this.code = boot(this.chip(life), cause);
      this.step(() => this.code?.next());
    });
  }

  private chip(life: number): BootChip {
    const { clock, pageBytes } = this.options;
    return {
      flash: this.flash,
      pageBytes,
      put: (...bytes) => {
        for (const byte of bytes) this.putByte(byte, life);
      },
      busy: (ms) => {
        this.busyUntil = Math.max(clock.now(), this.busyUntil) + ms;
      },
      watchdog: (ms) => {
        this.watchdogMs = ms;
        this.deadline = ms === undefined ? Infinity : Math.max(clock.now(), this.busyUntil) + ms;
        this.guard(life);
      },
      // After what it still has to do and to say.
      startApp: () => void clock.quietly(this.busyUntil - clock.now(), () => this.startApp(life)),
      erase: (address) => {
        const start = (address % this.flash.length) - (address % pageBytes);
        this.flash.fill(0xff, start, start + pageBytes);
      },
      program: (address, bytes) => {
        const start = (address % this.flash.length) - (address % pageBytes);
        bytes.forEach((byte, at) => {
          const old = this.flash[start + at];
          if (old !== undefined) this.flash[start + at] = old & byte;
        });
        if (start === this.options.badPage) this.flash[start] = (this.flash[start] ?? 0) | 1;
      },
    };
  }

  private guard(life: number): void {
    const { clock } = this.options;
    if (this.deadline === Infinity) return;
    clock.quietly(this.deadline - clock.now(), () => {
      if (life !== this.life || this.state !== 'boot') return;
      if (clock.now() >= this.deadline) this.startApp(life);
      else this.guard(life);
    });
  }

  private arrive(byte: number, isWellFramed: boolean): void {
    if (this.state !== 'boot' || this.code === undefined) return;
    if (this.options.clock.now() < this.busyUntil) {
      if (this.receiver.length < RECEIVER_BYTES) this.receiver.push(byte);
      else this.lostBytes++;
      return;
    }
    this.take(byte, isWellFramed);
  }

  private take(byte: number, isWellFramed = true): void {
    if (isWellFramed && this.watchdogMs !== undefined)
      this.deadline = this.options.clock.now() + this.watchdogMs;
    this.step(() => this.code?.next(byte));
  }

  /** Runs the code; when it was busy afterwards, the receiver is emptied later. */
  private step(run: () => IteratorResult<void, void> | undefined): void {
    const { clock } = this.options;
    const life = this.life;
    if (run()?.done === true) this.code = undefined;
    if (this.busyUntil <= clock.now() || life !== this.life) return;
    clock.quietly(this.busyUntil - clock.now(), () => {
      while (life === this.life && this.code !== undefined && clock.now() >= this.busyUntil) {
        const byte = this.receiver.shift();
        if (byte === undefined) return;
        this.take(byte);
      }
    });
  }

  private putByte(byte: number, life: number): void {
    const { clock, bootBaud } = this.options;
    const msPerByte = 10_000 / bootBaud;
    this.lineOutFree = Math.max(clock.now(), this.busyUntil, this.lineOutFree) + msPerByte;
    const held = this.options.answersWithoutBuffer === true ? 0 : 2 * msPerByte;
    this.busyUntil = Math.max(this.busyUntil, this.lineOutFree - held);
    clock.quietly(this.lineOutFree - clock.now(), () => {
      if (life === this.life) this.toHost(this.hostBaud === bootBaud ? byte : byte ^ 0x65);
    });
  }

  /** The USB chip collects bytes until it has enough, or for its latency. */
  private toHost(byte: number): void {
    const { clock, chunkBytes = 62, latencyMs = 1 } = this.options;
    this.outgoing.push(byte);
    if (this.outgoing.length >= chunkBytes) this.flush();
    else if (this.outgoing.length === 1) clock.after(latencyMs, () => this.flush());
  }

  private flush(): void {
    const bytes = Uint8Array.from(this.outgoing);
    this.outgoing = [];
    // As an event of its own: the host's promises must run.
    if (bytes.length > 0) this.options.clock.after(0, () => this.send?.(bytes));
  }

  private startApp(life: number): void {
    if (life !== this.life) return;
    const app = ++this.life;
    this.state = 'app';
    this.code = undefined;
    this.appStarts++;
    this.options.onAppStart?.(this.flash);
    if (this.options.chatter !== undefined) this.chatter(app);
  }

  private chatter(life: number): void {
    const { clock, chatter } = this.options;
    if (chatter === undefined || life !== this.life) return;
    for (const byte of chatter.bytes) this.toHost(this.hostBaud === chatter.baud ? byte : byte ^ 0x65);
    clock.quietly(chatter.everyMs, () => this.chatter(life));
  }
}
