/**
 * Many sketches with the built-in compiler: packs of them, each in a namespace of its own.
 *
 * In: sketches. Out: for each guilty one its index and the compiler's words. A pack that fails is halved
 * until the guilty are alone. `checkPacks` goes as far as the IR of the whole program; `compilePacks` to
 * firmware, where functions that fell back to the naive generator are guilty too.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import { FirmwareBuilder, type FirmwareRequest } from '../../compiler/build-firmware.ts';
import { checkProgram } from '../../compiler/cpp/check/check-units.ts';
import { lowerProgram } from '../../compiler/cpp/lower/lower-program.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { givenUp } from '../support/given-up.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import type { Guilty } from './check-syntax.ts';
import { inNamespaces, sharedFiles } from './pack-sketches.ts';

const CHECKED_PACK = 200;
/** What a Mega holds. */
const COMPILED_PACK = 25;

const builder = new FirmwareBuilder(await readTemplates('firmware-templates'));
const mega = BOARDS.find(({ id }) => id === 'mega');

export const checkPacks = (sketches: readonly Sketch[]): Guilty[] => inPacks(sketches, CHECKED_PACK, check);

export const compilePacks = (sketches: readonly Sketch[]): Guilty[] =>
  inPacks(sketches, COMPILED_PACK, compile);

/** The compiler's words, or undefined when it is content. */
type Judge = (request: FirmwareRequest) => string | undefined;

function inPacks(sketches: readonly Sketch[], size: number, judge: Judge): Guilty[] {
  const starts = Array.from({ length: Math.ceil(sketches.length / size) }, (_, i) => i * size);
  return starts.flatMap((from) => halve(sketches.slice(from, from + size), from, judge));
}

function halve(sketches: readonly Sketch[], from: number, judge: Judge): Guilty[] {
  const words = judge(requestFor(sketches));
  if (words === undefined) return [];
  if (sketches.length === 1) return [{ index: from, words }];
  const middle = sketches.length >> 1;
  const guilty = [
    ...halve(sketches.slice(0, middle), from, judge),
    ...halve(sketches.slice(middle), from + middle, judge),
  ];
  return guilty.length > 0 ? guilty : [{ index: from, words: `only together: ${words}` }];
}

function requestFor(sketches: readonly Sketch[]): FirmwareRequest {
  if (mega === undefined) throw new Error('there is no Mega');
  const calls = (name: string): string => sketches.map((_, i) => `p${i}::${name}();`).join(' ');
  const main = `${inNamespaces(sketches)}\nvoid setup() { ${calls('setup')} }\nvoid loop() { ${calls('loop')} }\n`;
  const files = Object.entries({ ...sharedFiles(sketches), 'pack.ino': main });
  return {
    sketch: {
      name: 'pack',
      main: 'pack.ino',
      files: files.map(([path, text]) => ({ path, text })),
      blocks: [],
    },
    board: mega,
    chip: CHIPS[mega.chip],
  };
}

function check(request: FirmwareRequest): string | undefined {
  const { sources, units, diagnostics } = builder.reader.read(request);
  const userFiles = new Set(request.sketch.files.map(({ path }) => path));
  const checked = checkProgram(units, { sources, userFiles });
  const { vectors } = request.chip;
  const lowered = lowerProgram(checked.program, {
    roots: ['main'],
    vectorNumber: (name) =>
      vectors.find((one) => name === one.name || name === `__vector_${one.number}`)?.number,
    spanOf: (loc) => sources.spanOf(loc),
  });
  return said([...diagnostics, ...checked.diagnostics, ...lowered.diagnostics]);
}

function compile(request: FirmwareRequest): string | undefined {
  const { linked, diagnostics, stats } = builder.build(request);
  const words = said(diagnostics);
  if (words !== undefined) return words;
  if (linked === undefined) return 'error: no firmware';
  const naive = givenUp(stats);
  return naive === undefined ? undefined : `error: ${naive}`;
}

const said = (diagnostics: readonly Diagnostic[]): string | undefined =>
  diagnostics.length === 0
    ? undefined
    : diagnostics
        .map(({ message, span }) => `error: ${message.en} (${span?.file ?? ''}:${span?.line ?? 0})`)
        .join('\n');
