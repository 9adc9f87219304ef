/**
 * Reads the command line.
 *
 * In: arguments and the commands there are. Out: a command with its names and options, or a fault
 * with the nearest word that exists. Options may stand anywhere; "--" ends them.
 */
import { parseArgs } from 'node:util';
import type { Command, OptionName, OptionSpec } from './command.ts';
import { nearest } from './nearest.ts';

export type Fault =
  | { readonly kind: 'unknown-command'; readonly word: string; readonly nearest: string | undefined }
  | { readonly kind: 'unknown-option'; readonly word: string; readonly nearest: string | undefined }
  | { readonly kind: 'needs-value'; readonly word: string }
  | { readonly kind: 'takes-no-value'; readonly word: string }
  | { readonly kind: 'missing'; readonly word: string }
  | { readonly kind: 'too-many'; readonly word: string };

export interface Parsed {
  /** Undefined when none was named. */
  readonly command: Command | undefined;
  readonly names: readonly string[];
  readonly values: ReadonlyMap<OptionName, string | true>;
  readonly fault?: Fault;
}

/** Options that every command understands. */
const EVERYWHERE: readonly OptionName[] = ['lang', 'help', 'version'];

export function parseArguments(
  given: readonly string[],
  commands: readonly Command[],
  specs: readonly OptionSpec[],
): Parsed {
  const options = Object.fromEntries(
    specs.map(({ name, short, value }) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  // "genie help build" is "genie build --help", and "genie help help" is "genie help".
  const asked = given.findIndex((word) => word !== 'help');
  const rest = asked < 0 ? [] : given.slice(asked);
  const args = given[0] === 'help' ? [...rest, '--help'] : [...given];
  const { tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<OptionName, string | true>();
  const words: string[] = [];
  let fault: Fault | undefined;

  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = specs.find(({ name }) => name === token.name);
    if (spec === undefined) {
      const near = nearest(
        token.name,
        specs.map(({ name }) => name),
      );
      fault ??= { kind: 'unknown-option', word: token.rawName, nearest: near && `--${near}` };
    } else if (spec.value === undefined) {
      if (token.value !== undefined) fault ??= { kind: 'takes-no-value', word: token.rawName };
      values.set(spec.name, true);
    } else if (token.value === undefined || (!token.inlineValue && /^--?[a-z]/i.test(token.value))) {
      fault ??= { kind: 'needs-value', word: token.rawName };
    } else values.set(spec.name, token.value);
  }

  const { command, used, unknown } = findCommand(words, commands);
  const names = words.slice(used);
  const parsed: Parsed = { command, names, values };
  if (unknown !== undefined) return { ...parsed, fault: unknown };
  if (values.has('help') || values.has('version')) return parsed;
  fault ??= command === undefined ? undefined : checkFit(command, names, values);
  return fault === undefined ? parsed : { ...parsed, fault };
}

function findCommand(
  words: readonly string[],
  commands: readonly Command[],
): { command: Command | undefined; used: number; unknown?: Fault } {
  const [first, second] = words;
  if (first === undefined) return { command: undefined, used: 0 };
  const double = commands.find(({ name }) => name === `${first} ${second ?? ''}`);
  if (double !== undefined) return { command: double, used: 2 };
  const single = commands.find(({ name }) => name === first);
  if (single !== undefined) return { command: single, used: 1 };
  const names = commands.map(({ name }) => name);
  const isFirstOfTwo = names.some((name) => name.startsWith(`${first} `));
  const word = isFirstOfTwo && second !== undefined ? `${first} ${second}` : first;
  const near = names.find((name) => name.startsWith(`${first} `)) ?? nearest(first, names);
  return { command: undefined, used: 0, unknown: { kind: 'unknown-command', word, nearest: near } };
}

function checkFit(
  command: Command,
  names: readonly string[],
  values: ReadonlyMap<OptionName, string | true>,
): Fault | undefined {
  const allowed = [...command.options, ...EVERYWHERE];
  for (const name of values.keys()) {
    if (!allowed.includes(name)) return { kind: 'unknown-option', word: `--${name}`, nearest: undefined };
  }
  const missing = command.takes[names.length];
  if (missing !== undefined) return { kind: 'missing', word: missing };
  const extra = names[command.takes.length];
  return extra === undefined ? undefined : { kind: 'too-many', word: extra };
}
