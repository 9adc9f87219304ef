import { describe, expect, test } from 'vitest';
import { EdgeStore } from '../../../app/simulator/debugger/index.ts';

/** 976.5625 Hz at 25 %, in cycles of 16 MHz. */
function pwm(seconds: number): EdgeStore {
  const store = new EdgeStore();
  for (let at = 100; at < seconds * 16e6; at += 16_384) {
    store.add(1, at);
    store.add(0, at + 4096);
  }
  return store;
}

describe('the edges of a wire', () => {
  test('60 s of PWM are drawn in a thousand columns, from half a megabyte', () => {
    const store = pwm(60);
    expect(store.length).toBeGreaterThan(117_000);
    expect(store.bytes).toBeLessThan(500_000);
    const columns = store.columns(0, 60 * 16e6, 1000);
    expect(columns).toHaveLength(1000);
    for (const { high, edges } of columns.slice(0, -1)) {
      expect(Math.abs(high - 0.25)).toBeLessThan(0.02);
      expect(Math.abs(edges - 117)).toBeLessThan(3);
    }
  });

  test('between two cursors: period, frequency and share of the time', () => {
    const { periodCycles, duty, rises } = pwm(1).measure(0, 8e6);
    expect(periodCycles).toBe(16_384);
    expect(duty).toBe(0.25);
    expect(rises).toBe(489);
    expect(pwm(1).measure(0, 10_000)).toEqual({ periodCycles: undefined, duty: undefined, rises: 1 });
  });

  test('levels and edges near a moment', () => {
    const store = pwm(1);
    expect([99, 100, 4195, 4196].map((cycle) => store.levelAt(cycle))).toEqual([0, 1, 1, 0]);
    expect(store.edges(0, 20_000)).toEqual([
      { cycle: 100, level: 1 },
      { cycle: 4196, level: 0 },
      { cycle: 16_484, level: 1 },
    ]);
    store.truncate(5000);
    expect(store.length).toBe(2);
    expect(store.last).toBe(4196);
  });

  test('forgets the oldest, and still knows the levels', () => {
    const store = new EdgeStore(10_000);
    for (let at = 1; at <= 100_001; at++) store.add(at % 2 === 1 ? 1 : 0, at * 10);
    expect(store.length).toBeLessThanOrEqual(10_000);
    expect(store.levelAt(1_000_010)).toBe(1);
    expect(store.levelAt(1_000_000)).toBe(0);
    expect(store.from).toBeGreaterThan(900_000);
  });
});
