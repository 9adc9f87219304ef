/**
 * How long from a saved workspace to C++, warm, for 10, 100 and 1 000 blocks?
 *
 * Out: a table (median and 95th percentile in ms, ms a block) and, against 100 blocks, how much more
 * than in proportion 1 000 take. The goal: linear, under 20 ms at 1 000 blocks.
 */
import { performance } from 'node:perf_hooks';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import { parseProgramFile } from '../../blocks/file/parse-program-file.ts';
import { readWorkspace } from '../../blocks/read-workspace.ts';
import { compileProgram } from '../../compiler/compile.ts';
import { hasErrors } from '../../compiler/diagnostics/diagnostic.ts';
import type { FirmwareTemplates } from '../../compiler/sketch.ts';
import { largeProgram } from './large-program.ts';

const ROUNDS = 200;
const WARM_UP = 60;

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

function readTemplates(folder: string): FirmwareTemplates {
  const templates: Record<string, string> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (statSync(path).isFile())
      templates[relative(folder, path).replaceAll('\\', '/')] = readFileSync(path, 'utf8');
  }
  return templates;
}

const templates = readTemplates('firmware-templates');

/** The whole way a child's edit goes: text → file → program → sketch. */
function toSketch(text: string): void {
  const { file, diagnostics } = parseProgramFile(text);
  const kit = builtInKit(file?.board ?? 'genie-base');
  if (file === undefined || kit === undefined) throw new Error(JSON.stringify(diagnostics));
  const read = readWorkspace(file, kit.bricks);
  const compiled = compileProgram(read.program, kit, templates);
  const all = [...read.diagnostics, ...compiled.diagnostics];
  if (hasErrors(all) || compiled.sketch === undefined) throw new Error(JSON.stringify(all.slice(0, 3)));
}

const sizes = [10, 100, 1000];
const medians: number[] = [];
console.log('blocks   median ms   p95 ms   µs a block');
for (const blocks of sizes) {
  const text = JSON.stringify(largeProgram(blocks));
  for (let round = 0; round < WARM_UP; round++) toSketch(text);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    toSketch(text);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const median = percentile(times, 0.5);
  medians.push(median);
  console.log(
    `${String(blocks).padStart(6)} ${median.toFixed(2).padStart(11)} ${percentile(times, 0.95).toFixed(2).padStart(8)} ${((median * 1000) / blocks).toFixed(1).padStart(12)}`,
  );
}
const [, hundred = 0, thousand = 0] = medians;
console.log(
  `1 000 blocks take ${(thousand / hundred).toFixed(1)} times as long as 100 (10 is in proportion).`,
);
