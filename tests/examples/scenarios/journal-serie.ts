/** A conversation over the cable, on a Nano. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'journal-serie',
  acts: [
    act('commands are obeyed and answered', (stage) => {
      const light = stage.brick('lumiere', 'analog-source');
      light.set(300);
      stage.type(500, 'mesure');
      light.setAt(900, 500);
      stage.type(1000, 'MESURE');
      stage.type(1500, 'bilan');
      stage.type(2000, 'quoi ?');
      stage.type(2500, '');
      stage.type(3000, 'danse');
      stage.type(3500, 'oublie');
      stage.type(4000, 'bilan');
      stage.run(5000);
      expect(stage.lines()).toEqual([
        'Prêt. Écris : mesure, bilan, oublie, stop, ou un nombre.',
        'mesure 1 : 300',
        'mesure 2 : 500',
        '300 500 -> moyenne 400.0, maximum 500',
        'Bonne question.',
        'Rien ?',
        'Je ne connais pas « danse ».',
        'C’est oublié.',
        '-> moyenne 0.0, maximum 0',
      ]);
    }),
    act('a number sets the LED, and stop ends everything', (stage) => {
      const led = stage.brick('led', 'light');
      stage.type(500, '40');
      stage.type(1500, '250');
      stage.type(2500, 'stop');
      stage.type(3000, '10');
      stage.run(4000);
      expect(isNear(led.brightness(700, 1400), 40, 1)).toBe(true);
      expect(led.brightness(1700, 4000)).toBe(100);
      expect(stage.lines().slice(1)).toEqual(['led = 40 %', 'led = 250 %', 'Au revoir !']);
    }),
    act('only the last ten measures are kept', (stage) => {
      const light = stage.brick('lumiere', 'analog-source');
      for (let i = 1; i <= 12; i++) {
        light.setAt(i * 200, i * 10);
        stage.type(i * 200 + 50, 'mesure');
      }
      stage.type(3000, 'bilan');
      stage.run(3500);
      expect(stage.lines().at(-1)).toBe('30 40 50 60 70 80 90 100 110 120 -> moyenne 75.0, maximum 120');
    }),
  ],
};
