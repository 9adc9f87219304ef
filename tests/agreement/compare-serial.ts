/**
 * Compares what the interpreter expects on the serial cable with what the chip wrote.
 *
 * In: a trace and a text. Out: the first difference in words, or undefined. Digits of noisy values
 * may differ by 0.02 or by one part in 100,000; all else must be the same.
 */
import type { Printed } from '../interpreter/world.ts';

interface Line {
  readonly text: string;
  readonly noisy: boolean;
}

const NUMBER = /-?\d+(?:\.\d+)?/g;

export function serialDifference(printed: readonly Printed[], got: string): string | undefined {
  const expected = linesOf(printed);
  const lines = got.split('\n');
  for (const [index, { text, noisy }] of expected.entries()) {
    const line = lines[index];
    if (line === text || (noisy && line !== undefined && nearlyEqual(text, line))) continue;
    return `line ${index + 1}: expected ${JSON.stringify(text)}, the chip wrote ${JSON.stringify(line ?? null)}`;
  }
  const more = lines.slice(expected.length).join('\n');
  return more === '' ? undefined : `the chip wrote more: ${JSON.stringify(more.slice(0, 200))}`;
}

function linesOf(printed: readonly Printed[]): Line[] {
  const lines: Line[] = [{ text: '', noisy: false }];
  for (const { text, noisy } of printed) {
    for (const [index, piece] of text.split('\n').entries()) {
      const last = index === 0 ? lines.pop() : undefined;
      lines.push({ text: (last?.text ?? '') + piece, noisy: (last?.noisy ?? false) || noisy });
    }
  }
  return lines;
}

export function nearlyEqual(a: string, b: string): boolean {
  if (a.replace(NUMBER, '#') !== b.replace(NUMBER, '#')) return false;
  const [left, right] = [a, b].map((text) => (text.match(NUMBER) ?? []).map(Number));
  return (left ?? []).every((value, index) => {
    const difference = Math.abs(value - (right?.[index] ?? Number.NaN));
    return difference <= Math.max(0.020_001, Math.abs(value) * 1e-5);
  });
}
