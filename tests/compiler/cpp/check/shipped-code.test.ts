/** Everything we ship in C++ (the core, its libraries, the drivers) is understood without a word, whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../../../boards/bases/index.ts';
import { CHIPS } from '../../../../boards/chips/index.ts';
import type { ChipId } from '../../../../boards/types.ts';
import { Core } from '../../../../compiler/core-files.ts';
import { checkProgram, type UnitToCheck } from '../../../../compiler/cpp/check/check-units.ts';
import { parseUnit } from '../../../../compiler/cpp/parse-unit.ts';
import { SourceFiles, type SourceFile } from '../../../../compiler/cpp/source.ts';
import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';
import { predefinedMacros } from '../../../../compiler/predefined-macros.ts';

const ROOT = resolve('firmware-templates');
const templates = Object.fromEntries(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:h|c|cpp|json)$/.test(path))
    .sort()
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(join(ROOT, path), 'utf8')]),
);
const core = new Core(templates);
const driver = /^(?:drivers|runtime)\//;

/** Every function of the files, and of the headers they include, for the chip. */
function saidOf(files: readonly SourceFile[], own: readonly SourceFile[], chipId: ChipId): string[] {
  const chip = CHIPS[chipId];
  const board = BOARDS.find(({ chip: id }) => id === chipId);
  if (board === undefined) return [`no board for ${chipId}`];
  const sources = new SourceFiles();
  const units: UnitToCheck[] = [];
  const diagnostics: Diagnostic[] = [];
  const userFiles = new Set<string>();
  for (const file of files) {
    const language = file.path.endsWith('.c') ? 'c' : 'c++';
    const defines = predefinedMacros(board, chip, language);
    const parsed = parseUnit({ sources, file, language, defines, resolveInclude: core.resolver(own, chip) });
    units.push({ unit: parsed.unit, fileName: file.path, language });
    diagnostics.push(...parsed.diagnostics);
    for (const { path } of [file, ...parsed.includedFiles]) userFiles.add(path);
  }
  diagnostics.push(...checkProgram(units, { sources, userFiles }).diagnostics);
  return diagnostics.map(({ code, span, message }) => `${span?.file}:${span?.line} ${code} ${message.en}`);
}

describe('what we ship is understood whole', () => {
  const sourcesOf = (path: string): SourceFile[] => {
    const file = core.file(path.slice('core/'.length));
    return file === undefined ? [] : [file];
  };
  const coreSources = Object.keys(templates)
    .filter((path) => /^core\/.*\.(?:c|cpp)$/.test(path))
    .flatMap(sourcesOf);
  const own = Object.keys(templates)
    .filter((path) => driver.test(path))
    .map((path): SourceFile => ({
      path: path.slice(path.lastIndexOf('/') + 1),
      text: templates[path] ?? '',
    }));

  it.each(['atmega328p', 'atmega2560', 'atmega32u4'] as const)('the core for %s', (chip) => {
    expect(coreSources.length).toBeGreaterThan(30);
    expect(saidOf(coreSources, [], chip)).toEqual([]);
  });

  it('the drivers and the runtime of blocks', () => {
    const drivers = own.filter(({ path }) => path.endsWith('.cpp'));
    expect(drivers.length).toBeGreaterThan(15);
    expect(saidOf(drivers, own, 'atmega328p')).toEqual([]);
  });
});
