/** The official core as an archive for avr-gcc, made once and kept in the tests' cache. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Board, Chip } from '../../boards/types.ts';
import { boardFlags, compileFlags } from '../../compiler/toolchains/gcc-flags.ts';
import { arduinoCore } from '../support/reference-tools.ts';

const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests');
const LIBRARIES = ['Wire/src', 'Wire/src/utility', 'EEPROM/src', 'SPI/src'];

export function coreArchive(board: Board, chip: Chip): { archive: string; includes: readonly string[] } {
  const core = arduinoCore();
  if (core === undefined) throw new Error('the Arduino core is not installed');
  const folders = [
    'cores/arduino',
    `variants/${board.arduino.variant}`,
    ...LIBRARIES.map((name) => `libraries/${name}`),
  ].map((name) => join(core, name));
  const includes = folders.filter((folder) => existsSync(folder));
  const work = join(CACHE, `bench-core-${board.id}`);
  const archive = join(work, 'core.a');
  if (existsSync(archive)) return { archive, includes };
  mkdirSync(work, { recursive: true });
  const flags = [...boardFlags(board, chip), ...includes.map((path) => `-I${path}`)];
  const objects: string[] = [];
  for (const folder of includes)
    for (const name of readdirSync(folder).filter((file) => /\.(c|cpp|S)$/.test(file))) {
      const object = `${basename(folder)}-${name}.o`;
      const tool = name.endsWith('.cpp') ? 'avr-g++' : 'avr-gcc';
      execFileSync(tool, [...compileFlags(name), ...flags, join(folder, name), '-o', object], { cwd: work });
      objects.push(object);
    }
  execFileSync('avr-gcc-ar', ['rcs', 'unfinished.a', ...objects], { cwd: work });
  renameSync(join(work, 'unfinished.a'), archive);
  return { archive, includes };
}
