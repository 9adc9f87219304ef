/** A night light with screen and buzzer, as in the editor’s picture. */
import { expect } from 'vitest';
import { act, isNear, trimmed, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'veilleuse-automatique',
  acts: [
    act('it lights and plays in the dark, and is quiet in the light', (stage) => {
      const light = stage.brick('lumiere', 'analog-source');
      light.set(600);
      light.setAt(2100, 120);
      light.setAt(4100, 700);
      stage.run(6000);
      const led = stage.brick('led', 'light');
      expect([1900, 3000, 5500].map((ms) => led.isOnAt(ms))).toEqual([false, true, false]);
      expect(trimmed(stage.brick('ecran', 'lcd').lines())).toEqual(['Bonsoir !', '']);
      const notes = stage.brick('buzzer', 'buzzer').notes();
      expect(notes.length).toBeGreaterThanOrEqual(3);
      for (const { hz, fromMs, toMs } of notes) {
        expect([isNear(hz, 262, 3), isNear(toMs - fromMs, 100, 5)]).toEqual([true, true]);
        expect(fromMs > 2000 && toMs < 4700).toBe(true);
      }
      const lines = new Set(stage.lines());
      expect(lines).toEqual(new Set(['lumière = 600', 'lumière = 120', 'lumière = 700']));
    }),
    act('the button takes the present light as the threshold', (stage) => {
      const light = stage.brick('lumiere', 'analog-source');
      light.set(800);
      stage.brick('bouton', 'digital-source').press(1000, 100);
      light.setAt(2000, 700);
      stage.run(3000);
      const led = stage.brick('led', 'light');
      expect([led.isOnAt(1900), led.isOnAt(2900)]).toEqual([false, true]);
    }),
  ],
};
