/** Lap times over a line sensor. */
import { expect } from 'vitest';
import { act, trimmed, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'compteur-de-tours',
  acts: [
    act('laps are timed from the first passage on, and the best one is kept', (stage) => {
      const line = stage.brick('capteur', 'digital-source');
      const screen = stage.brick('ecran', 'lcd');
      for (const ms of [1000, 4000, 6500, 10_000]) line.press(ms, 60);
      const lines = (ms: number): readonly [string, string] => {
        stage.run(ms);
        return trimmed(screen.lines());
      };
      expect(lines(900)).toEqual(['En piste !', '']);
      expect(lines(3900)).toEqual(['En piste !', '']);
      expect(lines(6000)[0]).toMatch(/^Tour 1 : (2\.9|3\.0)\d$/);
      expect(lines(9000)[0]).toMatch(/^Tour 2 : 2\.[45]\d$/);
      expect(lines(9500)[1]).toMatch(/^Record 2\.[45]\d$/);
      expect(lines(12_000)[0]).toMatch(/^Tour 3 : 3\.[45]\d$/);
      expect(lines(12_500)[1]).toMatch(/^Record 2\.[45]\d$/);
      expect(stage.brick('buzzer', 'buzzer').notes()).toHaveLength(4);
    }),
  ],
};
