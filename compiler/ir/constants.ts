/**
 * Makes and reads the constants of the IR. Integers are normalised to 0 … 2^width − 1 here, and only here.
 */
import type { Constant, Instruction, IrType, Operand } from './ir.ts';

export type IntType = 'i1' | 'i8' | 'i16' | 'i32' | 'i64';
export type IntConstant = Constant & { readonly kind: 'int' };

export const WIDTH: Readonly<Record<IrType, number>> = {
  i1: 1,
  i8: 8,
  i16: 16,
  i32: 32,
  i64: 64,
  f32: 32,
  ptr: 16,
};

export const isIntType = (type: IrType | 'void'): type is IntType =>
  type === 'i8' || type === 'i16' || type === 'i1' || type === 'i32' || type === 'i64';

/** All constants have one layout, for the reason that make-instruction.ts gives. */
function layout(
  kind: Constant['kind'],
  type: IrType,
  value: bigint | number | undefined,
  name: string | undefined,
  offset: number,
): Constant {
  return { kind, type, value, name, offset } as unknown as Constant;
}

/** Wraps to the width of the type. */
export function intConst(type: IntType, value: bigint | number): IntConstant {
  return layout('int', type, BigInt.asUintN(WIDTH[type], BigInt(value)), undefined, 0) as IntConstant;
}

export const boolConst = (value: boolean): IntConstant => intConst('i1', value ? 1n : 0n);

/** Rounds to single precision. */
export const floatConst = (value: number): Constant =>
  layout('float', 'f32', Math.fround(value), undefined, 0);

export const globalAddress = (name: string, offset = 0): Constant =>
  layout('global', 'ptr', undefined, name, offset);

export const functionAddress = (name: string): Constant => layout('function', 'ptr', undefined, name, 0);

/** A fixed place in the data space: a register, or 0 as the null pointer. */
export const addressConst = (value: number): Constant =>
  layout('address', 'ptr', value & 0xffff, undefined, 0);

export const NULL_POINTER: Constant = addressConst(0);

export const undefConst = (type: IrType): Constant => layout('undef', type, undefined, undefined, 0);

/** Zero of any type. */
export function zeroConst(type: IrType): Constant {
  if (type === 'f32') return floatConst(0);
  if (type === 'ptr') return NULL_POINTER;
  return intConst(type, 0n);
}

export const isInstruction = (operand: Operand): operand is Instruction => 'op' in operand;

export const isConstant = (operand: Operand): operand is Constant =>
  !('op' in operand) && operand.kind !== 'param';

export const isIntConstant = (operand: Operand): operand is IntConstant =>
  !('op' in operand) && operand.kind === 'int';

/** The value of an integer constant read as signed. */
export const signedValue = (constant: IntConstant): bigint =>
  BigInt.asIntN(WIDTH[constant.type], constant.value);

/** The same value: identical, or equal constants. A NaN equals itself, 0 and −0 differ. */
export function sameOperand(a: Operand, b: Operand): boolean {
  if (a === b) return true;
  if ('op' in a || 'op' in b || a.kind === 'param' || b.kind === 'param') return false;
  if (a.type !== b.type) return false;
  switch (a.kind) {
    case 'int':
      return b.kind === 'int' && a.value === b.value;
    case 'float':
      return b.kind === 'float' && Object.is(a.value, b.value);
    case 'global':
      return b.kind === 'global' && a.name === b.name && a.offset === b.offset;
    case 'function':
      return b.kind === 'function' && a.name === b.name;
    case 'address':
      return b.kind === 'address' && a.value === b.value;
    case 'undef':
      return b.kind === 'undef';
  }
}
