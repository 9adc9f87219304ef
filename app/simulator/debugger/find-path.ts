/**
 * The blocks that must have begun on the way from one position to one of several blocks.
 *
 * In: a graph, a position, the blocks whose code was reached. Out: the shortest way that passes only through blocks
 * without code of their own (all others would have been seen); or, when there is none, the shortest way at all.
 */
import type { BlockGraph, GraphFunction, GraphNode, Position, Step } from './block-graph.ts';
import type { Candidate } from './code-anchors.ts';

export interface Path {
  readonly steps: readonly Step[];
  /** No block on the way has code that was not seen. */
  readonly isCertain: boolean;
}

const MOST_POSITIONS = 4000;

export function findPath(
  graph: BlockGraph,
  script: GraphFunction,
  from: Position | undefined,
  targets: readonly Candidate[],
): Path | undefined {
  const certain = search(graph, script, from, targets, ({ hasCode, calls }) => !hasCode || calls.length > 0);
  if (certain !== undefined) return { steps: certain, isCertain: true };
  const any = search(graph, script, from, targets, () => true);
  return any === undefined ? undefined : { steps: any, isCertain: false };
}

interface Found {
  readonly step: Step;
  readonly before: Found | undefined;
}

function search(
  graph: BlockGraph,
  script: GraphFunction,
  from: Position | undefined,
  targets: readonly Candidate[],
  mayPass: (node: GraphNode) => boolean,
): readonly Step[] | undefined {
  const seen = new Set<string>();
  const waiting: { readonly position: Position | undefined; readonly found: Found | undefined }[] = [
    { position: from, found: undefined },
  ];
  for (let at = 0; at < waiting.length && seen.size < MOST_POSITIONS; at++) {
    const here = waiting[at];
    if (here === undefined) break;
    for (const step of graph.next(script, here.position)) {
      const found: Found = { step, before: here.found };
      const { node } = step.position;
      if (targets.some((target) => isAt(step.position, target))) return stepsOf(found);
      if (!mayPass(node)) continue;
      const key = keyOf(step.position);
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push({ position: step.position, found });
    }
  }
  return undefined;
}

/** Is it this statement, called from there? */
export function isAt(position: Position, { node, callers }: Candidate): boolean {
  if (position.node !== node) return false;
  let at: Position | undefined = position;
  for (const caller of callers) {
    at = at?.caller;
    if (at?.node !== caller) return false;
  }
  return true;
}

export function keyOf(position: Position | undefined): string {
  let key = '';
  for (let at = position; at !== undefined; at = at.caller) key += `${at.node.index} `;
  return key;
}

function stepsOf(last: Found): readonly Step[] {
  const steps: Step[] = [];
  for (let at: Found | undefined = last; at !== undefined; at = at.before) steps.push(at.step);
  return steps.reverse();
}
