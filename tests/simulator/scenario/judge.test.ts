import { describe, expect, it } from 'vitest';
import { Trace } from '../../../app/simulator/bricks/trace.ts';
import type { Value } from '../../../app/simulator/bricks/brick-model.ts';
import { judge, type RunView } from '../../../app/simulator/scenario/judge.ts';
import type { Expectation } from '../../../app/simulator/scenario/scenario.ts';

type Points = Readonly<Record<string, readonly (readonly [ms: number, value: Value])[]>>;

/** A run of ten seconds of which a millisecond is a cycle. */
function view(points: Points, lines: RunView['lines'] = []): RunView {
  const trace = new Trace();
  for (const [name, list] of Object.entries(points))
    for (const [ms, value] of list) trace.add(name, value, ms);
  return { trace, clockHz: 1000, endMs: 10_000, shift: 0, slack: 0, lines, channel: (name) => `${name}.x` };
}

const blink = (period: number, lit: number): (readonly [number, number])[] =>
  Array.from({ length: Math.floor(10_000 / period) }, (_, i) => [
    [i * period + 10, 1] as const,
    [i * period + 10 + lit, 0] as const,
  ]).flat();
const lamp = { 'lamp.x': [[0, 0], ...blink(1000, 500)] } as Points;
const bell = {
  'lamp.x': [
    [0, 0],
    [1520, 1],
    [2330, 0],
    [4100, 1],
  ],
} as Points;
const tune = {
  'horn.x': [
    [0, 0],
    [1000, 440],
    [1300, 0],
    [1350, 523.4],
    [1600, 0],
    [1650, 392],
    [2000, 0],
  ],
} as Points;
const screen = {
  'screen.x': [
    [0, ['', '']],
    [900, ['Temp : 21,5 °C', 'Bonjour  ']],
    [5000, ['Temp : 8 °C', '']],
  ],
} as Points;
const strip = {
  'strip.x': [
    [0, ['#000000', '#000000']],
    [600, ['#ff0000', '#00f800']],
  ],
} as Points;
const arm = {
  'arm.x': [
    [0, 90],
    [2100, 0],
    [5100, 180],
  ],
  'knob.x': [
    [0, 512],
    [2000, 0],
    [5000, 1023],
  ],
} as Points;

