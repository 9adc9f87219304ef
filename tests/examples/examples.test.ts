/** Every example compiles, has a scenario, and takes less flash with the built-in compiler. */
import { describe, expect, test } from 'vitest';
import { requireTool } from '../support/reference-tools.ts';
import { buildExamples } from './build-examples.ts';
import { exampleNames, readExample } from './example-files.ts';
import { SCENARIOS } from './scenarios/index.ts';

const names = exampleNames();
/** Flash of the built-in compiler's firmware, by that of avr-gcc with the official core. */
const LARGEST_SUM = 0.8;
const LARGEST_ONE = 1.2;

test('every example has a scenario', () => {
  expect(SCENARIOS.map(({ example }) => example).toSorted()).toEqual(names);
});

describe.each(names)('the example %s', (name) => {
  test('compiles without a word', async () => {
    const { diagnostics } = await readExample(name);
    expect(diagnostics).toEqual([]);
  });
});

test.runIf(requireTool('avr-g++', 'arduino-core'))(
  'together they take at most 0.8 of the flash that avr-gcc and the official core take, none more than 1.2',
  async () => {
    const [ours, theirs] = [buildExamples(names, 'builtin'), buildExamples(names, 'avr-gcc')];
    const rows: { name: string; builtin: number; avrGcc: number; ratio: number }[] = [];
    for (const name of names) {
      const builtin = (await ours.get(name))?.sizes.flash ?? Number.NaN;
      const avrGcc = (await theirs.get(name))?.sizes.flash ?? Number.NaN;
      rows.push({ name, builtin, avrGcc, ratio: builtin / avrGcc });
    }
    const [sumOfOurs, sumOfTheirs] = [
      rows.reduce((sum, { builtin }) => sum + builtin, 0),
      rows.reduce((sum, { avrGcc }) => sum + avrGcc, 0),
    ];
    const sum = { name: 'sum', builtin: sumOfOurs, avrGcc: sumOfTheirs, ratio: sumOfOurs / sumOfTheirs };
    const lines = [...rows, sum].map(
      ({ name, builtin, avrGcc, ratio }) => `${name} | ${builtin} | ${avrGcc} | ${ratio.toFixed(2)}`,
    );
    console.info(['example | built-in, bytes of flash | avr-gcc | ratio', ...lines].join('\n'));
    expect(sum.ratio).toBeLessThanOrEqual(LARGEST_SUM);
    expect(rows.filter(({ ratio }) => ratio > LARGEST_ONE)).toEqual([]);
  },
);
