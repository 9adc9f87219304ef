/**
 * Compiles the pieces of a firmware with avr-gcc: archives of the core and of libraries, objects of
 * the sketch. Every piece is made once for its contents and options, and kept in the cache.
 *
 * In: sources and options. Out: paths in the cache, or a CompileFailure with GCC's words.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Sketch, SketchFile } from '../sketch.ts';
import { hashOf, type BuildCache } from './build-cache.ts';
import type { AvrGcc } from './find-avr-gcc.ts';
import { includedHeaders } from './find-libraries.ts';
import { compileFlags } from './gcc-flags.ts';
import { inParallel } from './in-parallel.ts';
import type { Finished, RunProgram } from './run-program.ts';

/** The sketch does not compile, or the compiler could not finish. Caught in avr-gcc.ts. */
export class CompileFailure extends Error {
  override readonly name = 'CompileFailure';
  readonly finished: Finished;
  constructor(finished: Finished) {
    super(finished.err);
    this.finished = finished;
  }
}

export interface Workshop {
  readonly tools: AvrGcc;
  readonly cache: BuildCache;
  readonly run: RunProgram;
  readonly jobs: number;
}

const SOURCE = /\.(c|cpp|S)$/;
/** Changes when a piece made by an older version of these files must not be used any more. */
const CACHE_FORMAT = 1;

export async function must(
  { run }: Workshop,
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<void> {
  const finished = await run(program, args, { cwd });
  if (finished.code !== 0) throw new CompileFailure(finished);
}

const toolFor = (tools: AvrGcc, source: string): string => (source.endsWith('.cpp') ? tools.gxx : tools.gcc);

const identity = (tools: AvrGcc): readonly unknown[] => [
  CACHE_FORMAT,
  tools.version,
  tools.core,
  tools.coreVersion,
];

/** An archive of `sources`, absolute paths of files that only change with the core's version. */
export async function archive(
  shop: Workshop,
  name: string,
  sources: readonly string[],
  flags: readonly string[],
): Promise<string> {
  const { tools, cache } = shop;
  const contents = await Promise.all(
    sources.map(async (source) =>
      createHash('sha256')
        .update(await readFile(source))
        .digest('hex'),
    ),
  );
  const key = hashOf(...identity(tools), flags, sources, contents);
  return cache.file(`${name}.a`, key, async (path) => {
    const work = await cache.workFolder();
    try {
      const objects = await inParallel(shop.jobs, sources, async (source, index) => {
        const object = `${index}-${basename(source)}.o`;
        const args = [...compileFlags(source), ...flags, source, '-o', object];
        await must(shop, toolFor(tools, source), args, work);
        return object;
      });
      await must(shop, tools.ar, ['rcs', path, ...objects], work);
    } finally {
      await cache.discard(work);
    }
  });
}

export const coreSources = async (folders: readonly string[]): Promise<string[]> => {
  const lists = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder))
        .filter((name) => SOURCE.test(name))
        .toSorted()
        .map((name) => join(folder, name)),
    ),
  );
  return lists.flat();
};

/** The objects of the sketch's own sources; `main` is the text made of its tabs. */
export async function compileSketch(
  shop: Workshop,
  sketch: Sketch,
  main: SketchFile,
  flags: readonly string[],
  folder: string,
): Promise<string[]> {
  const { tools, cache } = shop;
  const sources = [main, ...sketch.files.filter(({ path }) => SOURCE.test(path))];
  await mkdir(folder, { recursive: true });
  return inParallel(shop.jobs, sources, (source) => {
    const headers = ownHeaders(source, sketch.files);
    const options = [...compileFlags(source.path), ...flags];
    const key = hashOf(...identity(tools), options, source, headers);
    return cache.file('sketch.o', key, (path) =>
      // A relative name, so that neither __FILE__ nor a message holds a path of this computer.
      must(shop, toolFor(tools, source.path), [...options, `./${source.path}`, '-o', path], folder),
    );
  });
}

/** The sketch's files that `source` includes, directly or through others. */
function ownHeaders(source: SketchFile, files: readonly SketchFile[]): SketchFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Set<SketchFile>();
  const waiting = [source];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    // An include whose name is worked out by macros may be any of them.
    if (/#\s*include\s*[A-Za-z_]|__has_include/.test(file.text)) return [...files];
    for (const header of includedHeaders(file.text)) {
      const own = byPath.get(header.replace(/^(?:\.\/)+/, ''));
      if (own === undefined || found.has(own)) continue;
      found.add(own);
      waiting.push(own);
    }
  }
  return [...found].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
