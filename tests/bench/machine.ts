/**
 * A chip that runs real firmware on virtual time, observed at its pins.
 *
 * In: Intel HEX, scripted inputs, virtual bricks. Out: pin edges, serial bytes, I2C transactions,
 * faults. Time is counted in CPU cycles and every observation carries the cycle of its cause.
 * Throws on an opcode the chip does not know; records a fault on a data access outside the memory
 * and on a stack that grows into the variables.
 * Based on avr8js 0.21 with our own timers, event queue, interrupt timing and opcode check.
 */
import {
  AVRADC,
  AVRClock,
  AVREEPROM,
  AVRSPI,
  AVRWatchdog,
  clockConfig,
  CPU,
  eepromConfig,
  spiConfig,
  watchdogConfig,
} from 'avr8js';
import { BENCH_CHIPS, type BenchChipId } from './chips.ts';
import { EventQueue } from './event-queue.ts';
import { Executor, type Fault } from './executor.ts';
import { loadIntelHex } from './intel-hex.ts';
import { SerialLine } from './serial-line.ts';
import { Timer } from './timer.ts';
import { TwiBus, type TwiDevice } from './twi-bus.ts';
import { type Drive, type DriveListener, type Edge, type EdgeListener, type Level, Wires } from './wires.ts';

export interface MachineOptions {
  readonly chip: BenchChipId;
  readonly hex: string;
  readonly clockHz?: number;
  /** The content of the EEPROM at power on; shared, so that the next machine can go on with it. */
  readonly eeprom?: Uint8Array;
  /** First data address behind the variables (the linker's _end): below it the stack is in the data. */
  readonly dataEnd?: number;
  /** Arduino pin → chip pin, where it is not the official core's. */
  readonly pins?: Readonly<Record<number, string>>;
  /** After how many visits a stretch of code is translated to JavaScript; Infinity: always single steps. */
  readonly translateAfter?: number;
}

/** A virtual brick: given the machine, attaches itself and answers with what can be asked of it. */
export type Brick<T> = (machine: Machine) => T;

/** The ADC counts a voltage as the middle of its step, so that `setAnalog(n)` reads as n. */
const ADC_STEP_VOLTS = 5 / 1024;
/** How often `runUntil` asks its condition, in cycles. */
const ASK_EVERY = 800;
const MCUSR = 0x54;
const PLLCSR = 0x49;

export class Machine {
  readonly chip: BenchChipId;
  readonly clockHz: number;
  readonly eeprom: Uint8Array;
  readonly faults: readonly Fault[];
  /** Cycles at which the watchdog restarted the chip. */
  readonly resets: number[] = [];
  readonly serial: SerialLine;
  readonly twi: TwiBus;
  readonly cpu: CPU;
  private readonly queue = new EventQueue();
  private readonly executor: Executor;
  private readonly wires: Wires;
  private readonly adc: AVRADC;
  private readonly pinNames: Readonly<Record<number, string>>;
  /** They live through the CPU's hooks. */
  readonly peripherals: readonly object[];
  private stamp: number | undefined;

  constructor(options: MachineOptions) {
    const { chip: id, hex, clockHz = 16e6 } = options;
    const chip = BENCH_CHIPS[id];
    this.chip = id;
    this.clockHz = clockHz;
    this.pinNames = options.pins ?? Object.fromEntries(chip.pins.entries());
    const cpu = new CPU(loadIntelHex(hex, chip.flashBytes), chip.ram.start + chip.ram.bytes - 0x100);
    this.cpu = cpu;
    const now = (): number => this.cycles;
    const queue = this.queue;
    cpu.addClockEvent = (act, cycles) => {
      queue.add(cpu.cycles + Math.max(1, cycles), act);
      return act;
    };
    cpu.clearClockEvent = (act) => queue.remove(act);
    cpu.updateClockEvent = (act, cycles) => {
      if (!queue.remove(act)) return false;
      queue.add(cpu.cycles + Math.max(1, cycles), act);
      return true;
    };

    this.wires = new Wires(cpu, chip, now);
    const host = {
      cpu,
      portOf: (pin: string) => this.wires.portOf(pin),
      dated: (cycle: number, act: () => void) => this.dated(cycle, act),
    };
    const timers = chip.timers.map((config) => new Timer(host, config));
    this.serial = new SerialLine(cpu, chip.usart, clockHz, now);
    this.twi = new TwiBus(cpu, chip.vectors.twi, clockHz, now);
    this.adc = new AVRADC(cpu, chip.adc);
    this.adc.channelValues.fill(0);
    const spi = new AVRSPI(cpu, { ...spiConfig, spiInterrupt: chip.vectors.spi }, clockHz);
    const eeprom = options.eeprom ?? new Uint8Array(chip.eepromBytes).fill(0xff);
    this.eeprom = eeprom;
    const cells = {
      readMemory: (address: number) => eeprom[address] ?? 0xff,
      writeMemory: (address: number, value: number) => (eeprom[address] = (eeprom[address] ?? 0xff) & value),
      eraseMemory: (address: number) => (eeprom[address] = 0xff),
    };
    const memory = new AVREEPROM(cpu, cells, { ...eepromConfig, eepromReadyInterrupt: chip.vectors.eeprom });
    const watchdog = { ...watchdogConfig, watchdogInterrupt: chip.vectors.watchdog };
    const dog = new AVRWatchdog(cpu, watchdog, new AVRClock(cpu, clockHz, clockConfig));
    this.peripherals = [...timers, spi, memory, dog];
    this.correctAdc(chip.adc);
    // USB's PLL locks at once; there is no USB host behind it.
    if (id === 'atmega32u4') cpu.readHooks[PLLCSR] = () => (cpu.data[PLLCSR] ?? 0) | 1;

    const dataEnd = options.dataEnd ?? chip.ram.start;
    this.executor = new Executor(cpu, queue, { ramStart: chip.ram.start, dataEnd }, options.translateAfter);
    this.faults = this.executor.faults;
    this.executor.onEvent = (cycle, act) => this.dated(cycle, act);
    const reset = cpu.reset.bind(cpu);
    cpu.reset = () => {
      reset();
      this.resets.push(this.cycles);
      for (const { DDR, PORT } of Object.values(chip.ports)) for (const r of [DDR, PORT]) cpu.writeData(r, 0);
      for (const t of chip.timers) for (const r of [t.TIMSK, t.TCCRB, t.TCCRA]) cpu.writeData(r, 0);
      cpu.data[0x5f] = 0;
      cpu.data[MCUSR] = 0;
    };
  }

