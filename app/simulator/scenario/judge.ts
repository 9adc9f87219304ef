/**
 * Is an expectation met by what was seen? Words of docs/scenarios.md.
 *
 * In: an expectation and the traces of one run. Out: met, or the moment at which it is clear that it is not and
 * what was seen there. A run's times may be shifted (`shift`) and shaken (`slack`) against the scenario's.
 */
import type { Value } from '../bricks/brick-model.ts';
import type { Trace } from '../bricks/trace.ts';
import type { Expectation, Wanted } from './scenario.ts';
import { matches, type Stretch, stretches, textOf } from './signal.ts';

/** A program has this long to start. */
export const BOOT_MS = 300;
export const DEFAULT_LAG_MS = 200;
const COLOUR_TOLERANCE = 40;
const PITCH_TOLERANCE = 0.03;
const BLINK_TOLERANCE = 0.1;

export interface RunView {
  readonly trace: Trace;
  readonly clockHz: number;
  readonly endMs: number;
  /** Added to every time that the scenario names. */
  readonly shift: number;
  /** How far an input may have been moved. */
  readonly slack: number;
  /** "lamp" → "lamp.on"; undefined when there is no such thing. */
  channel(name: string): string | undefined;
  /** What the program printed, line by line. */
  readonly lines: readonly { readonly ms: number; readonly text: string }[];
}

export type Judgement =
  { readonly ok: true } | { readonly ok: false; readonly ms: number; readonly seen: Value | undefined };

const MET: Judgement = { ok: true };
const missed = (ms: number, seen?: Value): Judgement => ({ ok: false, ms, seen });

type Of<P extends Expectation['p']> = Extract<Expectation, { readonly p: P }>;

export function judge(expectation: Expectation, run: RunView): Judgement {
  switch (expectation.p) {
    case 'any': {
      const all = expectation.of.map((one) => judge(one, run));
      return all.find(({ ok }) => ok) ?? all[0] ?? MET;
    }
    case 'all':
      return expectation.of.map((one) => judge(one, run)).find(({ ok }) => !ok) ?? MET;
    case 'tracks':
      return tracks(expectation, run);
    case 'becomes': {
      const from = at(expectation.from, run, BOOT_MS);
      const by = at(expectation.by, run, run.endMs) + run.slack;
      return happens(run, expectation.o, from, by, (value) =>
        matches(value, expectation.v, expectation.tol ?? 0),
      );
    }
    case 'stays':
    case 'always':
      return holds(run, expectation, (value) => matches(value, expectation.v, expectation.tol ?? 0));
    case 'never':
      return holds(run, expectation, (value) => !matches(value, expectation.v, expectation.tol ?? 0));
    case 'between':
      return holds(run, expectation, (value) => {
        return typeof value === 'number' && value >= expectation.min && value <= expectation.max;
      });
    case 'silent':
      return holds(run, expectation, (value) => value === 0);
    case 'order':
      return order(expectation, run);
    case 'count':
      return count(expectation, run);
    case 'blinks':
      return blinks(expectation, run);
    case 'plays':
      return plays(expectation, run);
    case 'shows':
      return shows(expectation, run);
    case 'colour':
    case 'pixels':
      return happensOrHolds(run, expectation, (value) => {
        return matches(value, expectation.v, expectation.tol ?? COLOUR_TOLERANCE);
      });
    case 'moves':
      return moves(expectation, run);
    case 'follows':
      return follows(expectation, run);
  }
}

const at = (ms: number | undefined, run: RunView, otherwise: number): number =>
  ms === undefined ? otherwise : Math.min(run.endMs, ms === 0 ? 0 : ms + run.shift);

function seenIn(run: RunView, output: string, from: number, to: number): readonly Stretch[] {
  const channel = run.channel(output);
  return channel === undefined ? [] : stretches(run.trace, channel, run.clockHz, from, to);
}

const windowOf = ({ from, to }: { from?: number; to?: number }, run: RunView): readonly [number, number] => [
  at(from, run, BOOT_MS),
  at(to, run, run.endMs),
];

