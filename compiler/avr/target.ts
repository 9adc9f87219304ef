/**
 * What the code generator must know of a chip, as data.
 *
 * In: a chip of boards/. Out: its core's features and the places of the core registers.
 * Core features: AVR Instruction Set Manual DS40002198 (AVRe+ for all three chips); three-byte program
 * counter and RAMPZ where flash is larger than 128 KB and 64 KB.
 */
import type { Chip } from '../../boards/types.ts';

export interface AvrTarget {
  readonly name: string;
  /** Data addresses. */
  readonly ram: { readonly start: number; readonly bytes: number };
  readonly flashBytes: number;
  readonly vectorCount: number;
  /** Bytes a call pushes. */
  readonly returnAddressBytes: 2 | 3;
  /** elpm and RAMPZ exist. */
  readonly hasRampz: boolean;
}

/** I/O addresses (in, out) of the core registers, the same on every chip. */
export const IO = { EIND: 0x3c, RAMPZ: 0x3b, SPL: 0x3d, SPH: 0x3e, SREG: 0x3f } as const;

/** An I/O address + this = its data address. */
export const IO_TO_DATA = 0x20;

export function avrTargetOf(chip: Chip): AvrTarget {
  const last = chip.vectors.reduce((most, vector) => Math.max(most, vector.number), 0);
  return {
    name: chip.id,
    ram: chip.ram,
    flashBytes: chip.flash.bytes,
    vectorCount: last + 1,
    returnAddressBytes: chip.flash.bytes > 0x20000 ? 3 : 2,
    hasRampz: chip.flash.bytes > 0x10000,
  };
}
