/**
 * A constant as bytes, lowest first: numbers, or the parts of an address known when linking.
 */
import type { AsmOperand } from '../asm/asm.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import { floatBits } from '../ir/float-bits.ts';
import { BYTES, type Constant, type IrType, type Operand } from '../ir/ir.ts';
import { num, sym } from './asm-builder.ts';

export const isConstant = (operand: Operand): operand is Constant =>
  'kind' in operand && operand.kind !== 'param';

export function typeOf(operand: Operand): IrType {
  if (operand.type === 'void') throw new InternalError('an operand without a value');
  return operand.type;
}

/** A constant's bits, or undefined for an address that only the linker knows. */
export function constantBits(constant: Constant): bigint | undefined {
  switch (constant.kind) {
    case 'int':
      return constant.value;
    case 'float':
      return BigInt(floatBits(constant.value));
    case 'address':
      return BigInt(constant.value);
    case 'undef':
      return 0n;
    default:
      return undefined;
  }
}

export function constantByte(constant: Constant, index: number): AsmOperand {
  const bits = constantBits(constant);
  if (bits !== undefined) return num(Number((bits >> BigInt(index * 8)) & 255n));
  if (index >= BYTES[constant.type]) throw new InternalError('a byte behind the constant');
  if (constant.kind === 'global') return sym(constant.name, index === 0 ? 'lo8' : 'hi8', constant.offset);
  if (constant.kind === 'function') return sym(constant.name, index === 0 ? 'wordLo8' : 'wordHi8');
  throw new InternalError(`no bytes of a constant ${constant.kind}`);
}
