import { describe, expect, it } from 'vitest';
import { createMachine } from '../bench/machine.ts';
import { duty, edges, frequency, serialLines } from '../bench/observe.ts';
import { requireTool } from '../support/reference-tools.ts';
import { runSketch } from './run-sketch.ts';

function hexRecord(bytes: readonly number[]): string {
  const sum = -bytes.reduce((total, byte) => total + byte, 0) & 0xff;
  return `:${[...bytes, sum].map((byte) => byte.toString(16).padStart(2, '0')).join('')}\n`;
}

/** Words as an Intel HEX of one record a word. */
function hexOf(...words: readonly number[]): string {
  const lines = words.map((word, i) =>
    hexRecord([2, (i * 2) >> 8, (i * 2) & 0xff, 0, word & 0xff, word >> 8]),
  );
  return `${lines.join('')}:00000001FF\n`;
}

describe('the machine refuses what the chip would not do', () => {
  it('throws on a word that is no instruction, naming address and word', () => {
    const machine = createMachine({ chip: 'atmega328p', hex: hexOf(0x0000, 0x9404) });
    expect(() => machine.run(1)).toThrow('unknown opcode 0x9404 at 0x0002');
  });

  it('throws when the program runs into empty flash', () => {
    const machine = createMachine({ chip: 'atmega328p', hex: hexOf(0x0000) });
    expect(() => machine.run(1)).toThrow('unknown opcode 0xffff at 0x0002');
  });

  it('knows ELPM only on the large chip', () => {
    const hex = hexOf(0x95d8, 0xcfff);
    expect(() => createMachine({ chip: 'atmega328p', hex }).run(1)).toThrow('0x95d8');
    expect(() => createMachine({ chip: 'atmega2560', hex }).run(1)).not.toThrow();
  });

  it('records a write behind the SRAM and goes on', () => {
    // sts 0x0900, r0; rjmp .
    const machine = createMachine({ chip: 'atmega328p', hex: hexOf(0x9200, 0x0900, 0xcfff) });
    machine.run(1);
    expect(machine.faults).toMatchObject([{ kind: 'memory', address: 0x900, pc: 0 }]);
  });

  it.each([
    ['has a wrong checksum', ':0100000000FE\n:00000001FF'],
    ['is not a record', 'hello'],
    ['has no end record', ':0100000000FF\n'],
  ])('refuses a HEX that %s', (what, hex) => {
    expect(() => createMachine({ chip: 'atmega328p', hex })).toThrow(what);
  });
});

describe('an interrupt that waits for I', () => {
  const [SEI, OUT_SREG_R19] = [0x9478, 0xbf3f];
  const SETTERS = [
    ['SEI', SEI],
    ['OUT', OUT_SREG_R19],
  ] as const;

  it.each(
    SETTERS.flatMap(([name, setter]) => [
      { name, setter, translateAfter: 1 },
      { name, setter, translateAfter: Infinity },
    ]),
  )('comes one instruction after $name sets it (translated after $translateAfter)', (how) => {
    const words = Array.from({ length: 0x40 }, () => 0);
    words[0] = 0xc021; // rjmp 0x22
    words.splice(0x20, 2, 0x2f42, 0xcfff); // timer 0 overflow: mov r20, r18; rjmp .
    // ldi r16, 1; sts TIMSK0, r16; ldi r17, 255; out TCNT0, r17; out TCCR0B, r16; four nops
    words.splice(0x22, 10, 0xe001, 0x9300, 0x006e, 0xef1f, 0xbd16, 0xbd05, 0, 0, 0, 0);
    // ldi r19, 0x80; what sets I; inc r18, three times; rjmp .
    words.splice(0x2c, 6, 0xe830, how.setter, 0x9523, 0x9523, 0x9523, 0xcfff);
    const { translateAfter } = how;
    const machine = createMachine({ chip: 'atmega328p', hex: hexOf(...words), translateAfter });
    machine.run(1);
    expect(machine.readByte(20)).toBe(1);
  });
});

