/**
 * The serial peripheral interface (SPI) as master, a byte at a time.
 *
 * In: SPCR, SPSR, SPDR; what the device answers. Out: SPIF after eight clocks, interrupt, the byte given to
 * `exchange`. Not modelled: slave mode, the single bits on the pins.
 * Spec: ATmega328P DS40002061 chapter 18.
 */
import type { Core } from './core.ts';

const [SPCR, SPSR, SPDR] = [0x4c, 0x4d, 0x4e] as const;
const [SPIF, WCOL, SPIE, SPE, MSTR] = [0x80, 0x40, 0x80, 0x40, 0x10] as const;

export class Spi {
  /** The device: takes a byte, answers with one. */
  exchange: (byte: number, cycle: number) => number = () => 0xff;
  private readonly core: Core;
  private readonly vector: number;
  private readonly slot: number;
  private out = 0;
  private in = 0;
  private isBusy = false;
  /** SPSR was read with SPIF set: the next access to SPDR clears it. */
  private wasSeen = false;

  constructor(core: Core, vector: number) {
    this.core = core;
    this.vector = vector;
    this.slot = core.scheduler.slot((cycle) => {
      this.isBusy = false;
      this.in = this.exchange(this.out, cycle) & 0xff;
      this.setStatus(this.status | SPIF);
    });
    core.onInterrupt(vector, () => this.setStatus(this.status & ~SPIF));
    core.onRead(SPSR, () => {
      this.wasSeen = (this.status & (SPIF | WCOL)) !== 0;
      return this.status;
    });
    core.onWrite(SPSR, (value) => this.setStatus((this.status & ~1) | (value & 1)));
    core.onWrite(SPCR, (value) => {
      core.data[SPCR] = value;
      this.setStatus(this.status);
    });
    core.onRead(SPDR, () => {
      this.touch();
      return this.in;
    });
    core.onWrite(SPDR, (value) => this.send(value));
  }

  reset(): void {
    this.isBusy = false;
    this.wasSeen = false;
    this.core.scheduler.clear(this.slot);
  }

  save(): number[] {
    return [this.out, this.in, this.isBusy ? 1 : 0, this.wasSeen ? 1 : 0];
  }

  restore([out = 0, received = 0, isBusy, wasSeen]: readonly number[]): void {
    this.out = out;
    this.in = received;
    this.isBusy = isBusy === 1;
    this.wasSeen = wasSeen === 1;
  }

  private get status(): number {
    return this.core.data[SPSR] ?? 0;
  }

  private setStatus(value: number): void {
    this.core.data[SPSR] = value;
    const control = this.core.data[SPCR] ?? 0;
    this.core.setInterrupt(this.vector, (value & SPIF) !== 0 && (control & SPIE) !== 0);
  }

  private touch(): void {
    if (this.wasSeen) this.setStatus(this.status & ~(SPIF | WCOL));
    this.wasSeen = false;
  }

  private send(value: number): void {
    const control = this.core.data[SPCR] ?? 0;
    this.touch();
    if ((control & (SPE | MSTR)) !== (SPE | MSTR)) return;
    if (this.isBusy) {
      this.setStatus(this.status | WCOL);
      return;
    }
    this.isBusy = true;
    this.out = value;
    const divider = (4 << (2 * (control & 3))) >> ((control & 3) === 3 ? 1 : 0);
    const clock = (this.status & 1) === 0 ? divider : divider / 2;
    this.core.scheduler.set(this.slot, this.core.now + 8 * clock);
  }
}
