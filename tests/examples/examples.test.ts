/**
 * Every example builds as the folder it is, runs on its board's chip with the bricks plugged in, and
 * shows what its observe.md promises; simavr sees the same.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { measure } from '../../blocks/reading/saved-block.ts';
import { get, isArray, objectAt } from '../../blocks/json.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { requireTool } from '../support/reference-tools.ts';
import { buildExamples, pool, type BuiltExample } from './build-examples.ts';
import { crossCheck, whyNotInSimavr, withoutEdges } from './cross-check.ts';
import { exampleNames, readExample } from './example-files.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { Stage } from './stage.ts';

const hasCompiler = requireTool('avr-g++', 'arduino-core');
const hasSimavr = hasCompiler && requireTool('simavr', 'gcc');
const names = exampleNames();
const builds = buildExamples(hasCompiler ? names : []);
/** The stack needs RAM too; compiler/toolchains/check-sizes.ts warns from here on. */
const FULLEST_RAM = 0.85;

async function built(name: string): Promise<BuiltExample> {
  const build = await builds.get(name);
  if (build === undefined) throw new Error(`no example ${name}`);
  return build;
}

function countBlocks({ file }: BuiltExample): number {
  const blocks = get(objectAt(file.workspace, 'blocks'), 'blocks');
  return measure(isArray(blocks) ? blocks : []).blocks;
}

const table: string[] = [];
const notCompared: string[] = [];

afterAll(() => {
  if (table.length > 0) console.info(['example | blocks | scripts | flash | RAM', ...table].join('\n'));
  if (notCompared.length > 0) console.info(`not compared with simavr:\n${notCompared.join('\n')}`);
});

test('every example has a scenario', () => {
  expect(SCENARIOS.map(({ example }) => example).toSorted()).toEqual(names);
});

describe.each(names)('the example %s', (name) => {
  test('compiles without a word', async () => {
    const { diagnostics } = await readExample(name);
    expect(diagnostics).toEqual([]);
  });

  test.runIf(hasCompiler)('builds from its folder alone and fits its board', async () => {
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

function noteWithoutEdges(example: BuiltExample): void {
  const ids = withoutEdges(example).map(({ id }) => id);
  if (ids.length > 0) notCompared.push(`${example.name}: hardware PWM of ${ids.join(', ')}`);
}

const inSimavr = pool(2);
/** simavr takes seconds for each act: by default the first one of each example. */
const actsInSimavr = process.env['GENIE_LONG'] === '1' ? Number.POSITIVE_INFINITY : 1;

const compared: { name: string; title: string; difference: Promise<string | undefined> }[] = [];

describe.runIf(hasCompiler).each(SCENARIOS)(
  '$example runs',
  ({ example, acts, notInSimavr, toleranceMs }) => {
    test.each(acts.map((act, number) => ({ ...act, number })))('$title', async ({ title, play, number }) => {
      const stage = new Stage(await built(example));
      play(stage);
      expect(stage.problems()).toEqual([]);
      if (!hasSimavr || number >= actsInSimavr) return;
      const reason = notInSimavr ?? whyNotInSimavr(stage.built);
      if (reason !== undefined) {
        notCompared.push(`${example}: ${reason}`);
        return;
      }
      noteWithoutEdges(stage.built);
      const difference = inSimavr(() => crossCheck(stage, toleranceMs));
      difference.catch(() => undefined);
      compared.push({ name: example, title, difference });
    });
  },
);

describe.runIf(hasSimavr)('simavr agrees', () => {
  test.each(SCENARIOS.map(({ example }) => example))('on %s', async (example) => {
    const differences: string[] = [];
    for (const { name, title, difference } of compared.filter(({ name }) => name === example)) {
      const found = await difference;
      if (found !== undefined) differences.push(`${name}, ${title}: ${found}`);
    }
    expect(differences).toEqual([]);
  });
});
