/**
 * Instructions to encode: every form with every value of each operand while the others vary.
 *
 * Out: cases whose operands are all in range. Deterministic.
 */
import type { AsmOperand } from '../../../compiler/asm/asm.ts';
import { FORMS, type InstructionForm } from '../../../compiler/asm/instruction-info.ts';
import type { OperandKind } from '../../../compiler/asm/operand-kinds.ts';

export interface Case {
  readonly op: string;
  readonly operands: readonly AsmOperand[];
  readonly form: InstructionForm;
}

const MOST_VALUES = 64;

/** All values of a small range; edges, powers of two and a spread of a large one. */
function valuesOf(kind: OperandKind): number[] {
  if (kind.shape === 'pointer' && kind.max === 0) return [0];
  // avr-as writes negative immediates as it likes; bytes are enough.
  const min = kind.name === 'K8' ? 0 : kind.min;
  const count = (kind.max - min) / kind.step + 1;
  if (count <= MOST_VALUES) return Array.from({ length: count }, (_, i) => min + i * kind.step);
  const picked = new Set([min, kind.max, min + 1, kind.max - 1]);
  for (let bit = 1; bit < kind.max - min; bit *= 2) picked.add(min + bit).add(kind.max - bit);
  for (let i = 1; picked.size < MOST_VALUES; i++)
    picked.add(min + Math.floor((i * 0.618034 * (kind.max - min)) % (kind.max - min)));
  return [...picked];
}

function asOperand(kind: OperandKind, value: number): AsmOperand {
  if (kind.shape === 'reg') return { kind: 'reg', reg: value };
  if (kind.shape === 'number') return { kind: 'number', value };
  return {
    kind: 'pointer',
    pair: kind.name.includes('X') ? 'X' : kind.name.includes('Y') ? 'Y' : 'Z',
    step: kind.name.startsWith('-') ? 'preDecrement' : kind.name.endsWith('+') ? 'postIncrement' : 'none',
    displacement: value,
  };
}

export function allCases(): Case[] {
  const cases: Case[] = [];
  for (const form of FORMS) {
    const values = form.kinds.map(valuesOf);
    const rounds = Math.max(1, ...values.map((list) => list.length));
    const seen = new Set<string>();
    // Each operand goes through all its values, in steps that keep them apart, twice.
    for (let round = 0; round < 2 * rounds; round++) {
      const picked = values.map(
        (list, i) => list[(round * (i === 0 ? 1 : 7) + (round >= rounds ? 5 * i : 0)) % list.length] ?? 0,
      );
      const key = picked.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const operands = form.kinds.map((kind, i) => asOperand(kind, picked[i] ?? 0));
      cases.push({ op: form.op, operands, form });
    }
  }
  return cases;
}
