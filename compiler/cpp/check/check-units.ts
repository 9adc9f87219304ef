/**
 * The whole program: all units' trees to one typed program.
 *
 * In: the trees, with the files of the child's own; units that are kept between programs come checked.
 * Out: functions with bodies, globals, and what there is to say. Bodies are read for all functions of the
 * child's files, and for what is reachable from main, interrupt functions, and initialisers.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { SourceFiles } from '../source.ts';
import type { TypedProgram } from '../typed-ast.ts';
import type { KeptUnit } from './kept-unit.ts';
import { KeptUnits } from './kept-units.ts';
import { UnitChecks, type UnitTree } from './unit-checks.ts';

export interface UnitToCheck extends UnitTree {
  /** The same unit, checked before: its tree is not looked at. */
  readonly kept?: KeptUnit | undefined;
}

export interface CheckProgramOptions {
  readonly sources: SourceFiles;
  /** Paths of the child's own files: all of their functions are read. Units not of them are the core's. */
  readonly userFiles: ReadonlySet<string>;
  /** See CheckOptions. */
  readonly macroNames?: () => readonly string[];
  readonly headerOf?: (name: string) => string | undefined;
  /** Symbols to begin from, beside interrupt functions; main unless told. */
  readonly roots?: readonly string[];
}

export interface CheckedProgram {
  readonly program: TypedProgram;
  readonly diagnostics: readonly Diagnostic[];
  /** What there is to say about the kept units: more when more of them was asked for. */
  readonly ofKept: () => readonly Diagnostic[];
}

export function checkProgram(units: readonly UnitToCheck[], options: CheckProgramOptions): CheckedProgram {
  const kept = new KeptUnits(units.map((unit) => unit.kept));
  const checks = new UnitChecks({ ...options, elsewhere: (symbol) => kept.fn(symbol) });
  for (const [index, unit] of units.entries()) if (unit.kept === undefined) checks.add(unit, index);
  checks.prepare();
  checks.checkOwn();
  for (const name of options.roots ?? ['main']) checks.useRoot(name);
  checks.drain();
  kept.joinTo(checks.c);
  return {
    program: { ...checks.collect(), elsewhere: kept },
    diagnostics: checks.c.diagnostics,
    ofKept: () => kept.diagnostics,
  };
}
