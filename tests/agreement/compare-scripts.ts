/**
 * Compares concurrent scripts: what each printed, and when.
 *
 * In: a trace of a program whose scripts each print lines that begin with their own letter, and what
 * the chip wrote. Out: the first difference in words, or undefined. Times may differ by TOLERANCE_MS,
 * and the last moments before the end of the run are left out.
 */
import type { Trace } from '../interpreter/world.ts';
import type { Written } from './run-on-chip.ts';

/** Six scripts that print in the same moment fill the cable for some milliseconds. */
const TOLERANCE_MS = 10;

interface TimedLine {
  readonly ms: number;
  readonly text: string;
}

export function scriptDifference(trace: Trace, written: Written, untilMs: number): string | undefined {
  const expected = byLetter(expectedLines(trace));
  const got = byLetter(linesOf(written));
  for (const letter of new Set([...expected.keys(), ...got.keys()])) {
    const difference = lineDifference(expected.get(letter) ?? [], got.get(letter) ?? [], untilMs);
    if (difference !== undefined) return `script ${letter}: ${difference}`;
  }
  return undefined;
}

function lineDifference(
  expected: readonly TimedLine[],
  got: readonly TimedLine[],
  untilMs: number,
): string | undefined {
  for (let index = 0; index < Math.max(expected.length, got.length); index++) {
    const [want, have] = [expected[index], got[index]];
    const earliest = Math.min(want?.ms ?? Infinity, have?.ms ?? Infinity);
    if (earliest > untilMs - 3 * TOLERANCE_MS) return undefined;
    if (want?.text === have?.text && Math.abs((want?.ms ?? 0) - (have?.ms ?? 0)) <= TOLERANCE_MS) continue;
    return `line ${index + 1}: expected ${show(want)}, the chip wrote ${show(have)}`;
  }
  return undefined;
}

const show = (line: TimedLine | undefined): string =>
  line === undefined ? 'nothing' : `${JSON.stringify(line.text)} at ${line.ms.toFixed(1)} ms`;

function expectedLines(trace: Trace): TimedLine[] {
  return trace.printed.filter(({ text }) => text !== '\n').map(({ ms, text }) => ({ ms, text }));
}

function linesOf({ bytes, ms }: Written): TimedLine[] {
  const lines: TimedLine[] = [];
  let from = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 10) continue;
    const text = Buffer.from(bytes.slice(from, index)).toString('utf8').trimEnd();
    lines.push({ ms: ms[from] ?? 0, text });
    from = index + 1;
  }
  return lines;
}

function byLetter(lines: readonly TimedLine[]): Map<string, TimedLine[]> {
  const groups = new Map<string, TimedLine[]>();
  for (const line of lines) {
    const letter = line.text.slice(0, 1);
    groups.set(letter, [...(groups.get(letter) ?? []), line]);
  }
  return groups;
}
