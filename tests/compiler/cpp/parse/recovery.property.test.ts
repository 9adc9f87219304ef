/**
 * Sources spoiled by one token: the front end never falls, never hangs, says little, and says it where the
 * slip is. GENIE_LONG and REQUIRE_REFERENCE_TOOLS try ten times as many.
 *
 * Not every slip can be placed within a line. What is left, about 1 of 100, is counted and bounded by kind:
 *   - `#endif` or its `#` gone: said at the #if that stays open, which may stand far above;
 *   - a macro's body over several lines: said where the macro is used;
 *   - others: text that is right in itself after the slip, such as a word that turns a statement into a
 *     declaration, is only found by what follows.
 */
import { describe, expect, it } from 'vitest';
import { MOST_DIAGNOSTICS_PER_FILE } from '../../../../compiler/cpp/reporter.ts';
import { exampleSketches, officialSketches, templateSources, type Source } from './corpus.ts';
import { parseText, said } from './front-end.ts';
import { mutate, numbersFrom } from './mutate.ts';

const isLong = process.env['GENIE_LONG'] === '1' || process.env['REQUIRE_REFERENCE_TOOLS'] === '1';
const INPUTS = isLong ? 10_000 : 1_000;
/** Longer sources have no other slips, but take longer. */
const LONGEST = 2_000;
const TIMEOUT_MS = 600_000;
const SEED = Number(process.env['GENIE_SEED'] ?? 20_261_127);
/** Of the inputs in which something was found. */
const MOST_FAR = 0.03;
const MOST_FAR_OTHERWISE = 0.01;

const parse = (source: Source, text = source.text): ReturnType<typeof parseText> =>
  parseText(text, { path: source.path, isIno: source.isIno });

describe('a source spoiled by one token', () => {
  it(
    'is read to its end, with few sentences, the first within a line of the slip',
    async () => {
      const all = [...templateSources(), ...(await exampleSketches()), ...officialSketches()];
      // A file in work, or a library that is not ours, says things of its own.
      const sources = all.filter(
        ({ text, ...source }) =>
          text.length <= LONGEST && parse({ ...source, text }).diagnostics.length === 0,
      );
      expect(sources.length).toBeGreaterThan(all.length / 4);
      const below = numbersFrom(SEED);
      const far: string[] = [];
      const farOtherwise: string[] = [];
      let found = 0;
      for (let input = 0; input < INPUTS; input++) {
        const source = sources[below(sources.length)];
        if (source === undefined) break;
        const { text, line, what } = mutate(source.text, below);
        const { diagnostics } = parse(source, text);
        const lines = source.text.split('\n');
        const perFile = new Map<string, number>();
        for (const { span, severity } of diagnostics) {
          const group = `${severity} ${span?.file ?? ''}`;
          perFile.set(group, (perFile.get(group) ?? 0) + 1);
        }
        expect(Math.max(0, ...perFile.values())).toBeLessThanOrEqual(MOST_DIAGNOSTICS_PER_FILE);
        const [first] = diagnostics;
        // What a macro's body says wrong comes up where it is used.
        const isMacro = /^\s*#\s*define\b/.test(lines[line - 1] ?? '');
        if (first === undefined || isMacro) continue;
        found++;
        const isNear = first.span?.file === source.path && Math.abs(first.span.line - line) <= 1;
        if (isNear) continue;
        const isOfMacro = /\\\s*$/.test(lines[line - 2] ?? '') || /\\\s*$/.test(lines[line - 1] ?? '');
        const isKnown = first.code === 'cpp-if-unclosed' || isOfMacro;
        (isKnown ? far : farOtherwise).push(`${source.path}:${line} ${what} → ${said({ diagnostics })[0]}`);
      }
      const near = 1 - (far.length + farOtherwise.length) / found;
      console.log(
        `${INPUTS} spoiled sources, ${found} with something wrong: ${(near * 100).toFixed(1)} % said within a line, ${far.length} at an #if or a macro’s use, ${farOtherwise.length} otherwise`,
      );
      expect(found).toBeGreaterThan(INPUTS / 2);
      expect(1 - near, [...far, ...farOtherwise].join('\n')).toBeLessThan(MOST_FAR);
      expect(farOtherwise.length / found, farOtherwise.join('\n')).toBeLessThan(MOST_FAR_OTHERWISE);
    },
    TIMEOUT_MS,
  );
});

describe('any characters', () => {
  it(
    'are read to their end',
    () => {
      const below = numbersFrom(7);
      const pieces = ['{', '}', '(', ')', '[', ']', '<', '>', ';', ',', ':', '::', 'template', 'class', 'A', 'int', 'operator',
      '=', '*', '&', '"', "'", '#', 'define', 'if', 'else', '\n', '\\\n', '/*', '*/', '//', 'R"(', '...', '~', 'enum', '1',
      'typename', 'using', 'new', 'struct', 'case', '?', 'sizeof', 'static_cast', 'é', '\u0000']; // prettier-ignore
      for (let input = 0; input < INPUTS; input++) {
        const text = Array.from({ length: 1 + below(120) }, () => pieces[below(pieces.length)] ?? '').join(
          ' ',
        );
        for (const language of ['c', 'c++'] as const) {
          const { diagnostics } = parseText(text, { language, resolveInclude: () => undefined });
          const errors = diagnostics.filter(({ severity }) => severity === 'error');
          expect(errors.length).toBeLessThanOrEqual(MOST_DIAGNOSTICS_PER_FILE);
        }
      }
    },
    TIMEOUT_MS,
  );
});
