/**
 * What a bootloader can be asked, whatever its language. Addresses and lengths are bytes.
 *
 * Everything throws a DeviceError: 'no-answer', 'garbled' (an answer that makes no sense) or 'unplugged'.
 * After any of them the state of the bootloader is unknown: reset the board, never go on.
 */
export type Signature = readonly [number, number, number];

export interface Programmer {
  /** One greeting. */
  sync(): Promise<void>;
  signature(): Promise<Signature>;
  /** One whole page. */
  write(address: number, page: Uint8Array): Promise<void>;
  /** At most `traits.readBytes`. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Before writing an address below the last one written, where `traits.ascending`. */
  rewind(): Promise<void>;
  /** Starts the program. */
  leave(): Promise<void>;
  /** Makes the bootloader listen again without a reset, where `traits.reset` is 'touch'. */
  recover(): Promise<void>;
}

export interface ProtocolTraits {
  readonly readBytes: number;
  /** Erases in ascending order whatever address it is given: all pages are written, from 0 on. */
  readonly ascending: boolean;
  /** How the board gets into its bootloader: a pulse on DTR, or opening the port at 1200 baud. */
  readonly reset: 'pulse' | 'touch';
  /** What page 0 holds while the others are written: an endless jump, or nothing, so that the bootloader stays. */
  readonly guard: 'halt' | 'blank';
  /** Speeds to try besides the board's own. */
  readonly otherBauds: readonly number[];
  /** Between the end of the reset and the moment the bootloader listens. */
  readonly wakeMs: number;
  /** Estimates, until the first pages were measured. */
  readonly writeMsPerByte: number;
  readonly readMsPerByte: number;
}

/** How long a bootloader may think about one request. */
export const REPLY_MS = 700;
