/** RgbLed, LedStrip, Lcd and Display4, watched on their wires. */
import { expect, test } from 'vitest';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { machineWith, plug } from './driver-kit.ts';
import { CHIPS, lines, numbers } from './run-firmware.ts';

/** Pins on ports within and beyond the reach of short instructions. */
const PIXEL_PINS = [
  ['atmega328p', 5],
  ['atmega328p', 8],
  ['atmega328p', 19],
  ['atmega32u4', 5],
  ['atmega32u4', 13],
  ['atmega2560', 5],
  ['atmega2560', 40],
  ['atmega2560', 17],
  ['atmega2560', 69],
] as const;

describeEachCompiler('Ws2812', (compiler) => {
  test.each(PIXEL_PINS)(
    '%s pin %i: a 0 is high for 6 cycles and a 1 for 12, or each a cycle less, lows stay below 5 µs',
    async (chip, pin) => {
      const machine = await machineWith(['LedStrip.h'], {
        declare: `uint8_t pixels[180]; LedStrip strip(${pin}, 60, pixels);`,
        setup:
          'strip.begin(); strip.rainbow(3); strip.setBrightness(50); for (byte i = 0; i < 10; i++) strip.rotate(1);',
        chip,
      });
      const strip = plug(machine, 'strip', 'led-strip', [pin], { COUNT: 60 });
      machine.run(60);
      expect(strip.frames().length).toBe(13);
      expect(strip.violations()).toEqual([]);
      const lengths = machine.edges(pin).map(({ cycle, level }, i, all) => ({
        level: 1 - level,
        cycles: cycle - (all[i - 1]?.cycle ?? 0),
      }));
      const highs = lengths.filter(({ level }) => level === 1).map(({ cycles }) => cycles);
      // The built-in compiler knows most ports and stores in 1 cycle: 312 and 687 ns, and 312 ns low
      // after a 1; the pixels take 220 to 380 ns for a 0, 580 to 950 ns for a 1, and a low of 220 ns or more.
      const [zero, one, ...others] = [...new Set(highs)].toSorted((a, b) => a - b);
      expect(others).toEqual([]);
      const fit = compiler === 'builtin' ? ['5 11', '6 12', '6 13'] : ['6 12'];
      expect(fit).toContain(`${zero} ${one}`);
      const lows = lengths
        .filter(({ level, cycles }) => level === 0 && cycles < 800)
        .map(({ cycles }) => cycles);
      expect(Math.min(...lows)).toBeGreaterThanOrEqual(compiler === 'builtin' ? 5 : 6);
      expect(Math.max(...lows)).toBeLessThan(80);
    },
  );

  test('interrupts are off for at most 36 µs, and millis() loses nothing', async () => {
    // A watcher toggles pin 8 as fast as timer 1 interrupts it.
    const machine = await machineWith(['LedStrip.h'], {
      declare: `uint8_t pixels[180]; LedStrip strip(5, 60, pixels); volatile uint16_t worst = 0;
        ISR(TIMER1_COMPA_vect) { uint16_t late = TCNT1; if (late > worst) worst = late; }`,
      setup: `strip.begin(); strip.fill(0x112233); unsigned long begin = millis();
        PORTB |= 1; DDRB |= 1;
        for (byte i = 0; i < 100; i++) strip.rainbow(i);
        PORTB &= ~1; Serial.println(millis() - begin);
        TCCR1A = 0; TCCR1B = _BV(WGM12) | _BV(CS10); OCR1A = 4999; TIMSK1 = _BV(OCIE1A);
        for (byte i = 0; i < 50; i++) strip.rainbow(i);
        TIMSK1 = 0; Serial.println(worst);`,
    });
    machine.run(1500);
    const [ms = 0, worst = 0] = numbers(machine);
    const [rise, fall] = machine.edges(8);
    const real = ((fall?.cycle ?? 0) - (rise?.cycle ?? 0)) / 16_000;
    expect(Math.abs(ms - real)).toBeLessThan(1.6);
    // The interrupt's own entry is in it.
    expect(worst / 16).toBeLessThan(36);
    expect(worst / 16).toBeGreaterThan(20);
  });

  test('a frame that was cut by a long interrupt is sent again', async () => {
    const machine = await machineWith(['LedStrip.h'], {
      declare: `uint8_t pixels[90]; LedStrip strip(5, 30, pixels);
        ISR(TIMER1_COMPA_vect) { delayMicroseconds(60); }`,
      setup: `strip.begin(); strip.fill(0x112233);
        TCCR1A = 0; TCNT1 = 0; TCCR1B = _BV(CS10); OCR1A = 10000; TIFR1 = 2; TIMSK1 = _BV(OCIE1A); strip.fill(0x445566); TIMSK1 = 0;`,
    });
    const strip = plug(machine, 'strip', 'led-strip', [5], { COUNT: 30 });
    machine.run(50);
    expect(strip.violations()).toEqual([]);
    expect(strip.colours()).toEqual(Array.from({ length: 30 }, () => '445566'));
    expect(strip.frames().length).toBe(4);
  });
});

