/**
 * GCC's torture programs with the built-in compiler: those that avr-gcc itself compiles and passes
 * (passing.json), as C++ and as C. By default a part of them; GENIE_LONG=1 runs all.
 * What is strict C++ (plain-cpp.ts) has no exceptions: every program must pass.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../build-program.ts';
import { DIFFERENT, NAIVELY_DIFFERENT, UNSUPPORTED } from './unsupported.ts';
import { withoutAttributes } from './plain-cpp.ts';
import { runVerdict } from './run-verdict.ts';
import { PASSED, tortureFolder, tortureProgram } from './torture-sources.ts';

type Language = 'c' | 'c++';
const LONG = process.env['GENIE_LONG'] === '1';
const LIMIT_MS = 20_000;
const lists = JSON.parse(readFileSync(resolve('tests/compiler/torture/passing.json'), 'utf8')) as Readonly<
  Record<'c' | 'gnu' | 'permissive' | 'strict', readonly string[]>
>;

const folder = tortureFolder();
if (folder === undefined) {
  if (process.env['REQUIRE_REFERENCE_TOOLS'] === '1') throw new Error('gcc-12-source is missing');
  console.warn('skipped, missing reference: gcc-12-source');
}

/** Undefined: it does what it should. */
type Way = 'as it is' | 'without attributes' | 'naively';

function outcome(name: string, language: Language, way: Way): string | undefined {
  const text = tortureProgram(folder ?? '', name, language);
  const built = buildProgram(way === 'without attributes' ? withoutAttributes(text) : text, language, {
    level: way === 'naively' ? 'naive' : 'full',
  });
  if (!built.ok) return built.words;
  const verdict = runVerdict(built.hex, 'atmega2560', LIMIT_MS);
  return verdict === PASSED ? undefined : `ends with ${verdict}`;
}

function differences(names: readonly string[], language: Language, way: Way = 'as it is'): string[] {
  return names
    .filter((name) => way === 'without attributes' || (!UNSUPPORTED.has(name) && !DIFFERENT.has(name)))
    .flatMap((name) => {
      const found = outcome(name, language, way);
      return found === undefined ? [] : [`${name}: ${found}`];
    });
}

const CHUNK = 50;
/** Every how manyth program by default. */
const STEP = { gnu: 1, permissive: 1, strict: 1, c: 4 } as const;
const NAIVE_STEP = 8;

function chunks(list: keyof typeof lists): [string, readonly string[]][] {
  const gnu = new Set(lists.gnu);
  const strict = new Set(lists.strict);
  const own = lists[list].filter(
    (name) =>
      (list !== 'permissive' || !gnu.has(name)) &&
      // With its attributes it is another program only when it is outside the language.
      (list !== 'gnu' || LONG || !strict.has(name)),
  );
  const names = own.filter((_, index) => LONG || index % STEP[list] === 0);
  const count = Math.ceil(names.length / CHUNK);
  return Array.from({ length: count }, (_, i) => {
    const part = names.slice(i * CHUNK, (i + 1) * CHUNK);
    return [`${part[0]} … ${part.at(-1)}`, part];
  });
}

describe.skipIf(folder === undefined)('GCC’s torture programs do what they should', () => {
  it.each(chunks('strict'))('as strict C++, without an exception: %s', (_, names) =>
    expect(differences(names, 'c++', 'without attributes')).toEqual([]),
  );
  it.each(chunks('gnu'))('as C++ with GNU’s additions: %s', (_, names) =>
    expect(differences(names, 'c++')).toEqual([]),
  );
  it.each(chunks('permissive'))('as C++ that only -fpermissive takes: %s', (_, names) =>
    expect(differences(names, 'c++')).toEqual([]),
  );
  it.each(chunks('c'))('as C: %s', (_, names) => expect(differences(names, 'c')).toEqual([]));

  it('as C++, generated naively, without optimising', { timeout: 600_000 }, () => {
    const names = lists.gnu.filter((_, index) => LONG || index % NAIVE_STEP === 0);
    expect(
      differences(
        names.filter((name) => !NAIVELY_DIFFERENT.has(name)),
        'c++',
        'naively',
      ),
    ).toEqual([]);
  });

  it('and those outside the language are refused with a message', () => {
    const accepted = [...UNSUPPORTED.keys()].flatMap((name) => {
      const isCpp = lists.permissive.includes(name);
      const language = isCpp ? 'c++' : 'c';
      const built = buildProgram(tortureProgram(folder ?? '', name, language), language);
      return built.ok ? [`${name} as ${language}`] : [];
    });
    expect(accepted).toEqual([]);
  });

  it('and nearly all programs are inside the language', () => {
    const share = (list: readonly string[]): number =>
      list.filter((name) => !UNSUPPORTED.has(name) && !DIFFERENT.has(name)).length / list.length;
    expect(share(lists.gnu)).toBeGreaterThan(0.93);
    expect(share(lists.permissive)).toBeGreaterThan(0.89);
    expect(share(lists.c)).toBeGreaterThan(0.89);
  });
});
