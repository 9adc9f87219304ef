import { describe, expect, it } from 'vitest';
import { Bench } from '../../../app/simulator/bricks/bench.ts';
import { modelOf } from '../../../app/simulator/bricks/models/index.ts';
import { problemSentence } from '../../../app/simulator/bricks/problem.ts';
import { createMachine } from '../../../app/simulator/index.ts';
import { BRICK_TYPES } from '../../../boards/bricks/index.ts';
import type { PluggedBrick } from '../../../boards/types.ts';
import { serialLines } from '../../bench/observe.ts';
import { compileBuiltin } from '../../support/compile-builtin.ts';
import { boardOf, Rig } from '../machine/rig.ts';

const KIT = { board: boardOf('genie-base'), bricks: BRICK_TYPES };

async function benchOf(
  sketch: string,
  bricks: readonly PluggedBrick[],
  seed = 1,
): Promise<{ bench: Bench; rig: Rig }> {
  const build = await compileBuiltin({ files: { 'sketch.ino': sketch } });
  if (!build.ok) throw new Error(build.errors);
  const machine = createMachine({ chip: 'atmega328p', hex: build.hex });
  const rig = new Rig(machine, KIT.board);
  return { bench: new Bench({ machine, kit: KIT, bricks, seed }), rig };
}

const brick = (
  id: string,
  type: string,
  port: string,
  settings: PluggedBrick['settings'] = {},
): PluggedBrick => ({
  id,
  type,
  port,
  ...(settings === undefined ? {} : { settings }),
});

