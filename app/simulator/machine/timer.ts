/**
 * A timer/counter, computed when it is read or when something visible happens.
 *
 * Events are posted for a compare match or overflow only while an interrupt is enabled or a pin is
 * connected. Every pin change and flag has the exact cycle at which the hardware has it: a match takes effect
 * on the clock after TCNT equals OCR. The prescaler runs freely from reset, shared as on the chip; a write
 * to TCNT is seen by the clock after it.
 * In: register accesses, edges of the clock and capture pins. Out: flags, interrupts, pin overrides.
 * Not modelled: the asynchronous clock, dead time, the noise canceller, fractional mode of the 32U4.
 * Spec: ATmega328P DS40002061 chapters 15–18, ATmega32U4 Atmel-7766 chapter 15 (timer 4).
 */
import type { Core } from './core.ts';
import type { Level, Pins } from './pins.ts';
import type { TimerRegisters } from './registers.ts';
import { type TimerMode, timerMode } from './timer-modes.ts';

export interface TimerHost {
  readonly core: Core;
  readonly pins: Pins;
  /** Vector number by name, 0 when the chip has none. */
  vector(name: string): number;
  /** Chip pin of a channel. */
  outputPin(channel: string): string | undefined;
  /** An interrupt flag was set: the ADC may wait for it. */
  onFlag(vector: number): void;
}

interface Channel {
  /** The value compared with, and the one written that waits for the top or the bottom. */
  ocr: number;
  next: number;
  /** COMnx1:0. */
  com: number;
  isConnected: boolean;
  /** The compare output, which keeps its state while it is not connected. */
  output: Level;
  readonly flag: number;
  readonly pin: string | undefined;
}

type Action = 'none' | 'toggle' | 'clear' | 'set';
const PLAIN: readonly Action[] = ['none', 'toggle', 'clear', 'set'];
const DOWN: readonly Action[] = ['none', 'toggle', 'set', 'clear'];
const TC4H = 0xbf;
const LONG = 2 ** 30;

export class Timer {
  readonly registers: TimerRegisters;
  /** Somebody else waits for a flag (the ADC's auto trigger). */
  isWatched = false;
  private readonly host: TimerHost;
  private readonly core: Core;
  private readonly channels: readonly Channel[];
  private readonly overflowFlag: number;
  private readonly captureFlag: number;
  /** Flag bit → vector. */
  private readonly vectors: readonly number[];
  private readonly max: number;
  private readonly TIFR: number;
  private readonly TIMSK: number;
  private readonly slot: number;
  private mode: TimerMode;
  private divider = 0;
  private icr = 0;
  private count = 0;
  private isDown = false;
  /** A cycle at which `count` was right, and the one from which the prescaler counts. */
  private since = 0;
  private origin = 0;
  private high = 0;

  constructor(host: TimerHost, registers: TimerRegisters) {
    this.host = host;
    this.core = host.core;
    this.registers = registers;
    const { id, kind, channels } = registers;
    const isFast = kind === 'high-speed';
    this.max = kind === '16-bit' ? 0xffff : isFast ? 0x3ff : 0xff;
    this.TIFR = 0x35 + id;
    this.TIMSK = 0x6e + id;
    this.overflowFlag = isFast ? 2 : 0;
    this.captureFlag = 5;
    const bits: Readonly<Record<string, number>> = isFast ? { A: 6, B: 5, D: 7 } : { A: 1, B: 2, C: 3 };
    this.channels = channels.map((letter) => ({
      ocr: 0,
      next: 0,
      com: 0,
      isConnected: false,
      output: 0,
      flag: bits[letter] ?? 0,
      pin: host.outputPin(letter),
    }));
    const vectors: number[] = Array.from({ length: 8 }, () => 0);
    vectors[this.overflowFlag] = host.vector(`TIMER${id}_OVF_vect`);
    if (!isFast) vectors[this.captureFlag] = host.vector(`TIMER${id}_CAPT_vect`);
    for (const letter of channels) vectors[bits[letter] ?? 0] = host.vector(`TIMER${id}_COMP${letter}_vect`);
    this.vectors = vectors;
    this.mode = timerMode(kind, 0, 0, 0);
    this.slot = this.core.scheduler.slot(() => {
      this.sync();
      this.reschedule();
    });
    for (const [bit, vector] of vectors.entries()) {
      this.core.onInterrupt(vector, () => this.clearFlags(1 << bit));
    }
    this.hookRegisters();
    this.reset();
  }

