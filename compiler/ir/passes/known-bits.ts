/**
 * Which bits of a value can be 1.
 *
 * In: an integer or pointer operand. Out: a mask as a number; bits outside it are certainly 0, so the
 * value is at most the mask. INFINITE for an i64 of which nothing is known to fit 32 bits. Looks a few
 * instructions deep only, so that each question costs a bounded time.
 */
import { WIDTH } from '../constants.ts';
import type { IrType, Operand } from '../ir.ts';

export const INFINITE = Number.POSITIVE_INFINITY;
const DEEPEST = 5;

const FULL: Readonly<Record<IrType, number>> = {
  i1: 1,
  i8: 0xff,
  i16: 0xffff,
  i32: 0xffffffff,
  i64: INFINITE,
  f32: 0xffffffff,
  ptr: 0xffff,
};

/** All bits up to the highest one. */
function fill(bits: number): number {
  if (bits > 0xffffffff) return INFINITE;
  let filled = bits;
  filled |= filled >>> 1;
  filled |= filled >>> 2;
  filled |= filled >>> 4;
  filled |= filled >>> 8;
  filled |= filled >>> 16;
  return filled >>> 0;
}

const or = (a: number, b: number): number => (a === INFINITE || b === INFINITE ? INFINITE : (a | b) >>> 0);
const and = (a: number, b: number): number => (a === INFINITE ? b : b === INFINITE ? a : (a & b) >>> 0);

export function possibleBits(operand: Operand, depth = 0): number {
  if (operand.type === 'void' || operand.type === 'f32') return 0xffffffff;
  const all = FULL[operand.type];
  if (!('op' in operand)) {
    if (operand.kind === 'int') return operand.value > 0xffffffffn ? INFINITE : Number(operand.value);
    if (operand.kind === 'address') return operand.value;
    if (operand.kind === 'undef') return 0;
    return all;
  }
  if (depth > DEEPEST || all === 1) return all;
  const next = depth + 1;
  switch (operand.op) {
    case 'zext':
      return possibleBits(operand.operand, next);
    case 'trunc':
      return and(possibleBits(operand.operand, next), all);
    case 'and':
      return and(possibleBits(operand.left, next), possibleBits(operand.right, next));
    case 'or':
    case 'xor':
      return or(possibleBits(operand.left, next), possibleBits(operand.right, next));
    case 'select':
      return or(possibleBits(operand.left, next), possibleBits(operand.right, next));
    case 'add': {
      const most = possibleBits(operand.left, next) + possibleBits(operand.right, next);
      return most > all ? all : fill(most);
    }
    case 'mul': {
      const most = possibleBits(operand.left, next) * possibleBits(operand.right, next);
      return Number.isNaN(most) || most > all ? all : fill(most);
    }
    case 'shl': {
      const { right } = operand;
      if ('op' in right || right.kind !== 'int') return all;
      const bits = possibleBits(operand.left, next) * 2 ** Number(right.value);
      return Number.isNaN(bits) || bits === INFINITE
        ? all
        : all === INFINITE
          ? bits > 0xffffffff
            ? INFINITE
            : bits
          : bits % (all + 1);
    }
    case 'lshr': {
      const { right } = operand;
      const bits = possibleBits(operand.left, next);
      if ('op' in right || right.kind !== 'int') return fill(bits);
      const amount = Number(right.value);
      if (bits === INFINITE) return amount >= 32 ? (amount >= 64 ? 0 : 2 ** (64 - amount) - 1) : INFINITE;
      return Math.floor(bits / 2 ** amount);
    }
    case 'ashr': {
      const bits = possibleBits(operand.left, next);
      return bits <= all / 2 ? fill(bits) : all;
    }
    case 'udiv': {
      const { right } = operand;
      if ('op' in right || right.kind !== 'int' || right.value === 0n) return all;
      const bits = possibleBits(operand.left, next);
      return bits === INFINITE ? all : fill(Math.floor(bits / Number(right.value)));
    }
    case 'urem': {
      const { right } = operand;
      const bits = fill(possibleBits(operand.left, next));
      if ('op' in right || right.kind !== 'int' || right.value === 0n) return bits;
      return and(bits, right.value > 0xffffffffn ? INFINITE : fill(Number(right.value) - 1));
    }
    case 'phi': {
      if (operand.incoming.length > 4) return all;
      let bits = 0;
      for (const { value } of operand.incoming) {
        if (value === operand) continue;
        bits = or(bits, possibleBits(value, depth + 2));
        if (bits === all) break;
      }
      return bits;
    }
    default:
      return all;
  }
}

/** No value of the operand, read as unsigned, is above this. Closer than possibleBits for remainders and sums. */
export function upperBound(operand: Operand, depth = 0): number {
  const bits = possibleBits(operand);
  if (!('op' in operand) || depth > DEEPEST) return bits;
  const next = depth + 1;
  switch (operand.op) {
    case 'zext':
      return Math.min(bits, upperBound(operand.operand, next));
    case 'trunc': {
      const inside = upperBound(operand.operand, next);
      return inside <= FULL[operand.type] ? Math.min(bits, inside) : bits;
    }
    case 'urem': {
      const { right } = operand;
      if ('op' in right || right.kind !== 'int' || right.value === 0n) return bits;
      return Math.min(bits, upperBound(operand.left, next), Number(right.value) - 1);
    }
    case 'udiv': {
      const { right } = operand;
      if ('op' in right || right.kind !== 'int' || right.value === 0n) return bits;
      return Math.min(bits, Math.floor(upperBound(operand.left, next) / Number(right.value)));
    }
    case 'add': {
      const most = upperBound(operand.left, next) + upperBound(operand.right, next);
      return most <= FULL[operand.type] ? Math.min(bits, most) : bits;
    }
    case 'mul': {
      const most = upperBound(operand.left, next) * upperBound(operand.right, next);
      return most <= FULL[operand.type] ? Math.min(bits, most) : bits;
    }
    case 'lshr': {
      const { right } = operand;
      const amount = !('op' in right) && right.kind === 'int' ? Number(right.value) : 0;
      return Math.min(bits, Math.floor(upperBound(operand.left, next) / 2 ** amount));
    }
    case 'select':
      return Math.min(bits, Math.max(upperBound(operand.left, next), upperBound(operand.right, next)));
    default:
      return bits;
  }
}

/** The value, read as signed, is never negative. */
export function isNonNegative(operand: Operand): boolean {
  if (operand.type === 'void') return false;
  return possibleBits(operand) < 2 ** (WIDTH[operand.type] - 1);
}
