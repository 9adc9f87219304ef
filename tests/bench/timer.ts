/**
 * A timer/counter of the ATmega, computed when it is read or when something visible happens.
 *
 * avr8js's own timers post an event on every count; these post one per compare match or overflow,
 * and only while an interrupt is enabled or a pin is connected. Every pin change and flag carries the
 * exact cycle at which the hardware has it: a match takes effect on the clock after TCNT equals OCR.
 * In: register writes and reads through the CPU's hooks. Out: flags, interrupts, pin overrides.
 * Not modelled: input capture, external clock, asynchronous clock, dead time, the 32U4's 10th and 11th bits.
 * Spec: ATmega328P DS40002061 chapters 15–18, ATmega32U4 DS 7766 chapter 15 (timer 4).
 */
import type { AVRIOPort, CPU } from 'avr8js';

export interface TimerConfig {
  readonly id: number;
  readonly kind: '8-bit' | '16-bit' | 'high-speed';
  readonly dividers: readonly number[];
  readonly vectors: readonly [compareA: number, compareB: number, compareC: number, overflow: number];
  /** Chip pins of the channels. */
  readonly outputs: readonly string[];
  readonly TCCRA: number;
  readonly TCCRB: number;
  readonly TCCRC: number;
  readonly TCCRD: number;
  readonly TCNT: number;
  readonly ICR: number;
  readonly OCR: readonly number[];
  readonly TIFR: number;
  readonly TIMSK: number;
}

/** What the timer needs of the machine: a pin's port, and a clock whose `stamp` dates what happens. */
export interface TimerHost {
  readonly cpu: CPU;
  portOf(pin: string): { port: AVRIOPort; bit: number } | undefined;
  /** Runs `act` as if it were `cycle` now. */
  dated(cycle: number, act: () => void): void;
}

type Override = Parameters<AVRIOPort['timerOverridePin']>[1];
const [NONE, ENABLE, SET, CLEAR, TOGGLE] = [0, 1, 2, 3, 4] as const satisfies readonly Override[];

type Slope = 'normal' | 'ctc' | 'fast' | 'dual';
/** When a written OCR value becomes the one compared with. */
type Buffering = 'now' | 'top' | 'bottom';
interface Mode {
  readonly slope: Slope;
  /** A fixed number, or the register that holds the top. */
  readonly top: number | 'OCRA' | 'ICR';
  readonly buffering: Buffering;
}
const mode = (slope: Slope, top: Mode['top'], buffering: Buffering): Mode => ({ slope, top, buffering });
const NORMAL_8 = mode('normal', 0xff, 'now');
const NORMAL_16 = mode('normal', 0xffff, 'now');
const MODES_8: readonly Mode[] = [
  NORMAL_8,
  mode('dual', 0xff, 'top'),
  mode('ctc', 'OCRA', 'now'),
  mode('fast', 0xff, 'bottom'),
  NORMAL_8,
  mode('dual', 'OCRA', 'top'),
  NORMAL_8,
  mode('fast', 'OCRA', 'bottom'),
];
const MODES_16: readonly Mode[] = [
  NORMAL_16,
  mode('dual', 0xff, 'top'),
  mode('dual', 0x1ff, 'top'),
  mode('dual', 0x3ff, 'top'),
  mode('ctc', 'OCRA', 'now'),
  mode('fast', 0xff, 'bottom'),
  mode('fast', 0x1ff, 'bottom'),
  mode('fast', 0x3ff, 'bottom'),
  mode('dual', 'ICR', 'bottom'),
  mode('dual', 'OCRA', 'bottom'),
  mode('dual', 'ICR', 'top'),
  mode('dual', 'OCRA', 'top'),
  mode('ctc', 'ICR', 'now'),
  NORMAL_16,
  mode('fast', 'ICR', 'bottom'),
  mode('fast', 'OCRA', 'bottom'),
];
/** Timer 4 of the 32U4: bits WGM41:40 of TCCR4D; the top is OCR4C, kept in the ICR slot. */
const MODES_HIGH_SPEED: readonly Mode[] = [
  mode('fast', 'ICR', 'bottom'),
  mode('dual', 'ICR', 'bottom'),
  mode('fast', 'ICR', 'bottom'),
  mode('dual', 'ICR', 'bottom'),
];

