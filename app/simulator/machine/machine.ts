/**
 * A whole microcontroller that runs real firmware on virtual time, observed and handled at its pins.
 *
 * In: a chip, a flash image, what is plugged into its pins. Out: levels and edges, bytes on its serial
 * ports, faults, shorts; everything dated in CPU cycles since power on. Deterministic: the same inputs at the
 * same cycles give the same run, also from a snapshot on.
 * Not modelled: the analog comparator, a changed clock prescaler (CLKPR), brown-out.
 */
import { CHIPS } from '../../../boards/chips/index.ts';
import type { Chip, ChipId } from '../../../boards/types.ts';
import { Adc } from './adc.ts';
import { Core } from './core.ts';
import { Eeprom } from './eeprom.ts';
import type { Fault } from './fault.ts';
import { PinInterrupts } from './interrupts.ts';
import { Pins } from './pins.ts';
import { CHIP_REGISTERS } from './registers.ts';
import { SelfProgram } from './self-program.ts';
import { Spi } from './spi.ts';
import { Timer, type TimerHost } from './timer.ts';
import { Twi } from './twi.ts';
import { type ByteListener, Usart } from './usart.ts';
import { Usb } from './usb/usb.ts';
import { Watchdog } from './watchdog.ts';

export interface MachineOptions {
  readonly chip: ChipId;
  /** Flash from address 0; what it does not cover is erased. */
  readonly image: Uint8Array;
  /** 16 MHz without. */
  readonly clockHz?: number;
  /** Volts of the supply, which are the ADC's reference AVCC too: 5 without. */
  readonly supplyVolts?: number;
  /** Where the boot section begins, and whether a reset starts there (fuse BOOTRST). */
  readonly boot?: { readonly start: number; readonly resets: boolean };
  /** The EEPROM at power on; used in place, so that the next machine can go on with it. */
  readonly eeprom?: Uint8Array;
  /** First data address behind the variables: below it the stack would be in them. */
  readonly dataEnd?: number;
  /** False: every instruction is run, also in rounds that change nothing. For comparing. */
  readonly skipIdle?: boolean;
  /** False: all is interpreted, nothing translated to WebAssembly. For comparing. */
  readonly translate?: boolean;
  /** Low fuse, lock bits, extended fuse, high fuse, for a program that reads them. */
  readonly fuses?: readonly [number, number, number, number];
}

export type ResetCause = 'power-on' | 'external' | 'watchdog';

/** Everything that makes the next cycles what they are; plain data, may be kept and cloned. */
export interface MachineSnapshot {
  readonly cycles: number;
  readonly data: Uint8Array;
  /** Shared with other snapshots as long as flash is not written. */
  readonly flash: Uint8Array;
  readonly eeprom: Uint8Array;
  readonly parts: readonly unknown[];
}

/** A serial port as whoever is at its other end sees it. */
export interface SerialPort {
  readonly onByte: ByteListener[];
  send(bytes: Iterable<number>, baud?: number): void;
  discardInput(): void;
}

const [MCUSR, MCUCR, GTCCR, SMCR] = [0x54, 0x55, 0x43, 0x53] as const;
const [PORF, EXTRF, WDRF] = [1, 2, 8] as const;
const [PUD, IVSEL, IVCE] = [0x10, 0x02, 0x01] as const;
const ADC_NOISE_REDUCTION = 1;

export class Machine {
  readonly chip: Chip;
  readonly clockHz: number;
  readonly supplyVolts: number;
  readonly core: Core;
  readonly pins: Pins;
  readonly usarts: readonly Usart[];
  /** Of the 32U4: with a computer that opens its serial port. */
  readonly usb: Usb | undefined;
  readonly spi: Spi;
  readonly selfProgram: SelfProgram;
  /** Told of every reset after the first. */
  readonly onReset: ((cause: ResetCause, cycle: number) => void)[] = [];
  private readonly eepromPart: Eeprom;
  private readonly timers: readonly Timer[];
  private readonly adc: Adc;
  private readonly twi: Twi;
  private readonly watchdog: Watchdog;
  private readonly bootStart: number;
  private ivWindowEnd = 0;
  private sharedFlash: Uint8Array | undefined;

