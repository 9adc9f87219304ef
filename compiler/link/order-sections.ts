/**
 * The order of functions in flash, so that most calls reach with rcall and rjmp (± 4 KB).
 *
 * In: code sections in the order of discovery, their sites resolved. Out: the same sections. Small
 * programs keep their order. For others, callers and callees are joined into chains, heaviest pairs first
 * (Pettis and Hansen, "Profile guided code positioning", 1990, with call sites for profile), and the
 * better of both orders is taken. Deterministic: ties go by the order of discovery.
 */
import { placeOfSite, type PlacedSection, sizeNow } from './placed-section.ts';

/** Bytes: everything reaches everything. */
const REACH = 4094;

interface Edge {
  readonly from: number;
  readonly to: number;
  weight: number;
}

export function orderSections(sections: readonly PlacedSection[]): readonly PlacedSection[] {
  const total = sections.reduce((sum, placed) => sum + sizeNow(placed), 0);
  if (total <= REACH) return sections;
  const edges = callEdges(sections);
  const plain = sections.map((_, i) => i);
  const chained = joinChains(sections, edges);
  const best = farCalls(sections, edges, chained) < farCalls(sections, edges, plain) ? chained : plain;
  return best.flatMap((i) => sections[i] ?? []);
}

function callEdges(sections: readonly PlacedSection[]): Edge[] {
  const indexOf = new Map(sections.map((placed, i) => [placed, i]));
  const edges = new Map<number, Edge>();
  for (const [from, placed] of sections.entries())
    for (const site of placed.sites) {
      const to = indexOf.get(placeOfSite(site).placed);
      if (to === undefined || to === from) continue;
      const low = Math.min(from, to);
      const high = Math.max(from, to);
      const key = low * sections.length + high;
      const edge = edges.get(key);
      if (edge === undefined) edges.set(key, { from: low, to: high, weight: 1 });
      else edge.weight++;
    }
  return [...edges.values()];
}

/** Call sites that need the long form, about. */
function farCalls(
  sections: readonly PlacedSection[],
  edges: readonly Edge[],
  order: readonly number[],
): number {
  const middle = new Float64Array(sections.length);
  let at = 0;
  for (const i of order) {
    const size = sizeOfIndex(sections, i);
    middle[i] = at + size / 2;
    at += size;
  }
  let far = 0;
  for (const { from, to, weight } of edges)
    if (Math.abs((middle[from] ?? 0) - (middle[to] ?? 0)) > REACH) far += weight;
  return far;
}

const sizeOfIndex = (sections: readonly PlacedSection[], i: number): number => {
  const placed = sections[i];
  return placed === undefined ? 0 : sizeNow(placed);
};

function joinChains(sections: readonly PlacedSection[], edges: readonly Edge[]): number[] {
  const chainOf: number[][] = sections.map((_, i) => [i]);
  const byWeight = [...edges].sort((a, b) => b.weight - a.weight || a.from - b.from || a.to - b.to);
  for (const { from, to } of byWeight) {
    const left = chainOf[from];
    const right = chainOf[to];
    if (left === undefined || right === undefined || left === right) continue;
    const joined = joinClosest(sections, left, right, from, to);
    for (const i of joined) chainOf[i] = joined;
  }
  return [...new Set(chainOf)].flat();
}

/** The two chains in the orientation that brings `a` and `b` nearest. */
function joinClosest(
  sections: readonly PlacedSection[],
  left: readonly number[],
  right: readonly number[],
  a: number,
  b: number,
): number[] {
  const [before, after] = bytesAround(sections, left, a);
  const [beforeB, afterB] = bytesAround(sections, right, b);
  const first = after <= before ? left : left.toReversed();
  const second = beforeB <= afterB ? right : right.toReversed();
  return [...first, ...second];
}

function bytesAround(
  sections: readonly PlacedSection[],
  chain: readonly number[],
  at: number,
): [number, number] {
  let before = 0;
  let after = 0;
  let isPast = false;
  for (const i of chain) {
    if (i === at) isPast = true;
    else if (isPast) after += sizeOfIndex(sections, i);
    else before += sizeOfIndex(sections, i);
  }
  return [before, after];
}
