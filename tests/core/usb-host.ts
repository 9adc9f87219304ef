/**
 * A computer at the USB of an ATmega32U4: resets the bus, asks for descriptors, opens the serial port.
 *
 * In: a machine with firmware. Out: the answers of each control transfer, the bytes of the bulk endpoints. Every
 * act runs the machine until the device has answered. Spec: USB 2.0 chapters 8 and 9; CDC PSTN 1.2 section 6.3.
 */
import type { Machine } from '../bench/machine.ts';
import { UsbController } from './usb-controller.ts';

/** A host asks again after a NAK. */
const AGAIN_MS = 0.02;
const PATIENCE_MS = 500;
/** Between two control transfers; hosts leave more. */
const PAUSE_MS = 0.2;
/** What a device has to take its address (USB 2.0 section 9.2.6.3). */
const ADDRESS_MS = 2;
/** Token, 64 bytes, handshake. */
const PACKET_MS = 0.05;

export interface Answer {
  readonly isStalled: boolean;
  readonly bytes: readonly number[];
}

const low = (value: number): number => value & 0xff;
const high = (value: number): number => (value >> 8) & 0xff;

export class UsbHost {
  readonly controller: UsbController;
  /** What came from the bulk IN endpoint. */
  readonly received: number[] = [];
  /** Packets' lengths, in their order. */
  readonly packets: number[] = [];
  isFetching = true;
  private readonly machine: Machine;
  private isBusy = false;

  constructor(machine: Machine) {
    this.machine = machine;
    this.controller = new UsbController(machine);
  }

  /** Waits for the device, resets the bus, and begins with frames of 1 ms. */
  connect(limitMs: number): boolean {
    const { machine, controller } = this;
    if (!machine.runUntil(() => controller.isAttached, limitMs)) return false;
    machine.run(machine.ms + 2);
    controller.busReset();
    if (!this.isBusy) {
      this.isBusy = true;
      this.nextFrame();
    }
    machine.run(machine.ms + 10);
    return true;
  }

  /** No frames any more: the device notices after 3 ms. */
  suspend(): void {
    this.isBusy = false;
    this.machine.run(this.machine.ms + 3);
    this.controller.suspend();
  }

  resume(): void {
    this.controller.wakeUp();
    this.machine.run(this.machine.ms + 20);
    this.isBusy = true;
    this.nextFrame();
  }

  /** A control transfer: setup, data one way or the other, status. */
  request(
    type: number,
    request: number,
    value: number,
    index: number,
    data: readonly number[] | number = 0,
  ): Answer {
    const answer = this.transfer(type, request, value, index, data);
    const { machine } = this;
    machine.run(machine.ms + (request === 5 && type === 0 ? ADDRESS_MS : PAUSE_MS));
    return answer;
  }

  private transfer(
    type: number,
    request: number,
    value: number,
    index: number,
    data: readonly number[] | number,
  ): Answer {
    const isRead = (type & 0x80) !== 0;
    const length = typeof data === 'number' ? data : data.length;
    const fields = [value, index, length].flatMap((word) => [low(word), high(word)]);
    const answer = this.controller.setup([type, request, ...fields]);
    if (answer !== 'ack') throw new Error(`the setup packet was answered with ${answer}`);
    const bytes: number[] = [];
    if (isRead) {
      for (;;) {
        const packet = this.fetch(0);
        if (packet === undefined) return { isStalled: true, bytes };
        bytes.push(...packet);
        if (packet.length < 64 || bytes.length >= length) break;
      }
      return { isStalled: !this.give(0, []), bytes };
    }
    if (typeof data !== 'number' && data.length > 0 && !this.give(0, data)) return { isStalled: true, bytes };
    return { isStalled: this.fetch(0) === undefined, bytes };
  }

  descriptor(type: number, index: number, length: number): Answer {
    return this.request(0x80, 6, (type << 8) | index, type === 3 && index > 0 ? 0x0409 : 0, length);
  }

  /** Text of a string descriptor. */
  text(index: number): string {
    const { bytes } = this.descriptor(3, index, 255);
    let text = '';
    for (let at = 2; at + 1 < bytes.length; at += 2)
      text += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
    return text;
  }

  /** As a program does that opens the port: DTR and RTS. */
  open(baud: number): void {
    this.setLineCoding(baud);
    this.setLines(3);
  }

  setLineCoding(baud: number): Answer {
    const rate = [baud, baud >>> 8, baud >>> 16, baud >>> 24].map(low);
    return this.request(0x21, 0x20, 0, 0, [...rate, 0, 0, 8]);
  }

  setLines(lines: number): Answer {
    return this.request(0x21, 0x22, lines, 0);
  }

  /** Sends bytes to the program in packets of 64; false when it does not take them. */
  send(bytes: readonly number[]): boolean {
    for (let at = 0; at < bytes.length; at += 64) if (!this.give(2, bytes.slice(at, at + 64))) return false;
    return true;
  }

  private give(endpoint: number, bytes: readonly number[]): boolean {
    return this.until(() => this.controller.out(endpoint, bytes)) === 'ack';
  }

  private fetch(endpoint: number): readonly number[] | undefined {
    const packet = this.until(() => this.controller.in(endpoint));
    return typeof packet === 'string' ? undefined : packet;
  }

  /** Asks until the answer is not NAK. */
  private until<T>(ask: () => T): T {
    const { machine } = this;
    machine.run(machine.ms + PACKET_MS);
    const limit = machine.ms + PATIENCE_MS;
    for (;;) {
      const answer = ask();
      if (answer !== 'nak') return answer;
      if (machine.ms > limit) throw new Error('the device has not answered for half a second');
      machine.run(machine.ms + AGAIN_MS);
    }
  }

  private nextFrame(): void {
    if (!this.isBusy) return;
    const { machine, controller } = this;
    if (controller.isAttached) controller.startOfFrame();
    // The host asks the bulk endpoint some times a millisecond.
    for (let part = 1; part <= 4; part++)
      machine.schedule(machine.cycles + machine.toCycles(part / 5), () => this.poll());
    machine.schedule(machine.cycles + machine.toCycles(1), () => this.nextFrame());
  }

  private poll(): void {
    if (!this.isFetching || !this.isBusy) return;
    for (;;) {
      const packet = this.controller.in(3);
      if (typeof packet === 'string') return;
      this.packets.push(packet.length);
      this.received.push(...packet);
    }
  }
}
