/**
 * Relations between types: same, promoted, common, decayed; C++11 §4 and §5 with avr-gcc's sizes.
 *
 * Pure functions of types. Qualifiers of an array are those of its elements.
 */
import {
  BOOL,
  FLOATS,
  INT,
  INTS,
  plain,
  UINT,
  type FunctionType,
  type IntName,
  type QualType,
  type RecordInfo,
  type Type,
} from '../types.ts';

export const isConstQual = (q: QualType): boolean =>
  q.isConst || (q.type.kind === 'array' && isConstQual(q.type.of));
export const isVolatileQual = (q: QualType): boolean =>
  q.isVolatile || (q.type.kind === 'array' && isVolatileQual(q.type.of));

export function qualify(q: QualType, isConst: boolean, isVolatile: boolean): QualType {
  if ((!isConst || q.isConst) && (!isVolatile || q.isVolatile)) return q;
  if (q.type.kind === 'reference' || q.type.kind === 'function') return q;
  if (q.type.kind === 'array') {
    const of = qualify(q.type.of, isConst, isVolatile);
    return { ...q, type: { ...q.type, of } };
  }
  return { type: q.type, isConst: q.isConst || isConst, isVolatile: q.isVolatile || isVolatile };
}

export const unqualified = (q: QualType): QualType =>
  q.type.kind === 'array'
    ? plain({ ...q.type, of: unqualified(q.type.of) })
    : q.isConst || q.isVolatile
      ? plain(q.type)
      : q;

export const constOf = (type: Type): QualType => ({ type, isConst: true, isVolatile: false });
export const pointerTo = (to: QualType): Type & { kind: 'pointer' } => ({ kind: 'pointer', to });
export const referenceTo = (to: QualType, isRvalue = false): Type => ({ kind: 'reference', to, isRvalue });

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'int':
      return a.name === (b as typeof a).name;
    case 'float':
      return a.name === (b as typeof a).name;
    case 'pointer':
      return sameQual(a.to, (b as typeof a).to);
    case 'reference': {
      const other = b as typeof a;
      return a.isRvalue === other.isRvalue && sameQual(a.to, other.to);
    }
    case 'array': {
      const other = b as typeof a;
      return a.count === other.count && sameQual(a.of, other.of);
    }
    case 'function':
      return sameFunction(a, b as FunctionType);
    case 'record':
      return a.decl === (b as typeof a).decl;
    case 'enum':
      return a.decl === (b as typeof a).decl;
    case 'void':
    case 'bool':
    case 'nullptr':
    case 'error':
      return true;
  }
}

export const sameQual = (a: QualType, b: QualType): boolean =>
  a === b || (a.isConst === b.isConst && a.isVolatile === b.isVolatile && sameType(a.type, b.type));

export function sameFunction(a: FunctionType, b: FunctionType): boolean {
  return sameParams(a, b) && sameQual(a.result, b.result);
}

export function sameParams(a: FunctionType, b: FunctionType): boolean {
  if (a.params.length !== b.params.length || a.isVariadic !== b.isVariadic) return false;
  return a.params.every((param, index) => {
    const other = b.params[index];
    return other !== undefined && sameType(param.type, other.type) && sameParamQuals(param, other);
  });
}

/** Top-level const of a parameter does not count. */
const sameParamQuals = (a: QualType, b: QualType): boolean => a.type.kind !== 'array' || sameQual(a, b);

export const isInteger = (type: Type): boolean => type.kind === 'int' || type.kind === 'bool';
export const isEnum = (type: Type): type is Type & { kind: 'enum' } => type.kind === 'enum';
export const isUnscopedEnum = (type: Type): boolean => type.kind === 'enum' && !type.decl.isScoped;
export const isIntegral = (type: Type): boolean => isInteger(type) || isUnscopedEnum(type);
export const isArithmetic = (type: Type): boolean => isInteger(type) || type.kind === 'float';
export const isArithmeticOrEnum = (type: Type): boolean => isArithmetic(type) || isUnscopedEnum(type);
export const isPointer = (type: Type): type is Type & { kind: 'pointer' } => type.kind === 'pointer';
export const isScalar = (type: Type): boolean =>
  isArithmetic(type) || type.kind === 'enum' || type.kind === 'pointer' || type.kind === 'nullptr';
