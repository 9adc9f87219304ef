/**
 * Moves registers that found no place to the frame, or makes their constant again at each use.
 *
 * In: machine code and the webs to spill. Out: machine code where each use reads a short-lived register filled
 * just before its bundle and each definition writes one that is stored just behind; a copy becomes the
 * ldd or std itself. The instructions replaced remember their source.
 */
import {
  makeInstruction,
  type MachineFunction,
  type MachineInstruction,
  type MachineOperand,
  UPPER,
} from '../machine/machine-code.ts';
import { constantOf } from './remake.ts';

export interface SpillPlan {
  /** Virtual register → slot of a byte; the same for registers of one web. */
  readonly slots: ReadonlyMap<number, number>;
  /** Virtual registers that only ever hold a constant: what makes it. */
  readonly remade: ReadonlyMap<number, MachineInstruction>;
}

/** Registers that must not be spilled again are added to `unspillable`; `origins`: what a new one stands for. */
export function spill(
  fn: MachineFunction,
  plan: SpillPlan,
  unspillable: Set<number>,
  origins: Map<number, number>,
): void {
  for (const block of fn.blocks) {
    const { instructions } = block;
    const output: MachineInstruction[] = [];
    for (let i = 0; i < instructions.length;) {
      let end = i + 1;
      while (instructions[end]?.isGlued === true) end++;
      output.push(...new BundleSpiller(fn, plan, unspillable, origins).rewrite(instructions.slice(i, end)));
      i = end;
    }
    instructions.splice(0, instructions.length, ...output);
  }
}

class BundleSpiller {
  private readonly before: MachineInstruction[] = [];
  private readonly after: MachineInstruction[] = [];
  /** Spilled register → the one that stands for it in this bundle. */
  private readonly stands = new Map<number, number>();
  private readonly loaded = new Set<number>();
  private readonly stored = new Set<number>();
  private readonly fn: MachineFunction;
  private readonly plan: SpillPlan;
  private readonly unspillable: Set<number>;
  private readonly origins: Map<number, number>;

  constructor(fn: MachineFunction, plan: SpillPlan, unspillable: Set<number>, origins: Map<number, number>) {
    this.fn = fn;
    this.plan = plan;
    this.unspillable = unspillable;
    this.origins = origins;
  }

  rewrite(bundle: readonly MachineInstruction[]): MachineInstruction[] {
    const [only] = bundle;
    if (bundle.length === 1 && only !== undefined) {
      if (this.isRemadeDefinition(only)) return [];
      const moved = this.moveOf(only);
      if (moved !== undefined) return [moved];
    }
    const body = bundle.map((one) => this.replace(one));
    return [...this.before, ...body, ...this.after];
  }

  private isSpilled(register: number): boolean {
    return this.plan.slots.has(register) || this.plan.remade.has(register);
  }

  private isRemadeDefinition(one: MachineInstruction): boolean {
    return one.writes.some((register) => this.plan.remade.has(register));
  }

  /** A copy to or from a spilled register needs no other register. */
  private moveOf(one: MachineInstruction): MachineInstruction | undefined {
    if (one.op !== 'copy') return undefined;
    const [to, from] = one.operands;
    if (to?.kind !== 'reg' || from?.kind !== 'reg') return undefined;
    const [toSlot, fromSlot] = [this.plan.slots.get(to.reg), this.plan.slots.get(from.reg)];
    const source = one.source ?? one;
    if (toSlot !== undefined && toSlot === fromSlot)
      return makeInstruction({
        op: 'samePlace',
        operands: [],
        loc: one.loc,
        source,
        inserted: { kind: 'same', of: this.originOf(to.reg), slot: toSlot },
      });
    if (toSlot !== undefined && fromSlot === undefined && !this.plan.remade.has(from.reg))
      return this.move('spill', from.reg, this.originOf(to.reg), toSlot, one, source);
    if (fromSlot !== undefined && toSlot === undefined)
      return this.move('reload', to.reg, this.originOf(from.reg), fromSlot, one, source);
    return undefined;
  }

