/** Every option of every command; what a command takes is said in its own file. */
import type { OptionSpec } from './command.ts';

export const OPTIONS: readonly OptionSpec[] = [
  { name: 'board', value: 'ID', help: 'boardOption' },
  { name: 'kit', value: 'FILE', help: 'kitOption' },
  { name: 'toolchain', value: 'NAME', help: 'toolchainOption' },
  { name: 'port', value: 'PORT', help: 'portOption' },
  { name: 'baud', value: 'BAUD', help: 'baudOption' },
  { name: 'all', help: 'allOption' },
  { name: 'bare', help: 'bareOption' },
  { name: 'log', value: 'FILE', help: 'logOption' },
  { name: 'time', help: 'timeOption' },
  { name: 'out', short: 'o', value: 'OUT', help: 'outOption' },
  { name: 'json', help: 'jsonOption' },
  { name: 'dump', value: 'STAGE', help: 'dumpOption' },
  { name: 'for', value: 'MS', help: 'forOption' },
  { name: 'scenario', value: 'FILE', help: 'scenarioOption' },
  { name: 'trace', value: 'OUT', help: 'traceOption' },
  { name: 'name', value: 'NAME', help: 'nameOption' },
  { name: 'force', help: 'forceOption' },
  { name: 'lang', value: 'fr|en', help: 'langOption' },
  { name: 'help', short: 'h', help: 'helpOption' },
  { name: 'version', help: 'versionOption' },
];