describeEachCompiler('RgbLed', () => {
  test.each(CHIPS)('shows a colour, is dark at the beginning and when it is off (%s)', async (chip) => {
    const machine = await machineWith(['RgbLed.h'], {
      declare: 'RgbLed lamp(5);',
      setup:
        'lamp.begin(); delay(5); lamp.setColour(0x12C8FF); delay(5); lamp.setColour(0xFF000001); lamp.off();',
      chip,
    });
    const lamp = plug(machine, 'strip', 'rgb-led', [5]);
    machine.run(50);
    const shown = lamp.frames().map(({ pixels: [pixel] }) => [pixel?.r, pixel?.g, pixel?.b]);
    expect(shown).toEqual([
      [0, 0, 0],
      [0x12, 0xc8, 0xff],
      [0, 0, 1],
      [0, 0, 0],
    ]);
    expect(lamp.violations()).toEqual([]);
  });
});

describeEachCompiler('LedStrip', () => {
  /** What the strip shows after each call. */
  const show = async (count: number, calls: readonly string[]): Promise<string[][]> => {
    const machine = await machineWith(['LedStrip.h'], {
      declare: `uint8_t pixels[${3 * count}]; LedStrip strip(5, ${count}, pixels);`,
      setup: `strip.begin(); delay(5); ${calls.map((call) => `strip.${call}; delay(10);`).join(' ')}`,
    });
    const strip = plug(machine, 'strip', 'led-strip', [5], { COUNT: count });
    return calls.map((_, i) => {
      machine.run(5 + 15 * (i + 1) - 15 + 8 + i * (-15 + 10 + 0.3 + 0.031 * count + (count > 32 ? 1 : 0)));
      expect(strip.violations()).toEqual([]);
      return strip.colours();
    });
  };

  test('sets pixels counted from 1, ignores those outside, fills and goes dark', async () => {
    const seen = await show(3, [
      'setPixel(1, 0xFF0000)',
      'setPixel(3, 0x0000FF)',
      'setPixel(0, 0x123456)',
      'setPixel(4, 0x123456)',
      'setPixel(-300, 0x123456)',
      'fill(0x010203)',
      'off()',
    ]);
    const both = ['ff0000', '000000', '0000ff'];
    const [one] = seen;
    expect(one).toEqual(['ff0000', '000000', '000000']);
    expect(seen.slice(1)).toEqual([
      both,
      both,
      both,
      both,
      ['010203', '010203', '010203'],
      ['000000', '000000', '000000'],
    ]);
  });

  test('moves its colours round in both directions', async () => {
    const seen = await show(5, [
      'setPixel(1, 0x010000)',
      'setPixel(2, 0x020000)',
      'rotate(1)',
      'rotate(-2)',
      'rotate(0)',
      'rotate(13)',
      'rotate(-60)',
    ]);
    const first = seen.map((colours) => colours.map((colour) => colour.slice(1, 2)).join(''));
    expect(first.slice(1)).toEqual(['12000', '01200', '20001', '20001', '00120', '00120']);
  });

  test('shows a rainbow from a hue on, and a gauge', async () => {
    const seen = await show(6, [
      'rainbow(0)',
      'rainbow(85)',
      'rainbow(255)',
      'rainbow(999)',
      'showGauge(50, 0x00FF00)',
      'showGauge(0, 0x00FF00)',
      'showGauge(8, 0x00FF00)',
      'showGauge(9, 0x00FF00)',
      'showGauge(200, 0x0000FF)',
    ]);
    const dominant = (colour = ''): string => {
      const parts = [0, 2, 4].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(255);
      return 'rgb'.charAt(parts.indexOf(Math.max(...parts)));
    };
    expect(seen[0]?.[0]).toBe('ff0000');
    expect([0, 2, 4].map((i) => dominant(seen[0]?.[i]))).toEqual(['r', 'g', 'b']);
    expect(seen[1]?.[0]).toBe('00ff00');
    expect(seen[2]?.[0]).toBe('ff0000');
    expect(seen[3]).toEqual(seen[2]);
    const lit = seen.slice(4).map((colours) => colours.filter((colour) => colour !== '000000').length);
    expect(lit).toEqual([3, 0, 0, 1, 6]);
  });

  test('keeps its colours when brightness changes', async () => {
    const seen = await show(2, [
      'fill(0xFF8001)',
      'setBrightness(50)',
      'setBrightness(0)',
      'setPixel(1, 0x00FF00)',
      'setBrightness(1)',
      'setBrightness(100)',
      'setBrightness(-1)',
      'setBrightness(500)',
    ]);
    expect(seen.map(([one, two]) => `${one} ${two}`)).toEqual([
      'ff8001 ff8001',
      '804000 804000',
      '000000 000000',
      '000000 000000',
      '000300 030200',
      '00ff00 ff8001',
      '000000 000000',
      '00ff00 ff8001',
    ]);
  });
});

