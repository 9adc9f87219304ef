/** Arithmetic on the chip against exact models: saturation, division, rounding, chance, smoothing. */
import { expect, it } from 'vitest';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { asSigned, bitsOfFloat, floatFromBits, LIMIT, noise, NOISE, saturate, toWhole } from './model.ts';
import { linesUntilEnd, runFirmware } from './run-firmware.ts';

async function run(statements: string, before = ''): Promise<string[]> {
  const machine = await runFirmware(
    ['GenieNumbers.h'],
    `${NOISE}
     void say(long value) { Serial.println(value); }
     void sayBits(double value) { uint32_t bits; memcpy(&bits, &value, 4); Serial.println(bits, HEX); }
     ${before}
     void setup() { Serial.begin(1000000); ${statements} Serial.println(F("end")); }
     void loop() {}`,
  );
  const printed = linesUntilEnd(machine, 600_000);
  expect(machine.faults).toEqual([]);
  return printed;
}

const hexBits = (value: number): string => bitsOfFloat(value).toString(16).toUpperCase();
const floats = (name: string, values: readonly number[]): string =>
  `const uint32_t ${name}[] PROGMEM = {${values.map((value) => `0x${bitsOfFloat(value).toString(16)}UL`).join(', ')}};
   double ${name}At(int i) { double value; uint32_t b = pgm_read_dword(${name} + i); memcpy(&value, &b, 4); return value; }`;
const longs = (name: string, values: readonly number[]): string =>
  `const long ${name}[] PROGMEM = {${values.join(', ')}};
   long ${name}At(int i) { return (long)pgm_read_dword(${name} + i); }`;

const WHOLES = [
  0,
  1,
  -1,
  2,
  -2,
  7,
  -7,
  10,
  46_340,
  46_341,
  -46_341,
  65_535,
  65_536,
  1e6,
  -1e9,
  LIMIT,
  -LIMIT,
  LIMIT - 1,
  1 - LIMIT,
];
const FLOATS = [
  0,
  -0,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  0.499_999_97,
  -0.499_999_97,
  8_388_607.5,
  -8_388_607.5,
  16_777_217,
  2_147_483_520,
  2_147_483_648,
  -2_147_483_520,
  -2_147_483_648,
  3e9,
  -3e9,
  1e30,
  Infinity,
  -Infinity,
  NaN,
  1e-30,
  99.9,
  -99.9,
].map(Math.fround);
const f = Math.fround;
const floorMod = (a: number, b: number): number => (b === 0 ? 0 : a - b * Math.floor(a / b)) + 0;

