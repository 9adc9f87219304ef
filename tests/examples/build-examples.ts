/**
 * Builds the examples' sketch folders as they are, with our toolchains: the built-in compiler, and avr-gcc
 * with the official core.
 *
 * In: names and a compiler. Out: for each, a promise of the example and its firmware; two build at a time.
 * The pieces that avr-gcc makes are cached by content (compiler/toolchains/build-cache.ts).
 */
import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import { avrGcc } from '../../compiler/toolchains/avr-gcc.ts';
import { builtin } from '../../compiler/toolchains/builtin.ts';
import { createRunProgram } from '../../compiler/toolchains/run-program.ts';
import type { Toolchain } from '../../compiler/toolchains/toolchain.ts';
import type { Compiler } from '../support/each-compiler.ts';
import { readExample, type Example } from './example-files.ts';

export interface BuiltExample extends Example {
  readonly hex: string;
  readonly sizes: { readonly flash: number; readonly ram: number; readonly dataEnd: number };
}

const AT_ONCE = 2;

/** Runs each task when fewer than `limit` others are running, in the order of asking. */
export function pool(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

const now = (): number => performance.now();
const officialCore = avrGcc({
  variables: process.env,
  platform: process.platform,
  homeFolder: homedir(),
  cacheFolder: resolve(process.cwd(), 'node_modules/.cache/genie-tests/examples'),
  temporaryFolder: tmpdir(),
  jobs: 1,
  run: createRunProgram(process.env),
  now,
});
const TOOLCHAINS: Readonly<Record<Compiler, Toolchain>> = {
  builtin: builtin({ templates: () => readTemplates('firmware-templates'), now }),
  'avr-gcc': officialCore,
};

async function buildExample(name: string, compiler: Compiler): Promise<BuiltExample> {
  const example = await readExample(name);
  const { board } = example.kit;
  const chip = CHIPS[board.chip];
  const request = { sketch: example.sketch, board, chip };
  const { hex, flash, ram, diagnostics } = await TOOLCHAINS[compiler].build(request);
  if (hex === undefined || flash === undefined || ram === undefined || diagnostics.length > 0)
    throw new Error(`${name} does not build: ${JSON.stringify(diagnostics)}`);
  const dataEnd = chip.ram.start + ram.used;
  return { ...example, hex, sizes: { flash: flash.used, ram: ram.used, dataEnd } };
}

export function buildExamples(
  names: readonly string[],
  compiler: Compiler,
): ReadonlyMap<string, Promise<BuiltExample>> {
  const inTurn = pool(AT_ONCE);
  const builds = new Map(names.map((name) => [name, inTurn(() => buildExample(name, compiler))] as const));
  // A failed build is thrown where it is awaited, not as an unhandled rejection before that.
  for (const build of builds.values()) build.catch(() => undefined);
  return builds;
}
