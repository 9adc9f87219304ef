/**
 * Natural loops of a function.
 *
 * In: a ControlFlow and its dominators. Out: one loop for each block that a block it dominates goes back
 * to, inner loops before outer ones. Loops with several entries are not found: nothing is done to them.
 */
import type { ControlFlow } from './control-flow.ts';
import type { Dominators } from './dominators.ts';

export interface Loop {
  /** Indices in the flow's order. */
  readonly header: number;
  readonly members: ReadonlySet<number>;
  /** Members that go back to the header. */
  readonly latches: readonly number[];
}

export function naturalLoops(flow: ControlFlow, tree: Dominators): Loop[] {
  const loops: Loop[] = [];
  for (let header = flow.order.length - 1; header >= 0; header--) {
    const latches = (flow.predecessors[header] ?? []).filter((from) => tree.dominates(header, from));
    if (latches.length === 0) continue;
    const members = new Set([header]);
    const work = [...latches];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (members.has(at)) continue;
      members.add(at);
      work.push(...(flow.predecessors[at] ?? []));
    }
    loops.push({ header, members, latches });
  }
  return loops.sort((a, b) => a.members.size - b.members.size);
}
