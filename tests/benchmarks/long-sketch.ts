/** A sketch of about so many lines, all of them reachable: how time grows with length. */
import type { Sketch } from '../../compiler/sketch.ts';

const LINES_A_FUNCTION = 10;

export function longSketch(lines: number): Sketch {
  const count = Math.floor(lines / LINES_A_FUNCTION);
  const functions = Array.from({ length: count }, (_, i) => [
    `int value${i} = ${i};`,
    `void step${i}(int amount) {`,
    `  for (byte turn = 0; turn < 4; turn++) {`,
    `    value${i} += amount * turn;`,
    `    if (value${i} > ${100 + i}) value${i} -= ${7 + (i % 5)};`,
    `    digitalWrite(${2 + (i % 10)}, value${i} & 1);`,
    `  }`,
    `  if (analogRead(A${i % 6}) > ${(i * 13) % 1000}) value${i} = 0;`,
    `}`,
    '',
  ]);
  const calls = Array.from({ length: count }, (_, i) => `  step${i}(${i % 9});`);
  const text = [...functions.flat(), 'void setup() {}', 'void loop() {', ...calls, '}', ''].join('\n');
  return { name: 'long', main: 'long.ino', files: [{ path: 'long.ino', text }], blocks: [] };
}
