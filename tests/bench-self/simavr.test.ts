import { describe, expect, it } from 'vitest';
import { serialText } from '../bench/observe.ts';
import { createMachine, type Machine } from '../bench/machine.ts';
import { compareTraces, runInSimavr, type SimavrTraces, type ScriptedInput } from '../bench/simavr.ts';
import { lcd1602 } from '../bench/bricks/lcd1602.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';

async function both(
  sketch: string,
  untilMs: number,
  inputs: readonly ScriptedInput[] = [],
  prepare: (machine: Machine) => void = () => undefined,
): Promise<[Machine, SimavrTraces]> {
  const build = await compileSketch({ files: { 'sketch.ino': sketch } });
  if (!build.ok) throw new Error(build.errors);
  const machine = createMachine({ chip: 'atmega328p', hex: build.hex });
  prepare(machine);
  for (const input of inputs) {
    if ('serial' in input) machine.at(input.ms, () => machine.sendSerial(input.serial));
    else if ('analog' in input) machine.at(input.ms, () => machine.setAnalog(input.pin, input.analog));
    else if ('ms' in input) machine.at(input.ms, () => machine.setDigital(input.pin, input.level));
    else if ('pullUp' in input) machine.setPullUp(input.pin);
    else throw new Error('an answer needs a part that gives it');
  }
  machine.run(untilMs);
  const other = await runInSimavr({
    chip: 'atmega328p',
    hex: build.hex,
    untilMs,
    inputs,
    twiAddresses: [0x27],
  });
  return [machine, other];
}