const cases: readonly (readonly [title: string, points: Points, expectation: Expectation, ok: boolean])[] = [
  [
    'tracks a plan within the lag',
    bell,
    {
      p: 'tracks',
      o: 'lamp',
      plan: [
        [0, 0],
        [1500, 1],
        [2300, 0],
        [4000, 1],
      ],
      lag: 200,
    },
    true,
  ],
  [
    'tracks: too late',
    bell,
    {
      p: 'tracks',
      o: 'lamp',
      plan: [
        [0, 0],
        [1500, 1],
        [2300, 0],
        [4000, 1],
      ],
      lag: 50,
    },
    false,
  ],
  [
    'tracks: one press missed',
    bell,
    {
      p: 'tracks',
      o: 'lamp',
      plan: [
        [0, 0],
        [1500, 1],
        [2300, 0],
        [4000, 1],
        [5000, 0],
      ],
    },
    false,
  ],
  ['becomes in time', bell, { p: 'becomes', o: 'lamp', v: 1, by: 1600 }, true],
  ['becomes too late', bell, { p: 'becomes', o: 'lamp', v: 1, by: 1500 }, false],
  ['stays in a window', bell, { p: 'stays', o: 'lamp', v: 0, from: 2400, to: 4000 }, true],
  ['does not stay', bell, { p: 'stays', o: 'lamp', v: 0, from: 2400, to: 4200 }, false],
  [
    'is always',
    {
      'lamp.x': [
        [0, 0],
        [200, 1],
      ],
    },
    { p: 'always', o: 'lamp', v: 1 },
    true,
  ],
  ['is not always', bell, { p: 'always', o: 'lamp', v: 1 }, false],
  ['is never', arm, { p: 'never', o: 'arm', v: 45 }, true],
  ['is once', arm, { p: 'never', o: 'arm', v: 0 }, false],
  ['is between', arm, { p: 'between', o: 'arm', min: 0, max: 180 }, true],
  ['is not between', arm, { p: 'between', o: 'arm', min: 10, max: 180 }, false],
  ['comes in order', arm, { p: 'order', o: 'arm', v: [90, 0, 180] }, true],
  ['comes in another order', arm, { p: 'order', o: 'arm', v: [90, 180] }, false],
  ['comes in order with others between', arm, { p: 'order', o: 'arm', v: [90, 180], loose: true }, true],
  ['comes a number of times', bell, { p: 'count', o: 'lamp', v: 1, min: 2, max: 2 }, true],
  ['comes too often', bell, { p: 'count', o: 'lamp', v: 1, min: 0, max: 1 }, false],
  ['comes too rarely', bell, { p: 'count', o: 'lamp', v: 1, min: 3, max: 9 }, false],
  ['blinks as the lighthouse', lamp, { p: 'blinks', o: 'lamp', hz: 1, tol: 0.1, duty: 0.5, cycles: 4 }, true],
  ['blinks too fast', lamp, { p: 'blinks', o: 'lamp', hz: 0.5 }, false],
  ['blinks with another share', lamp, { p: 'blinks', o: 'lamp', hz: 1, duty: 0.1 }, false],
  ['does not blink at all', bell, { p: 'blinks', o: 'lamp', hz: 1, cycles: 4 }, false],
  ['plays its notes', tune, { p: 'plays', o: 'horn', notes: [440, 523, 392] }, true],
  ['plays them in another order', tune, { p: 'plays', o: 'horn', notes: [440, 392, 523] }, false],
  ['is silent', tune, { p: 'silent', o: 'horn', from: 2100 }, true],
  ['is not silent', tune, { p: 'silent', o: 'horn' }, false],
  ['shows a text', screen, { p: 'shows', o: 'screen', text: 'Bonjour', by: 1000 }, true],
  ['shows no such text', screen, { p: 'shows', o: 'screen', text: 'Bonsoir', by: 9000 }, false],
  ['shows a number', screen, { p: 'shows', o: 'screen', number: 21.4, tol: 0.2, from: 1000, to: 4900 }, true],
  ['shows another number', screen, { p: 'shows', o: 'screen', number: 30, by: 9000 }, false],
  [
    'has a colour',
    {
      'led.x': [
        [0, '#000000'],
        [200, '#f80000'],
      ],
    },
    { p: 'colour', o: 'led', v: '#ff0000' },
    true,
  ],
  ['has another colour', { 'led.x': [[0, '#00ff00']] }, { p: 'colour', o: 'led', v: '#ff0000' }, false],
  ['has its pixels', strip, { p: 'pixels', o: 'strip', v: ['#ff0000', '#00ff00'], by: 700 }, true],
  ['has other pixels', strip, { p: 'pixels', o: 'strip', v: ['#ff0000', '#ff0000'], by: 700 }, false],
  ['moves', arm, { p: 'moves', o: 'arm', min: 170 }, true],
  ['hardly moves', arm, { p: 'moves', o: 'arm', min: 10, from: 5500 }, false],
  [
    'follows its input',
    arm,
    {
      p: 'follows',
      i: 'knob',
      o: 'arm',
      map: [
        [0, 0],
        [1023, 180],
      ],
      tol: 1,
    },
    true,
  ],
  [
    'follows it the wrong way',
    arm,
    {
      p: 'follows',
      i: 'knob',
      o: 'arm',
      map: [
        [0, 180],
        [1023, 0],
      ],
      tol: 1,
    },
    false,
  ],
  [
    'any of two',
    bell,
    {
      p: 'any',
      of: [
        { p: 'always', o: 'lamp', v: 1 },
        { p: 'becomes', o: 'lamp', v: 1, by: 1600 },
      ],
    },
    true,
  ],
  [
    'all of two',
    bell,
    {
      p: 'all',
      of: [
        { p: 'always', o: 'lamp', v: 1 },
        { p: 'becomes', o: 'lamp', v: 1, by: 1600 },
      ],
    },
    false,
  ],
];

describe('an expectation', () => {
  it.each(cases)('%s', (_, points, expectation, ok) => {
    expect(judge(expectation, view(points))).toMatchObject({ ok });
  });

  it('of a printed line looks at each line', () => {
    const run = view({}, [{ ms: 1200, text: 'température = 8.5' }]);
    expect(judge({ p: 'shows', o: 'serial', number: 8.5 }, run)).toEqual({ ok: true });
    expect(judge({ p: 'shows', o: 'serial', text: 'humidité' }, run)).toMatchObject({ ok: false });
    expect(judge({ p: 'shows', o: 'serial', number: 8.5, by: 1000 }, run)).toMatchObject({ ok: false });
  });

  it('that is missed says when, and what was seen', () => {
    const plan = [
      [0, 0],
      [1500, 1],
      [2300, 0],
      [4000, 0],
    ] as const;
    expect(judge({ p: 'tracks', o: 'lamp', plan }, view(bell))).toEqual({ ok: false, ms: 4200, seen: 1 });
  });
});
