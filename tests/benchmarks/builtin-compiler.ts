/**
 * The built-in compiler beside avr-gcc, in one run: time and size of every example.
 *
 * avr-gcc is called directly, once to compile and once to link, with the core already an archive and
 * all of the sketch's sources in one unit; where they cannot be (two files each have their own static of
 * one name), each source is compiled by itself, one call each. Ours is warm: it has built programs before.
 * "again" builds the very same sketch each round; "new" one that was never seen, with another number in its
 * setup(). Out: a row an example (median ms, bytes of both), the ratios, the 95th percentile, the first
 * compile in a cold process, growth with length. `--stages`: ours by stage. `--ours`: without avr-gcc.
 * Names of examples: only those. Needs avr-g++ and the Arduino core.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import { builtin } from '../../compiler/toolchains/builtin.ts';
import { boardFlags, linkFlags } from '../../compiler/toolchains/gcc-flags.ts';
import { joinTabs } from '../../compiler/toolchains/join-tabs.ts';
import type { Toolchain } from '../../compiler/toolchains/toolchain.ts';
import { exampleNames, readExample, type Example } from '../examples/example-files.ts';
import { coreArchive } from './core-archive.ts';
import { longSketch } from './long-sketch.ts';

const ROUNDS = 7;
const WARM_UP = 3;

const stageText = (stages: ReadonlyMap<string, number>, builds: number): string =>
  [...stages].map(([stage, ms]) => `${stage} ${(ms / builds).toFixed(1)}`).join(', ');

const percentile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
};
const median = (values: readonly number[]): number => percentile(values, 0.5);

interface Timed {
  readonly ms: readonly number[];
  readonly bytes: number;
  /** Of ours: ms by stage, all rounds together. */
  readonly stages: ReadonlyMap<string, number>;
}

/** The sketch of a round: `round` is written into its setup(). */
function renewed(sketch: Sketch, round: number): Sketch {
  const files = sketch.files.map(({ path, text }) => ({
    path,
    text: text.replace(/^void setup\(\) \{$/m, (line) => `${line}\n  GPIOR0 = ${round % 256};`),
  }));
  return { ...sketch, files };
}

async function timeOurs(toolchain: Toolchain, example: Example, isNew: boolean): Promise<Timed> {
  const { board } = example.kit;
  const ms: number[] = [];
  const stages = new Map<string, number>();
  let bytes = 0;
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const sketch = isNew ? renewed(example.sketch, round) : example.sketch;
    const start = performance.now();
    const built = await toolchain.build({ sketch, board, chip: CHIPS[board.chip] });
    if (built.flash === undefined) throw new Error(`${example.name}: ${JSON.stringify(built.diagnostics)}`);
    bytes = built.flash.used;
    if (round < WARM_UP) continue;
    ms.push(performance.now() - start);
    for (const [stage, time] of Object.entries(built.ms)) stages.set(stage, (stages.get(stage) ?? 0) + time);
  }
  return { ms, bytes, stages };
}

function timeGcc(example: Example, folder: string): Timed {
  const { board } = example.kit;
  const chip = CHIPS[board.chip];
  const { archive, includes } = coreArchive(board, chip);
  const flags = [...boardFlags(board, chip), ...includes.map((path) => `-I${path}`), `-I${folder}`];
  const compile = (source: string): string => {
    const object = `${source}.o`;
    execFileSync('avr-g++', [...GCC_FLAGS, ...flags, source, '-o', object], { cwd: folder, stdio: 'pipe' });
    return object;
  };
  const sources = writeSources(example.sketch, folder, compile);
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const objects = sources.map(compile);
    execFileSync('avr-gcc', [...linkFlags(chip), ...objects, archive, '-lm', '-o', 'unit.elf'], {
      cwd: folder,
    });
    ms.push(performance.now() - start);
  }
  const sizes = execFileSync('avr-size', ['unit.elf'], { cwd: folder, encoding: 'utf8' });
  const [text = 0, data = 0] = (sizes.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
  return { ms, bytes: text + data, stages: new Map() };
}

const GCC_FLAGS = [
  '-c',
  '-Os',
  '-w',
  '-std=gnu++11',
  '-fpermissive',
  '-fno-exceptions',
  '-ffunction-sections',
  '-fdata-sections',
  '-fno-threadsafe-statics',
  '-flto',
];

