/**
 * Which virtual registers are live at the end of each block: the usual backward equations on bit sets.
 *
 * Only registers that some block reads before it writes them can be live between blocks: they are few, and only
 * they have bits. Physical registers never live across the end of a block.
 */
import { isVirtual, type MachineBlock, type MachineFunction, successors } from '../machine/machine-code.ts';

export interface Liveness {
  /** Ascending. */
  readonly liveOut: ReadonlyMap<MachineBlock, readonly number[]>;
}

export function computeLiveness(fn: MachineFunction): Liveness {
  const { blocks } = fn;
  const bits = new BlockBits(fn);
  const { words, into, out, killed } = bits;
  const places = new Map(blocks.map((block, at) => [block, at * words]));
  const following = blocks.map((block) => successors(block).map((to) => places.get(to) ?? 0));
  for (let changed = words > 0; changed;) {
    changed = false;
    for (let b = blocks.length - 1; b >= 0; b--) {
      const base = b * words;
      for (const to of following[b] ?? [])
        for (let w = 0; w < words; w++) {
          const more = (into[to + w] as number) & ~(out[base + w] as number);
          if (more === 0) continue;
          out[base + w] = (out[base + w] as number) | more;
          into[base + w] = (into[base + w] as number) | (more & ~(killed[base + w] as number));
          changed = true;
        }
    }
  }
  return { liveOut: new Map(blocks.map((block, b) => [block, bits.registersOf(out, b * words)])) };
}

/** For each block: what it reads before it writes it, and what it writes; of the registers that cross blocks. */
class BlockBits {
  readonly words: number;
  readonly into: Uint32Array;
  readonly out: Uint32Array;
  readonly killed: Uint32Array;
  /** By bit. */
  private readonly crossing: readonly number[];

  constructor({ blocks, registers: { end } }: MachineFunction) {
    const writtenIn = new Int32Array(end).fill(-1);
    const exposed = blocks.map(({ instructions }, b) => {
      const found: number[] = [];
      for (const { reads, writes } of instructions) {
        for (const register of reads)
          if (isVirtual(register) && writtenIn[register] !== b) found.push(register);
        for (const register of writes) writtenIn[register] = b;
      }
      return found;
    });
    const bitOf = new Int32Array(end).fill(-1);
    for (const found of exposed) for (const register of found) bitOf[register] = 0;
    const crossing: number[] = [];
    for (let register = 0; register < end; register++)
      if (bitOf[register] === 0) bitOf[register] = crossing.push(register) - 1;
    this.crossing = crossing;
    this.words = (crossing.length + 31) >> 5;
    this.into = new Uint32Array(blocks.length * this.words);
    this.out = new Uint32Array(this.into.length);
    this.killed = new Uint32Array(this.into.length);
    for (const [b, { instructions }] of blocks.entries()) {
      for (const register of exposed[b] ?? []) this.set(this.into, b, bitOf[register] as number);
      for (const { writes } of instructions)
        for (const register of writes)
          if ((bitOf[register] as number) >= 0) this.set(this.killed, b, bitOf[register] as number);
    }
  }

  registersOf(bits: Uint32Array, base: number): number[] {
    const found: number[] = [];
    for (let w = 0; w < this.words; w++)
      for (let rest = bits[base + w] as number; rest !== 0; rest &= rest - 1)
        found.push(this.crossing[w * 32 + 31 - Math.clz32(rest & -rest)] as number);
    return found;
  }

  private set(bits: Uint32Array, block: number, bit: number): void {
    const at = block * this.words + (bit >> 5);
    bits[at] = (bits[at] as number) | (1 << (bit & 31));
  }
}

/** A set of registers that can be walked in the time of its size. */
export class LiveSet {
  private readonly members: number[] = [];
  private readonly places: Int32Array;

  constructor(end: number) {
    this.places = new Int32Array(end).fill(-1);
  }

  get list(): readonly number[] {
    return this.members;
  }

  has(register: number): boolean {
    return (this.places[register] as number) >= 0;
  }

  add(register: number): void {
    if (this.has(register)) return;
    this.places[register] = this.members.length;
    this.members.push(register);
  }

  remove(register: number): void {
    const place = this.places[register] as number;
    if (place < 0) return;
    const last = this.members.pop() as number;
    if (last !== register) {
      this.members[place] = last;
      this.places[last] = place;
    }
    this.places[register] = -1;
  }

  fill(registers: readonly number[]): void {
    for (const register of this.members) this.places[register] = -1;
    this.members.length = 0;
    for (const register of registers) this.add(register);
  }
}
