/**
 * The sizes of an ELF file's sections.
 *
 * In: a 32-bit little-endian ELF file (System V ABI, chapter 4), as avr-ld writes. Out: bytes by
 * section name. A file that is none gives an InternalError: only our own linker's output comes here.
 */
import { InternalError } from '../diagnostics/internal-error.ts';

const SHT_NOBITS = 8;
const SECTION_HEADER_BYTES = 40;

export interface ElfSection {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
  /** False for .bss: it takes RAM but has no contents. */
  readonly hasContents: boolean;
}

export function elfSections(elf: Uint8Array): ElfSection[] {
  const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
  if (elf.byteLength < 52 || view.getUint32(0) !== 0x7f454c46 || view.getUint8(4) !== 1)
    throw new InternalError('the linker did not write a 32-bit ELF file');
  const table = view.getUint32(0x20, true);
  const count = view.getUint16(0x30, true);
  const namesHeader = table + view.getUint16(0x32, true) * SECTION_HEADER_BYTES;
  const names = view.getUint32(namesHeader + 0x10, true);

  return Array.from({ length: count }, (_, index) => {
    const header = table + index * SECTION_HEADER_BYTES;
    const start = names + view.getUint32(header, true);
    const end = elf.indexOf(0, start);
    return {
      name: new TextDecoder().decode(elf.subarray(start, end)),
      address: view.getUint32(header + 0x0c, true),
      bytes: view.getUint32(header + 0x14, true),
      hasContents: view.getUint32(header + 0x04, true) !== SHT_NOBITS,
    };
  });
}