describeEachCompiler('Lcd', () => {
  const screenOf = async (setup: string, address = '0x27') => {
    const machine = await machineWith(['Lcd.h'], {
      declare: `Lcd screen(${address});`,
      setup: `screen.begin(); ${setup}`,
    });
    const screen = plug(machine, 'lcd', 'lcd', [], { ADDRESS: address });
    machine.run(400);
    expect(screen.violations).toEqual([]);
    return { machine, screen };
  };

  test('writes both lines, and a new text covers the old one', async () => {
    const { screen } = await screenOf(
      'screen.print("A long old text!", 1); screen.print(F("Hello"), 1); screen.print(-12.5, 2);',
    );
    expect(screen.isOn()).toBe(true);
    expect(screen.backlight()).toBe(true);
    expect(screen.lines()).toEqual(['Hello           ', '-12.5           ']);
  });

  test('cuts at sixteen letters and takes lines outside as the nearest', async () => {
    const { screen } = await screenOf(
      'screen.print("0123456789abcdefghij", 0); screen.print("two", 7);',
      '0x3F',
    );
    expect(screen.lines()).toEqual(['0123456789abcdef', 'two             ']);
  });

  test('writes from a column on and leaves the rest', async () => {
    const { screen } = await screenOf(
      'screen.print("................", 1); screen.printAt("AB", 1, 3); screen.printAt(42, 1, 15); screen.printAt("xyz", 1, 99); screen.printAt("L", 2, -4);',
    );
    expect(screen.lines()).toEqual(['..AB..........4x', 'L               ']);
  });

  test('clears, and turns the light off and on', async () => {
    const { machine, screen } = await screenOf(
      'screen.print("a", 1); screen.clear(); screen.print("b", 2); screen.setBacklight(false); delay(200); screen.setBacklight(true); screen.print("c", 1); delay(500);',
    );
    expect(screen.lines()[1]).toBe('b               ');
    machine.run(200);
    machine.run(800);
    expect(screen.lines()).toEqual(['c               ', 'b               ']);
    expect(screen.backlight()).toBe(true);
    const off = machine.twi.transactions.some(({ bytes }) => bytes.length === 1 && bytes[0] === 0);
    expect(off).toBe(true);
  });

  test('writes accents as plain letters', async () => {
    const { screen } = await screenOf(
      'screen.print("Où ça ? Noël, œ", 1); screen.print("20°C l’été \\xE2\\x9C\\x93 \\xF0\\x9F\\x98\\x80", 2);',
    );
    expect(screen.lines()).toEqual(['Ou ca ? Noel, oe', "20°C l'ete ? ?  "]);
  });

  test('covers the French alphabet and never shows an unknown sign', async () => {
    const { screen } = await screenOf(
      'screen.print("àâäéèêëîïôöùûüÿç", 1); screen.print("ÀÂÉÈÊËÎÏÔÙÛÜÇÑñß", 2);',
    );
    expect(screen.lines()).toEqual(['aaaeeeeiioouuuyc', 'AAEEEEIIOUUUCNns']);
  });

  test('without a screen nothing hangs and little time passes', async () => {
    const machine = await machineWith(['Lcd.h'], {
      declare: 'Lcd screen(0x27);',
      setup: `unsigned long t = micros(); screen.begin(); Serial.println(micros() - t);
        t = micros(); screen.print("hello", 1); Serial.println(micros() - t);
        t = micros(); screen.setBacklight(true); Serial.println(micros() - t);`,
    });
    machine.run(500);
    const [begin = 1e9, print = 1e9, light = 1e9] = numbers(machine);
    expect(begin).toBeLessThan(52_000);
    expect(print).toBeLessThan(500);
    expect(light).toBeLessThan(500);
  });

  test('a bus on which nothing moves does not hang', async () => {
    const machine = await machineWith(['Lcd.h'], {
      // The interrupt stops every transfer before it is over.
      declare: 'Lcd screen(0x27); ISR(TIMER1_COMPA_vect) { TWCR = 0; }',
      setup: `TCCR1A = 0; TCCR1B = _BV(WGM12) | _BV(CS10); OCR1A = 400; TIMSK1 = _BV(OCIE1A);
        screen.begin(); unsigned long t = micros(); screen.print("x", 1); Serial.println(micros() - t);`,
    });
    machine.run(500);
    const [print = 1e9] = numbers(machine);
    expect(print).toBeGreaterThan(4900);
    expect(print).toBeLessThan(5500);
  });

  test('a screen that is plugged later shows the next text', async () => {
    const machine = await machineWith(['Lcd.h'], {
      declare: 'Lcd screen(0x27);',
      setup: 'screen.begin();',
      loop: 'screen.print(millis() / 100, 1); delay(100);',
    });
    machine.run(350);
    const screen = plug(machine, 'lcd', 'lcd', [], { ADDRESS: '0x27' });
    machine.run(1000);
    expect(screen.lines()[0]).toMatch(/^9 +$/);
  });

  test('takes no longer than it says', async () => {
    const machine = await machineWith(['Lcd.h'], {
      declare: 'Lcd screen(0x27); unsigned long t; void say() { Serial.println(micros() - t); }',
      setup: `t = micros(); screen.begin(); say(); t = micros(); screen.print("0123456789abcdef", 1); say();
        t = micros(); screen.clear(); say(); t = micros(); screen.printAt("0", 1, 1); say();`,
    });
    plug(machine, 'lcd', 'lcd', [], { ADDRESS: '0x27' });
    machine.run(500);
    const [begin = 1e9, print = 1e9, clear = 1e9, one = 1e9] = numbers(machine);
    expect(begin).toBeLessThan(65_000);
    expect(print).toBeLessThan(8000);
    expect(clear).toBeLessThan(4000);
    expect(one).toBeLessThan(1500);
  });
});

