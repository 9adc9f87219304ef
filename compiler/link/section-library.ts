/**
 * Where the linker looks for symbols that the program does not define: our hand-written routines.
 *
 * `sectionOf` gives the section that defines a symbol, at its start or as an export.
 */
import type { AsmSection } from '../asm/asm.ts';

export interface SectionLibrary {
  sectionOf(symbol: string): AsmSection | undefined;
}

export function libraryOf(sections: readonly AsmSection[]): SectionLibrary {
  const bySymbol = new Map<string, AsmSection>();
  for (const section of sections)
    for (const symbol of [section.name, ...section.exports]) bySymbol.set(symbol, section);
  return { sectionOf: (symbol) => bySymbol.get(symbol) };
}
