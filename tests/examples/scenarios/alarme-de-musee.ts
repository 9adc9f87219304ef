/** Several scripts that watch and sound at once. */
import { expect } from 'vitest';
import { act, isNear, melody, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'alarme-de-musee',
  acts: [
    act('armed, movement starts the siren and the blinking at once, until it is stopped', (stage) => {
      stage.brick('armer', 'digital-source').press(500, 100);
      stage.brick('gardien', 'digital-source').press(5000, 1500);
      stage.brick('arreter', 'digital-source').press(8000, 100);
      stage.run(10_000);
      const buzzer = stage.brick('buzzer', 'buzzer');
      const lamp = stage.brick('lampe', 'light');
      const arming = melody(buzzer).slice(0, 3);
      expect(arming.every((hz) => isNear(hz, 880, 8))).toBe(true);
      expect([lamp.isOnAt(3000), lamp.isOnAt(4900)]).toEqual([false, true]);
      const siren = buzzer.notes().filter(({ fromMs }) => fromMs > 4000);
      expect(siren.length).toBeGreaterThanOrEqual(11);
      for (const [i, { hz, fromMs }] of siren.entries()) {
        expect([i, isNear(hz, i % 2 === 0 ? 880 : 440, 8)]).toEqual([i, true]);
        expect(fromMs < 8100).toBe(true);
      }
      const blinks = lamp.changes().filter(({ ms }) => ms > 5000 && ms < 8000);
      expect(isNear(blinks.length, 30, 2)).toBe(true);
      expect([lamp.isOnAt(8500), lamp.isOn()]).toEqual([false, false]);
    }),
    act('unarmed, movement does nothing', (stage) => {
      stage.brick('gardien', 'digital-source').press(1000, 2000);
      stage.run(4000);
      expect(stage.brick('buzzer', 'buzzer').notes()).toEqual([]);
      expect(stage.brick('lampe', 'light').changes()).toEqual([]);
    }),
    act('it can be armed again', (stage) => {
      const guard = stage.brick('gardien', 'digital-source');
      stage.brick('armer', 'digital-source').press(200, 100);
      guard.press(4000, 500);
      stage.brick('arreter', 'digital-source').press(5000, 100);
      stage.brick('armer', 'digital-source').press(6000, 100);
      guard.press(10_000, 500);
      stage.run(11_000);
      expect(
        stage
          .brick('buzzer', 'buzzer')
          .notes()
          .some(({ fromMs }) => fromMs > 10_000),
      ).toBe(true);
    }),
  ],
};
