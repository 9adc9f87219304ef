/**
 * Ports of a page in a browser, through Web Serial: the only file that knows how it behaves.
 *
 * In: `navigator.serial`. Out: a Transport over the ports that the user has allowed this page. A browser tells no
 * names and no sockets of ports, so they are numbered as the page comes to know them; a board that comes back is
 * another object, and takes the number of one with its USB ids that is gone. The speed of an open port cannot
 * be changed: it is closed and opened anew, which restarts most boards.
 * Spec: https://wicg.github.io/serial/
 */
import { DeviceError } from '../device-error.ts';
import type { Line, LineListener, PortInfo, Signals, Transport } from '../transport.ts';
import type { WebSerial, WebSerialPort } from './web-serial.ts';

export interface WebSerialTransport extends Transport {
  /** Asks the user for a port; only in answer to a click. Undefined: none was chosen. */
  request(usb: readonly UsbIds[]): Promise<PortInfo | undefined>;
}

export interface UsbIds {
  readonly vendorId: number;
  readonly productId: number;
}

/** The browser's own is 255 bytes: a page of a program would not fit, and a busy page loses output. */
const BUFFER_BYTES = 16_384;

export function createWebSerialTransport(serial: WebSerial): WebSerialTransport {
  /** Every port there ever was, by its number. */
  const numbered: { port: WebSerialPort; readonly info: PortInfo }[] = [];
  const known = async (): Promise<readonly { port: WebSerialPort; readonly info: PortInfo }[]> => {
    const all = await serial.getPorts().catch((failure: unknown) => {
      throw new DeviceError('port-failed', failure);
    });
    const present = all.filter(({ connected }) => connected !== false);
    return present.map((port) => {
      const { usbVendorId: vendorId, usbProductId: productId } = port.getInfo();
      const before =
        numbered.find((one) => one.port === port) ??
        numbered.find(
          (one) =>
            !present.includes(one.port) && one.info.vendorId === vendorId && one.info.productId === productId,
        );
      if (before !== undefined) {
        before.port = port;
        return before;
      }
      const info: PortInfo = {
        path: `serial-${numbered.length + 1}`,
        ...(vendorId === undefined ? {} : { vendorId }),
        ...(productId === undefined ? {} : { productId }),
      };
      numbered.push({ port, info });
      return { port, info };
    });
  };
  return {
    async list() {
      const infos = (await known()).map(({ info }) => info);
      // Ports without a vendor are no USB devices: modems, Bluetooth.
      return infos.filter(({ vendorId }) => vendorId !== undefined);
    },
    async open(path, baud) {
      const port = (await known()).find(({ info }) => info.path === path)?.port;
      if (port === undefined) throw new DeviceError('unplugged', `no port ${path}`);
      const line = new WebSerialLine(port);
      await line.open(baud);
      return line;
    },
    watch(changed) {
      for (const type of ['connect', 'disconnect'] as const) serial.addEventListener(type, changed);
      return () => {
        for (const type of ['connect', 'disconnect'] as const) serial.removeEventListener(type, changed);
      };
    },
    async request(usb) {
      const filters = usb.map(({ vendorId, productId }) => ({
        usbVendorId: vendorId,
        usbProductId: productId,
      }));
      try {
        const chosen = await serial.requestPort({ filters });
        return (await known()).find(({ port }) => port === chosen)?.info;
      } catch (failure) {
        if (nameOf(failure) === 'NotFoundError') return undefined;
        throw new DeviceError('port-failed', failure);
      }
    },
  };
}

class WebSerialLine implements Line {
  private readonly port: WebSerialPort;
  private listener: LineListener | undefined;
  private baud = 0;
  private isEnded = false;
  private isLost = false;
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private reading: Promise<void> = Promise.resolve();
  /** One after the other: a stream has one writer at a time. */
  private writing: Promise<void> = Promise.resolve();

  constructor(port: WebSerialPort) {
    this.port = port;
  }

  async open(baud: number): Promise<void> {
    try {
      await this.port.open({ baudRate: baud, bufferSize: BUFFER_BYTES });
    } catch (failure) {
      // "NetworkError" is all a browser says of a port that another program holds, or that is not permitted.
      const isBusy = ['InvalidStateError', 'NetworkError'].includes(nameOf(failure));
      if (this.port.connected === false) throw new DeviceError('unplugged', failure);
      throw new DeviceError(isBusy ? 'port-busy' : 'port-failed', failure);
    }
    this.baud = baud;
    this.reading = this.read();
  }

  write(bytes: Uint8Array): Promise<void> {
    const written = this.writing.then(async () => {
      const { writable } = this.port;
      if (this.isEnded || this.isLost || writable === null) throw new DeviceError('unplugged', 'no line');
      const writer = writable.getWriter();
      try {
        await writer.write(bytes);
      } catch (failure) {
        throw new DeviceError(this.port.writable === null ? 'unplugged' : 'port-failed', failure);
      } finally {
        writer.releaseLock();
      }
    });
    this.writing = written.catch(() => undefined);
    return written;
  }

  async setSignals({ dtr, rts }: Signals): Promise<boolean> {
    if (this.isEnded || this.isLost) throw new DeviceError('unplugged', 'no line');
    try {
      await this.port.setSignals({ dataTerminalReady: dtr, requestToSend: rts });
      return true;
    } catch (failure) {
      if (this.port.readable === null) throw new DeviceError('unplugged', failure);
      // A port without such wires; the browser does not tell it from another failure.
      return false;
    }
  }

  async setBaud(baud: number): Promise<void> {
    if (this.isEnded || this.isLost) throw new DeviceError('unplugged', 'no line');
    if (baud === this.baud) return;
    await this.release();
    await this.open(baud);
  }

  listen(listener: LineListener | undefined): void {
    this.listener = listener;
  }

  async close(): Promise<void> {
    if (this.isEnded) return;
    this.isEnded = true;
    await this.release();
  }

  /** Ends the reading; a stream that somebody reads cannot be closed. */
  private async release(): Promise<void> {
    const { reader } = this;
    this.reader = undefined;
    // Of a port that is gone there is nothing to cancel.
    await reader?.cancel().catch(() => undefined);
    await this.reading;
    await this.writing;
    await this.port.close().catch((failure: unknown) => {
      if (!this.isLost) throw new DeviceError('port-failed', failure);
    });
  }

  private async read(): Promise<void> {
    // A break, or bytes that came too fast, end the stream but not the port: it has another one then.
    for (let { readable } = this.port; readable !== null; readable = this.port.readable) {
      const reader = readable.getReader();
      this.reader = reader;
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) return;
          this.listener?.bytes(value);
        }
      } catch {
        if (this.isEnded) return;
      } finally {
        reader.releaseLock();
      }
      if (this.reader === undefined) return;
    }
    this.lose();
  }

  private lose(): void {
    if (this.isEnded || this.isLost) return;
    this.isLost = true;
    this.listener?.closed();
  }
}

const nameOf = (failure: unknown): string => (failure instanceof Error ? failure.name : '');
