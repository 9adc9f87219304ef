/**
 * Reads firmware-templates/, the Arduino C++ that we ship, into memory.
 *
 * In: the folder. Out: path below it → text, with "/" whatever the system. Nothing is cached here.
 */
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { FirmwareTemplates } from '../../compiler/sketch.ts';

const LEVELS_UP = 5;

/** The nearest firmware-templates/ above `start`: of the checkout, or beside a packaged genie. */
export async function findTemplates(start: string): Promise<string | undefined> {
  let folder = start;
  for (let level = 0; level < LEVELS_UP; level++) {
    const candidate = join(folder, 'firmware-templates');
    const found = await access(candidate).then(
      () => true,
      () => false,
    );
    if (found) return candidate;
    folder = dirname(folder);
  }
  return undefined;
}

export async function readTemplates(folder: string): Promise<FirmwareTemplates> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name));
  const entries = await Promise.all(
    paths
      .toSorted()
      .map(
        async (path) => [relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8')] as const,
      ),
  );
  return Object.fromEntries(entries);
}
