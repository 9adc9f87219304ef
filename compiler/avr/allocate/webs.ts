/**
 * Sets of virtual registers that will share one physical register, made by joining the ends of copies.
 *
 * Joining is aggressive, except where the joined web has fewer registers to choose from than its parts: then
 * only when it can still surely be coloured (Briggs). A web that is half of a hard pair (X, Y, Z) has a
 * partner web; pairs are joined half by half, and both or none.
 */
import { FIRST_VIRTUAL, type MachineBlock, type MachineFunction } from '../machine/machine-code.ts';
import type { Interference } from './interference.ts';

export interface CopyEdge {
  /** Virtual indices, or a physical register as −1 − register. */
  readonly to: number;
  readonly from: number;
  readonly weight: number;
}

export class Webs {
  readonly graph: Interference;
  /** By root: registers it may be, less those forbidden. */
  readonly available: Uint32Array;
  /** By root: the root of the other half, or −1 (look it up with partnerOf). */
  private readonly partners: Int32Array;
  private readonly highs: Uint8Array;
  private readonly parents: Int32Array;
  /** By root: the last look that met it. */
  private readonly seen: Int32Array;
  private looks = 0;
  readonly members: number[][];
  readonly costs: Float64Array;
  /** Copies that remain: hints for the colouring. */
  readonly hints: CopyEdge[] = [];

  constructor(fn: MachineFunction, graph: Interference, allocatable: number) {
    this.graph = graph;
    const { count } = graph;
    this.available = new Uint32Array(count);
    this.partners = new Int32Array(count).fill(-1);
    this.highs = new Uint8Array(count);
    this.parents = new Int32Array(count);
    this.seen = new Int32Array(count);
    this.members = [];
    this.costs = Float64Array.from(graph.costs);
    for (let i = 0; i < count; i++) {
      const register = i + FIRST_VIRTUAL;
      this.parents[i] = i;
      this.members.push([i]);
      this.available[i] = fn.registers.maskOf(register) & allocatable & ~(graph.forbidden[i] as number);
      const partner = fn.registers.partnerOf(register);
      if (partner < 0) continue;
      this.partners[i] = partner - FIRST_VIRTUAL;
      if (fn.registers.isHigh(register)) this.highs[i] = 1;
    }
  }

  root(index: number): number {
    let at = index;
    while ((this.parents[at] as number) !== at) {
      this.parents[at] = this.parents[this.parents[at] as number] as number;
      at = this.parents[at] as number;
    }
    return at;
  }

  partnerOf(root: number): number {
    const partner = this.partners[root] as number;
    return partner < 0 ? -1 : this.root(partner);
  }

  isHigh(root: number): boolean {
    return this.highs[root] === 1;
  }

  /** Registers a single web may be; for the low half of a pair, those where the high half fits too. */
  choices(root: number): number {
    const partner = this.partnerOf(root);
    if (partner < 0) return this.available[root] as number;
    const [lo, hi] = this.isHigh(root) ? [partner, root] : [root, partner];
    const both = (this.available[lo] as number) & ((this.available[hi] as number) >>> 1);
    return this.isHigh(root) ? both << 1 : both;
  }

  /** Joins what copies connect, the most frequent first. `apart`: virtual indices that stay alone. */
  coalesce(copies: readonly CopyEdge[], apart: ReadonlySet<number>): void {
    const sorted = copies
      .map((copy, order) => ({ copy, order }))
      .sort((a, b) => b.copy.weight - a.copy.weight || a.order - b.order);
    for (const { copy } of sorted) {
      const isVirtual = copy.to >= 0 && copy.from >= 0;
      if (!isVirtual || apart.has(copy.to) || apart.has(copy.from) || !this.join(copy.to, copy.from))
        this.hints.push(copy);
    }
  }

  private join(a: number, b: number): boolean {
    const [x, y] = [this.root(a), this.root(b)];
    if (x === y) return true;
    const [px, py] = [this.partnerOf(x), this.partnerOf(y)];
    if (px === y || this.graph.interfere(x, y)) return false;
    if (px >= 0 && py >= 0) {
      if (this.isHigh(x) !== this.isHigh(y)) return false;
      if (px !== py && this.graph.interfere(px, py)) return false;
      if (!this.fits(x, y, px, py)) return false;
      this.merge(x, y);
      if (px !== py) this.merge(px, py);
      return true;
    }
    if (!this.fits(x, y, px >= 0 ? px : py, -1)) return false;
    this.merge(x, y);
    return true;
  }

  /** Is there a register left for both, and surely so where the choice gets smaller? */
  private fits(x: number, y: number, partnerX: number, partnerY: number): boolean {
    let choices = (this.available[x] as number) & (this.available[y] as number);
    const isHigh = this.isHigh(x) || this.isHigh(y);
    if (partnerX >= 0) {
      let other = this.available[partnerX] as number;
      if (partnerY >= 0) other &= this.available[partnerY] as number;
      choices &= isHigh ? other << 1 : other >>> 1;
    }
    const left = bitCount(choices);
    if (left === 0) return false;
    if (left >= bitCount(this.choices(x)) && left >= bitCount(this.choices(y))) return true;
    let pressing = 0;
    const seen = this.seen;
    const look = ++this.looks;
    for (const web of [x, y, partnerX, partnerY]) {
      if (web < 0) continue;
      for (const member of this.graph.neighbours[web] ?? []) {
        const other = this.root(member);
        if (seen[other] === look) continue;
        seen[other] = look;
        const theirs = this.choices(other);
        const mask = web === x || web === y ? choices : isHigh ? choices >>> 1 : choices << 1;
        if ((theirs & mask) === 0) continue;
        if ((this.graph.neighbours[other]?.length ?? 0) >= bitCount(theirs)) pressing++;
        if (pressing >= left) return false;
      }
    }
    return true;
  }

  /** y becomes part of x. */
  private merge(x: number, y: number): void {
    this.parents[y] = x;
    this.available[x] = (this.available[x] as number) & (this.available[y] as number);
    this.costs[x] = (this.costs[x] as number) + (this.costs[y] as number);
    this.members[x]?.push(...(this.members[y] ?? []));
    if (this.partners[x] === -1) {
      this.partners[x] = this.partners[y] as number;
      this.highs[x] = this.highs[y] as number;
    }
    // The other half must find its way here whichever of the two it knew.
    for (const other of this.graph.neighbours[y] ?? []) {
      const neighbour = this.root(other);
      if (neighbour !== x) this.graph.addEdge(x, neighbour);
    }
  }
}

export function bitCount(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Every copy of the function, weighed by how often it runs. */
export function copiesOf(blocks: readonly MachineBlock[]): CopyEdge[] {
  const copies: CopyEdge[] = [];
  const index = (register: number): number =>
    register < FIRST_VIRTUAL ? -1 - register : register - FIRST_VIRTUAL;
  for (const block of blocks)
    for (const one of block.instructions) {
      if (one.op !== 'copy') continue;
      const [to, from] = one.operands;
      if (to?.kind !== 'reg' || from?.kind !== 'reg') continue;
      if (to.reg < 2 || from.reg < 2) continue;
      copies.push({ to: index(to.reg), from: index(from.reg), weight: block.frequency });
    }
  return copies;
}
