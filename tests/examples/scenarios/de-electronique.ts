/** An electronic die. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'de-electronique',
  acts: [
    act('numbers rush by while it is tilted, and one from 1 to 6 stays', (stage) => {
      const cup = stage.brick('secousse', 'digital-source');
      const display = stage.brick('afficheur', 'display');
      stage.run(500);
      expect(display.text().trim()).toBe('');
      for (let roll = 0; roll < 4; roll++) cup.press(1000 + roll * 2000, 900);
      stage.run(8500);
      const numbers = display
        .history()
        .filter(({ text }) => text.trim() !== '')
        .map(({ text }) => Number(text));
      expect(numbers.length).toBeGreaterThan(15);
      expect(numbers.every((number) => number >= 1 && number <= 6)).toBe(true);
      expect(new Set(numbers).size).toBeGreaterThanOrEqual(5);
      const resting = display.history().filter(({ ms }) => ms > 2100 && ms < 2990);
      expect(resting).toEqual([]);
    }),
    act('another unplugged pin’s noise makes other numbers', (stage) => {
      stage.machine.setAnalog(17, 311);
      stage.brick('secousse', 'digital-source').press(500, 900);
      stage.run(2000);
      expect(stage.brick('afficheur', 'display').text().trim()).toMatch(/^[1-6]$/);
    }),
  ],
};
