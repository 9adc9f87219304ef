/**
 * The analog-to-digital converter, single and free running, with its triggers.
 *
 * In: register accesses, the volts at the pins. Out: results after 13 ADC clocks (25 for the first), flag,
 * interrupt. The voltage is taken when sampling ends, 1.5 ADC clocks (13.5 for the first) after the start.
 * Not modelled: differential channels and gain (they read 0), noise, the bandgap's start-up time.
 * Spec: ATmega328P DS40002061 chapter 23; ATmega2560 DS40002211 table 26-4; ATmega32U4 Atmel-7766 24-4.
 */
import type { Core } from './core.ts';
import type { ChipRegisters } from './registers.ts';

export interface AdcHost {
  readonly core: Core;
  readonly supplyVolts: number;
  vector(name: string): number;
  /** Volts at a channel's pin. */
  channelVolts(channel: number): number;
  /** A timer's flag is waited for, or no more. */
  watchTrigger(vector: number): void;
}

const [ADCL, ADCH, ADCSRA, ADCSRB, ADMUX] = [0x78, 0x79, 0x7a, 0x7b, 0x7c] as const;
const [ADEN, ADSC, ADATE, ADIF, ADIE] = [0x80, 0x40, 0x20, 0x10, 0x08] as const;

export class Adc {
  private readonly host: AdcHost;
  private readonly core: Core;
  private readonly table: ChipRegisters['adc'];
  private readonly vector: number;
  private readonly sampleSlot: number;
  private readonly doneSlot: number;
  private isFirst = true;
  private mux = 0;
  private result = 0;
  /** Reading ADCL keeps the result until ADCH is read. */
  private isLocked = false;

  constructor(host: AdcHost, table: ChipRegisters['adc']) {
    this.host = host;
    this.core = host.core;
    this.table = table;
    this.vector = host.vector('ADC_vect');
    const { core } = this;
    this.sampleSlot = core.scheduler.slot(() => (this.result = this.sample()));
    this.doneSlot = core.scheduler.slot((cycle) => this.finish(cycle));
    core.onInterrupt(this.vector, () => this.setControl(this.control & ~ADIF));
    core.onWrite(ADCSRA, (value, mask) => this.writeControl(value, mask));
    core.onWrite(ADCSRB, (value) => {
      core.data[ADCSRB] = value;
      this.watch();
    });
    core.onRead(ADCL, () => {
      this.isLocked = true;
      return core.data[ADCL] ?? 0;
    });
    core.onRead(ADCH, () => {
      this.isLocked = false;
      return core.data[ADCH] ?? 0;
    });
  }

  reset(): void {
    this.isFirst = true;
    this.isLocked = false;
    this.core.scheduler.clear(this.sampleSlot);
    this.core.scheduler.clear(this.doneSlot);
    this.host.watchTrigger(0);
  }

  /** A part of the chip set an interrupt flag. */
  triggered(vector: number): void {
    const ready = ADEN | ADATE;
    if ((this.control & (ready | ADSC)) === ready && vector === this.trigger) this.start(this.core.now);
  }

  /** Sleep mode "ADC noise reduction" starts a conversion. */
  startFromSleep(): void {
    if ((this.control & (ADEN | ADSC)) === ADEN) this.start(this.core.now);
  }

  save(): number[] {
    return [this.isFirst ? 1 : 0, this.mux, this.result, this.isLocked ? 1 : 0];
  }

  restore(state: readonly number[]): void {
    const [isFirst, mux = 0, result = 0, isLocked] = state;
    this.isFirst = isFirst === 1;
    this.mux = mux;
    this.result = result;
    this.isLocked = isLocked === 1;
  }

  private get control(): number {
    return this.core.data[ADCSRA] ?? 0;
  }

  private get clockCycles(): number {
    return Math.max(2, 1 << (this.control & 7));
  }

  /** The vector that starts a conversion; 0: free running. */
  private get trigger(): number {
    return this.host.vector(this.table.triggers[(this.core.data[ADCSRB] ?? 0) & 7] ?? '');
  }

  private watch(): void {
    this.host.watchTrigger((this.control & ADATE) === 0 ? 0 : this.trigger);
  }

  private setControl(value: number): void {
    this.core.data[ADCSRA] = value;
    this.core.setInterrupt(this.vector, (value & (ADIF | ADIE)) === (ADIF | ADIE));
  }

  private writeControl(value: number, mask: number): void {
    const before = this.control;
    const flag = before & ADIF & ~(value & mask);
    const converting = before & ADSC;
    this.setControl((value & ~(ADIF | ADSC)) | flag | (converting & ((value & ADEN) === 0 ? 0 : ADSC)));
    if ((value & ADEN) === 0) {
      this.reset();
      return;
    }
    this.watch();
    if ((value & ADSC) !== 0 && converting === 0) this.start(this.core.now);
  }

  private start(cycle: number): void {
    const { data, scheduler } = this.core;
    this.setControl(this.control | ADSC);
    this.mux = ((data[ADMUX] ?? 0) & 0x1f) | (((data[ADCSRB] ?? 0) & this.table.mux5) === 0 ? 0 : 0x20);
    const clock = this.clockCycles;
    scheduler.set(this.sampleSlot, cycle + clock * (this.isFirst ? 13.5 : 1.5));
    scheduler.set(this.doneSlot, cycle + clock * (this.isFirst ? 25 : 13));
    this.isFirst = false;
  }

  private sample(): number {
    const { table, host } = this;
    const admux = this.core.data[ADMUX] ?? 0;
    const mux = table.mux5 === 0 ? this.mux & 15 : this.mux;
    const channel = table.channels[mux];
    const volts = channel === undefined ? (table.inner[mux] ?? 0) : host.channelVolts(channel);
    const named = table.references[admux >> 6] ?? 'AVCC';
    const reference = named === 'AVCC' ? host.supplyVolts : named;
    return Math.min(1023, Math.max(0, Math.floor((volts * 1024) / reference)));
  }

  private finish(cycle: number): void {
    const { data } = this.core;
    if (!this.isLocked) {
      const isLeft = ((data[ADMUX] ?? 0) & 0x20) !== 0;
      const value = isLeft ? this.result << 6 : this.result;
      data[ADCL] = value;
      data[ADCH] = value >> 8;
    }
    const goesOn = (this.control & ADATE) !== 0 && this.trigger === 0;
    this.setControl((this.control & ~ADSC) | ADIF);
    if (goesOn) this.start(cycle);
  }
}
