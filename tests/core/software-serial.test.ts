/**
 * SoftwareSerial: what it sends, bit by bit, beside the official library where that is installed; what it
 * receives from senders that are a little too fast or too slow; and the calls of its documented interface.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../bench/machine.ts';
import { serialText } from '../bench/observe.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { arduinoCore, requireTool } from '../support/reference-tools.ts';
import { compileOurs, OUR_COMPILERS, type OurCompiler } from './compile-ours.ts';

const [RX, TX] = [10, 11];
const CLOCK_HZ = 16_000_000;

async function build(compiler: OurCompiler, sketch: string): Promise<() => Machine> {
  const built = await compileOurs(compiler, { files: { 'sketch.ino': sketch }, mcu: 'atmega328p' });
  if (!built.ok) throw new Error(built.errors);
  return () => createMachine({ chip: 'atmega328p', hex: built.hex, dataEnd: built.sizes.dataEnd });
}

/** The same sketch with the official core and library. */
async function officialMachine(sketch: string): Promise<Machine> {
  const folder = join(arduinoCore() ?? '', 'libraries/SoftwareSerial/src');
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const files = {
    'sketch.ino': sketch,
    'SoftwareSerial.h': text('SoftwareSerial.h').replace('<Stream.h>', '<Arduino.h>'),
    'SoftwareSerial.cpp': text('SoftwareSerial.cpp').replace('<SoftwareSerial.h>', '"SoftwareSerial.h"'),
  };
  const built = await compileSketch({ files, mcu: 'atmega328p' });
  if (!built.ok) throw new Error(built.errors);
  return createMachine({ chip: 'atmega328p', hex: built.hex, dataEnd: built.sizes.dataEnd });
}

interface Sent {
  readonly bytes: readonly number[];
  /** Of the lengths between two edges within a byte, against a whole number of bits. */
  readonly worst: number;
}

/** Reads the edges of a pin as bytes of ten bits. */
function readLine(machine: Machine, pin: number, baud: number, resting: 0 | 1 = 1): Sent {
  const bit = CLOCK_HZ / baud;
  // The level before the first edge is not the line's yet.
  const all = machine.edges(pin).filter(({ level }, i) => i > 0 || level !== resting);
  const levelAt = (cycle: number): number => all.findLast((edge) => edge.cycle <= cycle)?.level ?? resting;
  const bytes: number[] = [];
  let worst = 0;
  for (let next = 0; ;) {
    const start = all.find(({ cycle, level }) => cycle >= next && level !== resting);
    if (start === undefined) return { bytes, worst };
    const bits = Array.from({ length: 9 }, (_, i) => levelAt(start.cycle + (i + 1.5) * bit));
    const own = bits.map((level): number => (level === resting ? 1 : 0));
    bytes.push(own.slice(0, 8).reduce((sum, one, i) => sum + (one << i), 0));
    expect(own[8]).toBe(1);
    next = start.cycle + 9.5 * bit;
    for (const { cycle } of all.filter((edge) => edge.cycle > start.cycle && edge.cycle < next)) {
      const bitsSince = (cycle - start.cycle) / bit;
      worst = Math.max(worst, Math.abs(bitsSince - Math.round(bitsSince)));
    }
  }
}

/** Puts bytes onto a pin; `speed` is the sender's against the one that was meant. Out: when it is over. */
function sendTo(machine: Machine, pin: number, baud: number, text: string, at: number, speed = 1, resting: 0 | 1 = 1): number {
  let ms = at;
  for (const char of text) {
    const value = char.charCodeAt(0);
    for (const one of [0, ...Array.from({ length: 8 }, (_, i) => (value >> i) & 1), 1]) {
      const level = one === resting ? 1 : 0;
      machine.at(ms, () => machine.setDigital(pin, level));
      ms += 1000 / baud / speed;
    }
  }
  return ms;
} // prettier-ignore

const SENDER = (baud: number): string => `#include <SoftwareSerial.h>
  SoftwareSerial port(${RX}, ${TX});
  void setup() { port.begin(${baud}); port.print("Ua"); port.print(-42); port.write((uint8_t)0); port.write(0xFF); port.println(3.25); }
  void loop() {}`;
const codesOf = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

const SENT = codesOf('Ua-42\0\xff3.25\r\n');

