/** One button turns a lamp on and off. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'interrupteur',
  acts: [
    act('each press turns the LED over once, however long it lasts', (stage) => {
      const led = stage.brick('led', 'light');
      const button = stage.brick('bouton', 'digital-source');
      button.press(500, 100);
      button.press(1500, 2000);
      button.press(4500, 60);
      stage.run(400);
      expect(led.isOn()).toBe(false);
      stage.run(1400);
      expect(led.isOn()).toBe(true);
      stage.run(4400);
      expect(led.isOn()).toBe(false);
      stage.run(5000);
      expect(led.isOn()).toBe(true);
      expect(led.changes()).toHaveLength(3);
    }),
    act('a bouncing contact counts once', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      for (const ms of [500, 503, 506, 509]) button.press(ms, 1.5);
      button.press(512, 200);
      stage.run(1000);
      expect(stage.brick('led', 'light').changes()).toHaveLength(1);
    }),
  ],
};
