/**
 * Rules for arithmetic: identities, constants gathered to the right, strength, and narrower widths where
 * the result is known to fit.
 *
 * In: an instruction whose operands are already simplified. Out: a value that is the same, or nothing.
 */
import { WIDTH, floatConst, intConst, isIntType, sameOperand, zeroConst } from '../constants.ts';
import { foldBinary } from '../fold-constants.ts';
import type { BinaryOp, IntCompare, IrType, Operand } from '../ir.ts';
import {
  allOnes,
  asBinary,
  asConversion,
  intOf,
  isInt,
  log2,
  narrowerType,
  type Combiner,
} from './combiner.ts';
import { INVERSE } from '../inverse-compare.ts';
import { isNonNegative, possibleBits } from './known-bits.ts';

const COMMUTES: ReadonlySet<BinaryOp> = new Set(['add', 'mul', 'and', 'or', 'xor', 'fadd', 'fmul']);
const ASSOCIATES: ReadonlySet<BinaryOp> = new Set(['add', 'mul', 'and', 'or', 'xor']);

export interface Binary {
  readonly op: BinaryOp;
  readonly type: IrType;
  left: Operand;
  right: Operand;
}

const isConst = (operand: Operand): boolean => !('op' in operand) && operand.kind !== 'param';

export function combineBinary(c: Combiner, one: Binary): Operand | undefined {
  if (COMMUTES.has(one.op) && isConst(one.left) && !isConst(one.right)) {
    [one.left, one.right] = [one.right, one.left];
  }
  const { op, type, left, right } = one;
  if (!isIntType(type)) return combineFloat(c, one);
  const constant = intOf(right);
  if (constant !== undefined) {
    const found = withConstant(c, one, constant);
    if (found !== undefined) return found;
  }
  switch (op) {
    case 'add': {
      const negated = negation(right);
      if (negated !== undefined) return c.binary('sub', left, negated);
      const other = negation(left);
      if (other !== undefined) return c.binary('sub', right, other);
      const difference = asBinary(left, 'sub');
      if (difference !== undefined && sameOperand(difference.right, right)) return difference.left;
      const second = asBinary(right, 'sub');
      if (second !== undefined && sameOperand(second.right, left)) return second.left;
      // (x + c) + y: the constant goes outwards, where it may meet another.
      const inner = asBinary(left, 'add');
      if (inner !== undefined && !isConst(right) && isConst(inner.right) && c.isSingleUse(left)) {
        return c.binary('add', c.binary('add', inner.left, right), inner.right);
      }
      const mirrored = asBinary(right, 'add');
      if (mirrored !== undefined && isConst(mirrored.right) && !isConst(left) && c.isSingleUse(right)) {
        return c.binary('add', c.binary('add', left, mirrored.left), mirrored.right);
      }
      break;
    }
    case 'sub': {
      if (sameOperand(left, right)) return zeroConst(type);
      const negated = negation(right);
      if (negated !== undefined && !isInt(left, 0n)) return c.binary('add', left, negated);
      const sum = asBinary(left, 'add');
      if (sum !== undefined) {
        if (sameOperand(sum.left, right)) return sum.right;
        if (sameOperand(sum.right, right)) return sum.left;
      }
      break;
    }
    case 'and':
    case 'or': {
      if (sameOperand(left, right)) return left;
      const absorbed = absorb(op, left, right) ?? absorb(op, right, left);
      if (absorbed !== undefined) return absorbed;
      break;
    }
    case 'xor': {
      if (sameOperand(left, right)) return zeroConst(type);
      const other = otherOfXor(left, right) ?? otherOfXor(right, left);
      if (other !== undefined) return other;
      break;
    }
    case 'sdiv':
    case 'srem':
      if (isNonNegative(left) && isNonNegative(right)) {
        return c.binary(op === 'sdiv' ? 'udiv' : 'urem', left, right);
      }
      break;
    case 'ashr':
      if (isNonNegative(left)) return c.binary('lshr', left, right);
      break;
    case 'shl':
    case 'lshr':
      if (isInt(left, 0n)) return left;
      break;
    default:
  }
  return narrow(c, one);
}

