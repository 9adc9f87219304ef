/**
 * Our core, built with avr-g++ (a failure is the core's), or with the built-in compiler when GENIE_CORE_COMPILER is
 * "builtin" (then it may be the compiler's).
 */
import { compileBuiltin, type TestFirmware } from '../support/compile-builtin.ts';
import type { SketchInput } from '../support/compile-sketch.ts';
import { compileWithOurCore } from './compile-with-our-core.ts';

export const compileOurs = (input: SketchInput): Promise<TestFirmware> =>
  process.env['GENIE_CORE_COMPILER'] === 'builtin' ? compileBuiltin(input) : compileWithOurCore(input);
