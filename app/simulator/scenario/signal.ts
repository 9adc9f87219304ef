/**
 * What a brick showed, as a checker asks for it: stretches of one value, and whether two values are the same.
 */
import type { Value } from '../bricks/brick-model.ts';
import type { Trace } from '../bricks/trace.ts';
import type { Wanted } from './scenario.ts';

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly value: Value;
}

/** The channel's values from `from` to `to`, in milliseconds, without gaps. */
export function stretches(
  trace: Trace,
  channel: string,
  hz: number,
  from: number,
  to: number,
): readonly Stretch[] {
  const points = trace.points(channel);
  const toMs = (cycle: number): number => (cycle * 1000) / hz;
  return points.flatMap(({ cycle, value }, i) => {
    const next = points[i + 1];
    const [start, end] = [
      Math.max(from, toMs(cycle)),
      Math.min(to, next === undefined ? to : toMs(next.cycle)),
    ];
    return end > start ? [{ from: start, to: end, value }] : [];
  });
}

const COLOUR = /^#[0-9a-f]{6}$/i;
const parts = (colour: string): number[] => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));

/** Texts are the same apart from spaces at their ends and in a row. */
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function matches(value: Value, wanted: Wanted, tolerance: number): boolean {
  if (typeof wanted === 'object') {
    if (typeof value !== 'object' || value.length !== wanted.length) return false;
    return wanted.every((one, i) => matches(value[i] ?? '', one, tolerance));
  }
  // One pixel of one, one line of one.
  const single =
    typeof value === 'object' ? (value.length === 1 ? (value[0] ?? '') : value.join(' ')) : value;
  if (typeof wanted === 'number') return typeof single === 'number' && Math.abs(single - wanted) <= tolerance;
  if (typeof single !== 'string') return false;
  if (COLOUR.test(wanted) && COLOUR.test(single)) {
    const other = parts(wanted);
    return parts(single).every((part, i) => Math.abs(part - (other[i] ?? 0)) <= tolerance);
  }
  return tidy(single) === tidy(wanted);
}

export const textOf = (value: Value): string =>
  tidy(typeof value === 'object' ? value.join(' ') : String(value));