function withConstant(c: Combiner, one: Binary, constant: bigint): Operand | undefined {
  const { op, type, left, right } = one;
  if (!isIntType(type)) return undefined;
  const ones = allOnes(type);
  if (ASSOCIATES.has(op)) {
    const inner = asBinary(left, op);
    if (inner !== undefined && intOf(inner.right) !== undefined) {
      const folded = foldBinary(op, type, inner.right as never, right as never);
      if (folded !== undefined) return c.binary(op, inner.left, folded);
    }
  }
  switch (op) {
    case 'add':
      if (constant === 0n) return left;
      {
        const difference = asBinary(left, 'sub');
        const from = difference === undefined ? undefined : intOf(difference.left);
        if (difference !== undefined && from !== undefined) {
          return c.binary('sub', intConst(type, from + constant), difference.right);
        }
      }
      return undefined;
    case 'sub':
      return c.binary('add', left, intConst(type, -constant));
    case 'mul': {
      if (constant === 0n) return right;
      if (constant === 1n) return left;
      if (constant === ones) return c.binary('sub', zeroConst(type), left);
      const power = log2(constant);
      return power === undefined ? undefined : c.binary('shl', left, intConst('i8', power));
    }
    case 'udiv': {
      if (constant === 1n) return left;
      const power = log2(constant);
      if (power !== undefined) return c.binary('lshr', left, intConst('i8', power));
      const inner = asBinary(left, 'udiv');
      const before = inner === undefined ? undefined : intOf(inner.right);
      if (inner !== undefined && before !== undefined && before > 0n && constant > 0n) {
        const product = before * constant;
        return product > ones ? zeroConst(type) : c.binary('udiv', inner.left, intConst(type, product));
      }
      return undefined;
    }
    case 'urem': {
      if (constant === 1n) return zeroConst(type);
      return log2(constant) === undefined ? undefined : c.binary('and', left, intConst(type, constant - 1n));
    }
    case 'sdiv':
      if (constant === 1n) return left;
      if (constant === ones) return c.binary('sub', zeroConst(type), left);
      return undefined;
    case 'srem':
      return constant === 1n || constant === ones ? zeroConst(type) : undefined;
    case 'and':
      return andConstant(c, left, constant, type);
    case 'or': {
      if (constant === 0n) return left;
      if (constant === ones) return right;
      const bits = possibleBits(left);
      if (constant <= 0xffffffffn && bits <= 0xffffffff && (BigInt(bits) & ~constant) === 0n) return right;
      return undefined;
    }
    case 'xor': {
      if (constant === 0n) return left;
      if (type !== 'i1' || !('op' in left)) return undefined;
      if (left.op in INVERSE) {
        const compare = left as unknown as { op: IntCompare; left: Operand; right: Operand };
        return c.compare(INVERSE[compare.op], compare.left, compare.right);
      }
      if (left.op === 'feq') return c.compare('fne', left.left, left.right);
      if (left.op === 'fne') return c.compare('feq', left.left, left.right);
      return undefined;
    }
    case 'shl':
    case 'lshr':
    case 'ashr':
      return shiftConstant(c, op, left, constant, type);
    default:
      return undefined;
  }
}

function andConstant(c: Combiner, left: Operand, constant: bigint, type: IrType): Operand | undefined {
  if (constant === 0n) return zeroConst(type);
  if (constant === allOnes(type)) return left;
  const bits = possibleBits(left);
  if (bits <= 0xffffffff) {
    if ((BigInt(bits) & ~constant) === 0n) return left;
    const needed = BigInt(bits) & constant;
    if (needed === 0n) return zeroConst(type);
  }
  // Bits set or flipped outside the mask do not matter.
  for (const op of ['or', 'xor'] as const) {
    const inner = asBinary(left, op);
    const other = inner === undefined ? undefined : intOf(inner.right);
    if (inner !== undefined && other !== undefined && (other & constant) === 0n && isIntType(type)) {
      return c.binary('and', inner.left, intConst(type, constant));
    }
  }
  return undefined;
}

function shiftConstant(
  c: Combiner,
  op: 'shl' | 'lshr' | 'ashr',
  left: Operand,
  constant: bigint,
  type: IrType,
): Operand | undefined {
  if (!isIntType(type)) return undefined;
  const width = BigInt(WIDTH[type]);
  if (constant === 0n) return left;
  if (constant >= width) {
    return op === 'ashr' ? c.binary('ashr', left, intConst('i8', width - 1n)) : zeroConst(type);
  }
  const same = asBinary(left, op);
  const before = same === undefined ? undefined : intOf(same.right);
  if (same !== undefined && before !== undefined && before < width) {
    const sum = before + constant;
    if (sum < width) return c.binary(op, same.left, intConst('i8', sum));
    return op === 'ashr' ? c.binary(op, same.left, intConst('i8', width - 1n)) : zeroConst(type);
  }
  // There and back: only a mask remains.
  if (op !== 'ashr') {
    const back = asBinary(left, op === 'shl' ? 'lshr' : 'shl');
    const amount = back === undefined ? undefined : intOf(back.right);
    if (back !== undefined && amount === constant && c.isSingleUse(left)) {
      const ones = allOnes(type);
      const mask = op === 'shl' ? (ones << constant) & ones : ones >> constant;
      return c.binary('and', back.left, intConst(type, mask));
    }
  }
  if (op === 'lshr') {
    const bits = possibleBits(left);
    if (bits <= 0xffffffff && BigInt(bits) >> constant === 0n) return zeroConst(type);
    // A whole-byte shift of a wide value is its upper part.
    const inside = asConversion(left, 'zext')?.operand;
    if (inside !== undefined && isIntType(inside.type) && inside.type !== 'i1') {
      return c.convert('zext', type, c.binary('lshr', inside, intConst('i8', constant)));
    }
  }
  return undefined;
}

