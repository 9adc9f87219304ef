/**
 * What a toolchain needs of the computer it runs on, handed in by the host.
 *
 * In: nothing. Out: the type, and the search for a program on the PATH.
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunProgram } from './run-program.ts';

export interface ToolEnvironment {
  /** The environment's variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  /** Kept between builds; may be deleted at any time. */
  readonly cacheFolder: string;
  readonly temporaryFolder: string;
  /** How many compilers may run at once. */
  readonly jobs: number;
  readonly run: RunProgram;
  /** Milliseconds, rising. */
  readonly now: () => number;
}

/** The first file called `program` that can be run: in `folders`, then on the PATH. */
export async function findProgram(
  program: string,
  environment: Pick<ToolEnvironment, 'variables' | 'platform'>,
  folders: readonly string[] = [],
): Promise<string | undefined> {
  const windows = environment.platform === 'win32';
  const path = environment.variables['PATH'] ?? environment.variables['Path'] ?? '';
  const names = windows ? [`${program}.exe`, `${program}.cmd`] : [program];
  for (const folder of [...folders, ...path.split(windows ? ';' : ':')]) {
    if (folder === '') continue;
    for (const name of names) {
      const file = join(folder, name);
      if (await canRun(file, windows)) return file;
    }
  }
  return undefined;
}

async function canRun(file: string, windows: boolean): Promise<boolean> {
  try {
    await access(file, windows ? constants.R_OK : constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Not there or not allowed: the next folder may have it.
    return false;
  }
}
