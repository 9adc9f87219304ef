/** Text on the chip against an exact model: cuts, numbers in both directions, letters. */
import { expect, it } from 'vitest';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { bitsOfFloat, cut, floatFromBits, noise, NOISE, parsed, shown, withDecimals } from './model.ts';
import { linesUntilEnd, runFirmware } from './run-firmware.ts';

const BEGIN = 'Serial.begin(1000000);';
const END = 'Serial.println(F("end"));';

/** Runs statements once; `say(text)` prints a line. */
async function run(statements: string, before = ''): Promise<string[]> {
  const machine = await runFirmware(
    ['GenieText.h'],
    `void say(const Text &text) { Serial.println(text.chars()); }
     ${before}
     void setup() { ${BEGIN} ${statements} ${END} }
     void loop() {}`,
  );
  const printed = linesUntilEnd(machine, 600_000);
  expect(machine.faults).toEqual([]);
  return printed;
}

const literal = (text: string): string => JSON.stringify(text);
const HUGE = 3.402_823_466_385_288_6e38;
const EDGES = [
  0,
  -0,
  0.5,
  -0.5,
  0.005,
  0.004_999,
  0.015,
  0.125,
  -0.125,
  0.375,
  0.995,
  0.994_999,
  9.995,
  9.999,
  -0.001,
  0.25,
  1,
  3,
  -7,
  3.5,
  1 / 3,
  2 / 3,
  99.99,
  99.995,
  100,
  123.456,
  999_999.9,
  16_777_215,
  16_777_216,
  8_388_607.5,
  4_294_967_040,
  4_294_967_296,
  2_147_483_648,
  -2_147_483_648,
  1e10,
  1e20,
  -1e20,
  1e-10,
  1.4e-45,
  1.2e-38,
  HUGE,
  -HUGE,
  Infinity,
  -Infinity,
  NaN,
].map(Math.fround);

