/**
 * The serial line at the chip's USART: bytes sent by the program with their time, bytes to send to it.
 *
 * In: UDR writes, `send`. Out: `sent`. Bytes to the program follow each other at the program's own
 * baud rate and wait until the receiver is switched on.
 * Spec: ATmega328P DS40002061 chapter 20.
 */
import { AVRUSART, type CPU, type usart0Config } from 'avr8js';

export interface SerialByte {
  /** When the program handed the byte to the USART. */
  readonly cycle: number;
  readonly byte: number;
}

const RXC = 0x80;
const RETRY_CYCLES = 1600;

export class SerialLine {
  readonly sent: SerialByte[] = [];
  private readonly waiting: number[] = [];
  private readonly usart: AVRUSART;
  private readonly cpu: CPU;
  private retrying = false;

  constructor(cpu: CPU, where: { base: number; vector: number }, clockHz: number, now: () => number) {
    this.cpu = cpu;
    const { base, vector } = where;
    const config: typeof usart0Config = {
      UCSRA: base,
      UCSRB: base + 1,
      UCSRC: base + 2,
      UBRRL: base + 4,
      UBRRH: base + 5,
      UDR: base + 6,
      rxCompleteInterrupt: vector,
      dataRegisterEmptyInterrupt: vector + 2,
      txCompleteInterrupt: vector + 4,
    };
    this.usart = new AVRUSART(cpu, config, clockHz);
    this.usart.onByteTransmit = (byte) => this.sent.push({ cycle: now(), byte });
    this.usart.onRxComplete = () => this.feed();

    // avr8js clears all flags of UCSRA when its U2X and MPCM bits are written; the chip keeps them.
    const writeStatus = cpu.writeHooks[config.UCSRA];
    cpu.writeHooks[config.UCSRA] = (value, old, address, mask) => {
      const done = writeStatus?.(value, old, address, mask);
      cpu.data[config.UCSRA] = (value & 0x03) | (old & 0xbc) | (old & ~value & 0x40);
      return done ?? true;
    };
    // avr8js forgets a received byte whenever UCSRB is written; the chip keeps it.
    const original = cpu.writeHooks[config.UCSRB];
    cpu.writeHooks[config.UCSRB] = (value, old, address, mask) => {
      const received = ((cpu.data[config.UCSRA] ?? 0) & RXC) !== 0;
      const done = original?.(value, old, address, mask);
      if (received && (value & 0x10) !== 0) {
        cpu.setInterruptFlag({
          address: vector,
          flagRegister: config.UCSRA,
          flagMask: RXC,
          enableRegister: config.UCSRB,
          enableMask: RXC,
          constant: true,
        });
      }
      return done;
    };
  }

  send(bytes: Iterable<number>): void {
    this.waiting.push(...bytes);
    this.feed();
  }

  private feed(): void {
    const next = this.waiting[0];
    if (next === undefined || this.usart.rxBusy || this.retrying) return;
    if (this.usart.writeByte(next) === true) {
      this.waiting.shift();
      return;
    }
    this.retrying = true;
    this.cpu.addClockEvent(() => {
      this.retrying = false;
      this.feed();
    }, RETRY_CYCLES);
  }
}
