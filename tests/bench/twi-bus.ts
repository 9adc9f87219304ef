/**
 * The I2C bus behind the chip's TWI: devices by address, time taken by each byte, all transactions.
 *
 * In: the TWI's start, address, byte, stop. Out: acknowledges and bytes of devices, a list of
 * transactions. A byte takes nine SCL periods. No device at an address: NACK. Master only.
 * Spec: ATmega328P DS40002061 chapter 22.
 */
import { AVRTWI, type CPU, twiConfig } from 'avr8js';

export interface TwiDevice {
  /** A byte for the device; true acknowledges. */
  write(byte: number, cycle: number): boolean;
  read?(cycle: number): number;
  /** A start condition with this device's address. */
  begin?(reading: boolean, cycle: number): void;
  end?(cycle: number): void;
}

export interface TwiTransaction {
  readonly cycle: number;
  readonly address: number;
  readonly reading: boolean;
  readonly acknowledged: boolean;
  readonly bytes: number[];
  endCycle: number;
}

const TWINT = 0x80;

export class TwiBus {
  readonly transactions: TwiTransaction[] = [];
  private readonly devices = new Map<number, TwiDevice>();
  private active: TwiDevice | undefined;
  private readonly twi: AVRTWI;

  constructor(cpu: CPU, vector: number, clockHz: number, now: () => number) {
    const config = { ...twiConfig, twiInterrupt: vector };
    const twi = new AVRTWI(cpu, config, clockHz);
    this.twi = twi;
    const after = (periods: number, act: () => void): void => {
      cpu.addClockEvent(act, Math.round((periods * clockHz) / twi.sclFrequency));
    };
    // avr8js leaves TWINT set after reset and after STOP; the chip does not.
    const clearFlag = (): void =>
      cpu.clearInterrupt({
        address: vector,
        flagRegister: config.TWCR,
        flagMask: TWINT,
        enableRegister: config.TWCR,
        enableMask: 1,
      });
    clearFlag();
    const finish = (): void => {
      const last = this.transactions.at(-1);
      if (last !== undefined) last.endCycle = now();
      this.active?.end?.(now());
      this.active = undefined;
    };
    twi.eventHandler = {
      start: () => {
        finish();
        after(1, () => twi.completeStart());
      },
      stop: () => {
        after(1, () => {
          finish();
          twi.completeStop();
          clearFlag();
        });
      },
      connectToSlave: (address, write) => {
        after(9, () => {
          const device = this.devices.get(address);
          this.active = device;
          device?.begin?.(!write, now());
          const acknowledged = device !== undefined;
          const cycle = now();
          this.transactions.push({
            cycle,
            address,
            reading: !write,
            acknowledged,
            bytes: [],
            endCycle: cycle,
          });
          twi.completeConnect(acknowledged);
        });
      },
      writeByte: (byte) => {
        after(9, () => {
          this.transactions.at(-1)?.bytes.push(byte);
          twi.completeWrite(this.active?.write(byte, now()) ?? false);
        });
      },
      readByte: () => {
        after(9, () => {
          const byte = this.active?.read?.(now()) ?? 0xff;
          this.transactions.at(-1)?.bytes.push(byte);
          twi.completeRead(byte);
        });
      },
    };
  }

  /** SCL's frequency as the program has set it. */
  get sclHz(): number {
    return this.twi.sclFrequency;
  }

  add(address: number, device: TwiDevice): void {
    if (this.devices.has(address)) throw new Error(`two I2C devices at 0x${address.toString(16)}`);
    this.devices.set(address, device);
  }
}
