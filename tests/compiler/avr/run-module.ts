/**
 * A module of the IR on the chip: generated, linked with our runtime, executed instruction by instruction.
 *
 * In: a module and how to generate it. Out: what main returned, every byte written to the watched places,
 * and the globals at the end; the same of the interpreter, in the same form.
 */
import { avrInstruction, CPU } from 'avr8js';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import type { Chip } from '../../../boards/types.ts';
import { type CodeOptions, type CodeStats, generateCode } from '../../../compiler/avr/generate-code.ts';
import { avrTargetOf } from '../../../compiler/avr/target.ts';
import type { Firmware } from '../../../compiler/link/firmware.ts';
import { interpret } from '../../../compiler/ir/interpret-ir.ts';
import { BYTES, type IrModule, type IrType } from '../../../compiler/ir/ir.ts';
import { floatBits } from '../../../compiler/ir/float-bits.ts';
import { link } from '../../../compiler/link/link.ts';
import { createRuntimeLibrary } from '../../../compiler/runtime/runtime-library.ts';

export interface Observed {
  readonly outcome: string;
  /** Bytes of main's result, lowest first. */
  readonly result: readonly number[];
  /** "name+offset=byte" for every byte of a volatile store, in order. */
  readonly writes: readonly string[];
  /** Bytes in hexadecimal. */
  readonly globals: Readonly<Record<string, string>>;
}

export interface Watched {
  /** Volatile globals. */
  readonly globals: readonly string[];
  /** Volatile registers: data addresses. */
  readonly registers: readonly number[];
}

const STOP = 0xcfff;
const library = createRuntimeLibrary();

export function build(
  module: IrModule,
  options: CodeOptions,
  chip: Chip = atmega328p,
): { firmware: Firmware; stats: CodeStats } {
  const { asm, stats } = generateCode(module, avrTargetOf(chip), options);
  const linked = link(asm, chip, library);
  if (!linked.ok) throw new Error(`not linked: ${linked.missing.map(({ symbol }) => symbol).join(', ')}`);
  return { firmware: linked.firmware, stats };
}

/** A chip without peripherals, with RAM at its real size. */
export function powerOn(firmware: Firmware, chip: Chip): CPU {
  const program = new Uint16Array(chip.flash.bytes / 2);
  for (let i = 0; i < firmware.image.length; i++)
    program[i >> 1] = (program[i >> 1] ?? 0) | ((firmware.image[i] ?? 0) << (8 * (i & 1)));
  return new CPU(program, chip.ram.start + chip.ram.bytes - 0x100);
}

export function runOnChip(
  module: IrModule,
  options: CodeOptions,
  watched: Watched,
  { chip = atmega328p, cycles = 3_000_000 }: { chip?: Chip; cycles?: number } = {},
): Observed & { readonly flashBytes: number; readonly cycles: number; readonly stats: CodeStats } {
  const { firmware, stats } = build(module, options, chip);
  const cpu = powerOn(firmware, chip);
  const addresses = new Map(
    firmware.symbols.filter(({ kind }) => kind === 'variable').map(({ name, address }) => [name, address]),
  );
  const writes: string[] = [];
  const firsts = new Set(
    firmware.symbols
      .filter(({ kind, name }) => kind === 'function' && ['main', ...module.constructors].includes(name))
      .map(({ address }) => address),
  );
  let isStarted = false;
  const watch = (address: number, name: string): void => {
    cpu.writeHooks[address] = (value) => {
      // Startup clears and fills them.
      if (isStarted) writes.push(`${name}=${value}`);
      return false;
    };
  };
  for (const name of watched.globals) {
    const start = addresses.get(name);
    if (start === undefined) continue;
    for (let i = 0; i < (module.globals.get(name)?.bytes ?? 0); i++) watch(start + i, `${name}+${i}`);
  }
  for (const address of watched.registers) watch(address, `0x${address.toString(16)}`);
  let outcome = 'out of cycles';
  const lowest = firmware.ramBytes + chip.ram.start;
  while (cpu.cycles < cycles) {
    if (cpu.progMem[cpu.pc] === STOP) {
      outcome = 'returned';
      break;
    }
    isStarted ||= firsts.has(cpu.pc * 2);
    avrInstruction(cpu);
    if (cpu.SP < lowest && cpu.SP > 0) {
      outcome = 'stack overflow';
      break;
    }
  }
  if (outcome === 'returned') {
    if (cpu.SP !== chip.ram.start + chip.ram.bytes - 1) outcome = `stack at ${cpu.SP.toString(16)}`;
    if (cpu.data[1] !== 0) outcome = 'r1 is not zero';
  }
  const main = module.functions.get('main');
  const type = main?.result ?? 'void';
  const first = type === 'void' ? 0 : BYTES[type] <= 2 ? 24 : BYTES[type] === 4 ? 22 : 18;
  return {
    outcome,
    result: type === 'void' ? [] : [...cpu.data.subarray(first, first + BYTES[type])],
    writes,
    globals: globalsOf(module, (name) => addresses.get(name), cpu.data),
    flashBytes: firmware.image.length,
    cycles: cpu.cycles,
    stats,
  };
}

export function runInterpreted(module: IrModule, watched: Watched, fuel: number): Observed {
  const { outcome, result, trace, layout, data } = interpret(module, { fuel, ramEnd: 0x900 });
  const writes = trace.flatMap((line) => {
    const [, type, place, text] = /^write (\w+) ([^ ]+): (.*)$/.exec(line) ?? [];
    if (type === undefined || place === undefined || text === undefined) return [];
    const bytes = bytesOf(type as IrType, type === 'f32' ? Number(text) : BigInt(text));
    const [, name, offset] = /^@(\w+)\+(\d+)$/.exec(place) ?? [];
    const isWatched =
      name === undefined ? watched.registers.includes(Number(place)) : watched.globals.includes(name);
    if (!isWatched) return [];
    return bytes
      .map((byte, i) =>
        name === undefined
          ? `0x${(Number(place) + i).toString(16)}=${byte}`
          : `${name}+${Number(offset) + i}=${byte}`,
      )
      .reverse();
  });
  const type = module.functions.get('main')?.result ?? 'void';
  return {
    outcome,
    result: type === 'void' || result === undefined ? [] : bytesOf(type, result),
    writes,
    globals: globalsOf(module, (name) => layout.globals.get(name), data),
  };
}

function bytesOf(type: IrType, value: bigint | number): number[] {
  const bits = type === 'f32' ? BigInt(floatBits(Number(value))) : BigInt.asUintN(64, BigInt(value));
  return Array.from({ length: BYTES[type] }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n));
}

/** Those without addresses in them: addresses differ. */
function globalsOf(
  module: IrModule,
  addressOf: (name: string) => number | undefined,
  data: Uint8Array,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const global of module.globals.values()) {
    const address = addressOf(global.name);
    if (global.space !== 'data' || address === undefined) continue;
    if ((global.init?.relocations.length ?? 0) > 0) continue;
    found[global.name] = Buffer.from(data.subarray(address, address + global.bytes)).toString('hex');
  }
  return found;
}
