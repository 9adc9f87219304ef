/** A gate that a button or a remote opens. */
import { expect } from 'vitest';
import { act, isNear, remoteKey, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'barriere',
  acts: [
    act('the button raises the gate gently to 90°, and it comes down after 3 s', (stage) => {
      const gate = stage.brick('barriere', 'servo');
      const lamp = stage.brick('lampe', 'light');
      stage.brick('bouton', 'digital-source').press(1000, 100);
      stage.run(9000);
      expect(isNear(gate.angleAt(900), 0, 1)).toBe(true);
      expect(isNear(gate.angleAt(1600), 42, 12)).toBe(true);
      expect(isNear(gate.angleAt(4000), 90, 1)).toBe(true);
      expect(isNear(gate.angle(), 0, 1)).toBe(true);
      expect([900, 3000, 8500].map((ms) => lamp.isOnAt(ms))).toEqual([false, true, false]);
      expect([gate.violations(), gate.missingRefresh()]).toEqual([[], []]);
    }),
    act('OK on the remote opens it too, other keys do not', (stage) => {
      const remote = stage.brick('telecommande', 'nec-remote');
      remote.press(remoteKey('5'), { atMs: 500 });
      remote.press(remoteKey('ok'), { atMs: 3000, holdMs: 220 });
      stage.run(5500);
      const gate = stage.brick('barriere', 'servo');
      expect(isNear(gate.angleAt(2900), 0, 1)).toBe(true);
      expect(isNear(gate.angle(), 90, 1)).toBe(true);
    }),
    act('a request while it moves opens it once more afterwards', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      button.press(500, 100);
      button.press(3000, 100);
      stage.run(14_000);
      const lamp = stage.brick('lampe', 'light').changes();
      expect(lamp.filter(({ on }) => on)).toHaveLength(2);
    }),
  ],
};
