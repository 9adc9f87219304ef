/** Joining kinds of values: the smallest that holds both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DECIMAL,
  TEXT,
  TRUTH,
  WHOLE_LIMIT,
  ZERO,
  join,
  numberType,
  sameType,
  whole,
  type ValueType,
} from '../../../compiler/program/value-type.ts';

const wholes = fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => whole(Math.min(a, b), Math.max(a, b)));
const numbers: fc.Arbitrary<ValueType> = fc.oneof(wholes, fc.constant(DECIMAL), fc.constant(TRUTH));

describe('join', () => {
  it('keeps truth with truth', () => expect(join(TRUTH, TRUTH)).toEqual(TRUTH));
  it('makes a whole of a truth and a whole', () => {
    expect(join(TRUTH, whole(5, 9))).toEqual(whole(0, 9));
  });
  it('makes a decimal of anything numeric and a decimal', () => {
    expect(join(whole(1, 2), DECIMAL)).toEqual(DECIMAL);
    expect(join(DECIMAL, TRUTH)).toEqual(DECIMAL);
  });
  it('takes what is known', () => {
    expect(join(undefined, TEXT)).toEqual(TEXT);
    expect(join(TEXT, undefined)).toEqual(TEXT);
  });
  it('keeps the first where text meets something else', () => {
    expect(join(TEXT, ZERO)).toEqual(TEXT);
    expect(join(ZERO, TEXT)).toEqual(ZERO);
  });
  it('is the same in either order and twice, for numbers', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const both = join(a, b);
        return sameType(both, join(b, a)) && sameType(both, join(both, a)) && sameType(both, join(both, b));
      }),
    );
  });
});

describe('a number block', () => {
  it('is whole up to the limits', () => {
    expect(numberType(WHOLE_LIMIT)).toEqual(whole(WHOLE_LIMIT, WHOLE_LIMIT));
    expect(numberType(-WHOLE_LIMIT).kind).toBe('whole');
    expect(numberType(-0).kind).toBe('whole');
  });
  it('is a decimal beyond them, and with a fraction', () => {
    for (const value of [WHOLE_LIMIT + 1, -WHOLE_LIMIT - 1, 0.5, 1e300, Infinity]) {
      expect(numberType(value)).toEqual(DECIMAL);
    }
  });
});
