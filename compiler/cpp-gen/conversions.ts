/**
 * The conversions of docs/language.md, "Values", as C++.
 *
 * In: a fragment of any kind. Out: the same value as the hole wants it.
 * Requires: the checker has refused what does not convert (text for a number).
 */
import { ANY_WHOLE, WHOLE_LIMIT, asWhole, whole, type ValueType } from '../program/value-type.ts';
import { plainText, type Code } from './code.ts';
import { fitsInt } from './cpp-types.ts';
import { LEVEL, atLevel, numberFragment, primary, respelled, type Fragment } from './fragment.ts';
import type { Generation } from './generation.ts';
import { decimalLiteral, flashLiteral } from './literals.ts';

export const isTextFragment = ({ type }: Fragment): boolean => type.kind === 'text';

/** A truth counts as 1 or 0: C++ does so by itself. */
export const asNumberFragment = (fragment: Fragment): Fragment =>
  fragment.type.kind === 'truth' ? { ...fragment, type: whole(0, 1) } : fragment;

/** A decimal goes to the nearest whole number. */
export function asWholeFragment(gen: Generation, fragment: Fragment): Fragment {
  if (fragment.type.kind !== 'decimal') return asNumberFragment(fragment);
  if (fragment.literal !== undefined) return wholeLiteral(fragment, fragment.literal);
  gen.uses('GenieNumbers.h');
  return primary(['toWhole(', fragment.code, ')'], 'long', ANY_WHOLE);
}

/** A decimal literal, rounded already. */
function wholeLiteral(fragment: Fragment, value: number): Fragment {
  const rounded = Math.min(WHOLE_LIMIT, Math.max(-WHOLE_LIMIT, roundHalfAway(Math.fround(value))));
  const literal = numberFragment(rounded, whole(rounded, rounded));
  return { ...literal, code: respelled(fragment.code, plainText(literal.code)) };
}

/** A whole literal gets a point, so that C++ divides as decimals do. */
export function asDecimal(fragment: Fragment): Code {
  if (fragment.literal !== undefined) return respelled(fragment.code, decimalLiteral(fragment.literal));
  return fragment.cpp === 'float'
    ? atLevel(fragment, LEVEL.unary)
    : ['(float)', atLevel(fragment, LEVEL.unary)];
}

/** Any number is true unless it is 0. */
export function asTruth(fragment: Fragment): Fragment {
  if (fragment.type.kind === 'truth') return fragment;
  const code = [atLevel(fragment, LEVEL.equality + 1), ' != 0'];
  return { code, level: LEVEL.equality, cpp: 'bool', type: { kind: 'truth' } };
}

/** The words "vrai" and "faux", for a place where any expression may stand. */
export function truthInWords(gen: Generation, fragment: Fragment): Code {
  const [yes, no] = gen.truthWords();
  const condition = atLevel(fragment, LEVEL.choose + 1);
  return [condition, ` ? ${flashLiteral(yes)} : ${flashLiteral(no)}`];
}

/** For a `const Text &` parameter: C++ converts numbers and literals by itself. */
export function asTextArgument(gen: Generation, fragment: Fragment): Code {
  gen.uses('GenieText.h');
  return fragment.type.kind === 'truth' ? truthInWords(gen, fragment) : fragment.code;
}

/** A Text object: something with methods. `fresh`: one that may be changed. */
export function asTextObject(gen: Generation, fragment: Fragment, fresh = false): Code {
  gen.uses('GenieText.h');
  if (fragment.cpp === 'Text' && !fresh) return atLevel(fragment, LEVEL.primary);
  return ['Text(', asTextArgument(gen, fragment), ')'];
}

/** A whole number brought into [min, max] where its range does not say so already. */
export function asLimitedWhole(gen: Generation, fragment: Fragment, min: number, max: number): Code {
  const value = asWholeFragment(gen, fragment);
  if (value.literal !== undefined) {
    return respelled(value.code, String(Math.min(max, Math.max(min, value.literal))));
  }
  const range = asWhole(value.type);
  if (range.min >= min && range.max <= max) return value.code;
  gen.uses('GenieNumbers.h');
  return ['limitWhole(', value.code, `, ${min}, ${max})`];
}

/** A whole number for a driver's `int` parameter: the driver limits it, here it must only fit. */
export function asIntArgument(gen: Generation, fragment: Fragment, min: number, max: number): Code {
  const { type } = asWholeFragment(gen, fragment);
  const range = asWhole(type);
  const fits = fragment.literal === undefined && fitsInt(range.min, range.max);
  return fits ? asWholeFragment(gen, fragment).code : asLimitedWhole(gen, fragment, min, max);
}

export const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

/** A fragment as the value of a variable, parameter, list item or result of type `target`. */
export function asValueOf(gen: Generation, fragment: Fragment, target: ValueType): Code {
  switch (target.kind) {
    case 'truth':
      return asTruth(fragment).code;
    case 'text':
      return asTextArgument(gen, fragment);
    default:
      return asNumberFragment(fragment).code;
  }
}
