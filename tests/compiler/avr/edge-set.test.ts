import { describe, expect, it } from 'vitest';
import { EdgeSet } from '../../../compiler/avr/allocate/edge-set.ts';
import { Random } from '../ir/random-ir.ts';

describe('a set of pairs', () => {
  it.each([40, 1024, 1025, 9000])('of numbers below %i holds what was added, either way round', (count) => {
    const random = new Random(count);
    const edges = new EdgeSet(count);
    const expected = new Set<string>();
    const name = (a: number, b: number): string => `${Math.min(a, b)} ${Math.max(a, b)}`;
    let wrong = 0;
    // More than the table's first room holds.
    for (let i = 0; i < 30_000; i++) {
      const [a, b] = [random.below(count), random.below(count)];
      if (a === b) continue;
      if (edges.add(a, b) === expected.has(name(a, b))) wrong++;
      expected.add(name(a, b));
      const [c, d] = [random.below(count), random.below(count)];
      if (c !== d && edges.has(c, d) !== expected.has(name(c, d))) wrong++;
    }
    expect(wrong).toBe(0);
  });
});
