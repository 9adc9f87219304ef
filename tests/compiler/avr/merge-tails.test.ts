import { describe, expect, it } from 'vitest';
import { parseAsm } from '../../../compiler/asm/parse-asm.ts';
import { printItem } from '../../../compiler/asm/print-asm.ts';
import { mergeTails } from '../../../compiler/avr/finish/merge-tails.ts';

const merged = (...lines: readonly string[]): string[] =>
  mergeTails(parseAsm(['.code f', ...lines].join('\n'))[0]?.items ?? []).map((item) =>
    printItem(item).trim(),
  );

describe('merging tails', () => {
  it('keeps one of two equal ends', () => {
    expect(merged('breq .x', 'inc r24', 'pop r28', 'ret', '.x:', 'dec r24', 'pop r28', 'ret')).toEqual([
      'breq .x',
      'inc r24',
      'rjmp .tail0',
      '.x:',
      'dec r24',
      '.tail0:',
      'pop r28',
      'ret',
    ]);
  });

  it('merges what jumps to a label with what falls into it', () => {
    expect(
      merged(
        'breq .x',
        'ldi r24, 1',
        'out 5, r24',
        'rjmp .y',
        '.x:',
        'ldi r24, 2',
        'out 5, r24',
        '.y:',
        'ret',
      ),
    ).toEqual([
      'breq .x',
      'ldi r24, 1',
      'rjmp .tail0',
      '.x:',
      'ldi r24, 2',
      '.tail0:',
      'out 0x05, r24',
      '.y:',
      'ret',
    ]);
  });

  it('begins no tail behind a skip, where flags are still to be read, or in an exact delay', () => {
    for (const lines of [
      ['breq .x', 'sbrc r24, 1', 'inc r25', 'ret', '.x:', 'sbrc r24, 2', 'inc r25', 'ret'],
      ['breq .x', 'subi r24, 1', 'sbci r25, 0', 'ret', '.x:', 'subi r24, 2', 'sbci r25, 0', 'ret'],
      ['breq .x', 'inc r2', 'rjmp .+0', 'ret', '.x:', 'dec r2', 'rjmp .+0', 'ret'],
    ])
      expect(merged(...lines)).toHaveLength(lines.length);
  });
});
