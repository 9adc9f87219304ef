/**
 * The options with which the official Arduino AVR core (1.8.7) compiles, from its platform.txt.
 *
 * In: a board and folders. Out: arguments for avr-gcc and avr-g++. Differences: no dependency files,
 * and DECIMAL_DIG, which Debian's avr-libc lacks.
 */
import type { Board, Chip } from '../../boards/types.ts';

const COMMON = ['-c', '-g', '-Os', '-w', '-ffunction-sections', '-fdata-sections', '-flto'];
const CPP = [
  '-std=gnu++11',
  '-fpermissive',
  '-fno-exceptions',
  '-fno-threadsafe-statics',
  '-Wno-error=narrowing',
];
const C = ['-std=gnu11', '-fno-fat-lto-objects'];

/** Larger than any chip's, so that the linker goes on: sizes are checked afterwards, in the user's words. */
export const DATA_REGION_BYTES = 0xffa0;
const REGION_LENGTHS = [
  '-Wl,--defsym=__TEXT_REGION_LENGTH__=8M',
  `-Wl,--defsym=__DATA_REGION_LENGTH__=${DATA_REGION_BYTES}`,
];

export function compileFlags(source: string): string[] {
  if (source.endsWith('.S')) return ['-c', '-g', '-x', 'assembler-with-cpp', '-flto'];
  return [...COMMON, ...(source.endsWith('.c') ? C : CPP)];
}

export function boardFlags(board: Board, chip: Chip): string[] {
  return [
    `-mmcu=${chip.mcu}`,
    `-DF_CPU=${board.clockHz}L`,
    '-DARDUINO=10819',
    '-DARDUINO_ARCH_AVR',
    '-DDECIMAL_DIG=__DECIMAL_DIG__',
    ...Object.entries(board.arduino.defines).map(([name, value]) => `-D${name}=${value}`),
  ];
}

export const linkFlags = (chip: Chip): string[] => [
  '-w',
  '-Os',
  '-g',
  '-flto',
  '-fuse-linker-plugin',
  '-Wl,--gc-sections',
  ...REGION_LENGTHS,
  `-mmcu=${chip.mcu}`,
];
