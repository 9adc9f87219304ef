import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { avrGcc } from '../../compiler/toolchains/avr-gcc.ts';
import { createRunProgram } from '../../compiler/toolchains/run-program.ts';
import type { BlockSpan } from '../../compiler/sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { requestFor, sketchOf, temporaryFolder, testEnvironment } from './test-environment.ts';

const BLINK = `void setup() {
  pinMode(13, OUTPUT);
}

void loop() {
  digitalWrite(13, HIGH);
  delay(500);
  digitalWrite(13, LOW);
  delay(500);
}
`;

const build = async (files: Readonly<Record<string, string>>, board = 'uno', blocks: BlockSpan[] = []) =>
  avrGcc(await testEnvironment()).build(requestFor(sketchOf(files, blocks), board));

const codes = (diagnostics: readonly { code: string }[]): string[] => diagnostics.map(({ code }) => code);

describe.skipIf(!requireTool('avr-g++', 'arduino-core'))('avr-gcc with the official core', () => {
  test.each(['genie-base', 'uno-grove', 'uno', 'nano', 'nano-old', 'leonardo', 'mega'])(
    'builds blink for %s',
    async (board) => {
      const result = await build({ 'blink.ino': BLINK }, board);
      expect(result.diagnostics).toEqual([]);
      expect(result.ok).toBe(true);
      expect(result.hex).toMatch(/^:10000000[\s\S]*:00000001FF\n$/);
      expect(result.flash?.used).toBeGreaterThan(500);
      expect(result.ram?.used).toBeGreaterThan(0);
      expect(Object.keys(result.ms)).toEqual(['core', 'compile', 'link']);
    },
  );

  test('says its version and where it is', async () => {
    const { available, version, hint } = await avrGcc(await testEnvironment()).detect();
    expect(available).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+, Arduino AVR \d/);
    expect(hint.fr).toContain('avr-g++');
  });

  test('gives a sketch of Blink the size that the Arduino IDE gives it', async () => {
    const { flash, ram } = await build({ 'blink.ino': BLINK });
    expect([flash, ram]).toEqual([
      { used: 930, max: 32_256 },
      { used: 9, max: 2_048 },
    ]);
  });

  test('joins tabs, calls functions before they are defined, compiles .cpp files and links libraries', async () => {
    const result = await build({
      'p.ino':
        '#include <Wire.h>\n#include <EEPROM.h>\nvoid setup() { Wire.begin(); helper(2); }\nvoid loop() { two(); }\nvoid helper(int x) { EEPROM.write(1, x); }\n',
      'b.ino': '#include "other.h"\nvoid two() { other(); one({1}); }\n',
      'a.ino': 'struct P { int x; };\nvoid one(P p) { Serial.println(p.x); }\n',
      'other.h': '#pragma once\nvoid other();\n',
      'other.cpp': '#include "other.h"\nvoid other() {}\n',
    });
    expect(result.diagnostics).toEqual([]);
    expect(result.ok).toBe(true);
  });

  test('puts a mistake on its tab, line and column, and on the innermost block', async () => {
    const line = (from: number, to: number): BlockSpan['span'] => ({
      file: 'p.ino',
      line: from,
      column: 1,
      endLine: to,
      endColumn: 1,
    });
    const { ok, diagnostics } = await build(
      { 'p.ino': 'void setup() {}\nvoid loop() {\n  /* é */ turnOn(3);\n}\n', 'z.ino': 'int x = ;\n' },
      'uno',
      [
        { blockId: 'script', span: line(2, 5) },
        { blockId: 'turn', span: line(3, 4) },
        { blockId: 'other', span: line(4, 5) },
      ],
    );
    expect(ok).toBe(false);
    expect(codes(diagnostics)).toEqual(['cpp-error', 'cpp-error']);
    expect(diagnostics[0]).toMatchObject({
      blockId: 'turn',
      span: { file: 'p.ino', line: 3, column: 11, endLine: 3, endColumn: 17 },
    });
    expect(diagnostics[0]?.message.fr).toContain('« turnOn »');
    expect(diagnostics[1]?.span).toMatchObject({ file: 'z.ino', line: 1, column: 9 });
  });

  test('shows the strange letter, once', async () => {
    const { diagnostics } = await build({ 'p.ino': 'void setup() {\n  int été = 1;\n}\nvoid loop() {}\n' });
    const strange = diagnostics.filter(({ message }) => message.fr.includes('(é)'));
    expect(strange.map(({ span }) => span?.column)).toEqual([7]);
  });

  test('puts a mistake inside a library’s header on the #include', async () => {
    const { diagnostics } = await build({
      'p.ino': '\n#define TwoWire 3\n#include <Wire.h>\nvoid setup() {}\nvoid loop() {}\n',
    });
    expect(diagnostics[0]).toMatchObject({
      code: 'cpp-error',
      span: { file: 'p.ino', line: expect.toSatisfy((line) => line === 2 || line === 3) },
    });
  });

  test('names the file that is not there', async () => {
    const { diagnostics } = await build({ 'p.ino': '#include "nope.h"\nvoid setup() {}\nvoid loop() {}\n' });
    expect(diagnostics[0]?.message.en).toContain('“nope.h”');
    expect(diagnostics[0]?.span).toMatchObject({ line: 1, column: 11, endColumn: 17 });
  });

  test('says which function is declared but never defined, and where it is used', async () => {
    const { ok, diagnostics } = await build({
      'p.ino': 'void ghost();\nvoid setup() {\n  ghost();\n}\nvoid loop() {}\n',
    });
    expect(ok).toBe(false);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: 'cpp-link', span: { file: 'p.ino', line: 3, column: 3 } });
    expect(diagnostics[0]?.message.fr).toContain('ghost()');
  });

  test('says when loop is missing', async () => {
    const { diagnostics } = await build({ 'p.ino': 'void setup() {}\n' });
    expect(codes(diagnostics)).toEqual(['cpp-link']);
    expect(diagnostics[0]?.message.en).toContain('“void loop() { }” is missing');
  });

  test('never shows a path of this computer', async () => {
    const environment = await testEnvironment();
    const { diagnostics } = await avrGcc(environment).build(
      requestFor(
        sketchOf({
          'p.ino':
            '#include <Wire.h>\nint digitalRead;\nvoid loop() { missing(); }\nvoid setup() { Wire.nope(); }\n',
        }),
      ),
    );
    expect(diagnostics.length).toBeGreaterThan(0);
    const text = JSON.stringify(diagnostics);
    for (const folder of [environment.cacheFolder, environment.temporaryFolder, '/usr/', '/tmp/'])
      expect(text).not.toContain(folder);
  });

  const tables = (count: number): string => {
    const names = Array.from({ length: count }, (_, index) => `t${index}`);
    return [
      'volatile int i;',
      ...names.map((name) => `const char ${name}[32000] PROGMEM = {1};`),
      `void setup() {}\nvoid loop() { i = ${names.map((name) => `pgm_read_byte(${name} + i)`).join(' + ')}; }`,
    ].join('\n');
  };

  test.each([
    [2, 200],
    [5, 498],
  ])('says that a program with %i big tables does not fit, with its size', async (count, percent) => {
    const { ok, diagnostics, hex, flash } = await build({ 'p.ino': tables(count) });
    expect(ok).toBe(false);
    expect(codes(diagnostics)).toEqual(['flash-full']);
    expect(hex).toBeUndefined();
    expect(flash?.used).toBeGreaterThan(count * 32_000);
    expect(diagnostics[0]?.message.fr).toContain(`il prend ${percent} %`);
  });

  const array = (size: number): string =>
    `char a[${size}]; volatile int i;\nvoid setup() {}\nvoid loop() { a[i] = i; i = a[i + 1]; }\n`;

  test.each([
    [1_000, []],
    [1_900, ['ram-nearly-full']],
    [2_100, ['ram-full']],
    [30_000, ['ram-full']],
  ])('an array of %i bytes gives %j', async (size, expected) => {
    const { diagnostics, ok } = await build({ 'p.ino': array(size) });
    expect(codes(diagnostics)).toEqual(expected);
    expect(ok).toBe(!expected.includes('ram-full'));
  });

  test('says ram-full when the arrays are larger than any address', async () => {
    const { diagnostics } = await build({
      'p.ino':
        'char a[32000], b[32000], c[32000]; volatile int i;\nvoid setup() {}\nvoid loop() { a[i] = i; b[i] = i; c[i] = i; i = a[i + 1] + b[i + 2] + c[i + 3]; }\n',
    });
    expect(codes(diagnostics)).toContain('ram-full');
  });

  test('reuses what it has compiled: a second build starts no compiler', async () => {
    const environment = await testEnvironment();
    const first = await avrGcc(environment).build(requestFor(sketchOf({ 'p.ino': BLINK })));
    const started: string[] = [];
    const run = createRunProgram(process.env);
    const second = await avrGcc({
      ...environment,
      run: (program, args, options) => {
        if (!args.includes('--version')) started.push(program);
        return run(program, args, options);
      },
    }).build(requestFor(sketchOf({ 'p.ino': BLINK })));
    expect(started).toEqual([]);
    expect(second.hex).toBe(first.hex);
  });

  test('compiles only the sketch when only the sketch has changed', async () => {
    const environment = await testEnvironment();
    const driver = { 'Led.h': 'void on();\n', 'Led.cpp': '#include "Led.h"\nvoid on() {}\n' };
    await avrGcc(environment).build(requestFor(sketchOf({ 'p.ino': BLINK, ...driver })));
    const compiled: string[] = [];
    const run = createRunProgram(process.env);
    await avrGcc({
      ...environment,
      run: (program, args, options) => {
        if (args.includes('-c')) compiled.push(args.find((arg) => /^\.\/.*\.cpp$/.test(arg)) ?? '');
        return run(program, args, options);
      },
    }).build(requestFor(sketchOf({ 'p.ino': `${BLINK}int more;\n`, ...driver })));
    expect(compiled).toEqual(['./p.ino.cpp']);
  });

  test('compiles a file anew when a header it includes has changed', async () => {
    const environment = await testEnvironment();
    const files = (value: number) => ({
      'p.ino':
        '#include "a.h"\nvoid setup() { Serial.begin(9600); }\nvoid loop() { Serial.println(value()); }\n',
      'a.h': `int value();\n#define VALUE "${'x'.repeat(value)}"\n`,
      'a.cpp': '#include "a.h"\nint value() { static volatile char text[] = VALUE; return text[0]; }\n',
    });
    const small = await avrGcc(environment).build(requestFor(sketchOf(files(1))));
    const large = await avrGcc(environment).build(requestFor(sketchOf(files(41))));
    expect((large.ram?.used ?? 0) - (small.ram?.used ?? 0)).toBe(40);
  });

  test('gives the same firmware in another folder, and for A, B, A', async () => {
    const environment = await testEnvironment();
    const toolchain = avrGcc(environment);
    const a = await toolchain.build(requestFor(sketchOf({ 'p.ino': BLINK })));
    await toolchain.build(requestFor(sketchOf({ 'p.ino': array(100) })));
    const again = await toolchain.build(requestFor(sketchOf({ 'p.ino': BLINK })));
    const elsewhere = await build({ 'p.ino': BLINK });
    expect(again.hex).toBe(a.hex);
    expect(elsewhere.hex).toBe(a.hex);
  });

  test('twelve builds at once, from one and from two toolchains, share one cache', async () => {
    const environment = await testEnvironment();
    const [one, two] = [avrGcc(environment), avrGcc(environment)];
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 === 0 ? one : two).build(
          requestFor(sketchOf({ 'p.ino': `${BLINK}int n${index % 3};\n` })),
        ),
      ),
    );
    expect(results.map(({ ok }) => ok)).toEqual(Array.from({ length: 12 }, () => true));
    const left = await readdir(join(environment.cacheFolder, 'avr-gcc'));
    expect(left.filter((name) => name.startsWith('work-'))).toEqual([]);
  });

  test('repairs a cache that was damaged', async () => {
    const environment = await testEnvironment();
    await avrGcc(environment).build(requestFor(sketchOf({ 'p.ino': BLINK })));
    const folder = join(environment.cacheFolder, 'avr-gcc');
    for (const name of await readdir(folder)) await writeFile(join(folder, name), 'damaged');
    expect((await avrGcc(environment).build(requestFor(sketchOf({ 'p.ino': BLINK })))).ok).toBe(true);
    for (const name of await readdir(folder)) await writeFile(join(folder, name), 'damaged');
    const result = await avrGcc(environment).build(requestFor(sketchOf({ 'p.ino': `${BLINK}int x;\n` })));
    expect(result.diagnostics).toEqual([]);
    expect(result.ok).toBe(true);
  });

  test('builds in the temporary folder when the cache folder can’t be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const environment = await testEnvironment({ cacheFolder: join(folder, 'file', 'cache') });
    expect((await avrGcc(environment).build(requestFor(sketchOf({ 'p.ino': BLINK })))).ok).toBe(true);
  });

  test('gives up on a compiler that takes too long, and says so', async () => {
    const environment = await testEnvironment();
    const run = createRunProgram(process.env);
    const result = await avrGcc({
      ...environment,
      run: (program, args, options) =>
        run(program, args, args.includes('-c') ? { ...options, timeoutMs: 1 } : options),
    }).build(requestFor(sketchOf({ 'p.ino': BLINK })));
    expect(codes(result.diagnostics)).toEqual(['toolchain-failed']);
  });

  test.each([
    ['binary garbage', '\u0001\u0002\ufffd{{{((("'.repeat(200)],
    ['an #include of itself', '#include "p.ino"\n'],
    ['a quote that is never closed', 'void setup() { Serial.print("é'],
    ['a thousand open braces', '{'.repeat(1_000)],
    ['an #error', '#error "no way /home/me/secret.txt"\n'],
    ['nothing', ''],
  ])('answers %s with diagnostics on the sketch', async (_, text) => {
    const { ok, diagnostics } = await build({ 'p.ino': text });
    expect(ok).toBe(false);
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { code } of diagnostics) expect(code).toMatch(/^(cpp-error|cpp-link|toolchain-failed)$/);
  });

  test('refuses to write outside its folder', async () => {
    await expect(build({ 'p.ino': BLINK, '../../evil.h': '' })).rejects.toThrow(/file name/);
  });
});

describe('avr-gcc on a computer without it', () => {
  test('says what to install', async () => {
    const environment = await testEnvironment({ variables: { PATH: '' }, homeFolder: '/nowhere' });
    const toolchain = avrGcc(environment);
    const { available, hint } = await toolchain.detect();
    expect(available).toBe(false);
    expect(hint.fr).toContain('avr-g++');
    const result = await toolchain.build(requestFor(sketchOf({ 'p.ino': BLINK })));
    expect(codes(result.diagnostics)).toEqual(['toolchain-missing']);
  });
});
