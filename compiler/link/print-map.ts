/**
 * The map of a firmware, for `--dump map`: what stands where and how much room it takes.
 *
 * In: what the linker gives, and the source files. Out: text: flash by address, RAM by address, totals by
 * kind. Stable: the same firmware gives the same text.
 */
import type { SourceFiles } from '../cpp/source.ts';
import type { Linked } from './link.ts';
import type { RoomUse } from './room-use.ts';

const KINDS: Readonly<Record<RoomUse['kind'], string>> = {
  vectors: 'vectors',
  startup: 'startup',
  code: 'code',
  flashData: 'constant',
  data: 'variable',
  bss: 'zeroed',
  noinit: 'kept',
};

export function printMap({ room, flashBytes, firmware, dataImage }: Linked, files: SourceFiles): string {
  const inFlash = room.filter(({ kind }) => kind !== 'data' && kind !== 'bss' && kind !== 'noinit');
  const inRam = room.filter(({ ram }) => ram > 0);
  const inFlashLines = inFlash.map((use) => ({ address: use.address, text: mapLine(use, use.flash, files) }));
  if (dataImage !== undefined) {
    const { address, bytes } = dataImage;
    inFlashLines.push({ address, text: `${column(address, bytes)}  first values of variables` });
  }
  inFlashLines.sort((a, b) => a.address - b.address);
  const lines = [
    `Flash, ${flashBytes} bytes`,
    ...inFlashLines.map(({ text }) => text),
    '',
    `RAM, ${firmware.ramBytes} bytes`,
    ...inRam.map((use) => mapLine(use, use.ram, files)),
    '',
    'Totals         flash     RAM',
    ...totals(room),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const column = (address: number, bytes: number): string =>
  `  0x${address.toString(16).padStart(5, '0')} ${String(bytes).padStart(6)}`;

function mapLine({ address, kind, display, name, loc }: RoomUse, bytes: number, files: SourceFiles): string {
  const span = files.spanOf(loc);
  const place = span === undefined ? '' : `  ${span.file}:${span.line}`;
  const symbol = display === name ? display : `${display}  [${name}]`;
  return `${column(address, bytes)}  ${KINDS[kind].padEnd(8)}  ${symbol}${place}`;
}

function totals(room: readonly RoomUse[]): string[] {
  const kinds = Object.keys(KINDS) as RoomUse['kind'][];
  return kinds.flatMap((kind) => {
    const uses = room.filter((use) => use.kind === kind);
    if (uses.length === 0) return [];
    const sum = (key: 'flash' | 'ram'): string =>
      String(uses.reduce((total, use) => total + use[key], 0)).padStart(8);
    return [`  ${KINDS[kind].padEnd(10)}${sum('flash')}${sum('ram')}`];
  });
}
