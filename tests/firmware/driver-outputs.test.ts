/** Led, Relay, Motor, Buzzer and ServoMotor, watched at their pins. */
import { expect, test } from 'vitest';
import { frequency } from '../bench/observe.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { machineWith, plug } from './driver-kit.ts';
import { CHIPS, lines } from './run-firmware.ts';

describeEachCompiler('Led', () => {
  test('turns on, off, over, and knows whether it is on', async () => {
    const machine = await machineWith(['Led.h'], {
      declare: 'Led led(9); void say() { Serial.println(led.isOn()); delay(10); }',
      setup:
        'led.begin(); say(); led.on(); say(); led.off(); say(); led.toggle(); say(); led.toggle(); say();',
    });
    const led = plug(machine, 'light', 'led', [9]);
    machine.run(60);
    expect(lines(machine)).toEqual(['0', '1', '0', '1', '0']);
    expect(led.changes().map(({ on }) => on)).toEqual([true, false, true, false]);
  });

  test.each([
    [0, 0],
    [1, 1.2],
    [25, 25.1],
    [50, 50.2],
    [100, 100],
    [-5, 0],
    [30_000, 100],
  ])('shines at %i percent for %f percent of the time', async (asked, percent) => {
    const machine = await machineWith(['Led.h'], {
      declare: 'Led led(9);',
      setup: `led.begin(); led.setBrightness(${asked}); Serial.println(led.isOn());`,
    });
    const led = plug(machine, 'light', 'led', [9]);
    machine.run(120);
    expect(led.brightness(20, 120)).toBeCloseTo(percent, 0);
    expect(lines(machine)).toEqual([percent > 0 ? '1' : '0']);
  });

  test('goes fully off after being dimmed', async () => {
    const machine = await machineWith(['Led.h'], {
      declare: 'Led led(9);',
      setup: 'led.begin(); led.setBrightness(30); delay(20); led.toggle();',
    });
    const led = plug(machine, 'light', 'led', [9]);
    machine.run(60);
    expect(led.brightness(30, 60)).toBe(0);
  });
});

describeEachCompiler('Relay', () => {
  test('closes, opens, changes over, and knows its contact', async () => {
    const machine = await machineWith(['Relay.h'], {
      declare: 'Relay relay(7); void say() { Serial.println(relay.isOn()); delay(10); }',
      setup:
        'relay.begin(); say(); relay.on(); say(); relay.toggle(); say(); relay.toggle(); say(); relay.off();',
    });
    const relay = plug(machine, 'light', 'relay', [7]);
    machine.run(60);
    expect(lines(machine)).toEqual(['0', '1', '0', '1']);
    expect(relay.changes().map(({ on }) => on)).toEqual([true, false, true, false]);
  });
});

describeEachCompiler('Motor', () => {
  const SPEEDS = [100, 60, 1, 0, -1, -60, -100, 400, -400];

  test('turns both ways as fast as it is told', async () => {
    const machine = await machineWith(['Motor.h'], {
      declare: 'Motor motor(5, 4);',
      setup: `motor.begin(); ${SPEEDS.map((speed) => `motor.run(${speed}); delay(50);`).join(' ')} motor.stop();`,
    });
    const motor = plug(machine, 'motor', 'motor', [5, 4]);
    machine.run(600);
    const seen = SPEEDS.map((_, i) => motor.speed(i * 50 + 5, i * 50 + 45));
    for (const [i, speed] of SPEEDS.entries()) {
      const wanted = Math.max(-100, Math.min(100, speed));
      expect(Math.abs((seen[i] ?? 999) - wanted), `at ${speed}`).toBeLessThan(1);
    }
    expect(motor.speed(500, 600)).toBe(0);
    expect(machine.level(5)).toBe(0);
    expect(machine.level(4)).toBe(0);
  });
});

