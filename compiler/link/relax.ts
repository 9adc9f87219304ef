/**
 * Addresses for code, with every jump as short as it can be.
 *
 * Requires: all parts of flash in their order, sites resolved. Guarantees: addresses from 0 on, code at
 * even ones; every site's form reaches its target. Sites start short and only grow, so the loop ends.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import { type PlacedSection, type Site, sizeNow, targetAddress } from './placed-section.ts';

/** Gives the end address. */
export function relax(sections: readonly PlacedSection[]): number {
  for (;;) {
    const end = assignAddresses(sections);
    let hasGrown = false;
    for (const placed of sections) hasGrown = growSites(placed) || hasGrown;
    if (!hasGrown) {
      for (const placed of sections) checkFixedJumps(placed);
      return end;
    }
  }
}

function assignAddresses(sections: readonly PlacedSection[]): number {
  let at = 0;
  for (const placed of sections) {
    if (placed.section.kind === 'code') at += at & 1;
    placed.address = at;
    at += sizeNow(placed);
  }
  return at;
}

function growSites(placed: PlacedSection): boolean {
  const { sites, grown, address } = placed;
  let hasGrown = false;
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i];
    if (site === undefined || site.isDropped) continue;
    const at = address + site.fixed + (grown[i] ?? 0);
    const needed = extraWordsFor(site, at, targetAddress(site));
    if (needed > site.extraWords) {
      if (site.kind === 'branch' && site.isSkipped)
        throw new InternalError(
          `${placed.section.name} skips a branch that does not reach ${site.reference.symbol}`,
        );
      site.extraWords = needed;
      hasGrown = true;
    }
  }
  if (hasGrown) {
    let sum = 0;
    for (let i = 0; i < sites.length; i++) {
      grown[i] = sum;
      sum += 2 * (sites[i]?.extraWords ?? 0);
    }
    grown[sites.length] = sum;
  }
  return hasGrown;
}

const reachesJump = (words: number): boolean => words >= -2048 && words <= 2047;

function extraWordsFor(site: Site, at: number, target: number): number {
  const words = (target - at - 2) / 2;
  if (site.kind !== 'branch') return reachesJump(words) ? 0 : 1;
  if (words >= -64 && words <= 63) return 0;
  return reachesJump(words - 1) ? 1 : 2;
}

function checkFixedJumps(placed: PlacedSection): void {
  if (placed.grown[placed.sites.length] === 0) return;
  for (const { from, to } of placed.fixedJumps) {
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    if (placed.sites.some(({ fixed, extraWords }) => extraWords !== 0 && fixed >= low && fixed < high))
      throw new InternalError(`${placed.section.name} jumps by a number over code that has grown`);
  }
}