describe.runIf(requireTool('avr-g++', 'arduino-core', 'simavr', 'gcc'))('the bench and simavr agree', () => {
  it('on the edges of a blinking sketch', async () => {
    const [ours, theirs] = await both(
      `void setup() { pinMode(13, OUTPUT); pinMode(7, OUTPUT); }
       void loop() { digitalWrite(13, HIGH); delay(3); digitalWrite(7, HIGH); delayMicroseconds(700); digitalWrite(13, LOW); digitalWrite(7, LOW); delay(7); }`,
      500,
    );
    expect(ours.edges(13).length).toBeGreaterThan(80);
    expect(compareTraces(ours, theirs, { pins: [13, 7], toleranceUs: 50 })).toBeUndefined();
  });

  it('on what a sketch prints and does with scripted inputs', async () => {
    const [ours, theirs] = await both(
      `void setup() { Serial.begin(115200); pinMode(2, INPUT_PULLUP); pinMode(12, OUTPUT); }
       void loop() { digitalWrite(12, digitalRead(2)); Serial.println(analogRead(A3)); delay(20); }`,
      400,
      [
        { ms: 1, pin: 2, level: 1 },
        { ms: 1, pin: 17, analog: 100 },
        { ms: 90, pin: 2, level: 0 },
        { ms: 150, pin: 17, analog: 900 },
        { ms: 210, pin: 2, level: 1 },
      ],
    );
    expect(serialText(ours)).toContain('900');
    expect(serialText(theirs)).toBe(serialText(ours));
    expect(compareTraces(ours, theirs, { pins: [12], toleranceUs: 100, serial: true })).toBeUndefined();
  });

  const timer = `ISR(TIMER1_COMPA_vect) { PINB = 1; }
    void setup() { pinMode(8, OUTPUT); TCCR1A = 0; TCCR1B = 0; TCNT1 = 0; OCR1A = 7999; TIFR1 = 0xff; TIMSK1 = 2; TCCR1B = 9; }
    void loop() {}`;

  it('on the edges a timer interrupt makes', async () => {
    const [ours, theirs] = await both(timer, 200);
    expect(ours.edges(8).length).toBeGreaterThan(390);
    expect(compareTraces(ours, theirs, { pins: [8], toleranceUs: 10 })).toBeUndefined();
  });

  it('on the bytes sent over I2C', async () => {
    const [ours, theirs] = await both(
      `#include <Wire.h>
       void setup() { Wire.begin(); Wire.beginTransmission(0x27); Wire.write(1); Wire.write(0xa5); Wire.endTransmission(); } void loop() {}`,
      50,
      [],
      (machine) => machine.attach(lcd1602({ address: 0x27 })),
    );
    expect(ours.twi.transactions.map(({ address, bytes }) => [address, ...bytes])).toEqual([[0x27, 1, 0xa5]]);
    expect(theirs.twi.transactions.map(({ address, bytes }) => [address, ...bytes])).toEqual([
      [0x27, 1, 0xa5],
    ]);
  });

  it('serves an interrupt whose flag was set before it was enabled', async () => {
    const [ours, theirs] = await both(
      `void setup() {
         pinMode(7, OUTPUT);
         for (byte i = 0; i < 5; i++) {
           TIMSK0 = 0; delayMicroseconds(1100); TIMSK0 = 1;
           unsigned long before = micros(); delayMicroseconds(10);
           digitalWrite(7, micros() >= before); digitalWrite(7, LOW);
         }
       }
       void loop() {}`,
      20,
    );
    expect(ours.edges(7)).toHaveLength(10);
    expect(compareTraces(ours, theirs, { pins: [7], toleranceUs: 50 })).toBeUndefined();
  });

  it('keeps a level from outside while the port is written, and lets a wire go to its pull-up', async () => {
    const [ours, theirs] = await both(
      `void setup() { pinMode(2, INPUT_PULLUP); pinMode(3, INPUT); pinMode(4, OUTPUT); pinMode(12, OUTPUT); pinMode(13, OUTPUT); }
       void loop() { digitalWrite(4, HIGH); digitalWrite(4, LOW); digitalWrite(12, digitalRead(2)); digitalWrite(13, digitalRead(3)); delay(2); }`,
      60,
      [
        { pin: 3, pullUp: true },
        { ms: 1, pin: 2, level: 0 },
        { ms: 1, pin: 3, level: 0 },
        { ms: 20, pin: 2, level: 'floating' },
        { ms: 30, pin: 3, level: 'floating' },
        { ms: 40, pin: 2, level: 0 },
      ],
    );
    expect(ours.edges(12).map(({ level }) => level)).toEqual([1, 0, 1, 0]);
    expect(ours.edges(13).map(({ level }) => level)).toEqual([1, 0, 1]);
    expect(compareTraces(ours, theirs, { pins: [12, 13], toleranceUs: 2500 })).toBeUndefined();
  });

  it('gives an answer as long after its cause as it came', async () => {
    const sketch = `void setup() { Serial.begin(115200); pinMode(8, OUTPUT); pinMode(9, INPUT); }
      void loop() { delay(7); digitalWrite(8, HIGH); digitalWrite(8, LOW); Serial.println(pulseIn(9, HIGH, 5000)); }`;
    const [, theirs] = await both(sketch, 40, []);
    expect(serialText(theirs)).toMatch(/^0\r\n0\r\n/);
    const build = await compileSketch({ files: { 'sketch.ino': sketch } });
    if (!build.ok) throw new Error(build.errors);
    // pinMode and two levels: changes 1, 2 and 3; then two more a round.
    const inputs = [3, 5, 7].flatMap((nth, i): ScriptedInput[] => [
      { afterMs: 0.5, cause: { pin: 8, nth }, pin: 9, level: 1 },
      { afterMs: 1.5 + i, cause: { pin: 8, nth }, pin: 9, level: 0 },
    ]);
    const traces = await runInSimavr({ chip: 'atmega328p', hex: build.hex, untilMs: 40, inputs });
    const widths = serialText(traces).split('\r\n').slice(0, 3).map(Number);
    expect(widths.map((us) => Math.round(us / 100))).toEqual([10, 20, 30]);
  });

  it('writes down what the program puts into a register', async () => {
    const build = await compileSketch({
      files: { 'sketch.ino': 'void setup() { analogWrite(5, 77); analogWrite(5, 200); } void loop() {}' },
    });
    if (!build.ok) throw new Error(build.errors);
    const { registers } = await runInSimavr({
      chip: 'atmega328p',
      hex: build.hex,
      untilMs: 5,
      registers: [0x48],
    });
    expect(registers.map(({ address, value }) => [address, value])).toEqual([
      [0x48, 77],
      [0x48, 200],
    ]);
  });

  it('and a difference is explained', async () => {
    const [ours, theirs] = await both(timer, 200);
    const late = {
      ...theirs,
      edges: (pin: number) => theirs.edges(pin).map((e) => ({ ...e, cycle: e.cycle + 1600 })),
    };
    expect(compareTraces(ours, late, { pins: [8], toleranceUs: 20 })).toMatch(
      /pin 8, event 0 \(rises\): at .* µs apart/,
    );
  });
});
