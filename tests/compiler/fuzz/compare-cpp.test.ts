/**
 * Random C++ programs behave as avr-gcc's firmware, at every stage of ours: 60 in the usual run, 5,000 with
 * GENIE_LONG; every tenth after every pass and without optimisation, every fifth with an interrupt beside.
 */
import { describe, expect, it } from 'vitest';
import { requireTool } from '../../support/reference-tools.ts';
import { choicesOf } from './choices.ts';
import { compareCpp } from './compare.ts';
import { randomCpp } from './random-cpp.ts';
import { reduceCpp } from './reduce-cpp.ts';

const COUNT = process.env['GENIE_LONG'] === undefined ? 60 : 5000;
const BATCH = 5;
const isThere = requireTool('avr-g++');

describe.runIf(isThere)('random C++ programs', () => {
  const batches = Array.from({ length: COUNT / BATCH }, (_, index) => index * BATCH);

  it.each(batches)('do what avr-gcc makes them do, from seed %i', (first) => {
    const different: string[] = [];
    let known = 0;
    for (let seed = first; seed < first + BATCH; seed++) {
      const withInterrupt = seed % 5 === 4;
      const body = randomCpp(choicesOf(seed), { withInterrupt });
      const verdict = compareCpp(body, { withInterrupt, stages: seed % 10 === 0 ? 'all' : 'ends' });
      if (verdict.kind !== 'unknown') known++;
      if (verdict.kind === 'different') different.push(`seed ${seed}: ${JSON.stringify(verdict)}`);
    }
    expect(different).toEqual([]);
    expect(known).toBeGreaterThan(BATCH / 2);
  });
});

describe('the generator', () => {
  it('makes the same program for the same seed, and others for others', () => {
    expect(randomCpp(choicesOf(7))).toBe(randomCpp(choicesOf(7)));
    expect(randomCpp(choicesOf(7))).not.toBe(randomCpp(choicesOf(8)));
  });
});

describe('the reducer', () => {
  it('keeps what the failure needs and nothing else', () => {
    const text = randomCpp(choicesOf(3));
    const small = reduceCpp(text, (candidate) => candidate.includes('mul('));
    expect(small.split('\n').filter((line) => line !== '')).toHaveLength(1);
    expect(small.length).toBeLessThan(40);
  });

  it('takes whole blocks away and unwraps what it keeps', () => {
    const text = 'int f() {\n  a();\n}\nint main() {\n  if (x) {\n    boom();\n  }\n}\n';
    expect(reduceCpp(text, (candidate) => candidate.includes('boom'))).toBe(
      '    boom();\n'.replace('boom()', 'boom()'),
    );
  });
});
