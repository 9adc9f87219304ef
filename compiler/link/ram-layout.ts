/**
 * Variables to data addresses.
 *
 * In: reached sections. Out: data, bss, noinit one after the other from the chip's first byte of RAM, each
 * in the order of discovery, with their addresses set; the symbols __data_start … _end. What lies in the EEPROM
 * gets its addresses from 0 on and takes no RAM.
 */
import type { Chip } from '../../boards/types.ts';
import type { PlacedSection } from './placed-section.ts';

export interface RamLayout {
  readonly data: readonly PlacedSection[];
  readonly bss: readonly PlacedSection[];
  readonly noinit: readonly PlacedSection[];
  readonly dataBytes: number;
  readonly bssBytes: number;
  /** All three. */
  readonly bytes: number;
  readonly symbols: ReadonlyMap<string, number>;
}

export function layOutRam(sections: readonly PlacedSection[], chip: Chip): RamLayout {
  const of = (kind: 'data' | 'bss' | 'noinit' | 'eeprom'): PlacedSection[] =>
    sections.filter(({ section }) => section.kind === kind);
  const place = (list: readonly PlacedSection[], start: number): number => {
    let at = start;
    for (const placed of list) {
      placed.address = at;
      at += placed.fixedSize;
    }
    return at;
  };
  const [data, bss, noinit] = [of('data'), of('bss'), of('noinit')];
  const { start } = chip.ram;
  const dataEnd = place(data, start);
  const bssEnd = place(bss, dataEnd);
  const end = place(noinit, bssEnd);
  place(of('eeprom'), 0);
  return {
    data,
    bss,
    noinit,
    dataBytes: dataEnd - start,
    bssBytes: bssEnd - dataEnd,
    bytes: end - start,
    symbols: new Map([
      ['__stack', start + chip.ram.bytes - 1],
      ['__data_start', start],
      ['__data_end', dataEnd],
      ['__bss_start', dataEnd],
      ['__bss_end', bssEnd],
      ['__noinit_start', bssEnd],
      ['__noinit_end', end],
      ['__heap_start', end],
      ['_end', end],
    ]),
  };
}
