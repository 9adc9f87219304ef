/**
 * What takes the room: one entry for everything linked.
 *
 * In: both layouts. Out: entries by address, flash first. Their `flash` sums to the image's bytes but for
 * padding, their `ram` to the variables' bytes; initialised data takes both.
 */
import type { Loc } from '../cpp/source.ts';
import type { FlashLayout } from './flash-layout.ts';
import { type PlacedSection, sizeNow } from './placed-section.ts';
import type { RamLayout } from './ram-layout.ts';

export interface RoomUse {
  readonly name: string;
  readonly display: string;
  readonly kind: 'vectors' | 'startup' | 'code' | 'flashData' | 'data' | 'bss' | 'noinit';
  /** Byte address: in flash for the first four kinds, in data space for the others. */
  readonly address: number;
  /** Bytes. */
  readonly flash: number;
  readonly ram: number;
  readonly loc: Loc;
}

export function roomOf(layout: FlashLayout, ram: RamLayout): RoomUse[] {
  const inFlash = layout.parts
    .filter((placed) => placed !== layout.image)
    .map((placed): RoomUse => {
      const kind =
        placed === layout.vectors
          ? 'vectors'
          : placed === layout.startup
            ? 'startup'
            : placed.section.kind === 'code'
              ? 'code'
              : 'flashData';
      return { ...entry(placed, kind), flash: sizeNow(placed), ram: 0 };
    });
  const hasImage = layout.image !== undefined;
  const variables = (['data', 'bss', 'noinit'] as const).flatMap((kind) =>
    ram[kind].map((placed): RoomUse => {
      const bytes = sizeNow(placed);
      return { ...entry(placed, kind), flash: kind === 'data' && hasImage ? bytes : 0, ram: bytes };
    }),
  );
  return [...inFlash, ...variables];
}

const entry = (
  { section, address }: PlacedSection,
  kind: RoomUse['kind'],
): Pick<RoomUse, 'name' | 'display' | 'kind' | 'address' | 'loc'> => ({
  name: section.name,
  display: section.display,
  kind,
  address,
  loc: section.loc,
});
