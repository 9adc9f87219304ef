/** The encoder against avr-as, instruction by instruction, and back through the disassembler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AsmOperand } from '../../../compiler/asm/asm.ts';
import { decode } from '../../../compiler/asm/decode.ts';
import { encode } from '../../../compiler/asm/encode.ts';
import { FORMS, registerEffects } from '../../../compiler/asm/instruction-info.ts';
import { operandKind, type OperandKind } from '../../../compiler/asm/operand-kinds.ts';
import { assembleText } from '../../../compiler/asm/parse-asm.ts';
import { printInstruction } from '../../../compiler/asm/print-asm.ts';
import { InternalError } from '../../../compiler/diagnostics/internal-error.ts';
import { knownOpcodes } from '../../bench/opcodes.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { allCases, type Case } from './instruction-cases.ts';

const cases = allCases();

/** The bytes avr-as gives, one slot of two words a case (padded with nop). */
function referenceWords(all: readonly Case[]): number[][] {
  const folder = mkdtempSync(join(tmpdir(), 'genie-as-'));
  try {
    const lines = all.map(({ op, operands }, i) => `.org ${4 * i}\n${printInstruction(op, operands)}`);
    writeFileSync(join(folder, 'a.s'), `${lines.join('\n')}\n.org ${4 * all.length}\n`);
    execFileSync('avr-as', ['-mmcu=avr6', '-mno-link-relax', '-o', 'a.o', 'a.s'], {
      cwd: folder,
      // It warns of ld r26, X+, whose result is undefined but whose word is not.
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    execFileSync('avr-ld', ['-mavr6', '-e0', '-Ttext=0', '-o', 'a.elf', 'a.o'], { cwd: folder });
    execFileSync('avr-objcopy', ['-j', '.text', '-O', 'binary', 'a.elf', 'a.bin'], { cwd: folder });
    const bytes = readFileSync(join(folder, 'a.bin'));
    return all.map((_, i) => [bytes.readUInt16LE(4 * i), bytes.readUInt16LE(4 * i + 2)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the encoder', () => {
  test('gives the words avr-as gives, in at least 5,000 cases of every form', () => {
    expect(cases.length).toBeGreaterThanOrEqual(5000);
    expect(new Set(cases.map(({ form }) => form)).size).toBe(FORMS.length);
    if (!requireTool('avr-g++')) return;
    const reference = referenceWords(cases);
    const wrong = cases.flatMap(({ op, operands }, i) => {
      const ours = encode(op, operands);
      const theirs = (reference[i] ?? []).slice(0, ours.length);
      return ours.join() === theirs.join()
        ? []
        : [`${printInstruction(op, operands)}: ${ours.join()} ≠ ${theirs.join()}`];
    });
    expect(wrong).toEqual([]);
  });

  test('comes back from the disassembler with the same words', () => {
    for (const { op, operands, form } of cases) {
      const words = encode(op, operands);
      const back = decode(words, 0);
      expect(back, printInstruction(op, operands)).toBeDefined();
      if (back === undefined) continue;
      expect(back.words).toBe(words.length);
      expect(encode(back.op, back.operands)).toEqual(words);
      const hasOtherName = form.isAlias === true || isPlainLoad(op, operands);
      expect(hasOtherName ? {} : { op: back.op, operands: back.operands }).toEqual(
        hasOtherName ? {} : { op, operands },
      );
    }
  });

  test('knows each of the 65,536 words that the cores know, and no other', () => {
    const known = knownOpcodes(true);
    // The bench's table takes all of 0x9408 … 0x9598; spm and break are words it does not run.
    const notOnTheBench = new Set([0x95e8, 0x9598]);
    const wrong: string[] = [];
    for (let word = 0; word < 0x10000; word++) {
      const decoded = decode([word, 0], 0);
      const wanted = known[word] === 1 || notOnTheBench.has(word);
      if ((decoded !== undefined) !== wanted) wrong.push(word.toString(16));
      if (decoded !== undefined) {
        const words = encode(decoded.op, decoded.operands);
        if (words[0] !== word) wrong.push(`${word.toString(16)} → ${decoded.op}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('prints text that parses to the same instruction', () => {
    for (const { op, operands } of cases) {
      const text = printInstruction(op, operands);
      const [section] = assembleText(`.code f\n${text}`);
      const item = section?.items[0];
      expect(item?.kind === 'instruction' ? [item.op, item.operands] : undefined, text).toEqual([
        op,
        operands,
      ]);
    }
  });

  test.each(FORMS.flatMap((form) => form.kinds.map((_, i) => [form.op, i, form] as const)))(
    'refuses values out of range: %s, operand %d',
    (op, i, form) => {
      const kind = form.kinds[i];
      if (kind === undefined || (kind.shape === 'pointer' && kind.max === 0)) return;
      const good = form.kinds.map((kind) => operand(kind, kind.min));
      expect(() => encode(op, good)).not.toThrow();
      const bad = [
        kind.min - 1,
        kind.max + 1,
        1e9,
        0.5,
        Number.NaN,
        ...(kind.step === 2 ? [kind.min + 1] : []),
      ];
      for (const value of bad)
        expect(() => encode(op, good.with(i, operand(kind, value))), `${op} ${value}`).toThrow(InternalError);
    },
  );

  test('refuses unknown mnemonics, missing operands and operands of another shape', () => {
    const r = operand(operandKind('Rd'), 20);
    const n = operand(operandKind('K8'), 20);
    expect(() => encode('addw', [r, r])).toThrow(InternalError);
    expect(() => encode('add', [r])).toThrow(InternalError);
    expect(() => encode('add', [r, n])).toThrow(InternalError);
    expect(() => encode('ldi', [n, n])).toThrow(InternalError);
    expect(() => encode('ld', [r, n])).toThrow(InternalError);
    expect(() =>
      encode('ldi', [r, { kind: 'symbol', name: 'x', offset: 0, part: 'lo8', isNegated: false }]),
    ).toThrow('not known yet');
  });
});

describe('the registers an instruction touches', () => {
  const touched = (text: string): { reads: string; writes: string } => {
    const item = assembleText(`.code f\n${text}`)[0]?.items[0];
    if (item?.kind !== 'instruction') throw new Error(text);
    const { reads, writes } = registerEffects(item.op, item.operands);
    const names = (mask: number): string =>
      Array.from({ length: 32 }, (_, r) => r)
        .filter((r) => ((mask >>> r) & 1) === 1)
        .join(' ');
    return { reads: names(reads), writes: names(writes) };
  };
  test.each([
    ['add r24, r22', '22 24', '24'],
    ['mov r24, r22', '22', '24'],
    ['movw r24, r30', '30 31', '24 25'],
    ['mul r24, r22', '22 24', '0 1'],
    ['adiw r26, 5', '26 27', '26 27'],
    ['ld r24, X+', '26 27', '24 26 27'],
    ['std Y+3, r5', '5 28 29', ''],
    ['lpm r24, Z', '30 31', '24'],
    ['lpm', '30 31', '0'],
    ['ldi r16, 3', '', '16'],
    ['eor r16, r16', '', '16'],
    ['clr r16', '', '16'],
    ['out 0x3f, r1', '1', ''],
    ['bld r8, 3', '8', '8'],
    ['icall', '30 31', ''],
  ])('%s', (text, reads, writes) => {
    expect(touched(text)).toEqual({ reads, writes });
  });
});

/** `ldd r0, Y+0` is `ld r0, Y`. */
const isPlainLoad = (op: string, operands: readonly AsmOperand[]): boolean =>
  (op === 'ldd' || op === 'std') && operands.some((o) => o.kind === 'pointer' && o.displacement === 0);

function operand(kind: OperandKind, value: number): AsmOperand {
  switch (kind.shape) {
    case 'reg':
      return { kind: 'reg', reg: value };
    case 'number':
      return { kind: 'number', value };
    case 'pointer':
      return {
        kind: 'pointer',
        pair: kind.name.includes('X') ? 'X' : kind.name.includes('Y') ? 'Y' : 'Z',
        step: kind.name.startsWith('-') ? 'preDecrement' : kind.name.endsWith('+') ? 'postIncrement' : 'none',
        displacement: value,
      };
  }
}
