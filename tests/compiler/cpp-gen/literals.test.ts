/** Literals and comments that no text can break out of; read back from avr-g++ where it is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commentLines,
  decimalLiteral,
  flashLiteral,
  stringLiteral,
} from '../../../compiler/cpp-gen/literals.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { HUNG_MS } from '../../support/hung.ts';

const NASTY = [
  '"',
  "'",
  '\\',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '\u0007',
  '\u007f',
  '?',
  '??/',
  '??',
  '*/',
  '/*',
  '//',
];
const LETTERS = [
  'a',
  '0',
  '7',
  'é',
  '€',
  '😀',
  '\ud800',
  '\udc00',
  '\u2028',
  '\u2029',
  '\u0085',
  '\ufeff',
  '%s',
  ' ',
];
const nasty = fc.array(fc.oneof(fc.constantFrom(...NASTY, ...LETTERS), fc.string({ unit: 'binary' })), {
  maxLength: 12,
});
const nastyText = nasty.map((pieces) => pieces.join(''));
const UNFIT = /\p{Surrogate}/gu;

describe('a string literal', () => {
  it.each([
    ['', '""'],
    ['Bonjour !', '"Bonjour !"'],
    ['dit "non"', String.raw`"dit \"non\""`],
    ['C:\\dossier', String.raw`"C:\\dossier"`],
    ['a\nb\tc', String.raw`"a\nb\tc"`],
    ['quoi??/', String.raw`"quoi?\?/"`],
    ['????', String.raw`"?\?\?\?"`],
    ['\u00001', String.raw`"\0001"`],
    ['Élève 😀', '"Élève 😀"'],
    ['\ud800', '"\ufffd"'],
    ['*/ //', '"*/ //"'],
  ])('of %j is %s', (text, literal) => expect(stringLiteral(text)).toBe(literal));

  it('is one line without an open end, whatever it holds', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        const literal = stringLiteral(text);
        expect(literal).not.toMatch(/[\n\r]/);
        expect(literal).not.toContain('??');
        expect(literal.slice(1, -1)).toMatch(/^(?:[^"\\]|\\[0-7]{3}|\\["\\?nt])*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is kept in flash by F()', () => expect(flashLiteral('a')).toBe('F("a")'));
});

describe('the lines of a comment', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['  \n \n', []],
    ['un\ndeux\r\ntrois', ['// un', '// deux', '// trois']],
    ['fin \\', ['// fin']],
    ['fin \\ \\ ', ['// fin']],
    ['quoi ??/', ['// quoi ? ?/']],
    ['*/ int x; /*', ['// */ int x; /*']],
    ['a\u0000b\u0008c\u202ed', ['// a b c d']],
    ['\udc00', ['// \ufffd']],
  ])('of %j', (text, lines) => expect(commentLines(text)).toEqual(lines));

  it('never end in a backslash nor hold the end of a line', () => {
    fc.assert(
      fc.property(nastyText, (text) => {
        for (const line of commentLines(text)) {
          expect(line).toMatch(/^\/\/ \S/);
          expect(line).not.toMatch(/[\n\r\v\f\u0085\u2028\u2029]/);
          expect(line).not.toMatch(/\\\s*$/);
          expect(line).not.toContain('??');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are at most 20', () => expect(commentLines('a\n'.repeat(100))).toHaveLength(20));

  it('do not hang on very long texts', () => {
    const started = performance.now();
    commentLines(`${'\\ '.repeat(200_000)}x`);
    commentLines('?'.repeat(400_000));
    expect(performance.now() - started).toBeLessThan(HUNG_MS);
  });
});

describe('a decimal literal', () => {
  it.each<[number, string]>([
    [1, '1.0'],
    [-0, '0.0'],
    [0.5, '0.5'],
    [1e21, '1e+21'],
    [3.4028234663852886e38, '3.4028234663852886e+38'],
    [3.5e38, 'INFINITY'],
    [-Infinity, '-INFINITY'],
    [Number.NaN, '0.0'],
  ])('of %d is %s', (value, literal) => expect(decimalLiteral(value)).toBe(literal));
});

describe('avr-g++ reads back', () => {
  const samples = [...fc.sample(nastyText, { numRuns: 500, seed: 7 }), ...NASTY, 'x'.repeat(5000)];
  const hasCompiler = requireTool('avr-g++');

  it.skipIf(!hasCompiler)('every byte of 500 nasty literals, with trigraphs on and comments between', () => {
    const folder = mkdtempSync(join(tmpdir(), 'genie-literals-'));
    try {
      const lines = samples.flatMap((text, index) => [
        ...commentLines(text),
        `extern const char text${index}[];`,
        `const char text${index}[] __attribute__((section(".texts"), used, aligned(1))) = ${stringLiteral(text)};`,
      ]);
      writeFileSync(join(folder, 'texts.cpp'), lines.join('\n'));
      const compiled = spawnSync(
        'avr-g++',
        [
          '-c',
          '-trigraphs',
          '-Wall',
          '-Wno-overlength-strings',
          '-fno-toplevel-reorder',
          'texts.cpp',
          '-o',
          'texts.o',
        ],
        { cwd: folder, encoding: 'utf8' },
      );
      expect(compiled.stderr).toBe('');
      const copy = [
        '-O',
        'binary',
        '-j',
        '.texts',
        '--set-section-flags',
        '.texts=alloc,load',
        'texts.o',
        'texts.bin',
      ];
      expect(spawnSync('avr-objcopy', copy, { cwd: folder, encoding: 'utf8' }).stderr).toBe('');
      const wanted = samples.map((text) => `${text.replace(UNFIT, '\ufffd')}\0`).join('');
      expect(readFileSync(join(folder, 'texts.bin')).equals(Buffer.from(wanted))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
