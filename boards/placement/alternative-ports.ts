/**
 * Where else a brick could go, found by really trying every port.
 *
 * Of two ports that would use the same wires, only the one with fewer is offered: a LED goes on D2, not on D2+D3.
 *
 * In: a kit, a brick, the actions the program uses, and the other bricks. Out: the ports, in the board's
 * order, where the brick would have no problem that moving it could solve, neither by its own place
 * nor by being in an other brick's way.
 */
import type { PluggedBrick, Port } from '../types.ts';
import { findProblems } from './find-problems.ts';
import { placeBrick, type KitHardware, type PlacedBrick } from './placed-brick.ts';
import { SOLVED_BY_MOVING } from './placement-problem.ts';

export function alternativePorts(
  kit: KitHardware,
  plugged: PluggedBrick,
  actions: ReadonlySet<string>,
  others: readonly PlacedBrick[],
): readonly Port[] {
  const works = (port: Port): PlacedBrick[] => {
    const moved = placeBrick(kit, { ...plugged, port: port.id });
    if (moved.type === undefined) return [];
    const findings = findProblems(kit, moved, actions, { earlier: others, later: [] });
    return findings.some(({ code }) => SOLVED_BY_MOVING.has(code)) ? [] : [moved];
  };
  const working = kit.board.ports.flatMap(works);
  const wires = (brick: PlacedBrick): number => brick.port?.signals.length ?? 0;
  return working
    .filter(
      (brick) =>
        !working.some(
          (other) => wires(other) < wires(brick) && other.chipPins.join() === brick.chipPins.join(),
        ),
    )
    .flatMap(({ port }) => (port === undefined ? [] : [port]));
}