describe.runIf(requireTool('avr-g++', 'arduino-core'))('the chip behaves like its datasheet', () => {
  it('records a recursion that grows the stack into the variables', async () => {
    const machine = await runSketch(`
      char big[1500]; volatile int depth;
      int __attribute__((noinline)) deeper(int n) { volatile char pad[32]; pad[0] = n; depth = n; return n > 40 ? pad[0] : deeper(n + 1) + pad[0]; }
      void setup() { Serial.begin(115200); big[depth] = 1; Serial.println(deeper(0) + big[3]); } void loop() {}`);
    expect(() => machine.run(20)).not.toThrow();
    expect(machine.faults[0]).toMatchObject({ kind: 'stack' });
  });

  it('takes an external interrupt within microseconds and a pin change on any pin', async () => {
    const machine = await runSketch(`
      void rose() { PORTB |= 1; }
      ISR(PCINT1_vect) { PINB = 2; }
      void setup() { DDRB = 3; attachInterrupt(digitalPinToInterrupt(3), rose, RISING); PCICR = 2; PCMSK1 = 8; } void loop() {}`);
    machine.at(10, () => machine.setDigital(3, 1));
    machine.at(20, () => machine.setDigital(17, 1));
    machine.run(30);
    expect((edges(machine, 8)[0]?.ms ?? 0) - 10).toBeLessThan(0.006);
    expect((edges(machine, 9)[0]?.ms ?? 0) - 20).toBeLessThan(0.003);
    expect(machine.faults).toEqual([]);
  });

  it('keeps the EEPROM for the next machine', async () => {
    const sketch = `#include <EEPROM.h>
      void setup() { Serial.begin(115200); Serial.println(EEPROM.read(9)); EEPROM.write(9, EEPROM.read(9) + 5); } void loop() {}`;
    const first = await runSketch(sketch);
    first.run(20);
    const second = await runSketch(sketch, { eeprom: first.eeprom });
    second.run(20);
    expect([first, second].map((machine) => serialLines(machine)[0]?.text)).toEqual(['255', '4']);
    expect(second.eeprom[9]).toBe(9);
  });

  it('restarts when the watchdog is not fed', async () => {
    const machine = await runSketch(`#include <avr/wdt.h>
      void setup() { wdt_disable(); Serial.begin(115200); Serial.println("up"); wdt_enable(WDTO_60MS); } void loop() {}`);
    machine.run(150);
    expect(serialLines(machine).length).toBeGreaterThanOrEqual(2);
    expect(machine.resets.length).toBeGreaterThanOrEqual(2);
  });

  it('moves a servo with the 50 Hz of timer 1', async () => {
    const machine = await runSketch(`
      void setup() { DDRB = 2; TCCR1A = 0x82; TCCR1B = 0x1a; ICR1 = 39999; OCR1A = 2999; } void loop() {}`);
    machine.run(200);
    expect(frequency(machine, 9, 50, 200)).toBeCloseTo(50, 5);
    expect(duty(machine, 9, 60, 160)).toBeCloseTo(7.5, 5);
  });

  it.each([
    ['atmega2560', 70],
    ['atmega32u4', 24],
  ] as const)('drives and reads every pin of the %s', async (chip, count) => {
    const machine = await runSketch(
      `void setup() { for (byte p = 0; p < ${count}; p++) { pinMode(p, OUTPUT); digitalWrite(p, HIGH); digitalWrite(p, LOW); } } void loop() {}`,
      { chip },
    );
    machine.run(20);
    for (let pin = 0; pin < count; pin++) expect(edges(machine, pin), `pin ${pin}`).toHaveLength(2);
    const first = Array.from({ length: count }, (_, pin) => edges(machine, pin)[0]?.ms ?? 0);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
  });

  it.each([
    ['atmega2560', 54, 16],
    ['atmega32u4', 18, 12],
  ] as const)('reads every analog pin of the %s', async (chip, first, count) => {
    const port = chip === 'atmega2560' ? 'Serial' : 'Serial1';
    const machine = await runSketch(
      `void setup() { ${port}.begin(115200); for (byte i = 0; i < ${count}; i++) ${port}.println(analogRead(i)); } void loop() {}`,
      { chip },
    );
    for (let i = 0; i < count; i++) machine.setAnalog(first + i, 10 + i * 7);
    machine.run(50);
    expect(serialLines(machine).map(({ text }) => Number(text))).toEqual(
      Array.from({ length: count }, (_, i) => 10 + i * 7),
    );
  });

  it.each([
    ['atmega2560', [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 44, 45, 46]],
    ['atmega32u4', [3, 5, 6, 9, 10, 11, 13]],
  ] as const)('makes PWM on every PWM pin of the %s', async (chip, pins) => {
    const machine = await runSketch(
      `const byte pins[] = {${pins.join()}}; void setup() { for (byte p : pins) { pinMode(p, OUTPUT); analogWrite(p, 64); } } void loop() {}`,
      { chip },
    );
    machine.run(200);
    for (const pin of pins)
      expect(Math.abs(duty(machine, pin, 50, 200) - 25), `pin ${pin}`).toBeLessThan(0.6);
  });

  it('plays a tone on a Leonardo and a Mega', async () => {
    for (const chip of ['atmega2560', 'atmega32u4'] as const) {
      const machine = await runSketch('void setup() { tone(4, 440); } void loop() {}', { chip });
      machine.run(200);
      expect(frequency(machine, 4, 50, 200)).toBeCloseTo(440, -1);
    }
  });
});
