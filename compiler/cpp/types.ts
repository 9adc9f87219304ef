/**
 * C++ types as the checker gives them and lowering reads them, with avr-gcc's sizes: char 1 (signed),
 * short and int 2, long 4, long long 8, every float 4, pointers 2; no alignment or padding at all.
 *
 * Built-in types are shared constants; records and enums are compared by identity of `decl`.
 */
import type { TypedFunction } from './typed-ast.ts';

export type IntName =
  | 'char'
  | 'signed char'
  | 'unsigned char'
  | 'short'
  | 'unsigned short'
  | 'int'
  | 'unsigned int'
  | 'long'
  | 'unsigned long'
  | 'long long'
  | 'unsigned long long'
  | 'wchar_t'
  | 'char16_t'
  | 'char32_t';

export interface QualType {
  readonly type: Type;
  readonly isConst: boolean;
  readonly isVolatile: boolean;
}

export type Type =
  | { readonly kind: 'void' }
  | { readonly kind: 'bool' }
  | {
      readonly kind: 'int';
      readonly name: IntName;
      readonly bytes: 1 | 2 | 4 | 8;
      readonly isSigned: boolean;
    }
  | { readonly kind: 'float'; readonly name: 'float' | 'double' | 'long double' }
  | { readonly kind: 'nullptr' }
  | { readonly kind: 'pointer'; readonly to: QualType }
  | { readonly kind: 'reference'; readonly to: QualType; readonly isRvalue: boolean }
  /** `count` undefined: of unknown bound. */
  | { readonly kind: 'array'; readonly of: QualType; readonly count?: number }
  | FunctionType
  | { readonly kind: 'record'; readonly decl: RecordInfo }
  | { readonly kind: 'enum'; readonly decl: EnumInfo }
  /** The type of an expression that was already reported: converts to and from anything, silently. */
  | { readonly kind: 'error' };

export interface FunctionType {
  readonly kind: 'function';
  readonly result: QualType;
  readonly params: readonly QualType[];
  readonly isVariadic: boolean;
}

export interface EnumInfo {
  readonly name: string;
  readonly isScoped: boolean;
  /** Without an explicit one: int, or the next type that holds all values, as avr-gcc does. */
  readonly underlying: Type & { readonly kind: 'int' | 'bool' };
  /** Neither an explicit type nor a negative value: its bit-fields have no sign. */
  readonly isNeverNegative?: boolean;
}

/** A class, struct or union with its layout. Filled in by the checker while it is being defined. */
export interface RecordInfo {
  readonly name: string;
  readonly tag: 'class' | 'struct' | 'union';
  /** False while only declared. */
  isComplete: boolean;
  /** Bytes; at least 1. */
  size: number;
  base?: { readonly record: RecordInfo; readonly offset: number };
  fields: readonly FieldInfo[];
  /** At offset 0, two bytes, when the class or its base has virtual methods. */
  hasVtable: boolean;
  /** Passed and returned by hidden pointer: it has a copy constructor or destructor of its own. */
  isTrivial: boolean;
  /**
   * With hasVtable: the function of every slot (base slots first; a virtual destructor has one slot, the
   * complete destructor), undefined where pure. Filled in once an object of the class is made.
   */
  vtable?: readonly (TypedFunction | undefined)[];
  /** Number of the unit, if that was checked by itself: another has its own record of the same class. */
  readonly home?: number | undefined;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: QualType;
  /** Bytes from the start of the record. */
  readonly offset: number;
  /** Bit-field: bits counted from bit 0 of the byte at `offset`, as gcc lays them out. */
  readonly bits?: { readonly first: number; readonly width: number };
}

const int = (name: IntName, bytes: 1 | 2 | 4 | 8, isSigned: boolean): Type & { kind: 'int' } => ({
  kind: 'int',
  name,
  bytes,
  isSigned,
});

export const VOID: Type = { kind: 'void' };
export const BOOL: Type & { kind: 'bool' } = { kind: 'bool' };
export const NULLPTR: Type = { kind: 'nullptr' };
export const ERROR: Type = { kind: 'error' };
export const CHAR = int('char', 1, true);
export const INT = int('int', 2, true);
export const UINT = int('unsigned int', 2, false);
export const INTS: Readonly<Record<IntName, Type & { kind: 'int' }>> = {
  char: CHAR,
  'signed char': int('signed char', 1, true),
  'unsigned char': int('unsigned char', 1, false),
  short: int('short', 2, true),
  'unsigned short': int('unsigned short', 2, false),
  int: INT,
  'unsigned int': UINT,
  long: int('long', 4, true),
  'unsigned long': int('unsigned long', 4, false),
  'long long': int('long long', 8, true),
  'unsigned long long': int('unsigned long long', 8, false),
  wchar_t: int('wchar_t', 2, true),
  char16_t: int('char16_t', 2, false),
  char32_t: int('char32_t', 4, false),
};
export const FLOATS: Readonly<Record<'float' | 'double' | 'long double', Type & { kind: 'float' }>> = {
  float: { kind: 'float', name: 'float' },
  double: { kind: 'float', name: 'double' },
  'long double': { kind: 'float', name: 'long double' },
};

export const plain = (type: Type): QualType => ({ type, isConst: false, isVolatile: false });

/** Bytes; undefined for void, functions, incomplete records and arrays of unknown bound. */
export function sizeOf(type: Type): number | undefined {
  switch (type.kind) {
    case 'void':
    case 'function':
      return undefined;
    case 'bool':
      return 1;
    case 'int':
      return type.bytes;
    case 'float':
      return 4;
    case 'nullptr':
    case 'pointer':
    case 'reference':
      return 2;
    case 'array': {
      const of = sizeOf(type.of.type);
      return of === undefined || type.count === undefined ? undefined : of * type.count;
    }
    case 'record':
      return type.decl.isComplete ? type.decl.size : undefined;
    case 'enum':
      return sizeOf(type.decl.underlying);
    case 'error':
      return 2;
  }
}
