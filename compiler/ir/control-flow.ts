/**
 * The control-flow graph of a function in numbers: reachable blocks in reverse postorder, predecessors.
 *
 * In: a function. Out: a picture of it that holds until a terminator or the block list changes. A block
 * counts once as predecessor, even when two edges lead from it to the same block.
 */
import type { Block, IrFunction } from './ir.ts';
import { successorsOf } from './operands.ts';

export interface ControlFlow {
  /** Reachable blocks; every block comes after its dominators. */
  readonly order: readonly Block[];
  /** By block id: its index in `order`, −1 when unreachable. */
  readonly indexOf: readonly number[];
  /** By index in `order`: indices in `order`. */
  readonly predecessors: readonly (readonly number[])[];
  readonly successors: readonly (readonly number[])[];
}

const ALONE: readonly (readonly number[])[] = [[]];

export function controlFlow(fn: IrFunction): ControlFlow {
  const [entry] = fn.blocks;
  if (entry === undefined) return { order: [], indexOf: [], predecessors: [], successors: [] };
  const indexOf: number[] = [];
  for (const { id } of fn.blocks) {
    while (indexOf.length <= id) indexOf.push(-1);
  }
  if (fn.blocks.length === 1 && !isJump(entry)) {
    indexOf[entry.id] = 0;
    return { order: [entry], indexOf, predecessors: ALONE, successors: ALONE };
  }

  // Depth first with an explicit stack: generated code can be thousands of blocks deep.
  const order: Block[] = [];
  /** By block id. */
  const targets: Block[][] = [];
  const stack: Block[] = [entry];
  /** By depth of the stack: how many targets of the block there were visited. */
  const visited: number[] = [0];
  indexOf[entry.id] = 0;
  targets[entry.id] = successorsOf(entry);
  while (stack.length > 0) {
    const top = stack.length - 1;
    const block = stack[top] as Block;
    const at = visited[top] as number;
    const target = (targets[block.id] as Block[])[at];
    if (target === undefined) {
      order.push(block);
      stack.pop();
      continue;
    }
    visited[top] = at + 1;
    if (indexOf[target.id] !== -1) continue;
    indexOf[target.id] = 0;
    targets[target.id] = successorsOf(target);
    visited[stack.length] = 0;
    stack.push(target);
  }
  order.reverse();
  const predecessors: number[][] = [];
  for (let index = 0; index < order.length; index++) {
    indexOf[(order[index] as Block).id] = index;
    predecessors.push([]);
  }
  const successors: number[][] = [];
  for (let index = 0; index < order.length; index++) {
    const own: number[] = [];
    for (const { id } of targets[(order[index] as Block).id] as Block[]) {
      const target = indexOf[id] as number;
      own.push(target);
      (predecessors[target] as number[]).push(index);
    }
    successors.push(own);
  }
  return { order, indexOf, predecessors, successors };
}

function isJump(block: Block): boolean {
  const last = block.instructions[block.instructions.length - 1];
  return last?.op === 'br' || last?.op === 'condbr' || last?.op === 'switch';
}
