/**
 * Arithmetic on constants while lowering, as ir/evaluate.ts defines it: in, operation and constants; out,
 * the constant, or undefined when it is only known later (addresses).
 */
import { addressConst, boolConst, floatConst, intConst, isIntType, undefConst } from '../../ir/constants.ts';
import {
  binaryFunction,
  binaryFunction64,
  compareFunction,
  compareFunction64,
  conversionFunction,
  conversionFunction64,
  type Value,
} from '../../ir/evaluate.ts';
import type { BinaryOp, Constant, Conversion, FloatCompare, IntCompare, IrType } from '../../ir/ir.ts';

export function foldBinary(op: BinaryOp, left: Constant, right: Constant): Constant | undefined {
  if (left.kind === 'float' && right.kind === 'float')
    return floatConst(binaryFunction(op, 'f32')(left.value, right.value));
  if (left.kind !== 'int' || right.kind !== 'int') return undefined;
  const { type } = left;
  if (type === 'i64') return intConst(type, binaryFunction64(op)(left.value, right.value));
  return intConst(type, binaryFunction(op, type)(Number(left.value), Number(right.value)));
}

export function foldCompare(
  op: IntCompare | FloatCompare,
  left: Constant,
  right: Constant,
): Constant | undefined {
  if (left.kind === 'int' && right.kind === 'int' && left.type === 'i64')
    return boolConst(compareFunction64(op)(left.value, right.value));
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return undefined;
  return boolConst(compareFunction(op, left.type)(a, b));
}

function numberOf(constant: Constant): number | undefined {
  switch (constant.kind) {
    case 'int':
    case 'float':
    case 'address':
      return Number(constant.value);
    default:
      return undefined;
  }
}

export function foldConversion(op: Conversion, type: IrType, from: Constant): Constant | undefined {
  if (from.kind === 'undef') return undefConst(type);
  if (from.type === 'i64' || type === 'i64') {
    if (from.kind !== 'int' && from.kind !== 'float') return undefined;
    return constantOf(type, conversionFunction64(op, from.type, type)(from.value));
  }
  const value = numberOf(from);
  return value === undefined ? undefined : constantOf(type, conversionFunction(op, from.type, type)(value));
}

function constantOf(type: IrType, value: Value): Constant {
  if (isIntType(type)) return intConst(type, value);
  return type === 'ptr' ? addressConst(Number(value)) : floatConst(Number(value));
}
