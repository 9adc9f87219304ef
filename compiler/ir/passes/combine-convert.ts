/**
 * Rules for conversions, selections and pointer additions.
 *
 * In: an instruction whose operands are simplified. Out: a value that is the same, or nothing.
 */
import { WIDTH, boolConst, intConst, isIntType, sameOperand } from '../constants.ts';
import type { Conversion, IrType, Operand } from '../ir.ts';
import { as, asBinary, asConversion, intOf, isInt, type Combiner } from './combiner.ts';
import { isNonNegative, possibleBits } from './known-bits.ts';

export function combineConversion(
  c: Combiner,
  op: Conversion,
  type: IrType,
  operand: Operand,
): Operand | undefined {
  switch (op) {
    case 'zext': {
      const inner = asConversion(operand, 'zext');
      if (inner !== undefined) return c.convert('zext', type, inner.operand);
      // zext (trunc x) is x when x fits.
      const wide = asConversion(operand, 'trunc')?.operand;
      if (wide !== undefined && wide.type === type && operand.type !== 'void' && operand.type !== 'i1') {
        if (possibleBits(wide) <= 2 ** WIDTH[operand.type] - 1) return wide;
      }
      return undefined;
    }
    case 'sext': {
      const inner = asConversion(operand, 'sext') ?? undefined;
      if (inner !== undefined) return c.convert('sext', type, inner.operand);
      if (operand.type !== 'i1' && isNonNegative(operand)) return c.convert('zext', type, operand);
      return undefined;
    }
    case 'trunc':
      return combineTrunc(c, type, operand);
    case 'bitcast': {
      const inner = asConversion(operand, 'bitcast');
      if (inner !== undefined) {
        return inner.operand.type === type ? inner.operand : undefined;
      }
      if (type !== 'ptr') return undefined;
      // The integer sum of a pointer and something is a pointer sum.
      const sum = asBinary(operand, 'add');
      if (sum === undefined) return undefined;
      for (const [a, b] of [
        [sum.left, sum.right],
        [sum.right, sum.left],
      ] as const) {
        const pointer = asConversion(a, 'bitcast')?.operand;
        if (pointer?.type === 'ptr') return c.ptradd(pointer, b);
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

function combineTrunc(c: Combiner, type: IrType, operand: Operand): Operand | undefined {
  if (!('op' in operand)) return undefined;
  switch (operand.op) {
    case 'trunc':
      return c.convert('trunc', type, operand.operand);
    case 'zext':
    case 'sext': {
      const inside = operand.operand;
      if (inside.type === type) return inside;
      if (inside.type === 'void') return undefined;
      return c.convert(WIDTH[inside.type] < WIDTH[type] ? operand.op : 'trunc', type, inside);
    }
    case 'and':
    case 'or':
    case 'xor':
    case 'add':
    case 'sub':
    case 'mul': {
      // The low bits of the result come from the low bits of the operands.
      if (type === 'i1' && operand.op !== 'and' && operand.op !== 'or' && operand.op !== 'xor') {
        return undefined;
      }
      if (!c.isSingleUse(operand) && !isCheap(operand.left, operand.right)) return undefined;
      return c.binary(
        operand.op,
        c.convert('trunc', type, operand.left),
        c.convert('trunc', type, operand.right),
      );
    }
    case 'shl': {
      if (type === 'i1' || !c.isSingleUse(operand)) return undefined;
      const amount = intOf(operand.right);
      if (amount === undefined) {
        // An amount up to the width may be beyond the narrow width: that gives 0 in both.
        return undefined;
      }
      return c.binary('shl', c.convert('trunc', type, operand.left), operand.right);
    }
    case 'select':
      if (!c.isSingleUse(operand)) return undefined;
      return c.select(
        operand.condition,
        c.convert('trunc', type, operand.left),
        c.convert('trunc', type, operand.right),
      );
    case 'udiv': {
      // Of extended values; when the divisor is 0, all ones of either width have the same low bits.
      if (type === 'i1' || !isIntType(type)) return undefined;
      const bits = Math.max(possibleBits(operand.left), possibleBits(operand.right));
      if (bits > 2 ** WIDTH[type] - 1 || !c.isSingleUse(operand)) return undefined;
      return c.binary(
        'udiv',
        c.convert('trunc', type, operand.left),
        c.convert('trunc', type, operand.right),
      );
    }
    case 'sdiv':
    case 'srem': {
      const a = narrowSigned(operand.left, type);
      const b = narrowSigned(operand.right, type);
      if (a === undefined || b === undefined || !c.isSingleUse(operand)) return undefined;
      // −128 / −1 is 128, whose low byte is what the narrow division gives too.
      return c.binary(operand.op, a, b);
    }
    default:
      return undefined;
  }
}

/** The value before it was sign-extended from `type`, or the constant when it fits. */
function narrowSigned(operand: Operand, type: IrType): Operand | undefined {
  if (!isIntType(type) || type === 'i1') return undefined;
  const inside = asConversion(operand, 'sext')?.operand;
  if (inside?.type === type) return inside;
  const value = intOf(operand);
  if (value === undefined || operand.type === 'void') return undefined;
  const signed = BigInt.asIntN(WIDTH[operand.type], value);
  return BigInt.asIntN(WIDTH[type], signed) === signed ? intConst(type, signed) : undefined;
}

/** Both operands shrink for nothing. */
function isCheap(left: Operand, right: Operand): boolean {
  const isExtended = (operand: Operand): boolean =>
    !('op' in operand) || operand.op === 'zext' || operand.op === 'sext';
  return isExtended(left) && isExtended(right);
}

export function combineSelect(
  c: Combiner,
  condition: Operand,
  left: Operand,
  right: Operand,
): Operand | undefined {
  const known = intOf(condition);
  if (known !== undefined) return known === 0n ? right : left;
  if (sameOperand(left, right)) return left;
  const flipped = asBinary(condition, 'xor');
  if (flipped !== undefined && isInt(flipped.right, 1n)) return c.select(flipped.left, right, left);
  const { type } = left;
  if (type === 'i1') {
    if (isInt(left, 1n) || left === condition) {
      return isInt(right, 0n) ? condition : c.binary('or', condition, right);
    }
    if (isInt(right, 0n) || right === condition) return c.binary('and', condition, left);
    if (isInt(left, 0n)) return c.binary('and', c.binary('xor', condition, boolConst(true)), right);
    if (isInt(right, 1n)) return c.binary('or', c.binary('xor', condition, boolConst(true)), left);
    return undefined;
  }
  if (isIntType(type)) {
    if (isInt(left, 1n) && isInt(right, 0n)) return c.convert('zext', type, condition);
    if (isInt(left, 0n) && isInt(right, 1n)) {
      return c.convert('zext', type, c.binary('xor', condition, boolConst(true)));
    }
    const wide = selectOfExtended(c, condition, left, right, type);
    if (wide !== undefined) return wide;
  }
  // x == k ? k : x is x.
  if ('op' in condition && (condition.op === 'eq' || condition.op === 'ne')) {
    const [whenEqual, otherwise] = condition.op === 'eq' ? [left, right] : [right, left];
    if (
      (sameOperand(condition.left, otherwise) && sameOperand(condition.right, whenEqual)) ||
      (sameOperand(condition.right, otherwise) && sameOperand(condition.left, whenEqual))
    ) {
      return otherwise;
    }
  }
  return undefined;
}

/** Both arms extended from the same type, or constants that fit it: extend after selecting. */
function selectOfExtended(
  c: Combiner,
  condition: Operand,
  left: Operand,
  right: Operand,
  type: IrType,
): Operand | undefined {
  for (const op of ['zext', 'sext'] as const) {
    const a = asConversion(left, op)?.operand;
    const b = asConversion(right, op)?.operand;
    const from = a?.type ?? b?.type;
    if (from === undefined || from === 'void' || from === 'i1' || !isIntType(from)) continue;
    const first = a ?? fitting(left, from, op);
    const second = b ?? fitting(right, from, op);
    if (first?.type !== from || second?.type !== from) continue;
    return c.convert(op, type, c.select(condition, first, second));
  }
  return undefined;
}

function fitting(operand: Operand, type: IrType, op: 'zext' | 'sext'): Operand | undefined {
  const value = intOf(operand);
  if (value === undefined || operand.type === 'void' || !isIntType(type)) return undefined;
  const read = op === 'zext' ? value : BigInt.asIntN(WIDTH[operand.type], value);
  const kept = op === 'zext' ? BigInt.asUintN(WIDTH[type], read) : BigInt.asIntN(WIDTH[type], read);
  return kept === read ? intConst(type, read) : undefined;
}

/** Constant parts move outwards, or into a global's address. */
export function combinePtradd(c: Combiner, left: Operand, right: Operand): Operand | undefined {
  if (isInt(right, 0n)) return left;
  const inner = as(left, 'ptradd');
  const isRightConstant = intOf(right) !== undefined;
  if (inner !== undefined) {
    if (isRightConstant) {
      if (intOf(inner.right) !== undefined) return c.ptradd(inner.left, c.binary('add', inner.right, right));
      if (!('op' in inner.left) && inner.left.kind === 'global' && c.isSingleUse(left)) {
        return c.ptradd(c.ptradd(inner.left, right), inner.right);
      }
    } else if (intOf(inner.right) !== undefined && c.isSingleUse(left)) {
      return c.ptradd(c.ptradd(inner.left, right), inner.right);
    }
  }
  const sum = asBinary(right, 'add');
  if (sum !== undefined && intOf(sum.right) !== undefined && c.isSingleUse(right)) {
    return c.ptradd(c.ptradd(left, sum.left), sum.right);
  }
  return undefined;
}
