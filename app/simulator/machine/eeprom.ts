/**
 * The EEPROM: cells that keep their bytes without power, and the two-step way to write one.
 *
 * In: EEAR, EEDR, EECR. Out: cells read and written, EEPE for 3.4 ms (1.8 ms for an erase or a write alone),
 * interrupt. The processor stands still 4 cycles for a read, 2 for a write.
 * Spec: ATmega328P DS40002061 section 7.4 and 7.6.
 */
import type { Core } from './core.ts';

const [EECR, EEDR, EEARL, EEARH] = [0x3f, 0x40, 0x41, 0x42] as const;
const [EERE, EEPE, EEMPE, EERIE] = [0x01, 0x02, 0x04, 0x08] as const;
const WINDOW_CYCLES = 4;

export class Eeprom {
  readonly cells: Uint8Array;
  private readonly core: Core;
  private readonly vector: number;
  private readonly clockHz: number;
  private readonly doneSlot: number;
  private readonly windowSlot: number;

  constructor(core: Core, vector: number, clockHz: number, cells: Uint8Array) {
    this.core = core;
    this.vector = vector;
    this.clockHz = clockHz;
    this.cells = cells;
    this.doneSlot = core.scheduler.slot(() => this.setControl(this.control & ~EEPE));
    this.windowSlot = core.scheduler.slot(() => this.setControl(this.control & ~EEMPE));
    core.onWrite(EECR, (value, mask) => this.write(value & mask, value));
    core.onWrite(EEARH, (value) => (core.data[EEARH] = value & ((cells.length - 1) >> 8)));
  }

  reset(): void {
    this.core.scheduler.clear(this.doneSlot);
    this.core.scheduler.clear(this.windowSlot);
  }

  private get control(): number {
    return this.core.data[EECR] ?? 0;
  }

  private get address(): number {
    const { data } = this.core;
    return ((data[EEARL] ?? 0) | ((data[EEARH] ?? 0) << 8)) % this.cells.length;
  }

  private setControl(value: number): void {
    this.core.data[EECR] = value;
    this.core.setInterrupt(this.vector, (value & (EERIE | EEPE)) === EERIE);
  }

  /** `set`: the bits the instruction itself writes as 1. */
  private write(set: number, value: number): void {
    const { core } = this;
    const before = this.control;
    const isBusy = (before & EEPE) !== 0;
    const mode = isBusy ? before & 0x30 : value & 0x30;
    const wasOpen = (before & EEMPE) !== 0;
    this.setControl(mode | (value & EERIE) | (before & (EEPE | EEMPE)));
    if ((set & EEMPE) !== 0 && (set & EEPE) === 0) {
      this.setControl(this.control | EEMPE);
      core.scheduler.set(this.windowSlot, core.now + WINDOW_CYCLES + 1);
    }
    if (isBusy) return;
    if ((set & EEPE) !== 0 && wasOpen) this.startWrite(mode);
    else if ((set & EERE) !== 0) {
      core.data[EEDR] = this.cells[this.address] ?? 0xff;
      core.cycles += 4;
    }
  }

  private startWrite(mode: number): void {
    const { core, address } = this;
    const byte = core.data[EEDR] ?? 0;
    const old = this.cells[address] ?? 0xff;
    this.cells[address] = mode === 0x10 ? 0xff : mode === 0x20 ? old & byte : byte;
    this.setControl((this.control & ~EEMPE) | EEPE);
    core.scheduler.clear(this.windowSlot);
    const seconds = mode === 0 ? 0.0034 : 0.0018;
    core.scheduler.set(this.doneSlot, core.now + Math.round(seconds * this.clockHz));
    core.cycles += 2;
  }
}
