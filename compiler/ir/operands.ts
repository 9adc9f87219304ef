/**
 * Visits and rewrites the operands and targets of instructions, so that no pass needs to know every shape.
 */
import { isTerminator } from './ir-builder.ts';
import type { Block, Instruction, InstructionOf, IrFunction, Operand } from './ir.ts';

/**
 * Every field that may hold an operand. All instructions have all of them (see make-instruction.ts), so
 * that whoever wants operands need not know which kind of instruction has which.
 */
export interface OperandFields {
  condition: Operand | undefined;
  left: Operand | undefined;
  right: Operand | undefined;
  operand: Operand | undefined;
  value: Operand | undefined;
  address: Operand | undefined;
  readonly callee: Operand | undefined;
  readonly args: Operand[] | undefined;
  readonly incoming: { value: Operand }[] | undefined;
}

export const operandFields = (instruction: Instruction): OperandFields =>
  instruction as unknown as OperandFields;

/** Replaces each operand by `change(operand)`, in place. A phi's too. */
export function mapOperands(instruction: Instruction, change: (operand: Operand) => Operand): void {
  const one = instruction as unknown as { -readonly [K in keyof OperandFields]: OperandFields[K] };
  if (one.condition !== undefined) one.condition = change(one.condition);
  if (one.left !== undefined) one.left = change(one.left);
  if (one.right !== undefined) one.right = change(one.right);
  if (one.operand !== undefined) one.operand = change(one.operand);
  if (one.value !== undefined) one.value = change(one.value);
  if (one.address !== undefined) one.address = change(one.address);
  if (one.callee !== undefined) one.callee = change(one.callee);
  const { args, incoming } = one;
  if (args !== undefined) {
    for (let i = 0; i < args.length; i++) args[i] = change(args[i] as Operand);
  }
  if (incoming !== undefined) for (const entry of incoming) entry.value = change(entry.value);
}

/** Calls `visit` for each operand, in the order of the text form. */
export function forEachOperand(instruction: Instruction, visit: (operand: Operand) => void): void {
  const one = operandFields(instruction);
  if (one.condition !== undefined) visit(one.condition);
  if (one.left !== undefined) visit(one.left);
  if (one.right !== undefined) visit(one.right);
  if (one.operand !== undefined) visit(one.operand);
  if (one.value !== undefined) visit(one.value);
  if (one.address !== undefined) visit(one.address);
  if (one.callee !== undefined) visit(one.callee);
  const { args, incoming } = one;
  if (args !== undefined) for (const arg of args) visit(arg);
  if (incoming !== undefined) for (const { value } of incoming) visit(value);
}

/** Puts the operands into `list`, from its beginning, and answers how many: quicker than a call for each. */
export function listOperands(instruction: Instruction, list: Operand[]): number {
  const one = operandFields(instruction);
  let count = 0;
  if (one.condition !== undefined) list[count++] = one.condition;
  if (one.left !== undefined) list[count++] = one.left;
  if (one.right !== undefined) list[count++] = one.right;
  if (one.operand !== undefined) list[count++] = one.operand;
  if (one.value !== undefined) list[count++] = one.value;
  if (one.address !== undefined) list[count++] = one.address;
  if (one.callee !== undefined) list[count++] = one.callee;
  const { args, incoming } = one;
  if (args !== undefined) for (let i = 0; i < args.length; i++) list[count++] = args[i] as Operand;
  if (incoming !== undefined) {
    for (let i = 0; i < incoming.length; i++) list[count++] = (incoming[i] as { value: Operand }).value;
  }
  return count;
}

export function terminatorOf(block: Block): Instruction | undefined {
  const last = lastOf(block);
  return last !== undefined && isTerminator(last) ? last : undefined;
}

const lastOf = (block: Block): Instruction | undefined => block.instructions[block.instructions.length - 1];

function targetsOfSwitch(last: InstructionOf<'switch'>): Block[] {
  const targets = new Set<Block>();
  for (const { target } of last.cases) targets.add(target);
  targets.add(last.otherwise);
  return [...targets];
}

/** The blocks that can follow, each once, in the order of the terminator. */
export function successorsOf(block: Block): Block[] {
  const last = lastOf(block);
  switch (last?.op) {
    case 'br':
      return [last.target];
    case 'condbr':
      return last.then === last.otherwise ? [last.then] : [last.then, last.otherwise];
    case 'switch':
      return targetsOfSwitch(last);
    default:
      return [];
  }
}

/** Every target `from` of the terminator becomes `to`; phis are the caller's affair. */
export function replaceTarget(block: Block, from: Block, to: Block): void {
  const last = lastOf(block);
  switch (last?.op) {
    case 'br':
      if (last.target === from) last.target = to;
      return;
    case 'condbr':
      // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
      if (last.then === from) last.then = to;
      if (last.otherwise === from) last.otherwise = to;
      return;
    case 'switch':
      for (const one of last.cases) if (one.target === from) one.target = to;
      if (last.otherwise === from) last.otherwise = to;
      return;
    default:
  }
}

/** One more than the greatest instruction id, one more than the greatest block id. */
export function nextIds(fn: IrFunction): { instruction: number; block: number } {
  let instruction = 0;
  let block = 0;
  for (const one of fn.blocks) {
    if (one.id >= block) block = one.id + 1;
    for (const { id } of one.instructions) if (id >= instruction) instruction = id + 1;
  }
  return { instruction, block };
}
