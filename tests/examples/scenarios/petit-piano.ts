/** Three pads, three notes. */
import { expect } from 'vitest';
import { act, isNear, melody, noteAt, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'petit-piano',
  acts: [
    act('a pad plays its note as long as it is touched', (stage) => {
      const buzzer = stage.brick('buzzer', 'buzzer');
      for (const [i, pad] of ['do', 'mi', 'sol'].entries())
        stage.brick(pad, 'digital-source').press(500 + i * 1000, 400 + i * 100);
      stage.run(4000);
      const notes = buzzer.notes();
      expect(melody(buzzer)).toHaveLength(3);
      for (const [i, hz] of [262, 330, 392].entries()) {
        expect([i, isNear(notes[i]?.hz, hz, 4)]).toEqual([i, true]);
        const length = (notes[i]?.toMs ?? 0) - (notes[i]?.fromMs ?? 0);
        expect([i, isNear(length, 400 + i * 100, 30)]).toEqual([i, true]);
      }
    }),
    act('with two pads the last one sounds, and silence comes when both are let go', (stage) => {
      const buzzer = stage.brick('buzzer', 'buzzer');
      stage.brick('do', 'digital-source').press(500, 2000);
      stage.brick('sol', 'digital-source').press(1000, 500);
      stage.run(3500);
      expect(isNear(noteAt(buzzer, 900)?.hz, 262, 4)).toBe(true);
      expect(isNear(noteAt(buzzer, 1300)?.hz, 392, 5)).toBe(true);
      expect(isNear(noteAt(buzzer, 2300)?.hz, 392, 5)).toBe(true);
      expect(noteAt(buzzer, 2600)).toBeUndefined();
    }),
  ],
};
