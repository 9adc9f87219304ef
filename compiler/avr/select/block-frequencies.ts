/**
 * How often each block of a function runs, guessed: eight times as often for each loop around it.
 *
 * Loops are found by their back edges (an edge to a block still open in a depth-first walk) and hold
 * what reaches the edge's start without passing its end.
 */
import type { Block, IrFunction } from '../../ir/ir.ts';
import { successorsOf } from '../../ir/operands.ts';

const EACH_LOOP = 8;
const MOST_DEPTH = 5;

export function blockFrequencies(fn: IrFunction): Map<Block, number> {
  const predecessors = new Map<Block, Block[]>(fn.blocks.map((block) => [block, []]));
  for (const block of fn.blocks) for (const to of successorsOf(block)) predecessors.get(to)?.push(block);
  const loops = new Map<Block, Set<Block>>();
  for (const { from, to } of backEdges(fn)) {
    const body = loops.get(to) ?? new Set([to]);
    loops.set(to, body);
    const work = [from];
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      if (body.has(block)) continue;
      body.add(block);
      work.push(...(predecessors.get(block) ?? []));
    }
  }
  const depths = new Map<Block, number>();
  for (const body of loops.values())
    for (const block of body) depths.set(block, (depths.get(block) ?? 0) + 1);
  return new Map(
    fn.blocks.map((block) => [block, EACH_LOOP ** Math.min(depths.get(block) ?? 0, MOST_DEPTH)]),
  );
}

function backEdges(fn: IrFunction): { from: Block; to: Block }[] {
  const entry = fn.blocks[0];
  if (entry === undefined) return [];
  const edges: { from: Block; to: Block }[] = [];
  const seen = new Set<Block>([entry]);
  const open = new Set<Block>([entry]);
  const stack = [{ block: entry, to: successorsOf(entry), next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = top.to[top.next++];
    if (to === undefined) {
      open.delete(top.block);
      stack.pop();
    } else if (open.has(to)) edges.push({ from: top.block, to });
    else if (!seen.has(to)) {
      seen.add(to);
      open.add(to);
      stack.push({ block: to, to: successorsOf(to), next: 0 });
    }
  }
  return edges;
}
