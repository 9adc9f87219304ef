/**
 * Reads what the user names: a .genie program, an .ino sketch or a sketch's folder.
 *
 * In: a path. Out: text or a sketch; or diagnostics. Guarantees: never reads more than the limits,
 * never a device or a pipe, never below the folder; what is returned is text. UTF-16 is understood
 * where a mark at the beginning says so: that is what an old Notepad writes.
 */
import { basename, dirname, join, resolve } from 'node:path';
import { diagnostic, type Diagnostic, type Message } from '../../compiler/diagnostics/diagnostic.ts';
import type { Sketch, SketchFile } from '../../compiler/sketch.ts';
import { isPlainFileName } from '../../compiler/toolchains/sketch-files.ts';
import { decodeText } from './decode-text.ts';
import { fileReason } from './file-reason.ts';
import type { HostFiles } from './host-files.ts';

export type Source =
  | { readonly kind: 'program'; readonly text: string; readonly name: string }
  | { readonly kind: 'sketch'; readonly sketch: Sketch };

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const MEGABYTE = 1024 * 1024;
/** 5,000 blocks, the most a program may have, are under 2 MB. */
export const LIMITS = { fileBytes: 8 * MEGABYTE, sketchBytes: 8 * MEGABYTE, sketchFiles: 300 } as const;
const SKETCH_FILE = /\.(ino|h|hpp|cpp|c|S)$/;

export async function readSource(path: string, files: HostFiles): Promise<Outcome<Source>> {
  if (path === '-') return unreadable(path, STANDARD_INPUT);
  try {
    const { kind } = await files.facts(path);
    if (kind === 'folder') return await readSketchFolder(path, files);
    const text = await readText(path, files);
    if (!text.ok) return text;
    if (!/\.ino$/i.test(path)) {
      const name = basename(path).replace(/\.(genie|json)$/i, '');
      return success({ kind: 'program', text: text.value, name });
    }
    const folder = dirname(resolve(path));
    const name = basename(path).replace(/\.ino$/i, '');
    // In a folder of its own name it is an Arduino sketch, with its other tabs.
    if (basename(folder) === name) return await readSketchFolder(folder, files);
    const main = { path: `${name}.ino`, text: text.value };
    return success({ kind: 'sketch', sketch: { name, main: main.path, files: [main], blocks: [] } });
  } catch (failure) {
    return unreadable(path, fileReason(failure));
  }
}

/** The text of one file, in UTF-8 and within the limits. */
export async function readText(path: string, files: HostFiles): Promise<Outcome<string>> {
  if (path === '-') return unreadable(path, STANDARD_INPUT);
  try {
    const { kind, bytes } = await files.facts(path);
    if (kind === 'folder') return unreadable(path, { fr: 'c’est un dossier', en: 'it is a folder' });
    if (kind === 'other') return unreadable(path, { fr: 'ce n’est pas un fichier', en: 'it is not a file' });
    if (bytes > LIMITS.fileBytes) return unreadable(path, tooBig(bytes, LIMITS.fileBytes));
    const text = decodeText(await files.read(path, LIMITS.fileBytes));
    return typeof text === 'string' ? success(text) : unreadable(path, text);
  } catch (failure) {
    return unreadable(path, fileReason(failure));
  }
}

async function readSketchFolder(folder: string, files: HostFiles): Promise<Outcome<Source>> {
  const inside = await files.list(folder);
  const names = inside.filter((name) => SKETCH_FILE.test(name) && isPlainFileName(name));
  const tabs = names.filter((name) => name.endsWith('.ino'));
  const own = `${basename(resolve(folder))}.ino`;
  const main = tabs.includes(own) ? own : tabs.length === 1 ? tabs[0] : undefined;
  const program = inside.find((name) => /\.genie$/i.test(name));
  if (main === undefined && tabs.length === 0 && program !== undefined)
    return unreadable(folder, chooseInside(program));
  if (main === undefined)
    return { ok: false, diagnostics: [diagnostic('sketch-without-ino', { file: folder })] };
  if (names.length > LIMITS.sketchFiles) {
    const reason = (of: string): string => `${names.length} ${of}, ${LIMITS.sketchFiles}`;
    return unreadable(folder, { fr: `${reason('fichiers')} au plus`, en: `${reason('files')} at most` });
  }
  const read: SketchFile[] = [];
  let bytes = 0;
  for (const name of names) {
    const text = await readText(join(folder, name), files);
    if (!text.ok) return text;
    read.push({ path: name, text: text.value });
    bytes += text.value.length;
    if (bytes > LIMITS.sketchBytes) return unreadable(folder, tooBig(bytes, LIMITS.sketchBytes));
  }
  return success({
    kind: 'sketch',
    sketch: { name: main.replace(/\.ino$/, ''), main, files: read, blocks: [] },
  });
}

const chooseInside = (program: string): Message => ({
  fr: `c’est un dossier ; choisis un programme dedans, comme « ${program} »`,
  en: `it is a folder; choose a program in it, like “${program}”`,
});

const STANDARD_INPUT: Message = {
  fr: 'je lis des fichiers seulement ; enregistre d’abord le programme',
  en: 'I read files only; save the program first',
};

const tooBig = (bytes: number, limit: number): Message => {
  const size = Math.ceil(bytes / MEGABYTE);
  return {
    fr: `il est trop gros (${size} Mo, ${limit / MEGABYTE} au plus)`,
    en: `it is too big (${size} MB, ${limit / MEGABYTE} at most)`,
  };
};

const success = <Value>(value: Value): Outcome<Value> => ({ ok: true, value, diagnostics: [] });

const unreadable = (file: string, reason: Message): Outcome<never> => ({
  ok: false,
  diagnostics: [diagnostic('file-unreadable', { file, reason })],
});
