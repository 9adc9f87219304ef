/** What the command answers to the shell; see docs/command.md. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../../compiler/diagnostics/catalogue.ts';

export const EXIT = { done: 0, programErrors: 1, usage: 2, device: 3, internal: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Faults of what was asked or of the file as a whole, not of the program in it. */
const USAGE: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'file-unreadable',
  'file-not-json',
  'file-not-genie',
  'file-newer',
  'scenario-not-json',
  'sketch-without-ino',
  'board-unknown',
  'toolchain-unknown',
  'toolchain-missing',
]);

export function exitCode(diagnostics: readonly Diagnostic[]): ExitCode {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return EXIT.done;
  return errors.some(({ code }) => USAGE.has(code)) ? EXIT.usage : EXIT.programErrors;
}
