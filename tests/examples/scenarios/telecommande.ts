/** A remote control for light. */
import { expect } from 'vitest';
import { act, isNear, remoteKey, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'telecommande',
  acts: [
    act('keys choose the colour and 0 turns it off', (stage) => {
      const remote = stage.brick('recepteur', 'nec-remote');
      const lamp = stage.brick('ambiance', 'strip');
      const seen: string[] = [];
      for (const [i, key] of ['2', '1', '3', '3', '0', '1'].entries()) {
        remote.press(remoteKey(key), { atMs: 300 + i * 1000 });
        stage.run(900 + i * 1000);
        seen.push(lamp.colours()[0] ?? '');
      }
      expect(seen).toEqual(['00ff00', 'ff0000', '0000ff', '0000ff', '000000', 'ff0000']);
      expect(stage.lines().slice(0, 2)).toEqual([`code = ${remoteKey('2')}`, `code = ${remoteKey('1')}`]);
      expect(stage.lines()).toHaveLength(5);
    }),
    act('up held makes the lamp brighter, down darker, within 0 and 100 %', (stage) => {
      const remote = stage.brick('recepteur', 'nec-remote');
      const lamp = stage.brick('lampe', 'light');
      remote.press(remoteKey('up'), { atMs: 500, holdMs: 1000 });
      remote.press(remoteKey('up'), { atMs: 3000, holdMs: 2500 });
      remote.press(remoteKey('down'), { atMs: 7000, holdMs: 3000 });
      stage.run(11_000);
      expect(lamp.brightness(0, 500)).toBe(0);
      expect(isNear(lamp.brightness(2000, 2900), 55, 11)).toBe(true);
      expect(isNear(lamp.brightness(6000, 6900), 100, 1)).toBe(true);
      expect(isNear(lamp.brightness(10_500, 11_000), 0, 0.5)).toBe(true);
    }),
    act('a damaged frame does nothing', (stage) => {
      stage.brick('recepteur', 'nec-remote').press(remoteKey('1'), { atMs: 500, damaged: true });
      stage.run(1500);
      expect([stage.brick('ambiance', 'strip').colours(), stage.lines()]).toEqual([['000000'], []]);
    }),
  ],
};
