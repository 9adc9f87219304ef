/**
 * Builds a sketch with our drivers or runtime by the compiler whose turn it is, and puts it on a machine.
 *
 * In: the headers it uses, the body of the sketch. Out: a machine at time 0. A sketch that does not
 * build throws the compiler's words.
 */
import { createMachine, type Machine, type MachineOptions } from '../bench/machine.ts';
import { serialLines } from '../bench/observe.ts';
import type { Mcu } from '../support/compile-sketch.ts';
import { compileFirmware } from '../support/each-compiler.ts';
import { filesFor } from './templates.ts';

export const CHIPS = ['atmega328p', 'atmega32u4', 'atmega2560'] as const satisfies readonly Mcu[];

export interface FirmwareOptions {
  readonly chip?: Mcu;
  readonly eeprom?: Uint8Array;
}

export async function runFirmware(
  headers: readonly string[],
  sketch: string,
  { chip = 'atmega328p', eeprom }: FirmwareOptions = {},
): Promise<Machine> {
  const includes = headers.map((name) => `#include "${name}"\n`).join('');
  const files = { 'sketch.ino': includes + sketch, ...filesFor(headers) };
  const build = await compileFirmware({ files, mcu: chip });
  if (!build.ok) throw new Error(build.errors);
  const options: MachineOptions = {
    chip,
    hex: build.hex,
    dataEnd: build.sizes.dataEnd,
    ...(eeprom === undefined ? {} : { eeprom }),
  };
  return createMachine(options);
}

export const lines = (machine: Machine): string[] => serialLines(machine).map(({ text }) => text);
export const numbers = (machine: Machine): number[] => lines(machine).map(Number);

/** Runs until the sketch has printed "end", and gives the lines before it. */
export function linesUntilEnd(machine: Machine, limitMs = 60_000): string[] {
  const sent = machine.serial.sent;
  const isOver = (): boolean =>
    sent.length >= 3 &&
    sent
      .slice(-5)
      .map(({ byte }) => String.fromCharCode(byte))
      .join('')
      .trim()
      .endsWith('end');
  if (!machine.runUntil(isOver, limitMs))
    throw new Error(`no end after ${limitMs} ms: ${lines(machine).at(-1) ?? ''}`);
  machine.run(machine.ms + 1);
  const all = lines(machine);
  return all.slice(0, all.lastIndexOf('end'));
}
