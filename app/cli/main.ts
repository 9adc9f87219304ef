/**
 * The `genie` command: from the command line to an exit code.
 *
 * In: arguments. Out: words on standard output and error, and a code (exit-code.ts). Only this file
 * and bin/genie.mjs touch the process. GENIE_CRASH=1 makes it fail on purpose, to test the report.
 */
import { writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { InternalError } from '../../compiler/diagnostics/internal-error.ts';
import type { Language } from '../../compiler/program/model.ts';
import { writeReason } from '../host/file-reason.ts';
import { createHost } from '../host/host.ts';
import type { Command, InputLines } from './command.ts';
import { COMMANDS } from './commands.ts';
import { crashAnswer, crashReport, crashReportFile } from './crash-report.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { commandHelp, generalHelp, placeholder } from './help.ts';
import { OPTIONS } from './options.ts';
import { parseArguments, type Fault } from './parse-arguments.ts';
import { createStyle, harmless } from './style.ts';
import { say } from './words.ts';

declare const GENIE_VERSION: string;

/** Runs the command line and sets the process's exit code. */
export async function main(args: readonly string[]): Promise<void> {
  const language = { value: 'en' as Language };
  // Ends the compilers under way too (run-program.ts listens to 'exit').
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  // `genie blocks | head`: the reader has had enough.
  process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
    if (failure.code === 'EPIPE') process.exit(EXIT.done);
    const reason = writeReason(failure)[language.value];
    process.stderr.write(`${say('answerUnwritten', language.value, { reason })}\n`);
    process.exit(EXIT.usage);
  });
  // Nobody reads our complaints any more: nothing is left to say.
  process.stderr.on('error', () => undefined);
  try {
    process.exitCode = await runCommand(args, language);
  } catch (failure) {
    process.exitCode = reportCrash(failure, args, language.value);
  }
}

async function runCommand(args: readonly string[], spoken: { value: Language }): Promise<ExitCode> {
  const host = await createHost(dirname(fileURLToPath(import.meta.url)));
  const variables = host.surroundings.variables;
  const out = (text: string): void => void process.stdout.write(text);
  const err = (text: string): void => void process.stderr.write(text);
  const style = createStyle(process.stdout.isTTY, variables);
  const { command, names, values, fault } = parseArguments(args, COMMANDS, OPTIONS);

  const wanted = values.get('lang');
  const language = wanted === 'fr' || wanted === 'en' ? wanted : host.language;
  spoken.value = language;
  if (variables['GENIE_CRASH'] === '1') throw new InternalError('asked to fail by GENIE_CRASH');
  if (wanted !== undefined && wanted !== language) {
    err(`${say('unknownLanguage', language, { word: harmless(String(wanted)) })}\n`);
    return EXIT.usage;
  }
  if (values.has('version')) {
    out(`genie ${GENIE_VERSION}\n`);
    return EXIT.done;
  }
  if (fault !== undefined) {
    err(faultText(fault, language));
    return EXIT.usage;
  }
  if (command === undefined || values.has('help')) {
    out(help(command, language, style));
    return EXIT.done;
  }
  return command.run({
    host,
    language,
    style,
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    version: GENIE_VERSION,
    names,
    option: (name) => {
      const value = values.get(name);
      return typeof value === 'string' ? value : undefined;
    },
    isSet: (name) => values.has(name),
    out,
    err,
    inputLines,
  });
}

function inputLines(): InputLines {
  let lines: Interface | undefined;
  return {
    [Symbol.asyncIterator]: () => {
      lines = createInterface({ input: process.stdin, terminal: false });
      return lines[Symbol.asyncIterator]();
    },
    end: () => {
      lines?.close();
    },
  };
}

const help = (command: Command | undefined, language: Language, style: ReturnType<typeof createStyle>) =>
  command === undefined ? generalHelp(COMMANDS, language, style) : commandHelp(command, language, style);

function faultText(fault: Fault, language: Language): string {
  const key = {
    'unknown-command': 'unknownCommand',
    'unknown-option': 'unknownOption',
    'needs-value': 'needsValue',
    'takes-no-value': 'takesNoValue',
    missing: 'missing',
    'too-many': 'tooMany',
  } as const;
  const near = 'nearest' in fault ? fault.nearest : undefined;
  return [
    say(key[fault.kind], language, { word: faultWord(fault, language) }),
    ...(near === undefined ? [] : [say('didYouMean', language, { word: near })]),
    say('seeHelp', language),
  ]
    .join(' ')
    .concat('\n');
}

/** What is missing is named as in the help. */
const faultWord = ({ kind, word }: Fault, language: Language): string =>
  kind === 'missing' ? placeholder(word, language) : harmless(word);

function reportCrash(failure: unknown, args: readonly string[], language: Language): ExitCode {
  const report = crashReport({
    failure,
    args,
    version: GENIE_VERSION,
    homeFolder: homedir(),
    workFolder: process.cwd(),
  });
  const file = crashReportFile(tmpdir(), process.pid);
  let message = say('crash', language, { file });
  try {
    // Only the user may read it; a file of that name that is already there is not ours.
    writeFileSync(file, report, { mode: 0o600, flag: 'wx' });
    process.stderr.write(`${message}\n`);
  } catch (reason) {
    message = say('crashUnwritten', language, { reason: String(reason) });
    process.stderr.write(`${message}\n${report}`);
  }
  if (args.includes('--json')) process.stdout.write(crashAnswer(args, message));
  return EXIT.internal;
}
