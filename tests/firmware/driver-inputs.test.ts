/** Digital and analog sensors, Joystick and Encoder, moved by virtual bricks. */
import { expect, test } from 'vitest';
import { thermistorReading } from '../bench/bricks/sources.ts';
import type { Machine } from '../bench/machine.ts';
import { serialLines } from '../bench/observe.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { machineWith, plug } from './driver-kit.ts';
import { CHIPS, lines, numbers } from './run-firmware.ts';

/** Prints 1 or 0 whenever the answer is another; `pause` is what happens between two questions. */
const watching = (className: string, method: string, level: string, pause = ''): Promise<Machine> =>
  machineWith([`${className}.h`], {
    declare: `${className} brick(2, ${level}); int before = 2;`,
    setup: 'brick.begin();',
    loop: `int now = brick.${method}(); if (now != before) { before = now; Serial.println(now); } ${pause}`,
  });

const changes = (machine: Machine): { ms: number; on: boolean }[] =>
  serialLines(machine).map(({ ms, text }) => ({ ms, on: text === '1' }));

describeEachCompiler('sensors that say yes or no', () => {
  test.each([
    ['Button', 'isPressed', 'button', 'HIGH'],
    ['Switch', 'isOn', 'switch', 'HIGH'],
    ['Touch', 'isTouched', 'touch', 'HIGH'],
    ['Motion', 'isMoving', 'motion', 'HIGH'],
    ['LineSensor', 'isOnLine', 'line', 'HIGH'],
    ['Tilt', 'isTilted', 'tilt', 'LOW'],
    ['Button', 'isPressed', 'button', 'LOW'],
  ])('%s.%s of a %s follows its level %s', async (className, method, brickType, level) => {
    const machine = await watching(className, method, level);
    const sensor = plug(machine, 'digital-source', brickType, [2], { LEVEL: level.toLowerCase() });
    sensor.press(100, 200);
    machine.run(500);
    expect(machine.drive(2)).toBe(level === 'LOW' ? 'pull-up' : 'input');
    const seen = changes(machine);
    expect(seen.map(({ on }) => on)).toEqual([false, true, false]);
    expect(seen[1]?.ms).toBeGreaterThan(119);
    expect(seen[1]?.ms).toBeLessThan(122);
    expect(seen[2]?.ms).toBeGreaterThan(319);
    expect(seen[2]?.ms).toBeLessThan(322);
  });

  test('a contact that bounces counts once', async () => {
    const machine = await watching('Button', 'isPressed', 'LOW');
    const button = plug(machine, 'digital-source', 'button', [2], { LEVEL: 'low' });
    for (const start of [100, 300]) {
      const on = start === 100;
      for (let i = 0; i < 9; i++) button.setAt(start + i * 1.3, (i % 2 === 0) === on);
    }
    machine.run(500);
    expect(changes(machine).map(({ on }) => on)).toEqual([false, true, false]);
  });

  test('a spark shorter than 20 ms counts nothing while the sensor is asked all the time', async () => {
    const machine = await watching('Touch', 'isTouched', 'HIGH');
    plug(machine, 'digital-source', 'touch', [2]).press(100, 15);
    machine.run(300);
    expect(changes(machine).map(({ on }) => on)).toEqual([false]);
  });

  test('the first answer is what the pin says, at once', async () => {
    const machine = await watching('Switch', 'isOn', 'HIGH');
    plug(machine, 'digital-source', 'switch', [2]).set(true);
    machine.run(50);
    expect(changes(machine)).toMatchObject([{ on: true }]);
    expect(changes(machine)[0]?.ms).toBeLessThan(2);
  });

  test('a sensor that is asked rarely answers with the pin as it is', async () => {
    const machine = await watching('Button', 'isPressed', 'HIGH', 'delay(25);');
    plug(machine, 'digital-source', 'button', [2]).press(110, 30);
    machine.run(300);
    const seen = changes(machine);
    expect(seen.map(({ on }) => on)).toEqual([false, true, false]);
    expect(seen[1]?.ms).toBeLessThan(137);
  });
});

