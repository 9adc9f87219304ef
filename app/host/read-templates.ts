/**
 * Reads firmware-templates/, the Arduino C++ that we ship, into memory.
 *
 * In: the folder. Out: path below it → text, with "/" whatever the system. Nothing is cached here.
 */
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { FirmwareTemplates } from '../../compiler/sketch.ts';

const TEMPLATE_FILE = /\.(h|hpp|c|cpp|S|ino|txt|json|properties)$/;
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
  const names = (await readdir(folder, { recursive: true })).filter((name) => TEMPLATE_FILE.test(name));
  const entries = await Promise.all(
    names
      .toSorted()
      .map(async (name) => [name.split(sep).join('/'), await readFile(join(folder, name), 'utf8')] as const),
  );
  return Object.fromEntries(entries);
}
