/**
 * What the rules of `combine` work with: they ask for new instructions, which come out simplified and
 * placed before the instruction that is being looked at.
 */
import { WIDTH, intConst, isIntType, type IntConstant } from '../constants.ts';
import type {
  BinaryOp,
  Conversion,
  FloatCompare,
  IntCompare,
  Instruction,
  IrModule,
  IrType,
  Operand,
} from '../ir.ts';

export interface Combiner {
  readonly module: IrModule;
  binary(op: BinaryOp, left: Operand, right: Operand): Operand;
  compare(op: IntCompare | FloatCompare, left: Operand, right: Operand): Operand;
  convert(op: Conversion, type: IrType, operand: Operand): Operand;
  select(condition: Operand, left: Operand, right: Operand): Operand;
  ptradd(left: Operand, right: Operand): Operand;
  /** Nothing but the instruction being looked at uses it. */
  isSingleUse(operand: Operand): boolean;
}

/** The integer constant an operand is. */
export function intOf(operand: Operand): bigint | undefined {
  return 'op' in operand || operand.kind !== 'int' ? undefined : operand.value;
}

export function isInt(operand: Operand, value: bigint): boolean {
  return !('op' in operand) && operand.kind === 'int' && operand.value === value;
}

const ALL_ONES: Readonly<Record<IrType, bigint>> = {
  i1: 1n,
  i8: 0xffn,
  i16: 0xffffn,
  i32: 0xffffffffn,
  i64: 0xffffffffffffffffn,
  f32: 0xffffffffn,
  ptr: 0xffffn,
};

export const allOnes = (type: IrType): bigint => ALL_ONES[type];

/** k when the value is 2^k. */
export function log2(value: bigint): number | undefined {
  if (value <= 0n || (value & (value - 1n)) !== 0n) return undefined;
  return value.toString(2).length - 1;
}

/** The instruction an operand is, when it has this opcode. */
export function as<Op extends Instruction['op']>(
  operand: Operand,
  op: Op,
): Extract<Instruction, { readonly op: Op }> | undefined {
  return 'op' in operand && operand.op === op
    ? (operand as Extract<Instruction, { readonly op: Op }>)
    : undefined;
}

export interface BinaryInstruction {
  readonly op: BinaryOp;
  readonly left: Operand;
  readonly right: Operand;
}

export function asBinary(operand: Operand, op: BinaryOp): BinaryInstruction | undefined {
  return 'op' in operand && operand.op === op ? operand : undefined;
}

export function asConversion(operand: Operand, op: Conversion): { readonly operand: Operand } | undefined {
  return 'op' in operand && operand.op === op ? operand : undefined;
}

export const constantLike = (operand: Operand, value: bigint | number): IntConstant => {
  if (!isIntType(operand.type)) throw new TypeError('no integer');
  return intConst(operand.type, value);
};

/** The narrowest of i8, i16, i32 that holds the bits and is narrower than `type`. */
export function narrowerType(bits: number, type: IrType): 'i8' | 'i16' | 'i32' | undefined {
  const width = WIDTH[type];
  if (bits <= 0xff) return width > 8 ? 'i8' : undefined;
  if (bits <= 0xffff) return width > 16 ? 'i16' : undefined;
  return bits <= 0xffffffff && width > 32 ? 'i32' : undefined;
}
