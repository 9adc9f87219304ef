/** A theremin: distance makes the pitch. */
import { expect } from 'vitest';
import { act, isNear, noteAt, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'theremine',
  acts: [
    act('the nearer the hand, the higher the note; beyond 50 cm silence', (stage) => {
      const hand = stage.brick('main', 'ultrasonic');
      const buzzer = stage.brick('buzzer', 'buzzer');
      hand.set(5);
      hand.setAt(1000, 27);
      hand.setAt(2000, 50);
      hand.setAt(3000, 120);
      hand.setAt(4000, 'no-echo');
      hand.setAt(5000, 5);
      stage.run(6000);
      for (const [ms, hz] of [
        [800, 880],
        [1800, 557],
        [2800, 220],
        [5800, 880],
      ] as const) {
        expect([ms, isNear(noteAt(buzzer, ms)?.hz, hz, 12)]).toEqual([ms, true]);
      }
      expect([noteAt(buzzer, 3600), noteAt(buzzer, 4700)]).toEqual([undefined, undefined]);
    }),
  ],
};