/** At some moment. */
function happens(
  run: RunView,
  o: string,
  from: number,
  by: number,
  test: (value: Value) => boolean,
): Judgement {
  const seen = seenIn(run, o, from, Math.max(by, from + 0.001));
  return seen.some(({ value }) => test(value)) ? MET : missed(by, seen.at(-1)?.value);
}

/** All the time. */
function holds(
  run: RunView,
  expectation: { o: string; from?: number; to?: number },
  test: (value: Value) => boolean,
): Judgement {
  const [from, to] = windowOf(expectation, run);
  const seen = seenIn(run, expectation.o, from + run.slack, to - run.slack);
  const wrong = seen.find(({ value }) => !test(value));
  return wrong === undefined ? (seen.length === 0 ? missed(from) : MET) : missed(wrong.from, wrong.value);
}

/** With `by`, at some moment until then; else all the time. */
function happensOrHolds(
  run: RunView,
  expectation: { o: string; by?: number; from?: number; to?: number },
  test: (value: Value) => boolean,
): Judgement {
  if (expectation.by === undefined) return holds(run, expectation, test);
  const by = at(expectation.by, run, run.endMs) + run.slack;
  return happens(run, expectation.o, at(expectation.from, run, 0), by, test);
}

function tracks({ o, plan, tol = 0, lag = DEFAULT_LAG_MS }: Of<'tracks'>, run: RunView): Judgement {
  for (const [i, [ms, wanted]] of plan.entries()) {
    const from = Math.max(BOOT_MS, at(ms, run, 0) + lag + run.slack);
    const to = at(plan[i + 1]?.[0], run, run.endMs) - run.slack;
    const wrong = seenIn(run, o, from, to).find(({ value }) => !matches(value, wanted, tol));
    if (wrong !== undefined) return missed(wrong.from, wrong.value);
  }
  return MET;
}

function order(expectation: Of<'order'>, run: RunView): Judgement {
  const { o, v, tol = 0, loose = false } = expectation;
  const [from, to] = windowOf(expectation, run);
  const seen = seenIn(run, o, from, to);
  const fits = (value: Value, wanted: Wanted | undefined): boolean =>
    wanted !== undefined && matches(value, wanted, tol);
  if (loose) {
    let next = 0;
    for (const { value } of seen) if (fits(value, v[next])) next++;
    return next === v.length ? MET : missed(to, seen.at(-1)?.value);
  }
  let [best, where] = [-1, from];
  for (let start = 0; start < seen.length; start++) {
    let length = 0;
    while (
      length < v.length &&
      start + length < seen.length &&
      fits(seen[start + length]?.value ?? '', v[length])
    )
      length++;
    if (length === v.length) return MET;
    if (length > best) [best, where] = [length, seen[start + length]?.from ?? to];
  }
  return missed(where, seen.find(({ to: end }) => end > where)?.value);
}

function count(expectation: Of<'count'>, run: RunView): Judgement {
  const { o, v, tol = 0, min, max } = expectation;
  const [from, to] = windowOf(expectation, run);
  const seen = seenIn(run, o, from, to);
  const starts = seen.filter(
    ({ value }, i) => matches(value, v, tol) && (i === 0 || !matches(seen[i - 1]?.value ?? '', v, tol)),
  );
  if (starts.length > max) return missed(starts[max]?.from ?? to, starts.length);
  return starts.length < min ? missed(to, starts.length) : MET;
}

