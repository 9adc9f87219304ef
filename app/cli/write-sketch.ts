/**
 * Writes a sketch as a folder that the Arduino IDE opens.
 *
 * In: a sketch and a folder. Out: the files, under names the IDE wants: main file named like its
 * folder. Guarantees: a file that we have not written, or that was changed since, stays as it is
 * unless `force` is set; nothing is written at all then.
 */
import { createHash } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import type { Sketch } from '../../compiler/sketch.ts';
import { checkFileNames, isPlainFileName } from '../../compiler/toolchains/sketch-files.ts';
import type { HostFiles } from '../host/host-files.ts';

/** Remembers what we have written, so that it may be written again. */
const RECORD = '.genie-sketch.json';
const RECORD_BYTES = 1024 * 1024;
/** arduino.github.io/arduino-cli, "Sketch specification": letters, digits, _ . -, 63 at most. */
const SKETCH_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/;

export type Written =
  | { readonly ok: true; readonly folder: string; readonly main: string }
  | { readonly ok: false; readonly inTheWay: string };

export async function writeSketch(
  sketch: Sketch,
  into: string,
  force: boolean,
  files: HostFiles,
): Promise<Written> {
  checkFileNames(sketch);
  const given = basename(resolve(into));
  const folder = SKETCH_NAME.test(given) ? into : join(into, sketch.name);
  const main = `${basename(resolve(folder))}.ino`;
  const contents = new Map(
    sketch.files.map(({ path, text }) => [path === sketch.main ? main : path, text] as const),
  );
  const record = await readRecord(folder, files);

  for (const [name, text] of contents) {
    const path = join(folder, name);
    if (force || !(await files.exists(path))) continue;
    const there = await readHash(path, files);
    if (there !== hash(text) && there !== record.get(name)) return { ok: false, inTheWay: path };
  }
  await files.makeFolder(folder);
  await removeLeftovers(folder, record, contents, files);
  for (const [name, text] of contents) await files.write(join(folder, name), text);
  const written = Object.fromEntries([...contents].map(([name, text]) => [name, hash(text)]));
  await files.write(join(folder, RECORD), `${JSON.stringify({ written }, null, 2)}\n`);
  return { ok: true, folder, main };
}

/** A driver that the program no longer uses would be compiled for nothing. */
async function removeLeftovers(
  folder: string,
  record: ReadonlyMap<string, string>,
  contents: ReadonlyMap<string, string>,
  files: HostFiles,
): Promise<void> {
  for (const [name, written] of record) {
    const path = join(folder, name);
    if (contents.has(name) || !(await files.exists(path))) continue;
    if ((await readHash(path, files)) === written) await files.remove(path);
  }
}

/** File name → hash of what we wrote. A record that is not ours counts as none. */
async function readRecord(folder: string, files: HostFiles): Promise<ReadonlyMap<string, string>> {
  const path = join(folder, RECORD);
  if (!(await files.exists(path))) return new Map();
  try {
    const text = new TextDecoder().decode(await files.read(path, RECORD_BYTES));
    const { written } = JSON.parse(text) as { written?: unknown };
    if (typeof written !== 'object' || written === null) return new Map();
    return new Map(
      Object.entries(written).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && isPlainFileName(entry[0]),
      ),
    );
  } catch {
    return new Map();
  }
}

const LARGEST = 16 * 1024 * 1024;
const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
const readHash = async (path: string, files: HostFiles): Promise<string | undefined> =>
  (await files.facts(path)).kind === 'file' ? hash(await files.read(path, LARGEST)) : undefined;
