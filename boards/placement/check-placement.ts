/**
 * Do the bricks work together where they are plugged? Asked before any C++ is written.
 *
 * In: a kit, the plugged bricks, the actions that the program uses of each. Out: problems in the bricks'
 * order, each with the ports to use instead. Pure, and any list of bricks is allowed.
 */
import type { PluggedBrick } from '../types.ts';
import { alternativePorts } from './alternative-ports.ts';
import { findProblems } from './find-problems.ts';
import { placeBrick, type KitHardware } from './placed-brick.ts';
import { placementMessage } from './placement-message.ts';
import { SOLVED_BY_MOVING, type PlacementProblem } from './placement-problem.ts';

export interface PlacementUsage {
  /** Brick id → ids of the actions that the program uses of it. */
  readonly actions: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOTHING_USED: PlacementUsage = { actions: new Map() };
const NO_ACTIONS: ReadonlySet<string> = new Set();

export function checkPlacement(
  kit: KitHardware,
  plugged: readonly PluggedBrick[],
  usage: PlacementUsage = NOTHING_USED,
): readonly PlacementProblem[] {
  const placed = plugged.map((brick) => placeBrick(kit, brick));
  return placed.flatMap((brick, index): PlacementProblem[] => {
    const earlier = placed.slice(0, index);
    const later = placed.slice(index + 1);
    const actions = usage.actions.get(brick.plugged.id) ?? NO_ACTIONS;
    const findings = findProblems(kit, brick, actions, { earlier, later });
    if (findings.length === 0) return [];
    const others = [...earlier, ...later];
    const movable = findings.some(({ code }) => SOLVED_BY_MOVING.has(code));
    const free = movable ? alternativePorts(kit, brick.plugged, actions, others) : [];
    const everFits = movable && alternativePorts(kit, brick.plugged, actions, []).length > 0;
    return findings.map((finding) => {
      const ports = SOLVED_BY_MOVING.has(finding.code) ? free : [];
      return {
        code: finding.code,
        brick: brick.plugged.id,
        ...(finding.other === undefined ? {} : { otherBrick: finding.other.plugged.id }),
        ...(finding.action === undefined ? {} : { action: finding.action }),
        message: placementMessage({ brick, finding, free: ports, everFits }),
        alternatives: ports.map(({ id }) => id),
      };
    });
  });
}
