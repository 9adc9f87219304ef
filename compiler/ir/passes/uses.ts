/**
 * Use lists of a function, made anew by each pass that wants them.
 *
 * In: a function. Out: for each instruction the instructions that use it (once per use). `replace` keeps
 * the lists right for what gains uses; lists of what loses them may keep users that no longer use it.
 */
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { scratchOf } from '../make-instruction.ts';
import { listOperands, mapOperands } from '../operands.ts';

export class Uses {
  /** By instruction id. */
  private readonly users: Instruction[][] = [];
  private readonly operands: Operand[] = [];

  constructor(fn: IrFunction) {
    for (const block of fn.blocks) for (const one of block.instructions) this.add(one);
  }

  /** An instruction that is new in the function. */
  add(user: Instruction): void {
    const count = listOperands(user, this.operands);
    for (let i = 0; i < count; i++) {
      const operand = this.operands[i] as Operand;
      if ('op' in operand) this.of(operand).push(user);
    }
  }

  of(instruction: Instruction): Instruction[] {
    return (this.users[instruction.id] ??= []);
  }

  replace(old: Instruction, by: Operand): void {
    const users = this.of(old);
    for (const user of users) {
      mapOperands(user, (operand) => {
        if (operand !== old) return operand;
        if ('op' in by) this.of(by).push(user);
        return by;
      });
    }
    this.users[old.id] = [];
  }
}

/** Counts for every instruction, in its scratch, how many operands name it. */
export function countUses(fn: IrFunction): void {
  const operands: Operand[] = [];
  for (const block of fn.blocks) for (const one of block.instructions) scratchOf(one).uses = 0;
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      const found = listOperands(one, operands);
      for (let i = 0; i < found; i++) {
        const operand = operands[i] as Operand;
        if ('op' in operand) scratchOf(operand).uses++;
      }
    }
  }
}
