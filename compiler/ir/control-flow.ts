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
  readonly indexOf: Int32Array;
  /** By index in `order`: indices in `order`. */
  readonly predecessors: readonly (readonly number[])[];
  readonly successors: readonly (readonly number[])[];
}

export function controlFlow(fn: IrFunction): ControlFlow {
  let ids = 0;
  for (const { id } of fn.blocks) if (id >= ids) ids = id + 1;
  const indexOf = new Int32Array(ids).fill(-1);
  const entry = fn.blocks[0];
  if (entry === undefined) return { order: [], indexOf, predecessors: [], successors: [] };

  // Depth first with an explicit stack: generated code can be thousands of blocks deep.
  const postorder: Block[] = [];
  const stack: { block: Block; targets: Block[]; at: number }[] = [
    { block: entry, targets: successorsOf(entry), at: 0 },
  ];
  indexOf[entry.id] = 0;
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const target = top.targets[top.at++];
    if (target === undefined) {
      postorder.push(top.block);
      stack.pop();
    } else if (indexOf[target.id] === -1) {
      indexOf[target.id] = 0;
      stack.push({ block: target, targets: successorsOf(target), at: 0 });
    }
  }
  const order = postorder.reverse();
  order.forEach((block, index) => {
    indexOf[block.id] = index;
  });
  const predecessors: number[][] = order.map(() => []);
  const successors: number[][] = [];
  for (let index = 0; index < order.length; index++) {
    const targets = successorsOf(order[index] as Block).map(({ id }) => indexOf[id] as number);
    successors.push(targets);
    for (const target of targets) predecessors[target]?.push(index);
  }
  return { order, indexOf, predecessors, successors };
}
