/**
 * The whole way from a program to a sketch, top to bottom.
 *
 * In: a Program, the Kit it is for, the firmware templates. Out: diagnostics and, when none is an
 * error, the typed program and its sketch.
 */
import type { Kit } from '../boards/types.ts';
import { generateSketch } from './cpp-gen/generate-sketch.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { checkProgram } from './program/check-program.ts';
import type { Program } from './program/model.ts';
import type { TypedProgram } from './program/typed-program.ts';
import type { FirmwareTemplates, Sketch } from './sketch.ts';

export interface Compiled {
  readonly diagnostics: readonly Diagnostic[];
  readonly typed?: TypedProgram;
  readonly sketch?: Sketch;
}

export function compileProgram(program: Program, kit: Kit, templates: FirmwareTemplates): Compiled {
  const { diagnostics, typed } = checkProgram(program, kit);
  if (typed === undefined) return { diagnostics };
  return { diagnostics, typed, sketch: generateSketch(typed, templates) };
}