  reset(): void {
    const { kind, ICR } = this.registers;
    this.divider = 0;
    this.count = 0;
    this.isDown = false;
    this.icr = kind === 'high-speed' ? 0xff : 0;
    if (kind === 'high-speed') this.core.data[ICR] = 0xff;
    this.high = 0;
    this.since = this.origin = this.core.now;
    for (const channel of this.channels) {
      Object.assign(channel, { ocr: 0, next: 0, com: 0, isConnected: false, output: 0 });
    }
    this.mode = timerMode(kind, 0, 0, 0);
    this.core.scheduler.clear(this.slot);
  }

  hasVector(vector: number): boolean {
    return vector !== 0 && this.vectors.includes(vector);
  }

  watch(isWatched: boolean): void {
    this.sync();
    this.isWatched = isWatched;
    this.reschedule();
  }

  /** PSRSYNC or PSRASY: the prescaler begins again. */
  resetPrescaler(): void {
    this.sync();
    this.origin = this.since = this.core.now + 1;
    this.reschedule();
  }

  /** A pin of the chip changed: perhaps it is our clock, or what we wait for to capture. */
  pinChanged(pin: string, level: Level): void {
    const { clockPin, capturePin } = this.registers;
    if (pin === clockPin && this.divider === (level === 1 ? -2 : -1)) this.advance(1);
    if (pin !== capturePin || this.mode.top === 'ICR') return;
    const wantsRise = (this.read(this.registers.TCCRA + 1) & 0x40) !== 0;
    if (wantsRise !== (level === 1)) return;
    this.sync();
    this.icr = this.count;
    this.core.data[this.registers.ICR] = this.icr;
    this.core.data[this.registers.ICR + 1] = this.icr >> 8;
    this.flag(this.captureFlag);
  }

  /** Where the count is read in one access, 0: nowhere; and where the flags. */
  get countRegister(): number {
    return this.registers.kind === '8-bit' ? this.registers.TCNT : 0;
  }

  get flagsRegister(): number {
    return this.TIFR;
  }

  /**
   * For translated code: cycles from now until the count or a flag does something else than grow, cycles since
   * a tick, the divider as a shift, the count at that tick.
   */
  show(cells: Int32Array, index: number): void {
    this.sync();
    const { divider, core } = this;
    const base = divider <= 0 ? core.now : this.origin + this.ticksAt(this.since) * divider;
    const isPlain = this.mode.slope !== 'dual' && this.since <= core.now;
    const left = divider <= 0 ? LONG : base + this.ticksToNext() * divider - core.now;
    cells[index] = isPlain ? Math.min(left, LONG) : 0;
    cells[index + 1] = core.now - base;
    cells[index + 2] = divider <= 0 ? 31 : Math.log2(divider);
    cells[index + 3] = this.count;
  }

  save(): number[] {
    this.sync();
    const { divider, icr, count, since, origin, high } = this;
    const channels = this.channels.flatMap((c) => [c.ocr, c.next, c.com, c.isConnected ? 1 : 0, c.output]);
    return [divider, icr, count, this.isDown ? 1 : 0, since, origin, high, ...channels];
  }

  restore(state: readonly number[]): void {
    const [divider = 0, icr = 0, count = 0, isDown = 0, since = 0, origin = 0, high = 0, ...rest] = state;
    Object.assign(this, { divider, icr, count, isDown: isDown === 1, since, origin, high });
    for (const [i, channel] of this.channels.entries()) {
      const [ocr, next, com, isConnected, output] = rest.slice(i * 5, i * 5 + 5);
      Object.assign(channel, { ocr, next, com, isConnected: isConnected === 1, output });
    }
    const { kind, TCCRA } = this.registers;
    this.mode = timerMode(kind, this.read(TCCRA), this.read(TCCRA + 1), this.read(TCCRA + 3));
  }

  private read(address: number): number {
    return this.core.data[address] ?? 0;
  }

  private get top(): number {
    const { top } = this.mode;
    if (top === 'ICR') return this.icr;
    return top === 'OCRA' ? (this.channels[0]?.ocr ?? 0) : top;
  }

