/**
 * The built-in compiler beside avr-gcc, in one run: time and size of every example.
 *
 * avr-gcc is called directly, once to compile and once to link, with the core already an archive and
 * all of the sketch's sources in one unit; ours is warm. Out: a row an example (median ms of both, bytes
 * of both), the ratios, the 95th percentile, the first compile in a cold process, growth with length.
 * Needs avr-g++ and the Arduino core.
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

const percentile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
};
const median = (values: readonly number[]): number => percentile(values, 0.5);

async function timeOurs(toolchain: Toolchain, example: Example): Promise<{ ms: number[]; bytes: number }> {
  const { board } = example.kit;
  const ms: number[] = [];
  let bytes = 0;
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const start = performance.now();
    const built = await toolchain.build({ sketch: example.sketch, board, chip: CHIPS[board.chip] });
    if (round >= WARM_UP) ms.push(performance.now() - start);
    if (built.flash === undefined) throw new Error(`${example.name}: ${JSON.stringify(built.diagnostics)}`);
    bytes = built.flash.used;
  }
  return { ms, bytes };
}

function timeGcc(example: Example, folder: string): { ms: number[]; bytes: number } {
  const { board } = example.kit;
  const chip = CHIPS[board.chip];
  const { archive, includes } = coreArchive(board, chip);
  writeSources(example.sketch, folder);
  const flags = [...boardFlags(board, chip), ...includes.map((path) => `-I${path}`), `-I${folder}`];
  const compile = [
    '-c',
    '-Os',
    '-w',
    '-std=gnu++11',
    '-fpermissive',
    '-fno-exceptions',
    '-ffunction-sections',
  ];
  const more = ['-fdata-sections', '-fno-threadsafe-statics', '-flto', ...flags, 'unit.cpp', '-o', 'unit.o'];
  const ms: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    execFileSync('avr-g++', [...compile, ...more], { cwd: folder });
    execFileSync('avr-gcc', [...linkFlags(chip), 'unit.o', archive, '-lm', '-o', 'unit.elf'], {
      cwd: folder,
    });
    ms.push(performance.now() - start);
  }
  const sizes = execFileSync('avr-size', ['unit.elf'], { cwd: folder, encoding: 'utf8' });
  const [text = 0, data = 0] = (sizes.split('\n')[1] ?? '').trim().split(/\s+/).map(Number);
  return { ms, bytes: text + data };
}

/** The sketch's sources as one unit, as quick for avr-g++ as can be. */
function writeSources(sketch: Sketch, folder: string): void {
  for (const { path, text } of sketch.files) writeFileSync(join(folder, path), text);
  const sources = sketch.files.filter(({ path }) => path.endsWith('.cpp')).map(({ path }) => path);
  const unit = [joinTabs(sketch), ...sources.map((path) => `#include "${path}"\n`)].join('\n');
  writeFileSync(join(folder, 'unit.cpp'), unit);
}

const templates = await readTemplates('firmware-templates');
const fresh = (): Toolchain =>
  builtin({ templates: () => Promise.resolve(templates), now: () => performance.now() });
const examples = await Promise.all(exampleNames().map(readExample));

const [first] = examples;
if (first === undefined) throw new Error('there are no examples');
const start = performance.now();
await fresh().build({ sketch: first.sketch, board: first.kit.board, chip: CHIPS[first.kit.board.chip] });
const cold = performance.now() - start;

const ours = fresh();
const folder = mkdtempSync(join(tmpdir(), 'genie-bench-'));
const [allOurs, allGcc]: [number[], number[]] = [[], []];
let [ourBytes, gccBytes, worst] = [0, 0, 0];
console.log('example                          ms    gcc ms   ratio    bytes  gcc bytes  ratio');
for (const example of examples) {
  const a = await timeOurs(ours, example);
  const b = timeGcc(example, folder);
  allOurs.push(...a.ms);
  allGcc.push(...b.ms);
  ourBytes += a.bytes;
  gccBytes += b.bytes;
  worst = Math.max(worst, a.bytes / b.bytes);
  console.log(
    [
      example.name.padEnd(28),
      median(a.ms).toFixed(1).padStart(6),
      median(b.ms).toFixed(1).padStart(9),
      (median(b.ms) / median(a.ms)).toFixed(1).padStart(7),
      String(a.bytes).padStart(8),
      String(b.bytes).padStart(10),
      (a.bytes / b.bytes).toFixed(2).padStart(6),
    ].join(' '),
  );
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `warm: median ${median(allOurs).toFixed(1)} ms, p95 ${percentile(allOurs, 0.95).toFixed(1)} ms; ` +
    `avr-gcc median ${median(allGcc).toFixed(1)} ms: ${(median(allGcc) / median(allOurs)).toFixed(1)} times`,
);
console.log(`first compile in this process: ${cold.toFixed(0)} ms`);
console.log(
  `size: ${ourBytes} / ${gccBytes} bytes = ${(ourBytes / gccBytes).toFixed(3)}, worst ${worst.toFixed(2)}`,
);

const { board } = first.kit;
for (const lines of [500, 1000, 2500, 5000]) {
  const sketch = longSketch(lines);
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const from = performance.now();
    const built = await ours.build({ sketch, board, chip: CHIPS[board.chip] });
    if (built.hex === undefined && built.flash === undefined)
      throw new Error(JSON.stringify(built.diagnostics));
    if (round >= WARM_UP) times.push(performance.now() - from);
  }
  console.log(
    `${String(lines).padStart(5)} lines: ${median(times).toFixed(1)} ms, ${((1000 * median(times)) / lines).toFixed(1)} µs a line`,
  );
}
