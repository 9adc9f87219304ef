/** A fan whose speed a knob sets. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'ventilateur',
  acts: [
    act('the switch starts and stops, the knob sets speed and lamp', (stage) => {
      const knob = stage.brick('vitesse', 'analog-source');
      const toggle = stage.brick('inter', 'digital-source');
      knob.set(512);
      toggle.press(1000, 4000);
      knob.setAt(3000, 1023);
      toggle.setAt(6000, true);
      stage.run(7000);
      const fan = stage.brick('helice', 'motor');
      const lamp = stage.brick('temoin', 'light');
      for (const [from, until, percent] of [
        [100, 950, 0],
        [1300, 2900, 50],
        [3300, 4900, 100],
        [5300, 5900, 0],
        [6300, 7000, 100],
      ] as const) {
        expect([from, isNear(fan.speed(from, until), percent, 1)]).toEqual([from, true]);
        expect([from, isNear(lamp.brightness(from, until), percent, 1)]).toEqual([from, true]);
      }
    }),
  ],
};
