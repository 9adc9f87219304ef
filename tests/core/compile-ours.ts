/**
 * What builds our core in the tests: the built-in compiler, and avr-g++ where it is installed.
 *
 * A failure under both is the core's, under the built-in one alone probably the compiler's.
 */
import { compileBuiltin, type TestFirmware } from '../support/compile-builtin.ts';
import type { SketchInput } from '../support/compile-sketch.ts';
import { requireTool } from '../support/reference-tools.ts';
import { compileWithOurCore } from './compile-with-our-core.ts';

export type OurCompiler = 'built-in' | 'avr-g++';

export const OUR_COMPILERS: readonly OurCompiler[] = [
  'built-in',
  ...(requireTool('avr-g++') ? (['avr-g++'] as const) : []),
];

export const compileOurs = (compiler: OurCompiler, input: SketchInput): Promise<TestFirmware> =>
  compiler === 'built-in' ? compileBuiltin(input) : compileWithOurCore(input);
