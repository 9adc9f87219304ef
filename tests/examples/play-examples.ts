/**
 * The tests of every example built by one compiler: it builds as the folder it is, runs on its board's
 * chip with the bricks plugged in, and shows what its observe.md promises; simavr sees the same.
 *
 * In: the compiler. Out: its tests, and printed tables.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure } from '../../blocks/reading/saved-block.ts';
import { get, isArray, objectAt } from '../../blocks/json.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import type { Compiler } from '../support/each-compiler.ts';
import { requireTool } from '../support/reference-tools.ts';
import { buildExamples, pool, type BuiltExample } from './build-examples.ts';
import { crossCheck, type CrossCheck } from './cross-check.ts';
import { exampleNames } from './example-files.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { Stage } from './stage.ts';

/** The stack needs RAM too; compiler/toolchains/check-sizes.ts warns from here on. */
const FULLEST_RAM = 0.85;
/** simavr takes seconds for each act: by default the first one of each example. */
const ACTS_IN_SIMAVR = process.env['GENIE_LONG'] === '1' ? Number.POSITIVE_INFINITY : 1;

function countBlocks({ file }: BuiltExample): number {
  const blocks = get(objectAt(file.workspace, 'blocks'), 'blocks');
  return measure(isArray(blocks) ? blocks : []).blocks;
}

export function playExamples(compiler: Compiler): void {
  const hasSimavr = requireTool('simavr', 'gcc');
  const names = exampleNames();
  let builds: ReturnType<typeof buildExamples> = new Map();
  const inSimavr = pool(2);
  const checks: { name: string; title: string; check: Promise<CrossCheck> }[] = [];
  const table: string[] = [];
  const seconds: string[] = [];

  beforeAll(() => {
    builds = buildExamples(names, compiler);
  });

  afterAll(() => {
    console.info([`${compiler}: example | blocks | scripts | flash | RAM`, ...table].join('\n'));
    if (seconds.length > 0)
      console.info(
        [`${compiler}, in simavr too | acts | seconds | compared | left out`, ...seconds].join('\n'),
      );
  });

  async function built(name: string): Promise<BuiltExample> {
    const build = await builds.get(name);
    if (build === undefined) throw new Error(`no example ${name}`);
    return build;
  }

  describe.each(names)('the example %s', (name) => {
    test('builds from its folder alone and fits its board', async () => {
      const example = await built(name);
      const { board } = example.kit;
      const { flash, ram } = example.sizes;
      table.push(
        [name, countBlocks(example), example.program.scripts.length, `${flash} B`, `${ram} B`].join(' | '),
      );
      expect(flash).toBeLessThanOrEqual(board.upload.maxFlashBytes);
      expect(ram).toBeLessThanOrEqual(CHIPS[board.chip].ram.bytes * FULLEST_RAM);
    });
  });

  describe.each(SCENARIOS)('$example runs', ({ example, acts, toleranceMs }) => {
    test.each(acts.map((act, number) => ({ ...act, number })))('$title', async ({ title, play, number }) => {
      const stage = new Stage(await built(example));
      play(stage);
      expect(stage.problems()).toEqual([]);
      if (!hasSimavr || number >= ACTS_IN_SIMAVR) return;
      const check = inSimavr(() => crossCheck(stage, toleranceMs));
      check.catch(() => undefined);
      checks.push({ name: example, title, check });
    });
  });

  describe.runIf(hasSimavr)('simavr agrees', () => {
    test.each(SCENARIOS.map(({ example }) => example))('on %s', async (example) => {
      const differences: string[] = [];
      let [compared, ms] = [0, 0];
      const leftOut = new Set<string>();
      const acts = checks.filter(({ name }) => name === example);
      for (const { title, check } of acts) {
        const found = await check;
        if (found.difference !== undefined) differences.push(`${title}: ${found.difference}`);
        compared += found.compared;
        ms += found.untilMs;
        for (const part of found.leftOut) leftOut.add(part);
      }
      seconds.push(
        [example, acts.length, (ms / 1000).toFixed(1), compared, [...leftOut].join(', ')].join(' | '),
      );
      expect(differences).toEqual([]);
      expect(compared).toBeGreaterThan(0);
    });
  });
}
