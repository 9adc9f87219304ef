import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { checkPlacement } from '../../boards/placement/check-placement.ts';
import { portsThatFit } from '../../boards/placement/ports-that-fit.ts';
import { signalsOf } from '../../boards/placement/signals-of.ts';
import type { Board, PluggedBrick } from '../../boards/types.ts';

const IS_LONG = process.env['GENIE_LONG'] === '1';
const RUNS = IS_LONG ? 20_000 : 600;
/** Of the ports that a problem proposes, so many are tried, spread over all of them. */
const TRIED = IS_LONG ? Number.POSITIVE_INFINITY : 5;
const spread = <T>(all: readonly T[]): readonly T[] =>
  all.filter((_, index) => index % Math.max(1, Math.ceil(all.length / TRIED)) === 0);

const plugged = (board: Board): fc.Arbitrary<PluggedBrick> =>
  fc.record(
    {
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', '__proto__'),
      type: fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom(...BRICK_TYPES.map(({ id }) => id)) },
        { weight: 1, arbitrary: fc.string() },
      ),
      port: fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom(...board.ports.map(({ id }) => id)) },
        { weight: 1, arbitrary: fc.string() },
      ),
      name: fc.string(),
      settings: fc.dictionary(
        fc.constantFrom('COUNT', 'LEVEL', 'ADDRESS', 'constructor', 'x'),
        fc.oneof(fc.double(), fc.integer(), fc.constantFrom('high', '0x27', '0x3F', '')),
      ),
    },
    { requiredKeys: ['id', 'type', 'port'] },
  );

const usage = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    fc.array(fc.constantFrom('brightness', 'run', 'on', 'stop', 'note')),
  )
  .map((used) => ({
    actions: new Map(Object.entries(used).map(([brick, actions]) => [brick, new Set(actions)])),
  }));

const situation = fc.constantFrom(...BOARDS).chain((board) =>
  fc.record({
    kit: fc.constant({ board, bricks: BRICK_TYPES }),
    bricks: fc.array(plugged(board), { maxLength: 9 }),
    usage,
  }),
);

describe('the placement check, on random lists of bricks', () => {
  it('never throws, and every problem has words in both languages', () => {
    fc.assert(
      fc.property(situation, ({ kit, bricks, usage: used }) => {
        for (const problem of checkPlacement(kit, bricks, used)) {
          expect(problem.message.fr.length).toBeGreaterThan(10);
          expect(problem.message.en.length).toBeGreaterThan(10);
          expect(problem.message.fr).not.toMatch(/undefined|\[object/);
        }
        for (const brick of bricks) signalsOf(kit, brick);
      }),
      { numRuns: RUNS },
    );
  });

  it('never proposes a port where the same brick has the same problem again', () => {
    fc.assert(
      fc.property(situation, ({ kit, bricks, usage: used }) => {
        // Ids told apart, so that a problem points at one brick.
        const own = bricks.map((brick, index) => ({ ...brick, id: `${index}` }));
        const actions = new Map(
          own.map(({ id }, n) => [id, used.actions.get(bricks[n]?.id ?? '') ?? new Set('')]),
        );
        for (const problem of checkPlacement(kit, own, { actions })) {
          for (const port of spread(problem.alternatives)) {
            const moved = own.map((brick) => (brick.id === problem.brick ? { ...brick, port } : brick));
            const again = checkPlacement(kit, moved, { actions });
            expect(
              again.filter(({ brick, code }) => brick === problem.brick && code === problem.code),
            ).toEqual([]);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('accepts what is built by only taking ports that light up', () => {
    const steps = fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...BOARDS), steps, (board, choices) => {
        const kit = { board, bricks: BRICK_TYPES };
        const bricks: PluggedBrick[] = [];
        for (const [typeChoice, portChoice] of choices) {
          const type = BRICK_TYPES[typeChoice % BRICK_TYPES.length];
          const ports = type === undefined ? [] : portsThatFit(kit, type, bricks);
          const port = ports[portChoice % Math.max(1, ports.length)];
          if (type === undefined || port === undefined) continue;
          bricks.push({ id: `${bricks.length}`, type: type.id, port: port.id });
        }
        const problems = checkPlacement(kit, bricks);
        expect(problems.filter(({ code }) => code !== 'address-taken')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
