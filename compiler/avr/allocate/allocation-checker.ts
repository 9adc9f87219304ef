/**
 * Proves that an allocation is right, without knowing how it was made.
 *
 * In: the selected machine code (virtual registers) and the allocated one (physical, each instruction with
 * its source). Follows, through every block until nothing changes, which virtual registers' values each
 * physical register and frame slot holds, and demands that every use reads its own value, that only
 * what the selection wrote is executed, in its order, and that nothing inserted stands inside a bundle.
 * Where paths meet a place holds only what it holds on all of them. Throws InternalError otherwise.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import {
  isVirtual,
  type MachineBlock,
  type MachineFunction,
  type MachineInstruction,
  type MachineOperand,
  successors,
} from '../machine/machine-code.ts';
import { makesConstant } from './remake.ts';

/** The instructions of every block as they were selected. */
export type Selected = ReadonlyMap<MachineBlock, readonly MachineInstruction[]>;

export const rememberSelected = (fn: MachineFunction): Selected =>
  new Map(fn.blocks.map((block) => [block, [...block.instructions]]));

/** Physical registers are 0 … 31, slots follow. */
const FIRST_SLOT = 32;

type State = (ReadonlySet<number> | undefined)[];

export function checkAllocation(fn: MachineFunction, selected: Selected): void {
  new Checker(fn, selected).run();
}

class Checker {
  private readonly fn: MachineFunction;
  private readonly selected: Selected;
  private readonly places: number;
  private readonly definitions = new Map<number, MachineInstruction[]>();

  constructor(fn: MachineFunction, selected: Selected) {
    this.fn = fn;
    this.selected = selected;
    this.places = FIRST_SLOT + fn.spills;
    for (const instructions of selected.values())
      for (const one of instructions)
        for (const operand of one.operands)
          if (operand.kind === 'reg' && operand.role !== 'use') {
            const list = this.definitions.get(operand.reg) ?? [];
            list.push(one);
            this.definitions.set(operand.reg, list);
          }
  }

  run(): void {
    for (const block of this.fn.blocks) this.checkOrder(block);
    const entry = this.fn.blocks[0];
    if (entry === undefined) return;
    const states = new Map<MachineBlock, State>([[entry, this.firstState()]]);
    const work = [entry];
    for (let block = work.pop(); block !== undefined; block = work.pop()) {
      const state = [...(states.get(block) ?? this.emptyState())];
      for (const one of block.instructions) this.step(one, state, false);
      for (const to of successors(block)) {
        const known = states.get(to);
        const met = known === undefined ? [...state] : meet(known, state);
        if (met === undefined) continue;
        states.set(to, met);
        work.push(to);
      }
    }
    for (const block of this.fn.blocks) {
      const state = [...(states.get(block) ?? this.emptyState())];
      for (const one of block.instructions) this.step(one, state, true);
    }
  }

  private emptyState(): State {
    return Array.from({ length: this.places }, () => undefined);
  }

  /** The frame pointer, where there is one, and nothing else. */
  private firstState(): State {
    const state = this.emptyState();
    if (this.fn.needsFrame) for (const register of [28, 29]) state[register] = new Set([register]);
    return state;
  }

  /** The allocated instructions are the selected ones, in order, less constants made elsewhere. */
  private checkOrder(block: MachineBlock): void {
    const selected = this.selected.get(block) ?? [];
    let next = 0;
    let isFirst = true;
    for (const one of block.instructions) {
      const isOwn = one.inserted === undefined || one.source !== undefined;
      const source = one.source ?? one;
      if (one.inserted !== undefined && !isOwnMove(one, selected, next)) {
        const follower = selected[next];
        if (follower?.isGlued === true && !isFirst) this.fail('code inserted into a bundle', one);
        continue;
      }
      if (!isOwn) this.fail('an instruction from nowhere', one);
      while (selected[next] !== undefined && selected[next] !== source) {
        const skipped = selected[next];
        if (skipped === undefined || !makesConstant(skipped)) this.fail('an instruction got lost', one);
        next++;
      }
      if (selected[next] === undefined) this.fail('an instruction that was not selected', one);
      next++;
      isFirst = false;
    }
    for (; next < selected.length; next++) {
      const left = selected[next];
      if (left !== undefined && !makesConstant(left)) this.fail('an instruction got lost', left);
    }
  }

