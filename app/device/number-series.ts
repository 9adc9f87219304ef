/**
 * The numbers of a board's lines over time, by name: the plotter's data.
 *
 * In: lines as the monitor has them. Out: for each name its newest points. Memory is bounded: names that come
 * after the first dozen, and points before the newest thousands, are left out and counted.
 */
import { numbersOf, type MonitorLine } from './monitor-log.ts';

export interface NumberPoint {
  /** Milliseconds of the clock, as in the line. */
  readonly at: number;
  readonly value: number;
}

export interface SeriesLimits {
  readonly names: number;
  readonly points: number;
}

export const SERIES_LIMITS: SeriesLimits = { names: 12, points: 5_000 };

export class NumberSeries {
  droppedPoints = 0;
  private readonly limits: SeriesLimits;
  private readonly rings = new Map<string, { readonly points: NumberPoint[]; first: number }>();

  constructor(limits: SeriesLimits = SERIES_LIMITS) {
    this.limits = limits;
  }

  take({ text, at }: MonitorLine): void {
    for (const [name, value] of numbersOf(text) ?? []) {
      let ring = this.rings.get(name);
      if (ring === undefined) {
        if (this.rings.size >= this.limits.names) {
          this.droppedPoints++;
          continue;
        }
        this.rings.set(name, (ring = { points: [], first: 0 }));
      }
      if (ring.points.length < this.limits.points) ring.points.push({ at, value });
      else {
        ring.points[ring.first] = { at, value };
        ring.first = (ring.first + 1) % this.limits.points;
        this.droppedPoints++;
      }
    }
  }

  get names(): readonly string[] {
    return [...this.rings.keys()];
  }

  /** The oldest first. */
  points(name: string): readonly NumberPoint[] {
    const ring = this.rings.get(name);
    return ring === undefined ? [] : [...ring.points.slice(ring.first), ...ring.points.slice(0, ring.first)];
  }

  clear(): void {
    this.rings.clear();
    this.droppedPoints = 0;
  }
}
