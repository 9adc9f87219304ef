/**
 * The kinds of values and, for whole numbers, the range they are proven to stay in.
 *
 * In/out: `ValueType`s. Invariant: a whole range lies within ±WHOLE_LIMIT and min ≤ max.
 * Widths follow from ranges: docs/language.md, "Values".
 */

/** Whole numbers live between −WHOLE_LIMIT and WHOLE_LIMIT; beyond, they stay at the limit. */
export const WHOLE_LIMIT = 2_147_483_647;

export type ValueType =
  | { readonly kind: 'whole'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal' }
  | { readonly kind: 'truth' }
  | { readonly kind: 'text' };

export const DECIMAL: ValueType = { kind: 'decimal' };
export const TRUTH: ValueType = { kind: 'truth' };
export const TEXT: ValueType = { kind: 'text' };
export const ANY_WHOLE: ValueType = { kind: 'whole', min: -WHOLE_LIMIT, max: WHOLE_LIMIT };
export const ZERO: ValueType = { kind: 'whole', min: 0, max: 0 };

const clamp = (value: number): number => Math.min(WHOLE_LIMIT, Math.max(-WHOLE_LIMIT, value));

/** The range [min, max] brought within the limits of whole numbers. */
export const whole = (min: number, max: number): ValueType => ({
  kind: 'whole',
  min: clamp(min),
  max: clamp(max),
});

/** A number block's type: whole if it is an integer within the limits. */
export const numberType = (value: number): ValueType =>
  Number.isInteger(value) && Math.abs(value) <= WHOLE_LIMIT ? whole(value, value) : DECIMAL;

export const isText = (type: ValueType): boolean => type.kind === 'text';

/** A truth seen as a number is 0 or 1. */
export const asNumber = (type: ValueType): ValueType => (type.kind === 'truth' ? whole(0, 1) : type);

/** A number brought to a whole number. */
export function asWhole(type: ValueType): {
  readonly kind: 'whole';
  readonly min: number;
  readonly max: number;
} {
  const number = asNumber(type);
  return number.kind === 'whole' ? number : { kind: 'whole', min: -WHOLE_LIMIT, max: WHOLE_LIMIT };
}

/**
 * The smallest type that holds both. Text does not mix: the first one wins, and the checker
 * tells the child about the other.
 */
export function join(first: ValueType | undefined, second: ValueType | undefined): ValueType | undefined {
  if (first === undefined) return second;
  if (second === undefined) return first;
  if (isText(first) !== isText(second) || first.kind === second.kind) {
    return first.kind === 'whole' && second.kind === 'whole'
      ? whole(Math.min(first.min, second.min), Math.max(first.max, second.max))
      : first;
  }
  const a = asNumber(first);
  const b = asNumber(second);
  return a.kind === 'whole' && b.kind === 'whole' ? join(a, b) : DECIMAL;
}

export function sameType(a: ValueType | undefined, b: ValueType | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'whole' && b.kind === 'whole') return a.min === b.min && a.max === b.max;
  return a.kind === b.kind;
}
