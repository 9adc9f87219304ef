/**
 * Reads what the installed tools say about chips and boards: avr-libc's io headers, the official core's
 * boards.txt and pins_arduino.h.
 *
 * In: a preprocessor's output or a file's text. Out: numbers and lists, as written there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arduinoCore, findTool } from '../support/reference-tools.ts';

/** Every macro that a source defines for a chip, after the compiler's preprocessor. */
export function macros(mcu: string, source: string): ReadonlyMap<string, string> {
  const text = execFileSync(
    findTool('avr-g++') ?? 'avr-g++',
    [`-mmcu=${mcu}`, '-E', '-dM', '-x', 'c++', '-'],
    {
      input: source,
      encoding: 'utf8',
    },
  );
  return new Map(
    [...text.matchAll(/^#define (\w+) (.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

/** A macro's number, following sums and names such as RAMEND of a 32U4. */
export function macroNumber(all: ReadonlyMap<string, string>, name: string): number {
  const text = all.get(name);
  if (text === undefined) throw new Error(`no macro ${name}`);
  return text
    .replace(/[()]/g, '')
    .split(/(?=[+-])/)
    .map((term) => term.trim())
    .reduce((sum, term) => {
      const sign = term.startsWith('-') ? -1 : 1;
      const word = term.replace(/^[+-]\s*/, '');
      return sum + sign * (/^\d/.test(word) ? Number(word) : macroNumber(all, word));
    }, 0);
}

/** A source after the compiler's preprocessor, without line marks. */
export function preprocess(mcu: string, source: string): string {
  return execFileSync(findTool('avr-g++') ?? 'avr-g++', [`-mmcu=${mcu}`, '-E', '-P', '-x', 'c++', '-'], {
    input: source,
    encoding: 'utf8',
  });
}

/** boards.txt as key → value. */
export function boardsTxt(): ReadonlyMap<string, string> {
  const text = readFileSync(join(arduinoCore() ?? '', 'boards.txt'), 'utf8');
  return new Map([...text.matchAll(/^([\w.]+)=(.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** The elements of the arrays of a variant's pins_arduino.h, preprocessed for the chip. */
export function variantArrays(mcu: string, variant: string): ReadonlyMap<string, readonly string[]> {
  const core = arduinoCore() ?? '';
  const source = [
    '#define ARDUINO_MAIN',
    '#include <avr/io.h>',
    '#include <stdint.h>',
    '#define PROGMEM',
    '#define _AVR_PGMSPACE_H_',
    '#define __PGMSPACE_H_ 1',
    '#undef _BV',
    `#include "${join(core, 'variants', variant, 'pins_arduino.h')}"`,
  ].join('\n');
  const text = preprocess(mcu, source);
  return new Map(
    [...text.matchAll(/(\w+_PGM)\[\]\s*=\s*\{([^}]*)\}/g)].map((match) => [
      match[1] ?? '',
      (match[2] ?? '')
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ]),
  );
}
