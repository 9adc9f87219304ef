/** Two wheels and two eyes on an Uno. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'robot-suiveur-de-ligne',
  // Speeds are read in windows that begin where a speed may just be changing.
  toleranceMs: 12,
  acts: [
    act('it leaves one second after the press, turns towards the line and stops at the end', (stage) => {
      const [left, right] = ['oeil-g', 'oeil-d'].map((id) => stage.brick(id, 'digital-source'));
      stage.brick('bouton', 'digital-source').press(500, 100);
      left?.press(3000, 1000);
      right?.press(5000, 1000);
      left?.setAt(7000, true);
      right?.setAt(7000, true);
      left?.setAt(8000, false);
      right?.setAt(8000, false);
      stage.run(9500);
      const speeds = (from: number, until: number): readonly number[] =>
        ['gauche', 'droite'].map((id) => Math.round(stage.brick(id, 'motor').speed(from, until)));
      expect(speeds(0, 1450)).toEqual([0, 0]);
      expect(speeds(2000, 2900)).toEqual([60, 60]);
      expect(speeds(3200, 3900)).toEqual([-30, 60]);
      expect(speeds(4200, 4900)).toEqual([60, 60]);
      expect(speeds(5200, 5900)).toEqual([60, -30]);
      expect(speeds(7200, 9400)).toEqual([0, 0]);
    }),
    act('without a press it waits', (stage) => {
      stage.run(3000);
      expect(stage.brick('gauche', 'motor').speed(0, 3000)).toBe(0);
    }),
  ],
};