function blinks(expectation: Of<'blinks'>, run: RunView): Judgement {
  const { o, hz, duty, tol = BLINK_TOLERANCE, cycles = 2 } = expectation;
  const [from, to] = windowOf(expectation, run);
  const seen = seenIn(run, o, from, to);
  const isOn = ({ value }: Stretch): boolean => typeof value === 'number' && value > 0;
  // What began before the window is not known whole.
  const rises = seen.flatMap((one, i) => {
    const before = seen[i - 1];
    return before !== undefined && isOn(one) && !isOn(before) ? [i] : [];
  });
  let [right, where] = [0, from];
  for (const [n, i] of rises.entries()) {
    const [start, end] = [seen[i]?.from ?? 0, seen[rises[n + 1] ?? -1]?.from];
    if (end === undefined) break;
    const lit = seen
      .slice(i, rises[n + 1])
      .reduce((sum, one) => sum + (isOn(one) ? one.to - one.from : 0), 0);
    const isRight =
      Math.abs(((end - start) * hz) / 1000 - 1) <= tol &&
      (duty === undefined || Math.abs(lit / (end - start) - duty) <= tol);
    right = isRight ? right + 1 : 0;
    if (right >= cycles) return MET;
    if (!isRight) where = start;
  }
  return missed(where === from && rises.length > 0 ? to : where, seen.at(-1)?.value);
}

function plays(expectation: Of<'plays'>, run: RunView): Judgement {
  const { o, notes, tol = PITCH_TOLERANCE } = expectation;
  const [from, to] = windowOf({ from: 0, ...expectation }, run);
  const heard = seenIn(run, o, from, to).filter(({ value }) => value !== 0);
  const isRight = (value: Value | undefined, hz: number): boolean =>
    typeof value === 'number' && Math.abs(value - hz) <= hz * tol;
  let where = to;
  for (let start = 0; start < heard.length; start++) {
    const wrong = notes.findIndex((hz, i) => !isRight(heard[start + i]?.value, hz));
    if (wrong < 0) return MET;
    if (start === 0) where = heard[wrong]?.from ?? to;
  }
  return missed(where, heard.find(({ from: begin }) => begin >= where)?.value);
}

function shows(expectation: Of<'shows'>, run: RunView): Judgement {
  const { o, text, number, tol = 0 } = expectation;
  const test = (value: Value): boolean => {
    const shown = textOf(value);
    if (text !== undefined && !shown.includes(textOf(text))) return false;
    if (number === undefined) return true;
    const numbers = shown.match(/-?\d+(?:[.,]\d+)?/g) ?? [];
    return numbers.some((one) => Math.abs(Number(one.replace(',', '.')) - number) <= tol);
  };
  if (o !== 'serial') return happensOrHolds(run, expectation, test);
  // A line is printed at one moment: it is enough that it comes.
  const [from, to] = [at(expectation.from, run, 0), at(expectation.by ?? expectation.to, run, run.endMs)];
  const printed = run.lines.filter(({ ms }) => ms >= from && ms <= to + run.slack);
  return printed.some((line) => test(line.text)) ? MET : missed(to, printed.at(-1)?.text);
}

function moves(expectation: Of<'moves'>, run: RunView): Judgement {
  const [from, to] = windowOf(expectation, run);
  const values = seenIn(run, expectation.o, from, to).flatMap(({ value }) =>
    typeof value === 'number' ? [value] : [],
  );
  const span = values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  return span >= expectation.min ? MET : missed(to, span);
}

/** What the map says for an input: straight lines between its points. */
function mapped(map: readonly (readonly [number, number])[], input: number): number {
  const sorted = map.toSorted((a, b) => a[0] - b[0]);
  const above = sorted.findIndex(([from]) => from >= input);
  const [high, low] = [sorted[above < 0 ? sorted.length - 1 : above], sorted[above <= 0 ? 0 : above - 1]];
  if (high === undefined || low === undefined) return 0;
  if (above <= 0 || high[0] === low[0]) return above < 0 ? high[1] : (above === 0 ? high : low)[1];
  return low[1] + ((input - low[0]) * (high[1] - low[1])) / (high[0] - low[0]);
}

function follows({ o, i, map, tol = 0, lag = DEFAULT_LAG_MS }: Of<'follows'>, run: RunView): Judgement {
  for (const { from, to, value } of seenIn(run, i, 0, run.endMs)) {
    if (typeof value !== 'number') continue;
    const begin = Math.max(BOOT_MS, from + lag + run.slack);
    const wrong = seenIn(run, o, begin, to).find((one) => !matches(one.value, mapped(map, value), tol));
    if (wrong !== undefined) return missed(wrong.from, wrong.value);
  }
  return MET;
}
