/** Turn points: docs/language.md, "Turns". And that asking for them stays cheap. */
import { describe, expect, it } from 'vitest';
import type { Expression, Statement } from '../../../compiler/program/model.ts';
import { compileProgram } from '../../../compiler/compile.ts';
import { templates } from '../../agreement/agreement-kit.ts';
import * as b from '../../interpreter/blocks.ts';
import { BRICKS, KIT, typed } from '../compile-blocks.ts';
import { HUNG_MS } from '../../support/hung.ts';

function takesTurns(body: readonly Statement[], parts: Partial<b.Parts> = {}): boolean {
  const { program, turns } = typed({
    bricks: BRICKS,
    ...parts,
    scripts: [b.atStart(...body), ...(parts.scripts ?? [])],
  });
  return turns.inBody(program.scripts[0]?.body ?? []);
}

type TurnCase = readonly [title: string, body: readonly Statement[], parts?: Partial<b.Parts>];

const quick = b.set('x', 1);

describe('a turn point', () => {
  const yes: readonly TurnCase[] = [
    ['wait, even wait 0', [b.wait(0)]],
    ['wait until', [b.waitUntil(true)]],
    ['an action that lasts', [b.act('buzzer', 'tone', 440, 0.5)]],
    ['forever', [b.forever(quick)]],
    ['while', [b.whileTrue(false)]],
    ['until', [b.until(true)]],
    ['repeat of 101 rounds', [b.repeat(101, quick)]],
    ['repeat of a number that is not written down', [b.repeat(b.op('add', 1, 1), quick)]],
    ['for of 101 rounds', [b.count('i', 0, 100, 1, quick)]],
    ['for with an end that is not written down', [b.count('i', 0, b.v('x'), 1, quick)]],
    ['short loops that make 101 rounds together', [b.repeat(10, b.repeat(11, quick))]],
    ['a short loop around a wait', [b.repeat(2, b.wait(1))]],
    ['a count that its body sets back', [b.count('i', 1, 3, 1, b.set('i', 1))]],
    ['broadcast of a message that is heard', [b.broadcast('m')], { scripts: [b.onMessage('m')] }],
    ['stop this script', [b.stopScript]],
    ['an if with a wait in its else', [b.when(true, [quick], [b.wait(1)])]],
    [
      'the call of an own block with one',
      [b.run('w')],
      { ownBlocks: [b.ownBlock('w', [], false, b.wait(1))] },
    ],
    [
      'the result of an own block with one, deep in an expression',
      [b.line(b.op('add', 1, b.op('negate', b.call('w'))))],
      { ownBlocks: [b.ownBlock('w', [], true, b.wait(1))] },
    ],
  ];
  for (const [title, body, parts] of yes) {
    it(`is one: ${title}`, () => expect(takesTurns(body, parts)).toBe(true));
  }

  const no: readonly TurnCase[] = [
    ['repeat of 100 rounds', [b.repeat(100, quick)]],
    ['for of 100 rounds', [b.count('i', 1, 100, 1, quick)]],
    ['for of 100 decimal rounds', [b.count('i', 0, 9.9, 0.1, quick)]],
    ['for with a step of 0, which counts as 1', [b.count('i', 1, 100, 0, quick)]],
    ['for each over a list of 100', [b.forEach('i', 'l', quick)], { lists: { l: 100 } }],
    ['short loops that make 100 rounds together', [b.repeat(10, b.repeat(10, quick))]],
    ['two short loops of 100 in a row', [b.repeat(1, b.repeat(100, quick), b.repeat(100, quick))]],
    ['broadcast of a message nobody hears', [b.broadcast('m')]],
    ['an action that is over at once', [b.act('led', 'toggle')]],
    [
      'the call of an own block without one',
      [b.run('q')],
      { ownBlocks: [b.ownBlock('q', [], false, quick)] },
    ],
  ];
  for (const [title, body, parts] of no) {
    it(`is none: ${title}`, () => expect(takesTurns(body, parts)).toBe(false));
  }
});

function milliseconds(parts: b.Parts): number {
  const program = b.program(parts);
  const started = performance.now();
  const { sketch, diagnostics } = compileProgram(program, KIT, templates);
  const passed = performance.now() - started;
  expect(sketch, JSON.stringify(diagnostics)).toBeDefined();
  return passed;
}

const nested = (depth: number, wrap: (inner: Statement) => Statement, inner: Statement): Statement =>
  depth === 0 ? inner : nested(depth - 1, wrap, wrap(inner));
const deep = (depth: number, wrap: (inner: Expression) => Expression, inner: Expression): Expression =>
  depth === 0 ? inner : deep(depth - 1, wrap, wrap(inner));

describe('compiling does not hang on', () => {
  const waits = {
    ownBlocks: [b.ownBlock('w', ['p'], true, b.wait(1), b.giveBack(b.op('greater', b.parameter('p'), 1)))],
  };
  const cases: readonly (readonly [string, Statement[]])[] = [
    ['5,000 blocks in a row', Array.from({ length: 5000 }, (_, i) => b.set('x', i))],
    ['2,500 loops in a row', Array.from({ length: 2500 }, () => b.repeat(b.v('x'), b.wait(1)))],
    ['120 nested ifs', [nested(120, (inner) => b.when(true, [inner], [quick]), quick)]],
    [
      '120 nested ifs whose conditions wait',
      [nested(120, (inner) => b.when(b.call('w', 1), [inner], [quick]), quick)],
    ],
    ['120 nested loops', [nested(120, (inner) => b.repeat(1, inner), quick)]],
    [
      '100 nested ands whose right sides wait',
      [
        b.set(
          't',
          deep(100, (inner) => b.op('and', b.call('w', 1), inner), b.x(true)),
        ),
      ],
    ],
    [
      '100 nested chooses that wait',
      [
        b.set(
          't',
          deep(100, (inner) => b.op('choose', inner, b.call('w', 1), false), b.x(true)),
        ),
      ],
    ],
    [
      '120 nested sums',
      [
        b.set(
          'n',
          deep(120, (inner) => b.op('add', inner, 1), b.x(1)),
        ),
      ],
    ],
    [
      '120 nested joins',
      [
        b.set(
          's',
          deep(120, (inner) => b.op('join', inner, 'a'), b.x('')),
        ),
      ],
    ],
    [
      '100 else-ifs',
      [b.branches(Array.from({ length: 100 }, (_, i) => [b.op('equal', b.v('x'), i), [quick]] as const))],
    ],
    [
      '100 else-ifs that wait',
      [
        b.branches(
          Array.from({ length: 100 }, (_, i) => [b.call('w', i), [quick]] as const),
          [quick],
        ),
      ],
    ],
  ];
  it.each(cases)('stays small for %s', (_, body) => {
    expect(milliseconds({ ...waits, scripts: [b.atStart(...body), b.always(b.wait(1))] })).toBeLessThan(
      HUNG_MS,
    );
  });

  it('grows with the number of blocks, not with its square', () => {
    const time = (count: number): number =>
      Math.min(
        ...[1, 2, 3].map(() =>
          milliseconds({
            scripts: [
              b.atStart(
                ...Array.from({ length: count }, (_, i) => b.when(b.op('less', b.v('x'), i), [b.wait(1)])),
              ),
              b.always(b.wait(1)),
            ],
          }),
        ),
      );
    time(200);
    expect(time(1600)).toBeLessThan(Math.max(100, 40 * time(200)));
  });
});