describeEachCompiler('sensors that give a voltage', () => {
  test.each([
    ['Potentiometer', 'potentiometer'],
    ['LightSensor', 'light'],
  ])('%s reads 0 to 1023 and 0 to 100 percent', async (className, brickType) => {
    const machine = await machineWith([`${className}.h`], {
      declare: `${className} brick(A0);`,
      setup: 'brick.begin();',
      loop: 'Serial.println(brick.read()); Serial.println(brick.percent()); delay(10);',
    });
    const source = plug(machine, 'analog-source', brickType, [14]);
    const values = [0, 5, 6, 511, 512, 516, 517, 1017, 1018, 1023];
    values.forEach((value, i) => source.setAt(i * 11 - 5, value));
    machine.run(values.length * 11 - 8);
    expect(numbers(machine)).toEqual(values.flatMap((value) => [value, Math.round((value * 100) / 1023)]));
  });

  test('the pins that can only be analog are read too', async () => {
    const machine = await machineWith(['Potentiometer.h'], {
      declare: 'Potentiometer brick(20);',
      setup:
        'DDRB = 0x2A; PORTB = 0x15; brick.begin(); Serial.println(brick.read()); Serial.println(DDRB); Serial.println(PORTB);',
    });
    machine.run(10);
    expect(numbers(machine).slice(1)).toEqual([0x2a, 0x15]);
  });

  test('SoundSensor gives how far the voltage swings, in 8 ms', async () => {
    const machine = await machineWith(['SoundSensor.h'], {
      declare:
        'SoundSensor ear(A0); void say(int value, unsigned long since) { Serial.println(value); Serial.println(micros() - since); }',
      setup:
        'ear.begin(); unsigned long t = micros(); int v = ear.read(); say(v, t); delay(40); t = micros(); v = ear.percent(); say(v, t);',
    });
    const ear = plug(machine, 'analog-source', 'sound', [14]);
    for (let ms = 0; ms < 30; ms += 0.5) ear.setAt(ms, 500 + Math.round(100 * Math.sin(ms)));
    for (let ms = 30; ms < 80; ms += 0.5) ear.setAt(ms, Math.floor(ms) % 2 === 0 ? 0 : 1023);
    machine.run(80);
    const [swing = 0, us1 = 0, percent = 0, us2 = 0] = numbers(machine);
    expect(swing).toBeGreaterThan(190);
    expect(swing).toBeLessThan(201);
    expect(percent).toBe(100);
    for (const us of [us1, us2]) {
      expect(us).toBeGreaterThan(7000);
      expect(us).toBeLessThan(8100);
    }
  });

  test('Temperature gives degrees over its whole range, and its ends for cut and shorted cables', async () => {
    const machine = await machineWith(['Temperature.h'], {
      declare: 'Temperature thermometer(A0);',
      setup: 'thermometer.begin();',
      loop: 'Serial.println(thermometer.celsius()); delay(10);',
    });
    const source = plug(machine, 'analog-source', 'temperature', [14]);
    const wanted = [-39, -10, 0, 18.5, 25, 37, 60, 100, 120];
    wanted.forEach((celsius, i) => source.setCelsiusAt(i * 11 - 5, celsius));
    machine.at(wanted.length * 11 - 5, () => source.set(0));
    machine.at((wanted.length + 1) * 11 - 5, () => source.set(1023));
    machine.run((wanted.length + 2) * 11);
    const seen = numbers(machine);
    for (const [i, celsius] of wanted.entries()) {
      // As fine as the converter's steps are here.
      const step = Math.abs(thermistorReading(celsius + 0.5) - thermistorReading(celsius - 0.5));
      expect(Math.abs((seen[i] ?? 999) - celsius), `${celsius} °C`).toBeLessThan(0.6 / step + 0.02);
    }
    expect(seen.slice(wanted.length, wanted.length + 2)).toEqual([-40, 125]);
  });
});

