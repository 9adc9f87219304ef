/** A reaction game for two. */
import { expect } from 'vitest';
import { act, trimmed, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'jeu-de-reaction',
  acts: [
    act('the faster player gets the point, with the time, and the score is kept', (stage) => {
      const lamp = stage.brick('signal', 'light');
      const screen = stage.brick('ecran', 'lcd');
      const round = (winner: 'gauche' | 'droite', afterMs: number): void => {
        const before = stage.machine.ms;
        expect(stage.runUntil(() => lamp.isOn(), before + 8000)).toBe(true);
        const now = stage.machine.ms;
        stage.brick(winner, 'digital-source').press(now + afterMs, 120);
        stage.run(now + afterMs + 400);
        expect(lamp.isOn()).toBe(false);
      };
      stage.run(500);
      expect(trimmed(screen.lines())[0]).toBe('Attention...');
      round('droite', 300);
      expect(trimmed(screen.lines())[0]).toMatch(/^Droite 0[,.]3\d s$/);
      expect(trimmed(screen.lines())[1]).toBe('0 a 1');
      round('gauche', 250);
      expect(trimmed(screen.lines())[0]).toMatch(/^Gauche 0[,.]2\d s$/);
      round('gauche', 500);
      expect(trimmed(screen.lines())[1]).toBe('2 a 1');
    }),
    act('the lamp lights after 2 to 4 s', (stage) => {
      const lamp = stage.brick('signal', 'light');
      expect(stage.runUntil(() => lamp.isOn(), 5000)).toBe(true);
      expect(stage.machine.ms > 2000 && stage.machine.ms < 4200).toBe(true);
    }),
  ],
};
