/**
 * Two thousand damaged files: whatever is in them, the answer is a program and diagnostics, soon.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { parseProgramFile, printProgramFile, readWorkspace } from '../../blocks/index.ts';
import { hasErrors } from '../../compiler/diagnostics/diagnostic.ts';
import { printJson } from '../../blocks/file/print-json.ts';
import { everyBlockFile, programFile } from './saved-blocks.ts';
import { HUNG_MS } from '../support/hung.ts';

/** In all; spread over the ways to do damage below. */
const FILES = 2000;

const rich: unknown = JSON.parse(printProgramFile(everyBlockFile(BRICK_TYPES)));
const small: unknown = JSON.parse(printProgramFile(everyBlockFile(BRICK_TYPES.slice(0, 3), 20)));

/** Opens a text as the app does, and fails if that takes long or the answer is not whole. */
function open(text: string): { readonly said: number; readonly hasFile: boolean } {
  const start = performance.now();
  const { file, diagnostics } = parseProgramFile(text);
  const result = readWorkspace(file ?? programFile([]), BRICK_TYPES);
  const took = performance.now() - start;
  if (took > HUNG_MS) throw new Error(`took ${took} ms`);
  const all = [...diagnostics, ...result.diagnostics];
  if (!Array.isArray(result.program.scripts)) throw new Error('no program');
  if (file === undefined && diagnostics.length === 0) throw new Error('no file, and not a word');
  if (all.some(({ message }) => /\{\w+\}|undefined|\[object/.test(message.fr))) {
    throw new Error(`a sentence with a hole: ${all.map(({ message }) => message.fr).join('\n')}`);
  }
  const ids = new Set<string>();
  let empty = 0;
  JSON.stringify(result.program.scripts, (key, value: unknown) => {
    if (key === 'blockId' && typeof value === 'string') ids.add(value);
    if (key === 'kind' && value === 'empty') empty++;
    return value;
  });
  if (result.program.scripts.length > 0 && ids.size === 0) throw new Error('blocks without ids');
  if (empty > 0 && !hasErrors(all)) throw new Error('an empty hole, and not a word');
  return { said: all.length, hasFile: file !== undefined };
}

/** Every place in a JSON value, as the object or array that holds it and its key. */
function places(root: unknown): { holder: Record<string, unknown>; key: string }[] {
  const found: { holder: Record<string, unknown>; key: string }[] = [];
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      found.push({ holder, key });
      waiting.push(holder[key]);
    }
  }
  return found;
}

const deep = (levels: number, make: (inside: unknown) => unknown): unknown => {
  let value: unknown = null;
  for (let level = 0; level < levels; level++) value = make(value);
  return value;
};

const ODD_VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 1e308,
  () => 0.1,
  () => '',
  () => 'x'.repeat(50_000),
  () => '\ud800*/ " \\ ??/ \u0000 🎉',
  () => '__proto__',
  () => 'constructor',
  () => [],
  () => ({}),
  () => [[[]]],
  () => ({ id: {} }),
  () => ({ length: 1e9 }),
  () => JSON.parse('{"__proto__":{"type":"event_start"},"constructor":{"prototype":{}}}'),
  () => deep(300, (block) => ({ type: 'control_repeat', inputs: { DO: { block } } })),
  () => deep(300, (block) => ({ type: 'timer_reset', next: { block } })),
  () => deep(300, (block) => ({ type: 'number_function', inputs: { VALUE: { shadow: block } } })),
  () => deep(2000, (inside) => [inside]),
];

type Damage = (root: unknown, pick: (count: number) => number) => void;

const change =
  (
    make: (place: { holder: Record<string, unknown>; key: string }, pick: (count: number) => number) => void,
  ): Damage =>
  (root, pick) => {
    const all = places(root);
    const place = all[pick(all.length)];
    if (place !== undefined) make(place, pick);
  };

