/**
 * What each operator computes: the one place where the arithmetic of the IR is defined in code. Constant
 * folding and the interpreter both call it.
 *
 * In: an operator and its types. Out: a function on values. i1 to i32 and ptr are numbers, normalised to
 * 0 … 2^width − 1; i64 is a bigint, normalised likewise; f32 is a number of single precision.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import { WIDTH } from './constants.ts';
import { floatBits } from './float-bits.ts';
import type { BinaryOp, Conversion, FloatCompare, IntCompare, IrType } from './ir.ts';

export type Value = number | bigint;
type OnNumbers = (a: number, b: number) => number;
type OnBigints = (a: bigint, b: bigint) => bigint;

/** Operators whose left operand, right operand and result are not i64. */
export function binaryFunction(op: BinaryOp, type: IrType): OnNumbers {
  switch (op) {
    case 'fadd':
      return (a, b) => Math.fround(a + b);
    case 'fsub':
      return (a, b) => Math.fround(a - b);
    case 'fmul':
      return (a, b) => Math.fround(a * b);
    case 'fdiv':
      return (a, b) => Math.fround(a / b);
    default:
  }
  const width = WIDTH[type];
  if (width > 32) throw new InternalError(`${op} of ${type} on numbers`);
  if (width === 32) return on32(op);
  const mask = 2 ** width - 1;
  const sign = 2 ** (width - 1);
  const signed = (a: number): number => (a & sign ? a - mask - 1 : a);
  switch (op) {
    case 'add':
      return (a, b) => (a + b) & mask;
    case 'sub':
      return (a, b) => (a - b) & mask;
    case 'mul':
      return (a, b) => Math.imul(a, b) & mask;
    case 'udiv':
      return (a, b) => (b === 0 ? mask : (a / b) | 0);
    case 'urem':
      return (a, b) => (b === 0 ? a : a % b);
    case 'sdiv':
      return (a, b) => {
        const left = signed(a);
        const right = signed(b);
        const size = right === 0 ? mask : (Math.abs(left) / Math.abs(right)) | 0;
        return (left < 0 === right < 0 ? size : -size) & mask;
      };
    case 'srem':
      return (a, b) => (b === 0 ? a : (signed(a) % signed(b)) & mask);
    case 'and':
      return (a, b) => a & b;
    case 'or':
      return (a, b) => a | b;
    case 'xor':
      return (a, b) => a ^ b;
    case 'shl':
      return (a, b) => (b >= width ? 0 : (a << b) & mask);
    case 'lshr':
      return (a, b) => (b >= width ? 0 : a >>> b);
    case 'ashr':
      return (a, b) => (signed(a) >> Math.min(b, 31)) & mask;
  }
}

function on32(op: BinaryOp): OnNumbers {
  switch (op) {
    case 'add':
      return (a, b) => (a + b) >>> 0;
    case 'sub':
      return (a, b) => (a - b) >>> 0;
    case 'mul':
      return (a, b) => Math.imul(a, b) >>> 0;
    case 'udiv':
      return (a, b) => (b === 0 ? 0xffffffff : Math.floor(a / b));
    case 'urem':
      return (a, b) => (b === 0 ? a : a % b);
    case 'sdiv':
      return (a, b) => {
        const left = a | 0;
        const right = b | 0;
        const size = right === 0 ? 0xffffffff : Math.floor(Math.abs(left) / Math.abs(right));
        return (left < 0 === right < 0 ? size : -size) >>> 0;
      };
    case 'srem':
      return (a, b) => (b === 0 ? a : ((a | 0) % (b | 0)) >>> 0);
    case 'and':
      return (a, b) => (a & b) >>> 0;
    case 'or':
      return (a, b) => (a | b) >>> 0;
    case 'xor':
      return (a, b) => (a ^ b) >>> 0;
    case 'shl':
      return (a, b) => (b >= 32 ? 0 : (a << b) >>> 0);
    case 'lshr':
      return (a, b) => (b >= 32 ? 0 : a >>> b);
    case 'ashr':
      return (a, b) => ((a | 0) >> Math.min(b, 31)) >>> 0;
    default:
      throw new InternalError(`${op} of i32`);
  }
}

/** On i64. A shift's amount is given as bigint too. */
export function binaryFunction64(op: BinaryOp): OnBigints {
  const wrap = (a: bigint): bigint => BigInt.asUintN(64, a);
  const signed = (a: bigint): bigint => BigInt.asIntN(64, a);
  const size = (a: bigint): bigint => (a < 0n ? -a : a);
  switch (op) {
    case 'add':
      return (a, b) => wrap(a + b);
    case 'sub':
      return (a, b) => wrap(a - b);
    case 'mul':
      return (a, b) => wrap(a * b);
    case 'udiv':
      return (a, b) => (b === 0n ? 0xffff_ffff_ffff_ffffn : a / b);
    case 'urem':
      return (a, b) => (b === 0n ? a : a % b);
    case 'sdiv':
      return (a, b) => {
        const left = signed(a);
        const right = signed(b);
        const quotient = right === 0n ? 0xffff_ffff_ffff_ffffn : size(left) / size(right);
        return wrap(left < 0n === right < 0n ? quotient : -quotient);
      };
    case 'srem':
      return (a, b) => (b === 0n ? a : wrap(signed(a) % signed(b)));
    case 'and':
      return (a, b) => a & b;
    case 'or':
      return (a, b) => a | b;
    case 'xor':
      return (a, b) => a ^ b;
    case 'shl':
      return (a, b) => (b >= 64n ? 0n : wrap(a << b));
    case 'lshr':
      return (a, b) => (b >= 64n ? 0n : a >> b);
    case 'ashr':
      return (a, b) => wrap(signed(a) >> (b >= 64n ? 63n : b));
    default:
      throw new InternalError(`${op} of i64`);
  }
}

