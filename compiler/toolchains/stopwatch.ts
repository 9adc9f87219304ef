/** Adds up the milliseconds of named stages. The clock is handed in. */
export interface Stopwatch {
  measure<Result>(stage: string, work: () => Promise<Result>): Promise<Result>;
  /** Rounded to a tenth of a millisecond. */
  times(): Readonly<Record<string, number>>;
}

export function stopwatch(now: () => number): Stopwatch {
  const times = new Map<string, number>();
  return {
    async measure(stage, work) {
      const start = now();
      try {
        return await work();
      } finally {
        times.set(stage, (times.get(stage) ?? 0) + now() - start);
      }
    },
    times: () => Object.fromEntries([...times].map(([stage, ms]) => [stage, Math.round(ms * 10) / 10])),
  };
}
