/**
 * Which torture programs are strict C++: the language of its standard alone, nothing of GNU's.
 *
 * In: a program's text. Out: whether it may be strict, and the text to build.
 *   1. GNU's attributes are taken away (`#define __attribute__(x)`): most only steer GCC's optimiser.
 *   2. Of the names that are the implementation's (__x, _X) it has only macros that every compiler for
 *      the chip predefines, and builtins that are functions of C's library, such as __builtin_abort.
 *   3. It does not ask for more stack than the chip has (dg-require-stack-size).
 *   4. `avr-g++ -std=c++11 -pedantic-errors` takes it, and it passes on the chip (classify.ts).
 */
import { stripComments } from '../../../compiler/strip-comments.ts';

/** Of an ATmega2560. */
const RAM_BYTES = 8192;
const KNOWN = /^__(?:attribute(?:__)?|LINE__|FILE__|DATE__|TIME__|cplusplus)$/;
const LIBRARY_BUILTIN =
  /^__builtin_(?:abort|exit|mem(?:cpy|move|set|cmp|chr)|str\w+|s?printf|l?l?abs|malloc)$/;

/** `predefined`: macros that avr-g++ predefines. */
export function mayBeStrict(text: string, predefined: ReadonlySet<string>): boolean {
  const stack = /dg-require-stack-size "(\w+)"/.exec(text)?.[1];
  if (stack !== undefined && Number(stack) > RAM_BYTES) return false;
  const names = stripComments(text).match(/\b_(?:_|[A-Z])\w*/g) ?? [];
  return names.every((name) => KNOWN.test(name) || LIBRARY_BUILTIN.test(name) || predefined.has(name));
}

export const withoutAttributes = (program: string): string =>
  `#define __attribute__(x)\n#define __attribute(x)\n${program}`;
