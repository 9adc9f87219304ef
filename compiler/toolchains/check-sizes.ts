/**
 * Holds a firmware against its board's memories.
 *
 * In: bytes used. Out: the uses, and diagnostics when something does not fit or hardly fits. The
 * stack needs RAM too: above NEARLY_FULL little is left for it.
 */
import type { Board, Chip } from '../../boards/types.ts';
import { diagnostic, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { elfSections } from './elf-sections.ts';
import type { MemoryUse } from './toolchain.ts';

const NEARLY_FULL = 0.85;
// The same sections as in the official core's platform.txt (recipe.size.regex).
const FLASH_SECTIONS = new Set(['.text', '.data', '.bootloader']);
const RAM_SECTIONS = new Set(['.data', '.bss', '.noinit']);

export interface Sizes {
  readonly flash: MemoryUse;
  readonly ram: MemoryUse;
  readonly diagnostics: readonly Diagnostic[];
}

export function sizesOfElf(elf: Uint8Array): { flash: number; ram: number } {
  const sections = elfSections(elf);
  const sum = (names: ReadonlySet<string>): number =>
    sections.filter(({ name }) => names.has(name)).reduce((total, { bytes }) => total + bytes, 0);
  return { flash: sum(FLASH_SECTIONS), ram: sum(RAM_SECTIONS) };
}

export function checkSizes(used: { flash: number; ram: number }, board: Board, chip: Chip): Sizes {
  const flash = { used: used.flash, max: board.upload.maxFlashBytes };
  const ram = { used: used.ram, max: chip.ram.bytes };
  const diagnostics: Diagnostic[] = [];
  if (flash.used > flash.max) {
    diagnostics.push(diagnostic('flash-full', { percent: Math.ceil((100 * flash.used) / flash.max) }));
  }
  if (ram.used > ram.max) diagnostics.push(diagnostic('ram-full', { used: ram.used, max: ram.max }));
  else if (ram.used > ram.max * NEARLY_FULL)
    diagnostics.push(diagnostic('ram-nearly-full', { used: ram.used, max: ram.max }));
  return { flash, ram, diagnostics };
}