export const isRecord = (type: Type): type is Type & { kind: 'record' } => type.kind === 'record';

/** Type without reference. */
export const referred = (q: QualType): QualType => (q.type.kind === 'reference' ? q.type.to : q);

/** Value type of an expression: arrays and functions as pointers, no qualifiers. */
export function decay(q: QualType): QualType {
  const type = referred(q);
  if (type.type.kind === 'array') return plain(pointerTo(type.type.of));
  if (type.type.kind === 'function') return plain(pointerTo(type));
  return plain(type.type);
}

const RANK: Readonly<Record<IntName, number>> = {
  char: 1,
  'signed char': 1,
  'unsigned char': 1,
  short: 2,
  'unsigned short': 2,
  wchar_t: 3,
  char16_t: 2,
  int: 3,
  'unsigned int': 3,
  char32_t: 4,
  long: 4,
  'unsigned long': 4,
  'long long': 5,
  'unsigned long long': 5,
};

/** Integral promotion. Also of float: itself. */
export function promoted(type: Type): Type {
  if (type.kind === 'bool') return INT;
  if (type.kind === 'enum') return type.decl.isScoped ? type : promoted(type.decl.underlying);
  if (type.kind !== 'int') return type;
  switch (type.name) {
    case 'char':
    case 'signed char':
    case 'unsigned char':
    case 'short':
    case 'wchar_t':
      return INT;
    case 'unsigned short':
    case 'char16_t':
      return UINT;
    case 'char32_t':
      return INTS['unsigned long'];
    default:
      return type;
  }
}

/** The usual arithmetic conversions; operands are arithmetic or unscoped enums. */
export function commonArithmetic(a: Type, b: Type): Type {
  if (a.kind === 'float' || b.kind === 'float') {
    if (a.kind !== 'float') return b;
    if (b.kind !== 'float') return a;
    if (a.name === 'long double' || b.name === 'long double') return FLOATS['long double'];
    return a.name === 'double' || b.name === 'double' ? FLOATS.double : a;
  }
  const left = promoted(a);
  const right = promoted(b);
  if (left.kind !== 'int' || right.kind !== 'int') return INT;
  if (left.name === right.name) return left;
  const leftRank = RANK[left.name];
  const rightRank = RANK[right.name];
  if (left.isSigned === right.isSigned) return leftRank >= rightRank ? left : right;
  const [unsigned, signed] = left.isSigned ? [right, left] : [left, right];
  if (RANK[unsigned.name] >= RANK[signed.name]) return unsigned;
  if (signed.bytes > unsigned.bytes) return signed;
  return INTS[`unsigned ${signed.name}` as IntName];
}

/** The integer type that stands for the bits of an integer, bool or enum. */
export function bitsOf(type: Type): { readonly bytes: number; readonly isSigned: boolean } {
  if (type.kind === 'enum') return bitsOf(type.decl.underlying);
  if (type.kind === 'int') return type;
  if (type.kind === 'bool') return { bytes: 1, isSigned: false };
  return { bytes: 2, isSigned: false };
}

/** `value` cut to the type, in its sign. */
export function wrap(value: bigint, type: Type): bigint {
  if (type.kind === 'bool') return value === 0n ? 0n : 1n;
  const { bytes, isSigned } = bitsOf(type);
  return isSigned ? BigInt.asIntN(bytes * 8, value) : BigInt.asUintN(bytes * 8, value);
}

/** Steps from `derived` up to `base`; 0 for the same, undefined for none. */
export function baseDistance(derived: RecordInfo, base: RecordInfo): number | undefined {
  let steps = 0;
  for (let at: RecordInfo | undefined = derived; at !== undefined; at = at.base?.record) {
    if (at === base) return steps;
    steps++;
  }
  return undefined;
}

/** Offset of `base` inside `derived`. */
export function baseOffset(derived: RecordInfo, base: RecordInfo): number {
  let offset = 0;
  for (let at = derived; at !== base;) {
    if (at.base === undefined) break;
    offset += at.base.offset;
    at = at.base.record;
  }
  return offset;
}

export const isVoidPointer = (type: Type): boolean => type.kind === 'pointer' && type.to.type.kind === 'void';

export { BOOL };
