/**
 * What comes out of an operator, from what goes in: the type rules of compiler/program/operators.ts
 * with the ranges of whole numbers.
 *
 * In: an operator and the types of its arguments. Out: its result's type. Ranges are never too
 * narrow; a result that could pass the limits is brought to them, as the generated code does.
 */
import { OPERATORS, type Operator, type OperatorId } from './operators.ts';
import {
  ANY_WHOLE,
  DECIMAL,
  TEXT,
  TRUTH,
  WHOLE_LIMIT,
  ZERO,
  asNumber,
  asWhole,
  join,
  whole,
  type ValueType,
} from './value-type.ts';

type Range = { readonly min: number; readonly max: number };

/** Longest text in bytes, so the longest length in letters. */
export const TEXT_CAPACITY = 40;

/** The exact range of a whole operation, before it is brought to the limits. */
const RAW: Partial<Record<OperatorId, (args: readonly Range[]) => Range>> = {
  add: ([a, b]) => ({ min: at(a).min + at(b).min, max: at(a).max + at(b).max }),
  subtract: ([a, b]) => ({ min: at(a).min - at(b).max, max: at(a).max - at(b).min }),
  multiply: ([a, b]) => {
    const corners = [
      at(a).min * at(b).min,
      at(a).min * at(b).max,
      at(a).max * at(b).min,
      at(a).max * at(b).max,
    ];
    return { min: Math.min(...corners), max: Math.max(...corners) };
  },
  negate: ([a]) => ({ min: -at(a).max, max: -at(a).min }),
  absolute: ([a]) => ({
    min: at(a).min > 0 ? at(a).min : at(a).max < 0 ? -at(a).max : 0,
    max: Math.max(-at(a).min, at(a).max),
  }),
  remainder: ([, b]) => ({ min: Math.min(0, at(b).min + 1), max: Math.max(0, at(b).max - 1) }),
  smallest: ([a, b]) => ({ min: Math.min(at(a).min, at(b).min), max: Math.min(at(a).max, at(b).max) }),
  largest: ([a, b]) => ({ min: Math.max(at(a).min, at(b).min), max: Math.max(at(a).max, at(b).max) }),
  random: ([a, b]) => ({ min: Math.min(at(a).min, at(b).min), max: Math.max(at(a).max, at(b).max) }),
  // The middle one of the three, which grows with each of them.
  constrain: ([x, a, b]) => ({
    min: middle(at(x).min, at(a).min, at(b).min),
    max: middle(at(x).max, at(a).max, at(b).max),
  }),
};

const middle = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

function at(range: Range | undefined): Range {
  return range ?? { min: -WHOLE_LIMIT, max: WHOLE_LIMIT };
}

/** The range of a whole operation before it is brought to the limits; undefined when nothing is known. */
export function rawRange(operator: OperatorId, args: readonly ValueType[]): Range | undefined {
  return RAW[operator]?.(args.map(asWhole));
}

const WHOLE_RESULTS: Partial<Record<OperatorId, ValueType>> = {
  mixColour: whole(0, 0xffffff),
  textLength: whole(0, TEXT_CAPACITY),
  milliseconds: whole(0, WHOLE_LIMIT),
};

export function operationType(operator: OperatorId, args: readonly ValueType[]): ValueType {
  const rule: Operator = OPERATORS[operator];
  switch (rule.result) {
    case 'decimal':
      return DECIMAL;
    case 'truth':
      return TRUTH;
    case 'text':
      return TEXT;
    case 'whole': {
      const known = WHOLE_RESULTS[operator];
      if (known !== undefined) return known;
      // Rounding a whole number leaves it as it is.
      const [first] = args;
      return first === undefined ? ANY_WHOLE : asWhole(first);
    }
    case 'joined':
      return args.slice(rule.joinFrom ?? 0).reduce<ValueType | undefined>(join, undefined) ?? ZERO;
    case 'numeric': {
      if (args.some((type) => asNumber(type).kind !== 'whole')) return DECIMAL;
      const raw = rawRange(operator, args);
      return raw === undefined ? ANY_WHOLE : whole(raw.min, raw.max);
    }
  }
}
