/**
 * The ports that light up when the child takes a brick in hand.
 *
 * In: a kit, a brick type (known to the kit), the bricks already plugged (without the one in hand).
 * Out: the ports where it would work beside them, in the board's order; none when one of its kind is
 * already too many. A bus address that is taken does not count: it is chosen after plugging.
 */
import type { BrickType, PluggedBrick, Port } from '../types.ts';
import { alternativePorts } from './alternative-ports.ts';
import { placeBrick, type KitHardware } from './placed-brick.ts';
import { SOLVED_BY_MOVING, type PlacementCode } from './placement-problem.ts';

const UNWANTED: ReadonlySet<PlacementCode> = new Set<PlacementCode>([
  ...SOLVED_BY_MOVING,
  'timer-taken',
  'too-many-of-a-kind',
]);

export function portsThatFit(
  kit: KitHardware,
  brickType: Pick<BrickType, 'id'>,
  plugged: readonly PluggedBrick[],
  /** When a brick of the program moves: the actions used of it, so that its PWM counts too. */
  actions: ReadonlySet<string> = new Set(),
): readonly Port[] {
  const others = plugged.map((brick) => placeBrick(kit, brick));
  return alternativePorts(kit, { id: '', type: brickType.id, port: '' }, actions, others, UNWANTED);
}
