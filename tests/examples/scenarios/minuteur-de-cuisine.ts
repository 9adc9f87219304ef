/** A kitchen timer. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'minuteur-de-cuisine',
  acts: [
    act('the wheel sets the time, the button counts it down, and it rings three times', (stage) => {
      const wheel = stage.brick('molette', 'encoder');
      const display = stage.brick('afficheur', 'display');
      wheel.turn(8, { atMs: 200, msPerClick: 40 });
      wheel.turn(-6, { atMs: 1000, msPerClick: 40 });
      stage.brick('bouton', 'digital-source').press(2000, 100);
      stage.run(900);
      expect(display.text()).toBe('01:20');
      stage.run(1900);
      expect(display.text()).toBe('00:20');
      stage.run(6500);
      expect(display.text()).toBe('00:16');
      stage.run(21_500);
      expect(display.text()).toBe('00:01');
      expect(stage.brick('buzzer', 'buzzer').notes()).toEqual([]);
      stage.run(25_000);
      expect(display.text()).toBe('00:00');
      const notes = stage.brick('buzzer', 'buzzer').notes();
      expect(notes).toHaveLength(3);
      expect(notes.every(({ hz }) => isNear(hz, 880, 8))).toBe(true);
    }),
    act('it never goes below 00:00', (stage) => {
      stage.brick('molette', 'encoder').turn(-5, { atMs: 200, msPerClick: 40 });
      stage.run(1000);
      expect(stage.brick('afficheur', 'display').text()).toBe('00:00');
    }),
  ],
};
