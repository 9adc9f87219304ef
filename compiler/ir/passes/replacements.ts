/**
 * Values that stand for others: collected while a pass looks at a function, written into it at the end.
 * What is replaced must leave the function: it goes on pointing to what it was replaced by.
 */
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { scratchOf } from '../make-instruction.ts';
import { mapOperands, operandFields } from '../operands.ts';

export class Replacements {
  size = 0;

  set(old: Instruction, by: Operand): void {
    scratchOf(old).replacedBy = by;
    this.size++;
  }

  /** What the operand is by now. */
  readonly resolve = (operand: Operand): Operand => find(operand);

  /** Writes them into one instruction. */
  rewrite(instruction: Instruction): void {
    const one = operandFields(instruction);
    if (one.condition !== undefined) one.condition = find(one.condition);
    if (one.left !== undefined) one.left = find(one.left);
    if (one.right !== undefined) one.right = find(one.right);
    if (one.operand !== undefined) one.operand = find(one.operand);
    if (one.value !== undefined) one.value = find(one.value);
    if (one.address !== undefined) one.address = find(one.address);
    if (one.args !== undefined || one.incoming !== undefined) mapOperands(instruction, find);
  }

  /** Writes them into the function, and forgets them. */
  apply(fn: IrFunction): void {
    if (this.size === 0) return;
    for (const block of fn.blocks) {
      for (const one of block.instructions) this.rewrite(one);
    }
    this.size = 0;
  }
}

/** Shortens chains as it follows them. */
function find(operand: Operand): Operand {
  if (!('op' in operand)) return operand;
  const first = scratchOf(operand).replacedBy;
  if (first === undefined) return operand;
  let end = first;
  while ('op' in end) {
    const next = scratchOf(end).replacedBy;
    if (next === undefined) break;
    end = next;
  }
  if (end !== first) scratchOf(operand).replacedBy = end;
  return end;
}
