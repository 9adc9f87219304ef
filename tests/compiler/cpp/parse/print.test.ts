/**
 * The tree says what the text says: avr-gcc makes the same code and data of a printed tree, with every
 * operator in parentheses, as of the source. By default of every fifth of our sources, of all of them when
 * REQUIRE_REFERENCE_TOOLS is set.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { requireTool } from '../../../support/reference-tools.ts';
import { templateSources } from './corpus.ts';
import { OUR_FOLDERS, parseText } from './front-end.ts';
import { printUnit } from './print-cpp.ts';

/** What our compiler reads flash with, and holds memory in order, is unknown to avr-gcc: any function will do. */
const READERS = ['unsigned char:byte', 'unsigned int:word', 'unsigned long:dword', 'float:float']
  .map((line) => line.split(':'))
  .map(([type, name]) => `extern "C" ${type} __builtin_flash_read_${name}(...);\n`)
  .join('');
const BUILTINS = `${READERS}extern "C" void __builtin_memory_barrier();\n`;
const FLAGS = ['-mmcu=atmega328p', '-std=gnu++11', '-fpermissive', '-fno-access-control', '-fno-exceptions',
  '-fno-threadsafe-statics', '-ffreestanding', '-nostdinc', '-w', '-Os', '-c', '-DF_CPU=16000000L',
  '-DARDUINO=10819', '-DARDUINO_AVR_UNO=1', '-DARDUINO_ARCH_AVR=1']; // prettier-ignore

const folder = mkdtempSync(join(tmpdir(), 'genie-print-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'builtins.h'), BUILTINS);

/** Code and data of a source as avr-gcc compiles it, as text. */
function compiled(path: string): string {
  const object = join(folder, 'unit.o');
  const includes = OUR_FOLDERS.flatMap((place) => ['-I', place]);
  const builtins = ['-include', join(folder, 'builtins.h')];
  execFileSync('avr-g++', [...FLAGS, ...builtins, ...includes, '-o', object, path], { stdio: 'pipe' });
  const dump = execFileSync('avr-objdump', ['-d', '-s', '--no-show-raw-insn', object], { encoding: 'utf8' });
  return dump.replace(/^.*file format.*$/m, '');
}

const every = process.env['REQUIRE_REFERENCE_TOOLS'] === '1' ? 1 : 5;

describe.runIf(requireTool('avr-g++'))('the tree of a source', () => {
  it.each(
    templateSources()
      .filter((_source, index) => index % every === 0)
      .map((source) => [basename(source.path), source] as const),
  )('means what the text means: %s', (_name, { path, text }) => {
    const printed = join(folder, 'printed.cpp');
    writeFileSync(printed, printUnit(parseText(text, { path }).unit));
    expect(compiled(printed)).toBe(compiled(path));
  });
});
