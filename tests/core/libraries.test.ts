import { describe, expect, it } from 'vitest';
import { lcd1602 } from '../bench/bricks/lcd1602.ts';
import { createMachine, type Machine } from '../bench/machine.ts';
import { edges, pulses, serialText } from '../bench/observe.ts';
import type { Mcu } from '../support/compile-sketch.ts';
import { compileOurs, OUR_COMPILERS, type OurCompiler } from './compile-ours.ts';

async function runWith(
  compiler: OurCompiler,
  sketch: string,
  untilMs: number,
  prepare?: (machine: Machine) => void,
  chip: Mcu = 'atmega328p',
): Promise<Machine> {
  const build = await compileOurs(compiler, { files: { 'sketch.ino': sketch }, mcu: chip });
  if (!build.ok) throw new Error(build.errors);
  const machine = createMachine({ chip, hex: build.hex, dataEnd: build.sizes.dataEnd });
  prepare?.(machine);
  machine.run(untilMs);
  expect(machine.faults).toEqual([]);
  return machine;
}

// The official core has none of these libraries: they are held against their datasheets and their documented behaviour.
describe.each(OUR_COMPILERS)('the libraries of our core (%s):', (compiler) => {
  const run = runWith.bind(undefined, compiler);
  it.each([
    ['atmega328p', 9, 4],
    ['atmega2560', 6, 40],
    ['atmega32u4', 9, 4],
  ] as const)(
    'Servo gives pulses of the width asked for every 20 ms on the %s',
    async (chip, pin, second) => {
      const machine = await run(
        `#include <Servo.h>
      Servo one, two;
      void setup() { one.attach(${pin}); two.attach(${second}, 1000, 2000); one.write(0); two.write(180); delay(200); one.write(90); two.writeMicroseconds(1234); delay(200); one.write(180); two.write(0); delay(200); one.writeMicroseconds(9999); two.detach(); delay(200); one.detach(); }
      void loop() {}`,
        900,
        undefined,
        chip,
      );
      const at = (which: number, ms: number): number | undefined =>
        pulses(machine, which).findLast((pulse) => pulse.ms < ms)?.widthUs;
      const expectWidth = (which: number, ms: number, us: number): void =>
        expect(
          Math.abs((at(which, ms) ?? 0) - us),
          `${which} at ${ms}: ${at(which, ms)}`,
        ).toBeLessThanOrEqual(6);
      [
        [190, 544, 2000],
        [390, 1472, 1234],
        [590, 2400, 1000],
      ].forEach(([ms = 0, first = 0, other = 0]) => {
        expectWidth(pin, ms, first);
        expectWidth(second, ms, other);
      });
      expectWidth(pin, 790, 2400);
      const rises = pulses(machine, pin).map(({ ms }) => ms);
      rises.slice(1).forEach((ms, i) => expect(Math.abs(ms - (rises[i] ?? 0) - 20)).toBeLessThan(0.05));
      expect(pulses(machine, second).at(-1)?.ms).toBeLessThan(630);
      expect(rises.at(-1)).toBeLessThan(830);
    },
  );

  it('Servo drives twelve servos, and read() gives back every angle', async () => {
    const machine = await run(
      `#include <Servo.h>
      Servo servos[13];
      void setup() { Serial.begin(115200); for (byte i = 0; i < 12; i++) { servos[i].attach(2 + i); servos[i].write(15 * i); } Serial.println(servos[12].attach(14)); int wrong = 0; for (int angle = 0; angle <= 180; angle++) { servos[0].write(angle); if (servos[0].read() != angle) wrong++; } Serial.println(wrong); Serial.println(servos[3].attached()); Serial.println(servos[3].readMicroseconds()); servos[0].write(0); }
      void loop() {}`,
      200,
    );
    expect(serialText(machine).split('\r\n').slice(0, 4)).toEqual(['255', '0', '1', '1008']);
    for (let i = 0; i < 12; i++) {
      const last = pulses(machine, 2 + i).at(-1)?.widthUs ?? 0;
      expect(Math.abs(last - (544 + (1856 * 15 * i) / 180))).toBeLessThanOrEqual(12);
    }
  });

  it('LiquidCrystal_I2C writes text, own characters and the cursor through a PCF8574', async () => {
    let display: ReturnType<ReturnType<typeof lcd1602>> | undefined;
    const machine = await run(
      `#include <LiquidCrystal_I2C.h>
      LiquidCrystal_I2C lcd(0x27, 16, 2);
      byte heart[8] = {0, 10, 31, 31, 14, 4, 0, 0};
      void setup() { lcd.init(); lcd.backlight(); lcd.createChar(1, heart); lcd.setCursor(0, 0); lcd.print("Salut "); lcd.write(1); lcd.setCursor(4, 1); lcd.print(3.14159, 3); lcd.print(-42); }
      void loop() {}`,
      1500,
      (m) => {
        display = m.attach(lcd1602({ address: 0x27 }));
      },
    );
    expect(display?.lines()).toEqual(['Salut ␁         ', '    3.142-42    ']);
    expect(display?.ownCharacter(1)).toEqual([0, 10, 31, 31, 14, 4, 0, 0]);
    expect(display?.backlight()).toBe(true);
    expect(display?.violations).toEqual([]);
    expect(machine.twi.transactions.length).toBeGreaterThan(100);
  });

  it('LiquidCrystal clocks the commands and characters of its datasheet over four and eight wires', async () => {
    const sent = (machine: Machine, data: readonly number[]): string[] => {
      const level = (pin: number, ms: number): number =>
        edges(machine, pin).findLast((edge) => edge.ms <= ms)?.level ?? 0;
      const taken = edges(machine, 11).filter(({ level: l }) => l === 0);
      return taken.map(
        ({ ms }) =>
          `${level(12, ms)}:${data.reduce((sum, pin, i) => sum + (level(pin, ms) << i), 0).toString(16)}`,
      );
    };
    const four = await run(
      `#include <LiquidCrystal.h>
      LiquidCrystal lcd(12, 11, 5, 4, 3, 2);
      void setup() { lcd.begin(16, 2); lcd.setCursor(3, 1); lcd.print("A7"); lcd.noCursor(); }
      void loop() {}`,
      200,
    );
    const nibbles = sent(four, [5, 4, 3, 2]);
    expect(nibbles.join(' ')).toBe(
      '0:3 0:3 0:3 0:2 0:2 0:8 0:0 0:c 0:0 0:1 0:0 0:6 0:c 0:3 1:4 1:1 1:3 1:7 0:0 0:c',
    );
    const eight = await run(
      `#include <LiquidCrystal.h>
      LiquidCrystal lcd(12, 11, 2, 3, 4, 5, 6, 7, 8, 9);
      void setup() { lcd.begin(16, 2); lcd.print('z'); lcd.blink(); lcd.home(); }
      void loop() {}`,
      200,
    );
    expect(sent(eight, [2, 3, 4, 5, 6, 7, 8, 9]).join(' ')).toBe(
      '0:38 0:38 0:38 0:38 0:c 0:1 0:6 1:7a 0:d 0:2',
    );
  });

  it('Stepper steps through its phases at its speed, both ways', async () => {
    const machine = await run(
      `#include <Stepper.h>
      Stepper motor(100, 4, 5, 6, 7);
      void setup() { motor.setSpeed(60); motor.step(8); motor.step(-4); PORTB = 1; DDRB = 1; }
      void loop() {}`,
      300,
    );
    const firstPin = edges(machine, 4).map(({ ms }) => ms);
    expect(edges(machine, 8)[0]?.ms).toBeGreaterThan(105);
    expect(edges(machine, 8)[0]?.ms).toBeLessThan(125);
    expect(firstPin.length).toBeGreaterThan(4);
  });
});
