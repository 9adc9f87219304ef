/** A round dance on a strip. */
import { expect } from 'vitest';
import { act, isNear, type Scenario } from '../scenario.ts';

export const scenario: Scenario = {
  example: 'ronde-de-lumieres',
  acts: [
    act('the pixels are drawn one by one, then turn while the switch is on', (stage) => {
      const strip = stage.brick('ruban', 'strip');
      const toggle = stage.brick('marche', 'digital-source');
      toggle.press(2000, 1050);
      stage.run(1800);
      const drawn = strip.colours();
      const expected = Array.from({ length: 12 }, (_, i) =>
        (i + 1) % 4 === 0 ? 'ff0000' : (i + 1) % 2 === 0 ? '0000ff' : '000000',
      );
      expect(drawn).toEqual(expected);
      stage.run(2050);
      stage.run(4000);
      const frames = strip.frames().filter(({ ms }) => ms > 2000);
      expect(isNear(frames.length, 10, 1)).toBe(true);
      const turned = strip.colours();
      const by = frames.length % 12;
      expect(turned).toEqual(expected.map((_, i) => expected[(i - by + 12) % 12]));
      stage.run(5000);
      expect(strip.colours()).toEqual(turned);
      expect(stage.lines()).toEqual(['C’est parti']);
    }),
    act('letting go of the button turns it the other way', (stage) => {
      const strip = stage.brick('ruban', 'strip');
      stage.brick('bouton', 'digital-source').press(1000, 300);
      stage.brick('marche', 'digital-source').setAt(2000, true);
      stage.run(1900);
      const before = strip.colours();
      expect(stage.runUntil(() => strip.colours().join() !== before.join(), 2500)).toBe(true);
      expect(strip.colours()).toEqual([...before.slice(1), before[0]]);
    }),
  ],
};
