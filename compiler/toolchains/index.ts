/**
 * Every toolchain, in order of preference.
 *
 * In: the computer, our core. Out: toolchains that may or may not be available; `detect()` says.
 */
import { dumpStage } from '../dump-stage.ts';
import { arduinoCli } from './arduino-cli.ts';
import { avrGcc } from './avr-gcc.ts';
import { builtin, type BuiltinEnvironment } from './builtin.ts';
import type { ToolEnvironment } from './tool-environment.ts';
import type { Toolchain } from './toolchain.ts';

export const toolchains = (environment: ToolEnvironment & BuiltinEnvironment): readonly Toolchain[] => [
  builtin({ ...environment, dumpStage }),
  avrGcc(environment),
  arduinoCli(environment),
];
