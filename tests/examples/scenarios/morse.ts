/** Morse code with own blocks that wait. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'morse',
  acts: [
    act('a press sends "Genie" in Morse code, with light and sound together', (stage) => {
      stage.brick('bouton', 'digital-source').press(500, 100);
      stage.run(9000);
      const changes = stage.brick('lampe', 'light').changes();
      const signals: string[] = [];
      for (let i = 0; i + 1 < changes.length; i += 2) {
        const lasted = (changes[i + 1]?.ms ?? 0) - (changes[i]?.ms ?? 0);
        const pause = (changes[i]?.ms ?? 0) - (changes[i - 1]?.ms ?? 0);
        if (i > 0 && pause > 300) signals.push('/');
        signals.push(isNear(lasted, 200, 10) ? '.' : isNear(lasted, 600, 10) ? '-' : '?');
      }
      expect(signals.join('')).toBe('--././-./../.');
      const notes = stage.brick('buzzer', 'buzzer').notes();
      expect(notes).toHaveLength(9);
      expect(notes.every(({ hz }) => isNear(hz, 700, 6))).toBe(true);
    }),
    act('nothing is sent before the press, and it can be sent again', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      stage.run(1000);
      expect(stage.brick('lampe', 'light').changes()).toEqual([]);
      button.press(1000, 100);
      button.press(10_000, 100);
      stage.run(18_000);
      expect(stage.brick('lampe', 'light').changes()).toHaveLength(36);
    }),
  ],
};
