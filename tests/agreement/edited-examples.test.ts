/**
 * The examples, edited at random as a child edits them: either somebody says what to do, or the C++
 * compiles. Values and stacks change places, vanish, are doubled; numbers, texts and names become odd.
 *
 * GENIE_LONG=1 edits twenty times as often; GENIE_SEED=n otherwise.
 */
import { describe, expect, it } from 'vitest';
import { parseProgramFile, readWorkspace } from '../../blocks/index.ts';
import { get, isObject, type JsonObject } from '../../blocks/json.ts';
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import { compileProgram } from '../../compiler/compile.ts';
import { hasErrors } from '../../compiler/diagnostics/diagnostic.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import { exampleNames, programText } from '../examples/example-files.ts';
import { NAMES, TEXTS } from '../random/extremes.ts';
import { requireTool } from '../support/reference-tools.ts';
import { templates } from './agreement-kit.ts';
import { checkSyntax } from './check-syntax.ts';

const SEED = Number(process.env['GENIE_SEED'] ?? 1);
const IS_LONG = process.env['GENIE_LONG'] === '1';
const EDITED = IS_LONG ? 800 : 40;
const LIMIT_MS = IS_LONG ? 1_800_000 : 120_000;
const CHUNK = 80;
/** The syntax is checked for a 328P. */
const names = exampleNames().filter((name) => !/"board": "(?:mega|leonardo)"/.test(programText(name)));

type Holder = Record<string, unknown>;
interface Place {
  readonly holder: Holder;
  readonly key: string;
}

/** A generator of numbers from a seed (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

/** Everything of a kind in the workspace, found by its key. */
function placesOf(root: unknown, isWanted: (key: string, value: unknown) => boolean): Place[] {
  const found: Place[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const holder = value as Holder;
    for (const [key, inner] of Object.entries(holder)) {
      if (isWanted(key, inner)) found.push({ holder, key });
      visit(inner);
    }
  };
  visit(root);
  return found;
}

const isBlock = (key: string, value: unknown): boolean =>
  (key === 'block' || key === 'shadow') && isObject(value);
const ODD_NUMBERS = [0, -1, 0.5, 1e9, -1e9, 255, 256, 32_768, 2_147_483_648, 1e38, 1e-9, 100.25];

type Edit = (file: JsonObject, pick: (below: number) => number) => void;
const one = <T>(all: readonly T[], pick: (below: number) => number): T | undefined => all[pick(all.length)];

const EDITS: readonly Edit[] = [
  function takeAway(file, pick) {
    const place = one(placesOf(get(file, 'workspace'), isBlock), pick);
    if (place !== undefined) delete place.holder[place.key];
  },
  function changePlaces(file, pick) {
    const all = placesOf(get(file, 'workspace'), isBlock);
    const [a, b] = [one(all, pick), one(all, pick)];
    if (a === undefined || b === undefined) return;
    const kept = structuredClone(a.holder[a.key]);
    a.holder[a.key] = structuredClone(b.holder[b.key]);
    b.holder[b.key] = kept;
  },
  function double(file, pick) {
    const all = placesOf(get(file, 'workspace'), isBlock);
    const [a, b] = [one(all, pick), one(all, pick)];
    if (a !== undefined && b !== undefined) b.holder[b.key] = structuredClone(a.holder[a.key]);
  },
  function oddNumber(file, pick) {
    const place = one(
      placesOf(get(file, 'workspace'), (key) => key === 'NUM'),
      pick,
    );
    if (place !== undefined) place.holder[place.key] = one(ODD_NUMBERS, pick);
  },
  function oddText(file, pick) {
    const place = one(
      placesOf(get(file, 'workspace'), (key) => key === 'TEXT'),
      pick,
    );
    if (place !== undefined) place.holder[place.key] = one(TEXTS, pick);
  },
  function oddName(file, pick) {
    const place = one(
      placesOf(file, (key, value) => key === 'name' && typeof value === 'string'),
      pick,
    );
    if (place !== undefined) place.holder[place.key] = one(NAMES, pick);
  },
  function otherType(file, pick) {
    const isType = (key: string): boolean => key === 'type';
    const all = placesOf(get(file, 'workspace'), isType);
    const [a, b] = [one(all, pick), one(all, pick)];
    if (a !== undefined && b !== undefined) a.holder[a.key] = b.holder[b.key];
  },
];

/** The sketch, or nothing when the program has errors; every error must have words. */
function opened(text: string): Sketch | undefined {
  const { file, diagnostics } = parseProgramFile(text);
  const kit = builtInKit(file?.board ?? 'genie-base');
  if (file === undefined || kit === undefined) {
    if (!hasErrors(diagnostics)) throw new Error('no program, and not a word');
    return undefined;
  }
  const read = readWorkspace(file, kit.bricks);
  const compiled = compileProgram(read.program, kit, templates);
  const all = [...diagnostics, ...read.diagnostics, ...compiled.diagnostics];
  for (const { message } of all)
    expect(`${message.fr} ${message.en}`).not.toMatch(/undefined|\{\w+\}|\[object/);
  if (hasErrors(all)) return undefined;
  if (compiled.sketch === undefined) throw new Error('no sketch, and not a word');
  return compiled.sketch;
}

function edited(name: string, seed: number): string {
  const pick = randomFrom(seed);
  const file = JSON.parse(programText(name)) as JsonObject;
  for (let left = 1 + pick(3); left > 0; left--) one(EDITS, pick)?.(file, pick);
  return JSON.stringify(file);
}

describe.skipIf(!requireTool('avr-g++', 'arduino-core'))('an edited example', () => {
  it(
    `${names.length} × ${EDITED} edits are answered, or make C++ that compiles`,
    () => {
      const texts = names.flatMap((name, example) =>
        Array.from({ length: EDITED }, (_, i) => edited(name, SEED * 1_000_003 + example * 10_007 + i)),
      );
      const whole = texts.flatMap((text) => {
        const sketch = opened(text);
        return sketch === undefined ? [] : [{ text, sketch }];
      });
      console.info(`${texts.length} edited programs: ${whole.length} build, the others have errors`);
      expect(whole.length).toBeGreaterThan(texts.length / 10);
      const complaints: string[] = [];
      for (let at = 0; at < whole.length; at += CHUNK) {
        const chunk = whole.slice(at, at + CHUNK);
        for (const { index, words } of checkSyntax(chunk.map(({ sketch }) => sketch)))
          complaints.push(`${words.slice(0, 400)}\n${chunk[index]?.text ?? ''}`);
      }
      expect(complaints).toEqual([]);
    },
    LIMIT_MS,
  );
});
