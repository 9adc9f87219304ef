/** Twelve rhythms on a Mega. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

const WAITS = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1];

export const scenario: Scenario = {
  example: 'douze-clignotants',
  acts: [
    act('twelve scripts keep twelve rhythms within 2 %', (stage) => {
      const duration = 20_000;
      stage.run(duration);
      for (const [i, seconds] of WAITS.entries()) {
        const changes = stage.brick(`led${i + 1}`, 'light').changes();
        const [first, last] = [changes[0], changes.at(-1)];
        const period = ((last?.ms ?? 0) - (first?.ms ?? 0)) / (changes.length - 1);
        expect([i, isNear(period, seconds * 1000, seconds * 20)]).toEqual([i, true]);
        expect(isNear(changes.length, duration / (seconds * 1000), 2)).toBe(true);
      }
    }),
  ],
};