describeEachCompiler('Buzzer', () => {
  test.each(CHIPS)('plays notes one after the other and falls silent (%s)', async (chip) => {
    const machine = await machineWith(['Buzzer.h'], {
      declare: 'Buzzer buzzer(5);',
      setup:
        'buzzer.begin(); buzzer.play(NOTE_A4); delay(100); buzzer.play(NOTE_B5); delay(100); buzzer.stop();',
      chip,
    });
    const buzzer = plug(machine, 'buzzer', 'buzzer', [5]);
    machine.run(300);
    const notes = buzzer.notes();
    expect(notes.map(({ hz }) => Math.round(hz / 10))).toEqual([44, 99]);
    expect(notes[1]?.toMs).toBeLessThan(205);
    expect(machine.level(5)).toBe(0);
  });

  test.each([
    [5, 31],
    [31, 31],
    [20_000, 20_000],
    [32_000, 20_000],
    [-7, 31],
  ])('plays %i Hz as %i Hz', async (asked, hertz) => {
    const machine = await machineWith(['Buzzer.h'], {
      declare: 'Buzzer buzzer(5);',
      setup: `buzzer.begin(); buzzer.play(${asked});`,
    });
    machine.run(400);
    expect(Math.abs(frequency(machine, 5, 0, 400) / hertz - 1)).toBeLessThan(0.03);
  });
});

describeEachCompiler('ServoMotor', () => {
  test.each(CHIPS)('holds eight servos at their angles every 20 ms (%s)', async (chip) => {
    const pins = [9, 5, 6, 4, 7, 8, 10, 11];
    const angles = [0, 180, 90, 45, 180, 180, 1, 179];
    const machine = await machineWith(['ServoMotor.h'], {
      declare: pins.map((pin, i) => `ServoMotor s${i}(${pin});`).join(' '),
      setup: pins.map((_, i) => `s${i}.begin(); s${i}.moveTo(${angles[i]});`).join(' '),
      chip,
    });
    const servos = pins.map((pin) => plug(machine, 'servo', 'servo', [pin]));
    machine.run(2000);
    for (const [i, servo] of servos.entries()) {
      const widths = servo.pulses().map(({ widthUs }) => widthUs);
      const wanted = 544 + ((angles[i] ?? 0) * 1856) / 180;
      expect(widths.length).toBeGreaterThan(96);
      // The interrupt of millis() may come first: 6 µs.
      expect(Math.min(...widths)).toBeGreaterThan(wanted - 1.5);
      expect(Math.max(...widths)).toBeLessThan(wanted + 9);
      expect(Math.abs((servo.angle() ?? -1) - (angles[i] ?? 0))).toBeLessThan(0.6);
      expect(servo.missingRefresh()).toEqual([]);
      expect(servo.violations()).toEqual([]);
      const times = servo.pulses().map(({ ms }) => ms);
      const periods = times.slice(2).map((ms, k) => ms - (times[k + 1] ?? 0));
      expect(Math.max(...periods)).toBeLessThan(20.05);
      expect(Math.min(...periods)).toBeGreaterThan(19.95);
    }
  });

  test('gives no pulse before the first moveTo, and none after release', async () => {
    const machine = await machineWith(['ServoMotor.h'], {
      declare: 'ServoMotor arm(9); void say() { Serial.println(arm.angle()); }',
      setup:
        'arm.begin(); say(); delay(100); arm.moveTo(200); say(); delay(100); arm.release(); say(); delay(200); arm.moveTo(-3); say();',
    });
    const servo = plug(machine, 'servo', 'servo', [9]);
    machine.run(100);
    expect(servo.pulses()).toEqual([]);
    machine.run(180);
    expect(servo.angle()).toBeCloseTo(180, 0);
    machine.run(390);
    expect(servo.isReleased()).toBe(true);
    expect(servo.pulses().length).toBeLessThan(8);
    machine.run(450);
    expect(servo.angle()).toBeCloseTo(0, 0);
    expect(lines(machine)).toEqual(['0', '180', '180', '0']);
    expect(servo.violations()).toEqual([]);
  });
});