  private originOf(register: number): number {
    return this.origins.get(register) ?? register;
  }

  private move(
    kind: 'spill' | 'reload',
    register: number,
    of: number,
    slot: number,
    { loc }: MachineInstruction,
    source?: MachineInstruction,
  ): MachineInstruction {
    const operands = [reg(register, kind === 'spill' ? 'use' : 'def')];
    return makeInstruction({ op: kind, operands, loc, source, inserted: { kind, of, slot } });
  }

  private replace(one: MachineInstruction): MachineInstruction {
    let changed = false;
    const operands = one.operands.map((operand): MachineOperand => {
      if (operand.kind === 'reg' && this.isSpilled(operand.reg)) {
        changed = true;
        const reg = this.standFor(operand.reg);
        if (operand.role !== 'def') this.load(operand.reg, reg, one);
        if (operand.role !== 'use') this.store(operand.reg, reg, one);
        return { ...operand, reg };
      }
      if (operand.kind === 'pair' && (this.isSpilled(operand.lo) || this.isSpilled(operand.hi))) {
        changed = true;
        const pair = this.standForPair(operand.lo, operand.hi, one);
        if (operand.role === 'both') {
          this.store(operand.lo, pair.lo, one);
          this.store(operand.hi, pair.hi, one);
        }
        return { ...operand, ...pair };
      }
      return operand;
    });
    return changed ? makeInstruction({ ...one, operands, source: one.source ?? one }) : one;
  }

  private standFor(register: number): number {
    const known = this.stands.get(register);
    if (known !== undefined) return known;
    const isHalf = this.fn.registers.partnerOf(register) >= 0;
    const stand = this.fn.registers.make(isHalf ? UPPER : this.fn.registers.maskOf(register));
    this.note(register, stand);
    return stand;
  }

  private standForPair(lo: number, hi: number, one: MachineInstruction): { lo: number; hi: number } {
    const [knownLo, knownHi] = [this.stands.get(lo), this.stands.get(hi)];
    if (knownLo !== undefined && knownHi !== undefined && this.fn.registers.partnerOf(knownLo) === knownHi)
      return { lo: knownLo, hi: knownHi };
    const pair = this.fn.registers.makePair(this.fn.registers.maskOf(lo));
    for (const [register, stand] of [
      [lo, pair.lo],
      [hi, pair.hi],
    ] as const) {
      this.note(register, stand);
      if (this.isSpilled(register)) this.load(register, stand, one);
      else {
        const operands = [reg(stand, 'def'), reg(register, 'use')];
        const inserted = { kind: 'reload', of: this.originOf(register), slot: -1 } as const;
        this.before.push(makeInstruction({ op: 'copy', operands, loc: one.loc, inserted }));
      }
    }
    return pair;
  }

  private note(register: number, stand: number): void {
    this.stands.set(register, stand);
    this.unspillable.add(stand);
    this.origins.set(stand, this.originOf(register));
  }

  private load(register: number, stand: number, one: MachineInstruction): void {
    if (this.loaded.has(stand)) return;
    this.loaded.add(stand);
    const remade = this.plan.remade.get(register);
    const of = this.originOf(register);
    if (remade !== undefined) {
      const operands = [reg(stand, 'def'), ...constantOf(remade)];
      const inserted = { kind: 'remade', of, slot: -1 } as const;
      this.before.push(makeInstruction({ op: remade.op, operands, loc: one.loc, inserted }));
      return;
    }
    this.before.push(this.move('reload', stand, of, this.plan.slots.get(register) ?? -1, one));
  }

  private store(register: number, stand: number, one: MachineInstruction): void {
    const slot = this.plan.slots.get(register);
    if (slot === undefined || this.stored.has(stand)) return;
    this.stored.add(stand);
    this.after.push(this.move('spill', stand, this.originOf(register), slot, one));
  }
}

const reg = (register: number, role: 'use' | 'def'): MachineOperand => ({ kind: 'reg', reg: register, role });
