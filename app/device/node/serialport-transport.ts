/**
 * Ports of this computer in Node and Electron, through the package serialport: the only file that knows it.
 *
 * It is loaded at the first use: building programs needs no native library. Its failures are told apart in
 * open-failure.ts. A port without modem lines (a pseudo-terminal: ENOTTY) answers false, not a failure.
 */
import type { SerialPort } from 'serialport';
import { DeviceError } from '../device-error.ts';
import type { Line, LineListener, PortInfo, Transport } from '../transport.ts';
import { linuxPorts } from './linux-ports.ts';
import { openFailure } from './open-failure.ts';

export function createSerialportTransport(platform: NodeJS.Platform = process.platform): Transport {
  const load = (): Promise<typeof import('serialport')> =>
    import('serialport').catch((failure: unknown) => {
      throw new DeviceError('port-failed', failure);
    });
  return {
    async list() {
      if (platform === 'linux') return linuxPorts();
      const { SerialPort } = await load();
      const ports = await SerialPort.list().catch((failure: unknown) => {
        throw new DeviceError('port-failed', failure);
      });
      // Ports without a vendor are no USB devices: modems, Bluetooth.
      return ports.flatMap((port) => (port.vendorId === undefined ? [] : [portInfo(port, platform)]));
    },
    async open(path, baud) {
      const { SerialPort } = await load();
      const port = new SerialPort({ path, baudRate: baud, autoOpen: false });
      await new Promise<void>((done, failed) => {
        port.open((failure) => (failure === null || failure === undefined ? done() : failed(failure)));
      }).catch(async (failure: unknown) => {
        throw await openFailure(failure, path, platform);
      });
      return new SerialportLine(port);
    },
  };
}

interface ListedPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly locationId?: string | undefined;
  readonly productId?: string | undefined;
  readonly vendorId?: string | undefined;
}

export function portInfo(port: ListedPort, platform: NodeJS.Platform): PortInfo {
  const number = (text: string | undefined): number | undefined =>
    text === undefined || Number.isNaN(Number.parseInt(text, 16)) ? undefined : Number.parseInt(text, 16);
  const vendorId = number(port.vendorId);
  const productId = number(port.productId);
  return {
    // tty.* waits for a modem's carrier when it is opened; cu.* does not.
    path: platform === 'darwin' ? port.path.replace('/dev/tty.', '/dev/cu.') : port.path,
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(productId === undefined ? {} : { productId }),
    ...(port.serialNumber === undefined ? {} : { serialNumber: port.serialNumber }),
    ...(port.locationId === undefined ? {} : { location: port.locationId }),
    ...(port.manufacturer === undefined ? {} : { maker: port.manufacturer }),
  };
}

type Callback = (failure: Error | null | undefined) => void;

class SerialportLine implements Line {
  private readonly port: SerialPort;
  private listener: LineListener | undefined;
  private isClosing = false;
  private isLost = false;

  constructor(port: SerialPort) {
    this.port = port;
    port.on('data', (chunk: Buffer) => this.listener?.bytes(new Uint8Array(chunk)));
    port.on('close', () => this.lose());
    // A failure it does not take for an unplugging makes it read again at once, for ever, until it is closed.
    port.on('error', () => {
      this.lose();
      void this.close().catch(() => undefined);
    });
  }

  private lose(): void {
    if (this.isClosing || this.isLost) return;
    this.isLost = true;
    this.listener?.closed();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.ask((done) => void this.port.write(bytes, undefined, done));
  }

  async setSignals({ dtr, rts }: { readonly dtr: boolean; readonly rts: boolean }): Promise<boolean> {
    try {
      await this.ask((done) => this.port.set({ dtr, rts }, done));
      return true;
    } catch (failure) {
      const { cause } = DeviceError.from(failure);
      const words = cause instanceof Error ? cause.message : '';
      if (/ENOTTY|inappropriate ioctl|not supported|invalid argument/i.test(words)) return false;
      throw failure;
    }
  }

  setBaud(baud: number): Promise<void> {
    return this.ask((done) => this.port.update({ baudRate: baud }, done));
  }

  listen(listener: LineListener | undefined): void {
    this.listener = listener;
  }

  close(): Promise<void> {
    if (this.isClosing || !this.port.isOpen) return Promise.resolve();
    this.isClosing = true;
    return this.ask((done) => this.port.close(done));
  }

  private ask(request: (done: Callback) => void): Promise<void> {
    return new Promise((done, failed) => {
      request((failure) => {
        if (failure === null || failure === undefined) done();
        else
          failed(
            new DeviceError(this.port.isOpen && !isGone(failure) ? 'port-failed' : 'unplugged', failure),
          );
      });
    });
  }
}

/** What systems answer for a device that is no longer there. */
const isGone = (failure: Error): boolean =>
  /EIO|ENXIO|ENODEV|EBADF|input\/output|no such device|bad file/i.test(failure.message);
