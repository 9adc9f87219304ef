/**
 * What can be wrong with bricks in ports, as data.
 *
 * Invariant: each problem names one brick that could be moved, removed or set differently to solve it.
 */
import type { LocalizedText } from '../types.ts';

export const PLACEMENT_CODES = [
  'brick-id-twice',
  'unknown-brick-type',
  'unknown-port',
  'port-has-too-few-wires',
  'port-lacks-capability',
  'action-needs-capability',
  'port-taken',
  'pins-shared',
  'address-taken',
  'timer-taken',
  'pwm-timer-taken',
  'too-many-of-a-kind',
  'unknown-setting',
  'setting-out-of-range',
] as const;
export type PlacementCode = (typeof PLACEMENT_CODES)[number];

/** Solved by another port; the other codes stay whatever the port. */
export const SOLVED_BY_MOVING: ReadonlySet<PlacementCode> = new Set<PlacementCode>([
  'unknown-port',
  'port-has-too-few-wires',
  'port-lacks-capability',
  'action-needs-capability',
  'port-taken',
  'pins-shared',
  'pwm-timer-taken',
]);

export interface PlacementProblem {
  readonly code: PlacementCode;
  /** The plugged brick's id. */
  readonly brick: string;
  /** The other brick it meets. */
  readonly otherBrick?: string;
  /** The action that asks for more than the port gives. */
  readonly action?: string;
  readonly message: LocalizedText;
  /** Ids of ports where this brick has none of the problems that moving can solve. */
  readonly alternatives: readonly string[];
}
