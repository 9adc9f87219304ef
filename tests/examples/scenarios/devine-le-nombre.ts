/** Guess the number, over the cable. */
import { expect } from 'vitest';
import { act, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'devine-le-nombre',
  acts: [
    act('halving finds the number in at most 7 tries, with the right hints', (stage) => {
      const lamp = stage.brick('lampe', 'strip');
      let [low, high, tries] = [1, 100, 0];
      stage.run(300);
      expect(stage.lines()).toEqual(['J’ai choisi un nombre de 1 à 100.']);
      for (;;) {
        const guess = Math.floor((low + high) / 2);
        tries++;
        const now = stage.machine.ms;
        stage.type(now + 50, String(guess));
        stage.run(now + 400);
        const answer = stage.lines()[tries] ?? '';
        if (answer.startsWith('Bravo')) break;
        expect(answer).toMatch(/^C’est plus (grand|petit)\.$/);
        const isBigger = answer === 'C’est plus grand.';
        expect(lamp.colours()).toEqual([isBigger ? '0000ff' : 'ff0000']);
        if (isBigger) low = guess + 1;
        else high = guess - 1;
        expect(low <= high).toBe(true);
      }
      expect(tries).toBeLessThanOrEqual(7);
      expect(stage.lines()[tries]).toBe(`Bravo, en ${tries} essais !`);
      expect(lamp.colours()).toEqual(['00ff00']);
      expect(stage.lines().at(-1)).toBe('J’ai choisi un nombre de 1 à 100.');
    }),
    act('a number outside 1 to 100 is no try', (stage) => {
      stage.type(500, '0');
      stage.type(1000, '101');
      stage.type(1500, 'abc');
      stage.run(2500);
      expect(stage.lines().slice(1)).toEqual(['De 1 à 100 !', 'De 1 à 100 !', 'De 1 à 100 !']);
    }),
  ],
};
