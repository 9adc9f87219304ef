/**
 * Gives webs physical registers: simplify by degree (pairs count as Smith, Ramsey and Holloway generalised it),
 * optimistic, the choice biased by copies, by movw and by what saving a register costs.
 *
 * In: webs. Out: a register for each root, and the roots that got none.
 */
import type { CopyEdge, Webs } from './webs.ts';
import { bitCount } from './webs.ts';

export interface ColouringContext {
  /** Registers that cost a push and a pop when first used, as bits. */
  readonly costly: number;
  /** Pairs of virtual indices whose registers a movw could carry: low, high. */
  readonly siblings: readonly { readonly lo: number; readonly hi: number; readonly weight: number }[];
  /** Virtual indices that must not be spilled again. */
  readonly unspillable: ReadonlySet<number>;
}

export interface Colouring {
  /** By root; −1: none. */
  readonly colours: Int32Array;
  readonly failed: readonly number[];
}

const SAVE_COST = 4;

export function colour(webs: Webs, context: ColouringContext): Colouring {
  return new Colourer(webs, context).run();
}

class Colourer {
  private readonly webs: Webs;
  private readonly context: ColouringContext;
  private readonly colours: Int32Array;
  /** By root: the roots it touches, itself or through its other half, each once. */
  private readonly touching = new Map<number, number[]>();
  private readonly hintsOf = new Map<number, { other: number; weight: number }[]>();
  private readonly siblingsOf = new Map<number, { other: number; isHigh: boolean; weight: number }[]>();
  private used = 0;

  constructor(webs: Webs, context: ColouringContext) {
    this.webs = webs;
    this.context = context;
    this.colours = new Int32Array(webs.graph.count).fill(-1);
    for (const hint of webs.hints) this.addHint(hint);
    for (const { lo, hi, weight } of context.siblings) {
      const [a, b] = [webs.root(lo), webs.root(hi)];
      if (a === b) continue;
      push(this.siblingsOf, a, { other: b, isHigh: false, weight });
      push(this.siblingsOf, b, { other: a, isHigh: true, weight });
    }
  }

  run(): Colouring {
    const failed: number[] = [];
    for (const unit of this.order().toReversed()) if (!this.assign(unit)) failed.push(unit);
    return { colours: this.colours, failed };
  }

  private addHint({ to, from, weight }: CopyEdge): void {
    const [a, b] = [to < 0 ? to : this.webs.root(to), from < 0 ? from : this.webs.root(from)];
    if (a >= 0) push(this.hintsOf, a, { other: b, weight });
    if (b >= 0) push(this.hintsOf, b, { other: a, weight });
  }

  /** The low half stands for a pair. */
  private units(): number[] {
    const units: number[] = [];
    for (let i = 0; i < this.webs.graph.count; i++)
      if (this.webs.root(i) === i && !(this.webs.partnerOf(i) >= 0 && this.webs.isHigh(i))) units.push(i);
    return units;
  }

  private unitOf(root: number): number {
    return this.webs.isHigh(root) && this.webs.partnerOf(root) >= 0 ? this.webs.partnerOf(root) : root;
  }

  private costOf(unit: number): number {
    const partner = this.webs.partnerOf(unit);
    const members = this.webs.members[unit] ?? [];
    if (members.some((member) => this.context.unspillable.has(member))) return Number.POSITIVE_INFINITY;
    return (this.webs.costs[unit] as number) + (partner >= 0 ? (this.webs.costs[partner] as number) : 0);
  }

