/**
 * The routines of compiler/runtime that instructions too large for inline code call, by libgcc's names.
 *
 * A routine takes its operands in fixed registers (lowest byte's register below) and gives its result in one.
 * Conventions: libgcc's config/avr/lib1funcs.S and avr-libc's fplib.
 */
import { BYTES, type BinaryOp, type FloatCompare, type IrType } from '../ir/ir.ts';

export interface Routine {
  readonly name: string;
  /** The lowest byte's register of each operand. */
  readonly operands: readonly number[];
  readonly result: number;
}

const routine = (name: string, operands: readonly number[], result: number): Routine => ({
  name,
  operands,
  result,
});

const LEFT_4 = 22;
const RIGHT_4 = 18;
const LEFT_8 = 18;
const RIGHT_8 = 10;

/** For udiv, sdiv, urem, srem, mul of 4 and 8 bytes, and the float operations. */
export function binaryRoutine(op: BinaryOp, type: IrType): Routine | undefined {
  const float = { fadd: '__addsf3', fsub: '__subsf3', fmul: '__mulsf3', fdiv: '__divsf3' }[op as string];
  if (float !== undefined) return routine(float, [LEFT_4, RIGHT_4], LEFT_4);
  const isRemainder = op === 'urem' || op === 'srem';
  const isSigned = op === 'sdiv' || op === 'srem';
  const isDivision = isRemainder || op === 'udiv' || op === 'sdiv';
  switch (BYTES[type]) {
    case 1:
      if (!isDivision) return undefined;
      return routine(isSigned ? '__divmodqi4' : '__udivmodqi4', [24, 22], isRemainder ? 25 : 24);
    case 2:
      if (!isDivision) return undefined;
      return routine(isSigned ? '__divmodhi4' : '__udivmodhi4', [24, 22], isRemainder ? 24 : 22);
    case 4:
      if (op === 'mul') return routine('__mulsi3', [LEFT_4, RIGHT_4], LEFT_4);
      if (!isDivision) return undefined;
      return routine(
        isSigned ? '__divmodsi4' : '__udivmodsi4',
        [LEFT_4, RIGHT_4],
        isRemainder ? LEFT_4 : RIGHT_4,
      );
    default:
      if (op === 'mul') return routine('__muldi3', [LEFT_8, RIGHT_8], LEFT_8);
      if (!isDivision) return undefined;
      return routine(
        isSigned ? (isRemainder ? '__moddi3' : '__divdi3') : isRemainder ? '__umoddi3' : '__udivdi3',
        [LEFT_8, RIGHT_8],
        LEFT_8,
      );
  }
}

/** The result, a signed byte, is compared with 0 by `test`. */
export function compareRoutine(
  op: FloatCompare,
): Routine & { readonly test: 'eq' | 'ne' | 'slt' | 'sle' | 'sgt' | 'sge' } {
  const [name, test] = (
    {
      feq: ['__eqsf2', 'eq'],
      fne: ['__nesf2', 'ne'],
      flt: ['__ltsf2', 'slt'],
      fle: ['__lesf2', 'sle'],
      fgt: ['__gtsf2', 'sgt'],
      fge: ['__gesf2', 'sge'],
    } as const
  )[op];
  return { ...routine(name, [LEFT_4, RIGHT_4], 24), test };
}

/** From an integer of 2, 4 or 8 bytes to float. */
export function toFloatRoutine(isSigned: boolean, bytes: 2 | 4 | 8): Routine {
  const name = `__float${isSigned ? '' : 'un'}${{ 2: 'hi', 4: 'si', 8: 'di' }[bytes]}sf`;
  return routine(name, [{ 2: 24, 4: LEFT_4, 8: LEFT_8 }[bytes]], LEFT_4);
}

/** From float to an integer of 4 or 8 bytes; saturates. */
export function fromFloatRoutine(isSigned: boolean, isWide: boolean): Routine {
  const name = `__fix${isSigned ? '' : 'uns'}sf${isWide ? 'di' : 'si'}`;
  return routine(name, [LEFT_4], isWide ? LEFT_8 : LEFT_4);
}

/** How a factor of a 32-bit product is known to be made. */
export type Factor = 'unsigned16' | 'signed16' | 'any';

/** The routine for a 32-bit product; `isSwapped`: its first operand is the right factor. */
export function productRoutine(
  left: Factor,
  right: Factor,
): { routine: Routine; bytes: readonly number[]; isSwapped: boolean } {
  const made = (name: string, widths: readonly number[], isSwapped: boolean) => ({
    routine: routine(name, widths[0] === 4 ? [LEFT_4, RIGHT_4] : [26, RIGHT_4], LEFT_4),
    bytes: widths,
    isSwapped,
  });
  if (left === 'unsigned16' && right === 'unsigned16') return made('__umulhisi3', [2, 2], false);
  if (left === 'signed16' && right === 'signed16') return made('__mulhisi3', [2, 2], false);
  if (left === 'unsigned16' || right === 'unsigned16')
    return made('__muluhisi3', [2, 4], left !== 'unsigned16');
  if (left === 'signed16' || right === 'signed16') return made('__mulshisi3', [2, 4], left !== 'signed16');
  return made('__mulsi3', [4, 4], false);
}

/** Both results of a division by one call, or undefined for 64 bits. */
export function divisionRoutine(
  isSigned: boolean,
  type: IrType,
): (Routine & { readonly quotient: number; readonly remainder: number }) | undefined {
  const quotient = binaryRoutine(isSigned ? 'sdiv' : 'udiv', type);
  const remainder = binaryRoutine(isSigned ? 'srem' : 'urem', type);
  if (quotient === undefined || remainder === undefined || quotient.name !== remainder.name) return undefined;
  return { ...quotient, quotient: quotient.result, remainder: remainder.result };
}
