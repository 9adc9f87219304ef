/** A safe with a secret code, on a Mega. */
import { expect } from 'vitest';
import { act, isNear, remoteKey, type Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/** Types keys half a second apart; answers when the last one is over. */
function typeKeys(stage: Stage, atMs: number, keys: readonly string[]): number {
  const remote = stage.brick('recepteur', 'nec-remote');
  for (const [i, key] of keys.entries()) remote.press(remoteKey(key), { atMs: atMs + i * 500 });
  return atMs + keys.length * 500;
}

export const scenario: Scenario = {
  example: 'coffre-fort',
  acts: [
    act('the right code opens, and the star closes', (stage) => {
      const keys = typeKeys(stage, 500, ['1', '2', '1', '3']);
      stage.run(keys + 500);
      expect(isNear(stage.brick('verrou', 'servo').angle(), 90, 1)).toBe(true);
      expect(stage.brick('verte', 'light').isOn()).toBe(true);
      const beeps = stage.brick('buzzer', 'buzzer').notes();
      expect(beeps).toHaveLength(4);
      expect(beeps.every(({ hz }) => isNear(hz, 2000, 20))).toBe(true);
      typeKeys(stage, keys + 700, ['star']);
      stage.run(keys + 1500);
      expect(isNear(stage.brick('verrou', 'servo').angle(), 0, 1)).toBe(true);
      expect(stage.brick('verte', 'light').isOn()).toBe(false);
    }),
    act('a wrong code keeps it shut and says so; the right one still opens afterwards', (stage) => {
      const wrong = typeKeys(stage, 500, ['1', '2', '3', '3']);
      stage.run(wrong + 2000);
      expect(isNear(stage.brick('verrou', 'servo').angle(), 0, 1)).toBe(true);
      const red = stage.brick('rouge', 'light').changes();
      expect(isNear((red[1]?.ms ?? 0) - (red[0]?.ms ?? 0), 1000, 20)).toBe(true);
      expect(isNear(stage.brick('buzzer', 'buzzer').notes().at(-1)?.hz, 150, 3)).toBe(true);
      const right = typeKeys(stage, wrong + 2000, ['1', '2', '1', '3']);
      stage.run(right + 500);
      expect(isNear(stage.brick('verrou', 'servo').angle(), 90, 1)).toBe(true);
    }),
  ],
};
