/**
 * Every toolchain, in order of preference. The built-in one will stand first.
 *
 * In: the computer. Out: toolchains that may or may not be available; `detect()` says.
 */
import { arduinoCli } from './arduino-cli.ts';
import { avrGcc } from './avr-gcc.ts';
import type { ToolEnvironment } from './tool-environment.ts';
import type { Toolchain } from './toolchain.ts';

export const toolchains = (environment: ToolEnvironment): readonly Toolchain[] => [
  avrGcc(environment),
  arduinoCli(environment),
];
