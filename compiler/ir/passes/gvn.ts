/**
 * Global value numbering: what was computed before is not computed again.
 *
 * Requires: a well-formed function without unreachable blocks. Guarantees: an expression that a dominating
 * one equals is gone; so is a load whose value is known from a load or store on every way to it, and a
 * store of what is there already; under a branch on a condition, the condition is known. Volatile accesses
 * stay as they are; calls and barriers are believed to change all memory that others can see.
 * Method: a walk over the dominator tree with a scoped table.
 */
import { controlFlow, type ControlFlow } from '../control-flow.ts';
import { boolConst, intConst, isIntConstant, sameOperand } from '../constants.ts';
import { dominators } from '../dominators.ts';
import type { Instruction, IrFunction, IrModule, IrType, Operand } from '../ir.ts';
import { mapOperands } from '../operands.ts';
import { Aliases, isBarrier, placeOf, placeOfAccess, type Place } from './alias.ts';
import type { CallEffects } from './call-effects.ts';
import { ExpressionTable } from './expression-table.ts';
import { Replacements } from './replacements.ts';

/** So many memory places are remembered; and so many blocks looked at before a join. */
const MOST_PLACES = 32;
const MOST_REGION = 24;

interface Known {
  readonly address: Operand;
  readonly place: Place;
  readonly type: IrType;
  readonly value: Operand;
}

/** What a block does to memory. */
interface Writes {
  readonly places: readonly Place[];
  readonly hasBarrier: boolean;
}

export function gvn(fn: IrFunction, module: IrModule, effects: CallEffects): boolean {
  return fn.blocks.length > 0 && new Numbering(fn, module, effects).run();
}

class Numbering {
  private readonly fn: IrFunction;
  private readonly effects: CallEffects;
  private readonly flow: ControlFlow;
  private readonly aliases: Aliases;
  private readonly values = new Replacements();
  private readonly table = new ExpressionTable();
  /** What a branch has decided, on the current path of the tree. */
  private readonly decided = new Map<Instruction, Operand>();
  private readonly ends: Known[][] = [];
  private readonly writes: (Writes | undefined)[] = [];
  private changed = false;

  constructor(fn: IrFunction, module: IrModule, effects: CallEffects) {
    this.fn = fn;
    this.effects = effects;
    this.flow = controlFlow(fn);
    this.aliases = new Aliases(fn, module);
  }

  run(): boolean {
    const { flow } = this;
    const tree = dominators(flow);
    type Frame = { index: number; child: number; scope: number; decisions: Instruction[] };
    const enter = (index: number): Frame => {
      const frame: Frame = { index, child: 0, scope: this.table.size, decisions: [] };
      this.decide(index, frame.decisions);
      this.block(index, tree.parent[index] as number);
      return frame;
    };
    const stack = [enter(0)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const child = tree.children[top.index]?.[top.child++];
      if (child !== undefined) {
        stack.push(enter(child));
        continue;
      }
      this.table.shrink(top.scope);
      for (const one of top.decisions) this.decided.delete(one);
      stack.pop();
    }
    this.values.apply(this.fn);
    return this.changed;
  }

  private readonly resolve = (operand: Operand): Operand => {
    const found = this.values.resolve(operand);
    if (!('op' in found)) return found;
    const known = this.decided.get(found);
    if (known === undefined) return found;
    this.changed = true;
    return known;
  };

  /** A block that only one branch leads to knows how the branch went. */
  private decide(index: number, decisions: Instruction[]): void {
    const predecessors = this.flow.predecessors[index] ?? [];
    const [from] = predecessors;
    if (from === undefined || predecessors.length > 1) return;
    const last = this.flow.order[from]?.instructions.at(-1);
    if (last?.op === 'condbr' && last.then !== last.otherwise) {
      const isTrue = last.then === this.flow.order[index];
      this.learn(this.values.resolve(last.condition), isTrue, decisions);
    } else if (last?.op === 'switch' && last.otherwise !== this.flow.order[index]) {
      const cases = last.cases.filter(({ target }) => target === this.flow.order[index]);
      const [only] = cases;
      const value = this.values.resolve(last.value);
      if (cases.length !== 1 || only === undefined || !('op' in value)) return;
      this.know(value, intConst(value.type as 'i16', only.value), decisions);
    }
  }