  private hookRegisters(): void {
    const { core, registers } = this;
    const { kind, TCNT, ICR, OCR, TCCRA } = registers;
    const isWide = kind === '16-bit';
    const highAddress = kind === 'high-speed' ? TC4H : 0;
    core.onRead(TCNT, () => {
      this.sync();
      this.high = this.count >> 8;
      if (highAddress !== 0) core.data[highAddress] = this.high;
      return this.count & 0xff;
    });
    /** Registers of more than a byte go through TEMP: the high byte first, the low one moves both. */
    const onWrite = (register: number, take: (value: number) => void): void => {
      core.onWrite(register, (value) => {
        this.sync();
        take((this.high << 8) | value);
        if (isWide) core.data[register + 1] = this.high;
        core.data[register] = value;
        this.reschedule();
      });
      if (isWide) core.onWrite(register + 1, (value) => (this.high = value));
    };
    if (isWide) core.onRead(TCNT + 1, () => this.high);
    core.onWrite(highAddress, (value) => (core.data[highAddress] = this.high = value & 3));
    onWrite(TCNT, (value) => {
      this.count = value;
      this.isDown = false;
      this.since = core.now + 1;
    });
    for (const [index, register] of OCR.entries()) {
      const channel = this.channels[index];
      if (channel === undefined) continue;
      onWrite(register, (value) => {
        channel.next = value;
        if (this.mode.buffering === 'now' || this.divider === 0) channel.ocr = value;
      });
    }
    if (ICR !== 0) onWrite(ICR, (value) => (this.icr = value));

    const controls = kind === '8-bit' ? 2 : kind === '16-bit' ? 3 : 5;
    for (let register = TCCRA; register < TCCRA + controls; register++) {
      core.onWrite(register, (value) => {
        this.sync();
        core.data[register] = value;
        this.decode();
        this.reschedule();
      });
    }
    core.onRead(this.TIFR, () => {
      this.sync();
      return this.read(this.TIFR);
    });
    core.onWrite(this.TIFR, (value, mask) => {
      this.sync();
      this.clearFlags(value & mask);
    });
    core.onWrite(this.TIMSK, (value) => {
      this.sync();
      core.data[this.TIMSK] = value;
      this.updateInterrupts();
      this.reschedule();
    });
  }

  /** Reads mode, clock and pin connections from the control registers. */
  private decode(): void {
    const { kind, TCCRA, dividers } = this.registers;
    const isFast = kind === 'high-speed';
    const [a, b] = [this.read(TCCRA), this.read(TCCRA + 1)];
    const [c, d] = [kind === '8-bit' ? 0 : this.read(TCCRA + 2), isFast ? this.read(TCCRA + 3) : 0];
    this.mode = timerMode(kind, a, b, d);
    const divider = dividers[b & (dividers.length - 1)] ?? 0;
    if (divider !== this.divider) {
      this.divider = divider;
      this.since = this.core.now;
    }
    const isPwm = this.mode.slope === 'fast' || this.mode.slope === 'dual';
    for (const [index, channel] of this.channels.entries()) {
      if (this.mode.buffering === 'now') channel.ocr = channel.next;
      // COM4D sits in TCCR4C, shared with shadows of COM4A and COM4B.
      channel.com = (isFast && index === 2 ? c >> 2 : a >> (6 - 2 * index)) & 3;
      const togglesAtTop = index === 0 && typeof this.mode.top === 'string';
      const isConnected = channel.com !== 0 && (channel.com !== 1 || !isPwm || togglesAtTop || isFast);
      if (isConnected === channel.isConnected) continue;
      channel.isConnected = isConnected;
      if (channel.pin === undefined) continue;
      this.host.pins.overrideValue(channel.pin, isConnected ? channel.output : undefined);
    }
    const forced = kind === '8-bit' ? b : kind === '16-bit' ? c : 0;
    if ((forced & 0xe0) === 0 || (kind === '8-bit' && (forced & 0xc0) === 0)) return;
    for (const [index, channel] of this.channels.entries()) {
      if (!isPwm && (forced & (0x80 >> index)) !== 0) this.act(channel, PLAIN[channel.com] ?? 'none');
    }
    const register = kind === '8-bit' ? TCCRA + 1 : TCCRA + 2;
    this.core.data[register] = forced & (kind === '8-bit' ? 0x3f : 0x1f);
  }

  /** Ticks of the prescaler up to a cycle. */
  private ticksAt(cycle: number): number {
    return Math.floor((cycle - this.origin) / this.divider);
  }

  /** Counts up to now, doing what happens on the way. */
  private sync(): void {
    const { divider, core } = this;
    if (divider <= 0) return;
    const now = core.now;
    let tick = this.ticksAt(this.since);
    const last = this.ticksAt(now);
    if (last <= tick) return;
    while (tick < last) {
      const step = Math.min(last - tick, this.ticksToNext());
      tick += step;
      core.now = this.origin + tick * divider;
      this.since = core.now;
      this.advance(step);
    }
    core.now = now;
  }

