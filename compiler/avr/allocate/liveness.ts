/**
 * Which virtual registers are live at the end of each block: the usual backward equations on bit sets.
 *
 * Physical registers never live across the end of a block.
 */
import {
  FIRST_VIRTUAL,
  isVirtual,
  type MachineBlock,
  type MachineFunction,
  successors,
} from '../machine/machine-code.ts';

export type BitSet = Uint32Array;

export interface Liveness {
  readonly liveOut: ReadonlyMap<MachineBlock, BitSet>;
}

export function computeLiveness(fn: MachineFunction): Liveness {
  const words = (fn.registers.end - FIRST_VIRTUAL + 31) >> 5;
  const liveIn = new Map<MachineBlock, BitSet>();
  const liveOut = new Map<MachineBlock, BitSet>();
  const killed = new Map<MachineBlock, BitSet>();
  for (const block of fn.blocks) {
    const used = new Uint32Array(words);
    const defined = new Uint32Array(words);
    for (let i = block.instructions.length - 1; i >= 0; i--) {
      const one = block.instructions[i];
      if (one === undefined) continue;
      for (const register of one.writes) {
        if (!isVirtual(register)) continue;
        clear(used, register);
        set(defined, register);
      }
      for (const register of one.reads) if (isVirtual(register)) set(used, register);
    }
    liveIn.set(block, used);
    liveOut.set(block, new Uint32Array(words));
    killed.set(block, defined);
  }
  for (let changed = true; changed;) {
    changed = false;
    for (let b = fn.blocks.length - 1; b >= 0; b--) {
      const block = fn.blocks[b];
      const [out, into, dead] = [
        block && liveOut.get(block),
        block && liveIn.get(block),
        block && killed.get(block),
      ];
      if (block === undefined || out === undefined || into === undefined || dead === undefined) continue;
      for (const to of successors(block)) {
        const other = liveIn.get(to);
        if (other === undefined) continue;
        for (let w = 0; w < words; w++) {
          const more = (other[w] as number) & ~(out[w] as number);
          if (more === 0) continue;
          out[w] = (out[w] as number) | more;
          into[w] = (into[w] as number) | (more & ~(dead[w] as number));
          changed = true;
        }
      }
    }
  }
  return { liveOut };
}

function set(bits: BitSet, register: number): void {
  const index = register - FIRST_VIRTUAL;
  bits[index >> 5] = (bits[index >> 5] as number) | (1 << (index & 31));
}

function clear(bits: BitSet, register: number): void {
  const index = register - FIRST_VIRTUAL;
  bits[index >> 5] = (bits[index >> 5] as number) & ~(1 << (index & 31));
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

  fill(bits: BitSet): void {
    for (const register of this.members) this.places[register] = -1;
    this.members.length = 0;
    bits.forEach((word, w) => {
      for (let rest = word; rest !== 0; rest &= rest - 1)
        this.add(FIRST_VIRTUAL + w * 32 + (31 - Math.clz32(rest & -rest)));
    });
  }
}
