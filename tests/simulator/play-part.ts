/**
 * Runs a program with its bricks in frames, as a page does; in Node and in a worker of a page alike.
 *
 * In: firmware, kit and bricks as plain data. Out: one number for everything that was seen (trace, pins, serial
 * port, the chip's state), and how long each frame took. Inputs follow from the frame's number alone.
 */
import { Bench } from '../../app/simulator/bricks/bench.ts';
import { createMachine } from '../../app/simulator/index.ts';
import type { KitHardware } from '../../boards/placement/placed-brick.ts';
import type { PluggedBrick } from '../../boards/types.ts';

export interface Part {
  readonly name: string;
  readonly hex: string;
  readonly dataEnd: number;
  readonly kit: KitHardware;
  readonly bricks: readonly PluggedBrick[];
  readonly seconds: number;
}

export interface Played {
  readonly name: string;
  readonly seen: number;
  readonly points: number;
  readonly regions: number;
  /** Milliseconds spent on one second of the program. */
  readonly msPerSecond: number;
}

const FRAME = 1 / 60;

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

export function playPart({ name, hex, dataEnd, kit, bricks, seconds }: Part, now: () => number): Played {
  const machine = createMachine({ chip: kit.board.chip, hex, dataEnd });
  const bench = new Bench({ machine, kit, bricks });
  const seen: unknown[] = [];
  machine.pins.onAnyEdge.push((pin, level, cycle) => seen.push(pin, level, cycle));
  machine.serial?.onByte.push((byte, cycle) => seen.push(byte, cycle));
  const handled = bricks.filter(({ id }) => Object.keys(bench.model(id)?.inputs ?? {}).length > 0);
  let busy = 0;
  for (let frame = 0; frame < seconds / FRAME; frame++) {
    const brick = handled[(frame >> 4) % Math.max(handled.length, 1)];
    const range = Object.values(bench.model(brick?.id ?? '')?.inputs ?? {})[0];
    if (brick !== undefined && range !== undefined && frame % 16 === 0)
      bench.set(brick.id, range.min + ((frame * 7) % (range.max - range.min + 1)));
    const before = now();
    machine.run(machine.toCycles(FRAME));
    busy += now() - before;
  }
  for (const channel of bench.trace.names()) seen.push(channel, bench.trace.points(channel));
  const { pc, cycles, sreg, data } = machine.core;
  seen.push(pc, cycles, sreg, [...data]);
  return {
    name,
    seen: hashOf(JSON.stringify(seen)),
    points: seen.length,
    regions: machine.translatedRegions,
    msPerSecond: busy / seconds,
  };
}
