/**
 * Arithmetic and comparison of scalar values: in, operands of the type the checker decided; out, the result.
 *
 * A shift's amount is cut to 8 bits; a constant above 255 counts as 255 (all out).
 */
import {
  addressConst,
  floatConst,
  intConst,
  isConstant,
  isIntConstant,
  isIntType,
} from '../../ir/constants.ts';
import type { BinaryOp, FloatCompare, IntCompare, Operand } from '../../ir/ir.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { TBinaryOp } from '../typed-ast.ts';
import type { Type } from '../types.ts';
import { isNotZero, resize } from './conversions.ts';
import { isSigned } from './ir-types.ts';
import type { LoweringBuilder } from './lowering-builder.ts';

const FLOAT: Partial<Record<TBinaryOp, BinaryOp>> = { '+': 'fadd', '-': 'fsub', '*': 'fmul', '/': 'fdiv' };
const FLOAT_COMPARE: Partial<Record<TBinaryOp, FloatCompare>> = {
  '<': 'flt',
  '>': 'fgt',
  '<=': 'fle',
  '>=': 'fge',
  '==': 'feq',
  '!=': 'fne',
};
const SIGNED_COMPARE: Partial<Record<TBinaryOp, IntCompare>> = {
  '<': 'slt',
  '>': 'sgt',
  '<=': 'sle',
  '>=': 'sge',
  '==': 'eq',
  '!=': 'ne',
};
const UNSIGNED_COMPARE: Partial<Record<TBinaryOp, IntCompare>> = {
  '<': 'ult',
  '>': 'ugt',
  '<=': 'ule',
  '>=': 'uge',
  '==': 'eq',
  '!=': 'ne',
};
const SIGNED: Partial<Record<TBinaryOp, BinaryOp>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'sdiv',
  '%': 'srem',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'shl',
  '>>': 'ashr',
};
const UNSIGNED: Partial<Record<TBinaryOp, BinaryOp>> = { ...SIGNED, '/': 'udiv', '%': 'urem', '>>': 'lshr' };

/** `type` is the left operand's (and, shifts apart, the right one's). */
export function binaryValue(
  b: LoweringBuilder,
  op: TBinaryOp,
  type: Type,
  left: Operand,
  right: Operand,
): Operand {
  if (left.type === 'f32') {
    const compare = FLOAT_COMPARE[op];
    if (compare !== undefined) return b.compare(compare, left, right);
    return b.binary(known(FLOAT[op], op), left, right);
  }
  const signed = isSigned(type);
  const compare = (signed ? SIGNED_COMPARE : UNSIGNED_COMPARE)[op];
  if (compare !== undefined) return b.compare(compare, left, sameType(b, right, left));
  const operation = known((signed ? SIGNED : UNSIGNED)[op], op);
  if (op === '<<' || op === '>>') return b.binary(operation, left, shiftAmount(b, right));
  return b.binary(operation, left, sameType(b, right, left));
}

function known<T>(operation: T | undefined, op: string): T {
  if (operation === undefined) throw new InternalError(`operator ${op} on these operands`);
  return operation;
}

/** Only after a mistake that was reported do the types differ. */
function sameType(b: LoweringBuilder, value: Operand, { type }: Operand): Operand {
  if (value.type === type || type === 'void' || !isIntType(type)) return value;
  if (value.type === 'ptr') return b.convert('bitcast', 'i16', value);
  return resize(b, value, type, false);
}

function shiftAmount(b: LoweringBuilder, amount: Operand): Operand {
  if (isIntConstant(amount)) return intConst('i8', amount.value > 255n ? 255n : amount.value);
  return resize(b, amount, 'i8', false);
}

export function negate(b: LoweringBuilder, value: Operand): Operand {
  if (value.type === 'f32') {
    if (isConstant(value) && value.kind === 'float') return floatConst(-value.value);
    // Only the sign changes, of zero and NaN too.
    const bits = b.convert('bitcast', 'i32', value);
    return b.convert('bitcast', 'f32', b.binary('xor', bits, intConst('i32', 0x80000000)));
  }
  if (value.type === 'ptr' || value.type === 'void') return value;
  return b.binary('sub', intConst(value.type, 0n), value);
}

export function bitNot(b: LoweringBuilder, value: Operand): Operand {
  if (value.type === 'f32' || value.type === 'ptr' || value.type === 'void') return value;
  return b.binary('xor', value, intConst(value.type, -1n));
}

export const logicalNot = (b: LoweringBuilder, value: Operand): Operand => b.not(isNotZero(b, value));

/** pointer ± index × elementBytes. */
export function stepPointer(
  b: LoweringBuilder,
  pointer: Operand,
  index: Operand,
  indexType: Type,
  elementBytes: number,
  isMinus: boolean,
): Operand {
  const count = index.type === 'ptr' ? index : resize(b, index, 'i16', isSigned(indexType));
  const bytes = b.binary('mul', count, intConst('i16', elementBytes));
  return b.ptradd(pointer, isMinus ? b.binary('sub', intConst('i16', 0n), bytes) : bytes);
}

export function pointerDifference(
  b: LoweringBuilder,
  left: Operand,
  right: Operand,
  elementBytes: number,
): Operand {
  const bytes = b.binary('sub', b.convert('bitcast', 'i16', left), b.convert('bitcast', 'i16', right));
  if (elementBytes <= 1) return bytes;
  // The difference is a multiple of the element, so a power of two can be shifted out.
  const power = Math.log2(elementBytes);
  if (Number.isInteger(power)) return b.binary('ashr', bytes, intConst('i8', power));
  return b.binary('sdiv', bytes, intConst('i16', elementBytes));
}

/** pointer + offset, where null stays null. */
export function offsetPointer(
  b: LoweringBuilder,
  pointer: Operand,
  offset: number,
  mayBeNull: boolean,
): Operand {
  if (offset === 0) return pointer;
  const moved = b.ptradd(pointer, offset);
  if (!mayBeNull || isConstant(pointer)) {
    return isConstant(pointer) && pointer.kind === 'address' && pointer.value === 0 ? pointer : moved;
  }
  return b.select(b.compare('eq', pointer, addressConst(0)), pointer, moved);
}
