/** Links assembly text and runs the image on avr8js's bare CPU. */
import { avrInstruction, CPU } from 'avr8js';
import { atmega2560 } from '../../../boards/chips/atmega2560.ts';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import type { Chip } from '../../../boards/types.ts';
import type { AsmModule } from '../../../compiler/asm/asm.ts';
import { parseAsm } from '../../../compiler/asm/parse-asm.ts';
import { link, type Linked } from '../../../compiler/link/link.ts';
import { libraryOf, type SectionLibrary } from '../../../compiler/link/section-library.ts';

export interface More {
  readonly vectors?: Readonly<Record<number, string>>;
  readonly constructors?: readonly string[];
  readonly chip?: Chip;
  readonly library?: SectionLibrary;
}

export const uno = atmega328p;
export const mega = atmega2560;

export function moduleOf(text: string, more: More = {}): AsmModule {
  const vectors = Object.entries(more.vectors ?? {}).map(([n, name]): [number, string] => [Number(n), name]);
  return { sections: parseAsm(text), vectors: new Map(vectors), constructors: more.constructors ?? [] };
}

export function linkText(text: string, more: More = {}): Linked {
  const result = link(moduleOf(text, more), more.chip ?? uno, more.library ?? libraryOf([]));
  if (!result.ok) throw new Error(`missing: ${JSON.stringify(result.missing)}`);
  return result;
}

export function cpuWith(image: Uint8Array, chip: Chip = uno): CPU {
  const words = new Uint16Array(chip.flash.bytes / 2).fill(0xffff);
  new Uint8Array(words.buffer).set(image);
  const cpu = new CPU(words, chip.ram.start + chip.ram.bytes - 0x100);
  // What reset leaves is not known.
  cpu.data.fill(0xa5, 0, 32);
  cpu.data.fill(0xa5, chip.ram.start);
  cpu.data[0x5f] = 0x80;
  return cpu;
}

/** Runs until `break` (0x9598) stands at the program counter. */
export function runToBreak(cpu: CPU, mostInstructions = 100_000): void {
  for (let i = 0; i < mostInstructions; i++) {
    if (cpu.progMem[cpu.pc] === 0x9598) return;
    avrInstruction(cpu);
  }
  throw new Error(`no break reached; pc is ${(2 * cpu.pc).toString(16)}`);
}

export function addressOf(linked: Linked, name: string): number {
  const symbol = linked.firmware.symbols.find((symbol) => symbol.name === name);
  if (symbol === undefined) throw new Error(`no symbol ${name}`);
  return symbol.address;
}
