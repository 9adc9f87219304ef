/** Goals on four digits. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'compteur',
  acts: [
    act('plus and minus count, never below 0, and zero starts again', (stage) => {
      const [plus, minus, zero] = ['plus', 'moins', 'zero'].map((id) => stage.brick(id, 'digital-source'));
      const display = stage.brick('afficheur', 'display');
      const shows: string[] = [];
      const afterPress = (button: typeof plus, forMs = 100): void => {
        const now = stage.machine.ms;
        button?.press(now + 50, forMs);
        stage.run(now + forMs + 250);
        shows.push(display.text().trim());
      };
      stage.run(200);
      shows.push(display.text().trim());
      for (let i = 0; i < 3; i++) afterPress(plus);
      afterPress(minus);
      afterPress(plus, 1500);
      afterPress(zero);
      afterPress(minus);
      afterPress(plus);
      expect(shows).toEqual(['0', '1', '2', '3', '2', '3', '0', '0', '1']);
      expect(display.brightness()).toBe(8);
    }),
  ],
};
