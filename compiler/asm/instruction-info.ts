/**
 * What an instruction is and does, by mnemonic: for the encoder, the back end's liveness and the checks.
 *
 * In: a mnemonic, or an instruction with operands. Out: its rows of the table; the registers it reads
 * and writes as 32-bit masks (bit n: rn). Throws InternalError for a mnemonic or form that does not exist.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { AsmOperand } from './asm.ts';
import { INSTRUCTIONS, type InstructionClass, type InstructionRow } from './instruction-table.ts';
import { operandKind, type OperandKind } from './operand-kinds.ts';

export interface InstructionForm extends InstructionRow {
  readonly kinds: readonly OperandKind[];
  readonly words: 1 | 2;
  /** Fixed bits of the opcode. */
  readonly fixedMask: number;
}

export interface InstructionInfo {
  readonly op: string;
  readonly class: InstructionClass;
  readonly words: 1 | 2;
  /** One number, or one for each way it can go: not taken, taken (skips: over one word, over two). */
  readonly cycles: readonly number[];
  readonly largeCycles: readonly number[];
  /** Of "ITHSVNZC". */
  readonly flagsOut: string;
  readonly flagsIn: string;
  readonly forms: readonly InstructionForm[];
  /** Its last operand is an address it may go to: jump, call or branch. */
  readonly isTransfer: boolean;
  /** Which operand is a pointer, in mnemonics that have a form for each; −1: none. */
  readonly pointerAt: number;
  /** By pointerIndex. */
  readonly pointerForms: readonly (InstructionForm | undefined)[];
  /** The form without a pointer. */
  readonly plainForm: InstructionForm | undefined;
}

function formOf(row: InstructionRow): InstructionForm {
  const kinds = row.operands.map(operandKind);
  const fields = kinds.reduce((mask, kind) => mask | kind.mask, 0);
  return {
    ...row,
    kinds,
    words: kinds.some((kind) => kind.second) ? 2 : 1,
    fixedMask: ~fields & 0xffff,
  };
}

export const FORMS: readonly InstructionForm[] = INSTRUCTIONS.map(formOf);

/** By pointerIndex; ldd and std have their displacement besides. */
const POINTER_FORMS = ['X', 'X+', '-X', 'Y', 'Y+', '-Y', 'Z', 'Z+', '-Z'];

const infos: ReadonlyMap<string, InstructionInfo> = (() => {
  const forms = new Map<string, InstructionForm[]>();
  for (const form of FORMS) forms.set(form.op, [...(forms.get(form.op) ?? []), form]);
  const result = new Map<string, InstructionInfo>();
  for (const [op, all] of forms) {
    const [first] = all;
    if (first === undefined) continue;
    const pointerAt = Math.max(
      ...all.map(({ kinds }) => kinds.findIndex(({ shape }) => shape === 'pointer')),
    );
    const pointerForms: (InstructionForm | undefined)[] = Array.from({ length: 9 });
    for (const form of all) {
      const index = POINTER_FORMS.indexOf((form.operands[pointerAt] ?? '').replace('+q', ''));
      if (index >= 0) pointerForms[index] = form;
    }
    result.set(op, {
      op,
      class: first.class ?? 'plain',
      words: first.words,
      cycles: first.cycles,
      largeCycles: first.largeCycles ?? first.cycles,
      flagsOut: first.flagsOut,
      flagsIn: first.flagsIn,
      forms: all,
      isTransfer: first.class === 'jump' || first.class === 'call' || first.class === 'branch',
      pointerAt,
      pointerForms,
      plainForm: all.find(({ kinds }) => kinds.every(({ shape }) => shape !== 'pointer')),
    });
  }
  return result;
})();

export const findInstruction = (op: string): InstructionInfo | undefined => infos.get(op);

export function instructionInfo(op: string): InstructionInfo {
  const info = infos.get(op);
  if (info === undefined) throw new InternalError(`no instruction ${op}`);
  return info;
}

/** X, X+, -X, Y … -Z, from 0; the displacement does not count. */
export function pointerIndex({ pair, step }: AsmOperand & { kind: 'pointer' }): number {
  const first = pair === 'X' ? 0 : pair === 'Y' ? 3 : 6;
  return step === 'none' ? first : step === 'postIncrement' ? first + 1 : first + 2;
}

/** The row that fits the operands' shapes; undefined when none does. */
export function formFor(info: InstructionInfo, operands: readonly AsmOperand[]): InstructionForm | undefined {
  const { pointerAt } = info;
  const operand = pointerAt < 0 ? undefined : operands[pointerAt];
  const form = operand?.kind === 'pointer' ? info.pointerForms[pointerIndex(operand)] : info.plainForm;
  return form?.kinds.length === operands.length ? form : undefined;
}

const PAIRS = { X: 0x0c00_0000, Y: 0x3000_0000, Z: 0xc000_0000 } as const;

/** Registers read and written, as masks. Calls: only what the call itself does, not the callee. */
export function registerEffects(
  op: string,
  operands: readonly AsmOperand[],
): { readonly reads: number; readonly writes: number } {
  const info = instructionInfo(op);
  const form = formFor(info, operands);
  if (form === undefined) throw new InternalError(`${op} has no form with these operands`);
  let reads = 0;
  let writes = 0;
  for (const register of form.reads ?? []) reads |= 1 << register;
  for (const register of form.writes ?? []) writes |= 1 << register;
  for (const [i, operand] of operands.entries()) {
    if (operand.kind === 'pointer') {
      reads |= PAIRS[operand.pair];
      if (operand.step !== 'none') writes |= PAIRS[operand.pair];
    } else if (operand.kind === 'reg') {
      const isPair = form.kinds[i]?.step === 2;
      const mask = (isPair ? 3 : 1) << operand.reg;
      const use = form.uses[i];
      if (use === 'r' || use === 'm') reads |= mask;
      if (use === 'w' || use === 'm') writes |= mask;
    }
  }
  // eor Rd,Rd gives zero whatever Rd holds.
  if ((op === 'eor' || op === 'sub') && isSameRegister(operands)) reads = 0;
  return { reads: reads >>> 0, writes: writes >>> 0 };
}

function isSameRegister([left, right]: readonly AsmOperand[]): boolean {
  return left?.kind === 'reg' && right?.kind === 'reg' && left.reg === right.reg;
}
