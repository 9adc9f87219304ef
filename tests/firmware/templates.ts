/**
 * The C++ that we ship, as the tests see it.
 *
 * In: firmware-templates/. Out: its files by flat name, what each includes of ours, and the flat copies
 * that a sketch needs, as the generator would put them into its folder.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const TEMPLATES = resolve(process.cwd(), 'firmware-templates');
const FOLDERS = ['runtime', 'drivers'] as const;

export interface TemplateFile {
  /** Below firmware-templates/, e.g. "drivers/Led.h". */
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

export const templateFiles = (): readonly TemplateFile[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(TEMPLATES, folder))
      .filter((name) => /\.(h|cpp)$/.test(name))
      .toSorted()
      .map((name) => ({
        path: `${folder}/${name}`,
        name,
        text: readFileSync(join(TEMPLATES, folder, name), 'utf8'),
      })),
  );

export type Manifest = Readonly<Record<string, { readonly includes: readonly string[] }>>;

/** Paths of our files that each file includes with quotes. */
export function makeManifest(files: readonly TemplateFile[]): Manifest {
  const byName = new Map(files.map(({ name, path }) => [name, path]));
  return Object.fromEntries(
    files.map(({ path, text }) => {
      const names = [...text.matchAll(/^#include "([^"]+)"/gm)].map(([, name]) => name ?? '');
      const includes = names.map((name) => byName.get(name) ?? `missing: ${name}`);
      return [path, { includes: includes.toSorted() }];
    }),
  );
}

/** The headers, their bodies and all that these include, by flat name. */
export function filesFor(headers: readonly string[]): Readonly<Record<string, string>> {
  const files = templateFiles();
  const byName = new Map(files.map((file) => [file.name, file]));
  const needed = new Map<string, string>();
  const open = [...headers];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = byName.get(name);
    if (file === undefined || needed.has(name)) continue;
    needed.set(name, file.text);
    for (const [, included = ''] of file.text.matchAll(/^#include "([^"]+)"/gm)) open.push(included);
    if (name.endsWith('.h')) open.push(name.replace(/\.h$/, '.cpp'));
  }
  return Object.fromEntries(needed);
}
