/** Dht, Distance and InfraredRemote: drivers that measure times while interrupts stay on. */
import { expect, test } from 'vitest';
import { edges } from '../bench/observe.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { machineWith, plug } from './driver-kit.ts';
import { CHIPS, lines, numbers } from './run-firmware.ts';

describeEachCompiler('Dht', () => {
  const MODELS = [
    ['dht11', 'Dht::DHT11'],
    ['dht22', 'Dht::DHT22'],
  ] as const;
  const sketch = (model: string) => ({
    declare: `Dht air(7, ${model}); unsigned long longest = 0;`,
    setup: 'air.begin();',
    loop: `unsigned long t = micros(); double c = air.celsius(); double h = air.humidity(); t = micros() - t;
      if (t > longest) longest = t;
      Serial.print(c, 1); Serial.print(" "); Serial.print(h, 1); Serial.print(" "); Serial.println(longest); delay(100);`,
  });

  test.each(CHIPS)('reads both models, also below zero, every 2 seconds (%s)', async (chip) => {
    for (const [model, cpp] of MODELS) {
      const machine = await machineWith(['Dht.h'], { ...sketch(cpp), chip });
      const air = plug(machine, 'dht', 'dht', [7], { MODEL: model });
      air.set({ celsius: 23.4, humidity: 56 });
      air.setAt(2000, { celsius: -10.1, humidity: 0 });
      air.setAt(4000, { celsius: 0, humidity: 100 });
      machine.run(6000);
      const seen = lines(machine).map((line) => line.split(' ').slice(0, 2).join(' '));
      const different = seen.filter((line, i) => line !== seen[i - 1]);
      expect(different).toEqual(['0.0 0.0', '23.4 56.0', '-10.1 0.0', '0.0 100.0']);
      expect(air.answersMs.length).toBe(3);
      expect(air.violations).toEqual([]);
      const longest = Number(lines(machine).at(-1)?.split(' ')[2]);
      expect(longest).toBeLessThan(model === 'dht11' ? 25_000 : 8000);
    }
  });

  test('keeps the last good values when answers are damaged or do not come', async () => {
    const machine = await machineWith(['Dht.h'], sketch('Dht::DHT22'));
    const air = plug(machine, 'dht', 'dht', [7], { MODEL: 'dht22' });
    air.set({ celsius: 19.5, humidity: 40.5 });
    machine.at(2000, () => {
      air.set({ celsius: 30, humidity: 80 });
      air.setFailure('checksum');
    });
    machine.at(4500, () => air.setFailure('silent'));
    machine.at(6500, () => air.setFailure('none'));
    machine.run(9500);
    const seen = lines(machine).map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(seen.filter((line, i) => line !== seen[i - 1])).toEqual(['0.0 0.0', '19.5 40.5', '30.0 80.0']);
    expect(Number(lines(machine).at(-1)?.split(' ')[2])).toBeLessThan(30_000);
  });

  test('reads well while the serial line is busy', async () => {
    const machine = await machineWith(['Dht.h'], {
      declare: 'Dht air(7, Dht::DHT22);',
      setup: 'air.begin();',
      loop: 'Serial.println(F("a long line that keeps the serial interrupt at work all the while")); Serial.println(air.celsius() + air.humidity());',
    });
    const air = plug(machine, 'dht', 'dht', [7], { MODEL: 'dht22' });
    air.set({ celsius: 21.7, humidity: 33.3 });
    machine.run(8000);
    expect(air.answersMs.length).toBe(4);
    const seen = lines(machine).filter((line) => !line.startsWith('a'));
    expect([...new Set(seen)]).toEqual(['0.00', '55.00']);
  });
});

describeEachCompiler('Distance and DistanceOneWire', () => {
  const KINDS = [
    ['Distance', 'distance', [8, 7]],
    ['DistanceOneWire', 'distance-one-wire', [8]],
  ] as const;
  const sketch = (className: string, pins: readonly number[]) => ({
    declare: `${className} eyes(${pins.join(', ')}); unsigned long longest = 0;`,
    setup: 'eyes.begin();',
    loop: `unsigned long t = micros(); int cm = eyes.centimetres(); t = micros() - t; if (t > longest) longest = t;
      Serial.print(cm); Serial.print(" "); Serial.println(longest); delay(7);`,
  });

  test.each(KINDS)('%s gives whole centimetres from 2 to 400', async (className, brickType, pins) => {
    for (const chip of CHIPS) {
      const machine = await machineWith([`${className}.h`], { ...sketch(className, pins), chip });
      const eyes = plug(machine, 'ultrasonic', brickType, pins);
      const wanted = [2, 3, 10.4, 10.6, 57, 123, 250, 399, 400];
      wanted.forEach((cm, i) => eyes.setAt(i * 200, cm));
      const at = (ms: number): number => {
        machine.run(ms);
        return Number(lines(machine).at(-1)?.split(' ')[0]);
      };
      expect(wanted.map((_, i) => at(i * 200 + 190))).toEqual(wanted.map((cm) => Math.round(cm)));
      expect(eyes.violations).toEqual([]);
      const gaps = eyes.measurementsMs.map((ms, i, all) => ms - (all[i - 1] ?? -100));
      // 60 ms by millis(), which steps by 1.024 ms and by twice that.
      expect(Math.min(...gaps)).toBeGreaterThan(60 - 2 * 1.024);
      expect(Math.max(...gaps.slice(1))).toBeLessThan(110);
    }
  });

  test.each(KINDS)(
    '%s gives 400 without an echo and without a sensor, and the ends beyond its range',
    async (className, brickType, pins) => {
      const machine = await machineWith([`${className}.h`], sketch(className, pins));
      const eyes = plug(machine, 'ultrasonic', brickType, pins);
      eyes.set(1);
      eyes.setAt(200, 'no-echo');
      eyes.setAt(600, 50);
      eyes.setAt(1000, 'silent');
      eyes.setAt(1400, 50);
      const at = (ms: number): number => {
        machine.run(ms);
        return Number(lines(machine).at(-1)?.split(' ')[0]);
      };
      expect([190, 590, 990, 1390, 1790].map(at)).toEqual([2, 400, 50, 400, 50]);
      expect(Number(lines(machine).at(-1)?.split(' ')[1])).toBeLessThan(26_000);
    },
  );

  test('a wire that is high by itself does not make it wait', async () => {
    const machine = await machineWith(['Distance.h'], sketch('Distance', [8, 7]));
    machine.setDigital(7, 1);
    machine.run(300);
    expect(lines(machine).at(-1)?.split(' ')[0]).toBe('400');
    expect(Number(lines(machine).at(-1)?.split(' ')[1])).toBeLessThan(1000);
    expect(edges(machine, 8)).toEqual([]);
  });
});

