/** The first program: an LED that blinks once a second. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'clignoter',
  acts: [
    act('the LED lights half a second and stays dark half a second, again and again', (stage) => {
      stage.run(5250);
      const led = stage.brick('led', 'light');
      for (let second = 0; second < 5; second++) {
        expect([second, led.isOnAt(second * 1000 + 250)]).toEqual([second, true]);
        expect([second, led.isOnAt(second * 1000 + 750)]).toEqual([second, false]);
      }
      expect(led.changes()).toHaveLength(11);
    }),
  ],
};
