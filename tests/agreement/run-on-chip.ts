/**
 * Builds sketches with the compiler whose turn it is, and runs them on the bench's chip.
 *
 * In: sketches. Out: what each wrote on the serial cable. A sketch that does not build, and a fault
 * of the machine, throw.
 */
import { createMachine as createFastMachine } from '../../app/simulator/index.ts';
import type { Kit } from '../../boards/types.ts';
import type { Sketch } from '../../compiler/sketch.ts';
import { createMachine, type Machine, type MachineOptions } from '../bench/machine.ts';
import type { Mcu } from '../support/compile-sketch.ts';
import { compileFirmware } from '../support/each-compiler.ts';
import { Rig } from '../simulator/machine/rig.ts';
import { END, packSketches, START } from './pack-sketches.ts';

/** Of the 8,192 bytes of an ATmega2560; the rest is for the stack, where texts are worked out. */
const MOST_RAM = 6000;

export interface Written {
  readonly text: string;
  /** When each byte was handed over, in ms. */
  readonly ms: readonly number[];
  readonly bytes: readonly number[];
}

async function build(
  files: Readonly<Record<string, string>>,
  chip: Mcu,
): Promise<MachineOptions & { readonly ram: number }> {
  const variant = chip === 'atmega328p' ? { variant: 'eightanaloginputs' } : {};
  const built = await compileFirmware({ files, mcu: chip, ...variant });
  if (!built.ok) throw new Error(`the sketch does not build:\n${built.errors.slice(0, 4000)}`);
  return { chip, hex: built.hex, dataEnd: built.sizes.dataEnd, ram: built.sizes.ram };
}

/** What createMachine needs to run the sketch on its own chip. */
export const buildFor = (sketch: Sketch, chip: Mcu = 'atmega328p'): Promise<MachineOptions> =>
  build(Object.fromEntries(sketch.files.map(({ path, text }) => [path, text])), chip);

/** Runs one program by itself for a while. */
export async function runAlone(sketch: Sketch, forMs: number, chip: Mcu = 'atmega328p'): Promise<Machine> {
  const machine = createMachine(await buildFor(sketch, chip));
  machine.run(forMs);
  refuseFaults(machine);
  return machine;
}

/** Runs one program for minutes, on the product's own machine, which knows when nothing happens. */
export async function runLong(sketch: Sketch, { board }: Kit, forMs: number): Promise<Rig> {
  const { hex, dataEnd } = await buildFor(sketch, board.chip);
  const machine = createFastMachine({
    chip: board.chip,
    hex,
    ...(dataEnd === undefined ? {} : { dataEnd }),
  });
  const rig = new Rig(machine, board);
  rig.run(forMs);
  refuseFaults(machine);
  return rig;
}

/** Runs many programs one after the other; gives what each wrote, up to where the chip came. */
export async function runPacked(sketches: readonly Sketch[], limitMs: number): Promise<string[]> {
  const firmware = await build(packSketches(sketches), 'atmega2560');
  if (firmware.ram > MOST_RAM && sketches.length > 1) {
    const half = Math.ceil(sketches.length / 2);
    const first = await runPacked(sketches.slice(0, half), limitMs);
    return [...first, ...(await runPacked(sketches.slice(half), limitMs))];
  }
  const machine = createMachine(firmware);
  machine.runUntil(() => machine.serial.sent.at(-1)?.byte === END, limitMs);
  refuseFaults(machine);
  const bytes = machine.serial.sent.map(({ byte }) => byte);
  const parts: number[][] = [];
  for (const byte of bytes) {
    if (byte === START) parts.push([]);
    else if (byte !== END) parts.at(-1)?.push(byte);
  }
  return parts.map(textOf);
}

function refuseFaults({ faults }: { readonly faults: readonly object[] }): void {
  const [fault] = faults;
  if (fault !== undefined) throw new Error(`the chip went wrong: ${JSON.stringify(fault)}`);
}

/** Bytes as text, with lines ended by \n as the interpreter ends them. */
export const textOf = (bytes: readonly number[]): string =>
  Buffer.from(bytes).toString('utf8').replaceAll('\r\n', '\n');

export function written(machine: Machine): Written {
  const { sent } = machine.serial;
  const bytes = sent.map(({ byte }) => byte);
  return { text: textOf(bytes), bytes, ms: sent.map(({ cycle }) => (cycle * 1000) / machine.clockHz) };
}