describeEachCompiler('Text', () => {
  it('shows decimals exactly at the edges', async () => {
    const bits = EDGES.map((value) => `0x${bitsOfFloat(value).toString(16)}UL`);
    const printed = await run(
      `for (uint8_t i = 0; i < ${bits.length}; i++) {
         double value; uint32_t b = pgm_read_dword(BITS + i); memcpy(&value, &b, 4);
         say(value); for (int d = 0; d <= 5; d++) say(Text().addDecimals(value, d)); }`,
      `const uint32_t BITS[] PROGMEM = {${bits.join(', ')}};`,
    );
    const expected = EDGES.flatMap((value) => [
      shown(value),
      ...[0, 1, 2, 3, 4, 5].map((decimals) => withDecimals(value, decimals)),
    ]);
    expect(printed).toEqual(expected);
  });

  it('shows 4,000 random decimals exactly', async () => {
    const printed = await run(
      `noiseState = 7;
       for (int i = 0; i < 4000; i++) {
         uint32_t bits = noise();
         if (i & 1) bits = (bits & 0x807FFFFFUL) | (110UL + (noise() >> 26)) << 23;
         double value; memcpy(&value, &bits, 4);
         if (i % 4 < 2) say(value); else say(Text().addDecimals(value, i % 6)); }`,
      NOISE,
    );
    const source = noise(7);
    const expected = Array.from({ length: 4000 }, (_, i) => {
      let bits = source.next().value;
      if ((i & 1) === 1) bits = (bits & 0x807f_ffff) | ((110 + (source.next().value >>> 26)) << 23);
      const value = floatFromBits(bits >>> 0);
      return i % 4 < 2 ? shown(value) : withDecimals(value, i % 6);
    });
    expect(printed).toEqual(expected);
  });

  it('shows whole numbers of every width', async () => {
    const printed =
      await run(`say(0); say(-32767 - 1); say(32767); say(65535U); say(2147483647L); say(-2147483647L - 1);
      say(4294967295UL); byte b = 200; say(b); float f = 2.5; say(f); say('A'); say(Text(12).add(-3).add(4.25));`);
    expect(printed).toEqual(
      '0 -32768 32767 65535 2147483647 -2147483648 4294967295 200 2.5 65 12-34.25'.split(' '),
    );
  });

  const PARSED = [
    '0',
    '1',
    '-1',
    '+5',
    '3.5',
    '3,5',
    ' 42 ',
    '.5',
    '5.',
    '-.25',
    '007',
    '1e5',
    '',
    ' ',
    '.',
    '-',
    '+',
    '--1',
    '1 2',
    '1.2.3',
    '12a',
    'a12',
    '16777217',
    '16777219',
    '4294967295',
    '0.1',
    '0.01',
    '123456.789',
    '33554433',
    '9'.repeat(40),
    '-'.padEnd(40, '9'),
    `0.${'0'.repeat(37)}1`,
    `.${'0'.repeat(38)}1`,
    '0,00001',
    '1000000000000',
    '340282346638528860000000000000000000000',
    '340282366920938463463374607431768211455',
    '- 5',
    '5-',
    '1.1754943508222875',
    `.${'0'.repeat(37)}11`,
    `.${'0'.repeat(37)}118`,
    '8388608.5',
    '8388609.5',
    '16777215.5',
  ];

  it('reads numbers as the nearest float', async () => {
    const source = noise(99);
    const digits = (count: number): string =>
      Array.from({ length: count }, () => String(source.next().value % 10)).join('');
    const random = Array.from(
      { length: 150 },
      (_, i) => `${i % 3 === 0 ? '-' : ''}${digits(i % 12)}.${digits(1 + (i % 25))}`,
    );
    const texts = [...PARSED, ...random];
    const printed = await run(
      `for (int i = 0; i < ${texts.length}; i++) {
         Text text = (const __FlashStringHelper *)pgm_read_word(TEXTS + i);
         double value = text.toNumber(); uint32_t bits; memcpy(&bits, &value, 4);
         Serial.print(text.isNumber()); Serial.print(' '); Serial.println(bits, HEX); }`,
      `${texts.map((text, i) => `const char T${i}[] PROGMEM = ${literal(text)};`).join('\n')}
       const char *const TEXTS[] PROGMEM = {${texts.map((_, i) => `T${i}`).join(', ')}};`,
    );
    const expected = texts.map((text) => {
      const value = parsed(cut(text));
      return `${value === undefined ? 0 : 1} ${bitsOfFloat(value ?? 0)
        .toString(16)
        .toUpperCase()}`;
    });
    expect(printed.map((line, i) => `${texts[i]}: ${line}`)).toEqual(
      expected.map((line, i) => `${texts[i]}: ${line}`),
    );
  });

  it('drops what is beyond 40 bytes, never half a letter', async () => {
    const a38 = 'a'.repeat(38);
    const texts = [
      'é'.repeat(25),
      `a${'é'.repeat(25)}`,
      `${a38}€x`,
      `${a38}aé`,
      `${a38}😀`,
      '😀'.repeat(11),
      'x'.repeat(200),
      '',
    ];
    const printed = await run(
      texts.flatMap((text) => [`say(${literal(text)});`, `say(F(${literal(text)}));`]).join('\n'),
    );
    expect(printed).toEqual(texts.flatMap((text) => [cut(text), cut(text)]));
  });

  it('adds nothing behind a letter that was dropped, but a copy begins anew', async () => {
    const printed = await run(
      `Text text = ${literal('a'.repeat(39))}; text.add("é").add("b"); say(text);
       Text copy = text; copy.add("b"); say(copy); say(Text(text).add("c"));
       Text self = "ab"; self.add(self).add(self); say(self);`,
    );
    const a39 = 'a'.repeat(39);
    expect(printed).toEqual([a39, `${a39}b`, `${a39}c`, 'abababab']);
  });

  it('counts, picks, finds and compares letters', async () => {
    const printed = await run(`Text text = "Élève n°1 €😀"; say(text.length());
      for (long i = -1; i <= 13; i++) say(text.letter(i)); say(text.letter(2147483647L)); say(text.letter(-2147483647L));
      say(text.contains("n°")); say(text.contains("")); say(text.contains("z")); say(Text().contains(""));
      say(text.equals(F("Élève n°1 €😀"))); say(text.equals("Élève")); say(Text().isEmpty()); say(text.isEmpty());
      say(Text("abc").compare("abd") < 0); say(Text("b").compare("abd") > 0); say(Text("z").compare("é") < 0);
      say(Text("").compare("") == 0); say(Text("ab").compare("abc") < 0); say(text.upper()); say(text.lower());`);
    expect(printed).toEqual([
      '12',
      '',
      '',
      ...Array.from('Élève n°1 €😀'),
      '',
      '',
      '',
      '1',
      '1',
      '0',
      '1',
      '1',
      '0',
      '1',
      '0',
      '1',
      '1',
      '1',
      '1',
      '1',
      'ÉLèVE N°1 €😀',
      'Élève n°1 €😀',
    ]);
  });

  it('takes 41 bytes, and at most 12 ms for the longest number', async () => {
    const printed =
      await run(`say(sizeof(Text)); unsigned long start = micros(); volatile double huge = -3.4e38;
      Text text(huge); unsigned long took = micros() - start; say(text.length()); say(took < 12000);
      start = micros(); huge = 23.75; Text small(huge); took = micros() - start; say(took); say(small);`);
    expect(printed.slice(0, 3)).toEqual(['41', '40', '1']);
    expect(Number(printed[3])).toBeLessThan(1500);
    expect(printed[4]).toBe('23.75');
  });
});
