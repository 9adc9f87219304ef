/** From C++ text to IR, through the whole front end. */
import { checkProgram } from '../../../../compiler/cpp/check/check-units.ts';
import { lowerProgram, type LowerOptions } from '../../../../compiler/cpp/lower/lower-program.ts';
import { parseUnit } from '../../../../compiler/cpp/parse-unit.ts';
import { SourceFiles } from '../../../../compiler/cpp/source.ts';
import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { IrModule } from '../../../../compiler/ir/ir.ts';

export interface LoweredText {
  readonly module: IrModule;
  readonly diagnostics: readonly Diagnostic[];
}

/** Units by path; vectors are `__vector_N`. */
export function lowerTexts(
  texts: Readonly<Record<string, string>>,
  options: Partial<LowerOptions> = {},
): LoweredText {
  const sources = new SourceFiles();
  const parsed = Object.entries(texts).map(([path, text]) =>
    parseUnit({
      sources,
      file: { path, text },
      language: 'c++',
      defines: new Map(),
      resolveInclude: () => undefined,
    }),
  );
  const paths = Object.keys(texts);
  const checked = checkProgram(
    parsed.map(({ unit }, index) => ({ unit, fileName: paths[index] ?? '', language: 'c++' })),
    { sources, userFiles: new Set(paths) },
  );
  const lowered = lowerProgram(checked.program, {
    roots: ['main'],
    vectorNumber: (name) => (/^__vector_\d+$/.test(name) ? Number(name.slice(9)) : undefined),
    spanOf: (loc) => sources.spanOf(loc),
    ...options,
  });
  const diagnostics = [
    ...parsed.flatMap((unit) => unit.diagnostics),
    ...checked.diagnostics,
    ...lowered.diagnostics,
  ];
  return { module: lowered.module, diagnostics };
}

export const lowerText = (text: string): LoweredText => lowerTexts({ 'program.cpp': text });
