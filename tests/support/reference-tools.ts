/**
 * The reference tools of the tests: Debian's AVR compiler, Arduino core, simavr. They are optional
 * on a contributor's machine and compulsory where REQUIRE_REFERENCE_TOOLS is "1".
 *
 * In: the name of a tool. Out: whether it is there, and where. A missing tool prints one line once.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type ReferenceTool = 'avr-g++' | 'arduino-core' | 'simavr' | 'gcc' | 'avrdude' | 'csmith' | 'chromium';

const ARDUINO_CORES = [
  process.env['ARDUINO_AVR_CORE'] ?? '',
  '/usr/share/arduino/hardware/arduino/avr',
  '/usr/local/share/arduino/hardware/arduino/avr',
];
const INCLUDE_FOLDERS = ['/usr/include', '/usr/local/include'];

const onPath = (program: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));

/** The folder that holds cores/, variants/ and libraries/ of the official AVR core. */
export const arduinoCore = (): string | undefined =>
  ARDUINO_CORES.find((folder) => folder !== '' && existsSync(join(folder, 'cores/arduino/Arduino.h')));

/** The folder whose simavr/sim_avr.h exists. */
export const simavrInclude = (): string | undefined =>
  INCLUDE_FOLDERS.find((folder) => existsSync(join(folder, 'simavr/sim_avr.h')));

/** Where the tool is, or undefined. */
export function findTool(tool: ReferenceTool): string | undefined {
  switch (tool) {
    case 'arduino-core':
      return arduinoCore();
    case 'simavr':
      return simavrInclude();
    default:
      return onPath(tool);
  }
}

const alreadyNamed = new Set<string>();

/** True when every tool is there. Otherwise says which one is missing, or throws if tools are required. */
export function requireTool(...tools: readonly ReferenceTool[]): boolean {
  const missing = tools.filter((tool) => findTool(tool) === undefined);
  if (missing.length === 0) return true;
  const line = `missing reference tool: ${missing.join(', ')}`;
  if (process.env['REQUIRE_REFERENCE_TOOLS'] === '1') throw new Error(line);
  if (!alreadyNamed.has(line)) console.warn(`skipped, ${line}`);
  alreadyNamed.add(line);
  return false;
}
