/**
 * How many times real time each example runs in the simulator, with its bricks and nobody touching them.
 *
 * In: names of examples; all without. Out: a table by CPU time of the second of two runs, so that the engine knows
 * the code, as in a page. Run: node scripts/run-ts.mjs tests/benchmarks/examples-speed.ts
 */
import { Bench } from '../../app/simulator/bricks/bench.ts';
import { createMachine } from '../../app/simulator/index.ts';
import { buildExamples } from '../examples/build-examples.ts';
import { exampleNames } from '../examples/example-files.ts';

const SECONDS = 30;
const names = process.argv.slice(2);
const builds = await Promise.all(
  [...buildExamples(names.length > 0 ? names : exampleNames(), 'builtin').values()].map((build) => build),
);
const factors: number[] = [];
console.log('example | times real time | skipped | translated parts');
for (const { name, hex, sizes, kit, file } of builds) {
  let line = '';
  let factor = 0;
  for (let run = 0; run < 2; run++) {
    const machine = createMachine({ chip: kit.board.chip, hex, dataEnd: sizes.dataEnd });
    const bench = new Bench({ machine, kit, bricks: file.bricks });
    const before = process.cpuUsage();
    machine.run(machine.toCycles(SECONDS));
    const { user, system } = process.cpuUsage(before);
    factor = (SECONDS * 1e6) / (user + system);
    const skipped = Math.round((100 * machine.skippedCycles) / machine.cycles);
    line = [bench.ids.length > 0 ? name : `${name} (no bricks)`, Math.round(factor), `${skipped} %`].join(
      ' | ',
    );
    line += ` | ${machine.translatedRegions}`;
  }
  factors.push(factor);
  console.log(line);
}
const mean = Math.exp(factors.reduce((sum, f) => sum + Math.log(f), 0) / factors.length);
console.log(`geometric mean: ${Math.round(mean)} times real time`);
