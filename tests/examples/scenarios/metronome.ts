/** A metronome on the Grove shield. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'metronome',
  // One round of 20 ms may fall on the other side of the middle.
  toleranceMs: 25,
  acts: [
    act('the needle swings between 40° and 140° in 3 s, or in 1 s when the knob is turned', (stage) => {
      const knob = stage.brick('tempo', 'analog-source');
      const needle = stage.brick('aiguille', 'servo');
      knob.set(0);
      knob.setAt(9000, 1023);
      stage.run(14_000);
      const angles = (from: number, until: number): readonly number[] =>
        Array.from({ length: (until - from) / 20 }, (_, i) => needle.angleAt(from + i * 20) ?? 0);
      for (const [from, until] of [
        [1000, 7000],
        [10_000, 13_000],
      ] as const) {
        const seen = angles(from, until);
        expect(isNear(Math.min(...seen), 40, 3)).toBe(true);
        expect(isNear(Math.max(...seen), 140, 3)).toBe(true);
      }
      const lit = (from: number, until: number): number =>
        stage
          .brick('lampe', 'light')
          .changes()
          .filter(({ ms, on }) => on && ms >= from && ms < until).length;
      expect(isNear(lit(0, 9000), 3, 1)).toBe(true);
      expect(isNear(lit(10_000, 14_000), 4, 1)).toBe(true);
      expect(needle.violations()).toEqual([]);
    }),
  ],
};
