/** Sixteen boards at once, some of them faulty; and a station that writes each board once. */
import { describe, expect, test } from 'vitest';
import { createDeviceService } from '../../app/device/device-service.ts';
import { flashFleet, runStation, type FleetResult } from '../../app/device/fleet.ts';
import { MemoryTransport } from '../../app/device/memory-transport.ts';
import type { Transport } from '../../app/device/transport.ts';
import { Bench, makeImage, type BenchBoard } from './bench/bench.ts';
import type { Fault } from './bench/faulty-transport.ts';
import { VirtualClock } from './bench/virtual-clock.ts';

const IMAGE = makeImage(600, 42);

interface Room {
  readonly clock: VirtualClock;
  readonly transport: Transport;
  readonly benches: readonly Bench[];
}

/** Boards on one computer, each with its own cable. */
function room(
  kinds: readonly BenchBoard[],
  faults: ReadonlyMap<number, Fault> = new Map(),
  replugMs?: number,
): Room {
  const clock = new VirtualClock();
  const memory = new MemoryTransport();
  const benches = kinds.map((board, i) => {
    const fault = faults.get(i);
    return new Bench({
      board,
      clock,
      transport: memory,
      name: `usb${i}`,
      location: `1-${i}`,
      image: IMAGE,
      ...(fault === undefined ? {} : { fault }),
      ...(replugMs === undefined ? {} : { replugMs }),
    });
  });
  const transport: Transport = {
    list: () => memory.list(),
    open: (path, baud) => {
      const bench = benches.find(({ name }) => path === name || path.startsWith(`${name}-`));
      return bench === undefined ? memory.open(path, baud) : bench.transport.open(path, baud);
    },
  };
  return { clock, transport, benches };
}

const pass = (clock: VirtualClock, ms: number): Promise<void> =>
  clock.run(new Promise<void>((done) => void clock.after(ms, done)));

const KINDS: readonly BenchBoard[] = Array.from(
  { length: 16 },
  (_, i): BenchBoard =>
    (['optiboot', 'optiboot', 'atmegaboot', 'caterina', 'mega'] as const)[i % 5] ?? 'mega',
);

async function flashAll(
  { clock, transport, benches }: Room,
  waitMs = 2_000,
): Promise<{ results: readonly FleetResult[]; ms: number }> {
  await pass(clock, waitMs);
  const service = createDeviceService(transport, clock);
  const start = clock.now();
  const jobs = benches.map(({ board, port }) => ({ board, port, image: IMAGE }));
  const results = await clock.run(
    flashFleet(service, jobs, { patience: { replugMs: 3_000, busyMs: 3_000 } }),
  );
  return { results, ms: clock.now() - start };
}

describe('a fleet', () => {
  test('of sixteen takes at most one and a half times as long as one board', async () => {
    for (const kind of ['optiboot', 'atmegaboot', 'mega'] as const) {
      const one = await flashAll(room([kind]));
      const all = await flashAll(room(KINDS.map(() => kind)));
      console.log(`${kind}: one ${Math.round(one.ms)} ms, sixteen ${Math.round(all.ms)} ms`);
      expect(all.results.every(({ result }) => result !== undefined)).toBe(true);
      expect(all.ms).toBeLessThanOrEqual(1.5 * one.ms);
    }
  });

  test('of boards that reset over USB touches one after the other', async () => {
    const some = room(Array.from({ length: 6 }, () => 'caterina' as const));
    const { results } = await flashAll(some);
    expect(results.map(({ fault }) => fault?.code)).toEqual(results.map(() => undefined));
    expect(some.benches.every((bench) => bench.judge() === 'new')).toBe(true);
  });

  test('with three faulty boards writes the thirteen others, whatever is wrong with the three', async () => {
    let faulty = 0;
    for (let seed = 0; seed < 20; seed++) {
      let state = seed + 1;
      const random = (below: number): number =>
        ((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 8) % below;
      const bad = new Set<number>();
      while (bad.size < 3) bad.add(random(16));
      const faults = new Map<number, Fault>();
      for (const index of bad) {
        const at = random(600);
        const kinds: readonly Fault[] = [
          { kind: 'unplug', way: 'out', at },
          { kind: 'drop', way: 'out', at, count: 2 },
          { kind: 'flip', way: 'in', at, bit: random(8) },
          { kind: 'delay', way: 'out', nth: random(8), ms: 900 },
        ];
        const fault = kinds[random(4)];
        if (fault !== undefined) faults.set(index, fault);
      }
      faulty += faults.size;
      const place = room(KINDS, faults);
      const { results } = await flashAll(place);
      for (const [index, bench] of place.benches.entries()) {
        const { result, fault } = results[index] ?? {};
        const what = `seed ${seed}, board ${index}, ${fault?.code}`;
        expect(bench.judge(), what).not.toBe('mixed');
        expect(result !== undefined, what).toBe(bench.judge() === 'new' && fault === undefined);
        expect(bench.transport.openLines, what).toBe(0);
        expect(result !== undefined || bad.has(index), what).toBe(true);
      }
    }
    expect(faulty).toBe(60);
  });
});

describe('a station', () => {
  test('writes every board that is plugged in, once, and again only after it was unplugged', async () => {
    const { clock, transport, benches } = room(
      ['optiboot', 'caterina', 'mega', 'optiboot'],
      new Map(),
      5_000,
    );
    const stop = new AbortController();
    const results: FleetResult[] = [];
    const station = runStation(createDeviceService(transport, clock), {
      signal: stop.signal,
      patience: { replugMs: 3_000 },
      jobFor: (port) => {
        const bench = benches.find(({ port: its }) => its.location === port.location);
        return bench === undefined ? undefined : { board: bench.board, image: IMAGE };
      },
      onResult: (result) => results.push(result),
    });
    await pass(clock, 20_000);
    expect(results.map(({ fault }) => fault?.code)).toEqual([undefined, undefined, undefined, undefined]);
    expect(benches.every((bench) => bench.judge() === 'new')).toBe(true);
    benches[3]?.unplug();
    await pass(clock, 20_000);
    expect(
      results.map(({ job }) => String(job.port.location)).toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['1-0', '1-1', '1-2', '1-3', '1-3']);
    stop.abort();
    await clock.run(station);
    expect(benches.every(({ transport: its }) => its.openLines === 0)).toBe(true);
  });

  test('leaves boards alone that were there before, when asked to', async () => {
    const { clock, transport, benches } = room(['optiboot']);
    await pass(clock, 1_000);
    const stop = new AbortController();
    const station = runStation(createDeviceService(transport, clock), {
      signal: stop.signal,
      skipsFirst: true,
      jobFor: () => undefined,
    });
    await pass(clock, 3_000);
    stop.abort();
    await clock.run(station);
    expect(benches[0]?.transport.opened).toEqual([]);
  });
});
