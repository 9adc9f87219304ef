/**
 * Values that stand for others: collected while a pass looks at a function, written into it at the end.
 */
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { mapOperands, operandFields } from '../operands.ts';

export class Replacements {
  /** By instruction id. */
  private table: (Operand | undefined)[] = [];
  size = 0;

  set(old: Instruction, by: Operand): void {
    this.table[old.id] = by;
    this.size++;
  }

  has(old: Instruction): boolean {
    return this.table[old.id] !== undefined;
  }

  /** What the operand is by now. Shortens chains as it follows them. */
  readonly resolve = (operand: Operand): Operand => this.find(operand);

  private find(operand: Operand): Operand {
    if (!('op' in operand)) return operand;
    const first = this.table[operand.id];
    if (first === undefined) return operand;
    let end = first;
    while ('op' in end) {
      const next = this.table[end.id];
      if (next === undefined) break;
      end = next;
    }
    if (end !== first) this.table[operand.id] = end;
    return end;
  }

  /** Writes them into one instruction. */
  rewrite(instruction: Instruction): void {
    const one = operandFields(instruction);
    if (one.condition !== undefined) one.condition = this.find(one.condition);
    if (one.left !== undefined) one.left = this.find(one.left);
    if (one.right !== undefined) one.right = this.find(one.right);
    if (one.operand !== undefined) one.operand = this.find(one.operand);
    if (one.value !== undefined) one.value = this.find(one.value);
    if (one.address !== undefined) one.address = this.find(one.address);
    if (one.args !== undefined || one.incoming !== undefined) mapOperands(instruction, this.resolve);
  }

  /** Writes them into the function, and forgets them. */
  apply(fn: IrFunction): void {
    if (this.size === 0) return;
    for (const block of fn.blocks) {
      for (const one of block.instructions) this.rewrite(one);
    }
    this.clear();
  }

  clear(): void {
    this.table = [];
    this.size = 0;
  }
}
