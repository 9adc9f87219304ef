/** An arm and a claw on an Uno. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'joystick-et-servo',
  acts: [
    act('the arm follows the stick, and the claw opens and closes', (stage) => {
      const stick = stage.brick('manette', 'joystick');
      const arm = stage.brick('bras', 'servo');
      const claw = stage.brick('pince', 'servo');
      stick.moveAt(1000, -100, 0);
      stick.moveAt(2000, 100, 0);
      stick.moveAt(3000, 0, 0);
      stick.moveAt(4000, 0, 100);
      stick.moveAt(5000, 0, -100);
      stage.run(6000);
      for (const [ms, angle] of [
        [900, 90],
        [1900, 0],
        [2900, 180],
        [3900, 90],
      ] as const)
        expect([ms, isNear(arm.angleAt(ms), angle, 2)]).toEqual([ms, true]);
      expect(claw.angleAt(3900)).toBeUndefined();
      expect([isNear(claw.angleAt(4900), 120, 2), isNear(claw.angle(), 30, 2)]).toEqual([true, true]);
      expect([...arm.violations(), ...claw.violations(), ...arm.missingRefresh()]).toEqual([]);
    }),
    act('the button lets the arm rest, and takes it up again', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      const arm = stage.brick('bras', 'servo');
      button.press(1000, 100);
      button.press(3000, 100);
      stage.run(2500);
      expect(arm.isReleased()).toBe(true);
      stage.run(4000);
      expect(arm.isReleased()).toBe(false);
    }),
  ],
};
