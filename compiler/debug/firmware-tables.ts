/**
 * The tables of a firmware in terms of its sketch: which blocks each stretch of code works for, where the sketch's
 * own variables stand.
 *
 * In: a linked firmware, the source files with their table of places, the sketch. Out: plain data. Only the built-in
 * toolchain can give it.
 */
import { blockAt } from '../block-at.ts';
import type { SourceFiles } from '../cpp/source.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Firmware } from '../link/firmware.ts';
import type { Sketch } from '../sketch.ts';

export interface FirmwareTables {
  /** Sorted by `pc`: for whom the code works from there on: a place, then the calls that led to it, outwards. */
  readonly code: readonly { readonly pc: number; readonly places: readonly (readonly CodePlace[])[] }[];
  /** The variables of the main file, by their C++ names. */
  readonly variables: ReadonlyMap<string, { readonly address: number; readonly bytes: number }>;
}

export interface CodePlace {
  readonly block: string;
  readonly span: Span;
}

export function firmwareTables(firmware: Firmware, sources: SourceFiles, sketch: Sketch): FirmwareTables {
  const { places } = sources;
  const known = new Map<number, readonly (readonly CodePlace[])[]>();
  const placeOf = (loc: number): readonly CodePlace[] => {
    const span = sources.spanOf(loc);
    const block = span === undefined ? undefined : blockAt(sketch, span);
    return span === undefined || block === undefined ? [] : [{ block, span }];
  };
  const placesAt = (loc: number): readonly (readonly CodePlace[])[] => {
    const found = known.get(loc);
    if (found !== undefined) return found;
    const made = (places?.ownPlaces(loc) ?? []).map((chain) => chain.flatMap(placeOf));
    known.set(loc, made);
    return made;
  };
  const variables = new Map<string, { address: number; bytes: number }>();
  for (const { kind, display, loc, address, bytes } of firmware.symbols)
    if (kind === 'variable' && sources.fileAt(loc)?.path === sketch.main)
      variables.set(display, { address, bytes });
  return { code: firmware.lines.map(({ pc, loc }) => ({ pc, places: placesAt(loc) })), variables };
}
