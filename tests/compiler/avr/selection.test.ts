import { describe, expect, it } from 'vitest';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import { atmega2560 } from '../../../boards/chips/atmega2560.ts';
import type { Chip } from '../../../boards/types.ts';
import { printItem } from '../../../compiler/asm/print-asm.ts';
import { generateCode } from '../../../compiler/avr/generate-code.ts';
import { avrTargetOf } from '../../../compiler/avr/target.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';

function codeOf(text: string, chip: Chip = atmega328p): string[] {
  const { asm } = generateCode(parseModule(text), avrTargetOf(chip), { level: 'full' });
  return (asm.sections[0]?.items ?? []).map((item) => printItem(item).trim());
}

const body = (result: string, params: string, ...lines: string[]): string =>
  `func @f(${params}) -> ${result} root {\nbb0 entry:\n${lines.join('\n')}\n}`;

describe('instruction selection', () => {
  it('sets and clears one bit of a low I/O register by sbi and cbi', () => {
    const change = (op: string, mask: number): string[] =>
      codeOf(
        body(
          'void',
          '',
          '%0 = load volatile i8 data addr 0x25',
          `%1 = ${op} i8 %0, ${mask}`,
          'store volatile i8 %1, addr 0x25',
          'ret',
        ),
      );
    expect(change('or', 32)).toEqual(['sbi 0x05, 5', 'ret']);
    expect(change('and', -33)).toEqual(['cbi 0x05, 5', 'ret']);
    expect(change('or', 33)).toEqual(['in r18, 0x05', 'ori r18, 33', 'out 0x05, r18', 'ret']);
  });

  it('sees one bit through the widening that C does', () => {
    expect(
      codeOf(
        body(
          'void',
          '',
          '%0 = load volatile i8 data addr 0x25',
          '%1 = zext i8 %0 to i16',
          '%2 = or i16 %1, 4',
          '%3 = trunc i16 %2 to i8',
          'store volatile i8 %3, addr 0x25',
          'ret',
        ),
      ),
    ).toEqual(['sbi 0x05, 2', 'ret']);
  });

  it('waits for a bit of a low I/O register by sbis or sbic', () => {
    expect(
      codeOf(
        body(
          'void',
          '',
          'br bb1',
          'bb1 loop:',
          '%0 = load volatile i8 data addr 0x23',
          '%1 = and i8 %0, 4',
          '%2 = ne i8 %1, 0',
          'condbr %2, bb1, bb2',
          'bb2 end:',
          'ret',
        ),
      ),
    ).toEqual(['.b1:', 'sbic 0x03, 2', 'rjmp .b1', 'ret']);
  });

  it('reads a 16-bit register low byte first and writes it high byte first', () => {
    expect(codeOf(body('i16', '', '%0 = load volatile i16 data addr 0x84', 'ret i16 %0'))).toEqual([
      'lds r24, 0x0084',
      'lds r25, 0x0085',
      'ret',
    ]);
    expect(codeOf(body('void', 'i16 $x', 'store volatile i16 $x, addr 0x88', 'ret'))).toEqual([
      'sts 0x0089, r25',
      'sts 0x0088, r24',
      'ret',
    ]);
  });

  it('computes only the bytes that somebody needs', () => {
    expect(
      codeOf(
        body(
          'i8',
          'i8 $a, i8 $b',
          '%0 = zext i8 $a to i16',
          '%1 = zext i8 $b to i16',
          '%2 = add i16 %0, %1',
          '%3 = trunc i16 %2 to i8',
          'ret i8 %3',
        ),
      ),
    ).toEqual(['add r24, r22', 'ret']);
  });

  it('reads flash by lpm, and far flash by elpm where the chip has it', () => {
    const far = body('i8', 'i32 $p', '%0 = load i8 flashFar $p', 'ret i8 %0');
    expect(codeOf(far).join()).toContain('lpm r24, Z');
    expect(codeOf(far, atmega2560)).toContain('elpm r24, Z');
    expect(codeOf(body('i16', 'ptr $p', '%0 = load i16 flash $p', 'ret i16 %0'))).toContain('lpm r24, Z+');
  });

  it('saves nothing in an interrupt handler that changes nothing', () => {
    expect(
      codeOf(
        `func @h() -> void interrupt(3) root {\nbb0 entry:\n%0 = load volatile i8 data addr 0x23\n%1 = or i8 %0, 1\nstore volatile i8 %1, addr 0x23\nret\n}`,
      ),
    ).toEqual(['sbi 0x03, 0', 'reti']);
  });
});