describeEachCompiler('Display4', () => {
  const show = async (calls: readonly string[]): Promise<string[]> => {
    const machine = await machineWith(['Display4.h'], {
      declare: 'Display4 display(2, 3); unsigned long longest = 0;',
      setup: `display.begin(); delay(5); ${calls
        .map(
          (call) =>
            `{ unsigned long t = micros(); display.${call}; t = micros() - t; if (t > longest) longest = t; delay(20); Serial.println(longest); delay(2); }`,
        )
        .join(' ')}`,
    });
    const display = plug(machine, 'display', 'display', [2, 3]);
    const seen = calls.map((_, i) => {
      machine.runUntil(() => lines(machine).length > i, 10_000);
      return display.text();
    });
    expect(display.violations).toEqual([]);
    expect(display.brightness()).toBe(4);
    expect(numbers(machine).at(-1)).toBeLessThan(2400);
    return seen;
  };

  test('shows whole numbers to the right, within -999 to 9999', async () => {
    const values = [0, 7, 42, 1234, 9999, -1, -999, 10_000, -1000, 32_767, -32_768];
    expect(await show(values.map((value) => `showNumber(${value})`))).toEqual(
      values.map((value) => String(Math.min(9999, Math.max(-999, value))).padStart(4)),
    );
  });

  test('shows one decimal, rounded half away from zero', async () => {
    const pairs = [
      ['0', ' 0.0'],
      ['12.5', '12.5'],
      ['12.25', '12.3'],
      ['-12.25', '-12.3'],
      ['0.04', ' 0.0'],
      ['-0.04', ' 0.0'],
      ['-0.5', '-0.5'],
      ['999.94', '999.9'],
      ['5000', '999.9'],
      ['-5000', '-99.9'],
      ['NAN', ' 0.0'],
    ] as const;
    const seen = await show(pairs.map(([value]) => `showDecimal(${value})`));
    expect(seen.map((text) => text.trim())).toEqual(pairs.map(([, text]) => text.trim()));
  });

  test('shows a time with two digits on both sides of the colon, and clears', async () => {
    expect(await show(['showTime(12, 34)', 'showTime(0, 5)', 'showTime(100, -1)', 'clear()'])).toEqual([
      '12:34',
      '00:05',
      '99:00',
      '    ',
    ]);
  });

  test.each([
    [1, 1],
    [8, 8],
    [0, 1],
    [99, 8],
  ])('takes brightness %i as %i of 8', async (asked, level) => {
    const machine = await machineWith(['Display4.h'], {
      declare: 'Display4 display(2, 3);',
      setup: `display.begin(); display.showNumber(5); display.setBrightness(${asked});`,
    });
    const display = plug(machine, 'display', 'display', [2, 3]);
    machine.run(50);
    expect(display.brightness()).toBe(level);
    expect(display.text()).toBe('   5');
    expect(display.violations).toEqual([]);
  });
});
