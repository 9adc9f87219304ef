/**
 * Reads what the user names: a .genie program, an .ino sketch or a sketch's folder.
 *
 * In: a path. Out: text or a sketch; or diagnostics. Guarantees: never reads more than the limits,
 * never a device or a pipe, never below the folder; what is returned is text.
 */
import { basename, dirname, join, resolve } from 'node:path';
import { diagnostic, type Diagnostic, type Message } from '../../compiler/diagnostics/diagnostic.ts';
import type { Sketch, SketchFile } from '../../compiler/sketch.ts';
import { isPlainFileName } from '../../compiler/toolchains/sketch-files.ts';
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
  try {
    const { kind, bytes } = await files.facts(path);
    if (kind === 'folder') return unreadable(path, { fr: 'c’est un dossier', en: 'it is a folder' });
    if (kind === 'other') return unreadable(path, { fr: 'ce n’est pas un fichier', en: 'it is not a file' });
    if (bytes > LIMITS.fileBytes) return unreadable(path, tooBig(bytes, LIMITS.fileBytes));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await files.read(path, LIMITS.fileBytes));
    // Compilers read a NUL as an end, or worse.
    if (text.includes('\0')) return unreadable(path, NOT_TEXT);
    return success(text);
  } catch (failure) {
    if (failure instanceof TypeError && !('code' in failure && failure.code === 'ERR_INVALID_ARG_VALUE'))
      return unreadable(path, NOT_TEXT);
    return unreadable(path, fileReason(failure));
  }
}

async function readSketchFolder(folder: string, files: HostFiles): Promise<Outcome<Source>> {
  const names = (await files.list(folder)).filter((name) => SKETCH_FILE.test(name) && isPlainFileName(name));
  const tabs = names.filter((name) => name.endsWith('.ino'));
  const own = `${basename(resolve(folder))}.ino`;
  const main = tabs.includes(own) ? own : tabs.length === 1 ? tabs[0] : undefined;
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

const NOT_TEXT: Message = { fr: 'ce n’est pas du texte', en: 'it is not text' };

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