  constructor(options: MachineOptions) {
    const { image, clockHz = 16e6, supplyVolts = 5, boot, fuses = [0xff, 0xff, 0xfd, 0xde] } = options;
    const chip = CHIPS[options.chip];
    const registers = CHIP_REGISTERS[options.chip];
    this.chip = chip;
    this.clockHz = clockHz;
    this.supplyVolts = supplyVolts;
    this.bootStart = boot?.start ?? chip.flash.bytes;
    const core = new Core({
      flashBytes: chip.flash.bytes,
      ramStart: chip.ram.start,
      ramBytes: chip.ram.bytes,
      image,
      resetAddress: boot?.resets === true ? boot.start : 0,
      dataEnd: options.dataEnd ?? chip.ram.start,
      hasBootloader: boot !== undefined,
    });
    this.core = core;
    core.skipsIdle = options.skipIdle ?? true;
    core.translates = options.translate ?? true;
    const vector = (name: string): number => chip.vectors.find((v) => v.name === name)?.number ?? 0;
    const pinOf = (test: (pin: (typeof chip.pins)[string]) => boolean): string | undefined =>
      Object.entries(chip.pins).find(([, pin]) => test(pin))?.[0];

    const pins = new Pins(core, registers.ports, () => ((core.data[MCUCR] ?? 0) & PUD) === 0);
    this.pins = pins;
    const triggered = (which: number): void => this.adc.triggered(which);
    const pinInterrupts = new PinInterrupts(core, pins, chip, triggered);
    this.timers = registers.timers.map((timer) => {
      const channels = chip.timers.find(({ id }) => id === timer.id)?.channels ?? {};
      const host: TimerHost = {
        core,
        pins,
        vector,
        onFlag: triggered,
        outputPin: (letter) => channels[letter],
      };
      return new Timer(host, timer);
    });
    core.timers = this.timers;
    pins.onChange = (pin, level) => {
      pinInterrupts.pinChanged(pin, level);
      for (const timer of this.timers) timer.pinChanged(pin, level);
    };
    const channelPins = new Map(
      Object.entries(chip.pins).flatMap(([pin, { adc }]) => (adc === undefined ? [] : [[adc, pin] as const])),
    );
    this.adc = new Adc(
      {
        core,
        supplyVolts,
        vector,
        channelVolts: (channel) => {
          const pin = channelPins.get(channel);
          return pin === undefined ? 0 : pins.volts(pin, supplyVolts);
        },
        watchTrigger: (which) => {
          for (const timer of this.timers) timer.watch(timer.hasVector(which));
        },
      },
      registers.adc,
    );
    this.usarts = registers.usarts.map(({ id, base }) => {
      // A chip with one USART does not number its vectors.
      const named = (what: string): number =>
        vector(`USART${id}_${what}_vect`) || vector(`USART_${what}_vect`);
      const vectors = { received: named('RX'), empty: named('UDRE'), sent: named('TX') };
      return new Usart(
        { core, pins, clockHz },
        id,
        base,
        vectors,
        pinOf(({ usart }) => usart === `TXD${id}`),
      );
    });
    const sda = pinOf(({ twi }) => twi === 'SDA') ?? '';
    const scl = pinOf(({ twi }) => twi === 'SCL') ?? '';
    this.twi = new Twi(core, pins, vector('TWI_vect'), { sda, scl });
    this.usb = options.chip === 'atmega32u4' ? new Usb(core, clockHz, vector) : undefined;
    this.spi = new Spi(core, vector('SPI_STC_vect'));
    const cells = options.eeprom ?? new Uint8Array(chip.eeprom.bytes).fill(0xff);
    this.eepromPart = new Eeprom(core, vector('EE_READY_vect'), clockHz, cells);
    this.selfProgram = new SelfProgram(core, {
      pageBytes: chip.flash.pageBytes,
      bootStart: this.bootStart,
      clockHz,
      vector: vector('SPM_READY_vect'),
      signature: chip.signature,
      fuses,
    });
    this.watchdog = new Watchdog(core, vector('WDT_vect'), clockHz);
    this.hookControl();
    core.onResetAsked = () => this.restart('watchdog');
    core.onSleep = () => this.sleep();
    this.resetParts();
    core.data[MCUSR] = PORF;
  }

  get cycles(): number {
    return this.core.cycles;
  }

  /** Inside an event, the event's own cycle. */
  get now(): number {
    return this.core.now;
  }

  get faults(): readonly Fault[] {
    return this.core.faults;
  }

  /** Cycles in which nothing could change, and which were not run one by one. */
  get skippedCycles(): number {
    return this.core.idle.skipped;
  }

  /** How many parts of the program are translated now. */
  get translatedRegions(): number {
    return this.core.translated;
  }

  get isHalted(): boolean {
    return this.core.isHalted;
  }

  get eeprom(): Uint8Array {
    return this.eepromPart.cells;
  }

  get flash(): Uint8Array {
    return this.core.flash;
  }

  toCycles(seconds: number): number {
    return Math.round(seconds * this.clockHz);
  }

  /** Runs so many cycles (the last instruction may end a few later); less when the program is halted. */
  run(cycles: number): void {
    this.runUntil(this.core.cycles + cycles);
  }

  runUntil(cycle: number): void {
    this.core.run(cycle);
  }

  /** The reset button, or DTR: the RAM keeps what it holds. */
  reset(): void {
    this.restart('external');
  }

