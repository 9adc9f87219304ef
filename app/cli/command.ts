/** What a command is: its name, what it takes, what it does. The table of all is in commands.ts. */
import type { Language } from '../../compiler/program/model.ts';
import type { Host } from '../host/host.ts';
import type { ExitCode } from './exit-code.ts';
import type { Style } from './style.ts';
import type { WordKey } from './words.ts';

export type OptionName =
  | 'board'
  | 'kit'
  | 'toolchain'
  | 'port'
  | 'baud'
  | 'all'
  | 'bare'
  | 'log'
  | 'time'
  | 'out'
  | 'json'
  | 'dump'
  | 'for'
  | 'scenario'
  | 'trace'
  | 'name'
  | 'lang'
  | 'force'
  | 'help'
  | 'version';

export interface OptionSpec {
  readonly name: OptionName;
  readonly short?: string;
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly help: WordKey;
}

/** The input is opened when the first line is asked for. */
export interface InputLines extends AsyncIterable<string> {
  readonly end: () => void;
}

export interface Invocation {
  readonly host: Host;
  readonly language: Language;
  readonly style: Style;
  /** Of the terminal; undefined when the output goes elsewhere. */
  readonly columns: number | undefined;
  readonly version: string;
  /** What the command names, in order; as many as `takes` says. */
  readonly names: readonly string[];
  readonly option: (name: OptionName) => string | undefined;
  readonly isSet: (name: OptionName) => boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** What is typed, line by line, until the end of the input. */
  readonly inputLines: () => InputLines;
  /** Ends what goes on until Ctrl+C; without it, only the process's end does. */
  readonly stop?: AbortSignal;
}

export interface Command {
  /** One or two words: "kit check". */
  readonly name: string;
  readonly summary: WordKey;
  /** Positional arguments, as the help calls them; all are compulsory. */
  readonly takes: readonly string[];
  readonly options: readonly OptionName[];
  readonly run: (invocation: Invocation) => Promise<ExitCode>;
}
