/** The sources that the front end is tried on: our templates, the sketches of the examples, the official ones. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { exampleNames, readExample } from '../../../examples/example-files.ts';
import { arduinoCore } from '../../../support/reference-tools.ts';
import { openFile, TEMPLATES } from './front-end.ts';

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly isIno: boolean;
}

export function filesBelow(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => pattern.test(path))
    .toSorted()
    .map((path) => join(folder, path));
}

const sourceAt = (path: string): Source => ({ ...openFile(path), isIno: path.endsWith('.ino') });

export const templateSources = (): Source[] => filesBelow(TEMPLATES, /\.cpp$/).map(sourceAt);

/** The main files of what the examples become. */
export async function exampleSketches(): Promise<Source[]> {
  const examples = await Promise.all(exampleNames().map(readExample));
  return examples.map(({ name, sketch }) => ({
    path: `${name}.ino`,
    text: sketch.files.find(({ path }) => path === sketch.main)?.text ?? '',
    isIno: true,
  }));
}

/** Empty without the official core. */
export function officialSketches(): Source[] {
  const core = arduinoCore();
  return core === undefined ? [] : filesBelow(core, /\.ino$/).map(sourceAt);
}
