/**
 * What every brick showed, over time: for checks, for the trace panel, for files.
 *
 * In: values with the cycle they are true from. Out: lists by channel ("lamp.on"), each sorted by cycle.
 * A value that repeats is not written again; one for a cycle already written replaces what follows it. Long lists lose their oldest half.
 */
import type { Value } from './brick-model.ts';

export interface TracePoint {
  readonly cycle: number;
  readonly value: Value;
}

export interface TraceMark {
  readonly lengths: Readonly<Record<string, number>>;
  /** The last points of each channel: what is found out later may replace them. */
  readonly tails: Readonly<Record<string, readonly TracePoint[]>>;
}

/** All points, to go forward to a mark again. */
export interface KeptTrace {
  readonly channels: ReadonlyMap<string, readonly TracePoint[]>;
  readonly lost: ReadonlyMap<string, number>;
}

/** Points that a later finding replaces at most. */
const TAIL = 8;

const same = (a: Value, b: Value): boolean =>
  typeof a === 'object' && typeof b === 'object' ? a.join('\n') === b.join('\n') : a === b;

export class Trace {
  private readonly channels = new Map<string, TracePoint[]>();
  /** Points that long lists have lost. */
  private readonly lost = new Map<string, number>();
  private readonly limit: number;

  constructor(limit = 200_000) {
    this.limit = limit;
  }

  add(channel: string, value: Value, cycle: number): boolean {
    let points = this.channels.get(channel);
    if (points === undefined) {
      points = [];
      this.channels.set(channel, points);
    }
    // What is found out later replaces what was thought from that cycle on.
    while ((points.at(-1)?.cycle ?? -1) >= cycle) points.pop();
    const last = points.at(-1);
    if (last !== undefined && same(last.value, value)) return false;
    if (points.length >= this.limit) {
      const half = points.length >> 1;
      points.splice(0, half);
      this.lost.set(channel, (this.lost.get(channel) ?? 0) + half);
    }
    points.push({ cycle, value });
    return true;
  }

  names(): readonly string[] {
    return [...this.channels.keys()];
  }

  points(channel: string): readonly TracePoint[] {
    return this.channels.get(channel) ?? [];
  }

  /** The value at a cycle; undefined before the first. */
  at(channel: string, cycle: number): Value | undefined {
    const points = this.points(channel);
    let [low, high] = [0, points.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((points[middle]?.cycle ?? 0) <= cycle) low = middle + 1;
      else high = middle;
    }
    return points[low - 1]?.value;
  }

  last(channel: string): Value | undefined {
    return this.points(channel).at(-1)?.value;
  }

  mark(): TraceMark {
    const lengths: Record<string, number> = {};
    const tails: Record<string, readonly TracePoint[]> = {};
    for (const [name, points] of this.channels) {
      lengths[name] = points.length + (this.lost.get(name) ?? 0);
      tails[name] = points.slice(-TAIL);
    }
    return { lengths, tails };
  }

  /** Forgets what was written after the mark. */
  goBack({ lengths, tails }: TraceMark): void {
    for (const [name, points] of this.channels) {
      const length = Math.max(0, (lengths[name] ?? 0) - (this.lost.get(name) ?? 0));
      const tail = tails[name] ?? [];
      // Points that were lost since then stay so.
      points.length = Math.min(points.length, Math.max(0, length - tail.length));
      points.push(...tail.slice(Math.max(0, tail.length - length)));
    }
  }

  keep(): KeptTrace {
    return {
      channels: new Map([...this.channels].map(([name, points]) => [name, points.slice()])),
      lost: new Map(this.lost),
    };
  }

  /** As at a mark which the kept trace goes beyond. */
  putBack({ channels, lost }: KeptTrace, mark: TraceMark): void {
    this.channels.clear();
    this.lost.clear();
    for (const [name, points] of channels) this.channels.set(name, points.slice());
    for (const [name, count] of lost) this.lost.set(name, count);
    this.goBack(mark);
  }
}
