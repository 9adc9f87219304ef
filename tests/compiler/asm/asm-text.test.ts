/** Assembly text: what is printed reads back as the same sections. */
import { describe, expect, test } from 'vitest';
import { parseAsm } from '../../../compiler/asm/parse-asm.ts';
import { printSection } from '../../../compiler/asm/print-asm.ts';
import { InternalError } from '../../../compiler/diagnostics/internal-error.ts';
import { createRuntimeLibrary, ROUTINES } from '../../../compiler/runtime/runtime-library.ts';

const again = (text: string): string => parseAsm(text).map(printSection).join('');

describe('printed sections', () => {
  test.each(ROUTINES.map(({ name }) => name))('read back: %s', (name) => {
    const section = createRuntimeLibrary().sectionOf(name);
    expect(section && parseAsm(printSection(section))).toEqual([section]);
  });

  test('read back with every kind of content', () => {
    const text = `.code f
.clobbers r0 r18 r19
.export inner
    ldi r24, lo8(table+3)
    subi r30, lo8(-(table))
    ldi r30, pm_hi8(g-2)
    lds r24, 0x0104
    sts v+1, r24
inner:
    ldd r0, Y+5
    rjmp .-4
    jmp g
.flashData table
    .byte 1, 2, 255
    .word pm(f)
    .word v+1
.data d
    .byte 7, 8
    .word pm(g+2)
    .byte 9
.bss v 12
.noinit n 3
`;
    expect(again(text)).toBe(text);
  });
});

describe('text', () => {
  test('may have comments, labels before instructions, strings and ranges of registers', () => {
    const [section] = parseAsm(
      'name: nop ; one\n  // two\n.a: .b: ret\n.flashData t\n.string "a;b\\n"\n.space 2\n.code k\n.clobbers r18-r20',
    );
    expect(section).toMatchObject({ name: 'name', kind: 'code', exports: [] });
    expect(section?.items.map(({ kind }) => kind)).toEqual(['instruction', 'label', 'label', 'instruction']);
    const sections = parseAsm('.flashData t\n.string "a;b\\n"\n.space 2\n.code k\n.clobbers r18-r20');
    expect(sections[0]?.items).toEqual([
      { kind: 'bytes', bytes: Uint8Array.of(97, 59, 98, 10, 0) },
      { kind: 'bytes', bytes: new Uint8Array(2) },
    ]);
    expect(sections[1]?.clobbers).toEqual([18, 19, 20]);
  });

  test.each([
    'f: hello',
    'f: ldi r32, 5',
    'f: ldi r24, lo9(x)',
    'f: ldi r24, 5x',
    'f: rjmp a b',
    'nop',
    '.code',
    '.code f\n.clobbers r40',
    '.data d\nnop',
  ])('that makes no sense is our own slip: %j', (text) => {
    expect(() => parseAsm(text)).toThrow(InternalError);
  });
});