  /** The present cycle; inside an event, the event's own. */
  get cycles(): number {
    return this.stamp ?? this.cpu.cycles;
  }

  get ms(): number {
    return (this.cycles * 1000) / this.clockHz;
  }

  toCycles(ms: number): number {
    return Math.round((ms * this.clockHz) / 1000);
  }

  /** Runs up to a moment of virtual time, counted from power on. */
  run(untilMs: number): void {
    this.executor.run(this.toCycles(untilMs));
  }

  /** Runs until the condition holds (asked every 50 µs); false when the limit came first. */
  runUntil(condition: () => boolean, limitMs: number): boolean {
    const limit = this.toCycles(limitMs);
    while (!condition()) {
      if (this.cpu.cycles >= limit) return false;
      this.executor.run(Math.min(limit, this.cpu.cycles + ASK_EVERY));
    }
    return true;
  }

  /** Does something at a moment of virtual time, counted from power on. */
  at(ms: number, act: () => void): void {
    this.schedule(this.toCycles(ms), act);
  }

  schedule(cycle: number, act: () => void): void {
    this.queue.add(cycle, act);
  }

  /** Drives a pin from outside, or lets it go ('floating'). */
  setDigital(pin: number, level: Level | boolean | 'floating'): void {
    this.wires.setExternal(this.chipPin(pin), level === 'floating' ? undefined : level ? 1 : 0);
  }

  /** A resistor to 5 V outside, as on open-drain buses. */
  setPullUp(pin: number): void {
    this.wires.setPullUp(this.chipPin(pin));
  }

  /** A voltage on an analog pin (Arduino number, A0 = 14 on a Uno), as the 0…1023 a 5 V reference gives. */
  setAnalog(pin: number, value: number): void {
    const channel = BENCH_CHIPS[this.chip].adcPins[this.chipPin(pin)];
    if (channel === undefined) throw new Error(`pin ${pin} has no ADC channel`);
    this.adc.channelValues[channel] = (value + 0.5) * ADC_STEP_VOLTS;
  }

  /** Sends text (UTF-8) or bytes to the program's serial port. */
  sendSerial(text: string | Iterable<number>): void {
    this.serial.send(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  }

  level(pin: number): Level {
    return this.wires.of(this.chipPin(pin)).level;
  }

  /** What the chip does to the pin. */
  drive(pin: number): Drive {
    return this.wires.of(this.chipPin(pin)).drive;
  }

  /** Every change of the wire's level since power on, when it was 0. */
  edges(pin: number): readonly Edge[] {
    return this.wires.of(this.chipPin(pin)).edges;
  }

  onEdge(pin: number, listener: EdgeListener): void {
    this.wires.of(this.chipPin(pin)).onEdge.push(listener);
  }

  onDrive(pin: number, listener: DriveListener): void {
    this.wires.of(this.chipPin(pin)).onDrive.push(listener);
  }

  attach<T>(brick: Brick<T>): T {
    return brick(this);
  }

  addTwiDevice(address: number, device: TwiDevice): void {
    this.twi.add(address, device);
  }

  /** A byte of the data space, by address. */
  readByte(address: number): number {
    return this.cpu.data[address] ?? 0;
  }

  private chipPin(pin: number): string {
    const name = this.pinNames[pin];
    if (name === undefined) throw new Error(`${this.chip} has no Arduino pin ${pin}`);
    return name;
  }

  private dated(cycle: number, act: () => void): void {
    const before = this.stamp;
    this.stamp = cycle;
    try {
      act();
    } finally {
      this.stamp = before;
    }
  }

  /**
   * Two things avr8js leaves out: writing 1 to ADIF clears it, and MUX5 is bit 5 of the 32U4's ADCSRB
   * (bit 3 on the 2560, where avr8js looks).
   */
  private correctAdc({ ADCSRA, ADCSRB }: { ADCSRA: number; ADCSRB: number }): void {
    const { cpu } = this;
    const original = cpu.writeHooks[ADCSRA];
    cpu.writeHooks[ADCSRA] = (value, old, address, mask) => {
      const source = cpu.data[ADCSRB] ?? 0;
      if (this.chip === 'atmega32u4') cpu.data[ADCSRB] = (source >> 2) & 0x08;
      const done = original?.(value, old, address, mask);
      cpu.data[ADCSRB] = source;
      const stays = (old & 0x10) !== 0 && (value & 0x10) === 0 ? 0x10 : 0;
      cpu.data[ADCSRA] = (value & ~0x10) | stays;
      return done ?? true;
    };
  }
}

export const createMachine = (options: MachineOptions): Machine => new Machine(options);