  private learn(condition: Operand, isTrue: boolean, decisions: Instruction[]): void {
    if (!('op' in condition)) return;
    this.know(condition, boolConst(isTrue), decisions);
    switch (condition.op) {
      case 'and':
      case 'or':
        // Both sides of a true `and`, and of a false `or`, are known.
        if (isTrue !== (condition.op === 'and')) return;
        this.learn(this.values.resolve(condition.left), isTrue, decisions);
        this.learn(this.values.resolve(condition.right), isTrue, decisions);
        return;
      case 'xor':
        if (isIntConstant(condition.right) && condition.right.value === 1n) {
          this.learn(this.values.resolve(condition.left), !isTrue, decisions);
        }
        return;
      case 'eq':
      case 'ne': {
        const left = this.values.resolve(condition.left);
        if (isTrue !== (condition.op === 'eq') || !('op' in left) || !isIntConstant(condition.right)) return;
        this.know(left, condition.right, decisions);
        return;
      }
      default:
    }
  }

  private know(one: Instruction, value: Operand, decisions: Instruction[]): void {
    if (this.decided.has(one)) return;
    this.decided.set(one, value);
    decisions.push(one);
  }

  private block(index: number, parent: number): void {
    const block = this.flow.order[index];
    if (block === undefined) return;
    const memory = this.memoryAtStart(index, parent);
    const { instructions } = block;
    let kept = 0;
    for (const one of instructions) {
      // A phi's values are seen from its predecessors, which may be walked later.
      if (one.op !== 'phi') mapOperands(one, this.resolve);
      const found = this.replacement(one, memory, block.id);
      if (found === undefined) {
        instructions[kept++] = one;
      } else {
        this.changed = true;
        if (found !== one) this.values.set(one, found);
      }
    }
    if (kept < instructions.length) instructions.length = kept;
    this.ends[index] = memory;
    for (const next of this.flow.successors[index] ?? []) {
      for (const one of this.flow.order[next]?.instructions ?? []) {
        if (one.op !== 'phi') break;
        for (const entry of one.incoming) {
          if (entry.block === block) entry.value = this.resolve(entry.value);
        }
      }
    }
  }

  /** The value the instruction equals; itself when it can just go. */
  private replacement(one: Instruction, memory: Known[], block: number): Operand | undefined {
    switch (one.op) {
      case 'load': {
        if (one.isVolatile) return undefined;
        const place = placeOfAccess(one.address, one.type);
        if (one.space !== 'data' || this.aliases.isConstant(place)) {
          return this.number(one);
        }
        const known = memory.find((entry) => isSame(entry, one.address, place, one.type));
        if (known !== undefined) return known.value;
        remember(memory, { address: one.address, place, type: one.type, value: one });
        return undefined;
      }
      case 'store': {
        if (one.value.type === 'void') return undefined;
        const { type } = one.value;
        const place = placeOfAccess(one.address, type);
        if (!one.isVolatile) {
          const known = memory.find((entry) => isSame(entry, one.address, place, type));
          if (known !== undefined && sameOperand(known.value, one.value)) return one;
        }
        this.forget(memory, place);
        if (!one.isVolatile) remember(memory, { address: one.address, place, type, value: one.value });
        return undefined;
      }
      case 'call':
        if (this.effects.isPure(one) && one.type !== 'void') {
          if (one.signature.params.every(({ byvalBytes }) => byvalBytes === undefined)) {
            return this.number(one);
          }
        }
        if (this.effects.writes(one)) this.forgetShared(memory);
        return undefined;
      case 'intrinsic': {
        const [to, , bytes] = one.args;
        if (isBarrier(one)) this.forgetShared(memory);
        else if ((one.name === 'memcpy' || one.name === 'memset') && to !== undefined) {
          this.forget(memory, placeOf(to, sizeOf(bytes)));
        } else if (one.name === 'swap_nibbles' && to !== undefined) {
          return this.number(one);
        }
        return undefined;
      }
      case 'phi':
        for (const entry of one.incoming) entry.value = this.values.resolve(entry.value);
        return this.number(one, block);
      case 'alloca':
      case 'br':
      case 'condbr':
      case 'switch':
      case 'ret':
      case 'unreachable':
        return undefined;
      default:
        return this.number(one);
    }
  }

