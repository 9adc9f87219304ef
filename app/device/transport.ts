/**
 * What the protocols know of a port, whatever carries it: serialport, Web Serial, memory.
 *
 * Bytes in, bytes out, a speed, two wires, an end. Every fault is a DeviceError. Nothing here promises
 * to answer in time: callers put a limit on every wait (clock.ts).
 */
export interface PortInfo {
  /** What open() takes: "/dev/ttyUSB0", "COM3". */
  readonly path: string;
  readonly vendorId?: number;
  readonly productId?: number;
  readonly serialNumber?: string;
  /** Where it is plugged in, the same after it is unplugged and plugged in again. */
  readonly location?: string;
  readonly maker?: string;
  /** A board of this program (app/virtual-board): it says itself which it is, and what fits below its bootloader. */
  readonly virtual?: { readonly board: string; readonly room: number };
}

export interface Signals {
  readonly dtr: boolean;
  readonly rts: boolean;
}

export interface LineListener {
  bytes(chunk: Uint8Array): void;
  /** The port went away by itself: a cable out. Said once, and never after close(). */
  closed(): void;
}

/** An open port. */
export interface Line {
  write(bytes: Uint8Array): Promise<void>;
  /** False when this port has no such wires, as a pseudo-terminal. */
  setSignals(signals: Signals): Promise<boolean>;
  setBaud(baud: number): Promise<void>;
  /** One listener at a time; what arrives while there is none is dropped. */
  listen(listener: LineListener | undefined): void;
  /** May be called twice. */
  close(): Promise<void>;
}

export interface Transport {
  list(): Promise<readonly PortInfo[]>;
  open(path: string, baud: number): Promise<Line>;
  /** Where the system tells by itself that a port has come or gone; the answer ends it. */
  watch?(changed: () => void): () => void;
}

/** The same socket of the computer, or as near to it as the system tells. */
export const portKey = (port: PortInfo): string => port.location ?? port.path;