  readByte(address: number): number {
    return this.core.data[address] ?? 0;
  }

  usart(id: number): Usart | undefined {
    return this.usarts.find((usart) => usart.id === id);
  }

  /** What a sketch calls Serial: over USB on the 32U4. */
  get serial(): SerialPort | undefined {
    return this.usb ?? this.usarts[0];
  }

  snapshot(): MachineSnapshot {
    const { core } = this;
    // First: a timer that counts up to now may set flags, which belong to what follows.
    const timers = this.timers.map((timer) => timer.save());
    if (this.sharedFlash === undefined || core.flashVersion !== this.sharedVersion) {
      this.sharedFlash = core.flash.slice();
      this.sharedVersion = core.flashVersion;
    }
    return {
      cycles: core.cycles,
      data: core.data.slice(),
      flash: this.sharedFlash,
      eeprom: this.eeprom.slice(),
      parts: [
        core.save(),
        core.scheduler.save(),
        this.pins.save(),
        this.adc.save(),
        this.twi.save(),
        this.spi.save(),
        this.watchdog.save(),
        this.selfProgram.save(),
        timers,
        this.usarts.map((usart) => usart.save()),
        this.usb?.save(),
      ],
    };
  }
  private sharedVersion = 0;

  /** Contacts and listeners stay as they are: whoever plugged them in restores their own state. */
  restore(snapshot: MachineSnapshot): void {
    const { core } = this;
    core.data.set(snapshot.data);
    this.eeprom.set(snapshot.eeprom);
    if (snapshot.flash !== this.sharedFlash || core.flashVersion !== this.sharedVersion) {
      core.writeFlash(0, snapshot.flash);
      this.sharedFlash = snapshot.flash;
      this.sharedVersion = core.flashVersion;
    }
    const numbers = (index: number): number[] => snapshot.parts[index] as number[];
    core.restore(numbers(0));
    core.scheduler.restore(numbers(1));
    this.pins.restore(numbers(2));
    this.adc.restore(numbers(3));
    this.twi.restore(numbers(4));
    this.spi.restore(numbers(5));
    this.watchdog.restore(numbers(6));
    this.selfProgram.restore(snapshot.parts[7] as Uint8Array);
    const timers = snapshot.parts[8] as number[][];
    for (const [i, timer] of this.timers.entries()) timer.restore(timers[i] ?? []);
    const usarts = snapshot.parts[9] as unknown[];
    for (const [i, usart] of this.usarts.entries()) usart.restore(usarts[i]);
    this.usb?.restore(snapshot.parts[10]);
  }

  private restart(cause: ResetCause): void {
    const { core } = this;
    const kept = core.data[MCUSR] ?? 0;
    core.now = core.cycles;
    core.reset();
    core.data[MCUSR] = kept | (cause === 'watchdog' ? WDRF : EXTRF);
    this.resetParts();
    for (const listener of this.onReset) listener(cause, core.cycles);
  }

  private resetParts(): void {
    this.ivWindowEnd = 0;
    for (const timer of this.timers) timer.reset();
    this.adc.reset();
    for (const usart of this.usarts) usart.reset();
    this.usb?.reset();
    this.twi.reset();
    this.spi.reset();
    this.eepromPart.reset();
    this.selfProgram.reset();
    this.watchdog.reset();
    this.pins.reset();
  }

  private sleep(): void {
    const control = this.core.data[SMCR] ?? 0;
    // Without SE the instruction does nothing.
    if ((control & 1) === 0) return;
    this.core.isSleeping = true;
    if (((control >> 1) & 7) === ADC_NOISE_REDUCTION) this.adc.startFromSleep();
  }

  private hookControl(): void {
    const { core } = this;
    core.onWrite(MCUCR, (value) => {
      const before = core.data[MCUCR] ?? 0;
      const isOpen = core.now <= this.ivWindowEnd;
      if ((value & IVCE) !== 0) this.ivWindowEnd = core.now + 4;
      const select = isOpen && (value & IVCE) === 0 ? value & IVSEL : before & IVSEL;
      core.data[MCUCR] = (value & ~(IVSEL | IVCE)) | select;
      core.vectorBase = select === 0 ? 0 : this.bootStart / 2;
      if (((before ^ value) & PUD) !== 0) this.pins.refresh();
    });
    // The flags of MCUSR can only be cleared.
    core.onWrite(MCUSR, (value) => (core.data[MCUSR] = (core.data[MCUSR] ?? 0) & value));
    core.onWrite(GTCCR, (value) => {
      core.data[GTCCR] = value & 0x80;
      for (const timer of this.timers) {
        const { hasOwnPrescaler } = timer.registers;
        if ((value & (hasOwnPrescaler ? 2 : 1)) !== 0) timer.resetPrescaler();
      }
    });
  }
}
