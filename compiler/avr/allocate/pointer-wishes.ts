/**
 * Values that are copied into a pointer register (X, Y, Z) inside a loop, the most frequent first: the
 * colouring gives them theirs before the rest, and tells the rest what a pair is worth to those still open.
 *
 * In: webs after joining, and each register as it is given. Out: the values' roots; by pair, the weight of the
 * copies that are lost when a web sits in it. Only choices between free registers follow from it.
 */
import type { Webs } from './webs.ts';

interface Wish {
  /** Roots of the value's two bytes. */
  readonly lo: number;
  readonly hi: number;
  /** How often it is copied, and to which pairs' low halves. */
  weight: number;
  readonly weights: Map<number, number>;
  /** Physical registers its neighbours have, as bits. */
  takenLo: number;
  takenHi: number;
  /** Positions of the wishes that cannot have the same pair. */
  readonly rivals: Set<number>;
}

const PAIRS = [26, 28, 30] as const;
const POINTERS = (1 << 26) | (1 << 28) | (1 << 30);
/** The rest copies too seldom to be worth the look. */
const MOST_WISHES = 24;
/** Once or twice outside of loops. */
const LEAST_WEIGHT = 1;

export class PointerWishes {
  /** The most frequent first. */
  private readonly wishes: readonly Wish[];
  private readonly webs: Webs;
  private readonly colours: Int32Array;
  private readonly losses = new Float64Array(PAIRS.length);
  private readonly given = new Int32Array(MOST_WISHES);

  constructor(webs: Webs, colours: Int32Array) {
    this.webs = webs;
    this.colours = colours;
    this.wishes = wishesOf(webs);
  }

  /** Roots of the values, the most frequently copied first. */
  roots(): number[] {
    return [...new Set(this.wishes.flatMap(({ lo, hi }) => [lo, hi]))];
  }

  /** No register is given any longer. */
  restart(): void {
    for (const wish of this.wishes) {
      wish.takenLo = 0;
      wish.takenHi = 0;
    }
  }

  /** A register was given to a root. */
  note(root: number, register: number): void {
    const { graph } = this.webs;
    for (const wish of this.wishes) {
      if (graph.interfere(root, wish.lo)) wish.takenLo |= 1 << register;
      if (graph.interfere(root, wish.hi)) wish.takenHi |= 1 << register;
    }
  }

  /** By pair: what the web loses to others by sitting in it; undefined: nothing anywhere. */
  lossesOf(unit: number, partner: number): Float64Array | undefined {
    const touched: number[] = [];
    this.wishes.forEach((wish, at) => {
      if (this.isOpen(wish) && (this.touches(unit, wish) || (partner >= 0 && this.touches(partner, wish))))
        touched.push(at);
    });
    const copies =
      partner < 0 ? [] : this.wishes.filter((wish) => this.isOpen(wish) && wish.weights.has(unit));
    if (touched.length === 0 && copies.length === 0) return undefined;
    const all = this.fulfilled(touched, -1);
    for (let i = 0; i < PAIRS.length; i++) {
      let loss = all - this.fulfilled(touched, i);
      for (const wish of copies) loss -= this.gainOf(wish, unit, PAIRS[i] ?? 0);
      this.losses[i] = loss;
    }
    return this.losses;
  }

  /** Pointers with the same value had better be the same pair: the value can be only one of them. */
  private gainOf({ weights }: Wish, unit: number, low: number): number {
    const own = weights.get(unit) ?? 0;
    let sum = 0;
    for (const [pair, weight] of weights) if (pair !== unit && this.colours[pair] === low) sum += weight;
    return Math.min(own, sum);
  }

  private isOpen({ lo, hi }: Wish): boolean {
    return (this.colours[lo] as number) < 0 || (this.colours[hi] as number) < 0;
  }

  private touches(root: number, { lo, hi }: Wish): boolean {
    if (root === lo || root === hi) return false;
    return this.webs.graph.interfere(root, lo) || this.webs.graph.interfere(root, hi);
  }

  /** The weight of the copies kept when each wish, the most frequent first, takes its best pair and `without` is gone. */
  private fulfilled(touched: readonly number[], without: number): number {
    let sum = 0;
    for (const [order, at] of touched.entries()) {
      const wish = this.wishes[at];
      if (wish === undefined) continue;
      let best = -1;
      let most = 0;
      for (let i = 0; i < PAIRS.length; i++) {
        const worth = i === without ? 0 : this.worthOf(wish, PAIRS[i] ?? 0);
        if (worth <= most) continue;
        let isFree = true;
        for (let before = 0; before < order; before++)
          if (this.given[before] === i && wish.rivals.has(touched[before] ?? -1)) isFree = false;
        if (!isFree) continue;
        most = worth;
        best = i;
      }
      this.given[order] = best;
      sum += most;
    }
    return sum;
  }

  /** The weight of the copies that go away with the value in this pair. */
  private worthOf({ lo, hi, takenLo, takenHi, weights }: Wish, low: number): number {
    if (!this.canBe(lo, low, takenLo) || !this.canBe(hi, low + 1, takenHi)) return 0;
    let sum = 0;
    for (const [pair, weight] of weights) if (this.canBe(pair, low, 0)) sum += weight;
    return sum;
  }

  private canBe(root: number, register: number, taken: number): boolean {
    const colour = this.colours[root] as number;
    if (colour >= 0) return colour === register;
    return ((((this.webs.available[root] as number) & ~taken) >>> register) & 1) === 1;
  }
}

function wishesOf(webs: Webs): Wish[] {
  const found = new Map<number, Wish>();
  // The two halves of a pointer are copied one behind the other, so their hints come in the same order.
  const highs = new Map<number, number[]>();
  const lows: { pair: number; other: number; weight: number }[] = [];
  for (const { to, from, weight } of webs.hints) {
    if (to < 0 || from < 0) continue;
    const [a, b] = [webs.root(to), webs.root(from)];
    for (const [pair, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (webs.partnerOf(pair) < 0 || webs.partnerOf(other) >= 0) continue;
      if (!webs.isHigh(pair)) {
        if ((webs.choices(pair) & ~POINTERS) === 0) lows.push({ pair, other, weight });
        continue;
      }
      const list = highs.get(pair);
      if (list === undefined) highs.set(pair, [other]);
      else list.push(other);
    }
  }
  const next = new Map<number, number>();
  for (const { pair, other: lo, weight } of lows) {
    const high = webs.partnerOf(pair);
    const at = next.get(high) ?? 0;
    next.set(high, at + 1);
    const hi = highs.get(high)?.[at];
    if (hi === undefined || hi === lo || webs.graph.interfere(pair, lo)) continue;
    const wish = found.get(lo) ?? {
      lo,
      hi,
      weight: 0,
      weights: new Map<number, number>(),
      takenLo: 0,
      takenHi: 0,
      rivals: new Set<number>(),
    };
    if (wish.hi !== hi) continue;
    found.set(lo, wish);
    wish.weight += weight;
    wish.weights.set(pair, (wish.weights.get(pair) ?? 0) + weight);
  }
  const wishes = [...found.values()]
    .filter(({ weight }) => weight > LEAST_WEIGHT)
    .toSorted((a, b) => b.weight - a.weight || a.lo - b.lo)
    .slice(0, MOST_WISHES);
  wishes.forEach((one, i) => {
    wishes.forEach((other, j) => {
      if (i !== j && (webs.graph.interfere(one.lo, other.lo) || webs.graph.interfere(one.hi, other.hi)))
        one.rivals.add(j);
    });
  });
  return wishes;
}
