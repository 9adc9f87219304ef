/** Sketches as beginners write them, and the official core's own examples: all of them build. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { avrGcc } from '../../compiler/toolchains/avr-gcc.ts';
import { requireTool } from '../support/reference-tools.ts';
import { requestFor, sketchOf, testEnvironment } from './test-environment.ts';

/** The core is compiled once for all, as the command's tests do. */
const cacheFolder = resolve('node_modules/.cache/genie-command-tests');

const build = async (files: Readonly<Record<string, string>>) =>
  avrGcc(await testEnvironment({ cacheFolder })).build(requestFor(sketchOf(files), 'uno'));

const said = async (text: string): Promise<readonly string[]> =>
  (await build({ 'p.ino': text })).diagnostics.map(({ message }) => message.en);

const LIBRARIES = '/usr/share/arduino/hardware/arduino/avr/libraries';

async function libraryExamples(): Promise<string[]> {
  const names = await readdir(LIBRARIES, { recursive: true }).catch((): string[] => []);
  return names.filter((name) => /examples\/.*\.ino$/.test(name)).map((name) => join(LIBRARIES, name));
}

describe.skipIf(!requireTool('avr-g++', 'arduino-core'))('a sketch written by hand', () => {
  test.each([
    ['functions below their use', 'void setup() { f(); }\nvoid loop() {}\nvoid f() {}'],
    [
      'templates',
      'void setup() { Serial.println(top(3, 4)); }\nvoid loop() {}\ntemplate <typename T> T top(T a, T b) { return a > b ? a : b; }',
    ],
    [
      'lambdas',
      'auto twice = [](int x) { return 2 * x; };\nvoid setup() { Serial.println(twice(late(1))); }\nvoid loop() {}\nint late(int x) { return x; }',
    ],
    [
      'a class with methods outside',
      'class Lamp { public: Lamp(int p) : pin(p) {} void on(); private: int pin; };\nLamp lamp(13);\nvoid setup() { go(); }\nvoid loop() {}\nvoid Lamp::on() { digitalWrite(pin, HIGH); }\nvoid go() { lamp.on(); }',
    ],
    [
      'a struct between functions, and functions that take it',
      'void setup() { Serial.begin(9600); }\nstruct Point { int x; };\nvoid loop() { Point p = {1}; show(p); move(&p); }\nvoid show(Point p) { Serial.println(p.x); }\nvoid move(struct Point *p) { p->x++; }',
    ],
    [
      'an interrupt and PROGMEM',
      'volatile int n;\nconst char text[] PROGMEM = "é";\nvoid setup() { attachInterrupt(digitalPinToInterrupt(2), tick, FALLING); char b[9]; strcpy_P(b, text); }\nvoid loop() {}\nvoid tick() { n++; }\nISR(TIMER1_OVF_vect) { n = 0; }',
    ],
    [
      'braces in comments, texts and both branches of an #if',
      '/* void a() { */ const char *s = "void b() { }";\nconst char t[] = R"(void c() {)";\nvoid setup() {\n#ifdef X\n  if (s) {\n#else\n  if (t) {\n#endif\n  f(); }\n}\nvoid loop() {}\nvoid f() {}',
    ],
    ['text objects', 'String hello(String who) { return "Salut " + who; }\nvoid setup() { Serial.println(hello("Zoé")); }\nvoid loop() {}'],
  ])('builds with %s', async (_, text) => {
    const result = await build({ 'p.ino': text });
    expect(result.diagnostics).toEqual([]);
    expect(result.ok).toBe(true);
  }); // prettier-ignore

  test('builds from several tabs and a header, with a type in the second tab', async () => {
    const result = await build({
      'p.ino': '#include "config.h"\nvoid setup() { ready(); }\nvoid loop() { blink(SPEED); }\n',
      'lamp.ino':
        'struct State { int on; };\nState state;\nvoid ready() { reset(state); }\nvoid blink(int ms) { delay(ms); }\nvoid reset(State &s) { s.on = 0; }\n',
      'config.h': '#pragma once\nconst int SPEED = 200;\n',
    });
    expect(result.diagnostics).toEqual([]);
  });

  test('says that a library is not there', async () => {
    expect(await said('#include <Servo.h>\nvoid setup() {}\nvoid loop() {}')).toEqual([
      'I don’t understand line 1: I can’t find “Servo.h”. If it is a library, it is not there: put its files beside the program.',
    ]);
  });

  test('says that every program has a setup and a loop', async () => {
    expect(await said('int x;')).toEqual([
      'I can’t put the program together: “void setup() { }” is missing. Every program has a setup and a loop, even empty ones.',
      'I can’t put the program together: “void loop() { }” is missing. Every program has a setup and a loop, even empty ones.',
    ]);
  });

  test('is not read when it includes a device without end', async () => {
    expect(await said('#include "/dev/zero"\nvoid setup() {}\nvoid loop() {}')).toEqual([
      'I don’t understand line 1: “/dev/zero” is not a file. Remove this line.',
    ]);
    expect(await said('/*\n#include "/dev/zero"\n*/\nvoid setup() {}\nvoid loop() {}')).toEqual([]);
  });

  test('the official core’s own examples build', { timeout: 120_000 }, async () => {
    const examples = await libraryExamples();
    expect(examples.length).toBeGreaterThan(10);
    for (const file of examples) {
      const result = await build({ [basename(file)]: await readFile(file, 'utf8') });
      expect([file, result.diagnostics]).toEqual([file, []]);
    }
  });
});