interface Channel {
  /** The value compared with, and the one written that waits for the top or the bottom. */
  ocr: number;
  next: number;
  /** COMnx1:0. */
  com: number;
  readonly register: number;
  readonly interrupt: Interrupt;
  readonly pin: { port: AVRIOPort; bit: number } | undefined;
}
type Interrupt = Parameters<CPU['setInterruptFlag']>[0];

export class Timer {
  private readonly channels: readonly Channel[];
  private readonly overflow: Interrupt;
  private readonly max: number;
  private mode: Mode = NORMAL_8;
  private divider = 0;
  private icr: number;
  private count = 0;
  private down = false;
  /** The cycle at which `count` was reached. */
  private since = 0;
  private high = 0;
  private scheduled = false;
  private readonly cpu: CPU;
  private readonly host: TimerHost;
  private readonly config: TimerConfig;

  constructor(host: TimerHost, config: TimerConfig) {
    this.host = host;
    this.config = config;
    this.cpu = host.cpu;
    this.max = config.kind === '16-bit' ? 0xffff : 0xff;
    this.icr = config.kind === 'high-speed' ? 0xff : 0;
    const fast = config.kind === 'high-speed';
    const bits = fast ? [6, 5, 7] : [1, 2, 3];
    const interrupt = (bit: number, address: number): Interrupt => ({
      address,
      flagRegister: config.TIFR,
      flagMask: 1 << bit,
      enableRegister: config.TIMSK,
      enableMask: address === 0 ? 0 : 1 << bit,
    });
    this.overflow = interrupt(fast ? 2 : 0, config.vectors[3]);
    this.channels = config.OCR.map((register, index) => {
      const output = config.outputs[index];
      return {
        ocr: 0,
        next: 0,
        com: 0,
        register,
        interrupt: interrupt(bits[index] ?? 0, config.vectors[index] ?? 0),
        pin: output === undefined ? undefined : host.portOf(output),
      };
    });
    this.hookRegisters();
    this.decode();
  }

  private get top(): number {
    const { top } = this.mode;
    if (top === 'ICR') return this.icr;
    return top === 'OCRA' ? (this.channels[0]?.ocr ?? 0) : top;
  }

  private hookRegisters(): void {
    const { cpu, config } = this;
    const wide = config.kind === '16-bit';
    cpu.readHooks[config.TCNT] = () => {
      this.sync();
      this.high = this.count >> 8;
      return this.count & 0xff;
    };
    /** Registers of two bytes go through TEMP: the high byte first, the low one moves both. */
    const onWrite = (register: number, take: (value: number) => void): void => {
      cpu.writeHooks[register] = (value) => {
        this.sync();
        take(wide ? (this.high << 8) | value : value);
        if (wide) cpu.data[register + 1] = this.high;
        cpu.data[register] = value;
        this.reschedule();
        return true;
      };
      if (wide) {
        cpu.writeHooks[register + 1] = (value) => {
          this.high = value;
          return true;
        };
      }
    };
    if (wide) cpu.readHooks[config.TCNT + 1] = () => this.high;
    onWrite(config.TCNT, (value) => {
      this.count = value;
      this.down = false;
    });
    for (const channel of this.channels) {
      onWrite(channel.register, (value) => {
        channel.next = value;
        if (this.mode.buffering === 'now' || this.divider === 0) channel.ocr = value;
      });
    }
    if (config.ICR !== 0) onWrite(config.ICR, (value) => (this.icr = value));

    const onControl = (register: number): void => {
      if (register === 0) return;
      cpu.writeHooks[register] = (value) => {
        this.sync();
        cpu.data[register] = value;
        this.decode();
        this.reschedule();
        return true;
      };
    };
    for (const register of [config.TCCRA, config.TCCRB, config.TCCRC, config.TCCRD]) onControl(register);

    cpu.readHooks[config.TIFR] = () => {
      this.sync();
      return cpu.data[config.TIFR] ?? 0;
    };
    cpu.writeHooks[config.TIFR] = (value) => {
      this.sync();
      for (const { interrupt } of this.channels) cpu.clearInterruptByFlag(interrupt, value);
      cpu.clearInterruptByFlag(this.overflow, value);
      return true;
    };
    cpu.writeHooks[config.TIMSK] = (value) => {
      this.sync();
      cpu.data[config.TIMSK] = value;
      for (const { interrupt } of this.channels) cpu.updateInterruptEnable(interrupt, value);
      cpu.updateInterruptEnable(this.overflow, value);
      this.reschedule();
      return true;
    };
  }

