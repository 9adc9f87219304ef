/**
 * Asks avr-g++ whether the C++ of many sketches is well formed, without making code.
 *
 * In: sketches. Out: for each guilty one its index and the compiler's words. Sketches share one
 * translation unit, each in a namespace; a unit that fails is halved until the guilty are alone.
 * `alone` asks the same of one sketch as it is, where its names meet those of the core.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sketch } from '../../compiler/sketch.ts';
import { arduinoCore } from '../support/reference-tools.ts';
import { mainText } from './agreement-kit.ts';
import { inNamespaces, sharedFiles } from './pack-sketches.ts';

export interface Guilty {
  readonly index: number;
  readonly words: string;
}

export function checkSyntax(sketches: readonly Sketch[]): Guilty[] {
  return halve(sketches, 0, inNamespaces);
}

export const checkAlone = (sketch: Sketch): string | undefined =>
  compile([sketch], ([one]) => (one ? mainText(one) : ''));

function halve(
  sketches: readonly Sketch[],
  from: number,
  write: (sketches: readonly Sketch[]) => string,
): Guilty[] {
  const words = compile(sketches, write);
  if (words === undefined) return [];
  if (sketches.length === 1) return [{ index: from, words }];
  const middle = sketches.length >> 1;
  const guilty = [
    ...halve(sketches.slice(0, middle), from, write),
    ...halve(sketches.slice(middle), from + middle, write),
  ];
  return guilty.length > 0 ? guilty : [{ index: from, words: `only together: ${words}` }];
}

/** The compiler's words, or undefined when it is content. */
function compile(
  sketches: readonly Sketch[],
  write: (sketches: readonly Sketch[]) => string,
): string | undefined {
  const core = arduinoCore();
  if (core === undefined) throw new Error('the Arduino core is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'genie-syntax-'));
  try {
    for (const [path, text] of Object.entries(sharedFiles(sketches))) writeFileSync(join(folder, path), text);
    writeFileSync(join(folder, 'all.cpp'), `#include <Arduino.h>\n${write(sketches)}`);
    const includes = [
      'cores/arduino',
      'variants/eightanaloginputs',
      'variants/standard',
      'libraries/Wire/src',
      'libraries/EEPROM/src',
    ].map((path) => `-I${join(core, path)}`);
    const flags = ['-fsyntax-only', '-std=gnu++11', '-Wall', '-Wno-unused-variable', '-mmcu=atmega328p'];
    const defines = [
      '-DF_CPU=16000000L',
      '-DARDUINO=10819',
      '-DARDUINO_ARCH_AVR',
      '-DDECIMAL_DIG=__DECIMAL_DIG__',
    ];
    const result = spawnSync('avr-g++', [...flags, ...defines, ...includes, '-I.', 'all.cpp'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64e6,
    });
    return result.status === 0 ? undefined : result.stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
