/**
 * Finds the official core's libraries that a sketch includes: Wire, SPI, EEPROM, SoftwareSerial, HID.
 *
 * In: source texts and the core's folder. Out: libraries in the order found, with those that they
 * include themselves. A header that lies beside the sketch is the sketch's own.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Library {
  readonly name: string;
  readonly includeFolder: string;
  /** Absolute paths of its .c, .cpp and .S files. */
  readonly sources: readonly string[];
}

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm;

export const includedHeaders = (text: string): string[] =>
  [...text.matchAll(INCLUDE)].map((match) => match[1] ?? '');

export async function findLibraries(
  texts: readonly string[],
  own: ReadonlySet<string>,
  core: string,
): Promise<Library[]> {
  const byHeader = await librariesByHeader(join(core, 'libraries'));
  const found = new Map<string, Library>();
  const waiting = [...texts];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const header of includedHeaders(text)) {
      const folder = own.has(header) ? undefined : byHeader.get(header);
      if (folder === undefined || found.has(folder)) continue;
      const library = await readLibrary(folder);
      found.set(folder, library);
      const headers = await filesIn(library.includeFolder, /\.(h|hpp)$/);
      const files = [...headers, ...library.sources];
      waiting.push(...(await Promise.all(files.map((file) => readFile(file, 'utf8')))));
    }
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Header name → library folder. */
async function librariesByHeader(libraries: string): Promise<Map<string, string>> {
  const names = await readdir(libraries).catch((): string[] => []);
  const headers = new Map<string, string>();
  for (const name of names.toSorted()) {
    const folder = join(libraries, name);
    for (const file of await readdir(await sourceFolder(folder)).catch((): string[] => [])) {
      if (/\.(h|hpp)$/.test(file) && !headers.has(file)) headers.set(file, folder);
    }
  }
  return headers;
}

async function readLibrary(folder: string): Promise<Library> {
  const includeFolder = await sourceFolder(folder);
  const sources = await filesIn(includeFolder, /\.(c|cpp|S)$/);
  return { name: folder.split(/[\\/]/).at(-1) ?? folder, includeFolder, sources };
}

/** Libraries of the 1.5 format keep everything in src/. */
async function sourceFolder(folder: string): Promise<string> {
  const entries = await readdir(folder).catch((): string[] => []);
  return entries.includes('src') ? join(folder, 'src') : folder;
}

async function filesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => pattern.test(name) && !/(^|[\\/])examples[\\/]/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}
