/**
 * Gives webs physical registers: simplify by degree (pairs count as Smith, Ramsey and Holloway generalised it),
 * optimistic, the choice biased by copies, by movw and by what saving a register costs.
 *
 * In: webs. Out: a register for each root, and the roots that got none.
 */
import { PointerWishes } from './pointer-wishes.ts';
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
  private readonly scores = new Float64Array(32);
  private readonly hintsOf = new Map<number, { other: number; weight: number }[]>();
  private readonly siblingsOf = new Map<number, { other: number; isHigh: boolean; weight: number }[]>();
  private readonly wishes: PointerWishes;
  private used = 0;

  constructor(webs: Webs, context: ColouringContext) {
    this.webs = webs;
    this.context = context;
    this.colours = new Int32Array(webs.graph.count).fill(-1);
    this.wishes = new PointerWishes(webs, this.colours);
    for (const hint of webs.hints) this.addHint(hint);
    for (const { lo, hi, weight } of context.siblings) {
      const [a, b] = [webs.root(lo), webs.root(hi)];
      if (a === b) continue;
      push(this.siblingsOf, a, { other: b, isHigh: false, weight });
      push(this.siblingsOf, b, { other: a, isHigh: true, weight });
    }
  }

  run(): Colouring {
    const order = this.order().toReversed();
    const first = this.wishes.roots();
    if (first.length > 0) {
      // Out of their turn: what simplifying promises to the rest no longer holds.
      const isFirst = new Set(first);
      const others = order.filter((unit) => !isFirst.has(unit));
      const failed = this.assignAll([...first, ...others]);
      if (failed.length === 0) return { colours: this.colours, failed };
      this.colours.fill(-1);
      this.used = 0;
      this.wishes.restart();
    }
    return { colours: this.colours, failed: this.assignAll(order) };
  }

  private assignAll(units: readonly number[]): number[] {
    return units.filter((unit) => !this.assign(unit));
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
    const { count } = this.webs.graph;
    const units = this.units();
    const costs = new Float64Array(count);
    const choices = new Uint32Array(count);
    const degrees = new Int32Array(count);
    const limits = new Int32Array(count);
    const touching: { unit: number; weight: number }[][] = [];
    for (const unit of units) {
      costs[unit] = this.costOf(unit);
      const pair = this.webs.partnerOf(unit);
      choices[unit] = this.webs.choices(unit);
      if (pair >= 0) choices[pair] = this.webs.choices(pair);
      limits[unit] = bitCount(choices[unit]);
      // A unit weighs on its neighbour what the neighbour says: filled in from its side.
      touching[unit] = [];
    }
    const marks = new Int32Array(count).fill(-1);
    const weights = new Int32Array(count);
    for (const unit of units) {
      const others = this.neighbourUnits(unit, choices, marks, weights);
      for (const other of others) {
        const weight = weights[other] as number;
        degrees[unit] = (degrees[unit] as number) + weight;
        touching[other]?.push({ unit, weight });
      }
    }
    const byCost = units.toSorted((a, b) => (costs[a] as number) - (costs[b] as number) || a - b);
    const order: number[] = [];
    const ready: number[] = [];
    const state = new Uint8Array(count);
    const [QUEUED, REMOVED] = [1, 2];
    const enqueue = (unit: number): void => {
      if (state[unit] !== 0 || (degrees[unit] as number) >= (limits[unit] as number)) return;
      state[unit] = QUEUED;
      ready.push(unit);
    };
    const remove = (removed: number): void => {
      state[removed] = REMOVED;
      order.push(removed);
      for (const { unit, weight } of touching[removed] ?? []) {
        if (state[unit] === REMOVED) continue;
        degrees[unit] = (degrees[unit] as number) - weight;
        enqueue(unit);
      }
    };
    for (const unit of byCost) enqueue(unit);
    let blocked = byCost;
    for (let next = 0; order.length < units.length;) {
      const unit = ready[next];
      if (unit !== undefined) {
        next++;
        remove(unit);
        continue;
      }
      blocked = blocked.filter((one) => state[one] === 0);
      let best = blocked[0];
      let least = Number.POSITIVE_INFINITY;
      for (const one of blocked) {
        const value = (costs[one] as number) / Math.max(1, degrees[one] as number);
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

  /** Each once, with how many of this unit's choices it can take away in `weights`. */
  private neighbourUnits(
    unit: number,
    choices: Uint32Array,
    marks: Int32Array,
    weights: Int32Array,
  ): number[] {
    const { webs } = this;
    const mine = choices[unit] as number;
    const pair = webs.partnerOf(unit);
    const others: number[] = [];
    for (const half of pair < 0 ? [unit] : [unit, pair]) {
      const mask = half === unit ? mine : mine << 1;
      for (const member of webs.graph.neighbours[half] ?? []) {
        // Lists keep those that were joined to others since; their root is listed too.
        const root = webs.root(member);
        if (root !== member) continue;
        const other = this.unitOf(root);
        if (other === unit || ((choices[root] as number) & mask) === 0) continue;
        if (marks[other] !== unit) {
          marks[other] = unit;
          weights[other] = 1;
          others.push(other);
          // A pair lies within one position of another pair, but takes two single registers.
        } else if (pair < 0) weights[other] = (weights[other] as number) + 1;
      }
    }
    return others;
  }

  private assign(unit: number): boolean {
    const { webs } = this;
    const pair = webs.partnerOf(unit);
    let free = webs.choices(unit);
    free &= ~this.taken(unit);
    if (pair >= 0) free &= ~(this.taken(pair) >>> 1);
    if (free === 0) return false;
    const scores = this.scores;
    scores.fill(0);
    this.addScores(unit, 0);
    if (pair >= 0) this.addScores(pair, 1);
    const losses = this.wishes.lossesOf(unit, pair);
    if (losses !== undefined)
      for (let register = 26; register < 32; register++)
        scores[register] = (scores[register] as number) - (losses[(register - 26) >> 1] as number);
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let rest = free; rest !== 0; rest &= rest - 1) {
      const register = 31 - Math.clz32(rest & -rest);
      const score =
        (scores[register] as number) - this.saveCost(register) - (pair < 0 ? 0 : this.saveCost(register + 1));
      if (score > most) {
        most = score;
        best = register;
      }
    }
    this.colours[unit] = best;
    this.used |= 1 << best;
    this.wishes.note(unit, best);
    if (pair >= 0) {
      this.colours[pair] = best + 1;
      this.used |= 1 << (best + 1);
      this.wishes.note(pair, best + 1);
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

  /** What each register is worth to this half; `above`: how far it lies above the unit's own. */
  private addScores(root: number, above: 0 | 1): void {
    const { scores } = this;
    const add = (register: number, value: number): void => {
      const at = register - above;
      if (at >= 0 && at < 32) scores[at] = (scores[at] as number) + value;
    };
    for (const { other, weight } of this.hintsOf.get(root) ?? []) {
      if (other < 0) add(-1 - other, weight);
      else if ((this.colours[other] as number) >= 0) add(this.colours[other] as number, weight);
      else {
        const theirs = this.webs.available[other] as number;
        for (let rest = theirs; rest !== 0; rest &= rest - 1) add(31 - Math.clz32(rest & -rest), weight / 16);
      }
    }
    for (const { other, isHigh, weight } of this.siblingsOf.get(root) ?? []) {
      const theirs = this.colours[other] as number;
      if (theirs >= 0) {
        const wanted = isHigh ? theirs + 1 : theirs - 1;
        if (((wanted & 1) === 1) === isHigh) add(wanted, weight / 2);
        continue;
      }
      const room = (this.webs.available[other] as number) & ~this.taken(other);
      for (let register = isHigh ? 3 : 2; register < 32; register += 2)
        if ((room >>> (isHigh ? register - 1 : register + 1)) & 1) add(register, weight / 4);
    }
  }

  private saveCost(register: number): number {
    const bit = 1 << register;
    // Leave pointers and immediate registers to those that need them.
    const scarce = (register >= 26 ? 0.02 : 0) + (register >= 16 ? 0.01 : 0);
    return (this.context.costly & bit) !== 0 && (this.used & bit) === 0 ? SAVE_COST + scarce : scarce;
  }
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
