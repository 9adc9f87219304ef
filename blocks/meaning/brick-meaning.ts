/**
 * What the blocks of a brick mean: actions, readings and triggers on the brick that stands in BRICK.
 *
 * In: a brick type. Out: the meanings of the blocks of specs/brick-blocks.ts, by type. Invariant:
 * arguments come in the order of the brick's parameters, menus as 'choice'.
 */
import type { BrickType, Parameter } from '../../boards/types.ts';
import type { Expression } from '../../compiler/program/model.ts';
import { expression, statement, trigger, type BlockReading, type Meaning } from '../meaning.ts';
import { actionBlockType, eventBlockType, eventParameters, readingBlockType } from '../specs/brick-blocks.ts';

export function brickMeaning(brick: BrickType): readonly (readonly [string, Meaning])[] {
  return [
    ...brick.events.map((event): [string, Meaning] => [
      eventBlockType(brick.id, event.id),
      trigger((block) => ({
        kind: 'brick',
        brick: block.field('BRICK'),
        event: event.id,
        args: args(block, eventParameters(brick, event)),
      })),
    ]),
    ...brick.actions.map((action): [string, Meaning] => [
      actionBlockType(brick.id, action.id),
      statement((block) => ({
        kind: 'action',
        brick: block.field('BRICK'),
        action: action.id,
        args: args(block, action.parameters),
      })),
    ]),
    ...brick.readings.map((reading): [string, Meaning] => [
      readingBlockType(brick.id, reading.id),
      expression((block) => ({
        kind: 'reading',
        brick: block.field('BRICK'),
        reading: reading.id,
        args: args(block, reading.parameters),
      })),
    ]),
  ];
}

const args = (block: BlockReading, parameters: readonly Parameter[]): readonly Expression[] =>
  parameters.map(({ id, type }) =>
    type.kind === 'choice'
      ? { kind: 'choice', value: block.field(id), blockId: block.blockId }
      : block.value(id),
  );
