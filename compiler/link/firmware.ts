/**
 * What the linker gives: bytes, and the two tables from which a debugger speaks in blocks.
 */
import type { Loc } from '../cpp/source.ts';

export interface Firmware {
  /** Flash from address 0. */
  readonly image: Uint8Array;
  /** Bytes of RAM that variables take: data + bss + noinit. */
  readonly ramBytes: number;
  /** Sorted by `pc`: from this byte address on, the code comes from `loc` (NO_LOC: ours). */
  readonly lines: readonly { readonly pc: number; readonly loc: Loc }[];
  readonly symbols: readonly FirmwareSymbol[];
}

export interface FirmwareSymbol {
  readonly name: string;
  readonly display: string;
  readonly kind: 'function' | 'variable' | 'flashData';
  /** Byte address: in flash for functions and flashData, in data space for variables. */
  readonly address: number;
  readonly bytes: number;
  readonly loc: Loc;
  readonly typeName?: string;
}
