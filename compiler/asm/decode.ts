/**
 * Opcode words to instructions: the disassembler.
 *
 * In: words and the index of one. Out: the instruction there, with the mnemonics avr-objdump uses
 * (add r1,r1 rather than lsl; breq rather than brbs), or undefined for a word that is no instruction.
 * encode(decode(w)) = w. Spec: AVR Instruction Set Manual, DS40002198.
 */
import type { AsmOperand } from './asm.ts';
import { FORMS, type InstructionForm } from './instruction-info.ts';
import { extract, fromField, type OperandKind } from './operand-kinds.ts';

export interface DecodedInstruction {
  readonly op: string;
  readonly operands: readonly AsmOperand[];
  readonly words: 1 | 2;
}

/** By the highest four bits of the opcode. */
const buckets: readonly (readonly InstructionForm[])[] = Array.from({ length: 16 }, (_, high) =>
  FORMS.filter(
    (form) =>
      form.isAlias !== true &&
      (form.opcode & form.fixedMask & 0xf000) === ((high << 12) & form.fixedMask & 0xf000),
  ),
);

export function decode(words: ArrayLike<number>, at: number): DecodedInstruction | undefined {
  const word = words[at];
  if (word === undefined) return undefined;
  const form = buckets[word >>> 12]?.find(({ opcode, fixedMask }) => (word & fixedMask) === opcode);
  if (form === undefined) return undefined;
  const second = words[at + 1];
  if (form.words === 2 && second === undefined) return undefined;
  const operands = form.kinds.map((kind) => operandOf(kind, word, second ?? 0));
  return { op: form.op, operands, words: form.words };
}

function operandOf(kind: OperandKind, word: number, second: number): AsmOperand {
  const field = extract(word, kind.mask);
  switch (kind.shape) {
    case 'reg':
      return { kind: 'reg', reg: fromField(kind, field) };
    case 'number':
      return { kind: 'number', value: kind.second ? field * 0x10000 + second : fromField(kind, field) };
    case 'pointer':
      return {
        kind: 'pointer',
        pair: kind.name.includes('X') ? 'X' : kind.name.includes('Y') ? 'Y' : 'Z',
        step: kind.name.startsWith('-') ? 'preDecrement' : kind.name.endsWith('+') ? 'postIncrement' : 'none',
        displacement: field,
      };
  }
}
