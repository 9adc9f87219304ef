/** Curves on the monitor. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'traceur-de-lumiere',
  acts: [
    act('the monitor gets both curves ten times a second; the smooth one follows slowly', (stage) => {
      const light = stage.brick('lumiere', 'analog-source');
      light.set(102);
      light.setAt(2000, 1023);
      stage.run(5000);
      const values = (label: string): readonly number[] =>
        stage
          .lines()
          .filter((line) => line.startsWith(`${label}:`))
          .map((line) => Number(line.slice(label.length + 1)));
      const [raw, smooth] = [values('lumière'), values('lissée')];
      expect(isNear(raw.length, 50, 1)).toBe(true);
      expect([raw[10], raw[30]]).toEqual([10, 100]);
      expect(isNear(smooth[10], 10, 0.5)).toBe(true);
      const rising = smooth.slice(20, 40);
      expect(rising.every((value, i) => i === 0 || value > (rising[i - 1] ?? 0))).toBe(true);
      expect(isNear(smooth[25], 52, 12)).toBe(true);
      expect((smooth.at(-1) ?? 0) > 90).toBe(true);
    }),
    act('day and night are told once each time they come', (stage) => {
      const light = stage.brick('lumiere', 'analog-source');
      light.set(500);
      for (const [ms, value] of [
        [1000, 900],
        [2000, 700],
        [3000, 100],
        [4000, 150],
        [5000, 800],
      ] as const)
        light.setAt(ms, value);
      stage.run(6000);
      const told = stage.lines().filter((line) => !line.includes(':'));
      expect(told).toHaveLength(3);
      expect(told[0]).toMatch(/^Le jour se lève à 1[.,]0 s$/);
      expect(told[1]).toBe('La nuit tombe');
      expect(told[2]).toMatch(/^Le jour se lève à 5[.,]0 s$/);
    }),
  ],
};
