/**
 * Proves that an allocation is right, without knowing how it was made.
 *
 * In: the selected machine code (virtual registers) and the allocated one (physical, each instruction with
 * its source). Follows, through every block until nothing changes, which virtual registers' values each
 * physical register and frame slot holds, and demands that every use reads its own value, that only
 * what the selection wrote is executed, in its order, and that nothing inserted stands inside a bundle.
 * Where paths meet a place holds only what it holds on all of them. A block is looked at again when less is
 * known at its start, so its last look is the one that counts, and looks before it may demand the same.
 * Throws InternalError otherwise.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import {
  isVirtual,
  type MachineBlock,
  type MachineFunction,
  type MachineInstruction,
  successors,
} from '../machine/machine-code.ts';
import { HeldValues, type Saved } from './held-values.ts';
import { makesConstant } from './remake.ts';

/** The instructions of every block as they were selected. */
export type Selected = ReadonlyMap<MachineBlock, readonly MachineInstruction[]>;

export const rememberSelected = (fn: MachineFunction): Selected =>
  new Map(fn.blocks.map((block) => [block, [...block.instructions]]));

/** Physical registers are 0 … 31, slots follow. */
const FIRST_SLOT = 32;

export function checkAllocation(fn: MachineFunction, selected: Selected): void {
  new Checker(fn, selected).run();
}

class Checker {
  private readonly fn: MachineFunction;
  private readonly selected: Selected;

  constructor(fn: MachineFunction, selected: Selected) {
    this.fn = fn;
    this.selected = selected;
  }

  run(): void {
    for (const block of this.fn.blocks) this.checkOrder(block);
    const entry = this.fn.blocks[0];
    if (entry === undefined) return;
    const state = new HeldValues(this.fn.registers.end, FIRST_SLOT + this.fn.spills);
    const known = new Map<MachineBlock, Saved>();
    // The frame pointer, where there is one, and nothing else.
    if (this.fn.needsFrame) for (const register of [28, 29]) state.put(register, register);
    known.set(entry, state.save());
    // Sweeps in the blocks' order, over those whose start changed: few, as blocks mostly lead forwards.
    const stale = new Set([entry]);
    while (stale.size > 0) {
      for (const block of this.fn.blocks) {
        if (!stale.delete(block)) continue;
        this.walk(block, state, known);
        for (const to of successors(block)) {
          const before = known.get(to);
          if (before === undefined) known.set(to, state.save());
          else if (!state.meetInto(before)) continue;
          stale.add(to);
        }
      }
    }
  }

  private walk(block: MachineBlock, state: HeldValues, known: ReadonlyMap<MachineBlock, Saved>): void {
    const before = known.get(block);
    if (before === undefined) return;
    state.load(before);
    for (const one of block.instructions) this.step(one, state);
  }

  /** The allocated instructions are the selected ones, in order, less constants made elsewhere. */
  private checkOrder(block: MachineBlock): void {
    const selected = this.selected.get(block) ?? [];
    let next = 0;
    for (const one of block.instructions) {
      const { source } = one;
      const isOwn = source !== undefined && source.inserted === undefined;
      if (!isOwn) {
        if (one.inserted === undefined) this.fail('an instruction from nowhere', one);
        if (next > 0 && selected[next]?.isGlued === true) this.fail('code inserted into a bundle', one);
        continue;
      }
      for (; selected[next] !== source; next++) {
        const skipped = selected[next];
        if (skipped === undefined) this.fail('an instruction that was not selected', one);
        if (!makesConstant(skipped)) this.fail('an instruction got lost', skipped);
      }
      next++;
    }
    for (; next < selected.length; next++) {
      const left = selected[next];
      if (left !== undefined && !makesConstant(left)) this.fail('an instruction got lost', left);
    }
  }

