/**
 * How C++ types travel in the IR: the scalar type of a value, the type it has in memory, and how
 * records are passed and returned.
 *
 * A bool is i1 as a value and a byte (0 or 1) in memory. Pointers, references and null are ptr.
 * Trivial records go by value: `byvalBytes` as arguments; as results up to 8 bytes in the next of
 * i8/i16/i32/i64, larger ones through a first ptr parameter. Other records go by hidden reference both ways.
 */
import type { IntType } from '../../ir/constants.ts';
import type { IrResult, IrType, Signature } from '../../ir/ir.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import { sizeOf, type FunctionType, type Type } from '../types.ts';

const BY_BYTES: Readonly<Record<number, IntType>> = { 1: 'i8', 2: 'i16', 4: 'i32', 8: 'i64' };

/** The integer type of 1, 2, 4 or 8 bytes. */
export function intOfBytes(bytes: number): IntType {
  const type = BY_BYTES[bytes];
  if (type === undefined) throw new InternalError(`no integer of ${bytes} bytes`);
  return type;
}

/** The IR type of a value; undefined for void, records, arrays and functions. */
export function scalarType(type: Type): IrType | undefined {
  switch (type.kind) {
    case 'bool':
      return 'i1';
    case 'int':
      return intOfBytes(type.bytes);
    case 'float':
      return 'f32';
    case 'nullptr':
    case 'pointer':
    case 'reference':
      return 'ptr';
    case 'enum':
      return scalarType(type.decl.underlying);
    case 'error':
      return 'i16';
    case 'void':
    case 'array':
    case 'function':
    case 'record':
      return undefined;
  }
}

export function irType(type: Type): IrType {
  const scalar = scalarType(type);
  if (scalar === undefined) throw new InternalError(`a ${type.kind} is not a scalar`);
  return scalar;
}

/** What a value of `type` is in memory. */
export const memoryType = (type: IrType): IrType => (type === 'i1' ? 'i8' : type);

export function bytesOf(type: Type): number {
  return sizeOf(type) ?? 0;
}

/** A bit-field's: an enum without negative values has no sign. */
export const hasSignBit = (type: Type): boolean =>
  isSigned(type) && !(type.kind === 'enum' && type.decl.isNeverNegative === true);

export function isSigned(type: Type): boolean {
  if (type.kind === 'enum') return isSigned(type.decl.underlying);
  return type.kind === 'int' && type.isSigned;
}

export const isRecord = (type: Type): boolean => type.kind === 'record';

/** Passed as an address of an object that the caller made. */
export const isHiddenReference = (type: Type): boolean => type.kind === 'record' && !type.decl.isTrivial;

export type ResultWay = 'void' | 'scalar' | 'packed' | 'hiddenPointer';

export function resultWay(type: Type): ResultWay {
  if (type.kind === 'void') return 'void';
  if (type.kind !== 'record') return 'scalar';
  return type.decl.isTrivial && type.decl.size <= 8 ? 'packed' : 'hiddenPointer';
}

/** The integer a small record comes back in. */
export function packedType(type: Type): IntType {
  const bytes = bytesOf(type);
  return intOfBytes(bytes <= 2 ? bytes : bytes <= 4 ? 4 : 8);
}

export function resultType(type: Type): IrResult {
  switch (resultWay(type)) {
    case 'void':
    case 'hiddenPointer':
      return 'void';
    case 'scalar':
      return irType(type);
    case 'packed':
      return packedType(type);
  }
}

export type SignatureParam = Signature['params'][number];

export function paramOf(type: Type): SignatureParam {
  if (type.kind !== 'record') return { type: irType(type) };
  return type.decl.isTrivial ? { type: 'ptr', byvalBytes: type.decl.size } : { type: 'ptr' };
}

/** The hidden result pointer comes first, then `this`. */
export function signatureOf(type: FunctionType, hasThis: boolean): Signature {
  const params: SignatureParam[] = [];
  if (resultWay(type.result.type) === 'hiddenPointer') params.push({ type: 'ptr' });
  if (hasThis) params.push({ type: 'ptr' });
  for (const param of type.params) params.push(paramOf(param.type));
  return { params, result: resultType(type.result.type), isVariadic: type.isVariadic };
}

/** A scalar part of an object. */
export interface Leaf {
  readonly offset: number;
  readonly type: IrType;
}

/** More parts than this are copied as a block. */
const MOST_LEAVES = 4;

/** The scalar parts of a small object, for copies that keep each part visible; undefined: copy it as bytes. */
export function leavesOf(type: Type): readonly Leaf[] | undefined {
  const leaves: Leaf[] = [];
  return addLeaves(type, 0, leaves) ? leaves : undefined;
}

function addLeaves(type: Type, offset: number, leaves: Leaf[]): boolean {
  if (type.kind === 'array') {
    if (type.count === undefined || type.count > MOST_LEAVES) return false;
    for (let index = 0; index < type.count; index++)
      if (!addLeaves(type.of.type, offset + index * bytesOf(type.of.type), leaves)) return false;
    return true;
  }
  if (type.kind === 'record') {
    const { decl } = type;
    if (decl.tag === 'union' || decl.fields.some(({ bits }) => bits !== undefined)) return false;
    if (decl.hasVtable && decl.base?.record.hasVtable !== true) leaves.push({ offset, type: 'ptr' });
    if (
      decl.base !== undefined &&
      !addLeaves({ kind: 'record', decl: decl.base.record }, offset + decl.base.offset, leaves)
    )
      return false;
    return decl.fields.every((field) => addLeaves(field.type.type, offset + field.offset, leaves));
  }
  leaves.push({ offset, type: memoryType(irType(type)) });
  return leaves.length <= MOST_LEAVES;
}