/** On operands of type `type`, but i64. */
export function compareFunction(
  op: IntCompare | FloatCompare,
  type: IrType,
): (a: number, b: number) => boolean {
  const width = WIDTH[type];
  if (width > 32) throw new InternalError(`${op} of ${type} on numbers`);
  const flip = 2 ** (width - 1);
  // Flipping the sign turns the signed order into the unsigned one.
  const biased = (a: number): number => (a ^ flip) >>> 0;
  switch (op) {
    case 'eq':
    case 'feq':
      return (a, b) => a === b;
    case 'ne':
    case 'fne':
      return (a, b) => a !== b;
    case 'ult':
    case 'flt':
      return (a, b) => a < b;
    case 'ule':
    case 'fle':
      return (a, b) => a <= b;
    case 'ugt':
    case 'fgt':
      return (a, b) => a > b;
    case 'uge':
    case 'fge':
      return (a, b) => a >= b;
    case 'slt':
      return (a, b) => biased(a) < biased(b);
    case 'sle':
      return (a, b) => biased(a) <= biased(b);
    case 'sgt':
      return (a, b) => biased(a) > biased(b);
    case 'sge':
      return (a, b) => biased(a) >= biased(b);
  }
}

export function compareFunction64(op: IntCompare | FloatCompare): (a: bigint, b: bigint) => boolean {
  const signed = (a: bigint): bigint => BigInt.asIntN(64, a);
  switch (op) {
    case 'eq':
      return (a, b) => a === b;
    case 'ne':
      return (a, b) => a !== b;
    case 'ult':
      return (a, b) => a < b;
    case 'ule':
      return (a, b) => a <= b;
    case 'ugt':
      return (a, b) => a > b;
    case 'uge':
      return (a, b) => a >= b;
    case 'slt':
      return (a, b) => signed(a) < signed(b);
    case 'sle':
      return (a, b) => signed(a) <= signed(b);
    case 'sgt':
      return (a, b) => signed(a) > signed(b);
    case 'sge':
      return (a, b) => signed(a) >= signed(b);
    default:
      throw new InternalError(`${op} of i64`);
  }
}

/** Neither type is i64. */
export function conversionFunction(op: Conversion, from: IrType, to: IrType): (a: number) => number {
  const width = WIDTH[from];
  const mask = WIDTH[to] === 32 ? 0xffffffff : 2 ** WIDTH[to] - 1;
  const toMask: (a: number) => number = WIDTH[to] === 32 ? (a) => a >>> 0 : (a) => a & mask;
  const signed: (a: number) => number = (a) => (a >= 2 ** (width - 1) ? a - 2 ** width : a);
  switch (op) {
    case 'zext':
      return (a) => a;
    case 'sext':
      return (a) => toMask(signed(a));
    case 'trunc':
      return toMask;
    case 'fptosi': {
      const half = 2 ** (WIDTH[to] - 1);
      return (a) => toMask(clamp(a, -half, half - 1));
    }
    case 'fptoui':
      return (a) => clamp(a, 0, mask);
    case 'sitofp':
      return (a) => Math.fround(signed(a));
    case 'uitofp':
      return Math.fround;
    case 'bitcast': {
      if (from !== 'f32' && to !== 'f32') return (a) => a;
      if (from === 'f32') return floatBits;
      const bits = new DataView(new ArrayBuffer(4));
      return (a) => {
        bits.setUint32(0, a);
        return bits.getFloat32(0);
      };
    }
  }
}

/** One of the types is i64. */
export function conversionFunction64(op: Conversion, from: IrType, to: IrType): (a: Value) => Value {
  const width = WIDTH[from];
  const isWide = to === 'i64';
  const pack = (a: bigint): Value => {
    const wrapped = BigInt.asUintN(WIDTH[to], a);
    return isWide ? wrapped : Number(wrapped);
  };
  switch (op) {
    case 'zext':
    case 'trunc':
      return (a) => pack(BigInt(a));
    case 'sext':
      return (a) => pack(BigInt.asIntN(width, BigInt(a)));
    case 'fptosi':
      return (a) => pack(bigClamp(Number(a), -(2n ** 63n), 2n ** 63n - 1n));
    case 'fptoui':
      return (a) => pack(bigClamp(Number(a), 0n, 2n ** 64n - 1n));
    case 'sitofp':
      return (a) => nearestSingle(BigInt.asIntN(64, BigInt(a)));
    case 'uitofp':
      return (a) => nearestSingle(BigInt(a));
    case 'bitcast':
      throw new InternalError(`bitcast from ${from} to ${to}`);
  }
}

/** Towards zero, into the range; NaN gives 0. */
function clamp(a: number, low: number, high: number): number {
  if (Number.isNaN(a)) return 0;
  return Math.min(Math.max(Math.trunc(a), low), high);
}

function bigClamp(a: number, low: bigint, high: bigint): bigint {
  if (Number.isNaN(a)) return 0n;
  if (!Number.isFinite(a)) return a < 0 ? low : high;
  const whole = BigInt(Math.trunc(a));
  return whole < low ? low : whole > high ? high : whole;
}

/** Rounded once: through a double would round twice. What falls off below bit 40 only breaks ties. */
function nearestSingle(a: bigint): number {
  const size = a < 0n ? -a : a;
  if (size < 2n ** 53n) return Math.fround(Number(a));
  const kept = (size >> 24n) | (size & 0xffffffn ? 1n : 0n);
  return Math.fround(Number(a < 0n ? -kept : kept) * 2 ** 24);
}
