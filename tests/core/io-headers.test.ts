import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Mcu } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { CORE } from './core-units.ts';
import { AVR_LIBC_FILES, headerText, ioFacts } from './io-facts.ts';

const CHIPS: readonly (readonly [Mcu, number])[] = [
  ['atmega328p', 700],
  ['atmega2560', 1100],
  ['atmega32u4', 1100],
];

describe.runIf(requireTool('avr-g++'))('the registers of', () => {
  it.each(CHIPS)('%s are those of avr-libc: names, addresses, bits, vectors and sizes', (chip, atLeast) => {
    const theirs = ioFacts(chip, [], AVR_LIBC_FILES);
    const file = join(CORE, `include/avr/io/${chip}.h`);
    if (process.env['GENIE_UPDATE_IO'] === '1') writeFileSync(file, headerText(chip, theirs));
    const ours = ioFacts(chip, ['-nostdinc', `-I${join(CORE, 'include')}`], /\/avr\/io\/\w+\.h$/);
    expect(theirs.size).toBeGreaterThan(atLeast);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    expect(readFileSync(file, 'utf8')).toBe(headerText(chip, theirs));
  });
});