/** What avr-g++ is to compile: the sketch's sources as one unit, as quick as can be, or else one by one. */
function writeSources(
  sketch: Sketch,
  folder: string,
  compile: (source: string) => string,
): readonly string[] {
  for (const { path, text } of sketch.files) writeFileSync(join(folder, path), text);
  const sources = sketch.files.filter(({ path }) => path.endsWith('.cpp')).map(({ path }) => path);
  const tabs = joinTabs(sketch);
  writeFileSync(join(folder, 'tabs.cpp'), tabs);
  const unit = [tabs, ...sources.map((path) => `#include "${path}"\n`)].join('\n');
  writeFileSync(join(folder, 'unit.cpp'), unit);
  try {
    compile('unit.cpp');
    return ['unit.cpp'];
  } catch {
    return ['tabs.cpp', ...sources];
  }
}

const templates = await readTemplates('firmware-templates');
const fresh = (): Toolchain =>
  builtin({ templates: () => Promise.resolve(templates), now: () => performance.now() });
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = exampleNames().filter((name) => asked.length === 0 || asked.includes(name));
const examples = await Promise.all(names.map(readExample));

const [first] = examples;
if (first === undefined) throw new Error('there are no examples');
const start = performance.now();
await fresh().build({ sketch: first.sketch, board: first.kit.board, chip: CHIPS[first.kit.board.chip] });
const cold = performance.now() - start;

const ours = fresh();
const folder = mkdtempSync(join(tmpdir(), 'genie-bench-'));
const times: Record<'again' | 'new' | 'gcc', number[]> = { again: [], new: [], gcc: [] };
const byStage = new Map<string, number>();
const [showsStages, isAlone] = ['--stages', '--ours'].map((flag) => process.argv.includes(flag));
let [ourBytes, gccBytes, worst] = [0, 0, 0];
console.log('example                       again      new    gcc ms  gcc/new    bytes  gcc bytes  ratio');
for (const example of examples) {
  const again = await timeOurs(ours, example, false);
  const never = await timeOurs(ours, example, true);
  const gcc = isAlone === true ? { ms: [], bytes: 0 } : timeGcc(example, folder);
  times.again.push(...again.ms);
  times.new.push(...never.ms);
  times.gcc.push(...gcc.ms);
  for (const [stage, ms] of never.stages) byStage.set(stage, (byStage.get(stage) ?? 0) + ms);
  ourBytes += again.bytes;
  gccBytes += gcc.bytes;
  worst = Math.max(worst, again.bytes / gcc.bytes);
  console.log(
    [
      example.name.padEnd(28),
      median(again.ms).toFixed(1).padStart(6),
      median(never.ms).toFixed(1).padStart(8),
      median(gcc.ms).toFixed(1).padStart(9),
      (median(gcc.ms) / median(never.ms)).toFixed(1).padStart(8),
      String(again.bytes).padStart(8),
      String(gcc.bytes).padStart(10),
      (again.bytes / gcc.bytes).toFixed(2).padStart(6),
      ...(showsStages === true ? [stageText(never.stages, never.ms.length)] : []),
    ].join(' '),
  );
}
rmSync(folder, { recursive: true, force: true });
for (const [kind, ms] of Object.entries(times))
  console.log(
    `${kind.padEnd(5)}: median ${median(ms).toFixed(1)} ms, p95 ${percentile(ms, 0.95).toFixed(1)} ms`,
  );
console.log(`avr-gcc takes ${(median(times.gcc) / median(times.new)).toFixed(1)} times as long (medians)`);
console.log(`ours by stage, mean: ${stageText(byStage, times.new.length)}`);
console.log(`first compile in this process: ${cold.toFixed(0)} ms`);
console.log(
  `size: ${ourBytes} / ${gccBytes} bytes = ${(ourBytes / gccBytes).toFixed(3)}, worst ${worst.toFixed(2)}`,
);

const { board } = first.kit;
for (const lines of [500, 1000, 2500, 5000]) {
  const sketch = longSketch(lines);
  const took: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const from = performance.now();
    const built = await ours.build({ sketch, board, chip: CHIPS[board.chip] });
    if (built.hex === undefined && built.flash === undefined)
      throw new Error(JSON.stringify(built.diagnostics));
    if (round >= WARM_UP) took.push(performance.now() - from);
  }
  console.log(
    `${String(lines).padStart(5)} lines: ${median(took).toFixed(1)} ms, ${((1000 * median(took)) / lines).toFixed(1)} µs a line`,
  );
}
