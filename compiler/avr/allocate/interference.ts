/**
 * Who may not share a register with whom.
 *
 * In: machine code. Out: a graph over virtual registers, and for each the physical registers it may not be.
 * The two registers of a copy do not interfere by it. All results of one instruction interfere.
 */
import {
  FIRST_VIRTUAL,
  isVirtual,
  type MachineFunction,
  type MachineInstruction,
} from '../machine/machine-code.ts';
import { EdgeSet } from './edge-set.ts';
import { computeLiveness, LiveSet } from './liveness.ts';

export class Interference {
  readonly count: number;
  /** By virtual index: physical registers, as bits. */
  readonly forbidden: Uint32Array;
  /** By virtual index: the other indices. */
  readonly neighbours: number[][];
  /** By virtual index: uses and definitions, weighed by how often they run. */
  readonly costs: Float64Array;
  private edges: EdgeSet;
  /** How many neighbours each had before any were joined. */
  private readonly own: Int32Array;

  constructor(fn: MachineFunction) {
    this.count = fn.registers.end - FIRST_VIRTUAL;
    this.edges = new EdgeSet(this.count);
    this.forbidden = new Uint32Array(this.count);
    this.neighbours = Array.from({ length: this.count }, () => []);
    this.costs = new Float64Array(this.count);
    this.build(fn);
    this.own = Int32Array.from(this.neighbours, ({ length }) => length);
  }

  /** As it was made, before registers were joined. */
  restart(): void {
    this.edges = new EdgeSet(this.count);
    for (const [a, list] of this.neighbours.entries()) {
      list.length = this.own[a] as number;
      for (const b of list) if (a < b) this.edges.add(a, b);
    }
  }

  interfere(a: number, b: number): boolean {
    return this.edges.has(a, b);
  }

  addEdge(a: number, b: number): void {
    if (a === b || !this.edges.add(a, b)) return;
    (this.neighbours[a] as number[]).push(b);
    (this.neighbours[b] as number[]).push(a);
  }

  private build(fn: MachineFunction): void {
    const { liveOut } = computeLiveness(fn);
    const live = new LiveSet(fn.registers.end);
    for (const block of fn.blocks) {
      live.fill(liveOut.get(block) ?? []);
      let physical = 0;
      for (let i = block.instructions.length - 1; i >= 0; i--) {
        const one = block.instructions[i];
        if (one !== undefined) physical = this.step(one, live, physical, block.frequency);
      }
    }
  }

  /** Backwards over one instruction; the physical registers live before it. */
  private step(one: MachineInstruction, live: LiveSet, after: number, frequency: number): number {
    let physical = after;
    const isCopy = one.op === 'copy';
    const source = isCopy ? (one.reads[0] ?? -1) : -1;
    let definedPhysical = one.clobbers;
    for (const register of one.writes)
      if (isVirtual(register)) live.add(register);
      else definedPhysical |= 1 << register;
    if (definedPhysical !== 0)
      for (const register of live.list)
        if (register !== source)
          this.forbidden[register - FIRST_VIRTUAL] =
            (this.forbidden[register - FIRST_VIRTUAL] as number) | definedPhysical;
    const notSource = isCopy && source >= 0 && !isVirtual(source) ? ~(1 << source) : -1;
    for (const register of one.writes) {
      if (!isVirtual(register)) continue;
      const index = register - FIRST_VIRTUAL;
      this.costs[index] = (this.costs[index] as number) + frequency;
      this.forbidden[index] = (this.forbidden[index] as number) | (physical & notSource);
      for (const other of live.list) if (other !== source) this.addEdge(index, other - FIRST_VIRTUAL);
    }
    for (const register of one.writes)
      if (isVirtual(register)) live.remove(register);
      else physical &= ~(1 << register);
    for (const register of one.reads) {
      if (!isVirtual(register)) {
        physical |= 1 << register;
        continue;
      }
      live.add(register);
      const index = register - FIRST_VIRTUAL;
      this.costs[index] = (this.costs[index] as number) + frequency;
    }
    return physical;
  }
}
