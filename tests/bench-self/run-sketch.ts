/**
 * Builds a sketch and puts it on a machine: what every self test of the bench starts with.
 *
 * In: one .ino text. Out: a machine at time 0. A sketch that does not build throws the compiler's words.
 */
import { createMachine, type Machine, type MachineOptions } from '../bench/machine.ts';
import { compileSketch, type Mcu } from '../support/compile-sketch.ts';

export async function runSketch(
  sketch: string,
  options: Partial<MachineOptions> & { readonly chip?: Mcu } = {},
): Promise<Machine> {
  const { chip = 'atmega328p' } = options;
  const build = await compileSketch({ files: { 'sketch.ino': sketch }, mcu: chip });
  if (!build.ok) throw new Error(build.errors);
  return createMachine({ dataEnd: build.sizes.dataEnd, ...options, chip, hex: build.hex });
}