  /** Reads mode, clock and pin connections from the control registers. */
  private decode(): void {
    const { cpu, config } = this;
    const read = (register: number): number => (register === 0 ? 0 : (cpu.data[register] ?? 0));
    const [a, b, c, d] = [config.TCCRA, config.TCCRB, config.TCCRC, config.TCCRD].map(read);
    const [tccra, tccrb, tccrc, tccrd] = [a ?? 0, b ?? 0, c ?? 0, d ?? 0];
    if (config.kind === 'high-speed') {
      this.mode = MODES_HIGH_SPEED[tccrd & 3] ?? NORMAL_8;
    } else {
      const wgm = (tccra & 3) | (config.kind === '16-bit' ? (tccrb >> 1) & 0xc : (tccrb >> 1) & 4);
      this.mode = (config.kind === '16-bit' ? MODES_16 : MODES_8)[wgm] ?? NORMAL_8;
    }
    const divider = config.dividers[tccrb & (config.dividers.length - 1)] ?? 0;
    if (divider !== this.divider) {
      this.divider = divider;
      this.since = cpu.cycles;
    }
    for (const [index, channel] of this.channels.entries()) {
      if (this.mode.buffering === 'now') channel.ocr = channel.next;
      // COM4D sits in TCCR4C, shared with shadows of COM4A and COM4B.
      const com = (config.kind === 'high-speed' && index === 2 ? tccrc >> 2 : tccra >> (6 - 2 * index)) & 3;
      if (com === channel.com) continue;
      if ((com === 0) !== (channel.com === 0)) {
        channel.pin?.port.timerOverridePin(channel.pin.bit, com === 0 ? NONE : ENABLE);
      }
      channel.com = com;
    }
    const forced = config.kind === '8-bit' ? tccrb : config.kind === '16-bit' ? tccrc : 0;
    if ((forced & 0xe0) !== 0) {
      for (const [index, channel] of this.channels.entries()) {
        const pwm = this.mode.slope === 'fast' || this.mode.slope === 'dual';
        if (!pwm && (forced & (0x80 >> index)) !== 0) this.drive(channel, channel.com);
      }
      const register = config.kind === '8-bit' ? config.TCCRB : config.TCCRC;
      cpu.data[register] = forced & 0x1f;
    }
  }

  /** Counts up to now, doing what happens on the way. */
  private sync(): void {
    const { divider, cpu } = this;
    if (divider === 0) return;
    let ticks = Math.floor((cpu.cycles - this.since) / divider);
    while (ticks > 0) {
      const step = Math.min(ticks, this.ticksToNext());
      ticks -= step;
      this.since += step * divider;
      this.advance(step);
    }
  }

  /** Counts until the next match, turn or overflow takes effect. Always at least 1. */
  private ticksToNext(): number {
    const { count, top } = this;
    let ticks: number;
    if (this.mode.slope === 'dual') {
      if (top === 0) return 1;
      ticks = this.down || count >= top ? Math.max(count, 1) : top - count;
      for (const { ocr } of this.channels) {
        const low = Math.min(ocr, top);
        const down = this.down || count >= top;
        if (!down && low < top && count <= low) ticks = Math.min(ticks, low - count + 1);
        if (down && low > 0 && count >= low) ticks = Math.min(ticks, count - low + 1);
      }
      return ticks;
    }
    const limit = count > top ? this.max : top;
    ticks = limit - count + 1;
    for (const { ocr } of this.channels) {
      if (ocr >= count && ocr <= limit) ticks = Math.min(ticks, ocr - count + 1);
    }
    return ticks;
  }

