/**
 * The programs of examples/, read and compiled to C++ as the command does it.
 *
 * In: a folder's name. Out: the file, its kit, program and sketch, and everything that was said on the way.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readTemplates } from '../../app/host/read-templates.ts';
import { parseProgramFile, readWorkspace, type ProgramFile } from '../../blocks/index.ts';
import { builtInKit } from '../../boards/kit/built-in-kit.ts';
import type { Kit } from '../../boards/types.ts';
import { compileProgram } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { Program } from '../../compiler/program/model.ts';
import type { Sketch } from '../../compiler/sketch.ts';

const ROOT = resolve('.');
const EXAMPLES = join(ROOT, 'examples');

export interface Example {
  readonly name: string;
  readonly text: string;
  readonly file: ProgramFile;
  readonly kit: Kit;
  readonly program: Program;
  readonly sketch: Sketch;
  readonly diagnostics: readonly Diagnostic[];
}

export const exampleNames = (): readonly string[] =>
  readdirSync(EXAMPLES)
    .filter((name) => existsSync(join(EXAMPLES, name, 'program.genie')))
    .toSorted();

export const programText = (name: string): string =>
  readFileSync(join(EXAMPLES, name, 'program.genie'), 'utf8');

export const observeText = (name: string): string => readFileSync(join(EXAMPLES, name, 'observe.md'), 'utf8');

const templates = readTemplates(join(ROOT, 'firmware-templates'));

export async function readExample(name: string): Promise<Example> {
  const text = programText(name);
  const parsed = parseProgramFile(text);
  const kit = builtInKit(parsed.file?.board ?? 'genie-base');
  if (parsed.file === undefined || kit === undefined)
    throw new Error(`${name}: ${JSON.stringify(parsed.diagnostics)}`);
  const read = readWorkspace(parsed.file, kit.bricks);
  const compiled = compileProgram(read.program, kit, await templates);
  const diagnostics = [...parsed.diagnostics, ...read.diagnostics, ...compiled.diagnostics];
  if (compiled.sketch === undefined) throw new Error(`${name}: ${JSON.stringify(diagnostics)}`);
  return { name, text, file: parsed.file, kit, program: read.program, sketch: compiled.sketch, diagnostics };
}
