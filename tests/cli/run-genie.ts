/** Runs the built command as a child process, as a user would, in an empty folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildCommand, linkCommand } from '../../scripts/build.mjs';

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly folder: string;
  /** `variables` come on top of a quiet environment; undefined removes one. */
  readonly genie: (
    args: readonly string[],
    variables?: Readonly<Record<string, string | undefined>>,
  ) => Promise<Answer>;
}

/** What users run: the bundle, made from the sources as they are. Every worker makes it once. */
const built = buildCommand().then(linkCommand);
const COMMAND = resolve(import.meta.dirname, '../../bin/genie.mjs');

export async function place(): Promise<Place> {
  await built;
  const folder = await mkdtemp(join(tmpdir(), 'genie-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return {
    folder,
    genie: (args, variables = {}) =>
      new Promise((done, failed) => {
        const environment = {
          ...process.env,
          GENIE_LANG: 'en',
          // Compiled pieces are shared by the tests: that is also how users have them.
          GENIE_CACHE: resolve('node_modules/.cache/genie-command-tests'),
          GENIE_KITS: join(folder, 'kits'),
          ...variables,
        };
        const child = spawn(process.execPath, [COMMAND, ...args], { cwd: folder, env: environment });
        let [out, err] = ['', ''];
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
        child.on('error', failed);
        child.on('close', (code) => done({ code, out, err }));
      }),
  };
}
