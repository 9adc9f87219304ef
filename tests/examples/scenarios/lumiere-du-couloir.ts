/** A corridor lamp behind a relay. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'lumiere-du-couloir',
  acts: [
    act('in the dark the lamp lights with the movement and goes out 5 s after it', (stage) => {
      stage.brick('lumiere', 'analog-source').set(100);
      stage.brick('couloir', 'digital-source').press(1000, 3000);
      stage.run(11_000);
      const changes = stage.brick('lampe', 'light').changes();
      expect(changes.map(({ on }) => on)).toEqual([true, false]);
      expect(isNear(changes[0]?.ms, 1010, 40)).toBe(true);
      expect(isNear(changes[1]?.ms, 9020, 60)).toBe(true);
      expect(stage.lines()).toEqual(['Plus personne']);
    }),
    act('the button turns it off at once', (stage) => {
      stage.brick('lumiere', 'analog-source').set(100);
      stage.brick('couloir', 'digital-source').press(1000, 1000);
      stage.brick('bouton', 'digital-source').press(3000, 100);
      stage.run(5000);
      expect(isNear(stage.brick('lampe', 'light').changes()[1]?.ms, 3020, 40)).toBe(true);
    }),
    act('in daylight it stays off', (stage) => {
      stage.brick('lumiere', 'analog-source').set(900);
      stage.brick('couloir', 'digital-source').press(1000, 1000);
      stage.run(4000);
      expect(stage.brick('lampe', 'light').changes()).toEqual([]);
    }),
  ],
};
