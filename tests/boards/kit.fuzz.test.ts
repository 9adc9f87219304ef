import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBoard } from '../../boards/check-board.ts';
import { checkBrickType } from '../../boards/check-brick-type.ts';
import { readJson } from '../../boards/kit/read-json.ts';
import { parseKit } from '../../boards/kit/parse-kit.ts';

const RUNS = process.env['GENIE_LONG'] === '1' ? 50_000 : 1_500;
const documentation = readFileSync(new URL('../../docs/kit-files.md', import.meta.url), 'utf8');
const example = /```json\n([^`]+)```/.exec(documentation)?.[1] ?? '';

/** What is wrong with the answer to a text, whatever the text: nothing. */
function faults(text: string): readonly unknown[] {
  const { kit, problems } = parseKit(text);
  const unclear = problems.filter(
    ({ code, message: { fr, en } }) =>
      !/^[a-z0-9-]+$/.test(code) || [fr, en].some((words) => words.length < 8 || words.length > 300),
  );
  if (kit === undefined) return problems.length === 0 ? ['neither kit nor problem'] : unclear;
  return [...problems, ...checkBoard(kit.board), ...kit.bricks.flatMap(checkBrickType)];
}

const WORDS = [
  'D5',
  'D55',
  'A0',
  'A4',
  'A5',
  'output',
  'i2c',
  'analog',
  'led',
  'lcd',
  'button',
  'uno',
  'mega',
];
const KEYS = [
  'format',
  'version',
  'id',
  'name',
  'basedOn',
  'ports',
  'pins',
  'family',
  'bricks',
  'brick',
  'settings',
  'LEVEL',
  'fr',
  '__proto__',
  'constructor',
  'toString',
];
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...WORDS, '', 1, 0, -1, 1.5, 1e300, true, null, 'x'.repeat(5000)),
    fc.string(),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('tree')), { maxLength: 6 })
      .map((entries) => ({ members: entries })),
  ),
}));

/** JSON text with repeated and forbidden keys, which JSON.stringify cannot write. */
function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value === 'object' && value !== null && 'members' in value && Array.isArray(value.members)) {
    const members = value.members as readonly [string, unknown][];
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Puts a random value in the place of one value of the example. */
function replaceOne(text: string, choice: number, value: string): string {
  const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"|\d+|[[\]{}]/g)];
  const target = values[choice % values.length];
  if (target === undefined) return text;
  return text.slice(0, target.index) + value + text.slice(target.index + target[0].length);
}

describe('the kit reader never throws and always answers', () => {
  it('to any text', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anyText, (text) => {
        expect(faults(text)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('to any JSON made of its own words', () => {
    const kitLike = fc.tuple(tree, tree, tree).map(([ports, bricks, name]) =>
      write({
        members: [
          ['format', 'genie-kit'],
          ['version', 1],
          ['id', 'box'],
          ['basedOn', 'nano'],
          ['name', name],
          ['ports', ports],
          ['bricks', bricks],
        ],
      }),
    );
    fc.assert(
      fc.property(fc.oneof(tree.map(write), kitLike), (text) => {
        expect(faults(text)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('to the example with one value replaced', () => {
    fc.assert(
      fc.property(fc.nat(), tree.map(write), (choice, value) => {
        expect(faults(replaceOne(example, choice, value))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('to the example with letters deleted, doubled or changed', () => {
    const edit = fc.tuple(fc.nat({ max: example.length }), fc.nat({ max: 40 }), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const text = edits.reduce(
          (before, [at, length, added]) => before.slice(0, at) + added + before.slice(at + length),
          example,
        );
        expect(faults(text)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the JSON reader', () => {
  const accepts = (text: string): boolean => 'node' in readJson(text);
  const nativelyAccepted = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };

  it('accepts exactly what JSON.parse accepts', () => {
    const almost = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', '\\', '\n', '-', '.'))
      .map(
        ([text, at, added]) =>
          text.slice(0, at % (text.length + 1)) + added + text.slice(at % (text.length + 1)),
      );
    fc.assert(
      fc.property(fc.oneof(fc.json(), almost), (text) => {
        expect(accepts(text)).toBe(nativelyAccepted(text));
      }),
      { numRuns: RUNS },
    );
  });

  it('reads a text of 190,000 letters', () => {
    expect(accepts(JSON.stringify('é"\\'.repeat(38_000)))).toBe(true);
  });
});
