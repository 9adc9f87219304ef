/**
 * A computer at the USB of the chip: finds the device, gives it an address, opens its serial port.
 *
 * In: a device to ask; bytes to send. Out: bytes of the serial port. It acts once a frame (1 ms), one packet of each
 * kind after the other; what the device does not answer is asked again in the next frame. A device without the
 * descriptors of a serial port is configured and left alone.
 * Spec: USB 2.0 chapters 8 and 9; CDC PSTN 1.2 section 6.3.
 */
import type { Handshake } from './usb-endpoint.ts';

export interface UsbDevice {
  setup(bytes: readonly number[]): Handshake;
  out(endpoint: number, bytes: readonly number[]): Handshake;
  in(endpoint: number): readonly number[] | Handshake;
}

/** Milliseconds after which a device that does not answer is given up. */
const PATIENCE = 1000;
const PACKET = 64;
/** Packets that go through one endpoint in a frame at most (USB 2.0 table 5-9). */
const MOST_PACKETS = 19;
const RATE = 9600;
const MAX_WAITING = 1 << 20;
const [STANDARD_IN, STANDARD_OUT, CLASS_OUT] = [0x80, 0x00, 0x21] as const;
const [GET_DESCRIPTOR, SET_ADDRESS, SET_CONFIGURATION] = [6, 5, 9] as const;
const [SET_LINE_CODING, SET_LINES] = [0x20, 0x22] as const;
const [DEVICE, CONFIGURATION, INTERFACE, ENDPOINT] = [1, 2, 4, 5] as const;
const CDC_DATA = 10;

interface Transfer {
  readonly setup: readonly number[];
  readonly data: readonly number[];
}

const words = (...values: readonly number[]): number[] => values.flatMap((v) => [v & 0xff, v >> 8]);
const read = (request: number, value: number, length: number): Transfer => ({
  setup: [STANDARD_IN, request, ...words(value, 0, length)],
  data: [],
});
const write = (
  type: number,
  request: number,
  value: number,
  index: number,
  data: readonly number[] = [],
): Transfer => ({ setup: [type, request, ...words(value, index, data.length)], data });

type Phase = 'reset' | 'setup' | 'data' | 'status' | 'open' | 'given-up';

export class UsbHost {
  readonly onByte: ((byte: number) => void)[] = [];
  private phase: Phase = 'reset';
  private transfers: Transfer[] = [];
  private answer: number[] = [];
  private waited = 0;
  private inEndpoint = 0;
  private outEndpoint = 0;
  private waiting: number[] = [];

  /** The device was plugged in, or reset: everything from the beginning. What waits to be sent still does. */
  restart(): void {
    const first = [
      read(GET_DESCRIPTOR, DEVICE << 8, 18),
      write(STANDARD_OUT, SET_ADDRESS, 1, 0),
      read(GET_DESCRIPTOR, CONFIGURATION << 8, 255),
    ];
    Object.assign(this, {
      phase: 'reset',
      transfers: first,
      answer: [],
      waited: 0,
      inEndpoint: 0,
      outEndpoint: 0,
    });
  }

  get isOpen(): boolean {
    return this.phase === 'open' && this.inEndpoint > 0;
  }

  send(bytes: Iterable<number>): void {
    for (const byte of bytes) if (this.waiting.length < MAX_WAITING) this.waiting.push(byte & 0xff);
  }

  discardInput(): void {
    this.waiting = [];
  }

  /** One frame; true when the bus has to be reset. */
  frame(device: UsbDevice): boolean {
    if (this.phase === 'reset') {
      this.phase = 'setup';
      return true;
    }
    if (this.phase === 'open') this.moveBytes(device);
    else if (this.phase !== 'given-up') {
      const before = this.phase;
      this.control(device);
      this.waited = this.phase === before ? this.waited + 1 : 0;
      if (this.waited > PATIENCE) this.phase = 'given-up';
    }
    return false;
  }

  save(): unknown {
    const { phase, transfers, answer, waited, inEndpoint, outEndpoint, waiting } = this;
    return structuredClone({ phase, transfers, answer, waited, inEndpoint, outEndpoint, waiting });
  }

  restore(state: unknown): void {
    Object.assign(this, structuredClone(state));
  }

  /** One stage of a control transfer: setup, data, status. */
  private control(device: UsbDevice): void {
    const [transfer] = this.transfers;
    if (transfer === undefined) return;
    const { setup, data } = transfer;
    const isRead = setup[0] === STANDARD_IN;
    const wanted = (setup[6] ?? 0) | ((setup[7] ?? 0) << 8);
    switch (this.phase) {
      case 'setup':
        if (device.setup(setup) !== 'ack') return;
        this.answer = [];
        this.phase = isRead || data.length > 0 ? 'data' : 'status';
        return;
      case 'data': {
        const answer = isRead ? device.in(0) : device.out(0, data);
        if (answer === 'nak') return;
        if (answer === 'stall') this.phase = 'given-up';
        else if (typeof answer === 'string') this.phase = 'status';
        else {
          this.answer.push(...answer);
          if (answer.length < PACKET || this.answer.length >= wanted) this.phase = 'status';
        }
        return;
      }
      default: {
        const answer = isRead ? device.out(0, []) : device.in(0);
        if (answer === 'nak') return;
        this.transfers.shift();
        this.phase = answer === 'stall' ? 'given-up' : this.transfers.length > 0 ? 'setup' : this.afterAll();
      }
    }
  }

  /** The last transfer is done: the description has come, or the port is open. */
  private afterAll(): Phase {
    if (this.answer[1] !== CONFIGURATION) return 'open';
    this.readConfiguration();
    this.transfers = [write(STANDARD_OUT, SET_CONFIGURATION, this.answer[5] ?? 1, 0)];
    if (this.inEndpoint > 0) {
      this.transfers.push(
        write(CLASS_OUT, SET_LINE_CODING, 0, 0, [...words(RATE), 0, 0, 0, 0, 8]),
        write(CLASS_OUT, SET_LINES, 3, 0),
      );
    }
    this.answer = [];
    return 'setup';
  }

  /** The bulk endpoints of the first interface of class CDC data. */
  private readConfiguration(): void {
    let isData = false;
    for (let at = 0; at < this.answer.length;) {
      const [length = 0, type, address = 0] = this.answer.slice(at);
      if (length < 2) break;
      if (type === INTERFACE) isData = this.answer[at + 5] === CDC_DATA;
      if (type === ENDPOINT && isData) {
        if ((address & 0x80) === 0) this.outEndpoint ||= address;
        else this.inEndpoint ||= address & 0x7f;
      }
      at += length;
    }
  }

  private moveBytes(device: UsbDevice): void {
    if (this.inEndpoint === 0) return;
    for (let i = 0; i < MOST_PACKETS && this.waiting.length > 0; i++) {
      if (device.out(this.outEndpoint, this.waiting.slice(0, PACKET)) !== 'ack') break;
      this.waiting.splice(0, PACKET);
    }
    for (let i = 0; i < MOST_PACKETS; i++) {
      const packet = device.in(this.inEndpoint);
      if (typeof packet === 'string') break;
      for (const byte of packet) for (const listener of this.onByte) listener(byte);
    }
  }
}
