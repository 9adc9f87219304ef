/** Which own blocks change something that others could see. */
import { describe, expect, it } from 'vitest';
import type { Statement } from '../../../compiler/program/model.ts';
import * as b from '../../interpreter/blocks.ts';
import { BRICKS, typed } from '../compile-blocks.ts';

const changes = (...body: Statement[]): boolean =>
  typed({
    bricks: BRICKS,
    lists: { l: 3 },
    scripts: [b.atStart(b.run('b'))],
    ownBlocks: [
      b.ownBlock('b', [], true, ...body),
      b.ownBlock('print', [], false, b.line(1)),
      b.ownBlock('pure', [], true, b.giveBack(1)),
    ],
  }).effects.ofOwnBlock('b');

describe('an own block changes something', () => {
  it.each<[string, Statement]>([
    ['by setting a variable', b.set('x', 1)],
    ['by counting with one', b.count('x', 1, 2, 1)],
    ['by changing a list', b.list('clearList', 'l')],
    ['by moving a brick', b.act('led', 'on')],
    ['by printing', b.line(1)],
    ['by waiting', b.wait(1)],
    ['by taking a line', b.giveBack(b.op('readLine'))],
    ['by smoothing, which remembers', b.giveBack(b.op('smooth', 1, 5))],
    ['through another one', b.run('print')],
    ['deep inside', b.repeat(2, b.when(true, [b.line(1)]))],
  ])('%s', (_, statement) => expect(changes(statement)).toBe(true));

  it.each<[string, Statement]>([
    ['when it only reads', b.giveBack(b.op('add', b.v('x'), b.reading('light', 'percent')))],
    ['when it calls one that changes nothing', b.giveBack(b.call('pure'))],
    ['when it only decides', b.when(b.v('x'), [b.giveBack(1)])],
  ])('not %s', (_, statement) => expect(changes(statement)).toBe(false));
});
