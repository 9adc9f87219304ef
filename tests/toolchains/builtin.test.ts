/** The toolchain "builtin" as its users meet it: what it builds, what it says, what takes the room. */
import { describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import type { BlockSpan, Sketch, SketchFile } from '../../compiler/sketch.ts';
import { builtin } from '../../compiler/toolchains/builtin.ts';
import type { BuildResult } from '../../compiler/toolchains/toolchain.ts';
import { observeFirmware } from '../compare/observe-firmware.ts';

const templates = readTemplates('firmware-templates');
const toolchain = builtin({ templates: () => templates, now: () => performance.now() });

const sketchOf = (files: Readonly<Record<string, string>>, blocks: readonly BlockSpan[] = []): Sketch => ({
  name: 'test',
  main: Object.keys(files)[0] ?? '',
  files: Object.entries(files).map(([path, text]): SketchFile => ({ path, text })),
  blocks,
});

function build(sketch: Sketch, boardId = 'uno'): Promise<BuildResult> {
  const board = BOARDS.find(({ id }) => id === boardId);
  if (board === undefined) throw new Error(`there is no board ${boardId}`);
  return toolchain.build({ sketch, board, chip: CHIPS[board.chip] });
}

const BLINK = `
void setup() { pinMode(13, OUTPUT); }
void loop() { digitalWrite(13, HIGH); delay(100); digitalWrite(13, LOW); delay(100); }
`;

async function serialOf(files: Readonly<Record<string, string>>): Promise<string> {
  const { hex, diagnostics } = await build(sketchOf(files));
  expect(diagnostics).toEqual([]);
  return observeFirmware(hex ?? '', 'atmega328p', 100).serial;
}

describe('the built-in compiler', () => {
  test('is always there', async () => {
    expect(await toolchain.detect()).toMatchObject({ available: true });
  });

  test.each(BOARDS.map(({ id }) => id))('blinks on %s', async (board) => {
    const { ok, diagnostics, hex, flash, ram } = await build(sketchOf({ 'b.ino': BLINK }), board);
    expect([ok, diagnostics]).toEqual([true, []]);
    const chip = BOARDS.find(({ id }) => id === board)?.chip ?? 'atmega328p';
    const edges = observeFirmware(hex ?? '', chip, 1000).pins.get(13) ?? [];
    expect(edges.length).toBe(10);
    const times = edges.map(({ cycle }) => Math.round((cycle - (edges[0]?.cycle ?? 0)) / 16_000));
    expect(times).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    // A Leonardo speaks USB, even when the sketch does not.
    const hasUsb = chip === 'atmega32u4';
    expect(flash?.used).toBeLessThan(hasUsb ? 3000 : 1000);
    expect(ram?.used).toBeLessThan(hasUsb ? 256 : 32);
  });

  test('says when the core is missing', async () => {
    const bare = builtin({ templates: () => Promise.resolve({}), now: () => 0 });
    expect(await bare.detect()).toMatchObject({ available: false });
  });
});

describe('a sketch by hand', () => {
  test('may have tabs, headers and sources, and use functions before they are defined', async () => {
    const text = await serialOf({
      'main.ino': `
        #include "counter.h"
        struct Point { int x, y; };
        Counter counter;
        void setup() {
          Serial.begin(115200);
          counter.step();
          print(twice(counter.value()));
          Point p = mirrored({3, 4});
          print(p.x); print(p.y);
        }
        void loop() {}
        Point mirrored(Point p) { return {p.y, p.x}; }
      `,
      'b_print.ino': 'void print(long value) { Serial.println(value); }',
      'a_twice.ino': 'int twice(int x) { return 2 * x; }',
      'counter.h':
        '#pragma once\nclass Counter { public: void step(); int value() const; private: int n = 20; };',
      'counter.cpp':
        '#include "counter.h"\nvoid Counter::step() { n++; }\nint Counter::value() const { return n; }',
    });
    expect(text).toBe('42\r\n4\r\n3\r\n');
  });

  test('may use new and delete, mutable lambdas and decltype of a place without a header', async () => {
    const text = await serialOf({
      'main.ino': `
        struct Box { int *p; Box() : p(new int(3)) {} ~Box() { Serial.print(*p); delete p; } };
        void setup() {
          Serial.begin(115200);
          { Box box; *box.p += 4; }
          int *many = new int[3]; many[2] = 5; Serial.print(many[2]); delete[] many;
          int n = 1; auto next = [n]() mutable { return ++n; };
          next(); Serial.print(next()); Serial.print(n);
          decltype((n)) same = n; same = 9; decltype(n) other = n; other = 8; Serial.print(n);
        }
        void loop() {}`,
    });
    expect(text).toBe('75319');
  });

  test('puts nothing into flash that is worked out when it runs', async () => {
    const { diagnostics } = await build(
      sketchOf({
        'main.ino':
          'int f() { return analogRead(0); }\nconst int x PROGMEM = f();\nvoid setup() { Serial.print(pgm_read_word(&x)); }\nvoid loop() {}',
      }),
    );
    expect(diagnostics.map(({ code, span }) => [code, span?.line])).toEqual([['progmem-not-constant', 2]]);
  });

  test('may take C files', async () => {
    const text = await serialOf({
      'main.ino':
        'extern "C" int answer(void);\nvoid setup() { Serial.begin(115200); Serial.print(answer()); }\nvoid loop() {}',
      'answer.c': 'struct s { int a; };\nint answer(void) { struct s x = { .a = 42 }; return x.a; }',
    });
    expect(text).toBe('42');
  });

  test('has several mistakes told at once, each on its line', async () => {
    const { ok, diagnostics } = await build(
      sketchOf({
        'main.ino': 'void setup() {\n  turnOn();\n  int x = somethingElse;\n}\nvoid loop() {\n  x = 3;\n}\n',
      }),
    );
    expect(ok).toBe(false);
    expect(diagnostics.map(({ code, span }) => [code, span?.line])).toEqual([
      ['cpp-function-unknown', 2],
      ['cpp-name-unknown', 3],
      ['cpp-name-elsewhere', 6],
    ]);
  });

  test.each([
    ['void setup() { try { } catch (...) { } }', 'try'],
    ['template <class... T> void f(T... rest) {} void setup() { f(1); }', 'typename...'],
    [
      'struct S { byte n; char text[]; }; S s = {3, "abc"}; void setup() { s.n++; }',
      'struct { … x[]; } = { … }',
    ],
    ['#include <avr/boot.h>\nvoid setup() {}', '#include <avr/boot.h>'],
    ['#include <vector>\nvoid setup() {}', '#include <vector>'],
    ['void setup() { std::string s; }', 'std::string'],
    [
      'struct A { virtual ~A() {} }; struct B : A {}; void setup() { A *a = 0; B *b = dynamic_cast<B *>(a); (void)b; }',
      'dynamic_cast',
    ],
    ['void setup() { int x = 0; asm volatile("add %0, %0" : "+r"(x)); }', 'add %0, %0'],
  ])('names what is outside the language: %s', async (text, construct) => {
    const { ok, diagnostics } = await build(sketchOf({ 'main.ino': `${text}\nvoid loop() {}\n` }));
    expect(ok).toBe(false);
    expect(diagnostics[0]?.message.fr).toContain(construct);
    expect(diagnostics[0]?.message.en).toContain(construct);
    expect(diagnostics[0]?.message.en).toContain('avr-gcc');
    expect(diagnostics[0]?.span?.line).toBe(1);
  });

  test('an exact pause of a variable is refused with what to take instead', async () => {
    const text = '#include <util/delay.h>\nvoid setup() {}\nvoid loop() { _delay_us(analogRead(0)); }\n';
    const { ok, diagnostics } = await build(sketchOf({ 'main.ino': text }));
    expect(ok).toBe(false);
    expect(diagnostics[0]?.code).toBe('delay-not-constant');
  });

  test('a naked function may use registers, but has no room for variables in memory', async () => {
    const naked = (body: string): string =>
      `extern "C" __attribute__((naked)) void raw() {\n  ${body}\n  for (;;) {}\n}\nvoid setup() { raw(); }\nvoid loop() {}\n`;
    const fine = await build(sketchOf({ 'main.ino': naked('PORTB = PINB + 1;') }));
    expect(fine.diagnostics).toEqual([]);
    const text = naked('volatile int many[4]; many[PINB & 3] = 1;');
    const { ok, diagnostics } = await build(sketchOf({ 'main.ino': text }));
    expect(ok).toBe(false);
    expect(diagnostics[0]?.code).toBe('naked-with-variables');
    expect(diagnostics[0]?.span?.line).toBe(1);
  });

  test('a message about generated C++ is on its block', async () => {
    const span = { file: 'main.ino', line: 2, column: 3, endLine: 2, endColumn: 12 };
    const { diagnostics } = await build(
      sketchOf({ 'main.ino': 'void setup() {\n  turnOn();\n}\nvoid loop() {}\n' }, [{ blockId: 'b7', span }]),
    );
    expect(diagnostics.map(({ blockId }) => blockId)).toEqual(['b7']);
  });
});

describe('a program that does not fit', () => {
  test('is told which variables take the RAM', async () => {
    const { ok, diagnostics, hex, ram } = await build(
      sketchOf({
        'main.ino':
          'byte picture[1500]; int sounds[400]; volatile byte i;\nvoid setup() {}\nvoid loop() { picture[i] = i; sounds[i] = picture[i + 1]; i = sounds[i + 2]; }',
      }),
    );
    expect([ok, hex]).toEqual([false, undefined]);
    expect(ram).toMatchObject({ max: 2048 });
    expect(diagnostics.map(({ code }) => code)).toEqual(['ram-full']);
    const notes = diagnostics[0]?.notes?.map(({ fr }) => fr) ?? [];
    expect(notes.slice(0, 2)).toEqual(['picture : 1500 octets', 'sounds : 800 octets']);
  });

  test('is told which scripts take the flash, by the comment above them', async () => {
    const work = Array.from({ length: 1400 }, (_, i) => `  value += ${i * 37} ^ value * ${i + 3}L;`).join(
      '\n',
    );
    const { ok, diagnostics } = await build(
      sketchOf({
        'main.ino': `volatile long value;\n\n// Quand la base démarre\nvoid setup() {\n${work}\n}\n\nvoid loop() {\n}\n`,
      }),
    );
    expect(ok).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toEqual(['flash-full']);
    expect(diagnostics[0]?.notes?.[0]?.fr).toMatch(/^Quand la base démarre : \d+ octets$/);
  });
});