  /** The order of removal: first what can wait. */
  private order(): number[] {
    const { webs } = this;
    const units = this.units();
    const costs = new Map(units.map((unit) => [unit, this.costOf(unit)]));
    const degrees = new Map<number, number>();
    const weights = new Map<number, Map<number, number>>();
    for (const unit of units) {
      const mine = webs.choices(unit);
      const pair = webs.partnerOf(unit);
      const others = new Map<number, number>();
      for (const half of pair < 0 ? [unit] : [unit, pair])
        for (const member of webs.graph.neighbours[half] ?? []) {
          // Lists keep those that were joined to others since; their root is listed too.
          const root = webs.root(member);
          const other = this.unitOf(root);
          if (root !== member || other === unit) continue;
          const mask = half === unit ? mine : mine << 1;
          if ((webs.choices(root) & mask) === 0) continue;
          // A pair lies within one position of another pair, but takes two single registers.
          others.set(other, pair < 0 ? (others.get(other) ?? 0) + 1 : 1);
        }
      weights.set(unit, others);
      this.touching.set(unit, [...others.keys()]);
      let degree = 0;
      for (const weight of others.values()) degree += weight;
      degrees.set(unit, degree);
    }
    const limit = new Map(units.map((unit) => [unit, bitCount(webs.choices(unit))]));
    const byCost = units.toSorted((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0) || a - b);
    const removed = new Set<number>();
    const order: number[] = [];
    const ready: number[] = [];
    const queued = new Set<number>();
    const enqueue = (unit: number): void => {
      if (queued.has(unit) || removed.has(unit)) return;
      if ((degrees.get(unit) ?? 0) >= (limit.get(unit) ?? 0)) return;
      queued.add(unit);
      ready.push(unit);
    };
    const remove = (unit: number): void => {
      removed.add(unit);
      order.push(unit);
      for (const other of this.touching.get(unit) ?? []) {
        if (removed.has(other)) continue;
        degrees.set(other, (degrees.get(other) ?? 0) - (weights.get(other)?.get(unit) ?? 0));
        enqueue(other);
      }
    };
    for (const unit of byCost) enqueue(unit);
    let nextReady = 0;
    let blocked = byCost;
    while (order.length < units.length) {
      const unit = ready[nextReady];
      if (unit !== undefined) {
        nextReady++;
        remove(unit);
        continue;
      }
      blocked = blocked.filter((one) => !removed.has(one));
      let best = blocked[0];
      let least = Number.POSITIVE_INFINITY;
      for (const one of blocked) {
        const value = (costs.get(one) ?? 0) / Math.max(1, degrees.get(one) ?? 0);
        if (value < least) {
          least = value;
          best = one;
        }
      }
      if (best === undefined) break;
      remove(best);
    }
    return order;
  }

  private assign(unit: number): boolean {
    const { webs } = this;
    const pair = webs.partnerOf(unit);
    let free = webs.choices(unit);
    free &= ~this.taken(unit);
    if (pair >= 0) free &= ~(this.taken(pair) >>> 1);
    if (free === 0) return false;
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let register = 2; register < 32; register++) {
      if (((free >>> register) & 1) === 0) continue;
      const score = this.score(unit, register) + (pair < 0 ? 0 : this.score(pair, register + 1));
      if (score > most) {
        most = score;
        best = register;
      }
    }
    this.colours[unit] = best;
    this.used |= 1 << best;
    if (pair >= 0) {
      this.colours[pair] = best + 1;
      this.used |= 1 << (best + 1);
    }
    return true;
  }

  private taken(root: number): number {
    let mask = 0;
    for (const member of this.webs.graph.neighbours[root] ?? []) {
      const colour = this.colours[this.webs.root(member)] as number;
      if (colour >= 0) mask |= 1 << colour;
    }
    return mask;
  }

  private score(root: number, register: number): number {
    let score = 0;
    for (const { other, weight } of this.hintsOf.get(root) ?? []) {
      if (other < 0) score += -1 - other === register ? weight : 0;
      else if (this.colours[other] === register) score += weight;
      else if (
        this.colours[other] === -1 &&
        (((this.webs.available[other] as number) >>> register) & 1) === 1
      )
        score += weight / 16;
    }
    for (const { other, isHigh, weight } of this.siblingsOf.get(root) ?? []) {
      const theirs = this.colours[other] as number;
      const wanted = isHigh ? register - 1 : register + 1;
      if (((register & 1) === 1) !== isHigh) continue;
      if (theirs >= 0) score += theirs === wanted ? weight / 2 : 0;
      else if ((((this.webs.available[other] as number) & ~this.taken(other)) >>> wanted) & 1)
        score += weight / 4;
    }
    const bit = 1 << register;
    if ((this.context.costly & bit) !== 0 && (this.used & bit) === 0) score -= SAVE_COST;
    // Leave pointers and immediate registers to those that need them.
    if (register >= 26) score -= 0.02;
    if (register >= 16) score -= 0.01;
    return score;
  }
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
