/**
 * What we use of Web Serial, as types: TypeScript's own libraries do not have it yet.
 *
 * Spec: https://wicg.github.io/serial/
 */
export interface WebSerialPort {
  /** Null while the port is closed, and after a failure that does not pass. */
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  /** False: known to the page, but not plugged in. Older browsers do not tell. */
  readonly connected?: boolean;
  open(options: { readonly baudRate: number; readonly bufferSize?: number }): Promise<void>;
  close(): Promise<void>;
  getInfo(): { readonly usbVendorId?: number; readonly usbProductId?: number };
  setSignals(signals: {
    readonly dataTerminalReady?: boolean;
    readonly requestToSend?: boolean;
  }): Promise<void>;
}

export interface WebSerial {
  /** Those the user has allowed this page. */
  getPorts(): Promise<readonly WebSerialPort[]>;
  /** Asks the user; only in answer to a click. */
  requestPort(options?: {
    readonly filters: readonly { readonly usbVendorId: number; readonly usbProductId?: number }[];
  }): Promise<WebSerialPort>;
  addEventListener(type: 'connect' | 'disconnect', listener: () => void): void;
  removeEventListener(type: 'connect' | 'disconnect', listener: () => void): void;
}
