/**
 * Finds `#include` lines that name something other than a file: a device, a pipe, a folder.
 *
 * In: a sketch and the folder it is compiled in. Out: a diagnostic for each. A compiler would read
 * /dev/zero until the computer has no memory left.
 */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Sketch } from '../sketch.ts';
import { scanCpp } from './scan-cpp.ts';

const OUTSIDE = /^#\s*include\s*[<"](\/[^>"\n]*|[^>"\n]*\.\.[^>"\n]*)[>"]/;

export async function endlessIncludes({ files }: Sketch, folder: string): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const { path, text } of files) {
    for (const token of scanCpp(text)) {
      const name = token.kind === 'directive' ? OUTSIDE.exec(token.text)?.[1] : undefined;
      if (name === undefined || (await isFileOrNothing(resolve(folder, name)))) continue;
      const line = text.slice(0, token.start).split('\n').length;
      const reason = {
        fr: `« ${name} » n’est pas un fichier. Enlève cette ligne.`,
        en: `“${name}” is not a file. Remove this line.`,
      };
      const span = { file: path, line, column: 1, endLine: line, endColumn: 1 + token.text.length };
      found.push(diagnostic('cpp-error', { line, reason }, { span }));
    }
  }
  return found;
}

const isFileOrNothing = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isFile(),
    () => true,
  );
