/** A rainbow on a strip. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'arc-en-ciel',
  acts: [
    act('all colours show and move on, faster when the knob is turned', (stage) => {
      const strip = stage.brick('ruban', 'strip');
      const knob = stage.brick('vitesse', 'analog-source');
      knob.set(0);
      knob.setAt(3000, 1023);
      stage.run(5000);
      expect(new Set(strip.colours()).size).toBe(8);
      const frames = (from: number, until: number): number =>
        strip.frames().filter(({ ms }) => ms >= from && ms < until).length;
      expect(isNear(frames(1000, 3000), 10, 1)).toBe(true);
      expect(isNear(frames(3500, 5000), 73, 6)).toBe(true);
      const levels = strip.frames().flatMap(({ pixels }) => pixels.flatMap(({ r, g, b }) => [r, g, b]));
      expect(isNear(Math.max(...levels), 77, 1)).toBe(true);
    }),
    act('a touch makes it white, the next touch brings the rainbow back', (stage) => {
      const strip = stage.brick('ruban', 'strip');
      const pad = stage.brick('touche', 'digital-source');
      pad.press(1000, 300);
      pad.press(2000, 300);
      stage.run(1800);
      expect(new Set(strip.colours()).size).toBe(1);
      stage.run(3000);
      expect(new Set(strip.colours()).size).toBe(8);
    }),
  ],
};
