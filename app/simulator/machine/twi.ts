/**
 * The two-wire interface (I2C) as master, bit by bit on SDA and SCL.
 *
 * In: TWCR, TWDR and the wires as others hold them. Out: start and stop conditions, bits, acknowledges; TWINT
 * and the status codes. A device may hold SCL low to make the master wait. A wire that stays low when a start
 * is asked for lets the program wait for ever, as on the chip.
 * Not modelled: slave mode; lost arbitration is answered with its status and the bus let go.
 * Spec: ATmega328P DS40002061 chapter 21, table 21-3 and 21-4.
 */
import type { Core } from './core.ts';
import type { Pins } from './pins.ts';

const [TWBR, TWSR, TWDR, TWCR] = [0xb8, 0xb9, 0xbb, 0xbc] as const;
const [TWINT, TWEA, TWSTA, TWSTO, TWWC, TWEN, TWIE] = [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x01] as const;
const STATUS = {
  start: 0x08,
  repeatedStart: 0x10,
  addressWriteAck: 0x18,
  addressWriteNack: 0x20,
  writeAck: 0x28,
  writeNack: 0x30,
  arbitrationLost: 0x38,
  addressReadAck: 0x40,
  addressReadNack: 0x48,
  readAck: 0x50,
  readNack: 0x58,
  none: 0xf8,
} as const;

/** What the next half period of SCL does. */
type Step =
  'idle' | 'start' | 'start-hold' | 'data' | 'rise' | 'held' | 'fall' | 'stop-low' | 'stop-high' | 'stop-end';
const STEPS: readonly Step[] = [
  'idle',
  'start',
  'start-hold',
  'data',
  'rise',
  'held',
  'fall',
  'stop-low',
  'stop-high',
  'stop-end',
];
const HELD_AGAIN = 16;

export class Twi {
  private readonly core: Core;
  private readonly pins: Pins;
  private readonly vector: number;
  private readonly sda: string;
  private readonly scl: string;
  private readonly slot: number;
  private step: Step = 'idle';
  private bit = 0;
  private shift = 0;
  private isReading = false;
  private isAddress = false;
  private isOwner = false;
  private acknowledged = false;

  constructor(core: Core, pins: Pins, vector: number, wires: { sda: string; scl: string }) {
    this.core = core;
    this.pins = pins;
    this.vector = vector;
    this.sda = wires.sda;
    this.scl = wires.scl;
    this.slot = core.scheduler.slot(() => this.next());
    core.onWrite(TWCR, (value) => this.control(value));
    core.onWrite(TWSR, (value) => (core.data[TWSR] = ((core.data[TWSR] ?? 0) & 0xf8) | (value & 3)));
    core.onWrite(TWDR, (value) => {
      if ((this.read(TWCR) & TWINT) === 0 && this.step !== 'idle') core.data[TWCR] = this.read(TWCR) | TWWC;
      else core.data[TWDR] = value;
    });
    this.reset();
  }

  reset(): void {
    this.step = 'idle';
    this.isOwner = false;
    this.isAddress = false;
    this.core.scheduler.clear(this.slot);
    this.core.data[TWSR] = STATUS.none;
    this.core.data[TWDR] = 0xff;
  }

  save(): number[] {
    const { step, bit, shift, isReading, isAddress, isOwner, acknowledged } = this;
    return [STEPS.indexOf(step), bit, shift, ...[isReading, isAddress, isOwner, acknowledged].map(Number)];
  }

  restore(state: readonly number[]): void {
    const [step = 0, bit = 0, shift = 0, isReading, isAddress, isOwner, acknowledged] = state;
    this.step = STEPS[step] ?? 'idle';
    this.bit = bit;
    this.shift = shift;
    this.isReading = isReading === 1;
    this.isAddress = isAddress === 1;
    this.isOwner = isOwner === 1;
    this.acknowledged = acknowledged === 1;
  }

  private read(address: number): number {
    return this.core.data[address] ?? 0;
  }

  private get halfPeriod(): number {
    return (16 + 2 * this.read(TWBR) * 4 ** (this.read(TWSR) & 3)) / 2;
  }

  /** Open drain: holds the wire low or lets it go. */
  private hold(pin: string, isLow: boolean): void {
    this.pins.overrideDirection(pin, isLow ? 'out' : 'in');
  }

  private after(cycles: number): void {
    this.core.scheduler.set(this.slot, this.core.now + cycles);
  }

  private setControl(value: number): void {
    this.core.data[TWCR] = value;
    this.core.setInterrupt(this.vector, (value & (TWINT | TWIE)) === (TWINT | TWIE));
  }