  private step(one: MachineInstruction, state: HeldValues): void {
    const { inserted } = one;
    const source = one.source ?? one;
    const [operand, from] = one.operands;
    const register = operand?.kind === 'reg' ? operand.reg : -1;
    if (inserted !== undefined) {
      const slot = FIRST_SLOT + inserted.slot;
      if (inserted.kind === 'remade') {
        this.checkRemade(one, inserted.of);
        state.clear(register);
        state.put(register, inserted.of);
      } else if (inserted.kind === 'same') this.copyValue(source, state, slot, slot);
      else if (one.op === 'copy') state.copy(register, from?.kind === 'reg' ? from.reg : register);
      else {
        const [to, at] = one.op === 'spill' ? [slot, register] : [register, slot];
        if (isSelectedCopy(source)) this.copyValue(source, state, to, at);
        else state.copy(to, at);
      }
      return;
    }
    if (one.op === 'copy') {
      if (from?.kind === 'reg') this.copyValue(source, state, register, from.reg);
      return;
    }
    this.checkUses(one, source, state);
    this.define(one, source, state);
  }

  /** Place `to` now holds what `from` holds, and that is the copy's target too. */
  private copyValue(source: MachineInstruction, state: HeldValues, to: number, from: number): void {
    const [target, read] = source.operands;
    if (target?.kind !== 'reg' || read?.kind !== 'reg') this.fail('a copy that is none', source);
    if (read.reg > 1 && !state.holds(from, read.reg)) this.fail(`does not read ${read.reg}`, source);
    if (read.reg <= 1 && from !== read.reg) this.fail('reads another fixed register', source);
    if (!isVirtual(target.reg) && to !== target.reg) this.fail('writes another fixed register', source);
    state.copy(to, from);
    state.forget(target.reg);
    state.put(to, target.reg);
  }

  private checkUses(one: MachineInstruction, source: MachineInstruction, state: HeldValues): void {
    this.eachPair(one, source, (actual, wanted, role) => {
      if (!isVirtual(wanted) && actual !== wanted) this.fail('another fixed register', one);
      if (role === 'def' || wanted < 2) return;
      if (isVirtual(wanted) && !state.holds(actual, wanted))
        this.fail(`r${actual} does not hold v${wanted}`, one);
    });
    for (const register of source.uses)
      if (register > 1 && !state.holds(register, register)) this.fail(`r${register} was lost`, one);
  }

  private define(one: MachineInstruction, source: MachineInstruction, state: HeldValues): void {
    if (source.clobbers !== 0)
      for (let register = 0; register < 32; register++)
        if (((source.clobbers >>> register) & 1) === 1) state.clear(register);
    for (const register of source.defs) {
      state.clear(register);
      state.forget(register);
      state.put(register, register);
    }
    this.eachPair(one, source, (actual, wanted, role) => {
      if (role === 'use') return;
      state.clear(actual);
      state.forget(wanted);
      state.put(actual, wanted);
    });
  }

  private checkRemade(one: MachineInstruction, of: number): void {
    const definitions: MachineInstruction[] = [];
    for (const instructions of this.selected.values())
      for (const candidate of instructions)
        if (
          candidate.operands.some(
            (operand) => operand.kind === 'reg' && operand.role !== 'use' && operand.reg === of,
          )
        )
          definitions.push(candidate);
    const [only] = definitions;
    if (definitions.length !== 1 || only === undefined || !makesConstant(only) || only.op !== one.op)
      this.fail('made again although it is no constant', one);
    if (JSON.stringify(only.operands.slice(1)) !== JSON.stringify(one.operands.slice(1)))
      this.fail('made again as another constant', one);
  }

  private eachPair(
    one: MachineInstruction,
    source: MachineInstruction,
    visit: (actual: number, wanted: number, role: 'use' | 'def' | 'both') => void,
  ): void {
    for (let i = 0; i < one.operands.length; i++) {
      const [operand, wanted] = [one.operands[i], source.operands[i]];
      if (operand?.kind === 'reg') {
        if (wanted?.kind !== 'reg') this.fail('another kind of operand', one);
        visit(operand.reg, wanted.reg, wanted.role);
      } else if (operand?.kind === 'pair') {
        if (wanted?.kind !== 'pair' || operand.hi !== operand.lo + 1) this.fail('no pair of registers', one);
        visit(operand.lo, wanted.lo, wanted.role);
        visit(operand.hi, wanted.hi, wanted.role);
      }
    }
  }

  private fail(what: string, one: MachineInstruction): never {
    throw new InternalError(`register allocation of ${this.fn.name}: ${what} (${one.op})`);
  }
}

const isSelectedCopy = (source: MachineInstruction): boolean =>
  source.op === 'copy' && source.inserted === undefined;
