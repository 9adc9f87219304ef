/**
 * External interrupts (INTn) and pin-change interrupts (PCINTn).
 *
 * In: edges of pins; EICRA, EICRB, EIMSK, EIFR, PCICR, PCIFR, PCMSKn. Out: flags and interrupts. A low-level
 * interrupt has no flag and lasts as long as the level. Pins come from boards/chips.
 * Spec: ATmega328P DS40002061 chapter 12; ATmega2560 DS40002211 chapter 15.
 */
import type { Chip } from '../../../boards/types.ts';
import type { Core } from './core.ts';
import type { Level, Pins } from './pins.ts';

const [PCIFR, EIFR, EIMSK, PCICR, EICRA, PCMSK0] = [0x3b, 0x3c, 0x3d, 0x68, 0x69, 0x6b] as const;

interface External {
  readonly index: number;
  readonly pin: string;
  readonly vector: number;
}

export class PinInterrupts {
  private readonly core: Core;
  private readonly pins: Pins;
  private readonly external: readonly External[];
  /** Pin → its external interrupt, and its group and bit of PCMSKn. */
  private readonly byPin = new Map<string, { external?: External; group?: number; mask?: number }>();
  private readonly groupVectors: readonly number[];
  private readonly onFlag: (vector: number) => void;

  constructor(core: Core, pins: Pins, chip: Chip, onFlag: (vector: number) => void) {
    this.core = core;
    this.pins = pins;
    this.onFlag = onFlag;
    const vector = (name: string): number => chip.vectors.find((v) => v.name === name)?.number ?? 0;
    const external: External[] = [];
    for (const [pin, { interrupt, pinChange }] of Object.entries(chip.pins)) {
      const number = pinChange === undefined ? undefined : Number(pinChange.slice(5));
      const own = interrupt === undefined ? undefined : Number(interrupt.slice(3));
      const line = own === undefined ? undefined : { index: own, pin, vector: vector(`INT${own}_vect`) };
      if (line !== undefined) external.push(line);
      if (line === undefined && number === undefined) continue;
      this.byPin.set(pin, {
        ...(line === undefined ? {} : { external: line }),
        ...(number === undefined ? {} : { group: number >> 3, mask: 1 << (number & 7) }),
      });
    }
    this.external = external;
    this.groupVectors = [0, 1, 2].map((group) => vector(`PCINT${group}_vect`));
    for (const line of external) {
      core.onInterrupt(line.vector, () => this.clear(EIFR, 1 << line.index));
    }
    for (const [group, v] of this.groupVectors.entries()) {
      if (v !== 0) core.onInterrupt(v, () => this.clear(PCIFR, 1 << group));
    }
    core.onWrite(EIFR, (value, mask) => this.clear(EIFR, value & mask));
    core.onWrite(PCIFR, (value, mask) => this.clear(PCIFR, value & mask));
    for (const register of [EIMSK, PCICR, EICRA, EICRA + 1]) {
      core.onWrite(register, (value) => {
        core.data[register] = value;
        this.update();
      });
    }
  }

  pinChanged(pin: string, level: Level): void {
    const place = this.byPin.get(pin);
    if (place === undefined) return;
    const { external, group, mask = 0 } = place;
    if (external !== undefined) {
      const sense = this.sense(external.index);
      // 0: low level; 1: any change; 2: falling; 3: rising.
      if (sense === 1 || sense === (level === 1 ? 3 : 2))
        this.raise(EIFR, 1 << external.index, external.vector);
      else if (sense === 0) this.update();
    }
    if (group !== undefined && (this.read(PCMSK0 + group) & mask) !== 0) {
      this.raise(PCIFR, 1 << group, this.groupVectors[group] ?? 0);
    }
  }

  private read(address: number): number {
    return this.core.data[address] ?? 0;
  }

  private sense(index: number): number {
    return (this.read(EICRA + (index >> 2)) >> ((index & 3) * 2)) & 3;
  }

  private raise(register: number, bit: number, vector: number): void {
    this.core.data[register] = this.read(register) | bit;
    this.update();
    this.onFlag(vector);
  }

  private clear(register: number, mask: number): void {
    this.core.data[register] = this.read(register) & ~mask;
    this.update();
  }

  private update(): void {
    const [flags, enabled] = [this.read(EIFR), this.read(EIMSK)];
    for (const { index, pin, vector } of this.external) {
      const isLow = this.sense(index) === 0 && this.pins.level(pin) === 0;
      const isSet = ((flags >> index) & 1) === 1 || isLow;
      this.core.setInterrupt(vector, isSet && ((enabled >> index) & 1) === 1);
    }
    const groups = this.read(PCIFR) & this.read(PCICR);
    for (const [group, vector] of this.groupVectors.entries()) {
      if (vector !== 0) this.core.setInterrupt(vector, ((groups >> group) & 1) === 1);
    }
  }
}
