import { describe, expect, test } from 'vitest';
import { explainGcc } from '../../compiler/toolchains/explain-gcc.ts';
import { gccDiagnostics, withoutPaths } from '../../compiler/toolchains/gcc-diagnostics.ts';
import { gccMessages } from '../../compiler/toolchains/gcc-messages.ts';
import { sketchOf } from './test-environment.ts';
import { HUNG_MS } from '../support/hung.ts';

describe('reading GCC’s messages', () => {
  test('errors, with the includes that lead there; no warnings, notes or quoted lines', () => {
    const text = [
      'In file included from p.ino:3:0:',
      '/core/Wire.h:12:5: error: expected identifier',
      ' private:',
      ' ^',
      'p.ino: In function ‘void setup()’:',
      'p.ino:7:3: warning: unused',
      'p.ino:8: note: here',
      'p.ino:9:1: fatal error: nope.h: No such file or directory',
      'compilation terminated.',
    ].join('\n');
    expect(gccMessages(text)).toEqual([
      {
        kind: 'compiler',
        text: 'expected identifier',
        place: { file: '/core/Wire.h', line: 12, column: 5 },
        includedFrom: [{ file: 'p.ino', line: 3, column: 0 }],
      },
      {
        kind: 'compiler',
        text: 'nope.h: No such file or directory',
        place: { file: 'p.ino', line: 9, column: 1 },
        includedFrom: [],
      },
    ]);
  });

  test('a hundred thousand messages do not hang it', () => {
    const text = Array.from({ length: 100_000 }, (_, at) => `p.ino:${at}:1: error: no`).join('\n');
    const start = performance.now();
    expect(gccMessages(text, 20)).toHaveLength(20);
    expect(gccMessages(text)).toHaveLength(1_000);
    expect(performance.now() - start).toBeLessThan(HUNG_MS);
  });

  test('a drive letter belongs to the path', () => {
    expect(gccMessages('C:\\a\\p.ino:2:3: error: no')[0]?.place).toEqual({
      file: 'C:\\a\\p.ino',
      line: 2,
      column: 3,
    });
  });

  test('the linker’s messages, once each', () => {
    const text =
      "/tmp/cc1.ltrans0.o: In function `main':\n<artificial>:(.text+0x4): undefined reference to `f()'\n<artificial>:(.text+0x8): undefined reference to `f()'\ncollect2: error: ld returned 1 exit status\n";
    expect(gccMessages(text).map((message) => message.text)).toEqual(["undefined reference to `f()'"]);
  });

  test('a crash of the compiler is toolchain-failed, and so are words without a message', () => {
    const sketch = sketchOf({ 'p.ino': '' });
    expect(gccDiagnostics('p.ino:1:1: internal compiler error: Segfault', sketch, 'x')[0]?.code).toBe(
      'toolchain-failed',
    );
    expect(gccDiagnostics('strange', sketch, 'x')[0]?.code).toBe('toolchain-failed');
    expect(gccDiagnostics('', sketch, 'x')[0]?.code).toBe('toolchain-failed');
  });

  test('a column in bytes becomes one in letters; a line behind the end becomes the last', () => {
    const sketch = sketchOf({ 'p.ino': '/* 🎈é */ x;\n' });
    const spans = gccDiagnostics('p.ino:1:14: error: a\np.ino:99:1: error: b\n', sketch, 'x').map(
      ({ span }) => span,
    );
    expect(spans[0]).toMatchObject({ line: 1, column: 11 });
    expect(spans[1]).toMatchObject({ line: 2, column: 1 });
  });

  test('paths become file names', () => {
    expect(withoutPaths("no '/home/me/a b.h' or C:\\Users\\me\\x.cpp, but a/b and 1/2")).toBe(
      "no 'a b.h' or x.cpp, but a/b and 1/2",
    );
  });

  test.each([
    ["expected ';' before '}' token", 'semicolon'],
    ["expected ')' before ';' token", '“)” is missing'],
    ["expected '}' at end of input", '}'],
    ["expected primary-expression before ')' token", '“)”'],
    ["redefinition of 'void f()'", 'defined twice'],
    ["too few arguments to function 'int f(int)'", 'wrong number'],
    ["'class HardwareSerial' has no member named 'prnt'", '“HardwareSerial” has nothing called “prnt”'],
    ['lvalue required as left operand of assignment', '=='],
    ['something never heard of', 'the compiler says “something never heard of”'],
  ])('explains %s', (text, words) => {
    expect(explainGcc(text).en).toContain(words);
    expect(explainGcc(text).fr).not.toBe(explainGcc(text).en);
  });
});
