/**
 * Who uses what in a function of the IR: counts, places, and whether memory may change in between.
 */
import type { Block, Instruction, IrFunction } from '../../ir/ir.ts';
import { forEachOperand } from '../../ir/operands.ts';

export class UseTable {
  private readonly counts = new Map<Instruction, number>();
  private readonly places = new Map<Instruction, { block: Block; index: number }>();

  constructor(fn: IrFunction) {
    for (const block of fn.blocks)
      block.instructions.forEach((instruction, index) => {
        this.places.set(instruction, { block, index });
        forEachOperand(instruction, (operand) => {
          if ('op' in operand) this.counts.set(operand, this.countOf(operand) + 1);
        });
      });
  }

  countOf(instruction: Instruction): number {
    return this.counts.get(instruction) ?? 0;
  }

  blockOf(instruction: Instruction): Block | undefined {
    return this.places.get(instruction)?.block;
  }

  /** Both in one block, and nothing between them has an effect or reads what may change by itself. */
  isUndisturbed(first: Instruction, last: Instruction): boolean {
    const [from, to] = [this.places.get(first), this.places.get(last)];
    if (from === undefined || to === undefined || from.block !== to.block || from.index > to.index)
      return false;
    for (let i = from.index + 1; i < to.index; i++) {
      const between = from.block.instructions[i];
      if (between !== undefined && hasEffect(between)) return false;
    }
    return true;
  }
}

/** Must be done, once, and in order. */
export function hasEffect(instruction: Instruction): boolean {
  switch (instruction.op) {
    case 'store':
    case 'call':
    case 'br':
    case 'condbr':
    case 'switch':
    case 'ret':
    case 'unreachable':
      return true;
    case 'load':
      return instruction.isVolatile;
    case 'intrinsic':
      return instruction.type === 'void' || instruction.name === 'return_address';
    default:
      return false;
  }
}
