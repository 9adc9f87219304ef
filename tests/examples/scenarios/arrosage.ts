/** Watering with a threshold kept in the EEPROM. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'arrosage',
  acts: [
    act('dry soil gets water 2 s at a time, moist soil none', (stage) => {
      const soil = stage.brick('sonde', 'analog-source');
      const pump = stage.brick('pompe', 'light');
      soil.set(512);
      stage.brick('bouton', 'digital-source').press(1000, 100);
      soil.setAt(3000, 200);
      soil.setAt(9500, 700);
      stage.run(16_000);
      expect(stage.lines()).toEqual(['nouveau seuil = 50']);
      const changes = pump.changes();
      expect(changes.map(({ on }) => on)).toEqual([true, false, true, false]);
      const [first, second, third] = changes;
      expect(isNear((second?.ms ?? 0) - (first?.ms ?? 0), 2000, 20)).toBe(true);
      expect(isNear((third?.ms ?? 0) - (second?.ms ?? 0), 3500, 20)).toBe(true);
      expect((first?.ms ?? 0) > 3000).toBe(true);
    }),
    act('the threshold is still there after power off', (stage) => {
      stage.brick('sonde', 'analog-source').set(512);
      stage.brick('bouton', 'digital-source').press(500, 100);
      stage.run(1500);
      const after = stage.powerCycle();
      after.brick('sonde', 'analog-source').set(300);
      after.run(1000);
      expect(after.brick('pompe', 'light').isOn()).toBe(true);
      expect(after.problems()).toEqual([]);
    }),
    act('without a remembered threshold the pump stays off', (stage) => {
      stage.run(3000);
      expect(stage.brick('pompe', 'light').changes()).toEqual([]);
    }),
  ],
};
