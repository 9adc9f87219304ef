/**
 * A piece of a C++ expression with what is needed to put it into a bigger one.
 *
 * In/out: `Fragment`s. Invariant: `level` is the binding strength of the outermost operator, so that
 * parentheses appear exactly where C++ needs them.
 */
import type { ValueType } from '../program/value-type.ts';
import type { Code } from './code.ts';
import { fitsInt, type CppType } from './cpp-types.ts';
import { decimalLiteral } from './literals.ts';

/** C++ precedence, higher binds tighter (cppreference, "Operator precedence", upside down). */
export const LEVEL = {
  primary: 16,
  unary: 15,
  multiply: 13,
  add: 12,
  relation: 9,
  equality: 8,
  and: 5,
  or: 4,
  choose: 3,
} as const;

export interface Fragment {
  readonly code: Code;
  readonly level: number;
  /** The C++ type of the expression; 'flash' is an F() literal. */
  readonly cpp: CppType | 'flash';
  readonly type: ValueType;
  /** The number, when it is a plain literal. */
  readonly literal?: number;
  /** A local of the generator's own, which nothing changes any more. */
  readonly isKept?: boolean;
  /** How it is written where a colour is wanted. */
  readonly asColour?: Code;
}

/** The code, in parentheses if its outermost operator binds less than `level`. */
export const atLevel = (fragment: Fragment, level: number): Code =>
  fragment.level < level ? ['(', fragment.code, ')'] : fragment.code;

/** A local that holds a value worked out before. */
export const kept = (code: Code, cpp: CppType, type: ValueType): Fragment => ({
  ...primary(code, cpp, type),
  isKept: true,
});

/** Another spelling of the same piece, still of its block. */
export function respelled(code: Code, text: string): Code {
  return typeof code === 'object' && 'blockId' in code ? { ...code, code: text } : text;
}

export const primary = (code: Code, cpp: CppType | 'flash', type: ValueType): Fragment => ({
  code,
  level: LEVEL.primary,
  cpp,
  type,
});

/** A number as a C++ literal. */
export function numberFragment(value: number, type: ValueType): Fragment {
  const level = value < 0 ? LEVEL.unary : LEVEL.primary;
  if (type.kind !== 'whole')
    return { code: decimalLiteral(value), level, cpp: 'float', type, literal: value };
  // -32768 is the opposite of a long in C++.
  const cpp: CppType = fitsInt(value, value) && value !== -32_768 ? 'int' : 'long';
  return { code: String(value), level, cpp, type, literal: value };
}
