/**
 * Builds the examples' sketch folders as they are, with avr-gcc and the official core.
 *
 * In: names. Out: for each, a promise of the example and its firmware; two build at a time, and each
 * build is cached by its content (compile-sketch.ts).
 */
import type { SketchFile } from '../../compiler/sketch.ts';
import { compileSketch } from '../support/compile-sketch.ts';
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

const filesOf = (files: readonly SketchFile[]): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, text }) => [path, text]));

async function buildExample(name: string): Promise<BuiltExample> {
  const example = await readExample(name);
  const { board } = example.kit;
  const build = await compileSketch({
    files: filesOf(example.sketch.files),
    mcu: board.chip,
    variant: board.arduino.variant,
    defines: board.arduino.defines,
  });
  if (!build.ok) throw new Error(`${name} does not build:\n${build.errors}`);
  return { ...example, hex: build.hex, sizes: build.sizes };
}

export function buildExamples(names: readonly string[]): ReadonlyMap<string, Promise<BuiltExample>> {
  const inTurn = pool(AT_ONCE);
  const builds = new Map(names.map((name) => [name, inTurn(() => buildExample(name))] as const));
  // A failed build is thrown where it is awaited, not as an unhandled rejection before that.
  for (const build of builds.values()) build.catch(() => undefined);
  return builds;
}