  /** Counts until the next match, turn or overflow takes effect. Always at least 1. */
  private ticksToNext(): number {
    const { count, top } = this;
    let ticks: number;
    if (this.mode.slope === 'dual') {
      if (top === 0) return 1;
      const isDown = this.isDown || count >= top;
      ticks = isDown ? Math.max(count, 1) : top - count;
      for (const { ocr } of this.channels) {
        const low = Math.min(ocr, top);
        if (!isDown && low < top && count <= low) ticks = Math.min(ticks, low - count + 1);
        if (isDown && low > 0 && count >= low) ticks = Math.min(ticks, count - low + 1);
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
    if (slope === 'dual') {
      this.advanceDual(step, top);
      return;
    }
    const limit = this.count > top ? this.max : top;
    const left = this.count + step - 1;
    const wraps = left >= limit;
    for (const channel of this.channels) if (channel.ocr === left) this.match(channel, this.upTable);
    this.count = wraps ? 0 : left + 1;
    if (!wraps) return;
    if (slope !== 'ctc' || limit === this.max) this.flag(this.overflowFlag);
    if (buffering === 'bottom') this.loadBuffers();
    if (slope !== 'fast') return;
    for (const channel of this.channels) {
      if (channel.com === 2 || (channel.com === 1 && this.registers.kind === 'high-speed'))
        this.act(channel, 'set');
      if (channel.com === 3) this.act(channel, 'clear');
    }
  }

  private get upTable(): readonly Action[] {
    if (this.registers.kind === 'high-speed') return ['none', 'clear', 'clear', 'set'];
    return PLAIN;
  }

  private advanceDual(step: number, top: number): void {
    if (top === 0) {
      // Top and bottom at once: it stays there, and what waits for either counts now.
      this.count = 0;
      this.loadBuffers();
      return;
    }
    if (this.count >= top) this.isDown = true;
    const left = this.isDown ? this.count - step + 1 : this.count + step - 1;
    for (const channel of this.channels) {
      const low = Math.min(channel.ocr, top);
      if (low !== left) continue;
      if (!this.isDown && low < top) this.match(channel, this.upTable);
      if (this.isDown && low > 0) this.match(channel, DOWN);
    }
    this.count = Math.min(this.isDown ? Math.max(left - 1, 0) : left + 1, this.max);
    if (this.isDown && this.count === 0) {
      this.isDown = false;
      this.flag(this.overflowFlag);
      if (this.mode.buffering === 'bottom') this.loadBuffers();
    } else if (!this.isDown && this.count >= top && this.mode.buffering === 'top') this.loadBuffers();
  }

  private loadBuffers(): void {
    for (const channel of this.channels) channel.ocr = channel.next;
  }

  private flag(bit: number): void {
    const { core, TIFR, TIMSK } = this;
    core.data[TIFR] = this.read(TIFR) | (1 << bit);
    const vector = this.vectors[bit] ?? 0;
    if ((this.read(TIMSK) & (1 << bit)) !== 0) core.setInterrupt(vector, true);
    this.host.onFlag(vector);
  }

  private clearFlags(mask: number): void {
    this.core.data[this.TIFR] = this.read(this.TIFR) & ~mask;
    this.updateInterrupts();
  }

  private updateInterrupts(): void {
    const active = this.read(this.TIFR) & this.read(this.TIMSK);
    for (const [bit, vector] of this.vectors.entries()) {
      if (vector !== 0) this.core.setInterrupt(vector, ((active >> bit) & 1) === 1);
    }
  }

  private match(channel: Channel, table: readonly Action[]): void {
    this.flag(channel.flag);
    if (channel.com !== 0) this.act(channel, table[channel.com] ?? 'none');
  }

  private act(channel: Channel, action: Action): void {
    if (action === 'none') return;
    channel.output = action === 'toggle' ? (channel.output === 1 ? 0 : 1) : action === 'set' ? 1 : 0;
    if (channel.isConnected && channel.pin !== undefined)
      this.host.pins.overrideValue(channel.pin, channel.output);
  }

  /** True while somebody outside could notice a match or an overflow at once. */
  private get isVisible(): boolean {
    return (
      this.isWatched || this.read(this.TIMSK) !== 0 || this.channels.some(({ isConnected }) => isConnected)
    );
  }

  private reschedule(): void {
    const { scheduler } = this.core;
    if (this.divider <= 0 || !this.isVisible) {
      scheduler.clear(this.slot);
      return;
    }
    const tick = this.ticksAt(this.since) + this.ticksToNext();
    scheduler.set(this.slot, this.origin + tick * this.divider);
  }
}