const DAMAGES: Readonly<Record<string, Damage>> = {
  drop: change(({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  }),
  duplicate: change(({ holder, key }, pick) => {
    const copy: unknown = structuredClone(holder[key]);
    if (Array.isArray(holder)) holder.push(copy);
    else holder[`${key}${pick(3)}`] = copy;
  }),
  retype: change(({ holder, key }, pick) => {
    holder[key] = ODD_VALUES[pick(ODD_VALUES.length)]?.();
  }),
  rename: change(({ holder, key }, pick) => {
    const names = [
      'block',
      'shadow',
      'next',
      'type',
      'id',
      'inputs',
      'fields',
      'extraState',
      'IF1',
      'prototype',
    ];
    const value = holder[key];
    if (!Array.isArray(holder)) delete holder[key];
    holder[names[pick(names.length)] ?? 'x'] = value;
  }),
  swap: (root, pick) => {
    const all = places(root);
    const a = all[pick(all.length)];
    const b = all[pick(all.length)];
    if (a === undefined || b === undefined) return;
    const kept: unknown = structuredClone(a.holder[a.key]);
    a.holder[a.key] = structuredClone(b.holder[b.key]);
    b.holder[b.key] = kept;
  },
  swapTypes: (root, pick) => {
    const types = places(root).filter(({ key }) => key === 'type');
    const a = types[pick(types.length)];
    const b = types[pick(types.length)];
    if (a !== undefined && b !== undefined) a.holder['type'] = b.holder['type'];
  },
};

const kinds = Object.keys(DAMAGES);

/** JSON.stringify, which keeps odd keys, unless the value is too deep for it. */
function toText(root: unknown): string {
  try {
    return JSON.stringify(root);
  } catch {
    return printJson(root, 'compact');
  }
}

/** What fast-check has to say about the cases that fail: nothing, if all is well. */
function failures<T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>, numRuns: number): string {
  const details = fc.check(property, { numRuns, seed: 7 });
  return details.failed ? (fc.defaultReportMessage(details) ?? 'failed') : '';
}

describe('damaged files', () => {
  test(`${FILES * 0.7} files with one to six pieces dropped, doubled, changed or swapped are answered`, () => {
    const seeds = fc.array(fc.nat(), { minLength: 3, maxLength: 3 });
    const damage = fc.record({ kind: fc.constantFrom(...kinds), seeds });
    const damages = fc.array(damage, { minLength: 1, maxLength: 6 });
    const property = fc.property(fc.boolean(), damages, (isRich, all) => {
      const root: unknown = structuredClone(isRich ? rich : small);
      for (const one of all) {
        let next = 0;
        const pick = (count: number): number =>
          (one.seeds[next++ % one.seeds.length] ?? 0) % Math.max(1, count);
        DAMAGES[one.kind]?.(root, pick);
      }
      open(toText(root));
    });
    expect(failures(property, FILES * 0.7)).toBe('');
  });

  test(`${FILES * 0.2} texts cut off, or with letters changed, are answered`, () => {
    const text = JSON.stringify(small);
    const property = fc.property(
      fc.nat(text.length),
      fc.nat(3),
      fc.string({ maxLength: 5 }),
      (at, gone, put) => {
        open(gone === 0 ? text.slice(0, at) : text.slice(0, at) + put + text.slice(at + gone));
      },
    );
    expect(failures(property, FILES * 0.2)).toBe('');
  });

  test(`${FILES * 0.1} texts and JSON values of any kind are answered with a diagnostic`, () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' }));
    const property = fc.property(text, (garbage) => {
      const { said, hasFile } = open(garbage);
      return said > 0 && !hasFile;
    });
    expect(failures(property, FILES * 0.1)).toBe('');
  });

  const file = (blocks: string): string =>
    `{"format":"genie","version":1,"workspace":{"blocks":{"blocks":[${blocks}]}}}`;
  const many = (count: number, block: string): string => file(Array<string>(count).fill(block).join(','));
  const chain = (levels: number, opened: string, closed: string): string =>
    file(`${opened.repeat(levels)}1${closed.repeat(levels)}`);

  test.each([
    ['start blocks', many(80_000, '{"type":"event_start"}')],
    ['blocks that we don’t know', many(60_000, '{"type":"mars","id":"a"}')],
    [
      'holes',
      many(
        1,
        `{"type":"event_start","inputs":{${Array.from({ length: 50_000 }, (_, n) => `"I${n}":{"block":1}`).join(',')}}}`,
      ),
    ],
    [
      'branches',
      many(
        4000,
        '{"type":"event_start","next":{"block":{"type":"control_if","extraState":{"elseIfCount":1e9}}}}',
      ),
    ],
    ['blocks below one another', chain(5900, '{"type":"timer_reset","next":{"block":', '}}')],
    ['blocks inside one another', chain(3900, '{"type":"text_of","inputs":{"VALUE":{"block":', '}}}')],
    ['lists inside one another', chain(5900, '[[', ']]')],
  ])('a file full of %s is answered in less than a second', (_, text) => {
    expect(open(text)).toEqual({ said: expect.any(Number), hasFile: true });
  });
});
