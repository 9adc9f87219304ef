/** Bricks driven the way Arduino's own functions and libraries drive them, by both compilers and cores. */
import { expect, it } from 'vitest';
import { Bench } from '../../../app/simulator/bricks/bench.ts';
import { createMachine } from '../../../app/simulator/index.ts';
import { BRICK_TYPES } from '../../../boards/bricks/index.ts';
import type { PluggedBrick } from '../../../boards/types.ts';
import { serialText } from '../../bench/observe.ts';
import { compileFirmware, describeEachCompiler } from '../../support/each-compiler.ts';
import { boardOf, Rig } from '../machine/rig.ts';

const KIT = { board: boardOf('genie-base'), bricks: BRICK_TYPES };

async function benchOf(
  sketch: string,
  ...bricks: readonly PluggedBrick[]
): Promise<{ bench: Bench; text: () => string; run: (ms: number) => void }> {
  const build = await compileFirmware({ files: { 'sketch.ino': sketch }, variant: 'eightanaloginputs' });
  if (!build.ok) throw new Error(build.errors);
  const machine = createMachine({ chip: 'atmega328p', hex: build.hex, dataEnd: build.sizes.dataEnd });
  const rig = new Rig(machine, KIT.board);
  const bench = new Bench({ machine, kit: KIT, bricks });
  return {
    bench,
    text: () => serialText(rig).trim().replaceAll('\r\n', ' '),
    run: (ms) => machine.run(16_000 * ms),
  };
}

const brick = (id: string, type: string, port: string): PluggedBrick => ({ id, type, port });
const values = (bench: Bench, channel: string): unknown[] =>
  bench.trace.points(channel).map(({ value }) => value);

describeEachCompiler('bricks and the official functions', () => {
  it('analogWrite() dims an LED and drives a motor both ways', async () => {
    const { bench, run } = await benchOf(
      `void setup() { analogWrite(5, 127); analogWrite(6, 191); delay(100); digitalWrite(6, LOW); pinMode(7, OUTPUT); digitalWrite(7, HIGH); analogWrite(5, 255); } void loop() {}`,
      brick('lamp', 'led', '1'),
      brick('wheel', 'motor', '2'),
    );
    run(90);
    expect([bench.value('lamp', 'brightness'), bench.value('wheel')]).toEqual([50, 75]);
    run(100);
    expect([bench.value('lamp', 'brightness'), bench.value('wheel')]).toEqual([100, -100]);
    expect(bench.problems).toEqual([]);
  });

  it('tone() and noTone() play notes on a buzzer', async () => {
    const { bench, run } = await benchOf(
      `void setup() { tone(5, 440, 200); delay(300); tone(5, 1000); delay(200); tone(5, 2000); delay(200); noTone(5); } void loop() {}`,
      brick('buzzer', 'buzzer', '1'),
    );
    run(900);
    const heard = values(bench, 'buzzer.hz').map((hz) => Math.round(Number(hz) / 10) * 10);
    expect(heard).toEqual([0, 440, 0, 1000, 2000, 0]);
  });

  it('pulseIn() measures a distance, and analogRead() what an analog sensor gives', async () => {
    const { bench, run, text } = await benchOf(
      `void setup() { Serial.begin(115200); pinMode(2, OUTPUT); pinMode(10, INPUT); }
       void loop() { digitalWrite(2, HIGH); delayMicroseconds(10); digitalWrite(2, LOW); Serial.println(pulseIn(10, HIGH, 30000UL) / 58); Serial.println(analogRead(A0)); delay(60); }`,
      brick('eye', 'distance', '9'),
      brick('knob', 'potentiometer', '6'),
    );
    bench.set('eye', 42);
    bench.set('knob', 700);
    run(50);
    expect(text()).toMatch(/^4[12] 700$/);
    bench.set('eye', 150);
    bench.set('knob', 3);
    run(120);
    expect(text()).toMatch(/ 1(49|50|51) 3( |$)/);
    expect(bench.problems).toEqual([]);
  });

  it('attachInterrupt() counts the clicks of an encoder, INPUT_PULLUP reads a button', async () => {
    const { bench, run, text } = await benchOf(
      `volatile int clicks; void turned() { if (digitalRead(2) == LOW) clicks += digitalRead(10) == LOW ? -1 : 1; }
       void setup() { Serial.begin(115200); pinMode(2, INPUT_PULLUP); pinMode(10, INPUT_PULLUP); attachInterrupt(digitalPinToInterrupt(2), turned, FALLING); delay(400); Serial.println(clicks); delay(400); Serial.println(clicks); Serial.println(digitalRead(3)); } void loop() {}`,
      brick('wheel', 'encoder', '9'),
      brick('b', 'button', '10'),
    );
    // Once the interrupt is there.
    run(5);
    bench.set('wheel', 5);
    run(405);
    bench.set('wheel', 2);
    bench.set('b', 1);
    run(420);
    expect(text()).toBe('5 2 1');
  });

  it('Wire writes on a screen and asks it', async () => {
    const { bench, run } = await benchOf(
      `#include <Wire.h>
      void port(byte b) { Wire.beginTransmission(0x27); Wire.write(b); Wire.endTransmission(); }
      void nibble(byte n, byte rs) { byte b = (n << 4) | 8 | rs; port(b | 4); port(b); }
      void send(byte b, byte rs) { nibble(b >> 4, rs); nibble(b & 15, rs); delayMicroseconds(50); }
      void setup() { Wire.begin(); Wire.setClock(400000); delay(20); nibble(3, 0); delay(5); nibble(3, 0); delay(1); nibble(3, 0); delay(1); nibble(2, 0); delay(1);
        send(0x28, 0); send(0x0c, 0); send(1, 0); delay(2); for (const char *c = "Bonjour"; *c; c++) send(*c, 1);
        Wire.requestFrom(0x27, 1); pinMode(5, OUTPUT); digitalWrite(5, Wire.available() == 1 && (Wire.read() & 8)); } void loop() {}`,
      brick('screen', 'lcd', '4'),
      brick('lamp', 'led', '1'),
    );
    run(100);
    expect(bench.value('screen')).toEqual(['Bonjour         ', '                ']);
    expect(bench.value('lamp')).toBe(1);
    expect(bench.problems).toEqual([]);
  });

  it('shiftOut() and a relay: a pin is a pin', async () => {
    const { bench, run } = await benchOf(
      `void setup() { pinMode(5, OUTPUT); pinMode(6, OUTPUT); pinMode(7, OUTPUT); digitalWrite(5, HIGH); delay(50); digitalWrite(5, LOW); shiftOut(6, 7, MSBFIRST, 0x80); } void loop() {}`,
      brick('r', 'relay', '1'),
      brick('lamp', 'led', '2'),
    );
    run(100);
    expect(values(bench, 'r.on')).toEqual([0, 1, 0]);
    expect(values(bench, 'lamp.on')).toEqual([0, 1, 0]);
    expect(bench.problems).toEqual([]);
  });
});
