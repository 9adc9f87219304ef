/** A builder that can only fold: what would take an instruction is not constant. */
import { addressConst, globalAddress, intConst, isConstant, isIntConstant } from '../../ir/constants.ts';
import type {
  BinaryOp,
  Constant,
  Conversion,
  FloatCompare,
  IntCompare,
  IrType,
  Operand,
} from '../../ir/ir.ts';
import { foldBinary, foldCompare, foldConversion } from './fold.ts';

/** Unwinds the evaluation; never leaves constant-expressions.ts. */
class NotConstant extends Error {
  override readonly name = 'NotConstant';
}

/** One for all: making an error costs more than most evaluations. */
export const NOT_CONSTANT = new NotConstant();

function need(constant: Constant | undefined): Constant {
  if (constant === undefined) throw NOT_CONSTANT;
  return constant;
}

function constant(operand: Operand): Constant {
  return need(isConstant(operand) ? operand : undefined);
}

export class ConstantBuilder {
  binary(op: BinaryOp, left: Operand, right: Operand): Constant {
    return need(foldBinary(op, constant(left), constant(right)));
  }

  compare(op: IntCompare | FloatCompare, left: Operand, right: Operand): Constant {
    return need(foldCompare(op, constant(left), constant(right)));
  }

  convert(op: Conversion, type: IrType, operand: Operand): Constant {
    const from = constant(operand);
    return from.type === type ? from : need(foldConversion(op, type, from));
  }

  not(value: Operand): Constant {
    return this.binary('xor', value, intConst('i1', 1n));
  }

  select(condition: Operand, left: Operand, right: Operand): Constant {
    const truth = constant(condition);
    if (truth.kind !== 'int') throw NOT_CONSTANT;
    return constant(truth.value !== 0n ? left : right);
  }

  ptradd(pointer: Operand, bytes: Operand | number): Constant {
    const base = constant(pointer);
    const distance =
      typeof bytes === 'number'
        ? bytes
        : isIntConstant(bytes)
          ? Number(BigInt.asIntN(16, bytes.value))
          : undefined;
    if (distance === 0) return base;
    if (distance === undefined) throw NOT_CONSTANT;
    if (base.kind === 'address') return addressConst(base.value + distance);
    if (base.kind === 'global') return globalAddress(base.name, base.offset + distance);
    throw NOT_CONSTANT;
  }
}
