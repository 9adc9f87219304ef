import { describe, expect, it } from 'vitest';
import { duty, edges, frequency, serialLines, serialText } from '../bench/observe.ts';
import { requireTool } from '../support/reference-tools.ts';
import { runSketch } from './run-sketch.ts';

describe.runIf(requireTool('avr-g++', 'arduino-core'))('the bench runs sketches of the official core', () => {
  it('sees an LED blink with the delays of the sketch', async () => {
    const machine = await runSketch(`
      void setup() { pinMode(13, OUTPUT); }
      void loop() { digitalWrite(13, HIGH); delay(100); digitalWrite(13, LOW); delay(200); }`);
    machine.run(1000);
    const seen = edges(machine, 13);
    expect(seen.length).toBeGreaterThanOrEqual(6);
    expect((seen[1]?.ms ?? 0) - (seen[0]?.ms ?? 0)).toBeCloseTo(100, 1);
    expect((seen[2]?.ms ?? 0) - (seen[1]?.ms ?? 0)).toBeCloseTo(200, 1);
    expect(machine.faults).toEqual([]);
  });

  it.each([
    [3, 64, 490.2],
    [5, 64, 976.6],
    [6, 200, 976.6],
    [9, 128, 490.2],
    [10, 1, 490.2],
    [11, 254, 490.2],
  ])('measures analogWrite on pin %i at %i as PWM', async (pin, value, hertz) => {
    const machine = await runSketch(
      `void setup() { pinMode(${pin}, OUTPUT); analogWrite(${pin}, ${value}); } void loop() {}`,
    );
    machine.run(500);
    // Fast PWM (5 and 6) is high for value + 1 of 256 counts, phase-correct PWM for value of 255.
    const share = hertz > 900 ? (value + 1) / 256 : value / 255;
    expect(duty(machine, pin, 100, 500)).toBeCloseTo(100 * share, 0);
    expect(frequency(machine, pin, 100, 500)).toBeCloseTo(hertz, 0);
  });

  it('hears the pitch and the length of tone()', async () => {
    const machine = await runSketch(`void setup() { tone(8, 440, 300); } void loop() {}`);
    machine.run(500);
    expect(frequency(machine, 8, 10, 290)).toBeCloseTo(440, -1);
    expect(edges(machine, 8).at(-1)?.ms).toBeCloseTo(300, -1);
  });

  it('reads what the program prints and types to it', async () => {
    const machine = await runSketch(`
      void setup() { Serial.begin(115200); Serial.println("hello"); }
      void loop() { if (Serial.available()) { Serial.write(Serial.read() + 1); } }`);
    machine.at(50, () => machine.sendSerial('HAL0123456789abcdefghijklmnopqrstuvw'));
    machine.run(100);
    expect(serialLines(machine)[0]?.text).toBe('hello');
    expect(serialText(machine)).toBe('hello\r\nIBM123456789:bcdefghijklmnopqrstuvwx');
  });

  it('gives the program the analog values it is told', async () => {
    const machine = await runSketch(`
      void setup() { Serial.begin(115200); }
      void loop() { Serial.println(analogRead(A2)); delay(10); }`);
    const values = [0, 1, 511, 512, 1023];
    for (const [i, value] of values.entries()) machine.at(i * 10 + 5, () => machine.setAnalog(16, value));
    machine.run(60);
    expect(serialLines(machine).map(({ text }) => Number(text))).toEqual(expect.arrayContaining(values));
  });

  it('lets an input move at an exact moment', async () => {
    const machine = await runSketch(`
      void setup() { pinMode(2, INPUT_PULLUP); pinMode(12, OUTPUT); }
      void loop() { digitalWrite(12, digitalRead(2)); }`);
    machine.at(20, () => machine.setDigital(2, 0));
    machine.at(30.5, () => machine.setDigital(2, 'floating'));
    machine.run(40);
    expect(edges(machine, 2)).toMatchObject([{ level: 1 }, { ms: 20, level: 0 }, { ms: 30.5, level: 1 }]);
    const [, fall, rise] = edges(machine, 12);
    expect(fall?.level).toBe(0);
    expect(fall?.ms).toBeCloseTo(20, 1);
    expect(rise?.ms).toBeCloseTo(30.5, 1);
  });
});
