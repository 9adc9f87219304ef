/** Writes down the edges of every pin, up to a number of them; the oldest stay. */
import type { Machine } from '../machine/machine.ts';
import type { Level } from '../machine/pins.ts';

export interface PinEdge {
  readonly cycle: number;
  readonly level: Level;
}

const MAX_EDGES = 2_000_000;

export function recordPins(machine: Machine): ReadonlyMap<string, readonly PinEdge[]> {
  const pins = new Map<string, PinEdge[]>();
  let count = 0;
  machine.pins.onAnyEdge.push((pin, level, cycle) => {
    if (++count > MAX_EDGES) return;
    const edges = pins.get(pin);
    if (edges === undefined) pins.set(pin, [{ cycle, level }]);
    else edges.push({ cycle, level });
  });
  return pins;
}
