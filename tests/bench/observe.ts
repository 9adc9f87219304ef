/**
 * Questions about what a machine did: edges, levels, duty, frequency, pulses, serial lines.
 *
 * In: a machine (or anything that kept the same traces). Out: plain values in milliseconds,
 * microseconds, hertz and percent. Nothing here changes the machine.
 */
import type { SerialByte } from './serial-line.ts';
import type { Edge, Level } from './wires.ts';

/** What observations are made from; a Machine is one, a simavr run another. */
export interface Traces {
  readonly clockHz: number;
  readonly serial: { readonly sent: readonly SerialByte[] };
  edges(pin: number): readonly Edge[];
}

export interface TimedEdge {
  readonly ms: number;
  readonly level: Level;
}

export interface Pulse {
  /** When the wire rose. */
  readonly ms: number;
  readonly widthUs: number;
}

export interface SerialLineSeen {
  /** When the first character of the line was sent. */
  readonly ms: number;
  readonly text: string;
}

const toMs = (traces: Traces, cycle: number): number => (cycle * 1000) / traces.clockHz;

export const edges = (traces: Traces, pin: number): TimedEdge[] =>
  traces.edges(pin).map(({ cycle, level }) => ({ ms: toMs(traces, cycle), level }));

/** How many edges come at or before the cycle. */
function edgesUpTo(all: readonly Edge[], cycle: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.cycle ?? 0) <= cycle) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function levelAt(traces: Traces, pin: number, ms: number): Level {
  const all = traces.edges(pin);
  return all[edgesUpTo(all, (ms * traces.clockHz) / 1000) - 1]?.level ?? 0;
}

/** The share of the window during which the wire is high, in percent. */
export function duty(traces: Traces, pin: number, fromMs: number, untilMs: number): number {
  const [from, until] = [fromMs, untilMs].map((ms) => (ms * traces.clockHz) / 1000);
  const all = traces.edges(pin);
  let [at, level, high] = [from ?? 0, levelAt(traces, pin, fromMs), 0];
  for (let i = edgesUpTo(all, from ?? 0); i < all.length; i++) {
    const edge = all[i];
    if (edge === undefined || edge.cycle >= (until ?? 0)) break;
    if (level === 1) high += edge.cycle - at;
    [at, level] = [edge.cycle, edge.level];
  }
  if (level === 1) high += (until ?? 0) - at;
  return (100 * high) / ((until ?? 0) - (from ?? 0));
}

/** The mean frequency of the rising edges in the window, 0 with fewer than two. */
export function frequency(traces: Traces, pin: number, fromMs: number, untilMs: number): number {
  const rises = edges(traces, pin).filter(({ ms, level }) => level === 1 && ms >= fromMs && ms < untilMs);
  const [first, last] = [rises[0], rises.at(-1)];
  if (first === undefined || last === undefined || first === last) return 0;
  return ((rises.length - 1) * 1000) / (last.ms - first.ms);
}

/** Every whole high pulse of the wire. */
export function pulses(traces: Traces, pin: number): Pulse[] {
  const found: Pulse[] = [];
  let rise: TimedEdge | undefined;
  for (const edge of edges(traces, pin)) {
    if (edge.level === 1) rise = edge;
    else if (rise !== undefined) found.push({ ms: rise.ms, widthUs: (edge.ms - rise.ms) * 1000 });
  }
  return found;
}

/** Everything the program sent, read as UTF-8. */
export const serialText = (traces: Traces): string =>
  new TextDecoder().decode(Uint8Array.from(traces.serial.sent, ({ byte }) => byte));

/** Whole lines the program sent, without their ends ("\n" or "\r\n"). */
export function serialLines(traces: Traces): SerialLineSeen[] {
  const lines: SerialLineSeen[] = [];
  let bytes: SerialByte[] = [];
  for (const sent of traces.serial.sent) {
    if (sent.byte !== 0x0a) {
      bytes.push(sent);
      continue;
    }
    const text = new TextDecoder().decode(Uint8Array.from(bytes, ({ byte }) => byte)).replace(/\r$/, '');
    lines.push({ ms: toMs(traces, bytes[0]?.cycle ?? sent.cycle), text });
    bytes = [];
  }
  return lines;
}
