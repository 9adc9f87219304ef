import { describe, expect, it } from 'vitest';
import { rigOf, type Rig } from './rig.ts';

/** Everything that can be seen from outside, and the processor's state at the end. */
function observed(rig: Rig): string {
  const { machine } = rig;
  const pins = Object.keys(rig.board.pins).map((pin) => rig.edges(Number(pin)));
  const { pc, cycles, sreg } = machine.core;
  return JSON.stringify([pins, rig.serial.sent, pc, cycles, sreg, [...machine.core.data]]);
}

const SKETCHES: Readonly<Record<string, readonly [sketch: string, skips?: boolean]>> = {
  'an empty loop': ['void setup() {} void loop() {}', true],
  'waits for millis()': [
    `void setup() { pinMode(13, OUTPUT); } unsigned long next;
     void loop() { if (millis() >= next) { next += 50; digitalWrite(13, !digitalRead(13)); } }`,
    true,
  ],
  'an input copied to an output': [
    'void setup() { pinMode(12, OUTPUT); pinMode(2, INPUT); } void loop() { digitalWrite(12, digitalRead(2)); }',
    true,
  ],
  'printing and waiting for the line': [
    'void setup() { Serial.begin(9600); } void loop() { Serial.println(millis()); Serial.flush(); }',
    true,
  ],
  'a count that goes on': ['volatile long n; void setup() {} void loop() { n++; }', false],
  'time by micros()': [
    'void setup() { pinMode(13, OUTPUT); } void loop() { digitalWrite(13, (micros() >> 12) & 1); }',
    false,
  ],
  'delays and readings': [
    `void setup() { Serial.begin(115200); } void loop() { Serial.println(analogRead(A0)); delay(5); tone(8, 300, 3); }`,
  ],
  'sleep and interrupts': [
    `#include <avr/sleep.h>
     volatile byte n; ISR(PCINT2_vect) { n++; } void setup() { DDRB = 1; PCICR = 4; PCMSK2 = 4; sleep_enable(); }
     void loop() { sleep_cpu(); PORTB = n & 1; while (n == 3); }`,
  ],
  'the watchdog fed in a loop': [
    '#include <avr/wdt.h>\nvoid setup() { wdt_enable(WDTO_15MS); pinMode(13, OUTPUT); digitalWrite(13, HIGH); } void loop() { wdt_reset(); if (millis() > 40) for (;;); }',
  ],
};

describe('skipping rounds that change nothing cannot be noticed', () => {
  it.each(Object.entries(SKETCHES))('%s', async (_, [sketch, skips]) => {
    const run = async (skipIdle: boolean): Promise<Rig> => {
      const rig = await rigOf(sketch, 'atmega328p', { skipIdle, translate: skipIdle });
      rig.analog(14, 321);
      for (const [i, ms] of [12.3, 40, 77.77, 78, 120].entries())
        rig.at(ms, () => rig.hold(2, i % 2 === 0 ? 1 : 0));
      rig.run(150);
      return rig;
    };
    const [plain, skipping] = [await run(false), await run(true)];
    expect(observed(skipping)).toBe(observed(plain));
    expect(plain.machine.skippedCycles).toBe(0);
    expect(skipping.machine.skippedCycles > 0).toBe(skips ?? skipping.machine.skippedCycles > 0);
  });

  it('and most of an idle program is skipped', async () => {
    const rig = await rigOf(
      'void setup() { pinMode(13, OUTPUT); } void loop() { digitalWrite(13, (millis() >> 9) & 1); }',
    );
    rig.run(2000);
    expect(rig.machine.skippedCycles / rig.machine.cycles).toBeGreaterThan(0.9);
  });
});
