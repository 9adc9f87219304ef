/**
 * What a run did as JSON, for other programs: docs/simulator.md has the shape.
 * In: the edges of pins, the traces of bricks. Out: an object; times are CPU cycles.
 */
import type { Value } from '../bricks/brick-model.ts';
import type { Trace } from '../bricks/trace.ts';
import type { PinEdge } from './pin-recorder.ts';

export interface TraceJson {
  readonly clockHz: number;
  readonly cycles: number;
  readonly bricks: Readonly<Record<string, readonly (readonly [number, Value])[]>>;
  /** The wires' levels; 0 before the first edge. */
  readonly pins: Readonly<Record<string, readonly (readonly [number, 0 | 1])[]>>;
}

export const traceJson = (
  clockHz: number,
  pins: ReadonlyMap<string, readonly PinEdge[]>,
  trace: Trace,
  endCycle: number,
): TraceJson => ({
  clockHz,
  cycles: endCycle,
  bricks: Object.fromEntries(
    trace
      .names()
      .map((name) => [name, trace.points(name).map(({ cycle, value }) => [cycle, value] as const)]),
  ),
  pins: Object.fromEntries(
    [...pins].map(([pin, edges]) => [pin, edges.map(({ cycle, level }) => [cycle, level] as const)]),
  ),
});
