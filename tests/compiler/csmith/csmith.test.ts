/**
 * csmith's random C programs: the built-in compiler against avr-gcc -Os and, where they differ, -O0.
 * Ours is blamed only when both of avr-gcc's agree. Every fifth batch also runs in the family with 64 bits.
 * GENIE_LONG=1 runs 20,000, GENIE_SEED=n others.
 */
import { describe, expect, it } from 'vitest';
import { requireTool } from '../../support/reference-tools.ts';
import { compareSeed } from './compare-seed.ts';

const FIRST_SEED = Number(process.env['GENIE_SEED'] ?? 1);
const PROGRAMS = process.env['GENIE_LONG'] === '1' ? 20_000 : 200;
const CHUNK = 20;
const counts = new Map<string, number>();
const seeds = Array.from({ length: PROGRAMS / CHUNK }, (_, i) => FIRST_SEED + i * CHUNK);

describe.skipIf(!requireTool('avr-g++', 'csmith'))('csmith’s programs', () => {
  it.each(seeds.filter((_, index) => index % 5 === 0))(
    'with 64 bits and packed structs have the same checksum too: seeds from %i',
    (first) => {
      const outcomes = Array.from({ length: CHUNK }, (_, i) => ({
        seed: first + i,
        outcome: compareSeed(first + i, 'wide'),
      }));
      expect(outcomes.filter(({ outcome }) => outcome.startsWith('ours'))).toEqual([]);
    },
  );

  it.each(seeds)('have the same checksum as with avr-gcc: seeds from %i', (first) => {
    const wrong: string[] = [];
    for (let seed = first; seed < first + CHUNK; seed++) {
      const outcome = compareSeed(seed);
      const kind = outcome.startsWith('ours') ? 'different' : outcome;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (kind === 'different') wrong.push(`seed ${seed}: ${outcome}`);
    }
    expect(wrong).toEqual([]);
  });

  it('are mostly programs on which the oracles agree', () => {
    console.log(`csmith: ${[...counts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
    expect(counts.get('same') ?? 0).toBeGreaterThan(PROGRAMS / 2);
  });
});
