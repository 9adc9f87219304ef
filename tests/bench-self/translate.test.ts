import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../bench/machine.ts';
import { compileSketch } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';

/** avr8js computes H from the wrong bit; no compiler uses it. */
const withoutHalfCarry = (machine: Machine): Uint8Array => {
  const data = machine.cpu.data.slice();
  data[95] = (data[95] ?? 0) & ~0x20;
  return data;
};

/** The same small generator everywhere: a failing seed can be run again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Instructions on registers and flags, with their free bits; CP…SBRS included, pointers apart. */
const TEMPLATES: readonly (readonly [base: number, free: number])[] = [
  ...[0x0400, 0x0800, 0x0c00, 0x1400, 0x1800, 0x1c00, 0x2000, 0x2400, 0x2800, 0x2c00, 0x9c00, 0x1000].map(
    (base) => [base, 0x3ff] as const,
  ),
  ...[0x3000, 0x4000, 0x5000, 0x6000, 0x7000, 0xe000].map((base) => [base, 0xfff] as const),
  ...[0x9400, 0x9401, 0x9402, 0x9403, 0x9405, 0x9406, 0x9407, 0x940a].map((base) => [base, 0x1f0] as const),
  ...[0x0100, 0x0200, 0x9600, 0x9700].map((base) => [base, 0xff] as const),
  ...[0xf800, 0xfa00, 0xfc00, 0xfe00].map((base) => [base, 0x1f7] as const),
  [0x0300, 0x77],
  [0x9408, 0x60],
  [0x9488, 0x60],
  // BRxx over one word, for C, Z, N, V, then S and T.
  [0xf008, 0x403],
  [0xf00c, 0x402],
  [0x900f, 0x1f0],
  [0x920f, 0x1f0],
  [0x9004, 0x1f1],
];

function hexOfWords(words: readonly number[]): string {
  return `${words
    .map((word, i) => {
      const bytes = [2, (i * 2) >> 8, (i * 2) & 0xff, 0, word & 0xff, word >> 8];
      const sum = -bytes.reduce((total, byte) => total + byte, 0) & 0xff;
      return `:${[...bytes, sum].map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`;
    })
    .join('')}:00000001FF\n`;
}

const PROGRAMS = process.env['GENIE_LONG'] === '1' ? 5000 : 150;

describe('translated code does exactly what single steps do', () => {
  it(`for ${PROGRAMS} random programs of all register instructions`, () => {
    for (let seed = 1; seed <= PROGRAMS; seed++) {
      const random = randomNumbers(seed);
      const words = Array.from({ length: 40 }, () => {
        const [base, free] = TEMPLATES[Math.floor(random() * TEMPLATES.length)] ?? [0, 0];
        return base | (Math.floor(random() * 0x10000) & free);
      });
      // Two NOPs take a last skip, then back to the start.
      const hex = hexOfWords([...words, 0, 0, 0xc000 | (-43 & 0xfff)]);
      const [quick, slow] = [0, Number.POSITIVE_INFINITY].map((translateAfter) => {
        const machine = createMachine({ chip: 'atmega328p', hex, translateAfter });
        for (let i = 0; i < 32; i++) machine.cpu.data[i] = Math.floor(randomNumbers(seed * 32 + i)() * 256);
        machine.cpu.SP = 0x500;
        return machine;
      });
      if (quick === undefined || slow === undefined) throw new Error('no machines');
      for (const ms of [0.001, 0.0035, 0.05, 0.4]) {
        quick.run(ms);
        slow.run(ms);
        expect(quick.cpu.cycles, `cycles, seed ${seed}`).toBe(slow.cpu.cycles);
        expect(quick.cpu.pc, `pc, seed ${seed}`).toBe(slow.cpu.pc);
        expect(
          Buffer.from(withoutHalfCarry(quick)).equals(withoutHalfCarry(slow)),
          `data, seed ${seed}`,
        ).toBe(true);
      }
    }
  });
});

describe.runIf(requireTool('avr-g++', 'arduino-core'))('translated sketches', () => {
  it('agree with single steps in every byte of memory, edge and cycle', async () => {
    const build = await compileSketch({
      files: {
        'sketch.ino': `
          volatile unsigned n; void hit() { n++; }
          float f = 1.5; long sum; char text[20];
          void setup() { Serial.begin(115200); pinMode(2, INPUT_PULLUP); pinMode(8, OUTPUT); analogWrite(9, 77); tone(7, 1234);
            attachInterrupt(digitalPinToInterrupt(2), hit, CHANGE); }
          void loop() { f = f * 1.01 + sin(f); sum += millis() / 3 + analogRead(A0) % 7; digitalWrite(8, sum & 1);
            sprintf(text, "%ld %u", sum, n); Serial.println(text); if (Serial.available()) n += Serial.read(); delayMicroseconds(sum & 127); delay(sum & 3); }`,
      },
    });
    if (!build.ok) throw new Error(build.errors);
    const [quick, slow] = [1, Number.POSITIVE_INFINITY].map((translateAfter) => {
      const machine = createMachine({ chip: 'atmega328p', hex: build.hex, translateAfter });
      for (let i = 1; i < 60; i++) machine.at(i * 7.3, () => machine.setDigital(2, i % 2 === 0));
      for (let i = 1; i < 20; i++) machine.at(i * 17.1, () => machine.sendSerial('ab'));
      return machine;
    });
    if (quick === undefined || slow === undefined) throw new Error('no machines');
    for (let ms = 10; ms <= 500; ms += 7.77) {
      quick.run(ms);
      slow.run(ms);
      expect(quick.cpu.cycles).toBe(slow.cpu.cycles);
      expect(quick.cpu.pc).toBe(slow.cpu.pc);
    }
    // Half carries may lie saved on the stack.
    expect(quick.serial.sent).toEqual(slow.serial.sent);
    for (const pin of [7, 8, 9]) expect(quick.edges(pin)).toEqual(slow.edges(pin));
    expect(quick.serial.sent.length).toBeGreaterThan(500);
  });
});
