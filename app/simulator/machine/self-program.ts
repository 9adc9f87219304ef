/**
 * How a program writes flash: the page buffer, erasing and writing a page, the fuses and signature it may read.
 *
 * In: SPMCSR, SPM with Z, r1:r0. Out: flash changed; the application section unreadable while one of its
 * pages is under way and until RWWSRE (reads give 0xff); the processor standing still for a page of the boot
 * section. SPM outside the boot section does nothing.
 * Spec: ATmega328P DS40002061 chapter 26 (26.8, table 26-5: 3.7 to 4.5 ms a page).
 */
import type { Core } from './core.ts';

const SPMCSR = 0x57;
const [SPMIE, RWWSB, SIGRD, RWWSRE, BLBSET, PGWRT, PGERS, SPMEN] = [128, 64, 32, 16, 8, 4, 2, 1] as const;
const PAGE_SECONDS = 0.004;
const WINDOW_CYCLES = 4;

export interface SelfProgramOptions {
  readonly pageBytes: number;
  /** Byte address of the boot section; the flash's size when there is none. */
  readonly bootStart: number;
  readonly clockHz: number;
  readonly vector: number;
  readonly signature: readonly [number, number, number];
  /** Low fuse, lock bits, extended fuse, high fuse: by Z as LPM reads them. */
  readonly fuses: readonly [number, number, number, number];
}

export class SelfProgram {
  /** How often each page was erased, for whoever wants to know what a bootloader did. */
  readonly onPage: ((what: 'erase' | 'write', address: number) => void)[] = [];
  private readonly core: Core;
  private readonly options: SelfProgramOptions;
  private readonly buffer: Uint8Array;
  private readonly doneSlot: number;
  private readonly windowSlot: number;

  constructor(core: Core, options: SelfProgramOptions) {
    this.core = core;
    this.options = options;
    this.buffer = new Uint8Array(options.pageBytes).fill(0xff);
    this.doneSlot = core.scheduler.slot(() => this.setControl(this.control & ~(SPMEN | PGERS | PGWRT)));
    this.windowSlot = core.scheduler.slot(() => {
      if (core.scheduler.dueAt(this.doneSlot) === Number.POSITIVE_INFINITY)
        this.setControl(this.control & (SPMIE | RWWSB));
    });
    core.onWrite(SPMCSR, (value) => {
      if ((this.control & SPMEN) !== 0 && this.isWriting) return;
      this.setControl((this.control & RWWSB) | (value & ~RWWSB));
      if ((value & SPMEN) !== 0) core.scheduler.set(this.windowSlot, core.now + WINDOW_CYCLES + 1);
    });
    core.onSpm = (z) => this.store(z);
    core.loadFlash = (address) => this.load(address);
  }

  reset(): void {
    this.buffer.fill(0xff);
    this.core.scheduler.clear(this.doneSlot);
    this.core.scheduler.clear(this.windowSlot);
  }

  save(): Uint8Array {
    return this.buffer.slice();
  }

  restore(buffer: Uint8Array): void {
    this.buffer.set(buffer);
  }

  private get control(): number {
    return this.core.data[SPMCSR] ?? 0;
  }

  private get isWriting(): boolean {
    return this.core.scheduler.dueAt(this.doneSlot) !== Number.POSITIVE_INFINITY;
  }

  private setControl(value: number): void {
    this.core.data[SPMCSR] = value;
    this.core.setInterrupt(this.options.vector, (value & (SPMIE | SPMEN)) === SPMIE);
    const asksFuses = (value & SPMEN) !== 0 && (value & (BLBSET | SIGRD)) !== 0;
    this.core.isFlashPlain = (value & RWWSB) === 0 && !asksFuses;
  }

  private load(address: number): number {
    const { control } = this;
    const { fuses, signature, bootStart } = this.options;
    if ((control & (SPMEN | BLBSET)) === (SPMEN | BLBSET)) return fuses[address & 3] ?? 0xff;
    if ((control & (SPMEN | SIGRD)) === (SPMEN | SIGRD)) {
      return (address & 1) === 0 ? (signature[address >> 1] ?? 0xff) : 0xff;
    }
    return (control & RWWSB) !== 0 && address < bootStart ? 0xff : (this.core.flash[address] ?? 0xff);
  }

  private store(z: number): void {
    const { core, control, buffer } = this;
    const { bootStart, pageBytes } = this.options;
    if (core.pc * 2 < bootStart || (control & SPMEN) === 0 || this.isWriting) return;
    const page = z - (z % pageBytes);
    switch (control & (RWWSRE | BLBSET | PGWRT | PGERS | SIGRD)) {
      case 0: {
        const at = (z % pageBytes) & ~1;
        buffer[at] = core.data[0] ?? 0;
        buffer[at + 1] = core.data[1] ?? 0;
        this.setControl(control & ~SPMEN);
        return;
      }
      case RWWSRE:
        this.setControl(control & SPMIE);
        buffer.fill(0xff);
        return;
      case PGERS:
        this.change('erase', page, new Uint8Array(pageBytes).fill(0xff));
        return;
      case PGWRT: {
        const written = buffer.map((byte, i) => byte & (core.flash[page + i] ?? 0xff));
        this.change('write', page, written);
        buffer.fill(0xff);
        return;
      }
      default:
        this.setControl(control & ~(SPMEN | RWWSRE | BLBSET | PGWRT | PGERS | SIGRD));
    }
  }

  private change(what: 'erase' | 'write', page: number, bytes: Uint8Array): void {
    const { core } = this;
    core.writeFlash(page, bytes);
    for (const listener of this.onPage) listener(what, page);
    const cycles = Math.round(PAGE_SECONDS * this.options.clockHz);
    if (page >= this.options.bootStart) {
      core.cycles += cycles;
      this.setControl(this.control & ~(SPMEN | PGERS | PGWRT));
      return;
    }
    this.setControl(this.control | RWWSB);
    core.scheduler.set(this.doneSlot, core.now + cycles);
  }
}
