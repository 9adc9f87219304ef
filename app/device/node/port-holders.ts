/**
 * Which programs hold a port, on Linux, as /proc tells: without opening it, which would restart the board.
 *
 * In: the path of a port. Out: names of programs ("arduino-ide"), those of other users only where this user may
 * look; nothing on other systems.
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

export async function portHolders(path: string, proc = '/proc'): Promise<readonly string[]> {
  const entries = await readdir(proc).catch(() => []);
  const names = await Promise.all(
    entries.filter((entry) => /^\d+$/.test(entry)).map((pid) => nameOfHolder(join(proc, pid), path)),
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

async function nameOfHolder(folder: string, path: string): Promise<string | undefined> {
  const files = await readdir(join(folder, 'fd')).catch(() => []);
  for (const file of files) {
    const target = await readlink(join(folder, 'fd', file)).catch(() => '');
    if (target !== path) continue;
    const name = (await readFile(join(folder, 'comm'), 'utf8').catch(() => '')).trim();
    return name === '' ? undefined : name;
  }
  return undefined;
}
