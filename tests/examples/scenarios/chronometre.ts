/** A stopwatch on four digits. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'chronometre',
  acts: [
    act('start, stop, go on and zero work as on a stopwatch', (stage) => {
      const start = stage.brick('depart', 'digital-source');
      const display = stage.brick('afficheur', 'display');
      const shown = (): number => Number(display.text().replace(':', '.').replace(' ', ''));
      for (const ms of [1000, 3500, 5000]) start.press(ms, 100);
      stage.brick('zero', 'digital-source').press(7000, 100);
      stage.run(900);
      expect(shown()).toBe(0);
      stage.run(2150);
      expect(isNear(shown(), 1.05, 0.12)).toBe(true);
      stage.run(4900);
      expect(isNear(shown(), 2.5, 0.12)).toBe(true);
      stage.run(6500);
      expect(isNear(shown(), 4, 0.15)).toBe(true);
      stage.run(8000);
      expect(isNear(shown(), 1, 0.15)).toBe(true);
    }),
  ],
};
