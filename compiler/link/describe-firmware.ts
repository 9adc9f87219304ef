/** The symbol table of a firmware: functions, constants and variables with their places, by kind and address. */
import type { FirmwareSymbol } from './firmware.ts';
import type { FlashLayout } from './flash-layout.ts';
import { type PlacedSection, sizeNow } from './placed-section.ts';
import type { RamLayout } from './ram-layout.ts';

export function describeFirmware(flash: FlashLayout, ram: RamLayout): FirmwareSymbol[] {
  const inFlash = [...flash.parts, ...flash.merged.keys()].filter(
    (placed) => placed !== flash.vectors && placed !== flash.image,
  );
  return [...inFlash, ...ram.data, ...ram.bss, ...ram.noinit].map(symbolOf);
}

function symbolOf(placed: PlacedSection): FirmwareSymbol {
  const { name, display, kind, loc, typeName } = placed.section;
  return {
    name,
    display,
    kind: kind === 'code' ? 'function' : kind === 'flashData' ? 'flashData' : 'variable',
    address: placed.address,
    bytes: sizeNow(placed),
    loc,
    ...(typeName === undefined ? {} : { typeName }),
  };
}
