/**
 * Many sketches in one firmware: each in a namespace of its own, run one after the other.
 *
 * In: sketches of programs that end by themselves. Out: the files of one sketch, which writes the
 * byte START before each part and END behind the last.
 * Invariant: the parts share no state but the runtime's, so the order does not matter.
 */
import type { Sketch } from '../../compiler/sketch.ts';
import { mainText } from './agreement-kit.ts';

export const START = 0x02;
export const END = 0x04;

const INCLUDE = /^#include .*$/gm;

/** The includes of all sketches once, then each main text in a namespace. */
export function inNamespaces(sketches: readonly Sketch[]): string {
  const texts = sketches.map(mainText);
  const includes = new Set(texts.flatMap((text) => text.match(INCLUDE) ?? []));
  const spaces = texts.map((text, index) => `namespace p${index} {\n${text.replace(INCLUDE, '')}\n}\n`);
  return `${[...includes].join('\n')}\n${spaces.join('\n')}`;
}

/** All files but the main ones; files of one name are the same file. */
export function sharedFiles(sketches: readonly Sketch[]): Record<string, string> {
  const files = sketches.flatMap(({ files: all, main }) => all.filter(({ path }) => path !== main));
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/** Calls loop() until the script that runs once is over; a plain sketch does all in setup(). */
function untilOver(sketch: Sketch, index: number): string {
  const script = /SCRIPT_END_ONCE\((\w+)\)/.exec(mainText(sketch))?.[1];
  if (script === undefined) return '';
  return `while (p${index}::${script}.step != p${index}::${script}.DONE) p${index}::loop();`;
}

export function packSketches(sketches: readonly Sketch[]): Record<string, string> {
  const calls = sketches.map(
    (sketch, index) =>
      `  Serial.flush(); Serial.write(${START}); p${index}::setup(); ${untilOver(sketch, index)}\n`,
  );
  const main = `${inNamespaces(sketches)}
void setup() {
  Serial.begin(115200);
${calls.join('')}  Serial.flush();
  Serial.write(${END});
}

void loop() {}
`;
  return { ...sharedFiles(sketches), 'pack.ino': main };
}
