/** The memory game: this player looks at the lamp and answers. */
import { expect } from 'vitest';
import { act, isNear, trimmed, type Scenario } from '../scenario.ts';

const BUTTONS: Readonly<Record<string, string>> = { ff0000: 'rouge', '00ff00': 'vert', '0000ff': 'bleu' };

export const scenario: Scenario = {
  example: 'simon',
  acts: [
    act('who repeats the colours gets one more each time, and who is wrong starts again', (stage) => {
      const lamp = stage.brick('lampe', 'strip');
      const screen = stage.brick('ecran', 'lcd');
      const line = (index: 0 | 1): string => trimmed(screen.lines())[index];
      /** Waits for the lamp to show so many colours, one after the other. */
      const watch = (count: number): readonly string[] => {
        const seen: string[] = [];
        for (let i = 0; i < count; i++) {
          expect(stage.runUntil(() => lamp.colours()[0] !== '000000', stage.machine.ms + 3000)).toBe(true);
          seen.push(lamp.colours()[0] ?? '');
          expect(stage.runUntil(() => lamp.colours()[0] === '000000', stage.machine.ms + 1000)).toBe(true);
        }
        return seen;
      };
      const answer = (colour: string): void => {
        const now = stage.machine.ms + 250;
        stage.brick(BUTTONS[colour] ?? '', 'digital-source').press(now, 200);
        expect(watch(1)).toEqual([colour]);
      };
      let row: readonly string[] = [];
      for (let length = 1; length <= 3; length++) {
        const shown = watch(length);
        expect(line(0)).toBe(`Suite de ${length}`);
        expect(shown.slice(0, -1)).toEqual(row);
        row = shown;
        for (const colour of row) answer(colour);
        stage.run(stage.machine.ms + 200);
        expect(line(1)).toBe('Bravo !');
      }
      row = watch(4);
      answer(Object.keys(BUTTONS).find((colour) => colour !== row[0]) ?? '');
      stage.run(stage.machine.ms + 1100);
      expect(line(1)).toBe('Perdu...');
      expect(isNear(stage.brick('buzzer', 'buzzer').notes().at(-1)?.hz, 110, 2)).toBe(true);
      watch(1);
      expect(line(0)).toBe('Suite de 1');
    }),
    act('each colour has its note', (stage) => {
      stage.run(900);
      const shown = stage
        .brick('lampe', 'strip')
        .frames()
        .find(({ pixels }) => pixels.some(({ r, g, b }) => r + g + b > 0));
      const pixel = shown?.pixels[0];
      const hz = pixel?.r === 255 ? 262 : pixel?.g === 255 ? 330 : 392;
      expect(isNear(stage.brick('buzzer', 'buzzer').notes()[0]?.hz, hz, 4)).toBe(true);
    }),
  ],
};
