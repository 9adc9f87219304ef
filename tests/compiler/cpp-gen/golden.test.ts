/**
 * Sketches that a teacher would like to read: cases/<name>/program.json becomes expected.ino.
 * With UPDATE_SKETCHES=1 the expected files are written anew, to be read before they are kept.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileProgram } from '../../../compiler/compile.ts';
import type { Program } from '../../../compiler/program/model.ts';
import type { Sketch } from '../../../compiler/sketch.ts';
import { templates } from '../../agreement/agreement-kit.ts';
import { checkAlone } from '../../agreement/check-syntax.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { KIT, mainOf } from '../compile-blocks.ts';

const CASES = join(import.meta.dirname, 'cases');
const names = readdirSync(CASES);

function sketchOfCase(name: string): Sketch {
  const program = JSON.parse(readFileSync(join(CASES, name, 'program.json'), 'utf8')) as Program;
  const { sketch, diagnostics } = compileProgram(program, KIT, templates);
  if (sketch === undefined) throw new Error(JSON.stringify(diagnostics));
  return sketch;
}

describe('the sketch of', () => {
  it.each(names)('%s reads as expected', (name) => {
    const text = mainOf(sketchOfCase(name));
    const file = join(CASES, name, 'expected.ino');
    if (process.env['UPDATE_SKETCHES'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  const hasCore = requireTool('avr-g++', 'arduino-core');
  it.skipIf(!hasCore).each(names)('%s is well-formed C++', (name) => {
    expect(checkAlone(sketchOfCase(name))).toBeUndefined();
  });

  it.each(names)('%s is neatly laid out', (name) => {
    const text = mainOf(sketchOfCase(name));
    expect(text).not.toMatch(/[ \t]$/m);
    expect(text).not.toMatch(/\n{3}/);
    expect(text).not.toMatch(/\{\n\n|\n\n\}/);
    expect(text).toMatch(/[^\n]\n$/);
  });
});
