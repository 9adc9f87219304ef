/**
 * How long it takes to look at a moment of the last minute, and what the debugger costs while a program runs.
 *
 *   node scripts/run-ts.mjs tests/benchmarks/seek-time.ts [EXAMPLE]
 *
 * CPU time, of one program that asks its button all the time (the dearest kind): running with and without the debugger,
 * then 20 moments from all over the time kept.
 */
import { Stand } from '../simulator/bricks/stand.ts';
import { DebuggedStand, debuggableExample } from '../simulator/debugger/debugged-example.ts';

const SECONDS = 20;
const example = await debuggableExample(process.argv[2] ?? 'feu-tricolore');

function measure(act: () => void): number {
  const start = process.cpuUsage();
  act();
  return process.cpuUsage(start).user / 1000;
}

const free = new Stand(example).bench.machine;
const { debugger: debug } = new DebuggedStand(example);
const { clockHz } = debug.machine;
const without = measure(() => free.run(SECONDS * clockHz));
const running = measure(() => void debug.run(SECONDS * clockHz));
const times: number[] = [];
for (let i = 0; i < 20; i++) {
  const goal = ((i * 7) % 20) * (SECONDS / 20) * clockHz + 0.4 * clockHz;
  times.push(measure(() => debug.seek(goal)));
}
times.sort((a, b) => a - b);
console.info(
  `${example.name}, ${SECONDS} s: ${without.toFixed(0)} ms without, ${running.toFixed(0)} ms with the debugger`,
);
console.info(
  `a moment: ${times[10]?.toFixed(0) ?? ''} ms (median), ${times.at(-1)?.toFixed(0) ?? ''} ms at most`,
);
console.info(`${debug.time.snapshotCount} snapshots`);
