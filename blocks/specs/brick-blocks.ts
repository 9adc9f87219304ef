/**
 * The blocks of every brick, made from the bricks' data.
 *
 * In: brick types. Out: one spec for each action (`led_on`), reading (`led_get_is_on`) and event
 * (`button_when_pressed`). Invariant: the field BRICK holds the id of a plugged brick of that type;
 * choices are menus on the block, every other parameter is a hole with its default in it.
 */
import type { BrickEvent, BrickReading, BrickType, LocalizedText, Parameter } from '../../boards/types.ts';
import { colourShadow, numberShadow, textShadow, truthShadow } from '../holes.ts';
import type { BlockCategory, BlockHole, BlockShape, BlockSpec, ValueHole } from '../spec.ts';

export const actionBlockType = (brick: string, action: string): string => blockType(brick, action);
export const readingBlockType = (brick: string, reading: string): string =>
  blockType(brick, `get_${reading}`);
export const eventBlockType = (brick: string, event: string): string => blockType(brick, `when_${event}`);

const blockType = (brick: string, name: string): string => `${brick}_${name}`.replaceAll('-', '_');

/** The parameters of an event are those of the reading that it watches. */
export function eventParameters(brick: BrickType, event: BrickEvent): readonly Parameter[] {
  return brick.readings.find(({ id }) => id === event.reading)?.parameters ?? [];
}

export function brickBlocks(brick: BrickType): readonly BlockSpec[] {
  const make = (
    type: string,
    category: BlockCategory,
    shape: BlockShape,
    text: LocalizedText,
    parameters: readonly Parameter[],
  ): BlockSpec => ({
    type,
    category,
    level: 'beginner',
    shape,
    text,
    holes: [
      { kind: 'brick', name: 'BRICK', brickType: brick.id, brickName: brick.name },
      ...parameters.map(parameterHole),
    ],
    tooltip: brick.explanation,
    brickType: brick.id,
  });
  return [
    ...brick.events.map((event) =>
      make(eventBlockType(brick.id, event.id), 'start', 'hat', event.text, eventParameters(brick, event)),
    ),
    ...brick.actions.map((action) =>
      make(actionBlockType(brick.id, action.id), brick.category, 'statement', action.text, action.parameters),
    ),
    ...brick.readings.map((reading) =>
      make(
        readingBlockType(brick.id, reading.id),
        brick.category,
        readingShape(reading),
        reading.text,
        reading.parameters,
      ),
    ),
  ];
}

const readingShape = ({ type }: BrickReading): BlockShape => (type.kind === 'truth' ? 'truth' : 'number');

function parameterHole({ id, type }: Parameter): BlockHole {
  const hole = (expected: ValueHole['expected'], shadow: NonNullable<ValueHole['shadow']>): ValueHole => ({
    kind: 'value',
    name: id,
    expected,
    shadow,
  });
  switch (type.kind) {
    case 'choice':
      return { kind: 'menu', name: id, default: type.default, options: type.options };
    case 'whole':
    case 'decimal':
      return hole('number', numberShadow(type.default));
    case 'truth':
      return hole('truth', truthShadow(type.default));
    case 'text':
      return hole('text', textShadow(type.default));
    case 'any':
      return hole('any', textShadow(type.default));
    case 'colour':
      return hole('colour', colourShadow(type.default));
  }
}
