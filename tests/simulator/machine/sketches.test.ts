import { describe, expect, it } from 'vitest';
import { duty, edges, frequency, serialLines, serialText } from '../../bench/observe.ts';
import { rigOf } from './rig.ts';

describe('sketches on the simulated chip', () => {
  it('blink with the delays they ask for', async () => {
    const rig = await rigOf(`
      void setup() { pinMode(13, OUTPUT); }
      void loop() { digitalWrite(13, HIGH); delay(100); digitalWrite(13, LOW); delay(200); }`);
    rig.run(1000);
    const seen = edges(rig, 13);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    expect((seen[1]?.ms ?? 0) - (seen[0]?.ms ?? 0)).toBeCloseTo(100, 1);
    expect((seen[2]?.ms ?? 0) - (seen[1]?.ms ?? 0)).toBeCloseTo(200, 1);
    expect(rig.machine.faults).toEqual([]);
  });

  it.each([
    [3, 64, 490.2],
    [5, 64, 976.6],
    [6, 200, 976.6],
    [9, 128, 490.2],
    [10, 1, 490.2],
    [11, 254, 490.2],
  ])('make PWM on pin %i with analogWrite(%i)', async (pin, value, hertz) => {
    const rig = await rigOf(
      `void setup() { pinMode(${pin}, OUTPUT); analogWrite(${pin}, ${value}); } void loop() {}`,
    );
    rig.run(500);
    // Fast PWM (5 and 6) is high for value + 1 of 256 counts, phase-correct PWM for value of 255.
    const share = hertz > 900 ? (value + 1) / 256 : value / 255;
    expect(duty(rig, pin, 100, 500)).toBeCloseTo(100 * share, 0);
    expect(frequency(rig, pin, 100, 500)).toBeCloseTo(hertz, 0);
  });

  it('play a tone of the right pitch and length', async () => {
    const rig = await rigOf('void setup() { tone(8, 440, 300); } void loop() {}');
    rig.run(500);
    expect(frequency(rig, 8, 10, 290)).toBeCloseTo(440, -1);
    expect(edges(rig, 8).at(-1)?.ms).toBeCloseTo(300, -1);
  });

  it('print, and read what is typed', async () => {
    const rig = await rigOf(`
      void setup() { Serial.begin(115200); Serial.println("hello"); }
      void loop() { if (Serial.available()) { Serial.write(Serial.read() + 1); } }`);
    const typed = 'HAL0123456789abcdefghijklmnopqrstuvw';
    rig.at(50, () => rig.machine.usarts[0]?.send(new TextEncoder().encode(typed), 115_200));
    rig.run(100);
    expect(serialLines(rig)[0]?.text).toBe('hello');
    expect(serialText(rig)).toBe('hello\r\nIBM123456789:bcdefghijklmnopqrstuvwx');
  });

  it('take the time of their baud rate for each byte', async () => {
    const rig = await rigOf('void setup() { Serial.begin(9600); Serial.print("abcdef"); } void loop() {}');
    rig.run(20);
    const times = rig.serial.sent.map(({ cycle }) => cycle / 16e3);
    expect(times).toHaveLength(6);
    expect(((times[5] ?? 0) - (times[0] ?? 0)) / 5).toBeCloseTo(10 / 9.6, 1);
  });

  it('lose bytes that come while nobody reads', async () => {
    const rig = await rigOf(`
      void setup() { UBRR0 = 16; UCSR0A = 2; UCSR0B = 0x18; while (millis() < 10);
        byte n = 0, lost = 0; while (UCSR0A & 0x80) { if (UCSR0A & 8) lost++; byte b = UDR0; n++; }
        UDR0 = n; while (!(UCSR0A & 0x20)); UDR0 = lost; } void loop() {}`);
    rig.at(1, () => rig.machine.usarts[0]?.send([1, 2, 3, 4, 5, 6], 115_200));
    rig.run(20);
    expect(rig.serial.sent.map(({ byte }) => byte)).toEqual([3, 1]);
  });

  it('receive noise from a sender of another speed', async () => {
    const rig = await rigOf(`
      void setup() { Serial.begin(57600); } void loop() { if (Serial.available()) Serial.write(Serial.read()); }`);
    rig.at(5, () => rig.machine.usarts[0]?.send([0x30, 0x20], 115_200));
    rig.run(20);
    expect(rig.serial.sent.map(({ byte }) => byte)).not.toContain(0x30);
  });

  it('read the analog values they are given', async () => {
    const rig = await rigOf(`
      void setup() { Serial.begin(115200); }
      void loop() { Serial.println(analogRead(A2)); delay(10); }`);
    const values = [0, 1, 511, 512, 1023];
    for (const [i, value] of values.entries()) rig.at(i * 10 + 5, () => rig.analog(16, value));
    rig.run(60);
    expect(serialLines(rig).map(({ text }) => Number(text))).toEqual(expect.arrayContaining(values));
  });

  it('see an input move at an exact moment', async () => {
    const rig = await rigOf(`
      void setup() { pinMode(2, INPUT_PULLUP); pinMode(12, OUTPUT); }
      void loop() { digitalWrite(12, digitalRead(2)); }`);
    rig.at(20, () => rig.hold(2, 0));
    rig.at(30.5, () => rig.hold(2, 'open'));
    rig.run(40);
    expect(edges(rig, 2)).toMatchObject([{ level: 1 }, { ms: 20, level: 0 }, { ms: 30.5, level: 1 }]);
    const [, fall, rise] = edges(rig, 12);
    expect(fall?.level).toBe(0);
    expect(fall?.ms).toBeCloseTo(20, 1);
    expect(rise?.ms).toBeCloseTo(30.5, 1);
  });

  it('take an external interrupt within microseconds and a pin change on any pin', async () => {
    const rig = await rigOf(`
      void rose() { PORTB |= 1; }
      ISR(PCINT1_vect) { PINB = 2; }
      void setup() { DDRB = 3; attachInterrupt(digitalPinToInterrupt(3), rose, RISING); PCICR = 2; PCMSK1 = 8; } void loop() {}`);
    rig.at(10, () => rig.hold(3, 1));
    rig.at(20, () => rig.hold(17, 1));
    rig.run(30);
    expect((edges(rig, 8)[0]?.ms ?? 0) - 10).toBeLessThan(0.006);
    expect((edges(rig, 9)[0]?.ms ?? 0) - 20).toBeLessThan(0.003);
    expect(rig.machine.faults).toEqual([]);
  });

  it('are restarted by the watchdog', async () => {
    const rig = await rigOf(`#include <avr/wdt.h>
      void setup() { MCUSR = 0; wdt_disable(); Serial.begin(115200); Serial.println("up"); wdt_enable(WDTO_60MS); } void loop() {}`);
    const causes: string[] = [];
    rig.machine.onReset.push((cause) => causes.push(cause));
    rig.run(150);
    expect(serialLines(rig).length).toBeGreaterThanOrEqual(2);
    expect(causes).toEqual(['watchdog', 'watchdog']);
    expect(rig.machine.faults).toEqual([]);
  });

  it('wake from sleep at the timer and at a pin', async () => {
    const rig = await rigOf(`#include <avr/sleep.h>
      ISR(PCINT2_vect) { PINB = 1; }
      void setup() { DDRB = 3; PCICR = 4; PCMSK2 = 4; set_sleep_mode(SLEEP_MODE_IDLE); sleep_enable(); }
      void loop() { sleep_cpu(); PINB = 2; }`);
    rig.at(20, () => rig.hold(2, 1));
    rig.run(40);
    expect((edges(rig, 8)[0]?.ms ?? 0) - 20).toBeLessThan(0.005);
    // Timer 0 overflows every 1.024 ms.
    expect(edges(rig, 9).length).toBeGreaterThan(36);
  });

  it('move a servo with the 50 Hz of timer 1', async () => {
    const rig = await rigOf(`
      void setup() { DDRB = 2; TCCR1A = 0x82; TCCR1B = 0x1a; ICR1 = 39999; OCR1A = 2999; } void loop() {}`);
    rig.run(200);
    expect(frequency(rig, 9, 50, 200)).toBeCloseTo(50, 5);
    expect(duty(rig, 9, 60, 160)).toBeCloseTo(7.5, 5);
  });

  it('measure a pulse with input capture and count pulses with a timer', async () => {
    const rig = await rigOf(`
      void setup() { Serial.begin(115200); TCCR1A = 0; TCCR1B = 0x42; TIFR1 = 0x20; while (!(TIFR1 & 0x20)); uint16_t up = ICR1;
        TCCR1B = 0x02; TIFR1 = 0x20; while (!(TIFR1 & 0x20)); Serial.println((ICR1 - up) / 2);
        TCCR0A = 0; TCCR0B = 7; TCNT0 = 0; TIMSK0 = 0; while (TCNT0 < 3); Serial.println("three"); } void loop() {}`);
    rig.at(10, () => rig.hold(8, 1));
    rig.at(11.5, () => rig.hold(8, 0));
    for (let i = 0; i < 3; i++) {
      rig.at(20 + i, () => rig.hold(4, 1));
      rig.at(20.5 + i, () => rig.hold(4, 0));
    }
    rig.run(21.9);
    expect(serialLines(rig).map(({ text }) => text)).toEqual(['1500']);
    rig.run(25);
    expect(serialLines(rig)[1]?.text).toBe('three');
  });

  it('keep bytes in the EEPROM for the next machine', async () => {
    const sketch = `#include <EEPROM.h>
      void setup() { Serial.begin(115200); byte n = EEPROM.read(1023); Serial.println(n); EEPROM.write(1023, n + 1); Serial.println("written"); } void loop() {}`;
    const eeprom = new Uint8Array(1024).fill(0xff);
    for (const expected of ['255', '0', '1']) {
      const rig = await rigOf(sketch, 'atmega328p', { eeprom });
      rig.run(20);
      expect(serialLines(rig).map(({ text }) => text)).toEqual([expected, 'written']);
      expect((serialLines(rig)[1]?.ms ?? 0) - (serialLines(rig)[0]?.ms ?? 0)).toBeLessThan(6);
    }
  });

  it('find a stack that grows into the variables, and go on', async () => {
    const rig = await rigOf(`
      char big[1500]; volatile int depth;
      int __attribute__((noinline)) deeper(int n) { volatile char pad[32]; pad[0] = n; depth = n; return n > 40 ? pad[0] : deeper(n + 1) + pad[0]; }
      void setup() { Serial.begin(115200); big[depth] = 1; Serial.println(deeper(0) + big[3]); } void loop() {}`);
    rig.run(20);
    expect(rig.machine.faults[0]).toMatchObject({ kind: 'stack-overflow' });
  });

  it.each([
    ['atmega2560', 70],
    ['atmega32u4', 24],
  ] as const)('drive every pin of the %s', async (chip, count) => {
    const rig = await rigOf(
      `void setup() { for (byte p = 0; p < ${count}; p++) { pinMode(p, OUTPUT); digitalWrite(p, HIGH); digitalWrite(p, LOW); } } void loop() {}`,
      chip,
    );
    rig.run(20);
    for (let pin = 0; pin < count; pin++) expect(edges(rig, pin), `pin ${pin}`).toHaveLength(2);
    const first = Array.from({ length: count }, (_, pin) => edges(rig, pin)[0]?.ms ?? 0);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
  });

  it.each([
    ['atmega2560', 54, 16],
    ['atmega32u4', 18, 12],
  ] as const)('read every analog pin of the %s', async (chip, first, count) => {
    const port = chip === 'atmega2560' ? 'Serial' : 'Serial1';
    const rig = await rigOf(
      `void setup() { ${port}.begin(115200); for (byte i = 0; i < ${count}; i++) ${port}.println(analogRead(i)); } void loop() {}`,
      chip,
    );
    for (let i = 0; i < count; i++)
      if (rig.board.pins[first + i] !== undefined) rig.analog(first + i, 10 + i * 7);
    rig.run(50);
    expect(serialLines(rig).map(({ text }) => Number(text))).toEqual(
      Array.from({ length: count }, (_, i) => 10 + i * 7),
    );
  });

  it.each([
    ['atmega2560', [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 44, 45, 46]],
    ['atmega32u4', [3, 5, 6, 9, 10, 11, 13]],
  ] as const)('make PWM on every PWM pin of the %s', async (chip, pins) => {
    const rig = await rigOf(
      `const byte pins[] = {${pins.join()}}; void setup() { for (byte p : pins) { pinMode(p, OUTPUT); analogWrite(p, 64); } } void loop() {}`,
      chip,
    );
    rig.run(200);
    for (const pin of pins) expect(Math.abs(duty(rig, pin, 50, 200) - 25), `pin ${pin}`).toBeLessThan(0.6);
  });

  it('play a tone on a Leonardo and a Mega', async () => {
    for (const chip of ['atmega2560', 'atmega32u4'] as const) {
      const rig = await rigOf('void setup() { tone(4, 440); } void loop() {}', chip);
      rig.run(200);
      expect(frequency(rig, 4, 50, 200)).toBeCloseTo(440, -1);
    }
  });

  it('use the four serial ports of a Mega', async () => {
    const rig = await rigOf(
      `void setup() { Serial.begin(9600); Serial1.begin(9600); Serial2.begin(9600); Serial3.begin(9600);
        Serial.write('a'); Serial1.write('b'); Serial2.write('c'); Serial3.write('d'); } void loop() {}`,
      'atmega2560',
    );
    const seen: string[] = [];
    for (const usart of rig.machine.usarts)
      usart.onByte.push((byte) => seen.push(`${usart.id}${String.fromCharCode(byte)}`));
    rig.run(10);
    expect(seen).toEqual(['0a', '1b', '2c', '3d']);
  });

  it('go on from a snapshot exactly as before', async () => {
    const rig = await rigOf(`#include <EEPROM.h>
      void setup() { Serial.begin(115200); pinMode(9, OUTPUT); tone(8, 440); }
      void loop() { static byte n; analogWrite(9, n); Serial.println(analogRead(A0) + n++); EEPROM.write(n, n); delay(7); }`);
    rig.analog(14, 300);
    rig.run(100);
    const snapshot = rig.machine.snapshot();
    const after = (): string => {
      const from = { edges: [8, 9].map((pin) => rig.edges(pin).length), bytes: rig.serial.sent.length };
      rig.run(200);
      const parts = [8, 9].map((pin, i) => rig.edges(pin).slice(from.edges[i]));
      return JSON.stringify([parts, rig.serial.sent.slice(from.bytes), rig.machine.cycles]);
    };
    const first = after();
    rig.machine.restore(snapshot);
    const second = after();
    expect(second).toBe(first);
    expect(JSON.parse(first)[1].length).toBeGreaterThan(20);
  });
});
