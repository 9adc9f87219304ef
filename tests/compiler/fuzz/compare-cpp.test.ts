/**
 * Random C++ programs behave as avr-gcc's firmware, at every stage of ours: 60 in the usual run, 1,000 where the
 * reference tools are required, 5,000 with GENIE_LONG=1; every fifth has an interrupt beside, and every fifth
 * batch is also built without optimisation. GENIE_SEED=n begins elsewhere.
 */
import { describe, expect, it } from 'vitest';
import { requireTool } from '../../support/reference-tools.ts';
import { choicesOf } from './choices.ts';
import { comparePrograms } from './compare.ts';
import { randomCpp } from './random-cpp.ts';
import { reduceCpp } from './reduce-cpp.ts';

const FIRST_SEED = Number(process.env['GENIE_SEED'] ?? 0);
const REQUIRED = process.env['REQUIRE_REFERENCE_TOOLS'] === '1';
const COUNT = process.env['GENIE_LONG'] === '1' ? 5000 : REQUIRED ? 1000 : 60;
/** Built and run as one firmware. */
const BATCH = 5;
const BATCHES_A_TEST = 4;
const isThere = requireTool('avr-g++');

describe.runIf(isThere)('random C++ programs', () => {
  const counts = { same: 0, unknown: 0, different: 0 };
  const tests = Array.from(
    { length: COUNT / (BATCH * BATCHES_A_TEST) },
    (_, index) => FIRST_SEED + index * BATCH * BATCHES_A_TEST,
  );

  it.each(tests)('do what avr-gcc makes them do, from seed %i', (first) => {
    const different: string[] = [];
    for (let batch = 0; batch < BATCHES_A_TEST; batch++) {
      const from = first + batch * BATCH;
      const programs = Array.from({ length: BATCH }, (_, index) => {
        const withInterrupt = index === BATCH - 1;
        return { body: randomCpp(choicesOf(from + index), { withInterrupt }), withInterrupt };
      });
      const verdicts = comparePrograms(programs, (from / BATCH) % 5 === 0);
      for (const [index, verdict] of verdicts.entries()) {
        counts[verdict.kind]++;
        if (verdict.kind === 'different') different.push(`seed ${from + index}: ${JSON.stringify(verdict)}`);
      }
    }
    expect(different).toEqual([]);
  });

  it('are nearly all programs on which avr-gcc gives an answer', () => {
    console.log(`random C++: ${counts.same} the same, ${counts.unknown} without an answer`);
    expect(counts.same).toBeGreaterThan(COUNT * 0.9);
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
