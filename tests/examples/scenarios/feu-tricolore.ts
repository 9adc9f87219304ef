/** A pedestrian crossing. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

const coloursAt = (stage: Stage, ms: number): readonly string[] =>
  ['rouge', 'orange', 'vert'].filter((id) => stage.brick(id, 'light').isOnAt(ms));

export const scenario: Scenario = {
  example: 'feu-tricolore',
  acts: [
    act('the pedestrian button turns the light red within 5 s, for 5 s, and then green again', (stage) => {
      stage.brick('bouton', 'digital-source').press(3000, 150);
      stage.run(12_000);
      expect(coloursAt(stage, 2900)).toEqual(['vert']);
      expect(coloursAt(stage, 4000)).toEqual(['orange']);
      for (const ms of [4800, 7000, 9300]) expect([ms, coloursAt(stage, ms)]).toEqual([ms, ['rouge']]);
      expect(coloursAt(stage, 10_000)).toEqual(['vert']);
    }),
    act('without a pedestrian the light stays green', (stage) => {
      stage.run(12_000);
      expect(coloursAt(stage, 11_900)).toEqual(['vert']);
      expect(stage.brick('vert', 'light').changes()).toHaveLength(1);
    }),
    act('a request during red is served after at least 2 s of green', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      button.press(300, 150);
      button.press(6000, 150);
      stage.run(17_000);
      const red = stage.brick('rouge', 'light').changes();
      expect(red.filter(({ on }) => on)).toHaveLength(2);
      const green = stage.brick('vert', 'light').changes();
      expect(isNear((green[3]?.ms ?? 0) - (green[2]?.ms ?? 0), 2000, 30)).toBe(true);
    }),
    act('never two colours at once', (stage) => {
      const button = stage.brick('bouton', 'digital-source');
      button.press(1000, 150);
      stage.run(10_000);
      for (let ms = 10; ms < 10_000; ms += 10) expect([ms, coloursAt(stage, ms).length]).toEqual([ms, 1]);
    }),
  ],
};
