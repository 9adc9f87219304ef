/**
 * Ports without wires: a device in this program, for tests and for the virtual board.
 *
 * In: devices that are plugged in and out. Out: a Transport over them. A device gets what the host does
 * at once; when it answers, and how fast, is the device's own affair.
 */
import { DeviceError } from './device-error.ts';
import type { Line, LineListener, PortInfo, Signals, Transport } from './transport.ts';

export interface MemoryDevice {
  opened(send: (bytes: Uint8Array) => void, baud: number): void;
  written(bytes: Uint8Array): void;
  /** False when the device has no such wires. */
  signals(signals: Signals): boolean;
  baud(baud: number): void;
  closed(): void;
}

interface Socket {
  readonly info: PortInfo;
  readonly device: MemoryDevice;
  openLine: MemoryLine | undefined;
}

export class MemoryTransport implements Transport {
  private readonly sockets = new Map<string, Socket>();

  plug(info: PortInfo, device: MemoryDevice): void {
    this.sockets.set(info.path, { info, device, openLine: undefined });
  }

  unplug(path: string): void {
    const socket = this.sockets.get(path);
    this.sockets.delete(path);
    socket?.openLine?.lose();
  }

  isOpen(path: string): boolean {
    return this.sockets.get(path)?.openLine !== undefined;
  }

  list(): Promise<readonly PortInfo[]> {
    return Promise.resolve([...this.sockets.values()].map(({ info }) => info));
  }

  open(path: string, baud: number): Promise<Line> {
    const socket = this.sockets.get(path);
    if (socket === undefined) return Promise.reject(new DeviceError('unplugged', `no port ${path}`));
    if (socket.openLine !== undefined) return Promise.reject(new DeviceError('port-busy', path));
    const line = new MemoryLine(socket.device, () => (socket.openLine = undefined));
    socket.openLine = line;
    socket.device.opened((bytes) => line.receive(bytes), baud);
    return Promise.resolve(line);
  }
}

class MemoryLine implements Line {
  private readonly device: MemoryDevice;
  private readonly ended: () => void;
  private listener: LineListener | undefined;
  private isOpen = true;

  constructor(device: MemoryDevice, ended: () => void) {
    this.device = device;
    this.ended = ended;
  }

  receive(bytes: Uint8Array): void {
    if (this.isOpen) this.listener?.bytes(bytes);
  }

  lose(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.listener?.closed();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.ask(() => this.device.written(bytes));
  }

  setSignals(signals: Signals): Promise<boolean> {
    return this.ask(() => this.device.signals(signals));
  }

  setBaud(baud: number): Promise<void> {
    return this.ask(() => this.device.baud(baud));
  }

  listen(listener: LineListener | undefined): void {
    this.listener = listener;
  }

  close(): Promise<void> {
    if (this.isOpen) {
      this.isOpen = false;
      this.ended();
      this.device.closed();
    }
    return Promise.resolve();
  }

  private ask<T>(work: () => T): Promise<T> {
    if (!this.isOpen) return Promise.reject(new DeviceError('unplugged', 'the line is closed'));
    return Promise.resolve(work());
  }
}
