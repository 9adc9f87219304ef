/**
 * Programs made of tests/interpreter/blocks.ts, checked and generated for the Génie base.
 *
 * In: scripts and declarations. Out: diagnostics, types, the text of the sketch. `blockOf` finds a
 * block's id after the program has numbered its blocks.
 */
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import type { Kit, PluggedBrick } from '../../boards/types.ts';
import { compileProgram, type Compiled } from '../../compiler/compile.ts';
import { generateSketch } from '../../compiler/cpp-gen/generate-sketch.ts';
import { checkProgram } from '../../compiler/program/check-program.ts';
import type { Expression, Program, Script, Statement } from '../../compiler/program/model.ts';
import type { TypedProgram } from '../../compiler/program/typed-program.ts';
import {
  bodiesOfProgram,
  triggerExpressions,
  visitBodyExpressions,
  visitExpressions,
  visitStatements,
} from '../../compiler/program/walk.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import { templates } from '../agreement/agreement-kit.ts';
import { atStart, program, type Parts } from '../interpreter/blocks.ts';

function kitOf(board: string): Kit {
  const kit = builtInKit(board);
  if (kit === undefined) throw new Error(`no board ${board}`);
  return kit;
}

export const KIT = kitOf('genie-base');

/** Bricks by the names the tests use. */
export const LED: PluggedBrick = { id: 'led', type: 'led', port: '1' };
export const BUZZER: PluggedBrick = { id: 'buzzer', type: 'buzzer', port: '2' };
export const STRIP: PluggedBrick = { id: 'strip', type: 'led-strip', port: '3' };
export const SCREEN: PluggedBrick = { id: 'screen', type: 'lcd', port: '4' };
export const LIGHT: PluggedBrick = { id: 'light', type: 'light', port: '6' };
export const BUTTON: PluggedBrick = { id: 'button', type: 'button', port: '9' };
export const BRICKS = [LED, BUZZER, STRIP, SCREEN, LIGHT, BUTTON];

export const compileParts = (parts: Parts): Compiled => compileProgram(program(parts), KIT, templates);

export function typed(parts: Parts): TypedProgram {
  const checked = checkProgram(program(parts), KIT);
  if (checked.typed !== undefined) return checked.typed;
  throw new Error(checked.diagnostics.map(({ code, blockId }) => `${code} ${blockId}`).join(', '));
}

/** Every sketch made so far in this test file, for a look at all of them by avr-g++. */
export const made: Sketch[] = [];

export function sketchOf(parts: Parts): Sketch {
  const sketch = generateSketch(typed(parts), templates);
  made.push(sketch);
  return sketch;
}

export const mainOf = ({ files, main }: Sketch): string =>
  files.find(({ path }) => path === main)?.text ?? '';

/** The whole main file. */
export const inoOf = (parts: Parts): string => mainOf(sketchOf(parts));

/** A script that turns another into one of several, so that scripts must take turns. */
export const OTHER: Script = {
  blockId: '',
  trigger: { kind: 'forever' },
  body: [
    { blockId: '', kind: 'wait', unit: 'milliseconds', duration: { blockId: '', kind: 'number', value: 7 } },
  ],
};

/** The lines that the statements of a start script become in plain setup(), without indentation. */
export function setupLines(body: readonly Statement[], parts: Partial<Parts> = {}): string[] {
  const text = inoOf({ bricks: BRICKS, ...parts, scripts: [atStart(...body)] });
  const setup = /void setup\(\) \{\n([^]*?)\n\}/.exec(text)?.[1] ?? '';
  const lines = setup.split('\n').map((line) => line.trim());
  return lines.slice(lines.findIndex((line) => line.startsWith('// ')) + 1);
}

/** The lines of the first script's function, when others run beside it. */
export function turnLines(script: Script, parts: Partial<Parts> = {}): string[] {
  const text = inoOf({ bricks: BRICKS, ...parts, scripts: [script, OTHER, OTHER] });
  const called = /^ {2}(?!seedRandom)(?:\w+\.deliver\((?:\w+, )?(\w+)\)|(\w+)\(\));$/m.exec(
    text.slice(text.indexOf('void setup() {')),
  );
  const wanted = called?.[1] ?? called?.[2] ?? '';
  const start = text.indexOf(`void ${wanted}() {`);
  return text
    .slice(start, text.indexOf('\n}', start))
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

type Node = Expression | Statement;

/** The id of the first block that fits. */
export function blockOf(source: Program, fits: (node: Node) => boolean): string {
  let found: string | undefined;
  const see = (node: Node): void => {
    if (found === undefined && fits(node)) found = node.blockId;
  };
  for (const { trigger } of source.scripts) {
    for (const expression of triggerExpressions(trigger)) visitExpressions(expression, see);
  }
  for (const body of bodiesOfProgram(source)) {
    visitStatements(body, see);
    visitBodyExpressions(body, see);
  }
  if (found === undefined) throw new Error('no such block');
  return found;
}
