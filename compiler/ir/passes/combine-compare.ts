/**
 * Rules for comparisons: decided ones, constants to the right, the four orders the AVR has (ult, uge, slt,
 * sge), and narrower widths.
 *
 * In: an integer or pointer comparison whose operands are simplified. Out: a value that is the same, or
 * nothing.
 */
import { WIDTH, boolConst, intConst, isIntType, sameOperand } from '../constants.ts';
import { foldCompare } from '../fold-constants.ts';
import type { IntCompare, IrType, Operand } from '../ir.ts';
import { INVERSE } from '../inverse-compare.ts';
import {
  allOnes,
  as,
  asBinary,
  asConversion,
  intOf,
  isInt,
  log2,
  narrowerType,
  type Combiner,
} from './combiner.ts';
import { INFINITE, isNonNegative, possibleBits, upperBound } from './known-bits.ts';

const SWAPPED: Readonly<Record<IntCompare, IntCompare>> = {
  eq: 'eq',
  ne: 'ne',
  ult: 'ugt',
  ule: 'uge',
  ugt: 'ult',
  uge: 'ule',
  slt: 'sgt',
  sle: 'sge',
  sgt: 'slt',
  sge: 'sle',
};
const UNSIGNED: Readonly<Partial<Record<IntCompare, IntCompare>>> = {
  slt: 'ult',
  sle: 'ule',
  sgt: 'ugt',
  sge: 'uge',
};

const isConst = (operand: Operand): boolean => !('op' in operand) && operand.kind !== 'param';

export function combineCompare(
  c: Combiner,
  op: IntCompare,
  left: Operand,
  right: Operand,
): Operand | undefined {
  if (isConst(left) && !isConst(right)) return c.compare(SWAPPED[op], right, left);
  const { type } = left;
  if (type === 'void') return undefined;
  if (sameOperand(left, right)) return boolConst(op === 'eq' || (op.endsWith('e') && op !== 'ne'));
  if (type === 'ptr') return comparePointers(c, op, left, right);
  if (!isIntType(type)) return undefined;
  if (type === 'i1') return compareTruths(c, op, left, right);
  const constant = intOf(right);
  if (constant !== undefined) {
    const found = withConstant(c, op, left, constant, type);
    if (found !== undefined) return found;
  } else if (!isConst(right)) {
    // a > b is b < a, a ≤ b is b ≥ a: only the second pair needs no swapped operands.
    if (op === 'ugt' || op === 'sgt') return c.compare(SWAPPED[op], right, left);
    if (op === 'ule' || op === 'sle') return c.compare(SWAPPED[op], right, left);
  }
  const unsigned = UNSIGNED[op];
  if (unsigned !== undefined && isNonNegative(left) && isNonNegative(right)) {
    return c.compare(unsigned, left, right);
  }
  return narrow(c, op, left, right, type);
}

function comparePointers(c: Combiner, op: IntCompare, left: Operand, right: Operand): Operand | undefined {
  if (op !== 'eq' && op !== 'ne') {
    if ((op === 'ugt' || op === 'ule') && !isConst(right)) return c.compare(SWAPPED[op], right, left);
    return undefined;
  }
  const a = as(left, 'ptradd');
  const b = as(right, 'ptradd');
  if (a !== undefined && b !== undefined && sameOperand(a.left, b.left)) {
    return c.compare(op, a.right, b.right);
  }
  const equal = boolConst(op === 'eq');
  const different = boolConst(op === 'ne');
  const isNull = !('op' in right) && right.kind === 'address' && right.value === 0;
  if ('op' in left && left.op === 'alloca') {
    if (isNull) return different;
    if ('op' in right && right.op === 'alloca' && left.bytes > 0 && right.bytes > 0) return different;
    if (!('op' in right) && right.kind === 'global' && c.module.globals.get(right.name)?.space !== 'flash') {
      return different;
    }
  }
  if (!('op' in left) && !('op' in right) && left.kind === 'global' && right.kind === 'global') {
    const one = c.module.globals.get(left.name);
    const other = c.module.globals.get(right.name);
    const isInside = (at: number, bytes: number | undefined): boolean =>
      bytes !== undefined && at >= 0 && at < bytes;
    if (
      left.name !== right.name &&
      isInside(left.offset, one?.bytes) &&
      isInside(right.offset, other?.bytes) &&
      (one?.space === 'flash') === (other?.space === 'flash')
    ) {
      return different;
    }
    if (left.name === right.name && left.offset === right.offset) return equal;
  }
  return undefined;
}

function compareTruths(c: Combiner, op: IntCompare, left: Operand, right: Operand): Operand | undefined {
  const isEqual = op === 'eq';
  if (!isEqual && op !== 'ne') return undefined;
  if (isInt(right, isEqual ? 1n : 0n)) return left;
  if (isInt(right, isEqual ? 0n : 1n)) return c.binary('xor', left, boolConst(true));
  const differs = c.binary('xor', left, right);
  return isEqual ? c.binary('xor', differs, boolConst(true)) : differs;
}

