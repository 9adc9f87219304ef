/**
 * What each part costs: a table of flash and RAM in bytes on a 328P, beside a sketch that holds the whole
 * official core and nothing else (Serial and Wire included).
 *
 * Printed for the reader; only the RAM that the headers promise for each object is checked.
 */
import { describe, expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { linesUntilEnd, runFirmware } from './run-firmware.ts';
import { filesFor, templateFiles } from './templates.ts';
import { fullUse } from './full-use.ts';

interface Part {
  readonly name: string;
  readonly headers: readonly string[];
  readonly sketch: string;
}

const sketch = (name: string, header: string, globals: string, statements: string): Part => ({
  name,
  headers: [header],
  sketch: `#include "${header}"\n${globals}\nvolatile long n; volatile double d; void setup() {} void loop() { ${statements} }`,
});

const RUNTIME: readonly Part[] = [
  sketch('Text: join two numbers', 'GenieText.h', 'Text t;', 't = Text(n).add(n); n = t.length();'),
  sketch('Text: decimal', 'GenieText.h', 'Text t;', 't = Text((double)d); n = t.length();'),
  sketch('Text: to number', 'GenieText.h', 'Text t;', 'd = t.toNumber(); t.add("1");'),
  sketch(
    'ListOfInts of 10',
    'GenieLists.h',
    'int i[10]; ListOfInts l(i, 10);',
    'l.add(n); l.remove(1); n = l.get(1) + l.sum();',
  ),
  sketch('add, multiply safely', 'GenieNumbers.h', '', 'n = addSafely(n, n); n = multiplySafely(n, n);'),
  sketch('random whole', 'GenieNumbers.h', '', 'n = randomWhole(1, n);'),
  sketch('remap whole', 'GenieNumbers.h', '', 'n = remapWhole(n, 0, 1023, 0, 100);'),
  sketch('remember a number', 'GenieMemory.h', '', 'saveWhole(F("a"), n); n = loadWhole(F("a"));'),
  sketch('Monitor: echo', 'GenieMonitor.h', 'Monitor m;', 'if (m.hasLine()) m.printLine(m.readLine());'),
  sketch(
    'two Scripts that wait',
    'GenieScripts.h',
    `Script a, b; void runA() { SCRIPT_BEGIN(a); PORTB ^= 1; SCRIPT_WAIT(a, 1, 100); SCRIPT_END(a); }
     void runB() { SCRIPT_BEGIN(b); PORTB ^= 2; SCRIPT_WAIT(b, 1, 70); SCRIPT_END(b); }`,
    'runA(); runB();',
  ),
];

const OBJECTS: readonly (readonly [type: string, bytes: number])[] = [
  ['Text', 41],
  ['ListOfInts', 5],
  ['Smoother', 6],
  ['Script', 5],
  ['LongScript', 6],
  ['Watch', 1],
  ['WatchNumber', 5],
  ['WatchWhole', 5],
  ['Every', 5],
  ['Mailbox', 2],
  ['Monitor', 44],
  ['WatchLine', 1],
  ['Chronometer', 4],
];

describe.runIf(requireTool('avr-g++', 'arduino-core'))('sizes', () => {
  it('prints flash and RAM of each part', async () => {
    const size = async (part: Part): Promise<{ flash: number; ram: number }> => {
      const build = await compileSketch({ files: { 'sketch.ino': part.sketch, ...filesFor(part.headers) } });
      if (!build.ok) throw new Error(`${part.name}: ${build.errors}`);
      return build.sizes;
    };
    const empty = await size({ name: 'empty', headers: [], sketch: 'void setup() {} void loop() {}' });
    const serial = await size({
      name: 'Serial',
      headers: [],
      sketch:
        'void setup() { Serial.begin(115200); } void loop() { Serial.println(1); Serial.println(1.5); }',
    });
    const bricks = BRICK_TYPES.map((brick): Part => {
      const header = `${brick.driver.class}.h`;
      return {
        name: brick.driver.class,
        headers: [header],
        sketch: `#include "${header}"\n${fullUse(brick, false)}`,
      };
    });
    const rows = [
      `${'empty sketch'.padEnd(26)}${String(empty.flash).padStart(7)}${String(empty.ram).padStart(6)}`,
    ];
    rows.push(
      `${'Serial, int and float'.padEnd(26)}${String(serial.flash - empty.flash).padStart(7)}${String(serial.ram - empty.ram).padStart(6)}`,
    );
    for (const part of [...RUNTIME, ...bricks]) {
      const { flash, ram } = await size(part);
      rows.push(
        `${part.name.padEnd(26)}${String(flash - empty.flash).padStart(7)}${String(ram - empty.ram).padStart(6)}`,
      );
      expect(ram, part.name).toBeLessThan(700);
    }
    console.log(`\n${'part'.padEnd(26)}  flash   RAM\n${rows.join('\n')}\n`);
  });

  it('are as documented for each object', async () => {
    const headers = templateFiles()
      .filter(({ path, name }) => path.startsWith('runtime/') && name.endsWith('.h'))
      .map(({ name }) => name);
    const machine = await runFirmware(
      headers,
      `void setup() { Serial.begin(1000000); ${OBJECTS.map(([type]) => `Serial.println(sizeof(${type}));`).join(' ')} Serial.println("end"); } void loop() {}`,
    );
    expect(linesUntilEnd(machine).map(Number)).toEqual(OBJECTS.map(([, bytes]) => bytes));
  });
});
