/** A toolchain's surroundings for tests: an empty cache in a temporary folder, deleted with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import type { BlockSpan, Sketch } from '../../compiler/sketch.ts';
import { createRunProgram } from '../../compiler/toolchains/run-program.ts';
import type { ToolEnvironment } from '../../compiler/toolchains/tool-environment.ts';
import type { BuildRequest } from '../../compiler/toolchains/toolchain.ts';

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'genie-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function testEnvironment(changes: Partial<ToolEnvironment> = {}): Promise<ToolEnvironment> {
  const folder = await temporaryFolder();
  return {
    variables: process.env,
    platform: process.platform,
    homeFolder: homedir(),
    cacheFolder: join(folder, 'cache'),
    temporaryFolder: folder,
    jobs: 2,
    run: createRunProgram(process.env),
    now: () => performance.now(),
    ...changes,
  };
}

export function sketchOf(
  files: Readonly<Record<string, string>>,
  blocks: readonly BlockSpan[] = [],
  main = Object.keys(files)[0] ?? '',
): Sketch {
  return {
    name: main.replace(/\.ino$/, ''),
    main,
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    blocks,
  };
}

export function requestFor(sketch: Sketch, boardId = 'uno'): BuildRequest {
  const board = BOARDS.find(({ id }) => id === boardId);
  if (board === undefined) throw new Error(`no board ${boardId}`);
  return { sketch, board, chip: CHIPS[board.chip] };
}
