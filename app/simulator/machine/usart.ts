/**
 * A serial port (USART) in asynchronous mode, with the time that bytes take on the line.
 *
 * In: register accesses; bytes from outside at their sender's baud rate. Out: bytes when their last bit has
 * left, with the rate at which they were sent; flags and interrupts; TXD held high while idle.
 * The receiver holds two bytes and a third in its shift register; a fourth is lost and sets DOR. A sender
 * too fast or slow by more than 5 % is received as noise: a frame error and a changed byte.
 * Not modelled: synchronous and SPI mode, 9 bits, the multiprocessor mode; the line's single bits on TXD.
 * Spec: ATmega328P DS40002061 chapter 19, table 19-2 for the receiver's tolerance.
 */
import type { Core } from './core.ts';
import type { Pins } from './pins.ts';

export interface UsartHost {
  readonly core: Core;
  readonly pins: Pins;
  readonly clockHz: number;
}

export type ByteListener = (byte: number, cycle: number, baud: number) => void;

interface Vectors {
  readonly received: number;
  readonly empty: number;
  readonly sent: number;
}

const [RXC, TXC, UDRE, FE, DOR, UPE, U2X] = [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02] as const;
const [RXEN, TXEN] = [0x10, 0x08] as const;
const TOLERANCE = 0.05;
/** Bytes from outside that wait for the line, at most. */
const MAX_WAITING = 1 << 20;

export class Usart {
  readonly id: number;
  /** Bytes that have left the chip. */
  readonly onByte: ByteListener[] = [];
  private readonly core: Core;
  private readonly host: UsartHost;
  private readonly base: number;
  private readonly vectors: Vectors;
  private readonly txPin: string | undefined;
  private readonly sendSlot: number;
  private readonly receiveSlot: number;
  private shifting = -1;
  private buffered = -1;
  /** Received bytes with their error bits above. */
  private received: number[] = [];
  private overrun = false;
  private waiting: { byte: number; baud: number; notBefore: number }[] = [];
  private first = 0;
  private lineFreeAt = 0;

  constructor(host: UsartHost, id: number, base: number, vectors: Vectors, txPin: string | undefined) {
    this.host = host;
    this.core = host.core;
    this.id = id;
    this.base = base;
    this.vectors = vectors;
    this.txPin = txPin;
    const { core } = this;
    this.sendSlot = core.scheduler.slot((cycle) => this.endOfFrame(cycle));
    this.receiveSlot = core.scheduler.slot((cycle) => this.endOfArrival(cycle));
    core.onInterrupt(vectors.sent, () => this.setStatus(this.status & ~TXC));
    core.onWrite(base, (value, mask) => {
      const cleared = this.status & ~(value & mask & TXC);
      this.setStatus((cleared & ~(U2X | 1)) | (value & (U2X | 1)));
    });
    core.onWrite(base + 1, (value) => this.control(value));
    core.onRead(base + 6, () => this.take());
    core.onWrite(base + 6, (value) => this.give(value));
    this.reset();
  }

  reset(): void {
    this.shifting = -1;
    this.buffered = -1;
    this.received = [];
    this.overrun = false;
    this.core.scheduler.clear(this.sendSlot);
    this.core.data[this.base] = UDRE;
    this.core.data[this.base + 2] = 0x06;
  }

  get baud(): number {
    return this.host.clockHz / this.bitCycles;
  }

  get isReceiving(): boolean {
    return (this.read(1) & RXEN) !== 0;
  }

  /** Bytes still to be put on the line from outside. */
  get waitingBytes(): number {
    return this.waiting.length - this.first;
  }

  /** Puts bytes on the line from outside, one after the other; without a rate, at the program's own. */
  send(bytes: Iterable<number>, baud?: number): void {
    const notBefore = this.core.now;
    for (const byte of bytes) {
      if (this.waitingBytes < MAX_WAITING)
        this.waiting.push({ byte: byte & 0xff, baud: baud ?? 0, notBefore });
    }
    this.startArrival();
  }

  /** Forgets what has not arrived yet: the cable was pulled. */
  discardInput(): void {
    this.waiting = [];
    this.first = 0;
    this.core.scheduler.clear(this.receiveSlot);
  }

  save(): unknown {
    const { shifting, buffered, received, overrun, waiting, first, lineFreeAt } = this;
    return {
      shifting,
      buffered,
      received: [...received],
      overrun,
      waiting: waiting.slice(first),
      lineFreeAt,
    };
  }

  restore(state: unknown): void {
    Object.assign(this, structuredClone(state), { first: 0 });
  }

  private read(offset: number): number {
    return this.core.data[this.base + offset] ?? 0;
  }

  private get status(): number {
    return this.read(0);
  }