  /** `block`: for phis, which mean something in their block only. */
  private number(one: Instruction, block = -1): Operand | undefined {
    const found = this.table.findOrAdd(one, block);
    return found === undefined ? undefined : this.resolve(found);
  }

  private forget(memory: Known[], place: Place): void {
    filter(memory, (entry) => !this.aliases.mayOverlap(entry.place, place));
  }

  private forgetShared(memory: Known[]): void {
    filter(memory, (entry) => this.aliases.isPrivate(entry.place.root));
  }

  /** What is known about memory where the block starts. */
  private memoryAtStart(index: number, parent: number): Known[] {
    if (index === 0) return [];
    const known = this.ends[parent] ?? [];
    if (known.length === 0) return [];
    const predecessors = this.flow.predecessors[index] ?? [];
    if (predecessors.length === 1) return [...known];
    // A join: what no block on a way from the dominator here writes.
    const region = new Set<number>();
    const work = [...predecessors];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      if (at === parent || region.has(at)) continue;
      region.add(at);
      if (region.size > MOST_REGION) return [];
      work.push(...(this.flow.predecessors[at] ?? []));
    }
    const memory = [...known];
    for (const at of region) {
      const { places, hasBarrier } = this.writesOf(at);
      if (hasBarrier) this.forgetShared(memory);
      for (const place of places) this.forget(memory, place);
    }
    return memory;
  }

  private writesOf(index: number): Writes {
    const known = this.writes[index];
    if (known !== undefined) return known;
    const places: Place[] = [];
    let hasBarrier = false;
    for (const one of this.flow.order[index]?.instructions ?? []) {
      if (one.op === 'store') places.push(placeOfAccess(one.address, one.value.type));
      else if (one.op === 'call') hasBarrier ||= this.effects.writes(one);
      else if (one.op === 'intrinsic') {
        const [to, , bytes] = one.args;
        if (isBarrier(one)) hasBarrier = true;
        else if ((one.name === 'memcpy' || one.name === 'memset') && to !== undefined) {
          places.push(placeOf(to, sizeOf(bytes)));
        }
      }
    }
    const found = { places, hasBarrier };
    this.writes[index] = found;
    return found;
  }
}

const sizeOf = (bytes: Operand | undefined): number | undefined =>
  bytes !== undefined && isIntConstant(bytes) ? Number(bytes.value) : undefined;

function isSame(entry: Known, address: Operand, place: Place, type: IrType): boolean {
  if (entry.type !== type) return false;
  if (sameOperand(entry.address, address)) return true;
  return (
    place.isExact &&
    entry.place.isExact &&
    place.offset === entry.place.offset &&
    (place.root === entry.place.root ||
      (!('op' in place.root) &&
        !('op' in entry.place.root) &&
        place.root.kind === 'global' &&
        entry.place.root.kind === 'global' &&
        place.root.name === entry.place.root.name))
  );
}

function remember(memory: Known[], known: Known): void {
  if (memory.length >= MOST_PLACES) memory.shift();
  memory.push(known);
}

function filter(memory: Known[], keep: (entry: Known) => boolean): void {
  let kept = 0;
  for (const entry of memory) if (keep(entry)) memory[kept++] = entry;
  memory.length = kept;
}