function withConstant(
  c: Combiner,
  op: IntCompare,
  left: Operand,
  constant: bigint,
  type: IrType,
): Operand | undefined {
  if (!isIntType(type)) return undefined;
  const ones = allOnes(type);
  const most = ones >> 1n;
  const number = (value: bigint): Operand => intConst(type, value);
  switch (op) {
    case 'ugt':
      return constant === ones ? boolConst(false) : c.compare('uge', left, number(constant + 1n));
    case 'ule':
      return constant === ones ? boolConst(true) : c.compare('ult', left, number(constant + 1n));
    case 'sgt':
      return constant === most ? boolConst(false) : c.compare('sge', left, number(constant + 1n));
    case 'sle':
      return constant === most ? boolConst(true) : c.compare('slt', left, number(constant + 1n));
    case 'ult':
      if (constant === 0n) return boolConst(false);
      if (constant === 1n) return c.compare('eq', left, number(0n));
      break;
    case 'uge':
      if (constant === 0n) return boolConst(true);
      if (constant === 1n) return c.compare('ne', left, number(0n));
      break;
    case 'slt':
      if (constant === most + 1n) return boolConst(false);
      break;
    case 'sge':
      if (constant === most + 1n) return boolConst(true);
      break;
    default:
  }
  const bits = possibleBits(left);
  if (bits !== INFINITE) {
    const limit = BigInt(op === 'eq' || op === 'ne' ? bits : upperBound(left));
    if (op === 'ult' || op === 'uge') {
      if (limit < constant) return boolConst(op === 'ult');
    } else if (op === 'eq' || op === 'ne') {
      if ((constant & ~limit) !== 0n || constant > BigInt(upperBound(left))) return boolConst(op === 'ne');
    } else if (limit <= most) {
      // Not negative: decided when the constant is negative or above.
      if (constant > most) return boolConst(op === 'sge');
      if (limit < constant) return boolConst(op === 'slt');
    }
  }
  const extended = extendedCompare(c, op, left, constant, type);
  if (extended !== undefined) return extended;
  if (op === 'eq' || op === 'ne') return equalsConstant(c, op, left, constant, type);
  return undefined;
}

/** A sign-extended value against a constant that fits, or does not fit, its own type. */
function extendedCompare(
  c: Combiner,
  op: IntCompare,
  left: Operand,
  constant: bigint,
  type: IrType,
): Operand | undefined {
  const inside = asConversion(left, 'sext')?.operand;
  if (inside === undefined || !isIntType(inside.type) || inside.type === 'i1') return undefined;
  const signed = BigInt.asIntN(WIDTH[type], constant);
  if (BigInt.asIntN(WIDTH[inside.type], signed) === signed) {
    return c.compare(op, inside, intConst(inside.type, signed));
  }
  switch (op) {
    case 'eq':
      return boolConst(false);
    case 'ne':
      return boolConst(true);
    case 'slt':
      return boolConst(signed > 0n);
    case 'sge':
      return boolConst(signed < 0n);
    default:
      return undefined;
  }
}

function equalsConstant(
  c: Combiner,
  op: 'eq' | 'ne',
  left: Operand,
  constant: bigint,
  type: IrType,
): Operand | undefined {
  if (!isIntType(type) || !('op' in left)) return undefined;
  const number = (value: bigint): Operand => intConst(type, value);
  switch (left.op) {
    case 'add':
    case 'xor': {
      const other = intOf(left.right);
      if (other !== undefined) {
        return c.compare(op, left.left, number(left.op === 'add' ? constant - other : constant ^ other));
      }
      return left.op === 'xor' && constant === 0n ? c.compare(op, left.left, left.right) : undefined;
    }
    case 'sub': {
      if (constant === 0n) return c.compare(op, left.left, left.right);
      const from = intOf(left.left);
      return from === undefined ? undefined : c.compare(op, left.right, number(from - constant));
    }
    case 'and': {
      const mask = intOf(left.right);
      if (mask === undefined) return undefined;
      if (constant === mask && log2(mask) !== undefined) {
        return c.compare(INVERSE[op], left, number(0n));
      }
      // (x >> k) & m against 0: the mask moves instead.
      const shift = asBinary(left.left, 'lshr');
      const amount = shift === undefined ? undefined : intOf(shift.right);
      if (shift !== undefined && amount !== undefined && (constant & ~mask) === 0n && c.isSingleUse(left)) {
        const moved = mask << amount;
        const wanted = constant << amount;
        if (moved <= allOnes(type)) {
          return c.compare(op, c.binary('and', shift.left, number(moved)), number(wanted));
        }
      }
      return undefined;
    }
    case 'srem': {
      // x % 2^k against c: the low bits and the sign decide.
      const by = intOf(left.right);
      const power = by === undefined ? undefined : log2(by);
      if (by === undefined || power === undefined || by > allOnes(type) >> 1n) return undefined;
      if (constant === 0n) return c.compare(op, c.binary('and', left.left, number(by - 1n)), number(0n));
      if (constant < by) {
        const sign = (allOnes(type) >> 1n) + 1n;
        return c.compare(op, c.binary('and', left.left, number(sign | (by - 1n))), number(constant));
      }
      return undefined;
    }
    case 'select': {
      const a = left.left;
      const b = left.right;
      if (!isConst(a) || !isConst(b)) return undefined;
      const whenTrue = foldCompare(op, a as never, number(constant) as never);
      const whenFalse = foldCompare(op, b as never, number(constant) as never);
      if (whenTrue === undefined || whenFalse === undefined) return undefined;
      return c.select(left.condition, whenTrue, whenFalse);
    }
    default:
      return undefined;
  }
}

/** Both sides fit fewer bits, or are extended from the same type. */
function narrow(
  c: Combiner,
  op: IntCompare,
  left: Operand,
  right: Operand,
  type: IrType,
): Operand | undefined {
  const a = asConversion(left, 'sext')?.operand;
  const b = asConversion(right, 'sext')?.operand;
  if (a !== undefined && b !== undefined && a.type === b.type && a.type !== 'i1') return c.compare(op, a, b);
  if (type === 'i8') return undefined;
  const isUnsigned = op === 'eq' || op === 'ne' || op === 'ult' || op === 'uge';
  if (!isUnsigned) return undefined;
  const to = narrowerType(Math.max(possibleBits(left), possibleBits(right)), type);
  if (to === undefined) return undefined;
  return c.compare(op, c.convert('trunc', to, left), c.convert('trunc', to, right));
}
