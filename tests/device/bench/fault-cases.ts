/**
 * Every fault of docs/device.md, at every place of an upload.
 *
 * In: the places of a faultless upload, as a FaultyTransport counted them. Out: one case for each.
 */
import type { Counts, Fault } from './faulty-transport.ts';

export interface FaultCase {
  readonly fault: Fault;
  readonly replugMs?: number;
  readonly mayFail?: boolean;
}

export function faultCases(counts: Counts): FaultCase[] {
  const list: FaultCase[] = [];
  const bytesOut = Array.from({ length: counts.out }, (_, at) => at);
  const bytesIn = Array.from({ length: counts.in }, (_, at) => at);
  for (const at of bytesOut) list.push({ fault: { kind: 'drop', way: 'out', at, count: 1 + (at % 2) } });
  for (const at of bytesIn.filter((_, i) => i % 5 === 0))
    list.push({ fault: { kind: 'drop', way: 'in', at, count: 1 + (at % 2) } });
  // Heads and ends of writes hold the commands, addresses and terminators; data in between.
  const heads = counts.writes.flatMap((start) => Array.from({ length: 9 }, (_, i) => start + i));
  const ends = counts.writes.map((start) => start - 1);
  const spots = [...new Set([...heads, ...ends, ...bytesOut.filter((at) => at % 37 === 0)])].filter(
    (at) => at >= 0 && at < counts.out,
  );
  spots.forEach((at, i) => list.push({ fault: { kind: 'flip', way: 'out', at, bit: i % 8 } }));
  for (const at of bytesIn.filter((_, i) => i % 7 === 0))
    list.push({ fault: { kind: 'flip', way: 'in', at, bit: at % 8 } });
  spots
    .filter((_, i) => i % 3 === 0)
    .forEach((at, i) => {
      list.push({ fault: { kind: 'insert', way: 'out', at, byte: (i * 83) & 255 } });
      list.push({ fault: { kind: 'double', way: 'out', at } });
    });
  for (const at of bytesIn.filter((_, i) => i % 40 === 0)) {
    list.push({ fault: { kind: 'insert', way: 'in', at, byte: (at * 83) & 255 } });
    list.push({ fault: { kind: 'double', way: 'in', at } });
  }
  // The cable, before every write, in the middle of every page, in every reply; in again or not.
  const cuts = [
    ...counts.writes.map((at) => ({ way: 'out' as const, at })),
    ...counts.writes.slice(0, -1).map((at, i) => ({
      way: 'out' as const,
      at: Math.floor((at + (counts.writes[i + 1] ?? at)) / 2),
    })),
    ...bytesIn.filter((_, i) => i % 12 === 0).map((at) => ({ way: 'in' as const, at })),
  ];
  for (const cut of cuts) {
    list.push({ fault: { kind: 'unplug', ...cut }, replugMs: 800 });
    list.push({ fault: { kind: 'unplug', ...cut }, mayFail: true });
  }
  for (const ms of [1, 16, 100, 450, 900, 1_500]) {
    counts.writes.forEach((_, nth) =>
      list.push({ fault: { kind: 'delay', way: 'out', nth, ms }, mayFail: ms > 500 }),
    );
    for (let nth = 0; nth < counts.chunksIn; nth++)
      list.push({ fault: { kind: 'delay', way: 'in', nth, ms }, mayFail: ms > 500 });
  }
  for (const at of counts.writes) list.push({ fault: { kind: 'steal', way: 'out', at, ms: 300 } });
  for (const size of [1, 62, 64]) list.push({ fault: { kind: 'chunks', size } });
  return list;
}