  private control(value: number): void {
    const before = this.read(TWCR);
    if ((value & TWEN) === 0) {
      this.setControl(value & ~TWINT & ~TWSTO);
      if ((before & TWEN) === 0) return;
      this.reset();
      for (const pin of [this.sda, this.scl]) {
        this.pins.overrideDirection(pin, undefined);
        this.pins.overrideValue(pin, undefined);
      }
      return;
    }
    if ((before & TWEN) === 0) {
      for (const pin of [this.sda, this.scl]) {
        this.pins.overrideValue(pin, 0);
        this.hold(pin, false);
      }
    }
    // Writing 1 to TWINT clears it and lets the interface go on; writing 0 leaves it.
    const flag = (value & TWINT) === 0 ? before & TWINT : 0;
    this.setControl((value & ~(TWINT | TWWC)) | flag);
    if ((value & TWINT) === 0) {
      if ((value & TWSTA) !== 0 && flag === 0 && this.step === 'idle' && !this.isOwner) this.begin('start');
      return;
    }
    if ((value & TWSTO) !== 0) {
      if (this.isOwner) this.begin('stop-low');
      else this.setControl(this.read(TWCR) & ~TWSTO);
      return;
    }
    if ((value & TWSTA) !== 0) {
      this.begin('start');
      return;
    }
    if (!this.isOwner) return;
    this.bit = 0;
    this.isReading = !this.isAddress && this.isReading;
    this.shift = this.isReading ? 0xff : this.read(TWDR);
    this.begin('data');
  }

  private begin(step: Step): void {
    this.step = step;
    this.core.data[TWSR] = STATUS.none | (this.read(TWSR) & 3);
    this.after(step === 'data' ? 1 : this.halfPeriod);
  }

  private finish(status: number): void {
    this.step = 'idle';
    this.core.data[TWSR] = status | (this.read(TWSR) & 3);
    this.setControl(this.read(TWCR) | TWINT);
  }

  /** True when SCL is as we want it, else looks again soon: somebody holds it low. */
  private sclIsHigh(): boolean {
    if (this.pins.level(this.scl) === 1) return true;
    this.after(HELD_AGAIN);
    return false;
  }

  private next(): void {
    switch (this.step) {
      case 'idle':
        return;
      case 'start':
        // A repeated start lets SDA and then SCL go first.
        if (this.isOwner && this.pins.level(this.scl) === 0) {
          this.hold(this.sda, false);
          this.hold(this.scl, false);
          this.after(this.halfPeriod);
          return;
        }
        if (!this.sclIsHigh()) return;
        if (this.pins.level(this.sda) === 0) {
          this.after(HELD_AGAIN);
          return;
        }
        this.hold(this.sda, true);
        this.step = 'start-hold';
        this.after(this.halfPeriod);
        return;
      case 'start-hold': {
        this.hold(this.scl, true);
        const status = this.isOwner ? STATUS.repeatedStart : STATUS.start;
        this.isOwner = true;
        this.isAddress = true;
        this.finish(status);
        return;
      }
      case 'data':
        this.putBit();
        return;
      case 'rise':
        this.hold(this.scl, false);
        this.step = 'held';
        this.sampleBit();
        return;
      case 'held':
        this.sampleBit();
        return;
      case 'fall':
        this.hold(this.scl, true);
        this.bit++;
        if (this.bit === 9) this.endOfByte();
        else this.putBit();
        return;
      case 'stop-low':
        this.hold(this.sda, true);
        this.hold(this.scl, false);
        this.step = 'stop-high';
        this.after(this.halfPeriod);
        return;
      case 'stop-high':
        if (!this.sclIsHigh()) return;
        this.hold(this.sda, false);
        this.step = 'stop-end';
        this.after(this.halfPeriod);
        return;
      case 'stop-end':
        this.isOwner = false;
        this.step = 'idle';
        this.core.data[TWSR] = STATUS.none | (this.read(TWSR) & 3);
        this.setControl(this.read(TWCR) & ~TWSTO);
        if ((this.read(TWCR) & TWSTA) !== 0) this.begin('start');
    }
  }

  /** SCL is low: the wire takes the next bit, the ninth from who listens. */
  private putBit(): void {
    const isOurs = this.bit < 8 ? !this.isReading : this.isReading;
    const value = this.bit < 8 ? (this.shift >> (7 - this.bit)) & 1 : (this.read(TWCR) & TWEA) === 0 ? 1 : 0;
    this.hold(this.sda, isOurs && value === 0);
    this.step = 'rise';
    this.after(this.halfPeriod);
  }

  private sampleBit(): void {
    if (!this.sclIsHigh()) return;
    const level = this.pins.level(this.sda);
    const mask = 0x80 >> this.bit;
    if (this.bit === 8) this.acknowledged = level === 0;
    else if (this.isReading) this.shift = (this.shift & ~mask) | (level === 1 ? mask : 0);
    else if ((this.shift & mask) !== 0 && level === 0) {
      this.loseArbitration();
      return;
    }
    this.step = 'fall';
    this.after(this.halfPeriod);
  }

  private loseArbitration(): void {
    this.hold(this.sda, false);
    this.hold(this.scl, false);
    this.isOwner = false;
    this.finish(STATUS.arbitrationLost);
  }

  private endOfByte(): void {
    const { acknowledged } = this;
    this.hold(this.sda, false);
    if (this.isAddress) {
      this.isAddress = false;
      this.isReading = (this.shift & 1) === 1;
      const [ack, nack] = this.isReading
        ? [STATUS.addressReadAck, STATUS.addressReadNack]
        : [STATUS.addressWriteAck, STATUS.addressWriteNack];
      this.finish(acknowledged ? ack : nack);
    } else if (this.isReading) {
      this.core.data[TWDR] = this.shift;
      this.finish(acknowledged ? STATUS.readAck : STATUS.readNack);
    } else this.finish(acknowledged ? STATUS.writeAck : STATUS.writeNack);
  }
}