  private get bitCycles(): number {
    const divider = (this.read(4) | ((this.read(5) & 15) << 8)) + 1;
    return divider * ((this.status & U2X) === 0 ? 16 : 8);
  }

  /** Start, data, parity and stop bits. */
  private get frameBits(): number {
    const c = this.read(2);
    return 1 + 5 + ((c >> 1) & 3) + ((c & 0x20) === 0 ? 0 : 1) + ((c & 0x08) === 0 ? 1 : 2);
  }

  private get dataMask(): number {
    return (1 << (5 + ((this.read(2) >> 1) & 3))) - 1;
  }

  private setStatus(value: number): void {
    this.core.data[this.base] = value;
    const enabled = this.read(1);
    this.core.setInterrupt(this.vectors.received, (value & enabled & RXC) !== 0);
    this.core.setInterrupt(this.vectors.sent, (value & enabled & TXC) !== 0);
    this.core.setInterrupt(this.vectors.empty, (value & enabled & UDRE) !== 0);
  }

  private control(value: number): void {
    const before = this.read(1);
    this.core.data[this.base + 1] = value;
    if ((before & RXEN) !== 0 && (value & RXEN) === 0) {
      this.received = [];
      this.overrun = false;
    }
    if (this.txPin !== undefined && ((before ^ value) & TXEN) !== 0) {
      const isOn = (value & TXEN) !== 0;
      this.host.pins.overrideDirection(this.txPin, isOn ? 'out' : undefined);
      this.host.pins.overrideValue(this.txPin, isOn ? 1 : undefined);
    }
    this.showReceived();
    this.startArrival();
  }

  private give(value: number): void {
    this.core.data[this.base + 6] = value;
    if ((this.read(1) & TXEN) === 0) return;
    // A byte written while UDRE is clear is lost, as on the chip.
    if (this.shifting < 0) {
      this.shifting = value;
      this.core.scheduler.set(this.sendSlot, this.core.now + this.frameBits * this.bitCycles);
    } else if (this.buffered < 0) {
      this.buffered = value;
      this.setStatus(this.status & ~UDRE);
    }
  }

  private endOfFrame(cycle: number): void {
    const byte = this.shifting & this.dataMask;
    this.shifting = this.buffered;
    this.buffered = -1;
    if (this.shifting >= 0) {
      this.core.scheduler.set(this.sendSlot, cycle + this.frameBits * this.bitCycles);
      this.setStatus(this.status | UDRE);
    } else this.setStatus(this.status | TXC);
    for (const listener of this.onByte) listener(byte, cycle, this.baud);
  }

  private startArrival(): void {
    const { scheduler } = this.core;
    const next = this.waiting[this.first];
    if (next === undefined || scheduler.dueAt(this.receiveSlot) !== Number.POSITIVE_INFINITY) return;
    // Without a rate of its own, the sender waits for somebody to listen.
    if (next.baud === 0 && !this.isReceiving) return;
    const start = Math.max(this.lineFreeAt, next.notBefore, next.baud === 0 ? this.core.now : 0);
    const bit = next.baud === 0 ? this.bitCycles : this.host.clockHz / next.baud;
    this.lineFreeAt = Math.round(start + bit * (next.baud === 0 ? this.frameBits : 10));
    scheduler.set(this.receiveSlot, this.lineFreeAt);
  }

  private endOfArrival(cycle: number): void {
    const next = this.waiting[this.first];
    if (next === undefined) return;
    this.first++;
    if (this.first > 4096) {
      this.waiting = this.waiting.slice(this.first);
      this.first = 0;
    }
    this.lineFreeAt = cycle;
    if (this.isReceiving) this.arrive(next.byte, next.baud);
    this.startArrival();
  }

  private arrive(byte: number, baud: number): void {
    const isOff = baud !== 0 && Math.abs(baud / this.baud - 1) > TOLERANCE;
    if (this.received.length >= 3) {
      this.overrun = true;
      this.received[2] = byte | (this.overrun ? DOR << 8 : 0);
    } else this.received.push(isOff ? ((byte ^ 0x55) & 0xff) | (FE << 8) : byte & this.dataMask);
    this.showReceived();
  }

  /** UCSRA shows the state of the oldest byte. */
  private showReceived(): void {
    const oldest = this.received[0];
    const errors = oldest === undefined ? 0 : (oldest >> 8) & (FE | DOR | UPE);
    const kept = this.status & ~(RXC | FE | DOR | UPE);
    this.setStatus(kept | errors | (oldest === undefined ? 0 : RXC));
  }

  private take(): number {
    const oldest = this.received.shift();
    this.showReceived();
    return (oldest ?? 0) & 0xff;
  }
}
