import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildExamples } from '../../examples/build-examples.ts';
import { SCENARIOS } from '../../examples/scenarios/index.ts';
import type { Stage } from '../../examples/stage.ts';
import { Stand } from './stand.ts';

/** By default every third example; all with GENIE_LONG=1. */
const EVERY = process.env['GENIE_LONG'] === '1' ? 1 : 3;

/** Everything that bricks, pins and the serial port showed, to the cycle. */
function observed({ bench, machine, built }: Stand): string {
  const { trace } = bench;
  const bricks = trace.names().map((name) => [name, trace.points(name)]);
  const pins = Object.keys(built.kit.board.pins).map((pin) => machine.edges(Number(pin)));
  const { pc, cycles, sreg } = bench.machine.core;
  return JSON.stringify([bricks, pins, machine.serial.sent, pc, cycles, sreg]);
}

describe('skipping idle rounds and translating hot code change nothing of what can be observed', () => {
  let builds: ReturnType<typeof buildExamples> = new Map();
  const table: string[] = [];
  beforeAll(() => {
    builds = buildExamples(
      chosen.map(({ example }) => example),
      'builtin',
    );
  });
  afterAll(() => console.info(['example | seconds | skipped | regions translated', ...table].join('\n')));

  const chosen = SCENARIOS.filter((_, i) => i % EVERY === 0);
  test.each(chosen)('$example', { timeout: 600_000 }, async ({ example, acts }) => {
    const built = await builds.get(example);
    if (built === undefined) throw new Error(`no example ${example}`);
    const [skipping, plain] = [true, false].map((isFast) => {
      const stand = new Stand(built, undefined, isFast);
      acts[0]?.play(stand as unknown as Stage);
      return stand;
    });
    if (skipping === undefined || plain === undefined) throw new Error('both run');
    expect(plain.bench.machine.skippedCycles).toBe(0);
    expect(plain.bench.machine.translatedRegions).toBe(0);
    expect(observed(skipping) === observed(plain)).toBe(true);
    const { cycles, skippedCycles, translatedRegions } = skipping.bench.machine;
    table.push(
      `${example} | ${(cycles / 16e6).toFixed(1)} | ${Math.round((100 * skippedCycles) / cycles)} % | ${translatedRegions}`,
    );
  });
});