describeEachCompiler('Joystick', () => {
  test('gives -100 to 100 both ways, 0 around the middle, and four directions', async () => {
    const machine = await machineWith(['Joystick.h'], {
      declare: 'Joystick stick(A0, A1); void say(int value) { Serial.print(value); Serial.print(" "); }',
      setup: 'stick.begin();',
      loop: `say(stick.x()); say(stick.y()); say(stick.isPushed(Joystick::UP)); say(stick.isPushed(Joystick::DOWN));
        say(stick.isPushed(Joystick::LEFT)); Serial.println(stick.isPushed(Joystick::RIGHT)); delay(10);`,
    });
    const stick = plug(machine, 'joystick', 'joystick', [14, 15]);
    const moves = [
      [0, 0, ''],
      [5, -5, ''],
      [6, -6, ''],
      [50, -50, ''],
      [51, 0, 'right'],
      [-51, 0, 'left'],
      [60, 100, 'up right'],
      [-100, -60, 'down left'],
      [100, -100, 'down right'],
    ] as const;
    moves.forEach(([x, y], i) => stick.moveAt(i * 50, x, y));
    machine.run(moves.length * 50);
    const dead = (value: number): number => (Math.abs(value) <= 5 ? 0 : value);
    const wanted = moves.map(([x, y, words]) =>
      [dead(x), dead(y), ...['up', 'down', 'left', 'right'].map((word) => Number(words.includes(word)))].join(
        ' ',
      ),
    );
    // A line that comes once only was written while the stick moved.
    const seen = lines(machine).filter((line, i, all) => line === all[i - 1]);
    expect(seen.filter((line, i) => line !== seen[i - 1])).toEqual(
      wanted.filter((line, i) => line !== wanted[i - 1]),
    );
  });
});

describeEachCompiler('Encoder', () => {
  const say = 'Serial.println(wheel.position());';

  test.each(CHIPS)('counts clicks in both directions, however the contacts bounce (%s)', async (chip) => {
    const [a, b] = [2, 4];
    const machine = await machineWith(['Encoder.h'], {
      declare: `Encoder wheel(${a}, ${b});`,
      setup: `wheel.begin(); ${say} delay(500); ${say} delay(500); ${say} delay(500); ${say}`,
      chip,
    });
    const wheel = plug(machine, 'encoder', 'encoder', [a, b]);
    wheel.turn(25, { atMs: 10, msPerClick: 10 });
    wheel.turn(-40, { atMs: 510, msPerClick: 8, bounceUs: 300 });
    wheel.turn(33, { atMs: 1010, msPerClick: 5, bounceUs: 200 });
    machine.run(1600);
    expect(numbers(machine)).toEqual([0, 25, -15, 18]);
  });

  test('a click that is begun and taken back counts nothing', async () => {
    const machine = await machineWith(['Encoder.h'], {
      declare: 'Encoder wheel(2, 4);',
      setup: `wheel.begin(); delay(100); ${say}`,
    });
    plug(machine, 'encoder', 'encoder', [2, 4]);
    const steps = [
      [2, 0],
      [4, 0],
      [4, 1],
      [2, 1],
      [4, 0],
      [2, 0],
      [2, 1],
      [4, 1],
    ] as const;
    steps.forEach(([pin, level], i) => machine.at(10 + i * 5, () => machine.setDigital(pin, level)));
    machine.run(120);
    expect(numbers(machine)).toEqual([0]);
  });

  test('two encoders count by themselves; positions can be set and stay within 32000', async () => {
    const machine = await machineWith(['Encoder.h'], {
      declare: 'Encoder wheel(2, 4), other(3, 5);',
      setup: `wheel.begin(); other.begin(); other.setPosition(-32760); wheel.setPosition(31999); delay(200); ${say}
        Serial.println(other.position()); wheel.setPosition(7); ${say}`,
    });
    plug(machine, 'encoder', 'encoder', [2, 4]).turn(3, { atMs: 10, msPerClick: 10 });
    plug(machine, 'encoder', 'encoder', [3, 5]).turn(-5, { atMs: 13, msPerClick: 10 });
    machine.run(250);
    expect(numbers(machine)).toEqual([32_000, -32_000, 7]);
  });
});
