/**
 * A stand-in for `navigator.serial` over devices in memory, with what hurts in the real one.
 *
 * In: devices that are plugged in and out. Out: the interface of Web Serial: real streams that cannot be closed
 * while somebody holds them, one opener at a time, a new object for a board that comes back, streams that end
 * when bytes come faster than they are read, no wires where the device has none.
 */
import type { MemoryDevice } from '../../../app/device/memory-transport.ts';
import type { WebSerial, WebSerialPort } from '../../../app/device/web/web-serial.ts';

interface Ids {
  readonly usbVendorId: number;
  readonly usbProductId: number;
}

export class SerialStandIn implements WebSerial {
  private readonly ports = new Map<string, StandInPort>();
  private readonly listeners = { connect: new Set<() => void>(), disconnect: new Set<() => void>() };

  plug(name: string, ids: Ids, device: MemoryDevice): void {
    this.ports.set(name, new StandInPort(ids, device));
    for (const listener of this.listeners.connect) listener();
  }

  unplug(name: string): void {
    const port = this.ports.get(name);
    this.ports.delete(name);
    port?.lose();
    for (const listener of this.listeners.disconnect) listener();
  }

  isOpen(name: string): boolean {
    return this.ports.get(name)?.readable !== null;
  }

  getPorts(): Promise<readonly WebSerialPort[]> {
    return Promise.resolve([...this.ports.values()]);
  }

  requestPort(options?: Parameters<WebSerial['requestPort']>[0]): Promise<WebSerialPort> {
    const chosen = [...this.ports.values()].find(({ ids }) =>
      options?.filters.some(
        ({ usbVendorId, usbProductId }) =>
          usbVendorId === ids.usbVendorId && usbProductId === ids.usbProductId,
      ),
    );
    return chosen === undefined
      ? Promise.reject(new DOMException('nothing chosen', 'NotFoundError'))
      : Promise.resolve(chosen);
  }

  addEventListener(type: 'connect' | 'disconnect', listener: () => void): void {
    this.listeners[type].add(listener);
  }

  removeEventListener(type: 'connect' | 'disconnect', listener: () => void): void {
    this.listeners[type].delete(listener);
  }
}

const gone = (): DOMException => new DOMException('the device has been lost', 'NetworkError');

class StandInPort implements WebSerialPort {
  readonly ids: Ids;
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  connected = true;
  private readonly device: MemoryDevice;
  private toReader: ReadableStreamDefaultController<Uint8Array> | undefined;
  private toWriter: WritableStreamDefaultController | undefined;
  private bufferBytes = 255;

  constructor(ids: Ids, device: MemoryDevice) {
    this.ids = ids;
    this.device = device;
  }

  getInfo(): Ids {
    return this.ids;
  }

  open({ baudRate, bufferSize = 255 }: { baudRate: number; bufferSize?: number }): Promise<void> {
    if (!this.connected) return Promise.reject(gone());
    if (this.readable !== null)
      return Promise.reject(new DOMException('the port is already open', 'InvalidStateError'));
    this.bufferBytes = bufferSize;
    this.readable = this.newReadable();
    this.writable = new WritableStream<Uint8Array>({
      start: (controller) => void (this.toWriter = controller),
      write: (bytes) => this.device.written(bytes.slice()),
    });
    this.device.opened((bytes) => this.arrive(bytes), baudRate);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.readable === null || this.writable === null) {
      if (!this.connected) return;
      throw new DOMException('the port is closed', 'InvalidStateError');
    }
    // Both throw while somebody holds the stream.
    await this.readable.cancel();
    await this.writable.abort();
    this.readable = this.writable = null;
    this.device.closed();
  }

  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    const { dataTerminalReady: dtr = true, requestToSend: rts = true } = signals;
    if (this.readable === null)
      return Promise.reject(new DOMException('the port is closed', 'InvalidStateError'));
    return this.device.signals({ dtr, rts })
      ? Promise.resolve()
      : Promise.reject(new DOMException('failed to set control signals', 'NetworkError'));
  }

  lose(): void {
    this.connected = false;
    if (this.readable === null) return;
    this.readable = this.writable = null;
    this.toReader?.error(gone());
    this.toWriter?.error(gone());
  }

  private arrive(bytes: Uint8Array): void {
    if (this.readable === null || this.toReader === undefined) return;
    if ((this.toReader.desiredSize ?? 0) < bytes.length) {
      this.toReader.error(new DOMException('too fast', 'BufferOverrunError'));
      this.readable = this.newReadable();
      return;
    }
    this.toReader.enqueue(bytes.slice());
  }

  private newReadable(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.toReader = controller) },
      { highWaterMark: this.bufferBytes, size: (chunk) => chunk.length },
    );
  }
}
