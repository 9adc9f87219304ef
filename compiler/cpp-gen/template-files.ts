/**
 * Which files of firmware-templates/ a sketch needs: a sketch folder is flat, so that the Arduino
 * IDE builds it as it is.
 *
 * In: header names and the templates. Out: the headers, the bodies beside them, and all they include.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { FirmwareTemplates, SketchFile } from '../sketch.ts';

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The drivers and the runtime go into sketches; the rest of the templates is for the toolchains. */
export const isForSketches = (path: string): boolean => /^(?:drivers|runtime)\//.test(path);

export function templateFiles(headers: Iterable<string>, templates: FirmwareTemplates): SketchFile[] {
  const paths = Object.keys(templates).filter(isForSketches);
  const byName = new Map(paths.map((path) => [fileName(path), path]));
  const needed = new Map<string, string>();
  const open = [...headers];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    const path = byName.get(name);
    // A header of the Arduino core, <Wire.h> written with quotes, is not ours to copy.
    if (path === undefined) continue;
    const text = templates[path] ?? '';
    needed.set(name, text);
    for (const [, included = ''] of text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) open.push(included);
    if (name.endsWith('.h')) open.push(name.replace(/\.h$/, '.cpp'));
  }
  return [...needed].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The skeleton of a board's sketch. */
export function sketchTemplate(template: string, templates: FirmwareTemplates): string {
  const text = templates[`boards/${template}/sketch.ino.template`];
  if (text === undefined) throw new InternalError(`no sketch template for ${template}`);
  return text;
}
