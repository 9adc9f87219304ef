/**
 * Jumps low in flash that stand for functions whose word address has more than 16 bits.
 *
 * In: the sections that may take addresses (none when the program is small). Out: one slot of `jmp`
 * for each place whose word address is taken, in the order of discovery.
 */
import { NO_LOC } from '../cpp/source.ts';
import { isWordPart, placeSection, type PlacedSection } from './placed-section.ts';
import type { SymbolPlace } from './reach-sections.ts';

export interface Trampolines {
  readonly placed: PlacedSection | undefined;
  readonly targets: readonly { readonly place: SymbolPlace; readonly offset: number }[];
  /** Byte address to use for a place whose word address is taken; undefined: its own. */
  addressFor(place: SymbolPlace, offset: number): number | undefined;
}

const SLOT_BYTES = 4;

export function trampolinesFor(
  sections: readonly PlacedSection[],
  placeOf: (from: PlacedSection, symbol: string) => SymbolPlace | number,
): Trampolines {
  const targets: { place: SymbolPlace; offset: number }[] = [];
  const slots = new Map<string, number>();
  const keyOf = ({ placed, mark }: SymbolPlace, offset: number): string =>
    `${placed.section.name} ${mark === undefined ? '' : `${mark.fixed}/${mark.sitesBefore}`} ${offset}`;
  const take = (from: PlacedSection, symbol: string, offset: number): void => {
    const place = placeOf(from, symbol);
    if (typeof place === 'number' || place.placed.section.kind !== 'code') return;
    const key = keyOf(place, offset);
    if (slots.has(key)) return;
    slots.set(key, targets.length);
    targets.push({ place, offset });
  };
  for (const placed of sections) {
    for (const item of placed.section.items) {
      if (item.kind === 'address' && item.isWord) take(placed, item.name, item.offset);
      else if (item.kind === 'instruction')
        for (const operand of item.operands)
          if (operand.kind === 'symbol' && isWordPart(operand.part))
            take(placed, operand.name, operand.offset);
    }
    for (const { target, addend, isWord } of placed.section.relocations ?? [])
      if (isWord) take(placed, target, addend);
  }
  const placed =
    targets.length === 0
      ? undefined
      : placeSection({
          name: '__trampolines',
          display: '__trampolines',
          // Even-aligned, and no constant.
          kind: 'code',
          items: [{ kind: 'bytes', bytes: new Uint8Array(SLOT_BYTES * targets.length) }],
          size: 0,
          exports: [],
          loc: NO_LOC,
        });
  return {
    placed,
    targets,
    addressFor: (place, offset) => {
      const slot = slots.get(keyOf(place, offset));
      return slot === undefined || placed === undefined ? undefined : placed.address + SLOT_BYTES * slot;
    },
  };
}
