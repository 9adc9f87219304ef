/**
 * Our own bug, as a file that a user can send: what was asked, with which version, and where it broke.
 *
 * Guarantees: no folder of the user's is in it: the home folder becomes "~", other paths of the
 * command line keep only their file name. Nothing is sent anywhere.
 */
import { basename, join } from 'node:path';

export interface Crash {
  readonly failure: unknown;
  readonly args: readonly string[];
  readonly version: string;
  readonly homeFolder: string;
  readonly workFolder: string;
}

export function crashReport({ failure, args, version, homeFolder, workFolder }: Crash): string {
  const stack = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  const named = args.map((arg) => (/[\\/]/.test(arg) ? basename(arg) : arg));
  const text = [
    `genie ${version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    `genie ${named.join(' ')}`,
    '',
    stack,
    '',
  ].join('\n');
  return [...new Set([workFolder, homeFolder])]
    .filter((folder) => folder.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .reduce((report, folder) => report.replaceAll(folder, folder === homeFolder ? '~' : '.'), text);
}

export const crashReportFile = (temporaryFolder: string, processId: number): string =>
  join(temporaryFolder, `genie-report-${processId}.txt`);

const NOTHING = {
  build: { board: null, toolchain: null, flash: null, ram: null, ms: {} },
  check: { board: null, ms: {} },
  kit: { kit: null },
} as const;

/** What --json answers then: the shape that docs/command.md gives for the command, with one diagnostic. */
export function crashAnswer(args: readonly string[], message: string): string {
  const word = args.find((arg): arg is keyof typeof NOTHING => Object.hasOwn(NOTHING, arg));
  const diagnostics = [{ code: 'internal-error', severity: 'error', message, blockId: null, span: null }];
  const answer = { ok: false, ...(word === undefined ? {} : NOTHING[word]), diagnostics };
  return `${JSON.stringify(word === 'build' ? { ...answer, out: null } : answer)}\n`;
}
