/**
 * Jumps low in flash that stand for functions whose word address has more than 16 bits.
 *
 * In: the sections that may take addresses (none when the program is small). Out: one slot of `jmp`
 * for each place whose word address is taken, in the order of discovery.
 */
import { NO_LOC } from '../cpp/source.ts';
import { isWordPart, placeSection, type PlacedSection, type SymbolPlace } from './placed-section.ts';

export interface Trampolines {
  readonly placed: PlacedSection | undefined;
  readonly targets: readonly { readonly place: SymbolPlace; readonly offset: number }[];
  /** Byte address to use for a place whose word address is taken; undefined: its own. */
  addressFor(place: SymbolPlace, offset: number): number | undefined;
}

const SLOT_BYTES = 4;

export function trampolinesFor(sections: readonly PlacedSection[]): Trampolines {
  const targets: { place: SymbolPlace; offset: number }[] = [];
  const slots = new Map<string, number>();
  const keyOf = ({ placed, mark }: SymbolPlace, offset: number): string =>
    `${placed.section.name} ${mark === undefined ? '' : `${mark.fixed}/${mark.sitesBefore}`} ${offset}`;
  for (const { fixups } of sections)
    for (const { reference, operand } of fixups) {
      const { place } = reference;
      if (!isWordPart(operand.part) || typeof place !== 'object' || place.placed.section.kind !== 'code')
        continue;
      const key = keyOf(place, operand.offset);
      if (slots.has(key)) continue;
      slots.set(key, targets.length);
      targets.push({ place, offset: operand.offset });
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
      if (placed === undefined) return undefined;
      const slot = slots.get(keyOf(place, offset));
      return slot === undefined ? undefined : placed.address + SLOT_BYTES * slot;
    },
  };
}
