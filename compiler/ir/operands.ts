/**
 * Visits and rewrites the operands and targets of instructions, so that no pass needs to know every shape.
 */
import { isTerminator } from './ir-builder.ts';
import type { Block, Instruction, IrFunction, Operand } from './ir.ts';

/** Replaces each operand by `change(operand)`, in place. A phi's too. */
export function mapOperands(instruction: Instruction, change: (operand: Operand) => Operand): void {
  switch (instruction.op) {
    case 'alloca':
    case 'br':
    case 'unreachable':
      return;
    case 'load':
      instruction.address = change(instruction.address);
      return;
    case 'store':
      instruction.address = change(instruction.address);
      instruction.value = change(instruction.value);
      return;
    case 'call':
      instruction.callee = change(instruction.callee);
      for (let i = 0; i < instruction.args.length; i++) {
        instruction.args[i] = change(instruction.args[i] as Operand);
      }
      return;
    case 'intrinsic':
      for (let i = 0; i < instruction.args.length; i++) {
        instruction.args[i] = change(instruction.args[i] as Operand);
      }
      return;
    case 'phi':
      for (const entry of instruction.incoming) entry.value = change(entry.value);
      return;
    case 'select':
      instruction.condition = change(instruction.condition);
      instruction.left = change(instruction.left);
      instruction.right = change(instruction.right);
      return;
    case 'condbr':
      instruction.condition = change(instruction.condition);
      return;
    case 'switch':
      instruction.value = change(instruction.value);
      return;
    case 'ret':
      if (instruction.value !== undefined) instruction.value = change(instruction.value);
      return;
    case 'zext':
    case 'sext':
    case 'trunc':
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
    case 'bitcast':
      instruction.operand = change(instruction.operand);
      return;
    default:
      instruction.left = change(instruction.left);
      instruction.right = change(instruction.right);
  }
}

/** Calls `visit` for each operand, in the order of the text form. */
export function forEachOperand(instruction: Instruction, visit: (operand: Operand) => void): void {
  switch (instruction.op) {
    case 'alloca':
    case 'br':
    case 'unreachable':
      return;
    case 'load':
      visit(instruction.address);
      return;
    case 'store':
      visit(instruction.value);
      visit(instruction.address);
      return;
    case 'call':
      visit(instruction.callee);
      for (const arg of instruction.args) visit(arg);
      return;
    case 'intrinsic':
      for (const arg of instruction.args) visit(arg);
      return;
    case 'phi':
      for (const { value } of instruction.incoming) visit(value);
      return;
    case 'select':
      visit(instruction.condition);
      visit(instruction.left);
      visit(instruction.right);
      return;
    case 'condbr':
      visit(instruction.condition);
      return;
    case 'switch':
      visit(instruction.value);
      return;
    case 'ret':
      if (instruction.value !== undefined) visit(instruction.value);
      return;
    case 'zext':
    case 'sext':
    case 'trunc':
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
    case 'bitcast':
      visit(instruction.operand);
      return;
    default:
      visit(instruction.left);
      visit(instruction.right);
  }
}

export function terminatorOf(block: Block): Instruction | undefined {
  const last = block.instructions.at(-1);
  return last !== undefined && isTerminator(last) ? last : undefined;
}

/** The blocks that can follow, each once, in the order of the terminator. */
export function successorsOf(block: Block): Block[] {
  const last = block.instructions.at(-1);
  switch (last?.op) {
    case 'br':
      return [last.target];
    case 'condbr':
      return last.then === last.otherwise ? [last.then] : [last.then, last.otherwise];
    case 'switch':
      return [...new Set([...last.cases.map(({ target }) => target), last.otherwise])];
    default:
      return [];
  }
}

/** Every target `from` of the terminator becomes `to`; phis are the caller's affair. */
export function replaceTarget(block: Block, from: Block, to: Block): void {
  const last = block.instructions.at(-1);
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
