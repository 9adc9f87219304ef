/**
 * Comparing: numbers and truths with each other, texts with texts in byte order.
 *
 * In: two values. Out: −1, 0 or 1 (NaN when nothing can be said), or a truth.
 */
import { compareBytes } from './text.ts';
import { decide, numberOf, toDecimal, truth, type Value, type Watch } from './value.ts';

export function compare(a: Value, b: Value, watch: Watch): number {
  decide([a, b], 'comparison', watch);
  if (a.kind === 'text' && b.kind === 'text') return compareBytes(a.value, b.value);
  const decimals = a.kind === 'decimal' || b.kind === 'decimal';
  const [x, y] = [a, b].map((value) => numberOf(decimals ? toDecimal(value, watch) : value));
  return Math.sign((x ?? 0) === (y ?? 0) ? 0 : (x ?? 0) - (y ?? 0));
}

const TESTS = {
  equal: (order: number) => order === 0,
  notEqual: (order: number) => order !== 0,
  less: (order: number) => order < 0,
  lessOrEqual: (order: number) => order <= 0,
  greater: (order: number) => order > 0,
  greaterOrEqual: (order: number) => order >= 0,
} as const;

export type ComparisonId = keyof typeof TESTS;

export const isComparison = (id: string): id is ComparisonId => Object.hasOwn(TESTS, id);

export const applyComparison = (id: ComparisonId, a: Value, b: Value, watch: Watch): Value =>
  truth(TESTS[id](compare(a, b, watch)));