describeEachCompiler('GenieNumbers', () => {
  const results = (a: number, b: number): number[] => [
    saturate(BigInt(a) + BigInt(b)),
    saturate(BigInt(a) - BigInt(b)),
    saturate(BigInt(a) * BigInt(b)),
    floorMod(a, b),
    b !== 0 && a % b === 0 ? 1 : 0,
    Math.min(a, b),
    Math.max(a, b),
    Math.abs(a),
    (a <= b ? 1 : -1) * (Math.abs(b) || 1) + 0,
  ];
  const SAY = `say(addSafely(a, b)); say(subtractSafely(a, b)); say(multiplySafely(a, b)); say(remainderOf(a, b));
    say(isDivisible(a, b)); say(smallestWhole(a, b)); say(largestWhole(a, b)); say(absoluteWhole(a)); say(stepTowards(a, b, b));`;

  it('saturates at every pair of edges', async () => {
    const printed = await run(
      `for (uint8_t i = 0; i < ${WHOLES.length}; i++) for (uint8_t j = 0; j < ${WHOLES.length}; j++) {
         long a = wAt(i), b = wAt(j); ${SAY} }`,
      longs('w', WHOLES),
    );
    expect(printed.map(Number)).toEqual(WHOLES.flatMap((a) => WHOLES.flatMap((b) => results(a, b))));
  });

  it('saturates at 1,000 random pairs of all sizes', async () => {
    const printed = await run(
      `noiseState = 3; for (int i = 0; i < 1000; i++) {
         long a = (long)noise() >> (i % 31), b = (long)noise() >> (i % 29);
         if (a < -2147483647L) a = -2147483647L;
         if (b < -2147483647L) b = -2147483647L;
         ${SAY} }`,
    );
    const source = noise(3);
    const expected = Array.from({ length: 1000 }, (_, i) => {
      const a = Math.max(-LIMIT, asSigned(source.next().value) >> (i % 31));
      const b = Math.max(-LIMIT, asSigned(source.next().value) >> (i % 29));
      return results(a, b);
    }).flat();
    expect(printed.map(Number)).toEqual(expected);
  });

  it('rounds decimals to whole numbers, up and down', async () => {
    const printed = await run(
      `for (uint8_t i = 0; i < ${FLOATS.length}; i++) { double x = fAt(i); say(toWhole(x)); say(roundUp(x)); say(roundDown(x)); }
       noiseState = 11; for (int i = 0; i < 1000; i++) { uint32_t bits = (noise() & 0x807FFFFFUL) | (118UL + i % 42) << 23;
         double x; memcpy(&x, &bits, 4); say(toWhole(x)); say(roundUp(x)); say(roundDown(x)); }`,
      floats('f', FLOATS),
    );
    const source = noise(11);
    const random = Array.from({ length: 1000 }, (_, i) =>
      floatFromBits(((source.next().value & 0x807f_ffff) | ((118 + (i % 42)) << 23)) >>> 0),
    );
    const expected = [...FLOATS, ...random].flatMap((x) => [
      toWhole(x),
      toWhole(Math.ceil(x)),
      toWhole(Math.floor(x)),
    ]);
    expect(printed.map(Number)).toEqual(expected);
  });

  it('divides, takes remainders and limits decimals as IEEE does', async () => {
    const values = [0, 1, -1, 2, 7, -7, 0.5, 0.1, -0.3, 1e20, -1e-20, 100, 3.75].map(f);
    const printed = await run(
      `for (uint8_t i = 0; i < ${values.length}; i++) for (uint8_t j = 0; j < ${values.length}; j++) {
         double a = vAt(i), b = vAt(j); sayBits(divide(a, b)); sayBits(decimalRemainderOf(a, b));
         sayBits(limitDecimal(a, b, 1)); sayBits(limitDecimal(a, 1, b)); sayBits(decimalStepTowards(a, b, a));
         say(isBetweenDecimal(a, b, 1)); say(isBetweenDecimal(a, 1, b)); }
       say(isBetweenWhole(5, 5, 9)); say(isBetweenWhole(9, 9, 5)); say(isBetweenWhole(4, 9, 5)); say(limitWhole(4, 9, 5)); say(limitWhole(40, 5, 9));`,
      floats('v', values),
    );
    const remainder = (a: number, b: number): number => {
      if (b === 0) return 0;
      const rest = f(a % b);
      return rest !== 0 && rest < 0 !== b < 0 ? f(rest + b) : rest;
    };
    const expected = values.flatMap((a) =>
      values.flatMap((b) => {
        const within = Math.max(Math.min(b, 1), Math.min(Math.max(b, 1), a));
        const between = a >= Math.min(b, 1) && a <= Math.max(b, 1) ? '1' : '0';
        const step = f((a <= b ? 1 : -1) * (Math.abs(a) || 1));
        return [
          ...[b === 0 ? 0 : f(a / b), remainder(a, b), within, within, step].map(hexBits),
          between,
          between,
        ];
      }),
    );
    expect(printed.slice(0, -5)).toEqual(expected);
    expect(printed.slice(-5)).toEqual(['1', '1', '0', '5', '9']);
  });

  it('maps from one range to another', async () => {
    const cases = [
      [5, 0, 10, 0, 100],
      [512, 0, 1023, 0, 180],
      [-5, 0, 10, 0, 100],
      [7, 3, 3, 42, 50],
      [1, 0, 2, 0, 1],
      [-1, 0, 2, 0, 1],
      [LIMIT, 0, 1, 0, LIMIT],
      [20, 0, 1023, 100, 0],
    ] as const;
    const printed = await run(
      cases
        .map(
          (values) => `say(remapWhole(${values.join(', ')})); sayBits(remapDecimal(${values.join(', ')}));`,
        )
        .join('\n'),
    );
    const expected = cases.flatMap((values) => {
      const [x, a, b, c, d] = values.map(f) as [number, number, number, number, number];
      const result = a === b ? c : f(c + f(f(f(x - a) * f(d - c)) / f(b - a)));
      return [String(a === b ? values[3] : toWhole(result)), hexBits(result)];
    });
    expect(printed).toEqual(expected);
  });

  it('turns seconds into milliseconds, mixes colours, smooths', async () => {
    const printed = await run(
      `say(toMilliseconds(0.5)); say(toMilliseconds(-1)); say(toMilliseconds(NAN)); say(toMilliseconds(1e9)); say(toMilliseconds(0.0015)); say(toMilliseconds(INFINITY));
       say(mixColour(255, 128, 0)); say(mixColour(-5, 300, 1)); say(mixColour(-2147483647L, 2147483647L, 255));
       Smoother s(4); sayBits(s.add(10)); sayBits(s.add(20)); sayBits(s.add(20)); sayBits(s.add(-3.5));
       Smoother one(1); sayBits(one.add(3)); sayBits(one.add(8)); say(sizeof(Smoother));`,
    );
    const smooth = [10, 20, 20, -3.5].reduce<number[]>((done, x) => {
      const last = done.at(-1);
      return [...done, last === undefined ? x : f(last + f(f(x - last) / 4))];
    }, []);
    expect(printed).toEqual([
      ...[500, 0, 0, 2_000_000_000, 2, 2_000_000_000, 0xff8000, 0x00ff01, 0x00ffff].map(String),
      ...[...smooth, 3, 8].map(hexBits),
      '6',
    ]);
  });

  it('calculates functions to 5 digits, and gives 0 where there is no answer', async () => {
    const printed = await run(
      `Serial.println(power(2, 10), 5); Serial.println(power(-8, 0.5), 5); Serial.println(squareRoot(2), 5); Serial.println(squareRoot(-2), 5);
       Serial.println(naturalLog(10), 5); Serial.println(naturalLog(0), 5); Serial.println(log10Of(1000), 5); Serial.println(log10Of(-1), 5);
       Serial.println(sinDegrees(30), 5); Serial.println(cosDegrees(60), 5); Serial.println(tanDegrees(45), 5);
       Serial.println(asinDegrees(0.5), 5); Serial.println(asinDegrees(2), 5); Serial.println(acosDegrees(-3), 5); Serial.println(atanDegrees(1), 5);
       Serial.println(sinDegrees(INFINITY), 5); Serial.println(absoluteDecimal(-2.5), 5);
       Serial.println(smallestDecimal(1.5, -2), 5); Serial.println(largestDecimal(1.5, -2), 5);`,
    );
    const expected = [
      1024,
      0,
      Math.SQRT2,
      0,
      Math.LN10,
      0,
      3,
      0,
      0.5,
      0.5,
      1,
      30,
      90,
      180,
      45,
      0,
      2.5,
      -2,
      1.5,
    ];
    printed.forEach((text, i) => expect(Number(text), `answer ${i}`).toBeCloseTo(expected[i] ?? NaN, 3));
    expect(printed).toHaveLength(expected.length);
  });

  it('draws from both ends and everything between, evenly', async () => {
    const printed = await run(
      `seedRandom(); static int counts[6]; for (int i = 0; i < 6000; i++) counts[randomWhole(6, 1) - 1]++;
       for (uint8_t i = 0; i < 6; i++) say(counts[i]);
       bool inside = true; long low = 0, high = 0;
       for (int i = 0; i < 2000; i++) { long r = randomWhole(-2147483647L, 2147483647L); if (r < low) low = r; if (r > high) high = r;
         double d = randomDecimal(2, -1); if (!(d >= -1 && d <= 2)) inside = false; if (randomWhole(7, 7) != 7) inside = false; }
       say(inside); say(low); say(high);`,
    );
    const counts = printed.slice(0, 6).map(Number);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
    expect(printed[6]).toBe('1');
    expect(Number(printed[7])).toBeLessThan(-2_100_000_000);
    expect(Number(printed[8])).toBeGreaterThan(2_100_000_000);
  });
});
