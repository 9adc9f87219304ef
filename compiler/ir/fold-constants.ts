/**
 * Computes instructions whose operands are constants, symbolic addresses included.
 *
 * In: an instruction, and constants in place of its operands. Out: the constant it gives, or nothing when
 * only the linker or the chip knows. All arithmetic is evaluate.ts's.
 */
import {
  WIDTH,
  addressConst,
  boolConst,
  floatConst,
  globalAddress,
  intConst,
  isIntType,
} from './constants.ts';
import {
  binaryFunction,
  binaryFunction64,
  compareFunction,
  compareFunction64,
  conversionFunction,
  conversionFunction64,
  type Value,
} from './evaluate.ts';
import type {
  BinaryOp,
  Constant,
  Conversion,
  FloatCompare,
  Instruction,
  IntCompare,
  IrType,
  Operand,
} from './ir.ts';

/** The number a constant stands for, when that is known now. Undef counts as 0, as in the interpreter. */
export function numberOf(constant: Constant): Value | undefined {
  switch (constant.kind) {
    case 'int':
      return constant.type === 'i64' ? constant.value : Number(constant.value);
    case 'float':
    case 'address':
      return constant.value;
    case 'undef':
      return constant.type === 'i64' ? 0n : 0;
    default:
      return undefined;
  }
}

export function constantOf(type: IrType, value: Value): Constant {
  if (type === 'f32') return floatConst(Number(value));
  if (type === 'ptr') return addressConst(Number(value));
  return intConst(type, value);
}

/** `operands` in the order left, right / operand / condition, left, right. */
export function evaluateConstants(one: Instruction, operands: readonly Operand[]): Constant | undefined {
  const [a, b, c] = operands;
  if (a === undefined || 'op' in a || a.kind === 'param') return undefined;
  if (b !== undefined && ('op' in b || b.kind === 'param')) return undefined;
  switch (one.op) {
    case 'select': {
      if (c === undefined || 'op' in c || c.kind === 'param') return undefined;
      const condition = numberOf(a);
      return condition === undefined ? undefined : condition === 0 ? c : b;
    }
    case 'ptradd':
      return b === undefined ? undefined : foldPtradd(a, b);
    case 'zext':
    case 'sext':
    case 'trunc':
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
    case 'bitcast':
      return foldConversion(one.op, a, one.type);
    case 'add':
    case 'sub':
    case 'mul':
    case 'udiv':
    case 'sdiv':
    case 'urem':
    case 'srem':
    case 'and':
    case 'or':
    case 'xor':
    case 'shl':
    case 'lshr':
    case 'ashr':
    case 'fadd':
    case 'fsub':
    case 'fmul':
    case 'fdiv':
      return b === undefined ? undefined : foldBinary(one.op, one.type, a, b);
    case 'eq':
    case 'ne':
    case 'ult':
    case 'ule':
    case 'ugt':
    case 'uge':
    case 'slt':
    case 'sle':
    case 'sgt':
    case 'sge':
    case 'feq':
    case 'fne':
    case 'flt':
    case 'fle':
    case 'fgt':
    case 'fge':
      return b === undefined ? undefined : foldCompare(one.op, a, b);
    case 'intrinsic': {
      if (one.name !== 'swap_nibbles' || a.kind !== 'int') return undefined;
      return intConst('i8', (a.value >> 4n) | (a.value << 4n));
    }
    default:
      return undefined;
  }
}

export function foldBinary(
  op: BinaryOp,
  type: IrType,
  left: Constant,
  right: Constant,
): Constant | undefined {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return undefined;
  if (type === 'i64') return intConst('i64', binaryFunction64(op)(BigInt(a), BigInt(b)));
  return constantOf(type, binaryFunction(op, type)(Number(a), Number(b)));
}

export function foldCompare(
  op: IntCompare | FloatCompare,
  left: Constant,
  right: Constant,
): Constant | undefined {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== undefined && b !== undefined) {
    return boolConst(
      left.type === 'i64'
        ? compareFunction64(op)(BigInt(a), BigInt(b))
        : compareFunction(op, left.type)(Number(a), Number(b)),
    );
  }
  // Two places in one global compare as their offsets; a global is never at address 0.
  if (left.kind === 'global' && right.kind === 'global' && left.name === right.name) {
    if (op === 'eq') return boolConst(left.offset === right.offset);
    if (op === 'ne') return boolConst(left.offset !== right.offset);
  }
  if (left.kind === 'function' && right.kind === 'function' && left.name === right.name) {
    if (op === 'eq' || op === 'ne') return boolConst(op === 'eq');
  }
  const isSymbol = (one: Constant): boolean =>
    one.kind === 'function' || (one.kind === 'global' && one.offset === 0);
  if ((isSymbol(left) && b === 0) || (isSymbol(right) && a === 0)) {
    if (op === 'eq' || op === 'ne') return boolConst(op === 'ne');
  }
  return undefined;
}

export function foldConversion(op: Conversion, operand: Constant, to: IrType): Constant | undefined {
  const value = numberOf(operand);
  if (value === undefined) return undefined;
  const from = operand.type;
  if (from === 'i64' || to === 'i64') return constantOf(to, conversionFunction64(op, from, to)(value));
  return constantOf(to, conversionFunction(op, from, to)(Number(value)));
}

export function foldPtradd(pointer: Constant, offset: Constant): Constant | undefined {
  const by = numberOf(offset);
  if (by === undefined) return undefined;
  const signed = Number(BigInt.asIntN(16, BigInt(by)));
  if (pointer.kind === 'global') return globalAddress(pointer.name, pointer.offset + signed);
  const from = numberOf(pointer);
  return from === undefined ? undefined : addressConst(Number(from) + signed);
}

/** The constant that the bytes at `offset` are, when they are all in the array. */
export function constantFromBytes(type: IrType, bytes: Uint8Array, offset: number): Constant | undefined {
  const size = type === 'f32' ? 4 : type === 'i1' ? 1 : WIDTH[type] / 8;
  if (offset < 0 || offset + size > bytes.length) return undefined;
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[offset + i] ?? 0);
  if (type === 'f32') return foldConversion('bitcast', intConst('i32', value), 'f32');
  if (type === 'ptr') return addressConst(Number(value));
  return isIntType(type) ? intConst(type, value) : undefined;
}
