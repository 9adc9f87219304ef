/**
 * Who uses what in a function of the IR: counts, places, and whether memory may change in between.
 */
import type { Block, Instruction, IrFunction, Operand } from '../../ir/ir.ts';
import { forEachOperand, nextIds } from '../../ir/operands.ts';

export class UseTable {
  /** Ids of instructions are below this. */
  readonly end: number;
  /** By id. */
  private readonly counts: Int32Array;
  private readonly blocks: Block[] = [];
  private readonly indices: Int32Array;

  constructor(fn: IrFunction) {
    this.end = nextIds(fn).instruction;
    this.counts = new Int32Array(this.end);
    this.indices = new Int32Array(this.end);
    const count = (operand: Operand): void => {
      if ('op' in operand) this.counts[operand.id] = (this.counts[operand.id] as number) + 1;
    };
    for (const block of fn.blocks)
      for (const [index, instruction] of block.instructions.entries()) {
        this.blocks[instruction.id] = block;
        this.indices[instruction.id] = index;
        forEachOperand(instruction, count);
      }
  }

  countOf(instruction: Instruction): number {
    return this.counts[instruction.id] ?? 0;
  }

  blockOf(instruction: Instruction): Block | undefined {
    return this.blocks[instruction.id];
  }

  /** Both in one block, and nothing between them has an effect or reads what may change by itself. */
  isUndisturbed(first: Instruction, last: Instruction): boolean {
    const block = this.blocks[first.id];
    const [from, to] = [this.indices[first.id] ?? 0, this.indices[last.id] ?? 0];
    if (block === undefined || block !== this.blocks[last.id] || from > to) return false;
    for (let i = from + 1; i < to; i++) {
      const between = block.instructions[i];
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
