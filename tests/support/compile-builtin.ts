/**
 * Builds an Arduino sketch with the built-in compiler and our core, for tests.
 *
 * In: as compileSketch (compile-sketch.ts), so that the same sketch goes through both compilers; our core
 * has all its folders, so the input's further ones are not needed. Out: Intel HEX, sizes, or the compiler's words.
 * Nothing needs to be installed; nothing is cached but what the builder read of the core.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import type { Board } from '../../boards/types.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import { FirmwareBuilder } from '../../compiler/build-firmware.ts';
import { writeHex } from '../../compiler/hex/write-hex.ts';
import { givenUp } from './given-up.ts';
import type { Mcu, SketchInput } from './compile-sketch.ts';

export type TestFirmware =
  | {
      readonly ok: true;
      readonly hex: string;
      /** `ram` is what variables take; `dataEnd` is the first data address behind them. */
      readonly sizes: { readonly flash: number; readonly ram: number; readonly dataEnd: number };
    }
  | { readonly ok: false; readonly errors: string };

const BOARD_OF: Readonly<Record<Mcu, string>> = {
  atmega328p: 'uno',
  atmega2560: 'mega',
  atmega32u4: 'leonardo',
};
/** The 328P with two more analog inputs. */
const BOARD_OF_VARIANT: Readonly<Record<string, string>> = { eightanaloginputs: 'nano' };

const builder = new FirmwareBuilder(await readTemplates('firmware-templates'));

export function compileBuiltin({
  files,
  mcu = 'atmega328p',
  variant,
  defines,
}: SketchInput): Promise<TestFirmware> {
  if (defines !== undefined) throw new Error('the built-in compiler takes no defines');
  const board = boardOf(BOARD_OF_VARIANT[variant ?? ''] ?? BOARD_OF[mcu]);
  const chip = CHIPS[board.chip];
  const paths = Object.keys(files).toSorted();
  const main = paths.find((path) => path.endsWith('.ino')) ?? '';
  const sketch = {
    name: main.replace(/\.ino$/, ''),
    main,
    files: paths.map((path) => ({ path, text: files[path] ?? '' })),
    blocks: [],
  };
  const { diagnostics, linked, stats } = builder.build({ sketch, board, chip });
  const words = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message, span }) => `${span?.file ?? 'the core'}:${span?.line ?? 0}: error: ${message.en}`);
  if (linked === undefined) return Promise.resolve({ ok: false, errors: words.join('\n') });
  const naive = givenUp(stats);
  if (naive !== undefined) return Promise.resolve({ ok: false, errors: naive });
  const { image, ramBytes } = linked.firmware;
  return Promise.resolve({
    ok: true,
    hex: writeHex(image),
    sizes: { flash: image.length, ram: ramBytes, dataEnd: chip.ram.start + ramBytes },
  });
}

function boardOf(id: string): Board {
  const board = BOARDS.find((one) => one.id === id);
  if (board === undefined) throw new Error(`there is no board ${id}`);
  return board;
}