  /** Moves `step` counts on, where at most the last one has an effect. */
  private advance(step: number): void {
    const { top } = this;
    const { slope, buffering } = this.mode;
    if (slope === 'dual') return this.advanceDual(step, top);
    const limit = this.count > top ? this.max : top;
    const left = this.count + step - 1;
    const wrapped = left >= limit;
    for (const channel of this.channels) {
      if (channel.ocr === left)
        this.match(channel, slope === 'fast' ? [NONE, TOGGLE, CLEAR, SET] : undefined);
    }
    this.count = wrapped ? 0 : left + 1;
    if (!wrapped) return;
    if (slope !== 'ctc' || limit === this.max) this.flag(this.overflow);
    if (buffering === 'bottom') this.loadBuffers();
    if (slope === 'fast') {
      for (const channel of this.channels) {
        if (channel.com === 2) this.override(channel, SET);
        if (channel.com === 3) this.override(channel, CLEAR);
      }
    }
  }

  private advanceDual(step: number, top: number): void {
    if (top === 0) {
      // Top and bottom at once: it stays there, and what waits for either counts now.
      this.count = 0;
      this.loadBuffers();
      return;
    }
    if (this.count >= top) this.down = true;
    const left = this.down ? this.count - step + 1 : this.count + step - 1;
    for (const channel of this.channels) {
      const low = Math.min(channel.ocr, top);
      if (low !== left) continue;
      if (!this.down && low < top) this.match(channel, [NONE, TOGGLE, CLEAR, SET]);
      if (this.down && low > 0) this.match(channel, [NONE, TOGGLE, SET, CLEAR]);
    }
    this.count = Math.min(this.down ? Math.max(left - 1, 0) : left + 1, this.max);
    if (this.down && this.count === 0) {
      this.down = false;
      this.flag(this.overflow);
      if (this.mode.buffering === 'bottom') this.loadBuffers();
    } else if (!this.down && this.count >= top && this.mode.buffering === 'top') this.loadBuffers();
  }

  private loadBuffers(): void {
    for (const channel of this.channels) channel.ocr = channel.next;
  }

  private flag(interrupt: Interrupt): void {
    this.cpu.setInterruptFlag(interrupt);
  }

  /** COM bits → what the pin does; without a table, the plain table of the modes without PWM. */
  private match(channel: Channel, table: readonly Override[] | undefined): void {
    this.flag(channel.interrupt);
    if (channel.com === 0) return;
    if (table === undefined) this.drive(channel, channel.com);
    else this.override(channel, table[channel.com] ?? NONE);
  }

  private drive(channel: Channel, com: number): void {
    this.override(channel, ([NONE, TOGGLE, CLEAR, SET] as const)[com] ?? NONE);
  }

  private override(channel: Channel, action: Override): void {
    const { pin } = channel;
    if (pin === undefined) return;
    this.host.dated(this.since, () => pin.port.timerOverridePin(pin.bit, action));
  }

  /** True while somebody outside could notice a match or an overflow at once. */
  private get visible(): boolean {
    return (this.cpu.data[this.config.TIMSK] ?? 0) !== 0 || this.channels.some(({ com }) => com !== 0);
  }

  private readonly onEvent = (): void => {
    this.scheduled = false;
    this.sync();
    this.reschedule();
  };

  private reschedule(): void {
    if (this.scheduled) this.cpu.clearClockEvent(this.onEvent);
    this.scheduled = this.divider !== 0 && this.visible;
    if (!this.scheduled) return;
    const due = this.since + this.ticksToNext() * this.divider;
    this.cpu.addClockEvent(this.onEvent, due - this.cpu.cycles);
  }
}
