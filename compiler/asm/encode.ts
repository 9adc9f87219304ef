/**
 * Instructions to opcode words.
 *
 * In: a mnemonic with operands; symbols through `valueOf`, which knows addresses. Out: one or two words.
 * Numbers: branches and rjmp/rcall count words from the next instruction, jmp/call take a word address,
 * lds/sts a data address, in/out an I/O address. A value that does not fit throws InternalError.
 * Spec: AVR Instruction Set Manual, DS40002198.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { AsmOperand } from './asm.ts';
import { FORMS, formFor, instructionInfo, type InstructionForm } from './instruction-info.ts';
import { deposit, OPERAND_KINDS, toField, type OperandKind, type OperandKindName } from './operand-kinds.ts';

export type SymbolOperand = AsmOperand & { readonly kind: 'symbol' };
/** The value of a symbol for an operand of this kind. */
export type ValueOf = (operand: SymbolOperand, kind: OperandKindName) => number;

const noSymbols: ValueOf = ({ name }) => {
  throw new InternalError(`the address of ${name} is not known yet`);
};

export function encode(op: string, operands: readonly AsmOperand[], valueOf: ValueOf = noSymbols): number[] {
  const words = new Uint16Array(2);
  const count = encodeInto(words, 0, op, operands, valueOf);
  return [...words.subarray(0, count)];
}

/** Kind → stored field → bits in the opcode, for the kinds with few values. */
const FIELD_BITS: ReadonlyMap<OperandKindName, Uint16Array> = new Map(
  OPERAND_KINDS.filter(({ mask }) => mask !== 0).map((kind) => {
    const count = 1 << countBits(kind.mask & 0xffff);
    return [kind.name, Uint16Array.from({ length: count }, (_, field) => deposit(field, kind.mask))];
  }),
);
FIELD_BITS.get('RdRr')?.set(Array.from({ length: 32 }, (_, r) => deposit(r, 0x01f0) | deposit(r, 0x020f)));

const FIELDS_OF: ReadonlyMap<InstructionForm, readonly (Uint16Array | undefined)[]> = new Map(
  FORMS.map((form) => [form, form.operands.map((name) => FIELD_BITS.get(name))]),
);

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Writes the words at `at` and gives their number. */
export function encodeInto(
  words: Uint16Array,
  at: number,
  op: string,
  operands: readonly AsmOperand[],
  valueOf: ValueOf,
): 1 | 2 {
  const form = formFor(instructionInfo(op), operands);
  if (form === undefined) throw unencodable(op, operands, 'no such form');
  const fields = FIELDS_OF.get(form) ?? [];
  let word = form.opcode;
  for (let i = 0; i < operands.length; i++) {
    const kind = form.kinds[i];
    const operand = operands[i];
    if (kind === undefined || operand === undefined) continue;
    const value = checkedValue(op, operands, operand, kind, valueOf);
    const bits = fields[i];
    if (kind.second) {
      words[at + 1] = value;
      if (bits !== undefined) word |= bits[value >>> 16] ?? 0;
    } else if (bits !== undefined) word |= bits[toField(kind, value) & (bits.length - 1)] ?? 0;
  }
  words[at] = word;
  return form.words;
}

function checkedValue(
  op: string,
  operands: readonly AsmOperand[],
  operand: AsmOperand,
  kind: OperandKind,
  valueOf: ValueOf,
): number {
  let value: number;
  switch (operand.kind) {
    case 'reg':
      if (kind.shape !== 'reg') throw unencodable(op, operands, `r${operand.reg} where ${kind.name} belongs`);
      value = operand.reg;
      break;
    case 'pointer':
      if (kind.shape !== 'pointer') throw unencodable(op, operands, `pointer where ${kind.name} belongs`);
      value = operand.displacement;
      break;
    case 'number':
      if (kind.shape !== 'number') throw unencodable(op, operands, `number where ${kind.name} belongs`);
      value = operand.value;
      break;
    case 'symbol':
      if (kind.shape !== 'number') throw unencodable(op, operands, `symbol where ${kind.name} belongs`);
      value = valueOf(operand, kind.name);
      break;
  }
  const isOdd = kind.step === 2 && (value & 1) !== 0;
  if (!(value >= kind.min && value <= kind.max) || isOdd || !Number.isInteger(value))
    throw unencodable(op, operands, `${value} is out of range for ${kind.name}`);
  return value;
}

function unencodable(op: string, operands: readonly AsmOperand[], why: string): InternalError {
  return new InternalError(`cannot encode ${op} ${JSON.stringify(operands)}: ${why}`);
}
