/** A thermometer on the screen. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'thermometre',
  acts: [
    act('the screen shows the temperature, and keeps the coldest and the warmest', (stage) => {
      const sensor = stage.brick('temperature', 'analog-source');
      const screen = stage.brick('ecran', 'lcd');
      sensor.setCelsius(21);
      sensor.setCelsiusAt(2500, 34);
      sensor.setCelsiusAt(5500, 15);
      sensor.setCelsiusAt(8500, 22);
      stage.run(11_000);
      const degrees = (ms: number): number =>
        Number(/^Il fait +(-?[\d.,]+) °C/.exec(screen.linesAt(ms)[0])?.[1]?.replace(',', '.'));
      for (const [ms, celsius] of [
        [2400, 21],
        [5400, 34],
        [8400, 15],
        [10_900, 22],
      ] as const) {
        expect([ms, isNear(degrees(ms), celsius, 0.3)]).toEqual([ms, true]);
      }
      const [, low, high] = /^de ([\d.,]+) a ([\d.,]+)/.exec(screen.lines()[1]) ?? [];
      expect(isNear(Number(low?.replace(',', '.')), 15, 0.3)).toBe(true);
      expect(isNear(Number(high?.replace(',', '.')), 34, 0.3)).toBe(true);
      expect(screen.backlight()).toBe(true);
    }),
  ],
};
