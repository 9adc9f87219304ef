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
import {
  FORMS,
  type InstructionForm,
  instructionInfo,
  type InstructionInfo,
  pointerIndex,
} from './instruction-info.ts';
import { deposit, OPERAND_KINDS, toField, type OperandKind, type OperandKindName } from './operand-kinds.ts';

export type SymbolOperand = AsmOperand & { readonly kind: 'symbol' };
/** The value of a symbol for an operand of this kind. */
export type ValueOf = (operand: SymbolOperand, kind: OperandKindName) => number;

const noSymbols: ValueOf = ({ name }) => {
  throw new InternalError(`the address of ${name} is not known yet`);
};

export function encode(op: string, operands: readonly AsmOperand[], valueOf: ValueOf = noSymbols): number[] {
  const words = new Uint16Array(2);
  const { words: count } = encodeInto(words, 0, op, operands, valueOf);
  return [...words.subarray(0, count)];
}

interface EncodedOperand {
  readonly kind: OperandKind;
  readonly shape: OperandKind['shape'];
  readonly min: number;
  /** Value − min → its bits in the opcode, −1 where odd registers are refused; empty: the second word. */
  readonly bits: Int32Array;
}

interface EncodedForm {
  readonly opcode: number;
  readonly words: 1 | 2;
  readonly operands: readonly EncodedOperand[];
}

/** A mnemonic, ready for use: one look-up an instruction. */
interface Encoder {
  readonly info: InstructionInfo;
  readonly pointerAt: number;
  readonly plain: EncodedForm | undefined;
  readonly byPointer: readonly (EncodedForm | undefined)[];
}

/** Ranges up to this many values have a table; only code addresses and data addresses do not. */
const MOST_TABLE = 0x1000;

function bitsOf(kind: OperandKind): Int32Array {
  const count = kind.max - kind.min + 1;
  if (count > MOST_TABLE) return new Int32Array(0);
  return Int32Array.from({ length: count }, (_, i) => {
    const value = kind.min + i;
    if (kind.step === 2 && (value & 1) !== 0) return -1;
    if (kind.name === 'RdRr') return deposit(value, 0x01f0) | deposit(value, 0x020f);
    return deposit(toField(kind, value), kind.mask);
  });
}

const ENCODERS: ReadonlyMap<string, Encoder> = (() => {
  const tables = new Map(
    OPERAND_KINDS.map((kind) => [kind, { kind, shape: kind.shape, min: kind.min, bits: bitsOf(kind) }]),
  );
  const encoded = (form: InstructionForm | undefined): EncodedForm | undefined =>
    form && {
      opcode: form.opcode,
      words: form.words,
      operands: form.kinds.flatMap((kind) => tables.get(kind) ?? []),
    };
  return new Map(
    FORMS.map(({ op }) => {
      const info = instructionInfo(op);
      const { pointerAt, plainForm, pointerForms } = info;
      return [op, { info, pointerAt, plain: encoded(plainForm), byPointer: pointerForms.map(encoded) }];
    }),
  );
})();

/** Writes the words at `at` and gives what the instruction is. */
export function encodeInto(
  words: Uint16Array,
  at: number,
  op: string,
  operands: readonly AsmOperand[],
  valueOf: ValueOf,
): InstructionInfo {
  const encoder = ENCODERS.get(op);
  if (encoder === undefined) throw unencodable(op, operands, 'no such instruction');
  const { pointerAt } = encoder;
  const pointer = pointerAt < 0 ? undefined : operands[pointerAt];
  const form = pointer?.kind === 'pointer' ? encoder.byPointer[pointerIndex(pointer)] : encoder.plain;
  if (form === undefined || form.operands.length !== operands.length)
    throw unencodable(op, operands, 'no such form');
  let word = form.opcode;
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i];
    const place = form.operands[i];
    if (operand === undefined || place === undefined) throw unencodable(op, operands, 'no such form');
    const value = valueFor(operand, place, valueOf);
    const { bits, min, kind } = place;
    if (bits.length > 0) {
      const index = value - min;
      const found = index >= 0 && index < bits.length ? bits[index] : undefined;
      if (found === undefined || found < 0) throw unencodable(op, operands, misfit(operand, kind, value));
      word |= found;
    } else {
      if (!(value >= min && value <= kind.max && Number.isInteger(value)))
        throw unencodable(op, operands, misfit(operand, kind, value));
      words[at + 1] = value;
      word |= deposit(value >>> 16, kind.mask);
    }
  }
  words[at] = word;
  return encoder.info;
}

/** NaN where the operand's shape is another. */
function valueFor(operand: AsmOperand, { shape, kind }: EncodedOperand, valueOf: ValueOf): number {
  switch (operand.kind) {
    case 'reg':
      return shape === 'reg' ? operand.reg : Number.NaN;
    case 'pointer':
      return shape === 'pointer' ? operand.displacement : Number.NaN;
    case 'number':
      return shape === 'number' ? operand.value : Number.NaN;
    case 'symbol':
      return shape === 'number' ? valueOf(operand, kind.name) : Number.NaN;
  }
}

const misfit = (operand: AsmOperand, kind: OperandKind, value: number): string =>
  Number.isNaN(value)
    ? `a ${operand.kind} where ${kind.name} belongs`
    : `${value} is out of range for ${kind.name}`;

function unencodable(op: string, operands: readonly AsmOperand[], why: string): InternalError {
  return new InternalError(`cannot encode ${op} ${JSON.stringify(operands)}: ${why}`);
}
