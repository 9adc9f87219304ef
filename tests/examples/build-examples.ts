/**
 * Builds the examples' sketch folders as they are, with our avr-gcc toolchain and the official core.
 *
 * In: names. Out: for each, a promise of the example and its firmware; two build at a time, and their
 * pieces are cached by content (compiler/toolchains/build-cache.ts).
 */
import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { CHIPS } from '../../boards/chips/index.ts';
import { avrGcc } from '../../compiler/toolchains/avr-gcc.ts';
import { createRunProgram } from '../../compiler/toolchains/run-program.ts';
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

const toolchain = avrGcc({
  variables: process.env,
  platform: process.platform,
  homeFolder: homedir(),
  cacheFolder: resolve(process.cwd(), 'node_modules/.cache/genie-tests/examples'),
  temporaryFolder: tmpdir(),
  jobs: 1,
  run: createRunProgram(process.env),
  now: () => performance.now(),
});

async function buildExample(name: string): Promise<BuiltExample> {
  const example = await readExample(name);
  const { board } = example.kit;
  const chip = CHIPS[board.chip];
  const { hex, flash, ram, diagnostics } = await toolchain.build({ sketch: example.sketch, board, chip });
  if (hex === undefined || flash === undefined || ram === undefined || diagnostics.length > 0)
    throw new Error(`${name} does not build: ${JSON.stringify(diagnostics)}`);
  const dataEnd = chip.ram.start + ram.used;
  return { ...example, hex, sizes: { flash: flash.used, ram: ram.used, dataEnd } };
}

export function buildExamples(names: readonly string[]): ReadonlyMap<string, Promise<BuiltExample>> {
  const inTurn = pool(AT_ONCE);
  const builds = new Map(names.map((name) => [name, inTurn(() => buildExample(name))] as const));
  // A failed build is thrown where it is awaited, not as an unhandled rejection before that.
  for (const build of builds.values()) build.catch(() => undefined);
  return builds;
}
