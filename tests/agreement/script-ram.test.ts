/**
 * What each script costs in RAM: the difference that one more makes in a program with several.
 *
 * docs/language.md gives the same figures.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Program, Script, Trigger } from '../../compiler/program/model.ts';
import {
  act,
  always,
  broadcast,
  op,
  ownBlock,
  program,
  reading,
  repeat,
  run,
  script,
  wait,
  x,
} from '../interpreter/blocks.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { genieKit, mainText, sketchOf } from './agreement-kit.ts';

const BRICKS = [
  { id: 'lamp', type: 'led', port: '1' },
  { id: 'knob', type: 'potentiometer', port: '6' },
  { id: 'button', type: 'button', port: '9' },
];
const toggle = act('lamp', 'toggle');
const turn = reading('knob', 'percent');
const costsInDocs = readFileSync('docs/language.md', 'utf8').split('### What a script costs')[1] ?? '';

type Rest = Partial<Pick<Program, 'ownBlocks'>>;
const nap = ownBlock('nap', [], false, wait(20));

type Kind = readonly [name: string, trigger: Trigger, alone: number, withWait: number];
const KINDS: readonly Kind[] = [
  ['forever', { kind: 'forever' }, 5, 5],
  ['every N seconds', { kind: 'every', seconds: x(0.5) }, 5, 10],
  ['when a brick does something', { kind: 'brick', brick: 'button', event: 'pressed', args: [] }, 1, 6],
  ['when a condition becomes true', { kind: 'becomesTrue', condition: op('greater', turn, 50) }, 1, 6],
  [
    'when a value crosses another',
    { kind: 'crosses', value: turn, direction: 'above', threshold: x(50) },
    1,
    6,
  ],
  ['when a value changes', { kind: 'changes', value: turn, by: x(5) }, 5, 10],
  ['when a message comes', { kind: 'message', message: 'go' }, 2, 7],
  ['when a line comes', { kind: 'line' }, 1, 6],
];

async function ramOf(scripts: readonly Script[], rest?: Rest): Promise<number> {
  const several = [always(toggle, wait(700)), always(broadcast('go'), wait(800)), ...scripts];
  const sketch = sketchOf(program({ scripts: several, bricks: BRICKS, ...rest }), genieKit);
  const files = Object.fromEntries(sketch.files.map(({ path, text }) => [path, text]));
  const built = await compileSketch({ files, mcu: 'atmega328p', variant: 'eightanaloginputs' });
  if (!built.ok) throw new Error(built.errors);
  return built.sizes.ram;
}

/** What one more of the same costs, beside two of them. */
async function costOf(one: Script, rest?: Rest): Promise<number> {
  const [two, six] = await Promise.all([2, 6].map((count) => ramOf(Array<Script>(count).fill(one), rest)));
  return ((six ?? 0) - (two ?? 0)) / 4;
}

describe.skipIf(!requireTool('avr-g++', 'arduino-core'))('one more script costs in RAM', () => {
  it.each(KINDS)('%s', async (name, trigger, alone, withWait) => {
    const costs = await Promise.all([
      costOf(script(trigger, toggle)),
      costOf(script(trigger, toggle, wait(20))),
    ]);
    expect(costs).toEqual([alone, withWait]);
    const row = costsInDocs.split('\n').find((line) => line.startsWith(`| ${name} `));
    const figures = row?.split('|').slice(2, 4);
    expect(figures?.map(Number)).toEqual(costs);
  });

  it('a byte for a loop around a wait, and for a call of an own block that waits', async () => {
    const costs = await Promise.all([
      costOf(always(repeat(10, toggle, wait(50)), wait(5))),
      costOf(always(toggle, run('nap'), wait(50)), { ownBlocks: [nap] }),
    ]);
    expect(costs).toEqual([6, 6]);
  });

  it('nothing when it is the only one', async () => {
    const only = always(toggle, wait(500));
    const sketch = sketchOf(program({ scripts: [only], bricks: BRICKS }), genieKit);
    expect(mainText(sketch)).not.toContain('Script');
  });
});
