/**
 * Functions that end with a jump to another one are put right before it, and the jump is dropped.
 *
 * In: code sections in the order of flash, sites resolved, nothing relaxed. Out: the same sections; where
 * one ends with a jump to the start of another that no other section precedes so, the two are neighbours.
 * Deterministic: who comes first in the order gets its target.
 */
import { placeOfSite, type PlacedSection, type Site } from './placed-section.ts';

export function joinTailJumps(sections: readonly PlacedSection[]): PlacedSection[] {
  const movable = new Set(sections);
  const next = new Map<PlacedSection, PlacedSection>();
  const hasPrevious = new Set<PlacedSection>();
  for (const placed of sections) {
    const site = tailJump(placed);
    const target = site === undefined ? undefined : placeOfSite(site).placed;
    if (site === undefined || target === undefined || !movable.has(target) || hasPrevious.has(target))
      continue;
    if (leadsTo(next, target, placed)) continue;
    next.set(placed, target);
    hasPrevious.add(target);
    site.isDropped = true;
    site.extraWords = -1;
    placed.grown[placed.sites.length] = -2;
  }
  const order: PlacedSection[] = [];
  for (const placed of sections) {
    if (hasPrevious.has(placed)) continue;
    for (let at: PlacedSection | undefined = placed; at !== undefined; at = next.get(at)) order.push(at);
  }
  return order;
}

/** The jump that is the last instruction, when it goes to the start of another section. */
function tailJump(placed: PlacedSection): Site | undefined {
  const site = placed.sites.at(-1);
  if (site?.kind !== 'jump' || site.isSkipped || site.fixed + 2 !== placed.fixedSize) return undefined;
  const { placed: target, mark } = placeOfSite(site);
  const isStart = site.offset === 0 && (mark === undefined || mark.fixed === 0);
  return isStart && target !== placed ? site : undefined;
}

function leadsTo(
  next: ReadonlyMap<PlacedSection, PlacedSection>,
  from: PlacedSection,
  to: PlacedSection,
): boolean {
  for (let at: PlacedSection | undefined = from; at !== undefined; at = next.get(at))
    if (at === to) return true;
  return false;
}
