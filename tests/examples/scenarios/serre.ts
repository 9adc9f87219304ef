/** A greenhouse. */
import { expect } from 'vitest';
import { act, isNear, trimmed, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'serre',
  acts: [
    act('screen, lamp and monitor tell temperature and humidity', (stage) => {
      const air = stage.brick('air', 'dht');
      const screen = stage.brick('ecran', 'lcd');
      const lamp = stage.brick('temoin', 'strip');
      air.set({ celsius: 21.4, humidity: 55.2 });
      air.setAt(5000, { celsius: 8.5, humidity: 80 });
      air.setAt(10_500, { celsius: 34, humidity: 30 });
      stage.run(4500);
      expect(trimmed(screen.lines())).toEqual(['Air : 21.4 °C', 'Humidite : 55 %']);
      expect(lamp.colours()).toEqual(['00ff00']);
      stage.run(10_000);
      expect(trimmed(screen.lines())).toEqual(['Air : 8.5 °C', 'Humidite : 80 %']);
      expect(lamp.colours()).toEqual(['0000ff']);
      stage.run(14_000);
      expect(trimmed(screen.lines())).toEqual(['Air : 34.0 °C', 'Humidite : 30 %']);
      const hot = lamp.pixels()[0];
      expect([hot?.r, hot?.b, isNear(hot?.g, 135, 3)]).toEqual([255, 0, true]);
      expect(stage.lines()).toContain('température = 8.5');
      expect(stage.lines()).toContain('humidité = 55.2');
      expect(air.answersMs.length).toBeGreaterThanOrEqual(4);
    }),
    act('a damaged answer keeps the last good values', (stage) => {
      const air = stage.brick('air', 'dht');
      air.set({ celsius: 21.4, humidity: 55 });
      stage.run(4500);
      air.setFailure('checksum');
      air.set({ celsius: 40, humidity: 10 });
      stage.run(10_000);
      expect(trimmed(stage.brick('ecran', 'lcd').lines())[0]).toBe('Air : 21.4 °C');
    }),
  ],
};
