/**
 * Compiles sketches with the built-in compiler and with avr-gcc and the official core, runs both with
 * the same inputs, and judges: same, different, unsupported (with the reason), or not compared.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import { avrGcc } from '../../compiler/toolchains/avr-gcc.ts';
import { builtin } from '../../compiler/toolchains/builtin.ts';
import { createRunProgram } from '../../compiler/toolchains/run-program.ts';
import type { BuildResult } from '../../compiler/toolchains/toolchain.ts';
import { judge } from './judge.ts';
import { observeFirmware } from './observe-firmware.ts';

export type Verdict = 'same' | 'different' | 'unsupported' | 'not compared';

export interface Row {
  readonly sketch: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** Bytes of flash: built-in, avr-gcc. */
  readonly flash: readonly [number | undefined, number | undefined];
}

const FILE = /\.(ino|h|hpp|cpp|c)$/i;

/** Every .ino below the folder, with what stands beside it. */
export function sketchesBelow(folder: string): Sketch[] {
  const inos = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ino'))
    .toSorted();
  const folders = [...new Set(inos.map((path) => dirname(path)))];
  return folders.map((path) => {
    const place = join(folder, path);
    const names = readdirSync(place)
      .filter((name) => FILE.test(name))
      .toSorted();
    const main =
      names.find((name) => name === `${basename(resolve(place))}.ino`) ??
      names.find((name) => name.endsWith('.ino')) ??
      '';
    const files = names.map((name) => ({ path: name, text: readFileSync(join(place, name), 'utf8') }));
    return { name: main.replace(/\.ino$/, ''), main, files, blocks: [] };
  });
}

const firstWords = ({ diagnostics }: BuildResult): string => {
  const found = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  if (found === undefined) return 'no words';
  const { span } = found;
  return `${found.message.en}${span === undefined ? '' : ` (${span.file}:${span.line})`}`;
};

export async function compareSketches(
  sketches: readonly Sketch[],
  boardId: string,
  ms: number,
  onRow: (row: Row) => void,
): Promise<void> {
  const board = BOARDS.find(({ id }) => id === boardId);
  if (board === undefined) throw new Error(`there is no board ${boardId}`);
  const chip = CHIPS[board.chip];
  const now = (): number => performance.now();
  const templates = await readTemplates('firmware-templates');
  const ours = builtin({ templates: () => Promise.resolve(templates), now });
  const theirs = avrGcc({
    variables: process.env,
    platform: process.platform,
    homeFolder: homedir(),
    cacheFolder: resolve('node_modules/.cache/genie-tests/compare'),
    temporaryFolder: tmpdir(),
    jobs: 2,
    run: createRunProgram(process.env),
    now,
  });
  for (const sketch of sketches) {
    const request = { sketch, board, chip };
    const [a, b] = [await ours.build(request), await theirs.build(request)];
    const flash = [a.flash?.used, b.flash?.used] as const;
    const row = (verdict: Verdict, reason: string): void =>
      onRow({ sketch: sketch.name, verdict, reason, flash });
    if (a.hex === undefined && b.hex === undefined) row('not compared', `avr-gcc: ${firstWords(b)}`);
    else if (a.hex === undefined) row('unsupported', firstWords(a));
    else if (b.hex === undefined) row('not compared', `only avr-gcc refuses it: ${firstWords(b)}`);
    else {
      const difference = judge(observeFirmware(a.hex, chip.id, ms), observeFirmware(b.hex, chip.id, ms));
      row(difference === undefined ? 'same' : 'different', difference ?? '');
    }
  }
}
