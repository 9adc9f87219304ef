/**
 * Do two observations of the same sketch, built by two compilers, show the same behaviour?
 *
 * Out: undefined, or the first difference in words. Code of one may be quicker than that of the other,
 * so: what is written must be the same as far as both got, numbers in it may differ a little (they are
 * often times); edges come in the same order, and at the same times unless the program is racing.
 */
import type { Edge } from '../bench/wires.ts';
import type { Observation } from './observe-firmware.ts';

/** Above so many edges in the run a pin is a wave: compared by frequency and duty. */
const WAVE_EDGES = 400;
const WAVE_TOLERANCE = 0.05;
const TIME_TOLERANCE_MS = 3;
const TIME_TOLERANCE = 0.01;
/** So many lines may differ: an input changed while it was being read. */
const FEW_LINES = 2;
const OTHER_LINES = 0.05;
const NUMBER_TOLERANCE = 0.03;
const NUMBER_SLACK = 8;

export function judge(ours: Observation, theirs: Observation): string | undefined {
  if (ours.stopped !== theirs.stopped) return `stopped: ${ours.stopped ?? 'no'} / ${theirs.stopped ?? 'no'}`;
  if (ours.faults.length > 0 && theirs.faults.length === 0) return `fault: ${ours.faults[0]}`;
  return (
    serialDifference(ours.serial, theirs.serial) ??
    pinsDifference(ours, theirs) ??
    listDifference('I2C', ours.twi, theirs.twi) ??
    (ours.eeprom === theirs.eeprom ? undefined : 'EEPROM')
  );
}

function serialDifference(ours: string, theirs: string): string | undefined {
  if ((ours.length === 0) !== (theirs.length === 0))
    return `serial: ${ours.length} bytes / ${theirs.length} bytes`;
  const [a, b] = [linesOf(ours), linesOf(theirs)];
  const both = Math.min(a.length, b.length) - 1;
  const allowed = Math.max(FEW_LINES, OTHER_LINES * both);
  let others = 0;
  let first: string | undefined;
  for (let i = 0, j = 0; i < both && j < both; i++, j++) {
    if (sameLine(a[i], b[j])) continue;
    first ??= `serial: ${JSON.stringify(a[i])} / ${JSON.stringify(b[j])}`;
    others++;
    // One of them has looked at an input once more, or once less, before it changed.
    if (sameLine(a[i + 1], b[j])) i++;
    else if (sameLine(a[i], b[j + 1])) j++;
  }
  if (others > allowed) return first;
  const few = Math.min(ours.length, theirs.length);
  const many = Math.max(ours.length, theirs.length);
  return many - few > 40 + 0.4 * many ? `serial: ${ours.length} bytes / ${theirs.length} bytes` : undefined;
}

/** Lines that repeat count once: how often depends on the speed of the code. */
const linesOf = (text: string): string[] =>
  text.split('\n').filter((line, i, all) => i === 0 || line !== all[i - 1]);

function sameLine(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const tokens = (text: string): string[] => text.match(/-?\d+(?:\.\d+)?|\s+|[^\d\s]/g) ?? [];
  const [x, y] = [tokens(a), tokens(b)];
  return x.length === y.length && x.every((token, i) => token === y[i] || isNear(token, y[i] ?? ''));
}

function isNear(x: string, y: string): boolean {
  const [a, b] = [Number(x), Number(y)];
  if (x.trim() === '' || Number.isNaN(a) || Number.isNaN(b)) return false;
  return Math.abs(a - b) <= Math.max(NUMBER_SLACK, NUMBER_TOLERANCE * Math.max(Math.abs(a), Math.abs(b)));
}

function pinsDifference(ours: Observation, theirs: Observation): string | undefined {
  const pins = [...new Set([...ours.pins.keys(), ...theirs.pins.keys()])].toSorted((a, b) => a - b);
  for (const pin of pins) {
    const [a, b] = [ours.pins.get(pin) ?? [], theirs.pins.get(pin) ?? []];
    const found =
      Math.max(a.length, b.length) > WAVE_EDGES ? waveDifference(a, b, ours) : edgeDifference(a, b, ours);
    if (found !== undefined) return `pin ${pin}: ${found}`;
  }
  return undefined;
}

function waveDifference(
  a: readonly Edge[],
  b: readonly Edge[],
  { clockHz }: Observation,
): string | undefined {
  const [x, y] = [wave(a, clockHz), wave(b, clockHz)];
  // A pin that is toggled as fast as the chip can says how fast its code is.
  const isRacing = x.hz > 20_000 || y.hz > 20_000;
  if (!isRacing && Math.abs(x.hz - y.hz) > WAVE_TOLERANCE * Math.max(x.hz, y.hz))
    return `${x.hz.toFixed(1)} Hz / ${y.hz.toFixed(1)} Hz`;
  if (!isRacing && Math.abs(x.duty - y.duty) > WAVE_TOLERANCE)
    return `duty ${x.duty.toFixed(3)} / ${y.duty.toFixed(3)}`;
  return undefined;
}

function wave(edges: readonly Edge[], clockHz: number): { hz: number; duty: number } {
  let high = 0;
  for (const [i, edge] of edges.entries())
    if (edge.level === 1) high += (edges[i + 1]?.cycle ?? edge.cycle) - edge.cycle;
  const length = Math.max(1, (edges.at(-1)?.cycle ?? 0) - (edges[0]?.cycle ?? 0));
  return { hz: ((edges.length - 1) / 2 / length) * clockHz, duty: high / length };
}

function edgeDifference(
  a: readonly Edge[],
  b: readonly Edge[],
  { clockHz, ms }: Observation,
): string | undefined {
  const at = (edge: Edge | undefined): number => ((edge?.cycle ?? 0) * 1000) / clockHz;
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i++) {
    if (a[i]?.level !== b[i]?.level) return `edge ${i} goes the other way`;
    const [x, y] = [at(a[i]), at(b[i])];
    if (Math.abs(x - y) > TIME_TOLERANCE_MS + TIME_TOLERANCE * Math.max(x, y))
      return `edge ${i} at ${x.toFixed(2)} ms / ${y.toFixed(2)} ms`;
  }
  const next = at(a[both] ?? b[both]);
  const isNearEnd = next > ms - TIME_TOLERANCE_MS - TIME_TOLERANCE * ms;
  return a.length === b.length || isNearEnd ? undefined : `${a.length} edges / ${b.length} edges`;
}

function listDifference(name: string, a: readonly string[], b: readonly string[]): string | undefined {
  const both = Math.min(a.length, b.length) - 1;
  for (let i = 0; i < both; i++) if (a[i] !== b[i]) return `${name} ${i}: ${a[i]} / ${b[i]}`;
  const difference = Math.abs(a.length - b.length);
  return difference > 2 + 0.2 * Math.max(a.length, b.length)
    ? `${name}: ${a.length} transactions / ${b.length}`
    : undefined;
}
