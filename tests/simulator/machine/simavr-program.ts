/**
 * Builds a small C program against simavr, once, into node_modules/.cache.
 * In: its source, seen from the project's folder. Out: the path of the program. Requires gcc and libsimavr-dev.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests');

export async function simavrProgram(source: string): Promise<string> {
  const path = resolve(process.cwd(), source);
  const hash = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 16);
  const program = join(CACHE, `${basename(source, '.c')}-${hash}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const temporary = `${program}.${randomUUID()}`;
  await run('gcc', ['-O2', '-o', temporary, path, '-lsimavr', '-lelf', '-lm']);
  await rename(temporary, program);
  return program;
}
