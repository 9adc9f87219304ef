/** Checks C++ texts as one program. */
import {
  checkProgram,
  type CheckedProgram,
  type UnitToCheck,
} from '../../../../compiler/cpp/check/check-units.ts';
import { parseUnit } from '../../../../compiler/cpp/parse-unit.ts';
import { SourceFiles } from '../../../../compiler/cpp/source.ts';
import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';

export interface Checked extends CheckedProgram {
  readonly codes: readonly string[];
  readonly lines: readonly string[];
}

/** By file name; `.c` is C. All are the child's own unless `core` names them. */
export function checkTexts(texts: Readonly<Record<string, string>>, core: readonly string[] = []): Checked {
  const sources = new SourceFiles();
  const diagnostics: Diagnostic[] = [];
  const units: UnitToCheck[] = [];
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, { path, text }]));
  for (const file of files.values()) {
    if (!/\.(?:c|cpp|ino)$/.test(file.path)) continue;
    const language = file.path.endsWith('.c') ? 'c' : 'c++';
    const resolveInclude = (path: string): typeof file | undefined => files.get(path);
    const parsed = parseUnit({ sources, file, language, defines: new Map(), resolveInclude });
    diagnostics.push(...parsed.diagnostics);
    units.push({ unit: parsed.unit, fileName: file.path, language });
  }
  const userFiles = new Set([...files.keys()].filter((path) => !core.includes(path)));
  const headerOf = (name: string): string | undefined => (name === 'Servo' ? 'Servo.h' : undefined);
  const checked = checkProgram(units, { sources, userFiles, headerOf });
  const all = [...diagnostics, ...checked.diagnostics];
  return {
    ...checked,
    diagnostics: all,
    codes: all.map(({ code }) => code),
    lines: all.map(({ code, span, message }) => `${span?.line}: ${code}: ${message.en}`),
  };
}

export const checkText = (text: string, file = 'a.cpp'): Checked => checkTexts({ [file]: text });