/** a op b, where a is already b op something, or b under the dual operation. */
function absorb(op: 'and' | 'or', a: Operand, b: Operand): Operand | undefined {
  const inner = asBinary(a, op === 'and' ? 'or' : 'and');
  if (inner !== undefined && (sameOperand(inner.left, b) || sameOperand(inner.right, b))) return b;
  const same = asBinary(a, op);
  return same !== undefined && (sameOperand(same.left, b) || sameOperand(same.right, b)) ? a : undefined;
}

/** What b was flipped with, when a is that. */
function otherOfXor(a: Operand, b: Operand): Operand | undefined {
  const inner = asBinary(a, 'xor');
  if (inner === undefined) return undefined;
  if (sameOperand(inner.left, b)) return inner.right;
  return sameOperand(inner.right, b) ? inner.left : undefined;
}

/** x when the operand is 0 − x. */
function negation(operand: Operand): Operand | undefined {
  const inner = asBinary(operand, 'sub');
  return inner !== undefined && isInt(inner.left, 0n) ? inner.right : undefined;
}

/** The result fits fewer bits: compute it with fewer. Truncations cost nothing on the AVR. */
function narrow(c: Combiner, one: Binary): Operand | undefined {
  const { op, type, left, right } = one;
  if (type === 'i8' || type === 'i1') return undefined;
  switch (op) {
    case 'add':
    case 'sub':
    case 'mul':
    case 'and':
    case 'or':
    case 'xor': {
      const to = narrowerType(possibleBits(one as unknown as Operand), type);
      if (to === undefined) return undefined;
      return c.convert(
        'zext',
        type,
        c.binary(op, c.convert('trunc', to, left), c.convert('trunc', to, right)),
      );
    }
    case 'shl': {
      if (intOf(right) === undefined) return undefined;
      const to = narrowerType(possibleBits(one as unknown as Operand), type);
      if (to === undefined) return undefined;
      return c.convert('zext', type, c.binary(op, c.convert('trunc', to, left), right));
    }
    case 'lshr': {
      const to = narrowerType(possibleBits(left), type);
      if (to === undefined) return undefined;
      return c.convert('zext', type, c.binary(op, c.convert('trunc', to, left), right));
    }
    case 'udiv':
    case 'urem': {
      // A zero divisor gives all ones of the width: only a constant is sure not to be one.
      if (op === 'udiv' && (intOf(right) ?? 0n) === 0n) return undefined;
      const bits = Math.max(possibleBits(left), possibleBits(right));
      const to = narrowerType(bits, type);
      if (to === undefined) return undefined;
      return c.convert(
        'zext',
        type,
        c.binary(op, c.convert('trunc', to, left), c.convert('trunc', to, right)),
      );
    }
    case 'ashr': {
      const inside = asConversion(left, 'sext')?.operand;
      if (inside === undefined || inside.type === 'i1') return undefined;
      return c.convert('sext', type, c.binary('ashr', inside, right));
    }
    case 'sdiv':
    case 'srem': {
      const inside = asConversion(left, 'sext')?.operand;
      const by = intOf(right);
      if (inside === undefined || by === undefined || !isIntType(inside.type) || inside.type === 'i1') {
        return undefined;
      }
      const signed = BigInt.asIntN(WIDTH[type], by);
      // −128 / −1 does not fit, and 0 is of the width.
      if (signed === 0n || signed === -1n || BigInt.asIntN(WIDTH[inside.type], signed) !== signed) {
        return undefined;
      }
      return c.convert('sext', type, c.binary(op, inside, intConst(inside.type, signed)));
    }
    default:
      return undefined;
  }
}

function combineFloat(c: Combiner, one: Binary): Operand | undefined {
  const { op, left, right } = one;
  if ('op' in right || right.kind !== 'float') return undefined;
  const { value } = right;
  switch (op) {
    case 'fadd':
      // x + 0 is not x for x = −0.
      return Object.is(value, -0) ? left : undefined;
    case 'fsub':
      return Object.is(value, 0) ? left : undefined;
    case 'fmul':
      return value === 1 ? left : undefined;
    case 'fdiv': {
      if (value === 1) return left;
      const inverse = 1 / value;
      // Exact only for powers of two whose inverse is a normal number.
      const isPower =
        Math.abs(value) >= 2 ** -120 &&
        Math.abs(value) <= 2 ** 120 &&
        Number.isInteger(Math.log2(Math.abs(value)));
      return isPower && 2 ** Math.log2(Math.abs(value)) === Math.abs(value)
        ? c.binary('fmul', left, floatConst(inverse))
        : undefined;
    }
    default:
      return undefined;
  }
}
