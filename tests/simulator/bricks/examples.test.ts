import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildExamples } from '../../examples/build-examples.ts';
import { SCENARIOS } from '../../examples/scenarios/index.ts';
import type { Stage } from '../../examples/stage.ts';
import { COMPILERS } from '../../support/each-compiler.ts';
import { Stand } from './stand.ts';

/** By default the first act of each example, and of every third built by avr-gcc; all with GENIE_LONG=1. */
const LONG = process.env['GENIE_LONG'] === '1';
const ACTS = LONG ? Number.POSITIVE_INFINITY : 1;

describe.each(COMPILERS)('every example does on the simulator what its scenario asks (%s)', (compiler) => {
  const chosen = SCENARIOS.filter((_, index) => LONG || compiler === 'builtin' || index % 3 === 0);
  let builds: ReturnType<typeof buildExamples> = new Map();
  let [cpuMs, simulatedMs] = [0, 0];
  beforeAll(() => {
    builds = buildExamples(
      chosen.map(({ example }) => example),
      compiler,
    );
  });
  afterAll(() => {
    const times = Math.round(simulatedMs / cpuMs);
    console.info(`${compiler}: ${Math.round(simulatedMs / 1000)} s simulated, ${times} times real time`);
  });
  describe.each(chosen)('$example', ({ example, acts }) => {
    test.each(acts.slice(0, ACTS))('$title', { timeout: 600_000 }, async ({ play }) => {
      const built = await builds.get(example);
      if (built === undefined) throw new Error(`no example ${example}`);
      const stand = new Stand(built);
      const before = process.cpuUsage();
      play(stand as unknown as Stage);
      const { user, system } = process.cpuUsage(before);
      cpuMs += (user + system) / 1000;
      simulatedMs += stand.machine.ms;
      expect(stand.problems()).toEqual([]);
    });
  });
});
