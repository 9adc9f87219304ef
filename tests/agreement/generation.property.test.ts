/**
 * Random well-typed programs become C++ that avr-g++ accepts, always the same, with every block's
 * span inside the file. 20,000 programs, of which avr-g++ reads a quarter (builtin.property.test.ts: the
 * built-in compiler all); ten times as many, and all by both, with GENIE_LONG=1. GENIE_SEED=n for others.
 */
import { describe, expect, it } from 'vitest';
import type { Program } from '../../compiler/program/model.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import {
  ownBlock,
  parameter,
  program as makeProgram,
  run,
  set,
  atStart,
  broadcast,
  giveBack,
  line,
  list,
  onMessage,
  op,
  v,
  wait,
  call,
} from '../interpreter/blocks.ts';
import { NAMES } from '../random/extremes.ts';
import { samplePrograms } from '../random/program-arbitrary.ts';
import { requireTool } from '../support/reference-tools.ts';
import { sketchOf } from './agreement-kit.ts';
import { checkAlone, checkSyntax } from './check-syntax.ts';
import { report } from './report.ts';

const SEED = Number(process.env['GENIE_SEED'] ?? 20_000);
const CHUNK = 1000;
const LONG = process.env['GENIE_LONG'] === '1';
const CHUNKS = LONG ? 200 : 20;
/** avr-g++ reads the programs of each so manieth thousand, and each so manieth program is written twice. */
const READ = LONG ? 1 : 4;
const TWICE = 10;
const BATCH = 200;
const chunks = Array.from({ length: CHUNKS }, (_, index) => index);

const where = (chunk: number, index: number): string =>
  `samplePrograms('anything', ${SEED + chunk}, ${CHUNK})[${index}]`;

const reason = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return String(error).split('\n')[0]?.replace(/b\d+/g, 'b');
  }
};

function compileAll(programs: readonly Program[], chunk: number): Sketch[] {
  return programs.map((program, index) => {
    let sketch: Sketch | undefined;
    const problem = reason(() => (sketch = sketchOf(program)));
    if (problem !== undefined || sketch === undefined) {
      throw report(
        problem ?? 'no sketch',
        where(chunk, index),
        program,
        (smaller) => reason(() => sketchOf(smaller)) === problem,
      );
    }
    const again = index % TWICE === 0 ? sketchOf(program) : sketch;
    expect(again, where(chunk, index)).toEqual(sketch);
    return sketch;
  });
}

/** A block span that is not a stretch of its file. */
function badSpan({ blocks, files }: Sketch): string | undefined {
  for (const { blockId, span } of blocks) {
    const lines = files.find(({ path }) => path === span.file)?.text.split('\n');
    const first = lines?.[span.line - 1];
    const last = lines?.[span.endLine - 1];
    const forward = span.line < span.endLine || (span.line === span.endLine && span.column < span.endColumn);
    if (first === undefined || last === undefined || !forward) return `${blockId}: ${JSON.stringify(span)}`;
    if (span.column < 1 || span.column > first.length || span.endColumn > last.length + 1) {
      return `${blockId}: ${JSON.stringify(span)}`;
    }
  }
  return undefined;
}

const words = (error: string | undefined): string =>
  (/error: (.*)/.exec(error ?? '')?.[1] ?? error ?? '').replace(/‘[^’]*’/g, '‘’');

describe('20,000 random programs', () => {
  it.each(chunks)('become C++, the same each time: thousand %i', (chunk) => {
    const programs = samplePrograms('anything', SEED + chunk, CHUNK);
    const sketches = compileAll(programs, chunk);
    expect(sketches.map(badSpan).find((bad) => bad !== undefined)).toBeUndefined();
    if (chunk % READ !== 0 || !requireTool('avr-g++', 'arduino-core')) return;
    for (let from = 0; from < sketches.length; from += BATCH) {
      const [guilty] = checkSyntax(sketches.slice(from, from + BATCH));
      if (guilty === undefined) continue;
      const program = programs[from + guilty.index];
      if (program === undefined) throw new Error(guilty.words);
      const problem = words(guilty.words);
      throw report(guilty.words, where(chunk, from + guilty.index), program, (smaller) => {
        try {
          return words(checkSyntax([sketchOf(smaller)])[0]?.words) === problem;
        } catch {
          return false;
        }
      });
    }
  });
});

describe.skipIf(!requireTool('avr-g++', 'arduino-core'))('names', () => {
  const groups = Array.from({ length: Math.ceil(NAMES.length / 24) }, (_, index) =>
    NAMES.slice(index * 24, index * 24 + 24),
  );

  it.each(groups.map((names, index) => [index, names] as const))(
    'of any kind meet none of the core’s: group %i',
    (_index, names) => {
      for (const what of ['variables', 'lists', 'messages', 'ownBlocks', 'parameters'] as const) {
        const words = checkAlone(sketchOf(named(names, what)));
        if (words !== undefined) throw new Error(`${what}\n${words}`);
      }
    },
  );
});

/** A program with all these names, in one kind of thing. */
function named(
  names: readonly string[],
  what: 'variables' | 'lists' | 'messages' | 'ownBlocks' | 'parameters',
): Program {
  const some = names.map((_, index) => index);
  const plain = makeProgram({
    lists: Object.fromEntries(some.map((index) => [`L${index}`, 3])),
    ownBlocks: some.map((index) =>
      index % 2 === 0
        ? ownBlock(
            `f${index}`,
            [`p${index}`],
            true,
            giveBack(op('join', parameter(`p${index}`), v(`x${index}`))),
          )
        : ownBlock(
            `f${index}`,
            [`p${index}`],
            true,
            wait(1),
            set(`y${index}`, parameter(`p${index}`)),
            giveBack(v(`y${index}`)),
          ),
    ),
    scripts: [
      atStart(
        ...some.flatMap((index) => [
          set(`x${index}`, index),
          line(call(`f${index}`, 2)),
          run(`f${index}`, 3),
          list('addItem', `L${index}`, 1),
          broadcast(`m${index}`),
        ]),
      ),
      ...some.map((index) => onMessage(`m${index}`, line(v(`x${index}`)), wait(1))),
    ],
  });
  const rename = <T extends { readonly name: string }>(things: readonly T[]): T[] =>
    things.map((thing, index) => ({ ...thing, name: names[index] ?? thing.name }));
  switch (what) {
    case 'parameters':
      return {
        ...plain,
        ownBlocks: plain.ownBlocks.map((block, index) => ({
          ...block,
          parameters: block.parameters.map((one) => ({ ...one, name: names[index] ?? one.name })),
        })),
      };
    case 'ownBlocks':
      return { ...plain, ownBlocks: rename(plain.ownBlocks) };
    default:
      return { ...plain, [what]: rename(plain[what]) };
  }
}