  private step(one: MachineInstruction, state: State, isChecking: boolean): void {
    const { inserted } = one;
    const source = one.source ?? one;
    const operand = one.operands[0];
    if (inserted !== undefined) {
      const register = operand?.kind === 'reg' ? operand.reg : -1;
      if (inserted.kind === 'remade') {
        if (isChecking) this.checkRemade(one, inserted.of);
        state[register] = new Set([inserted.of]);
        return;
      }
      if (one.op === 'spill' || one.op === 'reload') {
        const slot = FIRST_SLOT + inserted.slot;
        const [to, from] = one.op === 'spill' ? [slot, register] : [register, slot];
        const held = state[from];
        state[to] = held;
        if (isCopyOf(source)) this.copyValue(source, state, to, held, isChecking, one);
        return;
      }
      if (inserted.kind === 'same') {
        const slot = FIRST_SLOT + inserted.slot;
        this.copyValue(source, state, slot, state[slot], isChecking, one);
        return;
      }
      if (one.op === 'copy' && one.source?.inserted !== undefined) {
        const from = one.operands[1];
        state[register] = from?.kind === 'reg' ? state[from.reg] : undefined;
        return;
      }
    }
    if (one.op === 'copy' && isCopyOf(source)) {
      const from = one.operands[1];
      if (operand?.kind !== 'reg' || from?.kind !== 'reg') return;
      this.copyValue(source, state, operand.reg, state[from.reg], isChecking, one);
      return;
    }
    if (isChecking) this.checkUses(one, source, state);
    this.define(one, source, state);
  }

  /** `to` now holds what `held` was, and that is the copy's target too. */
  private copyValue(
    source: MachineInstruction,
    state: State,
    to: number,
    held: ReadonlySet<number> | undefined,
    isChecking: boolean,
    one: MachineInstruction,
  ): void {
    const [target, from] = source.operands;
    if (target?.kind !== 'reg' || from?.kind !== 'reg') return;
    if (isChecking && from.reg !== 0 && from.reg !== 1 && held?.has(from.reg) !== true)
      this.fail(`reads something other than ${from.reg}`, one);
    forget(state, target.reg);
    const values = new Set(held);
    values.delete(target.reg);
    values.add(target.reg);
    state[to] = values;
  }

  private checkUses(one: MachineInstruction, source: MachineInstruction, state: State): void {
    eachPair(one, source, (actual, wanted, role) => {
      if (role === 'def' || wanted < 2) return;
      if (!isVirtual(wanted) && actual !== wanted) this.fail('another physical register', one);
      if (isVirtual(wanted) && state[actual]?.has(wanted) !== true)
        this.fail(`r${actual} does not hold v${wanted}`, one);
    });
    for (const register of source.uses)
      if (register > 1 && state[register]?.has(register) !== true) this.fail(`r${register} was lost`, one);
  }

  private define(one: MachineInstruction, source: MachineInstruction, state: State): void {
    for (let register = 0; register < 32; register++)
      if (((source.clobbers >>> register) & 1) === 1) state[register] = undefined;
    const defined: [number, number][] = source.defs.map((register) => [register, register]);
    eachPair(one, source, (actual, wanted, role) => {
      if (role !== 'use') defined.push([actual, wanted]);
    });
    for (const [actual, wanted] of defined) {
      forget(state, wanted);
      state[actual] = new Set([wanted]);
    }
  }

  private checkRemade(one: MachineInstruction, of: number): void {
    const definitions = this.definitions.get(of) ?? [];
    const [only] = definitions;
    if (definitions.length !== 1 || only === undefined || !makesConstant(only) || only.op !== one.op)
      this.fail('made again although it is no constant', one);
    if (JSON.stringify(only?.operands.slice(1)) !== JSON.stringify(one.operands.slice(1)))
      this.fail('made again as another constant', one);
  }

  private fail(what: string, one: MachineInstruction): never {
    throw new InternalError(`register allocation of ${this.fn.name}: ${what} (${one.op})`);
  }
}

/** A spill or reload that stands for a selected copy. */
function isOwnMove(one: MachineInstruction, selected: readonly MachineInstruction[], from: number): boolean {
  const { source } = one;
  if (source === undefined || source.inserted !== undefined) return false;
  for (let i = from; i < selected.length; i++) if (selected[i] === source) return true;
  return false;
}

const isCopyOf = (source: MachineInstruction): boolean =>
  source.op === 'copy' && source.inserted === undefined;

function forget(state: State, value: number): void {
  state.forEach((held, place) => {
    if (held?.has(value) !== true) return;
    const rest = new Set(held);
    rest.delete(value);
    state[place] = rest;
  });
}

function meet(known: State, other: State): State | undefined {
  let changed = false;
  const met = known.map((held, place) => {
    if (held === undefined || held.size === 0) return held;
    const theirs = other[place];
    let rest: Set<number> | undefined;
    for (const value of held)
      if (theirs?.has(value) !== true) {
        rest ??= new Set(held);
        rest.delete(value);
      }
    if (rest === undefined) return held;
    changed = true;
    return rest;
  });
  return changed ? met : undefined;
}

function eachPair(
  one: MachineInstruction,
  source: MachineInstruction,
  visit: (actual: number, wanted: number, role: 'use' | 'def' | 'both') => void,
): void {
  one.operands.forEach((operand, i) => {
    const wanted: MachineOperand | undefined = source.operands[i];
    if (operand.kind === 'reg' && wanted?.kind === 'reg') visit(operand.reg, wanted.reg, wanted.role);
    else if (operand.kind === 'pair' && wanted?.kind === 'pair') {
      visit(operand.lo, wanted.lo, wanted.role);
      visit(operand.hi, wanted.hi, wanted.role);
    }
  });
}
