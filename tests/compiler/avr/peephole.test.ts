import { describe, expect, it } from 'vitest';
import type { AsmItem } from '../../../compiler/asm/asm.ts';
import { parseAsm } from '../../../compiler/asm/parse-asm.ts';
import { printItem } from '../../../compiler/asm/print-asm.ts';
import { peephole } from '../../../compiler/avr/finish/peephole.ts';

const itemsOf = (lines: readonly string[]): readonly AsmItem[] =>
  parseAsm(['.code f', ...lines].join('\n'))[0]?.items ?? [];

const rewritten = (...lines: readonly string[]): string[] =>
  peephole(itemsOf(lines)).map((item) => printItem(item).trim());

describe('the peephole pass', () => {
  it('joins two moves of a pair, in any order', () => {
    expect(rewritten('mov r24, r18', 'mov r25, r19')).toEqual(['movw r24, r18']);
    expect(rewritten('mov r25, r19', 'mov r24, r18')).toEqual(['movw r24, r18']);
  });

  it('keeps moves that are no pair or read what the first wrote', () => {
    expect(rewritten('mov r25, r18', 'mov r26, r19')).toHaveLength(2);
    expect(rewritten('mov r24, r18', 'mov r25, r20')).toHaveLength(2);
    expect(rewritten('mov r19, r21', 'mov r18, r20')).toEqual(['movw r18, r20']);
    expect(rewritten('mov r24, r24', 'mov r25, r25')).toEqual(['movw r24, r24']);
  });

  it('drops a move back', () => {
    expect(rewritten('mov r24, r18', 'mov r18, r24')).toEqual(['mov r24, r18']);
  });

  it('adds and subtracts words where adiw reaches', () => {
    expect(rewritten('subi r24, 255', 'sbci r25, 255', 'ret')).toEqual(['adiw r24, 1', 'ret']);
    expect(rewritten('subi r30, 5', 'sbci r31, 0', 'ret')).toEqual(['sbiw r30, 5', 'ret']);
    expect(rewritten('subi r30, 5', 'sbc r31, r1', 'ret')).toEqual(['sbiw r30, 5', 'ret']);
    expect(rewritten('subi r24, 100', 'sbci r25, 0')).toHaveLength(2);
    expect(rewritten('subi r22, 255', 'sbci r23, 255')).toHaveLength(2);
  });

  it('keeps an addition whose carry goes on', () => {
    expect(rewritten('subi r24, 255', 'sbci r25, 255', 'sbci r26, 255')).toHaveLength(3);
    expect(rewritten('subi r24, 255', 'sbci r25, 255', 'brcs .x', '.x:', 'ret')).toContain('subi r24, 255');
  });

  it('compares a pair with zero by sbiw', () => {
    expect(rewritten('cp r26, r1', 'cpc r27, r1', 'breq .x', 'nop', '.x:')).toEqual([
      'sbiw r26, 0',
      'breq .x',
      'nop',
      '.x:',
    ]);
    expect(rewritten('cp r26, r1', 'cpc r27, r1', 'cpc r28, r1')).toHaveLength(3);
  });

  it('makes an access and an increment one', () => {
    expect(rewritten('ld r18, X', 'adiw r26, 1', 'ret')).toEqual(['ld r18, X+', 'ret']);
    expect(rewritten('st Z, r18', 'adiw r30, 1', 'ret')).toEqual(['st Z+, r18', 'ret']);
    expect(rewritten('ld r30, Z', 'adiw r30, 1', 'ret')).toHaveLength(3);
    expect(rewritten('ld r18, X', 'adiw r26, 1', 'brne .x', '.x:')).toContain('adiw r26, 1');
  });

  it('turns a call before ret into a jump', () => {
    expect(rewritten('call f', 'ret')).toEqual(['jmp f']);
  });

  it('drops jumps to what follows and code that is never reached', () => {
    expect(rewritten('rjmp .x', '.x:', 'ret')).toEqual(['ret']);
    expect(rewritten('rjmp .x', 'nop', 'nop', '.y:', 'nop', '.x:', 'brne .y', 'ret')).toEqual([
      'rjmp .x',
      '.y:',
      'nop',
      '.x:',
      'brne .y',
      'ret',
    ]);
  });

  it('skips one instruction rather than a jump over it', () => {
    expect(rewritten('sbrc r24, 3', 'rjmp .x', 'inc r25', '.x:', 'brne .x', 'ret')).toEqual([
      'sbrs r24, 3',
      'inc r25',
      '.x:',
      'brne .x',
      'ret',
    ]);
  });

  it('drops a comparison with zero that the flags answer already', () => {
    expect(rewritten('dec r18', 'cp r18, r1', 'brne .x', 'nop', '.x:', 'ret')).not.toContain('cp r18, r1');
    expect(
      rewritten(
        'subi r18, 1',
        'sbc r19, r1',
        'mov r2, r18',
        'cp r18, r1',
        'cpc r19, r1',
        'breq .x',
        'nop',
        '.x:',
      ),
    ).toEqual(['subi r18, 1', 'sbc r19, r1', 'mov r2, r18', 'breq .x', 'nop', '.x:']);
  });

  it('keeps a comparison where the flags say something else', () => {
    for (const lines of [
      ['dec r18', 'ldi r18, 0', 'cp r18, r1', 'brne .x'],
      ['dec r18', 'cp r18, r1', 'brlt .x'],
      ['subi r18, 1', 'sbc r19, r1', 'cp r19, r1', 'brne .x'],
      ['add r18, r20', 'adc r19, r21', 'cp r18, r1', 'cpc r19, r1', 'brne .x'],
      ['sbrc r20, 1', 'dec r18', 'cp r18, r1', 'brne .x'],
    ])
      expect(rewritten(...lines, '.x:').join('; ')).toContain(lines.find((line) => line.startsWith('cp ')));
  });

  it('leaves what a skip skips alone', () => {
    expect(rewritten('sbrc r20, 1', 'mov r24, r18', 'mov r25, r19')).toHaveLength(3);
  });
});
