/**
 * Dominators and dominance frontiers.
 *
 * In: a ControlFlow. Out: trees over its indices (0 is the entry).
 * Method: Cooper, Harvey and Kennedy, “A Simple, Fast Dominance Algorithm” (2001).
 */
import type { ControlFlow } from './control-flow.ts';

export interface Dominators {
  /** The immediate dominator; the entry's is itself. */
  readonly parent: readonly number[];
  readonly children: readonly (readonly number[])[];
  /** Reflexive: a block dominates itself. */
  dominates(a: number, b: number): boolean;
}

export function dominators(flow: ControlFlow): Dominators {
  const count = flow.order.length;
  const parent: number[] = [];
  for (let index = 0; index < count; index++) parent.push(-1);
  if (count > 0) parent[0] = 0;
  for (let changed = true; changed;) {
    changed = false;
    for (let index = 1; index < count; index++) {
      const predecessors = flow.predecessors[index] as readonly number[];
      let found = -1;
      for (let i = 0; i < predecessors.length; i++) {
        const predecessor = predecessors[i] as number;
        if (parent[predecessor] === -1) continue;
        found = found < 0 ? predecessor : meet(parent, found, predecessor);
      }
      if (parent[index] !== found) {
        parent[index] = found;
        changed = true;
      }
    }
  }
  const children: number[][] = [];
  for (let index = 0; index < count; index++) children.push([]);
  for (let index = 1; index < count; index++) children[parent[index] as number]?.push(index);
  return new Tree(parent, children);
}

class Tree implements Dominators {
  readonly parent: readonly number[];
  readonly children: readonly (readonly number[])[];
  // Entry and exit times of a walk over the tree answer `dominates` at once.
  private enter: number[] | undefined;
  private leave: number[] | undefined;

  constructor(parent: readonly number[], children: readonly (readonly number[])[]) {
    this.parent = parent;
    this.children = children;
  }

  dominates(a: number, b: number): boolean {
    if (this.enter === undefined || this.leave === undefined) this.walk();
    const { enter, leave } = this as unknown as { enter: number[]; leave: number[] };
    return (enter[a] as number) <= (enter[b] as number) && (leave[a] as number) >= (leave[b] as number);
  }

  private walk(): void {
    const count = this.parent.length;
    const enter: number[] = zeros(count);
    const leave: number[] = zeros(count);
    let clock = 0;
    const stack = count > 0 ? [0] : [];
    const next: number[] = zeros(count);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const at = next[top] as number;
      next[top] = at + 1;
      if (at === 0) enter[top] = clock++;
      const child = this.children[top]?.[at];
      if (child === undefined) {
        leave[top] = clock++;
        stack.pop();
      } else {
        stack.push(child);
      }
    }
    this.enter = enter;
    this.leave = leave;
  }
}

function zeros(count: number): number[] {
  const list: number[] = [];
  for (let i = 0; i < count; i++) list.push(0);
  return list;
}

function meet(parent: readonly number[], a: number, b: number): number {
  let left = a;
  let right = b;
  while (left !== right) {
    while (left > right) left = parent[left] as number;
    while (right > left) right = parent[right] as number;
  }
  return left;
}

/** By index: the blocks where its dominance ends. */
export function dominanceFrontiers(
  flow: ControlFlow,
  { parent }: Dominators,
): readonly (readonly number[])[] {
  const frontiers: number[][] = flow.order.map(() => []);
  flow.predecessors.forEach((predecessors, index) => {
    if (predecessors.length < 2 && index !== 0) return;
    for (const predecessor of predecessors) {
      for (let runner = predecessor; runner !== parent[index]; runner = parent[runner] as number) {
        const frontier = frontiers[runner];
        if (frontier !== undefined && frontier.at(-1) !== index) frontier.push(index);
        if (runner === 0) break;
      }
    }
  });
  return frontiers;
}