describe('bricks', () => {
  it.each(BRICK_TYPES.map(({ id, driver }) => [id, driver.class] as const))(
    'have a model for %s',
    (_, driverClass) => {
      expect(modelOf(driverClass)).toBeDefined();
    },
  );

  it('of a kit file get the model of their driver', () => {
    const type = BRICK_TYPES.find(({ id }) => id === 'led');
    if (type === undefined) throw new Error('no LED');
    const machine = createMachine({ chip: 'atmega328p', image: Uint8Array.of(0xff, 0xcf) });
    const kit = { ...KIT, bricks: [{ ...type, id: 'lantern' }] };
    const bench = new Bench({ machine, kit, bricks: [brick('l', 'lantern', '1')] });
    expect(bench.model('l')?.outputs).toEqual(['on', 'brightness']);
  });

  it('light as bright as their wire is high, and tell flashes from dimming', async () => {
    const { bench } = await benchOf(
      `void setup() { pinMode(5, OUTPUT); analogWrite(5, 63); delay(100); analogWrite(5, 191); delay(100);
        digitalWrite(5, LOW); delay(100); digitalWrite(5, HIGH); delay(5); digitalWrite(5, LOW); } void loop() {}`,
      [brick('lamp', 'led', '1')],
    );
    bench.machine.run(16_000 * 400);
    expect(bench.trace.points('lamp.brightness').map(({ value }) => value)).toEqual([0, 25, 75, 0, 100, 0]);
    const [, on, , off, flash, end] = bench.trace
      .points('lamp.brightness')
      .map(({ cycle }) => cycle / 16_000);
    // To a period of the PWM.
    expect(Math.abs((off ?? 0) - (on ?? 0) - 200)).toBeLessThan(2.1);
    expect((end ?? 0) - (flash ?? 0)).toBeCloseTo(5, 1);
  });

  it('turn a servo at its own speed and complain of a pulse beyond its range', async () => {
    const { bench } = await benchOf(
      `#include <Servo.h>
      Servo s; void setup() { s.attach(9); s.write(0); delay(1000); s.write(180); delay(1000); s.detach();
        for (;;) { digitalWrite(9, HIGH); delayMicroseconds(2700); digitalWrite(9, LOW); delay(17); } } void loop() {}`,
      [brick('arm', 'servo', '3')],
    );
    bench.machine.run(16_000 * 1100);
    const half = Number(bench.value('arm'));
    expect([bench.value('arm', 'target'), half > 20 && half < 90]).toEqual([180, true]);
    bench.machine.run(16_000 * 700);
    expect(bench.value('arm')).toBe(180);
    expect(bench.problems).toEqual([]);
    bench.machine.run(16_000 * 400);
    expect(bench.problems).toMatchObject([{ kind: 'servo-pulse', brick: 'arm' }]);
  });

  it('do not plug a servo into a port that is not fit, and say so', async () => {
    const { bench } = await benchOf('void setup() {} void loop() {}', [brick('arm', 'servo', '6')]);
    expect(bench.problems).toMatchObject([{ kind: 'does-not-fit', brick: 'arm' }]);
    expect(bench.placement[0]?.message.fr).toContain('port');
    expect(bench.ids).toEqual([]);
  });

  it('report a program that drives a sensor’s wire', async () => {
    const { bench } = await benchOf(
      'void setup() { pinMode(2, OUTPUT); digitalWrite(2, HIGH); } void loop() {}',
      [brick('eye', 'motion', '9')],
    );
    bench.machine.run(16_000 * 5);
    expect(bench.problems).toMatchObject([{ kind: 'short', brick: 'eye', detail: 'PD2: chip against eye' }]);
  });

  it('report a relay that chatters and a distance asked for too briefly', async () => {
    const { bench } = await benchOf(
      `void setup() { pinMode(5, OUTPUT); pinMode(2, OUTPUT); for (byte i = 0; i < 9; i++) { digitalWrite(5, i & 1); delay(2); }
        PORTD |= 4; PORTD &= ~4; } void loop() {}`,
      [brick('r', 'relay', '1'), brick('d', 'distance', '9')],
    );
    bench.machine.run(16_000 * 40);
    expect(bench.problems.map(({ kind, brick: id }) => [kind, id])).toEqual([
      ['relay-chatter', 'r'],
      ['trigger-too-short', 'd'],
    ]);
  });

  it('give noisy readings on request, the same for the same seed', async () => {
    const readings = async (seed: number): Promise<number[]> => {
      const { bench, rig } = await benchOf(
        'void setup() { Serial.begin(115200); for (byte i = 0; i < 30; i++) Serial.println(analogRead(A0)); } void loop() {}',
        [brick('knob', 'potentiometer', '6')],
        seed,
      );
      bench.set('knob', 500);
      bench.set('knob', 10, 'noise');
      bench.machine.run(16_000 * 60);
      return serialLines(rig).map(({ text }) => Number(text));
    };
    const [first, again, other] = [await readings(1), await readings(1), await readings(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(5);
    expect(first.every((value) => Math.abs(value - 500) <= 10)).toBe(true);
  });

  it('bounce on request', async () => {
    const { bench, rig } = await benchOf('void setup() {} void loop() {}', [brick('b', 'button', '9')]);
    bench.set('b', 3, 'bounce');
    bench.set('b', 1);
    bench.machine.run(16_000 * 20);
    expect(rig.edges(2).length).toBeGreaterThanOrEqual(5);
    expect(rig.machine.pins.level('PD2')).toBe(1);
  });

  it('show text on a screen that a program drives by the Wire library, byte by byte', async () => {
    const { bench } = await benchOf(
      `#include <Wire.h>
      void port(byte b) { Wire.beginTransmission(0x27); Wire.write(b); Wire.endTransmission(); }
      void nibble(byte n, byte rs) { byte b = (n << 4) | 8 | rs; port(b | 4); port(b); }
      void send(byte b, byte rs) { nibble(b >> 4, rs); nibble(b & 15, rs); delayMicroseconds(50); }
      void setup() { Wire.begin(); delay(20); nibble(3, 0); delay(5); nibble(3, 0); delay(1); nibble(3, 0); delay(1); nibble(2, 0); delay(1);
        send(0x28, 0); send(0x0c, 0); send(1, 0); delay(2); for (const char *c = "Bonjour"; *c; c++) send(*c, 1); send(0xc0, 0); send('!', 1);
        Wire.requestFrom(0x27, 1); pinMode(5, OUTPUT); digitalWrite(5, Wire.available() == 1 && (Wire.read() & 8)); } void loop() {}`,
      [brick('screen', 'lcd', '4'), brick('lamp', 'led', '1')],
    );
    bench.machine.run(16_000 * 100);
    expect(bench.value('screen')).toEqual(['Bonjour         ', '!               ']);
    expect(bench.value('lamp')).toBe(1);
    expect(bench.problems).toEqual([]);
  });

  it('notice orders that come too fast for the screen', async () => {
    const { bench } = await benchOf(
      `#include <Wire.h>
      void port(byte b) { Wire.beginTransmission(0x27); Wire.write(b); Wire.endTransmission(); }
      void setup() { Wire.begin(); port(0x3c); port(0x38); } void loop() {}`,
      [brick('screen', 'lcd', '4')],
    );
    bench.machine.run(16_000 * 20);
    expect(bench.problems).toMatchObject([{ kind: 'screen-too-fast', brick: 'screen' }]);
  });

  it('go on from a snapshot exactly as before', async () => {
    const { bench } = await benchOf(
      `#include "Servo.h"
      Servo s; void setup() { s.attach(9); pinMode(5, OUTPUT); } void loop() { s.write(analogRead(A0) / 6); analogWrite(5, millis() / 8); tone(6, 200 + millis()); delay(30); }`,
      [
        brick('arm', 'servo', '3'),
        brick('lamp', 'led', '1'),
        brick('horn', 'buzzer', '2'),
        brick('knob', 'potentiometer', '6'),
      ],
    );
    bench.set('knob', 300);
    bench.set('knob', 40, 'noise');
    bench.machine.run(16_000 * 300);
    const snapshot = bench.snapshot();
    const marks = snapshot.trace.lengths;
    const goOn = (): string => {
      bench.machine.runUntil(16_000 * 900);
      return JSON.stringify(
        bench.trace.names().map((name) => [name, bench.trace.points(name).slice(marks[name])]),
      );
    };
    const first = goOn();
    bench.restore(snapshot);
    expect(goOn()).toBe(first);
    expect(first.length).toBeGreaterThan(1000);
    expect(JSON.stringify(snapshot.models).length + snapshot.machine.data.length).toBeLessThan(64 * 1024);
  });

  it.each([
    'short',
    'does-not-fit',
    'servo-pulse',
    'relay-chatter',
    'screen-too-fast',
    'screen-bus',
    'display-protocol',
    'strip-timing',
    'sensor-too-early',
    'sensor-start',
    'trigger-too-short',
  ] as const)('say in a sentence what %s is, in both languages', (kind) => {
    const { fr, en } = problemSentence(kind);
    expect(fr).not.toBe(en);
    for (const sentence of [fr, en]) expect(sentence).toMatch(/^[A-Z].*\.$/u);
  });
});
