/** A parking space on the Grove shield. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'place-de-parking',
  acts: [
    act('red when a car is there, green when it has left, undecided in between', (stage) => {
      const eye = stage.brick('oeil', 'ultrasonic');
      eye.set(250);
      eye.setAt(1000, 60);
      eye.setAt(2000, 30);
      eye.setAt(3000, 60);
      eye.setAt(4000, 200);
      eye.setAt(5000, 25);
      stage.run(6000);
      const seen = (ms: number): string =>
        ['rouge', 'verte'].filter((id) => stage.brick(id, 'light').isOnAt(ms)).join();
      expect([900, 1900, 2900, 3900, 4900, 5900].map(seen)).toEqual([
        'verte',
        'verte',
        'rouge',
        'rouge',
        'verte',
        'rouge',
      ]);
      expect(stage.lines()).toEqual(['voitures = 1', 'voitures = 2']);
    }),
  ],
};
