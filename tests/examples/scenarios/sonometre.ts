/** Noise on a strip. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'sonometre',
  acts: [
    act('the louder, the more LEDs: green, then orange, then red, and back', (stage) => {
      const microphone = stage.brick('micro', 'analog-source');
      const strip = stage.brick('ruban', 'strip');
      const noise = (fromMs: number, untilMs: number, swing: number): void => {
        for (let ms = fromMs; ms < untilMs; ms += 1)
          microphone.setAt(ms, Math.round(512 + (swing / 2) * (ms % 2 === 0 ? 1 : -1)));
      };
      noise(0, 1000, 204);
      noise(1000, 2000, 614);
      noise(2000, 3000, 1000);
      noise(3000, 4000, 204);
      const gauge = (): string => {
        const lit = strip.colours().filter((colour) => colour !== '000000');
        return `${lit.length} ${lit[0] ?? ''}`;
      };
      const seen = [900, 1900, 2900, 3900].map((ms) => {
        stage.run(ms);
        return gauge();
      });
      expect(seen).toEqual(['2 00ff00', '6 ff8000', '10 ff0000', '2 00ff00']);
      const records = stage.lines().map((line) => Number(line.replace('record = ', '')));
      expect(records).toEqual(records.toSorted((a, b) => a - b));
      expect(isNear(records.at(-1), 98, 1)).toBe(true);
    }),
    act('silence lights nothing', (stage) => {
      stage.brick('micro', 'analog-source').set(512);
      stage.run(1000);
      expect(new Set(stage.brick('ruban', 'strip').colours())).toEqual(new Set(['000000']));
    }),
  ],
};
