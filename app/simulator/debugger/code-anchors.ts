/**
 * The places in the code at which it must be looked which block is running.
 *
 * In: DebugInfo, the graph, the flash. Out: anchors by word address: the first instruction of each stretch of code that
 * works for other blocks than the one before it, and every target of a jump in such code.
 */
import type { CodeWork, DebugInfo } from '../../../compiler/debug/debug-info.ts';
import type { BlockGraph, GraphFunction, GraphNode } from './block-graph.ts';
import { jumpTargets } from './jump-targets.ts';

/** A statement, and the statements that called the own blocks whose code was put in here, outwards. */
export interface Candidate {
  readonly node: GraphNode;
  readonly callers: readonly GraphNode[];
}

export interface Anchor {
  /** Statements: several where equal code is kept once. */
  readonly nodes: readonly Candidate[];
  /** Scripts whose start block it is, before and behind the blocks below it. */
  readonly hats: readonly GraphFunction[];
  readonly ends: readonly GraphFunction[];
  /** It stands for one of them only, and for nothing else. */
  readonly isSure: boolean;
}

export function codeAnchors(
  { code }: Pick<DebugInfo, 'code'>,
  graph: BlockGraph,
  flash: Uint8Array,
): ReadonlyMap<number, Anchor> {
  const anchors = new Map<number, Anchor>();
  const targets = jumpTargets(flash, code.at(-1)?.pc ?? 0);
  let before = '';
  for (const [index, { pc, works }] of code.entries()) {
    const anchor = anchorOf(graph, works);
    const key = keyOf(anchor);
    if (key !== '') {
      if (key !== before) anchors.set(pc / 2, anchor);
      const end = code[index + 1]?.pc ?? pc;
      for (let word = pc / 2; word < end / 2; word++) if (targets.has(word)) anchors.set(word, anchor);
    }
    before = key;
  }
  return anchors;
}

function anchorOf(graph: BlockGraph, works: readonly CodeWork[]): Anchor {
  const nodes = new Map<string, Candidate>();
  const hats = new Set<GraphFunction>();
  const ends = new Set<GraphFunction>();
  let isForOthers = false;
  for (const { blocks, isEnd } of works) {
    const [block = '', ...calls] = blocks;
    const node = graph.node(block);
    const hat = graph.hat(block);
    if (node !== undefined) {
      const callers = calls.flatMap((call) => graph.node(call) ?? []);
      nodes.set([node, ...callers].map(({ index }) => index).join(), { node, callers });
    } else if (hat !== undefined) (isEnd ? ends : hats).add(hat);
    else isForOthers = true;
  }
  const isSure = !isForOthers && nodes.size + hats.size + ends.size === 1;
  return { nodes: [...nodes.values()], hats: [...hats], ends: [...ends], isSure };
}

/** '' for what is nobody's. */
function keyOf({ nodes, hats, ends, isSure }: Anchor): string {
  const parts = [
    ...nodes.map(({ node, callers }) => [node, ...callers].map(({ index }) => index).join('<')),
    ...hats.map(({ block }) => `hat ${block}`),
    ...ends.map(({ block }) => `end ${block}`),
  ];
  return parts.length === 0 ? '' : `${parts.join('|')}${isSure ? '' : '?'}`;
}
