import { beforeAll, describe, expect, test } from 'vitest';
import { buildExamples } from '../../examples/build-examples.ts';
import { exampleNames } from '../../examples/example-files.ts';
import { SCENARIOS } from '../../examples/scenarios/index.ts';
import type { Stage } from '../../examples/stage.ts';
import { Stand } from './stand.ts';

/** By default the first act of each example; all with GENIE_LONG=1. */
const ACTS = process.env['GENIE_LONG'] === '1' ? Number.POSITIVE_INFINITY : 1;

describe('every example does on the simulator what its scenario asks', () => {
  let builds: ReturnType<typeof buildExamples> = new Map();
  beforeAll(() => {
    builds = buildExamples(exampleNames(), 'builtin');
  });
  describe.each(SCENARIOS)('$example', ({ example, acts }) => {
    test.each(acts.slice(0, ACTS))('$title', { timeout: 600_000 }, async ({ play }) => {
      const built = await builds.get(example);
      if (built === undefined) throw new Error(`no example ${example}`);
      const stand = new Stand(built);
      play(stand as unknown as Stage);
      expect(stand.problems()).toEqual([]);
    });
  });
});
