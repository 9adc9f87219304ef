/**
 * Sources spoiled by one token: the front end never falls, never hangs, says little, and says it where the
 * slip is. GENIE_LONG tries ten times as many.
 */
import { describe, expect, it } from 'vitest';
import { MOST_DIAGNOSTICS_PER_FILE } from '../../../../compiler/cpp/reporter.ts';
import { exampleSketches, officialSketches, templateSources, type Source } from './corpus.ts';
import { parseText, said } from './front-end.ts';
import { mutate, numbersFrom } from './mutate.ts';

const INPUTS = process.env['GENIE_LONG'] === '1' ? 10_000 : 1_000;
const SEED = 20_261_127;
/** Of the inputs in which something was found: the rest are slips that nobody could place. */
const LEAST_NEAR = 0.97;

const parse = (source: Source, text = source.text): ReturnType<typeof parseText> =>
  parseText(text, { path: source.path, isIno: source.isIno });

describe('a source spoiled by one token', () => {
  it('is read to its end, with few sentences, the first within a line of the slip', async () => {
    const all = [...templateSources(), ...(await exampleSketches()), ...officialSketches()];
    // A file in work, or a library that is not ours, says things of its own.
    const sources = all.filter((source) => parse(source).diagnostics.length === 0);
    expect(sources.length).toBeGreaterThan(all.length / 2);
    const below = numbersFrom(SEED);
    const far: string[] = [];
    let found = 0;
    for (let input = 0; input < INPUTS; input++) {
      const source = sources[below(sources.length)];
      if (source === undefined) break;
      const { text, line, what } = mutate(source.text, below);
      const { diagnostics } = parse(source, text);
      const perFile = new Map<string, number>();
      for (const { span } of diagnostics)
        perFile.set(span?.file ?? '', (perFile.get(span?.file ?? '') ?? 0) + 1);
      expect(Math.max(0, ...perFile.values())).toBeLessThanOrEqual(MOST_DIAGNOSTICS_PER_FILE);
      const [first] = diagnostics;
      // What a macro's body says wrong comes up where it is used.
      const isMacro = /^\s*#\s*define\b/.test(source.text.split('\n')[line - 1] ?? '');
      if (first === undefined || isMacro) continue;
      found++;
      const isNear = first.span?.file === source.path && Math.abs(first.span.line - line) <= 1;
      if (!isNear) far.push(`${source.path}:${line} ${what} → ${said({ diagnostics })[0]}`);
    }
    const near = 1 - far.length / found;
    console.log(
      `${INPUTS} spoiled sources, ${found} with something wrong: ${(near * 100).toFixed(1)} % said within a line`,
    );
    expect(found).toBeGreaterThan(INPUTS / 2);
    expect(near, far.join('\n')).toBeGreaterThan(LEAST_NEAR);
  });
});

describe('any characters', () => {
  it('are read to their end', () => {
    const below = numbersFrom(7);
    const pieces = ['{', '}', '(', ')', '[', ']', '<', '>', ';', ',', ':', '::', 'template', 'class', 'A', 'int', 'operator',
      '=', '*', '&', '"', "'", '#', 'define', 'if', 'else', '\n', '\\\n', '/*', '*/', '//', 'R"(', '...', '~', 'enum', '1',
      'typename', 'using', 'new', 'struct', 'case', '?', 'sizeof', 'static_cast', 'é', '\u0000']; // prettier-ignore
    for (let input = 0; input < INPUTS; input++) {
      const text = Array.from({ length: 1 + below(120) }, () => pieces[below(pieces.length)] ?? '').join(' ');
      for (const language of ['c', 'c++'] as const) {
        const { diagnostics } = parseText(text, { language, resolveInclude: () => undefined });
        expect(diagnostics.length).toBeLessThanOrEqual(MOST_DIAGNOSTICS_PER_FILE);
      }
    }
  });
});
