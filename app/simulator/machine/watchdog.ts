/**
 * The watchdog: resets the chip, or interrupts it, when the program is silent for too long.
 *
 * In: WDTCSR with its timed change, WDR, MCUSR. Out: an interrupt or a reset with WDRF. Its own clock is
 * taken as exactly 128 kHz. Spec: ATmega328P DS40002061 section 10.8 and 10.9.
 */
import type { Core } from './core.ts';

const [MCUSR, WDTCSR] = [0x54, 0x60] as const;
const [WDIF, WDIE, WDCE, WDE] = [0x80, 0x40, 0x10, 0x08] as const;
const WDRF = 0x08;
const WINDOW_CYCLES = 4;
const OSCILLATOR_HZ = 128_000;

export class Watchdog {
  private readonly core: Core;
  private readonly vector: number;
  private readonly clockHz: number;
  private readonly slot: number;
  private windowEnd = 0;

  constructor(core: Core, vector: number, clockHz: number) {
    this.core = core;
    this.vector = vector;
    this.clockHz = clockHz;
    this.slot = core.scheduler.slot(() => this.bite());
    core.onInterrupt(vector, () => {
      // With both enabled, the next time is a reset.
      const kept = this.control & ~WDIF;
      this.setControl((kept & WDE) === 0 ? kept : kept & ~WDIE);
    });
    core.onWrite(WDTCSR, (value, mask) => this.write(value, mask));
    core.onWatchdogReset = () => this.restart();
  }

  /** After the chip's reset: it goes on, with the shortest time, when it was the watchdog that reset. */
  reset(): void {
    this.windowEnd = 0;
    this.core.scheduler.clear(this.slot);
    if (((this.core.data[MCUSR] ?? 0) & WDRF) === 0) return;
    this.core.data[WDTCSR] = WDE;
    this.restart();
  }

  save(): number[] {
    return [this.windowEnd];
  }

  restore([windowEnd = 0]: readonly number[]): void {
    this.windowEnd = windowEnd;
  }

  private get control(): number {
    return this.core.data[WDTCSR] ?? 0;
  }

  private get period(): number {
    const prescale = (this.control & 7) | ((this.control >> 2) & 8);
    return Math.round(((2048 << Math.min(prescale, 9)) * this.clockHz) / OSCILLATOR_HZ);
  }

  private setControl(value: number): void {
    this.core.data[WDTCSR] = value;
    this.core.setInterrupt(this.vector, (value & (WDIF | WDIE)) === (WDIF | WDIE));
  }

  private restart(): void {
    if ((this.control & (WDE | WDIE)) === 0) this.core.scheduler.clear(this.slot);
    else this.core.scheduler.set(this.slot, this.core.now + this.period);
  }

  private write(value: number, mask: number): void {
    const before = this.control;
    const isOpen = this.core.now <= this.windowEnd && this.windowEnd > 0;
    const mustStay = ((this.core.data[MCUSR] ?? 0) & WDRF) !== 0;
    if ((value & (WDCE | WDE)) === (WDCE | WDE)) this.windowEnd = this.core.now + WINDOW_CYCLES;
    const prescale = isOpen ? value & 0x27 : before & 0x27;
    const enabled = isOpen ? value & WDE : (before | value) & WDE;
    const flag = before & WDIF & ~(value & mask);
    this.setControl(prescale | (mustStay ? WDE : enabled) | (value & WDIE) | flag);
    const ran = (before & (WDE | WDIE)) !== 0;
    const runs = (this.control & (WDE | WDIE)) !== 0;
    if (ran !== runs || (before & 0x27) !== prescale) this.restart();
  }

  private bite(): void {
    const control = this.control;
    if ((control & WDIE) !== 0) {
      this.setControl(control | WDIF);
      this.restart();
      return;
    }
    if ((control & WDE) === 0) return;
    this.core.data[MCUSR] = (this.core.data[MCUSR] ?? 0) | WDRF;
    this.core.resetAsked = true;
    this.core.limit = 0;
  }
}
