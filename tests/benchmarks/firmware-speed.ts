/**
 * How fast does the test bench run firmware, translated and in single steps?
 *
 * Out: a table: simulated MHz of both in one run (the chip has 16), and their ratio. Needs avr-g++.
 */
import { performance } from 'node:perf_hooks';
import { createMachine } from '../bench/machine.ts';
import { compileSketch } from '../support/compile-sketch.ts';

const SKETCHES = [
  ['blink with delay()', 'void loop() { digitalWrite(13, 1); delay(100); digitalWrite(13, 0); delay(100); }'],
  [
    'a loop that polls millis()',
    'unsigned long t; void loop() { if (millis() - t >= 100) { t = millis(); PINB = 32; } }',
  ],
  [
    'PWM on two pins and a tone',
    'void loop() { analogWrite(3, 9); analogWrite(5, 99); tone(8, 440); delay(50); }',
  ],
] as const;

const WARM_UP_MS = 200;
const RUN_MS = 2000;

console.log('sketch                        translated   stepped   ratio (simulated MHz)');
for (const [name, loop] of SKETCHES) {
  const build = await compileSketch({
    files: { 'sketch.ino': `void setup() { pinMode(13, OUTPUT); } ${loop}` },
  });
  if (!build.ok) throw new Error(build.errors);
  const speeds = [undefined, Number.POSITIVE_INFINITY].map((translateAfter) => {
    const machine = createMachine({
      chip: 'atmega328p',
      hex: build.hex,
      ...(translateAfter === undefined ? {} : { translateAfter }),
    });
    machine.run(WARM_UP_MS);
    const start = performance.now();
    machine.run(WARM_UP_MS + RUN_MS);
    return (RUN_MS * 16) / (performance.now() - start);
  });
  const [translated = 0, stepped = 0] = speeds;
  console.log(
    `${name.padEnd(30)}${translated.toFixed(0).padStart(10)}${stepped.toFixed(0).padStart(10)}${(translated / stepped).toFixed(1).padStart(8)}`,
  );
}
