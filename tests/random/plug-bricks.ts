/**
 * Bricks on the ports of the Génie base, in arrangements that its pins and timers allow.
 *
 * In: choices and a maker of names. Out: plugged bricks with their types.
 */
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { ChoiceSource } from './choice-source.ts';
import type { ScopedBrick } from './scope.ts';

type Arrangement = readonly (readonly [type: string, port: string])[];

const ARRANGEMENTS: readonly Arrangement[] = [
  [],
  [
    ['led', '1'],
    ['led', '2'],
    ['button', '9'],
  ],
  [
    ['led', '1'],
    ['rgb-led', '3'],
    ['lcd', '4'],
    ['light', '6'],
    ['potentiometer', '7'],
    ['joystick', '8'],
    ['button', '9'],
    ['display', '10'],
  ],
  [
    ['motor', '1'],
    ['led', '2'],
    ['servo', '3'],
    ['lcd', '5'],
    ['temperature', '6'],
    ['sound', '7'],
    ['distance', '9'],
    ['infrared', '10'],
  ],
  [
    ['led-strip', '1'],
    ['relay', '2'],
    ['buzzer', '3'],
    ['light', '6'],
    ['light', '7'],
    ['dht', '9'],
    ['encoder', '10'],
  ],
  [
    ['buzzer', '1'],
    ['led', '2'],
    ['led', '3'],
    ['switch', '9'],
    ['touch', '10'],
  ],
  [
    ['motion', '9'],
    ['distance-one-wire', '10'],
    ['lcd', '4'],
  ],
  [
    ['line', '9'],
    ['button', '10'],
    ['servo', '1'],
    ['servo', '2'],
  ],
];

export function plugBricks(choices: ChoiceSource, name: () => string): ScopedBrick[] {
  return choices.pick(ARRANGEMENTS).map(([type, port], index) => {
    const brickType = BRICK_TYPES.find(({ id }) => id === type);
    if (brickType === undefined) throw new Error(`no brick type ${type}`);
    return { id: `brick${index}`, type, port, brickType, ...(choices.oneIn(2) ? { name: name() } : {}) };
  });
}
