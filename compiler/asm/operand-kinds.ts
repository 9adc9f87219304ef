/**
 * What an operand of an instruction may be, and where its bits stand in the opcode.
 *
 * The value (after `toField`) is dealt out to the bits of `mask`, lowest first: so the mask is the
 * "dddd" or "KKKK KKKK" of the manual's opcode pattern. `second`: the low 16 bits are the second word.
 * Spec: AVR Instruction Set Manual, DS40002198, chapter 5.
 */
import { InternalError } from '../diagnostics/internal-error.ts';

export type OperandKindName =
  | 'Rd'
  | 'Rr'
  /** One register that fills both fields: lsl, rol, tst, clr. */
  | 'RdRr'
  | 'RdHigh'
  | 'RrHigh'
  | 'RdMul'
  | 'RrMul'
  | 'RdEven'
  | 'RrEven'
  | 'RdPair'
  | 'K8'
  /** cbr: the complement is stored. */
  | 'K8not'
  | 'K6'
  | 'A6'
  | 'A5'
  | 'bit'
  | 'flag'
  | 'flagLow'
  | 'branch'
  | 'jump'
  | 'code22'
  | 'data16'
  | PointerForm;
export type PointerForm = 'X' | 'X+' | '-X' | 'Y' | 'Y+' | '-Y' | 'Y+q' | 'Z' | 'Z+' | '-Z' | 'Z+q';

export interface OperandKind {
  readonly name: OperandKindName;
  readonly shape: 'reg' | 'number' | 'pointer';
  readonly mask: number;
  /** Of the operand as written. */
  readonly min: number;
  readonly max: number;
  /** Registers: 2 when only even ones count. */
  readonly step: 1 | 2;
  readonly second: boolean;
}

const kind = (
  name: OperandKindName,
  shape: OperandKind['shape'],
  mask: number,
  min: number,
  max: number,
  more: { step?: 2; second?: true } = {},
): OperandKind => ({
  name,
  shape,
  mask,
  min,
  max,
  step: more.step ?? 1,
  second: more.second ?? false,
});

const pointer = (name: PointerForm): OperandKind => kind(name, 'pointer', 0, 0, 0);

export const OPERAND_KINDS: readonly OperandKind[] = [
  kind('Rd', 'reg', 0x01f0, 0, 31),
  kind('Rr', 'reg', 0x020f, 0, 31),
  kind('RdRr', 'reg', 0x03ff, 0, 31),
  kind('RdHigh', 'reg', 0x00f0, 16, 31),
  kind('RrHigh', 'reg', 0x000f, 16, 31),
  kind('RdMul', 'reg', 0x0070, 16, 23),
  kind('RrMul', 'reg', 0x0007, 16, 23),
  kind('RdEven', 'reg', 0x00f0, 0, 30, { step: 2 }),
  kind('RrEven', 'reg', 0x000f, 0, 30, { step: 2 }),
  kind('RdPair', 'reg', 0x0030, 24, 30, { step: 2 }),
  kind('K8', 'number', 0x0f0f, -128, 255),
  kind('K8not', 'number', 0x0f0f, 0, 255),
  kind('K6', 'number', 0x00cf, 0, 63),
  kind('A6', 'number', 0x060f, 0, 63),
  kind('A5', 'number', 0x00f8, 0, 31),
  kind('bit', 'number', 0x0007, 0, 7),
  kind('flag', 'number', 0x0070, 0, 7),
  kind('flagLow', 'number', 0x0007, 0, 7),
  kind('branch', 'number', 0x03f8, -64, 63),
  kind('jump', 'number', 0x0fff, -2048, 2047),
  kind('code22', 'number', 0x01f1, 0, 0x3fffff, { second: true }),
  kind('data16', 'number', 0, 0, 0xffff, { second: true }),
  pointer('X'),
  pointer('X+'),
  pointer('-X'),
  pointer('Y'),
  pointer('Y+'),
  pointer('-Y'),
  kind('Y+q', 'pointer', 0x2c07, 0, 63),
  pointer('Z'),
  pointer('Z+'),
  pointer('-Z'),
  kind('Z+q', 'pointer', 0x2c07, 0, 63),
];

const byName = new Map(OPERAND_KINDS.map((entry) => [entry.name, entry]));

export function operandKind(name: OperandKindName): OperandKind {
  const found = byName.get(name);
  if (found === undefined) throw new InternalError(`no operand kind ${name}`);
  return found;
}

/** Deals the low bits of `value` out to the set bits of `mask`. */
export function deposit(value: number, mask: number): number {
  let result = 0;
  for (let rest = mask, bits = value; rest !== 0; bits >>= 1) {
    const lowest = rest & -rest;
    if ((bits & 1) !== 0) result |= lowest;
    rest ^= lowest;
  }
  return result;
}

/** The inverse of deposit. */
export function extract(word: number, mask: number): number {
  let result = 0;
  for (let rest = mask, bit = 1; rest !== 0; bit <<= 1) {
    const lowest = rest & -rest;
    if ((word & lowest) !== 0) result |= bit;
    rest ^= lowest;
  }
  return result;
}

/** What is stored in the opcode for an operand that is in range. */
export function toField(kind: OperandKind, value: number): number {
  switch (kind.name) {
    case 'RdRr':
      return value; // both fields: the encoder puts it twice
    case 'K8not':
      return 255 - value;
    default:
      return kind.shape === 'reg' ? (kind.min >= 16 ? value - kind.min : value) / kind.step : value;
  }
}

/** The inverse of toField. */
export function fromField(kind: OperandKind, field: number): number {
  switch (kind.name) {
    case 'branch':
      return field >= 64 ? field - 128 : field;
    case 'jump':
      return field >= 2048 ? field - 4096 : field;
    case 'K8not':
      return 255 - field;
    default:
      return kind.shape === 'reg' ? field * kind.step + (kind.min >= 16 ? kind.min : 0) : field;
  }
}
