/**
 * Guards the step from a sketch as data to files in a folder.
 *
 * Guarantees: every path is a plain file name, so nothing is written outside the build's own folder.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Sketch } from '../sketch.ts';

export function checkFileNames({ files }: Sketch): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    // Two names that differ only in case are one file on Windows and macOS.
    const name = path.toLowerCase();
    if (!isPlainFileName(path) || seen.has(name)) throw new InternalError(`not a sketch file name: ${path}`);
    seen.add(name);
  }
}

export const isPlainFileName = (path: string): boolean =>
  path !== '' &&
  path !== '.' &&
  path !== '..' &&
  path.length <= 200 &&
  !/[\\/:*?"<>|\u0000-\u001f]/.test(path); // eslint-disable-line no-control-regex
