/**
 * Units of the core and our drivers are checked once and kept: programs come out as if everything were
 * checked together, in any order of building.
 */
import { expect, test } from 'vitest';
import { readTemplates } from '../../app/host/read-templates.ts';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { FirmwareBuilder } from '../../compiler/build-firmware.ts';
import { writeHex } from '../../compiler/hex/write-hex.ts';
import { ProgramReader, type ReadProgram, type ReadRequest } from '../../compiler/read-program.ts';
import type { SketchFile } from '../../compiler/sketch.ts';

const templates = await readTemplates('firmware-templates');
const board = BOARDS.find(({ id }) => id === 'genie-base');
if (board === undefined) throw new Error('there is no base');

/** Everything is checked with the program. */
class TogetherReader extends ProgramReader {
  override read(request: ReadRequest): ReadProgram {
    const read = super.read(request);
    return { ...read, units: read.units.map((unit) => ({ ...unit, kept: undefined })) };
  }
}

interface Built {
  readonly hex: string;
  readonly said: readonly string[];
}

function build(builder: FirmwareBuilder, files: readonly SketchFile[]): Built {
  if (board === undefined) throw new Error('there is no base');
  const sketch = { name: 'a', main: 'a.ino', files, blocks: [] };
  const { linked, diagnostics } = builder.build({ sketch, board, chip: CHIPS[board.chip] });
  return {
    hex: linked === undefined ? '' : writeHex(linked.firmware.image, '\n'),
    said: diagnostics.map(({ code, span }) => `${code} ${span?.file}:${span?.line}:${span?.column}`),
  };
}

const driver = (name: string): SketchFile => ({
  path: name,
  text: templates[`drivers/${name}`] ?? '',
});
const LED = [driver('Led.h'), driver('Led.cpp')];
const ino = (text: string): SketchFile => ({ path: 'a.ino', text: `${text}\n` });
const run = (setup: string, before = ''): SketchFile =>
  ino(`${before}\nvoid setup() { ${setup} }\nvoid loop() {}`);

const PRINTER = `class Printer : public Print {
public:
  size_t write(uint8_t c) override { PORTB = c; return 1; }
};
Printer printer;`;
const SOURCE = `class Source : public Stream {
public:
  size_t write(uint8_t c) override { PORTB = c; return 1; }
  int available() override { return 1; }
  int read() override { return PINB; }
  int peek() override { return 2; }
};
Source source;`;

const PROGRAMS: Readonly<Record<string, readonly SketchFile[]>> = {
  'a class of the sketch behind Print': [
    run('printer.println(42); printer.print(3.5); Serial.begin(9600); Serial.println(printer.println("k"));', PRINTER), // prettier-ignore
  ],
  'a class of the sketch behind Stream': [
    run('PORTC = source.parseInt(); String s = source.readString(); source.print(s);', SOURCE),
  ],
  'weak functions of the core replaced': [
    run('Serial.begin(9600); delay(3);', 'extern "C" void yield() { PORTB ^= 1; }\nvoid serialEvent() { PORTB = Serial.read(); }'), // prettier-ignore
  ],
  'a function of the core replaced, and no other of its unit used': [
    run('delay(3);', 'void delay(unsigned long ms) { PORTB = ms; }'),
  ],
  'a variable of the core declared': [
    run('timer0_millis = 5; delay(3);', 'extern volatile unsigned long timer0_millis;'),
  ],
  'a driver whose constructor is data': [run('led.on();', '#include "Led.h"\nLed led(3);'), ...LED],
  'a driver that nobody uses': [run('', '#include "Led.h"\nLed led(3);'), ...LED],
  'a driver with a header of the sketch’s own': [
    run('led.on();', '#include "Led.h"\nLed led(3);'),
    { path: 'Led.h', text: `#define OWN\n${driver('Led.h').text}` },
    driver('Led.cpp'),
  ],
  'interrupts of a library': [
    run('Wire.begin(4); Wire.onReceive(got);', '#include <Wire.h>\nvoid got(int n) { PORTB = Wire.read(); }'),
  ],
  'tables and texts': [
    run('lcd.begin(16, 2); lcd.print(4.5);', '#include <LiquidCrystal.h>\nLiquidCrystal lcd(1, 2, 3, 4, 5, 6);'), // prettier-ignore
  ],
  'a vector of the core’s': [run('delay(3);', 'ISR(TIMER0_OVF_vect) { PORTB = 1; }')],
  'a variable of the core with another type': [
    run('timer0_millis = 5; delay(3);', 'extern volatile int timer0_millis;'),
  ],
  'a variable of the core made again': [
    run('timer0_millis = 5; delay(3);', 'volatile unsigned long timer0_millis;'),
  ],
  'nothing behind a name': [run('nothere(3);', 'void nothere(int);')],
  'a mistake in a driver': [
    run('led.on();', '#include "Led.h"\nLed led(3);'),
    driver('Led.h'),
    { path: 'Led.cpp', text: `${driver('Led.cpp').text}\nvoid Led::nope() { foo(); }\n` },
  ],
};

test('kept units change nothing', () => {
  const together = new FirmwareBuilder(templates, new TogetherReader(templates));
  const kept = new FirmwareBuilder(templates);
  for (const [name, files] of Object.entries(PROGRAMS))
    expect({ name, ...build(kept, files) }).toEqual({ name, ...build(together, files) });
});

test('what was built before changes nothing of what kept units say', () => {
  const one = new FirmwareBuilder(templates);
  const names = Object.keys(PROGRAMS);
  const first = names.map((name) => build(one, PROGRAMS[name] ?? []));
  const again = names.toReversed().map((name) => build(one, PROGRAMS[name] ?? []));
  expect(again.toReversed()).toEqual(first);
  expect(first.some(({ said }) => said.length > 0)).toBe(true);
});

test('units are checked by themselves: a macro of the sketch does not reach into a driver', () => {
  const { hex, said } = build(new FirmwareBuilder(templates), [
    run('led.off();', '#define on otherName\n#include "Led.h"\nLed led(3);'),
    ...LED,
  ]);
  expect(said).toEqual([]);
  expect(hex).not.toBe('');
});

test('a sketch’s main() is taken instead of the core’s', () => {
  const { hex, said } = build(new FirmwareBuilder(templates), [
    ino('int main() { DDRB = 1; for (;;) PORTB ^= 1; }'),
  ]);
  expect(said).toEqual([]);
  expect(hex).not.toBe('');
});
