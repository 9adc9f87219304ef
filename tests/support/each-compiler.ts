/**
 * The same tests for both compilers: the built-in one with our core, and avr-gcc with the official core.
 *
 * In: a group of tests, which builds with `compileFirmware`. Out: the group once for each compiler that is
 * here; the built-in one always is. Vitest runs the groups of a file one after the other.
 */
import { beforeAll, describe } from 'vitest';
import { compileBuiltin, type TestFirmware } from './compile-builtin.ts';
import { compileSketch, type SketchInput } from './compile-sketch.ts';
import { requireTool } from './reference-tools.ts';

export type Compiler = 'builtin' | 'avr-gcc';

export const COMPILERS: readonly Compiler[] = requireTool('avr-g++', 'arduino-core')
  ? ['builtin', 'avr-gcc']
  : ['builtin'];

/** Whose turn it is. */
let compilerInUse: Compiler = 'builtin';

export function describeEachCompiler(title: string, body: (compiler: Compiler) => void): void {
  describe.each(COMPILERS)(`${title} [%s]`, (compiler) => {
    beforeAll(() => {
      compilerInUse = compiler;
    });
    body(compiler);
  });
}

export const compileFirmware = (input: SketchInput): Promise<TestFirmware> =>
  compilerInUse === 'builtin' ? compileBuiltin(input) : compileSketch(input);
