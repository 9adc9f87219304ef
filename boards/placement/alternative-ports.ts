/**
 * Where else a brick could go, found by really trying every port.
 *
 * Of two ports that would use the same wires, only the one with fewer is offered: a LED goes on D2, not on D2+D3.
 *
 * In: a kit, a brick, the actions the program uses, and the other bricks. Out: the ports, in the board's
 * order, where the brick would have none of the unwanted problems, neither by its own place nor by
 * being in another brick's way.
 */
import type { PluggedBrick, Port } from '../types.ts';
import { findProblems } from './find-problems.ts';
import { chipPinsOf, placeBrick, type KitHardware, type PlacedBrick } from './placed-brick.ts';
import { SOLVED_BY_MOVING, type PlacementCode } from './placement-problem.ts';

export function alternativePorts(
  kit: KitHardware,
  plugged: PluggedBrick,
  actions: ReadonlySet<string>,
  others: readonly PlacedBrick[],
  unwanted: ReadonlySet<PlacementCode> = SOLVED_BY_MOVING,
): readonly Port[] {
  const working = kit.board.ports.filter((port) => {
    const moved = placeBrick(kit, { ...plugged, port: port.id });
    if (moved.type === undefined) return false;
    const findings = findProblems(kit, moved, actions, { earlier: others, later: [] });
    return !findings.some(({ code }) => unwanted.has(code));
  });
  const wiresUsed = kit.bricks.find(({ id }) => id === plugged.type)?.signals.length ?? 0;
  const used = (port: Port): string => chipPinsOf(kit, port, wiresUsed).join();
  const fewestWires = new Map<string, number>();
  for (const port of working) {
    const key = used(port);
    fewestWires.set(key, Math.min(fewestWires.get(key) ?? Infinity, port.signals.length));
  }
  return working.filter((port) => fewestWires.get(used(port)) === port.signals.length);
}
