/**
 * Gives addresses to the globals and functions of a module, for the interpreter.
 *
 * In: a module, the first address of RAM, and the layout of an earlier version of the module, if two runs
 * are to be compared. Out: byte addresses of globals in RAM and in flash, invented word addresses of
 * functions, and the two memories' first contents.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { IrModule } from './ir.ts';

export interface Layout {
  readonly globals: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
  readonly ramStart: number;
  /** First data address after the globals. */
  readonly ramUsed: number;
  readonly flashUsed: number;
}

const FLASH_START = 0x100;

export function layOutMemory(module: IrModule, ramStart: number, earlier?: Layout): Layout {
  const globals = new Map(earlier?.globals);
  const functions = new Map(earlier?.functions);
  let ram = earlier?.ramUsed ?? ramStart;
  let flash = earlier?.flashUsed ?? FLASH_START;
  for (const global of module.globals.values()) {
    if (globals.has(global.name)) continue;
    const bytes = Math.max(global.bytes, 1);
    globals.set(global.name, global.space === 'flash' ? flash : ram);
    if (global.space === 'flash') flash += bytes;
    else ram += bytes;
  }
  let word = 0x40 + 2 * functions.size;
  for (const name of module.functions.keys()) {
    if (functions.has(name)) continue;
    functions.set(name, word);
    word += 2;
  }
  return { globals, functions, ramStart, ramUsed: ram, flashUsed: flash };
}

/** Writes the initialisers into the two memories. */
export function fillMemory(module: IrModule, layout: Layout, data: Uint8Array, flash: Uint8Array): void {
  for (const global of module.globals.values()) {
    if (global.init === undefined) continue;
    const memory = global.space === 'flash' ? flash : data;
    const at = layout.globals.get(global.name) ?? 0;
    memory.set(global.init.bytes, at);
    for (const { offset, target, addend } of global.init.relocations) {
      const address = layout.globals.get(target) ?? layout.functions.get(target);
      if (address === undefined) throw new InternalError(`${global.name} names ${target}, unknown`);
      memory[at + offset] = (address + addend) & 0xff;
      memory[at + offset + 1] = ((address + addend) >> 8) & 0xff;
    }
  }
}
