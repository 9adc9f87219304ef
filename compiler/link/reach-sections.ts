/**
 * What the roots need: reachability over sections.
 *
 * In: the program's sections, a library, root symbols, symbols the linker defines itself. Out: reached
 * sections, each once, in the order a walk from the roots meets them (callees after their caller, in the
 * order of their use); who defines each symbol; what nobody defines.
 * The program's definition of a symbol wins over the library's.
 */
import type { AsmSection } from '../asm/asm.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import { placeSection, type PlacedSection, type SymbolPlace } from './placed-section.ts';
import type { SectionLibrary } from './section-library.ts';

export interface MissingSymbol {
  readonly symbol: string;
  readonly isFunction: boolean;
  /** Who needs it first, as people know it. */
  readonly neededBy: string;
  readonly loc: number;
}

export interface Reached {
  readonly sections: readonly PlacedSection[];
  readonly symbols: ReadonlyMap<string, SymbolPlace>;
  readonly missing: readonly MissingSymbol[];
}

export function reachSections(
  sections: readonly AsmSection[],
  library: SectionLibrary,
  roots: readonly string[],
  linkerDefines: (symbol: string) => boolean,
): Reached {
  const owners = new Map<string, AsmSection>();
  for (const section of sections)
    for (const symbol of [section.name, ...section.exports]) {
      if (owners.has(symbol)) throw new InternalError(`two sections define ${symbol}`);
      owners.set(symbol, section);
    }
  const placedOf = new Map<AsmSection, PlacedSection>();
  const symbols = new Map<string, SymbolPlace>();
  const missing = new Map<string, MissingSymbol>();
  const order: PlacedSection[] = [];

  const find = (symbol: string): PlacedSection | undefined => {
    const owner = owners.get(symbol) ?? library.sectionOf(symbol);
    if (owner === undefined) return undefined;
    const known = placedOf.get(owner);
    if (known !== undefined) return known;
    const placed = placeSection(owner);
    placedOf.set(owner, placed);
    order.push(placed);
    for (const name of [owner.name, ...owner.exports]) {
      const mark = placed.labels.get(name);
      if (name !== owner.name && mark === undefined)
        throw new InternalError(`${owner.name} exports ${name} and has no such label`);
      if (!symbols.has(name)) symbols.set(name, { placed, mark });
    }
    return placed;
  };

  // Depth first without recursion: long chains of calls must not fill JavaScript's stack.
  const stack: { placed: PlacedSection; next: number }[] = [];
  const visit = (symbol: string, isFunction: boolean, neededBy: string, loc: number): void => {
    if (symbols.has(symbol) || linkerDefines(symbol)) return;
    const placed = find(symbol);
    if (placed !== undefined) stack.push({ placed, next: 0 });
    else if (!missing.has(symbol)) missing.set(symbol, { symbol, isFunction, neededBy, loc });
  };
  for (const root of roots) {
    visit(root, true, '', -1);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const reference = top.placed.references[top.next++];
      if (reference === undefined) stack.pop();
      else if (reference.place === undefined)
        visit(reference.symbol, reference.isFunction, top.placed.section.display, reference.loc);
    }
  }
  return { sections: order, symbols, missing: [...missing.values()] };
}
