/**
 * Makes one C++ file of a sketch's .ino tabs, as the Arduino IDE does.
 *
 * In: a sketch. Out: `#include <Arduino.h>`, the declarations of its functions, the main tab and then
 * the others by name. `#line` keeps every message on the tab and line where the user wrote it.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { Sketch, SketchFile } from '../sketch.ts';
import { functionPrototypes } from './function-prototypes.ts';

export const isTab = ({ path }: SketchFile): boolean => /\.ino$/i.test(path);

export function joinTabs(sketch: Sketch): string {
  const main = sketch.files.find(({ path }) => path === sketch.main);
  if (main === undefined) throw new InternalError(`the sketch has no file ${sketch.main}`);
  const others = sketch.files
    .filter((file) => isTab(file) && file !== main)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const tabs = [main, ...others];

  const text = tabs.map((tab) => `${lineMark(1, tab.path)}${withoutMark(tab.text)}\n`).join('');
  let done = 0;
  const pieces = functionPrototypes(text).map(({ offset, lines }) => {
    const before = text.slice(done, offset);
    done = offset;
    const { file, line, column } = placeAt(text.slice(0, offset));
    return [
      before,
      ...(before.endsWith('\n') ? [] : ['\n']),
      ...lines.map((prototype) => `${prototype}\n`),
      lineMark(line, file),
      // The rest of the line keeps its column.
      ' '.repeat(column - 1),
    ].join('');
  });
  return ['#include <Arduino.h>\n', ...pieces, text.slice(done)].join('');
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

const lineMark = (line: number, path: string): string =>
  `#line ${line} "${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"\n`;

/** The tab, line and column at the end of `text`, which begins with a #line of ours. */
function placeAt(text: string): { file: string; line: number; column: number } {
  let file = '';
  let line = 0;
  const lines = text.split('\n');
  for (const content of lines.slice(0, -1)) {
    const mark = /^#line (\d+) "(.*)"$/.exec(content);
    if (mark?.[1] === undefined || mark[2] === undefined) line++;
    else {
      file = mark[2].replaceAll(/\\(.)/g, '$1');
      line = Number(mark[1]);
    }
  }
  return { file, line, column: Buffer.byteLength(lines.at(-1) ?? '') + 1 };
}
