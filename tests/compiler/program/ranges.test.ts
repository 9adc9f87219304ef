/** Ranges of whole results, checked against exact arithmetic on values inside the operands' ranges. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OperatorId } from '../../../compiler/program/operators.ts';
import { operationType } from '../../../compiler/program/ranges.ts';
import { DECIMAL, TRUTH, WHOLE_LIMIT, asWhole, whole } from '../../../compiler/program/value-type.ts';

const LIMIT = BigInt(WHOLE_LIMIT);
const clamp = (value: bigint): bigint => (value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const middle = (x: bigint, a: bigint, b: bigint): bigint => most(least(a, b), least(most(a, b), x));

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

const EXACT: Partial<Record<OperatorId, (a: bigint, b: bigint, c: bigint) => bigint>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  remainder,
  negate: (a) => -a,
  absolute: (a) => (a < 0n ? -a : a),
  smallest: least,
  largest: most,
  constrain: middle,
  round: (a) => a,
  roundUp: (a) => a,
  roundDown: (a) => a,
};

const EDGES = [
  0,
  1,
  -1,
  127,
  128,
  255,
  256,
  32_767,
  32_768,
  -32_768,
  -32_769,
  65_535,
  WHOLE_LIMIT,
  -WHOLE_LIMIT,
];
const number = fc.oneof(
  fc.constantFrom(...EDGES),
  fc.integer({ min: -300, max: 300 }),
  fc.integer({ min: -WHOLE_LIMIT, max: WHOLE_LIMIT }),
);
/** A range, and a value inside it. */
const operand = fc
  .tuple(number, number, number)
  .map((numbers) => numbers.toSorted((a, b) => a - b))
  .map(([min = 0, value = 0, max = 0]) => ({ range: whole(min, max), value: BigInt(value) }));

describe('the range of a whole result', () => {
  for (const [operator, exact] of Object.entries(EXACT) as [OperatorId, (...args: bigint[]) => bigint][]) {
    it(`holds every result of ${operator}`, () => {
      fc.assert(
        fc.property(operand, operand, operand, (a, b, c) => {
          const operands = [a, b, c].slice(0, exact.length);
          const type = asWhole(
            operationType(
              operator,
              operands.map(({ range }) => range),
            ),
          );
          const result = Number(clamp(exact(a.value, b.value, c.value)));
          expect(result).toBeGreaterThanOrEqual(type.min);
          expect(result).toBeLessThanOrEqual(type.max);
        }),
        { numRuns: 3000 },
      );
    });
  }

  it('knows that constraining to 0…0 gives 0, whatever is constrained', () => {
    const [x, wide] = [whole(10, 10), whole(0, 5)];
    expect(operationType('constrain', [x, wide, wide])).toEqual(whole(0, 5));
  });

  it('keeps random between its ends in either order', () => {
    expect(operationType('random', [whole(6, 6), whole(1, 1)])).toEqual(whole(1, 6));
  });

  it('stays within the limits of whole numbers', () => {
    const any = whole(-WHOLE_LIMIT, WHOLE_LIMIT);
    expect(operationType('multiply', [any, any])).toEqual(any);
    expect(operationType('negate', [any])).toEqual(any);
  });

  it('is known for truths, which count as 0 and 1', () => {
    expect(operationType('add', [TRUTH, TRUTH])).toEqual(whole(0, 2));
  });

  it('is a decimal when one operand is', () => {
    expect(operationType('add', [whole(1, 1), DECIMAL])).toEqual(DECIMAL);
    expect(operationType('divide', [whole(4, 4), whole(2, 2)])).toEqual(DECIMAL);
  });
});
