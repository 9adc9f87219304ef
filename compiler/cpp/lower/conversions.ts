/**
 * Scalar conversions, as C++ and avr-gcc make them: in, a value of the from-type; out, one of the to-type.
 *
 * Float to an integer of less than 32 bits goes through 32 bits, as avr-gcc does: what does not fit wraps.
 */
import { addressConst, floatConst, intConst, isIntType, type IntType, WIDTH } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { Type } from '../types.ts';
import { irType, isSigned } from './ir-types.ts';
import type { LoweringBuilder } from './lowering-builder.ts';

/** An integer to another width. */
export function resize(b: LoweringBuilder, value: Operand, to: IntType, fromSigned: boolean): Operand {
  const from = value.type;
  if (!isIntType(from) || from === to) return value;
  if (WIDTH[to] < WIDTH[from]) return b.convert('trunc', to, value);
  return b.convert(fromSigned && from !== 'i1' ? 'sext' : 'zext', to, value);
}

export function isNotZero(b: LoweringBuilder, value: Operand): Operand {
  switch (value.type) {
    case 'i1':
      return value;
    case 'f32':
      return b.compare('fne', value, floatConst(0));
    case 'ptr':
      return b.compare('ne', value, addressConst(0));
    case 'void':
      return intConst('i1', 0n);
    default:
      return b.compare('ne', value, intConst(value.type, 0n));
  }
}

export function convertValue(b: LoweringBuilder, value: Operand, from: Type, to: Type): Operand {
  const target = irType(to);
  if (target === 'i1') return isNotZero(b, value);
  if (value.type === target || value.type === 'void') return value;
  if (target === 'f32') return toFloat(b, value, isSigned(from));
  if (target === 'ptr') {
    const whole = value.type === 'f32' ? toInt(b, value, 'i16', false) : value;
    return b.convert('bitcast', 'ptr', resize(b, whole, 'i16', isSigned(from)));
  }
  return toInt(b, value, target, isSigned(from), isSigned(to));
}

function toFloat(b: LoweringBuilder, value: Operand, fromSigned: boolean): Operand {
  if (value.type === 'ptr') return toFloat(b, b.convert('bitcast', 'i16', value), false);
  const whole = value.type === 'i1' ? b.convert('zext', 'i8', value) : value;
  return b.convert(fromSigned ? 'sitofp' : 'uitofp', 'f32', whole);
}

function toInt(
  b: LoweringBuilder,
  value: Operand,
  to: IntType,
  fromSigned: boolean,
  toSigned = false,
): Operand {
  if (value.type === 'ptr') return resize(b, b.convert('bitcast', 'i16', value), to, false);
  if (value.type !== 'f32') return resize(b, value, to, fromSigned);
  const isNarrow = WIDTH[to] < 32;
  const whole = b.convert(isNarrow || toSigned ? 'fptosi' : 'fptoui', isNarrow ? 'i32' : to, value);
  return resize(b, whole, to, false);
}
