/**
 * A C or C++ program with a main() of its own, to Intel HEX with the built-in compiler, for tests.
 *
 * In: its text and its language; the chip is an ATmega2560 unless said. Out: HEX and bytes of flash, or
 * what the compiler said first, or which functions it generated naively.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { readTemplates } from '../../app/host/read-templates.ts';
import { FirmwareBuilder } from '../../compiler/build-firmware.ts';
import { givenUp } from '../support/given-up.ts';
import { writeHex } from '../../compiler/hex/write-hex.ts';

export type ProgramBuild =
  | {
      readonly ok: true;
      readonly hex: string;
      readonly bytes: number;
    }
  | { readonly ok: false; readonly words: string };

const templates = await readTemplates('firmware-templates');
const builder = new FirmwareBuilder(templates);

export function buildProgram(
  text: string,
  language: 'c' | 'c++',
  options: { readonly board?: string; readonly level?: 'full' | 'naive' } = {},
): ProgramBuild {
  const board = BOARDS.find(({ id }) => id === (options.board ?? 'mega'));
  if (board === undefined) throw new Error(`there is no board ${options.board}`);
  const path = language === 'c' ? 'program.c' : 'program.cpp';
  const built = builder.build({
    sketch: { name: 'program', main: path, files: [{ path, text }], blocks: [] },
    board,
    chip: CHIPS[board.chip],
    ...(options.level === undefined ? {} : { level: options.level }),
  });
  if (built.linked === undefined) {
    const found = built.diagnostics.find(({ severity }) => severity === 'error');
    const { code = 'nothing said', message, span } = found ?? {};
    return {
      ok: false,
      words: `${code}: ${message?.en ?? ''} (line ${span?.line ?? 0} of ${span?.file ?? '?'})`,
    };
  }
  const words = givenUp(built.stats);
  if (words !== undefined) return { ok: false, words };
  const { firmware } = built.linked;
  return {
    ok: true,
    hex: writeHex(firmware.image),
    bytes: firmware.image.length,
  };
}
