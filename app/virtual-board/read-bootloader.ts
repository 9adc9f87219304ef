/**
 * A real bootloader from its Intel HEX, as the virtual board takes it.
 *
 * In: the text of a HEX file for an ATmega328P. Out: a boot section, or undefined when the file is not one.
 * Debian builds Optiboot with a compiler under which it grew: 532 bytes for a section of 512, the end beyond the
 * flash and a version number written over its code. It jumps relatively only, so it is put at the start of the
 * next larger boot section, and what is written twice counts as it was written first.
 */
import { readHex } from '../../compiler/hex/read-hex.ts';
import type { BootImage } from './boot-program.ts';

const FLASH_BYTES = 0x8000;
/** Fuses BOOTSZ of the ATmega328P: DS40002061, table 27-7. */
const SECTION_STARTS = [0x7e00, 0x7c00, 0x7800, 0x7000] as const;
const READ_BYTES = 0x10000;

export function readBootloader(hex: string): BootImage | undefined {
  const lines = hex.split(/\r\n|\n|\r/);
  for (;;) {
    const read = readHex(lines.join('\n'), READ_BYTES);
    if (!read.ok) {
      if (read.problem !== 'written-twice') return undefined;
      lines.splice(read.line - 1, 1);
      continue;
    }
    const from = read.image.findIndex((byte) => byte !== 0xff);
    const bytes = read.image.slice(from);
    const start = SECTION_STARTS.find((start) => start <= from && start + bytes.length <= FLASH_BYTES);
    return from < SECTION_STARTS[3] || start === undefined ? undefined : { start, bytes };
  }
}
