/**
 * Which files of our core a program needs: firmware-templates/core/units.json, applied.
 *
 * In: the program's own files (sketch, drivers, libraries that are not ours). Out: the core's .cpp files,
 * in the order of units.json. A unit without `header` and `names` is in every program; one with `header`
 * joins when a file includes that header, one with `names` when a file of the program writes one of them
 * as a word outside comments and strings (`TCCR1*` is a beginning), and `needs` bring others along.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Mcu } from '../support/compile-sketch.ts';

export const CORE = resolve(process.cwd(), 'firmware-templates/core');

export interface CoreUnit {
  readonly file: string;
  /** Only on these. */
  readonly chips?: readonly Mcu[];
  readonly header?: string;
  readonly names?: readonly string[];
  readonly needs?: readonly string[];
}

export interface CoreUnits {
  readonly include: readonly string[];
  readonly variants: Readonly<Record<string, string>>;
  readonly units: readonly CoreUnit[];
}

// The file is ours and a test checks its shape.
export const coreUnits = (): CoreUnits =>
  JSON.parse(readFileSync(join(CORE, 'units.json'), 'utf8')) as CoreUnits;

const COMMENT_OR_STRING = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

export function writtenWords(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts)
    for (const [word] of text.replaceAll(COMMENT_OR_STRING, ' ').matchAll(/[A-Za-z_]\w*/g)) words.add(word);
  return words;
}

/** Headers that the program includes, and those that the core's headers among them include. */
function includedHeaders(texts: readonly string[], folders: readonly string[]): Set<string> {
  const headers = new Set<string>();
  const read = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)) {
      if (headers.has(name)) continue;
      headers.add(name);
      const file = folders.map((folder) => join(CORE, folder, name)).find((path) => existsSync(path));
      if (file !== undefined) read(readFileSync(file, 'utf8'));
    }
  };
  read('#include <Arduino.h>');
  texts.forEach(read);
  return headers;
}

export function unitsFor(
  files: Readonly<Record<string, string>>,
  mcu: Mcu,
  { units, include }: CoreUnits = coreUnits(),
): string[] {
  const texts = Object.values(files);
  const words = writtenWords(texts);
  const headers = includedHeaders(texts, include);
  const isWritten = (name: string): boolean => {
    if (!name.endsWith('*')) return words.has(name);
    for (const word of words) if (word.startsWith(name.slice(0, -1))) return true;
    return false;
  };
  const joined = new Set<string>();
  const add = (file: string): void => {
    if (joined.has(file)) return;
    joined.add(file);
    const unit = units.find((one) => one.file === file);
    if (unit === undefined) throw new Error(`units.json has no ${file}`);
    unit.needs?.forEach(add);
  };
  for (const { file, chips, header, names } of units)
    if (
      (chips === undefined || chips.includes(mcu)) &&
      (header === undefined || headers.has(header)) &&
      (names === undefined || names.some(isWritten))
    )
      add(file);
  return units.map(({ file }) => file).filter((file) => joined.has(file));
}