describe.each(OUR_COMPILERS)('SoftwareSerial of our core (%s)', (compiler) => {
  it.each([1200, 9600, 19_200, 38_400, 57_600])('sends at %i baud', async (baud) => {
    const machine = (await build(compiler, SENDER(baud)))();
    machine.run(20 + (SENT.length * 11_000) / baud);
    const { bytes, worst } = readLine(machine, TX, baud);
    expect(bytes).toEqual(SENT);
    // Of a bit, at the end of a byte; half a bit is too much.
    expect(worst).toBeLessThan(0.12);
    expect(machine.faults).toEqual([]);
  });

  it.each([1200, 9600, 19_200, 38_400, 57_600])('receives at %i baud, from clocks a little wrong too', async (baud) => {
    const start = await build(compiler, `#include <SoftwareSerial.h>
      SoftwareSerial port(${RX}, ${TX});
      void setup() { Serial.begin(115200); port.begin(${baud}); }
      void loop() { while (port.available()) Serial.write(port.read()); }`); // prettier-ignore
    const text = 'Ua\x00\xff\x80\x01 Salut';
    for (const speed of [0.98, 1, 1.02]) {
      const machine = start();
      machine.setDigital(RX, 1);
      machine.run(sendTo(machine, RX, baud, text, 20, speed) + 20);
      const got = String.fromCharCode(...machine.serial.sent.map(({ byte }) => byte));
      expect([speed, got]).toEqual([speed, text]);
      expect(machine.faults).toEqual([]);
    }
  }); // prettier-ignore

  it('waits in loops of three and of four cycles', async () => {
    const start = await build(
      compiler,
      `#include <util/delay_basic.h>
      void setup() { noInterrupts(); DDRB |= 8; PINB = 8; _delay_loop_2(1000); PINB = 8; _delay_loop_2(2000); PINB = 8; _delay_loop_1(50); PINB = 8; _delay_loop_1(150); PINB = 8; }
      void loop() {}`,
    );
    const machine = start();
    machine.run(5);
    const at = machine.edges(TX).map(({ cycle }) => cycle);
    const gaps = at.slice(1).map((cycle, i) => cycle - (at[i] ?? 0));
    expect((gaps[1] ?? 0) - (gaps[0] ?? 0)).toBe(4000);
    expect((gaps[3] ?? 0) - (gaps[2] ?? 0)).toBe(300);
  });

  it('listens with one port at a time, tells what came too much, looks ahead', async () => {
    const start = await build(compiler, `#include <SoftwareSerial.h>
      SoftwareSerial one(${RX}, ${TX}), two(4, 5, true);
      void show(SoftwareSerial &port) {
        Serial.print(one.isListening()); Serial.print(two.isListening()); Serial.print(' ');
        Serial.print(port.available()); Serial.print(' '); Serial.print(port.peek()); Serial.print(' ');
        while (port.available()) Serial.write(port.read());
        Serial.print(port.read()); Serial.println(port.overflow() ? " full" : "");
      }
      void setup() {
        Serial.begin(115200);
        Serial.println(one.write('x'));
        one.begin(9600); two.begin(9600);
        delay(100); show(two);
        Serial.print(one.listen()); Serial.println(one.listen());
        delay(150); show(one); Serial.println(one.overflow());
        delay(50); one.stopListening(); show(one); Serial.println("end");
      }
      void loop() {}`); // prettier-ignore
    const machine = start();
    machine.setDigital(RX, 1);
    machine.setDigital(4, 0);
    // Inverse; meanwhile nobody listens to the other.
    sendTo(machine, 4, 9600, 'two', 30, 1, 0);
    sendTo(machine, RX, 9600, 'nobody', 40);
    // 63 bytes are kept.
    sendTo(machine, RX, 9600, 'x'.repeat(70), 120);
    sendTo(machine, 4, 9600, 'late', 280, 1, 0);
    expect(machine.runUntil(() => serialText(machine).includes('end\r\n'), 1000)).toBe(true);
    expect(serialText(machine).split('\r\n')).toEqual([
      '0',
      '01 3 116 two-1',
      '10',
      `10 63 120 ${'x'.repeat(63)}-1 full`,
      '0',
      '00 0 -1 -1',
      'end',
      '',
    ]);
    expect(machine.faults).toEqual([]);
  });
});

const LIBRARY = join(arduinoCore() ?? '/nowhere', 'libraries/SoftwareSerial/src/SoftwareSerial.cpp');

describe.skipIf(!requireTool('avr-g++', 'arduino-core') || !existsSync(LIBRARY))('beside the official SoftwareSerial', () => {
  it.each([9600, 57_600])('the same bytes are on the line at %i baud, in the same time', async (baud) => {
    const machines = [(await build('built-in', SENDER(baud)))(), await officialMachine(SENDER(baud))];
    const lines = machines.map((machine) => {
      machine.run(20 + (SENT.length * 11_000) / baud);
      const edges = machine.edges(TX);
      return { ...readLine(machine, TX, baud), last: (edges.at(-1)?.cycle ?? 0) - (edges[1]?.cycle ?? 0) };
    });
    expect(lines.map(({ bytes }) => bytes)).toEqual([SENT, SENT]);
    const [ours, theirs] = lines.map(({ last }) => last);
    // Between two bytes each may do something of its own.
    expect(Math.abs((ours ?? 0) - (theirs ?? 0)) / (theirs ?? 1)).toBeLessThan(0.06);
  });
}); // prettier-ignore
