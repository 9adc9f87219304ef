/**
 * The kits and templates of the agreement tests, and programs compiled with them.
 *
 * In: programs. Out: sketches. A program that does not compile throws with its diagnostics.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { genieBase } from '../../boards/bases/genie-base.ts';
import { mega } from '../../boards/bases/mega.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { Board, Kit } from '../../boards/types.ts';
import { compileProgram } from '../../compiler/compile.ts';
import type { Program } from '../../compiler/program/model.ts';
import type { FirmwareTemplates, Sketch } from '../../compiler/sketch.ts';

const kitOf = (board: Board): Kit => ({ id: board.id, name: board.name, board, bricks: BRICK_TYPES });

export const genieKit = kitOf(genieBase);
/** More of the same memory: room for many programs in one firmware. */
export const megaKit = kitOf(mega);

function readTemplates(folder: string): FirmwareTemplates {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

/** Tests run from the top of the checkout. */
export const templates = readTemplates(resolve('firmware-templates'));

export function sketchOf(program: Program, kit: Kit = genieKit): Sketch {
  const { diagnostics, sketch } = compileProgram(program, kit, templates);
  if (sketch !== undefined) return sketch;
  const words = diagnostics.map(({ code, blockId, message }) => `${code} ${blockId}: ${message.en}`);
  throw new Error(`the program does not compile: ${words.join('; ')}\n${JSON.stringify(program)}`);
}

export const mainText = ({ files, main }: Sketch): string =>
  files.find(({ path }) => path === main)?.text ?? '';
