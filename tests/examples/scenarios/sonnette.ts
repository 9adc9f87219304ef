/** A doorbell on a Leonardo. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'sonnette',
  acts: [
    act('a press plays the five notes with the lamp lit, and pressing meanwhile changes nothing', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      const buzzer = stage.brick('buzzer', 'buzzer');
      const lamp = stage.brick('lampe', 'light');
      button.press(1000, 150);
      button.press(1800, 150);
      button.press(4500, 150);
      stage.run(4000);
      const played = buzzer.notes();
      expect(played).toHaveLength(5);
      for (const [i, hz] of [659, 659, 523, 587, 392].entries())
        expect([i, isNear(played[i]?.hz, hz, hz / 100)]).toEqual([i, true]);
      expect(played.every(({ fromMs, toMs }) => isNear(toMs - fromMs, 300, 5))).toBe(true);
      expect([lamp.isOnAt(900), lamp.isOnAt(2500), lamp.isOnAt(3500)]).toEqual([false, true, false]);
      stage.run(7500);
      expect(buzzer.notes()).toHaveLength(10);
    }),
  ],
};
