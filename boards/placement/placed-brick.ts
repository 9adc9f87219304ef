/**
 * A plugged brick with its type, port and chip pins looked up.
 *
 * In: a kit and plugged bricks. Out: placed bricks; `type` or `port` is undefined when the kit has none
 * by that name. Two Arduino numbers of one chip pin are one wire here (D4 and A6 of a Leonardo).
 */
import { CHIPS } from '../chips/index.ts';
import type { BrickType, Capability, Chip, Kit, PluggedBrick, Port } from '../types.ts';

export type KitHardware = Pick<Kit, 'board' | 'bricks'>;

export interface PlacedBrick {
  readonly plugged: PluggedBrick;
  readonly type: BrickType | undefined;
  readonly port: Port | undefined;
  /** Chip pins of the wires that the brick uses, in order; empty when it does not fit its port. */
  readonly chipPins: readonly string[];
}

export type Misfit =
  | { readonly code: 'port-has-too-few-wires' }
  | { readonly code: 'port-lacks-capability'; readonly missing: Capability };

export const chipOf = (kit: KitHardware): Chip => CHIPS[kit.board.chip];

/** Chip pins of a port's first `count` wires. */
export const chipPinsOf = (kit: KitHardware, port: Port, count: number): readonly string[] =>
  port.signals.slice(0, count).map(({ pin }) => kit.board.pins[pin] ?? `pin ${pin}`);

/** Why this type cannot work on this port, whatever else is plugged; undefined when it can. */
export function misfit(type: BrickType, port: Port): Misfit | undefined {
  if (type.bus !== undefined && port.bus !== type.bus) {
    return { code: 'port-lacks-capability', missing: 'i2c-data' };
  }
  for (const [index, { needs }] of type.signals.entries()) {
    const offered = port.signals[index]?.capabilities;
    if (offered === undefined) return { code: 'port-has-too-few-wires' };
    const missing = needs.find((capability) => !offered.includes(capability));
    if (missing !== undefined) return { code: 'port-lacks-capability', missing };
  }
  return undefined;
}

export function placeBrick(kit: KitHardware, plugged: PluggedBrick): PlacedBrick {
  const type = kit.bricks.find(({ id }) => id === plugged.type);
  const port = kit.board.ports.find(({ id }) => id === plugged.port);
  const fits = type !== undefined && port !== undefined && misfit(type, port) === undefined;
  return { plugged, type, port, chipPins: fits ? chipPinsOf(kit, port, type.signals.length) : [] };
}
