import { describe, expect, it } from 'vitest';
import { Bench } from '../../../app/simulator/bricks/bench.ts';
import { createMachine } from '../../../app/simulator/index.ts';
import { checkScenario } from '../../../app/simulator/scenario/check-scenario.ts';
import { runScenario } from '../../../app/simulator/scenario/run-scenario.ts';
import { readScenario, type Scenario } from '../../../app/simulator/scenario/scenario.ts';
import { BRICK_TYPES } from '../../../boards/bricks/index.ts';
import { compileBuiltin } from '../../support/compile-builtin.ts';
import { boardOf } from '../machine/rig.ts';

const KIT = { board: boardOf('genie-base'), bricks: BRICK_TYPES };
const BRICKS = [
  { id: 'btn1', type: 'button', port: '9' },
  { id: 'led1', type: 'led', port: '1' },
];

async function starter(loop: string): Promise<() => Bench> {
  const sketch = `void setup() { pinMode(5, OUTPUT); pinMode(2, INPUT); } void loop() { ${loop} }`;
  const build = await compileBuiltin({ files: { 'sketch.ino': sketch } });
  if (!build.ok) throw new Error(build.errors);
  return () =>
    new Bench({ machine: createMachine({ chip: 'atmega328p', hex: build.hex }), kit: KIT, bricks: BRICKS });
}

const DOORBELL: Scenario = {
  format: 1,
  ms: 6000,
  in: [
    [1500, 'btn1', 1],
    [2300, 'btn1', 0],
    [4000, 'btn1', 1],
  ],
  expect: [
    {
      p: 'tracks',
      o: 'led1',
      plan: [
        [0, 0],
        [1500, 1],
        [2300, 0],
        [4000, 1],
      ],
      lag: 200,
    },
  ],
};

describe('a scenario played on a program', () => {
  it.each([
    ['the program is right', 'digitalWrite(5, digitalRead(2));', 'pass'],
    [
      'it is right in another way',
      'if (digitalRead(2)) { PORTD |= 32; } else { PORTD &= ~32; } delay(20);',
      'pass',
    ],
    ['the lamp never goes out again', 'if (digitalRead(2)) digitalWrite(5, HIGH);', 'fail'],
    ['it is the wrong way round', 'digitalWrite(5, !digitalRead(2));', 'fail'],
    [
      'it looks once only',
      'static bool seen; if (!seen) { digitalWrite(5, digitalRead(2)); seen = digitalRead(2); }',
      'fail',
    ],
    ['it does nothing', '', 'fail'],
  ])('%s', async (_, loop, verdict) => {
    const result = runScenario(await starter(loop), DOORBELL);
    expect([result.problems, result.verdict]).toEqual([[], verdict]);
  });

  it('is undecided when a small shift changes what is seen', async () => {
    // The lamp changes by the clock, and the scenario asks exactly at a change.
    const start = await starter('digitalWrite(5, (millis() / 500) & 1);');
    const asked: Scenario = {
      format: 1,
      ms: 3000,
      expect: [{ p: 'stays', o: 'led1', v: 1, from: 510, to: 980 }],
    };
    expect(runScenario(start, asked).verdict).toBe('undecided');
    const sure: Scenario = {
      format: 1,
      ms: 3000,
      expect: [{ p: 'stays', o: 'led1', v: 1, from: 600, to: 900 }],
    };
    expect(runScenario(start, sure).verdict).toBe('pass');
  });

  it('gives the same result each time', async () => {
    const start = await starter('digitalWrite(5, digitalRead(2)); delay(random(30));');
    const run = (): string => {
      const { results, bench } = runScenario(start, DOORBELL);
      return JSON.stringify([results, bench.trace.points('led1.on')]);
    };
    expect(run()).toBe(run());
  });
});

const base = { format: 1, ms: 1000 };

describe('a scenario that is not right says where', () => {
  it.each<readonly [string, unknown, string]>([
    ['no object', 3, ''],
    ['an unknown format', { ...base, format: 2 }, 'format'],
    ['an unknown key', { ...base, inputs: [] }, 'inputs'],
    ['too long', { ...base, ms: 1e9 }, 'ms'],
    ['an unknown word', { ...base, expect: [{ p: 'dances', o: 'led1' }] }, 'expect[0].p'],
    ['a mistyped key', { ...base, expect: [{ p: 'silent', o: 'led1', form: 3 }] }, 'expect[0].form'],
    ['one inside another', { ...base, expect: [{ p: 'all', of: [{ p: 'silent' }] }] }, 'expect[0].of[0].o'],
  ])('%s', (_, value, path) => {
    const { scenario, problems } = readScenario(value);
    expect([scenario, problems[0]?.path]).toEqual([undefined, path]);
  });

  it.each<readonly [string, Partial<Scenario>, string]>([
    ['an unknown brick', { expect: [{ p: 'silent', o: 'horn' }] }, 'expect[0].o'],
    ['an unknown output', { expect: [{ p: 'silent', o: 'led1.loudness' }] }, 'expect[0].o'],
    ['a brick that cannot be handled', { in: [[0, 'led1', 1]] }, 'in[0]'],
    ['an input out of range', { in: [[0, 'btn1', 7]] }, 'in[0]'],
    ['an input after the end', { in: [[1001, 'btn1', 1]] }, 'in[0]'],
    [
      'a press too short',
      {
        in: [
          [100, 'btn1', 1],
          [200, 'btn1', 0],
        ],
      },
      'in[1]',
    ],
    ['a number to type', { in: [[100, 'serial', 1]] }, 'in[0]'],
    [
      'a lag as long as a stretch',
      {
        expect: [
          {
            p: 'tracks',
            o: 'led1',
            plan: [
              [0, 0],
              [500, 1],
            ],
            lag: 500,
          },
        ],
      },
      'expect[0].lag',
    ],
    [
      'a plan that goes back',
      {
        expect: [
          {
            p: 'tracks',
            o: 'led1',
            plan: [
              [500, 0],
              [100, 1],
            ],
          },
        ],
      },
      'expect[0].plan',
    ],
    ['nothing to show', { expect: [{ p: 'shows', o: 'led1' }] }, 'expect[0]'],
    [
      'a window that ends before it begins',
      { expect: [{ p: 'silent', o: 'led1', from: 500, to: 400 }] },
      'expect[0]',
    ],
  ])('%s', (_, part, path) => {
    const machine = createMachine({ chip: 'atmega328p', image: Uint8Array.of(0xff, 0xcf) });
    const bench = new Bench({ machine, kit: KIT, bricks: BRICKS });
    const problems = checkScenario({ format: 1, ms: 1000, ...part }, bench);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(problems[0]?.message.fr).not.toBe(problems[0]?.message.en);
  });
});
