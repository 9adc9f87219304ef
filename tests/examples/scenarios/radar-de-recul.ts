/** A parking radar. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'radar-de-recul',
  acts: [
    act('beeps come faster as the wall comes nearer, and become one sound below 10 cm', (stage) => {
      const wall = stage.brick('radar', 'ultrasonic');
      wall.set(150);
      wall.setAt(2000, 80);
      wall.setAt(6000, 20);
      wall.setAt(9000, 6);
      stage.run(11_000);
      const notes = stage.brick('buzzer', 'buzzer').notes();
      const beeps = (from: number, until: number): number =>
        notes.filter(({ fromMs }) => fromMs >= from && fromMs < until).length;
      expect(beeps(0, 2000)).toBe(0);
      expect(isNear(beeps(2200, 6000), 4, 1)).toBe(true);
      expect(isNear(beeps(6500, 9000), 10, 1)).toBe(true);
      const led = stage.brick('led', 'light');
      expect(led.isOnAt(1900)).toBe(false);
      expect(led.brightness(9500, 11_000)).toBe(100);
      expect(stage.machine.edges(9).filter(({ cycle }) => cycle > 9.5 * 16e6).length).toBeGreaterThan(2500);
    }),
    act('away from the wall it falls silent again', (stage) => {
      const wall = stage.brick('radar', 'ultrasonic');
      wall.set(6);
      wall.setAt(1000, 300);
      stage.run(3000);
      const last = stage.brick('buzzer', 'buzzer').notes().at(-1);
      expect(last !== undefined && last.toMs < 1300).toBe(true);
      expect(stage.brick('led', 'light').isOn()).toBe(false);
    }),
  ],
};
