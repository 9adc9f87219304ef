/** Lists on the chip, driven by random operations, against arrays. */
import { expect, it } from 'vitest';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { asSigned, LIMIT, noise, NOISE, saturate } from './model.ts';
import { linesUntilEnd, runFirmware } from './run-firmware.ts';

const CAPACITY = 6;
const STEPS = 600;

interface Kind {
  readonly name: string;
  readonly item: string;
  /** C++ and TypeScript that make a value from noise. */
  readonly cpp: string;
  readonly value: (bits: number) => number | string;
}

const f = Math.fround;
const KINDS: readonly Kind[] = [
  {
    name: 'ListOfBytes',
    item: 'uint8_t',
    cpp: '(uint8_t)(n >> 13) % 9',
    value: (n) => ((n >>> 13) & 255) % 9,
  },
  { name: 'ListOfInts', item: 'int', cpp: '(int)(n >> 16)', value: (n) => asSigned(n) >> 16 },
  {
    name: 'ListOfLongs',
    item: 'long',
    cpp: 'limitWhole((long)n, -2147483647L, 2147483647L)',
    value: (n) => Math.max(-LIMIT, asSigned(n)),
  },
  {
    name: 'ListOfDecimals',
    item: 'double',
    cpp: '(double)(int)(n >> 16) / 4',
    value: (n) => (asSigned(n) >> 16) / 4,
  },
  { name: 'ListOfTexts', item: 'Text', cpp: 'Text((int)(n >> 28))', value: (n) => String(n >>> 28) },
];

/** What the sketch does and prints, on an array. */
function model({ name, value }: Kind): string[] {
  const items: (number | string)[] = [];
  const isText = name === 'ListOfTexts';
  const isDecimal = name === 'ListOfDecimals';
  const source = noise(5);
  const out: string[] = [];
  const show = (item: number | string | undefined): string =>
    item === undefined
      ? isText
        ? ''
        : isDecimal
          ? '0.00'
          : '0'
      : typeof item === 'number' && isDecimal
        ? item.toFixed(2)
        : String(item);
  for (let step = 0; step < STEPS; step++) {
    const action = (source.next().value >>> 24) % 8;
    const at = ((source.next().value >>> 24) % 10) - 1;
    const item = value(source.next().value);
    const isInside = at >= 1 && at <= items.length;
    if (action <= 2 && items.length < CAPACITY) items.push(item);
    if (action === 3 && at >= 1 && at <= items.length + 1 && items.length < CAPACITY)
      items.splice(at - 1, 0, item);
    if (action === 4 && isInside) items[at - 1] = item;
    if (action === 5 && isInside) items.splice(at - 1, 1);
    if (action === 6 && at === 0) items.length = 0;
    const line = [items.length, items.length === CAPACITY ? 1 : 0, show(items[at - 1])];
    line.push(items.indexOf(item) + 1, items.includes(item) ? 1 : 0);
    if (!isText) {
      const numbers = items.map(Number);
      const sum = isDecimal
        ? numbers.reduce((total, x) => f(total + x), 0)
        : numbers.reduce((total, x) => saturate(BigInt(total) + BigInt(x)), 0);
      line.push(
        show(sum),
        show(numbers.length === 0 ? 0 : Math.min(...numbers)),
        show(numbers.length === 0 ? 0 : Math.max(...numbers)),
      );
      const average = numbers.length === 0 ? 0 : f(f(sum) / numbers.length);
      line.push(new Uint32Array(Float32Array.of(average).buffer)[0]?.toString(16).toUpperCase() ?? '');
    }
    out.push(line.join(' '));
  }
  return out;
}

const sketch = ({ name, item, cpp }: Kind): string => {
  const isText = name === 'ListOfTexts';
  const get = isText ? 'Serial.print(list.get(at).chars());' : 'Serial.print(list.get(at));';
  const sums = `Serial.print(' '); Serial.print(list.sum()); Serial.print(' '); Serial.print(list.smallest()); Serial.print(' ');
    Serial.print(list.largest()); Serial.print(' '); { double a = list.average(); uint32_t bits; memcpy(&bits, &a, 4); Serial.print(bits, HEX); }`;
  return `
  ${NOISE}
  ${item} items[${CAPACITY}];
  ${name} list(items, ${CAPACITY});
  void setup() {
    Serial.begin(1000000); noiseState = 5;
    for (int step = 0; step < ${STEPS}; step++) {
      uint8_t action = (noise() >> 24) % 8; long at = (long)((noise() >> 24) % 10) - 1; uint32_t n = noise(); ${item} value = ${cpp};
      switch (action) {
        case 0: case 1: case 2: list.add(value); break;
        case 3: list.insert(at, value); break;
        case 4: list.set(at, value); break;
        case 5: list.remove(at); break;
        case 6: if (at == 0) list.clear(); break;
      }
      Serial.print(list.length()); Serial.print(' '); Serial.print(list.isFull()); Serial.print(' '); ${get}
      Serial.print(' '); Serial.print(list.indexOf(value)); Serial.print(' '); Serial.print(list.contains(value)); ${isText ? '' : sums}
      Serial.println();
    }
    Serial.println(F("end"));
  }
  void loop() {}`;
};

describeEachCompiler('lists', () => {
  it.each(KINDS)('$name behaves like an array of fixed capacity', async (kind) => {
    const machine = await runFirmware(['GenieLists.h'], sketch(kind));
    expect(linesUntilEnd(machine, 60_000)).toEqual(model(kind));
    expect(machine.faults).toEqual([]);
  });

  it('holds 255 items, takes positions of any size, and 5 bytes beside its items', async () => {
    const machine = await runFirmware(
      ['GenieLists.h'],
      `uint8_t items[256]; ListOfBytes list(items, 255);
       Text textItems[3]; ListOfTexts texts(textItems, 3);
       void setup() { Serial.begin(1000000); items[255] = 77;
         for (int i = 0; i < 300; i++) list.add(i % 2);
         Serial.println(list.length()); Serial.println(list.indexOf(9)); Serial.println(list.sum()); list.insert(1, 5); list.set(65537L, 9);
         list.remove(256); list.remove(-65535L); Serial.println(list.get(65537L)); Serial.println(items[255]); Serial.println(list.smallest());
         Serial.println(list.largest()); list.remove(255); list.insert(1, 9); Serial.println(list.get(1)); Serial.println(list.get(255)); Serial.println(sizeof(list));
         texts.add("a"); texts.add("b"); texts.insert(1, textItems[1]); Serial.print(texts.get(1).chars()); Serial.print(texts.get(2).chars()); Serial.println(texts.get(3).chars());
         Serial.println(F("end")); }
       void loop() {}`,
    );
    expect(linesUntilEnd(machine)).toEqual('255 0 127 0 77 0 1 9 1 5 bab'.split(' '));
    expect(machine.faults).toEqual([]);
  });
});
