/**
 * What every block does, executed: the table of cases on the chip and on the interpreter, each
 * against the value worked out by hand.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { Program } from '../../compiler/program/model.ts';
import { LIST_ACTIONS, LIST_READINGS, OPERATORS } from '../../compiler/program/operators.ts';
import { createMachine } from '../bench/machine.ts';
import { runProgram } from '../interpreter/run-program.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { genieKit, megaKit, sketchOf } from './agreement-kit.ts';
import { SEMANTICS } from './cases/index.ts';
import type { SemanticsCase } from './cases/semantics-case.ts';
import { nearlyEqual } from './compare-serial.ts';
import { buildFor, runPacked, textOf } from './run-on-chip.ts';
import { scheduled } from './scheduled.ts';

const PACK = 30;
/** What a program leaves behind in a chip, or finds there. */
const SHARED = /"kind":"(stop|remember|stored)|"operator":"(seconds|milliseconds|timerSeconds|hasLine|read)/;

const sharesChip = ({ program, forMs, stimulate }: SemanticsCase): boolean =>
  program.scripts.length === 1 &&
  program.scripts[0]?.trigger.kind === 'start' &&
  forMs === undefined &&
  stimulate === undefined &&
  program.bricks.length === 0 &&
  !SHARED.test(JSON.stringify(program));

const packed = SEMANTICS.filter(sharesChip);
const alone = SEMANTICS.filter((row) => !sharesChip(row));

async function inPacks(
  rows: readonly SemanticsCase[],
  shape: (program: Program) => Program,
): Promise<string[]> {
  const texts: string[] = [];
  for (let from = 0; from < rows.length; from += PACK) {
    const sketches = rows.slice(from, from + PACK).map(({ program }) => sketchOf(shape(program), megaKit));
    texts.push(...(await runPacked(sketches, 20_000)));
  }
  return texts;
}

function expectPrinted(text: string | undefined, { prints, roughly }: SemanticsCase): void {
  if (roughly === true && text !== undefined && nearlyEqual(prints, text)) return;
  expect(text).toBe(prints);
}

describeEachCompiler('on the chip', () => {
  describe('as plain setup and loop', () => {
    const texts = new Map<SemanticsCase, string>();
    beforeAll(async () => {
      const all = await inPacks(packed, (program) => program);
      for (const [index, text] of all.entries()) if (packed[index]) texts.set(packed[index], text);
    }, 300_000);
    it.each(packed)('$title', (row) => expectPrinted(texts.get(row), row));
  });

  describe('as a state machine beside another script', () => {
    const texts = new Map<SemanticsCase, string>();
    beforeAll(async () => {
      const all = await inPacks(packed, scheduled);
      for (const [index, text] of all.entries()) if (packed[index]) texts.set(packed[index], text);
    }, 300_000);
    it.each(packed)('$title', (row) => expectPrinted(texts.get(row), row));
  });

  describe('alone', () => {
    it.each(alone)('$title', async (row) => {
      const ms = row.forMs ?? runProgram(row.program, BRICK_TYPES, row.world).ms + 100;
      const machine = createMachine(await buildFor(sketchOf(row.program, genieKit)));
      row.stimulate?.(machine);
      machine.run(ms);
      expect(machine.faults).toEqual([]);
      expectPrinted(textOf(machine.serial.sent.map(({ byte }) => byte)), row);
    });
  });
});

describe('the table of cases', () => {
  const words = JSON.stringify(SEMANTICS.map(({ program }) => program));

  it.each(Object.keys({ ...OPERATORS, ...LIST_READINGS, ...LIST_ACTIONS }))(
    'has the operator %s',
    (operator) => {
      expect(words).toContain(`"operator":"${operator}"`);
    },
  );

  const STATEMENTS = [
    'action',
    'setVariable',
    'changeVariable',
    'listAction',
    'wait',
    'waitUntil',
    'repeat',
    'forever',
  ];
  const MORE = [
    'while',
    'for',
    'forEach',
    'if',
    'break',
    'continue',
    'stopScript',
    'stopAll',
    'broadcast',
    'callStatement',
  ];
  const REST = ['return', 'print', 'printLabelled', 'plot', 'remember', 'resetTimer', 'note'];
  it.each([...STATEMENTS, ...MORE, ...REST])('has the statement %s', (kind) => {
    expect(words).toContain(`"kind":"${kind}"`);
  });

  const TRIGGERS = [
    'start',
    'forever',
    'every',
    'brick',
    'crosses',
    'changes',
    'becomesTrue',
    'message',
    'line',
  ];
  it.each(TRIGGERS)('has the start block %s', (kind) => {
    expect(words).toContain(`"trigger":{"kind":"${kind}"`);
  });

  const VALUES = [
    'number',
    'truth',
    'text',
    'colour',
    'choice',
    'variable',
    'parameter',
    'reading',
    'call',
    'stored',
  ];
  it.each(VALUES)('has the value %s', (kind) => {
    expect(words).toContain(`"kind":"${kind}"`);
  });
});