describeEachCompiler('InfraredRemote', () => {
  const sketch = {
    declare: 'InfraredRemote remote(2); int before = 0;',
    setup: 'remote.begin(); Serial.println(remote.lastCode());',
    loop: `int now = remote.isHeld(InfraredRemote::KEY_OK) + 2 * remote.isHeld(InfraredRemote::KEY_7);
      if (now != before) { before = now; Serial.print(millis()); Serial.print(" "); Serial.println(now); }`,
  };
  const read = (text: readonly string[]): { ms: number; keys: number }[] =>
    text.slice(1).map((line) => {
      const [ms = 0, keys = 0] = line.split(' ').map(Number);
      return { ms, keys };
    });

  test.each(CHIPS)('a key is held until 150 ms after its last frame (%s)', async (chip) => {
    const machine = await machineWith(['InfraredRemote.h'], { ...sketch, chip });
    const remote = plug(machine, 'nec-remote', 'infrared', [2]);
    remote.press(0x1c, { atMs: 50, holdMs: 0 });
    remote.press(0x07, { atMs: 500, holdMs: 600 });
    remote.press(0x1c, { atMs: 1400, address: 0x5a });
    machine.run(2000);
    const seen = read(lines(machine));
    expect(seen.map(({ keys }) => keys)).toEqual([1, 0, 2, 0, 1, 0]);
    const times = seen.map(({ ms }) => ms);
    const near = (index: number, ms: number): void =>
      expect(Math.abs((times[index] ?? 0) - ms), `change ${index}`).toBeLessThan(8);
    // A frame of these lasts 68 ms; the repeats come every 108 ms, the last one at 540 ms.
    near(0, 50 + 68);
    near(1, 50 + 68 + 150);
    near(2, 500 + 68);
    near(3, 500 + 540 + 11 + 150);
    near(4, 1400 + 68);
  });

  test('a damaged frame counts nothing, nor do its repeats prolong the key before', async () => {
    const machine = await machineWith(['InfraredRemote.h'], sketch);
    const remote = plug(machine, 'nec-remote', 'infrared', [2]);
    remote.press(0x07, { atMs: 50 });
    remote.press(0x1c, { atMs: 150, damaged: true, holdMs: 400 });
    machine.run(1000);
    expect(read(lines(machine)).map(({ keys }) => keys)).toEqual([2, 0]);
    expect(read(lines(machine))[1]?.ms).toBeLessThan(280);
  });

  test('every key of the remote has its code, and the last code stays', async () => {
    const names = '0 1 2 3 4 5 6 7 8 9 STAR HASH UP DOWN LEFT RIGHT OK'.split(' ');
    const machine = await machineWith(['InfraredRemote.h'], {
      declare: `InfraredRemote remote(2); const uint8_t keys[] = {${names.map((name) => `InfraredRemote::KEY_${name}`).join(', ')}};`,
      setup: 'remote.begin();',
      loop: 'delay(100); Serial.print(remote.lastCode()); for (byte i = 0; i < sizeof(keys); i++) if (remote.isHeld(keys[i])) { Serial.print(" "); Serial.print(i); } Serial.println();',
    });
    const codes = [
      0x19, 0x45, 0x46, 0x47, 0x44, 0x40, 0x43, 7, 0x15, 9, 0x16, 0x0d, 0x18, 0x52, 8, 0x5a, 0x1c,
    ];
    const remote = plug(machine, 'nec-remote', 'infrared', [2]);
    codes.forEach((code, i) => remote.press(code, { atMs: 110 + i * 300 }));
    machine.run(codes.length * 300 + 150);
    const seen = new Set(lines(machine));
    expect([...seen].filter((line) => line.includes(' '))).toEqual(codes.map((code, i) => `${code} ${i}`));
    expect(numbers(machine)[0]).toBe(0);
    expect(lines(machine).at(-1)?.split(' ')[0]).toBe(String(0x1c));
  });
});
