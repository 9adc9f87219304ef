/** The dumps of a firmware: its map and its listing. */
import { expect, test } from 'vitest';
import type { AsmSection } from '../../../compiler/asm/asm.ts';
import { parseAsm } from '../../../compiler/asm/parse-asm.ts';
import { SourceFiles } from '../../../compiler/cpp/source.ts';
import { link, type Linked } from '../../../compiler/link/link.ts';
import { printListing } from '../../../compiler/link/print-listing.ts';
import { printMap } from '../../../compiler/link/print-map.ts';
import { libraryOf } from '../../../compiler/link/section-library.ts';
import { uno } from './link-text.ts';

const files = new SourceFiles();
const start = files.add({ path: 'a.ino', text: 'int x = 5;\nvoid loop() {\n  x++;\n}\n' });

function linked(): Linked {
  const sections = parseAsm(`.code main
    call loop
.again:
    rjmp .again
.code loop
    lds r24, x
    inc r24
    sts x, r24
    ldi r30, lo8(text)
    ret
.code handler
    reti
.data x
.byte 5, 0, 1, 2
.bss y 3
.flashData text
.string "Hi"`);
  const at = (offset: number): AsmSection['loc'] => start + offset;
  const placed = sections.map((section): AsmSection => {
    if (section.name !== 'loop') return section;
    const items = section.items.map((item) =>
      item.kind === 'instruction' ? { ...item, loc: at(27) } : item,
    );
    return { ...section, display: 'loop()', loc: at(16), items };
  });
  const result = link(
    { sections: placed, vectors: new Map([[2, 'handler']]), constructors: [] },
    uno,
    libraryOf([]),
  );
  if (!result.ok) throw new Error('missing');
  return result;
}

test('the map names everything with its address, size and place, and adds it up', () => {
  expect(printMap(linked(), files)).toBe(`Flash, 66 bytes
  0x00000      8  vectors   __vectors
  0x00008      2  code      handler
  0x0000a      3  constant  text
  0x0000d      4  first values of variables
  0x00012     30  startup   __startup
  0x00030      4  code      main
  0x00034     14  code      loop()  [loop]  a.ino:2

RAM, 4 bytes
  0x00100      4  variable  x

Totals         flash     RAM
  vectors          8       0
  startup         30       0
  code            20       0
  constant         3       0
  variable         4       4
`);
});

test('the listing names jumps and variables and shows source lines', () => {
  const text = printListing(linked(), files);
  expect(text).toContain(`00030 <main>:
00030:  01 d0        rcall .+2  ; loop()
00032:  ff cf        rjmp .-2  ; main+2

00034 <loop()>:
; a.ino:3  x++;
00034:  80 91 00 01  lds r24, 0x0100  ; x
00038:  83 95        inc r24
0003a:  80 93 00 01  sts 0x0100, r24  ; x
0003e:  ea e0        ldi r30, 10
00040:  08 95        ret
`);
  expect(text).toContain(`0000a <text>:
0000a:  48 69 00                                         Hi.
`);
  expect(text).toContain('first values of variables:\n0000d:  05 00 01 02');
  expect(text.startsWith('00000 <__vectors>:\n00000:  08 c0        rjmp .+16  ; __startup\n')).toBe(true);
  expect(printListing(linked(), files)).toBe(text);
});
