/**
 * Straightens the control flow.
 *
 * Requires: a well-formed function. Guarantees: no unreachable blocks; no branch on a constant; a block
 * with one successor whose only predecessor it is is joined with it; no block that only jumps, where the
 * phis allow; no phi that is always one value; branches on a phi of constants go straight to where they
 * lead, when nothing else needs the block in between.
 */
import { isIntConstant, sameOperand } from '../constants.ts';
import { evaluateConstants } from '../fold-constants.ts';
import { isTerminator, type InstructionOf, type Phi } from '../ir-builder.ts';
import type { Block, Instruction, IrFunction, Operand } from '../ir.ts';
import { makeBr, scratchOf } from '../make-instruction.ts';
import { replaceTarget, successorsOf } from '../operands.ts';
import { Replacements } from './replacements.ts';
import { countUses } from './uses.ts';

const MOST_ROUNDS = 12;

export function simplifyCfg(fn: IrFunction): boolean {
  const [entry] = fn.blocks;
  if (entry === undefined || (fn.blocks.length === 1 && successorsOf(entry).length === 0)) return false;
  let changed = false;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const ran = new CfgSimplifier(fn).run();
    changed ||= ran;
    if (!ran) break;
  }
  return changed;
}

/** By block id: 1 where control can get to. */
function reachedFrom(fn: IrFunction, entry: Block): { marks: readonly number[]; count: number } {
  const marks: number[] = [];
  for (const { id } of fn.blocks) {
    while (marks.length <= id) marks.push(0);
  }
  const work: Block[] = [entry];
  marks[entry.id] = 1;
  let count = 1;
  const reach = (block: Block): void => {
    if (marks[block.id] === 1) return;
    marks[block.id] = 1;
    count++;
    work.push(block);
  };
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    const last = block.instructions[block.instructions.length - 1];
    switch (last?.op) {
      case 'br':
        reach(last.target);
        break;
      case 'condbr':
        reach(last.then);
        reach(last.otherwise);
        break;
      case 'switch':
        for (const { target } of last.cases) reach(target);
        reach(last.otherwise);
        break;
      default:
    }
  }
  return { marks, count };
}

/** Takes away the blocks that nothing reaches, and their entries in phis. */
export function removeUnreachable(fn: IrFunction): boolean {
  const [entry] = fn.blocks;
  if (entry === undefined) return false;
  if (fn.blocks.length === 1) return false;
  const { marks, count } = reachedFrom(fn, entry);
  if (count === fn.blocks.length) return false;
  let kept = 0;
  for (const block of fn.blocks) if (marks[block.id] === 1) fn.blocks[kept++] = block;
  fn.blocks.length = kept;
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      if (one.op !== 'phi') break;
      one.incoming = one.incoming.filter((entry) => marks[entry.block.id] === 1);
    }
  }
  return true;
}

class CfgSimplifier {
  private readonly fn: IrFunction;
  private readonly values = new Replacements();
  private changed = false;
  private hasRedirected = false;
  /** Uses are counted, and never too few. */
  private hasCounts = false;

  constructor(fn: IrFunction) {
    this.fn = fn;
  }

  run(): boolean {
    const { fn } = this;
    for (const block of fn.blocks) this.terminator(block);
    if (removeUnreachable(fn)) this.changed = true;
    for (const block of fn.blocks) this.trivialPhis(block);
    this.values.apply(fn);
    const predecessors = new Predecessors(fn);
    this.merge(predecessors);
    this.values.apply(fn);
    this.hasRedirected = false;
    this.skipEmpty(predecessors);
    this.thread(predecessors);
    this.repeat(predecessors);
    if (this.hasRedirected) removeUnreachable(fn);
    return this.changed;
  }

  private jump(block: Block, to: Block): void {
    const old = block.instructions.at(-1);
    if (old === undefined) return;
    const before = successorsOf(block);
    block.instructions[block.instructions.length - 1] = makeBr(to, old.id, old.loc);
    for (const target of before) if (target !== to) dropIncoming(target, block);
    this.changed = true;
  }

  private terminator(block: Block): void {
    const last = block.instructions.at(-1);
    if (last?.op === 'condbr') {
      const { condition } = last;
      if (last.then === last.otherwise) this.jump(block, last.then);
      else if (isIntConstant(condition)) {
        this.jump(block, condition.value === 0n ? last.otherwise : last.then);
      } else if (!('op' in condition) && condition.kind === 'undef') {
        this.jump(block, last.otherwise);
      } else if ('op' in condition && condition.op === 'xor' && isIntConstant(condition.right)) {
        if (condition.right.value !== 1n) return;
        const { then, otherwise } = last;
        last.condition = condition.left;
        // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
        last.then = otherwise;
        last.otherwise = then;
        this.changed = true;
      }
    } else if (last?.op === 'switch') {
      this.switch(block, last);
    }
  }

  private switch(block: Block, last: InstructionOf<'switch'>): void {
    const { value } = last;
    if (isIntConstant(value)) {
      const found = last.cases.find((entry) => entry.value === value.value);
      this.jump(block, found?.target ?? last.otherwise);
      return;
    }
    const cases = last.cases.filter(({ target }) => target !== last.otherwise);
    if (cases.length === 0) this.jump(block, last.otherwise);
    else if (cases.length < last.cases.length) {
      last.cases = cases;
      this.changed = true;
    }
  }

  /** A phi of one value, itself aside, is that value. */
  private trivialPhis(block: Block): void {
    const { instructions } = block;
    let kept = 0;
    let at = 0;
    for (; at < instructions.length; at++) {
      const one = instructions[at];
      if (one?.op !== 'phi') break;
      const value = this.onlyValue(one);
      if (value === undefined) instructions[kept++] = one;
      else this.values.set(one, value);
    }
    if (kept === at) return;
    instructions.splice(kept, at - kept);
    this.changed = true;
  }

  private onlyValue(phi: Phi): Operand | undefined {
    let only: Operand | undefined;
    for (const entry of phi.incoming) {
      const value = this.values.resolve(entry.value);
      if (value === phi) continue;
      if (only !== undefined && !sameOperand(only, value)) return undefined;
      only = value;
    }
    return only;
  }

  /** Joins a block with its only successor, when it is that one's only predecessor. */
  private merge(predecessors: Predecessors): void {
    const gone = new Set<Block>();
    const [entry] = this.fn.blocks;
    for (const block of this.fn.blocks) {
      if (gone.has(block)) continue;
      for (;;) {
        const last = block.instructions.at(-1);
        if (last?.op !== 'br') break;
        const { target } = last;
        if (target === block || target === entry || predecessors.get(target)?.length !== 1) break;
        block.instructions.pop();
        for (const one of target.instructions) {
          if (one.op === 'phi') this.values.set(one, one.incoming[0]?.value ?? one);
          else block.instructions.push(one);
        }
        target.instructions.length = 0;
        gone.add(target);
        for (const next of successorsOf(block)) {
          renameIncoming(next, target, block);
          const list = predecessors.get(next);
          const at = list?.indexOf(target) ?? -1;
          if (list !== undefined && at >= 0) list[at] = block;
        }
      }
    }
    if (gone.size === 0) return;
    let kept = 0;
    for (const block of this.fn.blocks) if (!gone.has(block)) this.fn.blocks[kept++] = block;
    this.fn.blocks.length = kept;
    this.changed = true;
  }

  /** Sends predecessors of a block that only jumps to where it jumps. */
  private skipEmpty(predecessors: Predecessors): void {
    const [entry] = this.fn.blocks;
    for (const block of this.fn.blocks) {
      const [only] = block.instructions;
      if (only?.op !== 'br' || block === entry) continue;
      const { target } = only;
      if (target === block) continue;
      const kept: Block[] = [];
      for (const from of predecessors.get(block) ?? []) {
        if (from === block || !this.redirect(from, block, target, predecessors)) kept.push(from);
      }
      predecessors.set(block, kept);
    }
  }

  /**
   * Moves the edge from → via to from → to, if to's phis can have it: they get the values they have from
   * `via`, seen through via's phis.
   */
  private redirect(from: Block, via: Block, to: Block, predecessors: Predecessors): boolean {
    const phis: { phi: Phi; value: Operand }[] = [];
    const known = predecessors.get(to) ?? [];
    const isKnown = known.includes(from);
    for (const one of to.instructions) {
      if (one.op !== 'phi') break;
      const value = throughPhis(incomingOf(one, via), via, from);
      if (value === undefined) return false;
      if (isKnown) {
        const other = incomingOf(one, from);
        if (other === undefined || !sameOperand(other, value)) return false;
      }
      phis.push({ phi: one, value });
    }
    replaceTarget(from, via, to);
    dropIncoming(via, from);
    if (!isKnown) {
      known.push(from);
      for (const { phi, value } of phis) {
        phi.incoming.push({ block: from, value });
        if ('op' in value && this.hasCounts) scratchOf(value).uses++;
      }
    }
    this.changed = true;
    this.hasRedirected = true;
    return true;
  }

  /** A block of phis, at most one comparison and a branch: predecessors that decide it skip it. */
  private thread(predecessors: Predecessors): void {
    const [entry] = this.fn.blocks;
    for (const block of this.fn.blocks) {
      const last = block.instructions.at(-1);
      if (block === entry || block.instructions[0]?.op !== 'phi') continue;
      if (last?.op !== 'condbr' && last?.op !== 'switch') continue;
      const start = firstNonPhi(block);
      if (block.instructions.length - start > 2) continue;
      const test = block.instructions.length - start === 2 ? block.instructions[start] : undefined;
      const condition = last.op === 'condbr' ? last.condition : last.value;
      if (test !== undefined && condition !== test) continue;
      if (!this.hasCounts) countUses(this.fn);
      this.hasCounts = true;
      if (!this.isLocal(block, test)) continue;
      const list = predecessors.get(block) ?? [];
      const kept: Block[] = [];
      for (const from of list) {
        const target = from === block ? undefined : decide(block, test, last, from);
        if (target === undefined || target === block || !this.redirect(from, block, target, predecessors)) {
          kept.push(from);
        }
      }
      predecessors.set(block, kept);
    }
  }

  /** A block that only branches, on what its predecessors have branched on already. */
  private repeat(predecessors: Predecessors): void {
    for (const block of this.fn.blocks) {
      const [last] = block.instructions;
      if (last?.op !== 'condbr') continue;
      const kept: Block[] = [];
      for (const from of predecessors.get(block) ?? []) {
        const isTrue = from === block ? undefined : knownOn(from, block, last.condition, predecessors);
        const target = isTrue === undefined ? undefined : isTrue ? last.then : last.otherwise;
        if (target === undefined || target === block || !this.redirect(from, block, target, predecessors)) {
          kept.push(from);
        }
      }
      predecessors.set(block, kept);
    }
  }

  /** The values made in the block are used in it, and on the edges out of it, only. */
  private isLocal(block: Block, test: Instruction | undefined): boolean {
    const own = new Map<Operand, number>();
    for (const one of block.instructions) if (one.op === 'phi') own.set(one, 0);
    if (test !== undefined && test.type !== 'void') own.set(test, 0);
    const see = (operand: Operand): void => {
      const count = own.get(operand);
      if (count !== undefined) own.set(operand, count + 1);
    };
    if (test !== undefined) {
      if (!('left' in test) || !('right' in test) || test.op === 'select' || test.type !== 'i1') return false;
      see(test.left);
      see(test.right);
    }
    const last = block.instructions.at(-1);
    if (last?.op === 'condbr') see(last.condition);
    if (last?.op === 'switch') see(last.value);
    const seen = new Set<Instruction>();
    for (const next of successorsOf(block)) {
      for (const one of next.instructions) {
        if (one.op !== 'phi') break;
        if (seen.has(one)) continue;
        seen.add(one);
        const value = incomingOf(one, block);
        if (value === test && test !== undefined) return false;
        if (value !== undefined) see(value);
      }
    }
    for (const [operand, count] of own)
      if ('op' in operand && scratchOf(operand).uses !== count) return false;
    return true;
  }
}

/** What a condition is on the edge from → to, when a branch on the only way there has decided it. */
function knownOn(
  from: Block,
  to: Block,
  condition: Operand,
  predecessors: Predecessors,
): boolean | undefined {
  let source = from;
  let target = to;
  for (let steps = 0; steps < 4; steps++) {
    const last = source.instructions.at(-1);
    if (last?.op === 'condbr' && last.condition === condition && last.then !== last.otherwise) {
      return last.then === target;
    }
    // The condition must not be computed anew on the way.
    if ('op' in condition && source.instructions.includes(condition)) return undefined;
    const before = predecessors.get(source) ?? [];
    const [only] = before;
    if (only === undefined || before.length > 1) return undefined;
    target = source;
    source = only;
  }
  return undefined;
}

/** Where the branch of `block` goes when it is reached from `from`, if that is known. */
function decide(
  block: Block,
  test: Instruction | undefined,
  last: InstructionOf<'condbr' | 'switch'>,
  from: Block,
): Block | undefined {
  let value: Operand | undefined;
  if (test === undefined) {
    value = throughPhis(last.op === 'condbr' ? last.condition : last.value, block, from);
  } else if ('left' in test && 'right' in test && test.op !== 'select') {
    const left = throughPhis(test.left, block, from);
    const right = throughPhis(test.right, block, from);
    if (left !== undefined && right !== undefined) value = evaluateConstants(test, [left, right]);
  }
  if (value === undefined || !isIntConstant(value)) return undefined;
  if (last.op === 'condbr') return value.value === 0n ? last.otherwise : last.then;
  const wanted = value.value;
  return last.cases.find((entry) => entry.value === wanted)?.target ?? last.otherwise;
}

function throughPhis(value: Operand | undefined, block: Block, from: Block): Operand | undefined {
  if (value === undefined || !('op' in value) || value.op !== 'phi') return value;
  return block.instructions.includes(value) ? incomingOf(value, from) : value;
}

/** By block id. */
class Predecessors {
  private readonly lists: Block[][] = [];

  constructor(fn: IrFunction) {
    for (const block of fn.blocks) this.lists[block.id] = [];
    for (const block of fn.blocks) {
      const last = block.instructions[block.instructions.length - 1];
      if (last?.op === 'br') this.lists[last.target.id]?.push(block);
      else if (last?.op === 'condbr' || last?.op === 'switch') {
        for (const next of successorsOf(block)) this.lists[next.id]?.push(block);
      }
    }
  }

  get(block: Block): Block[] | undefined {
    return this.lists[block.id];
  }

  set(block: Block, list: Block[]): void {
    this.lists[block.id] = list;
  }
}

export function incomingOf(phi: Phi, from: Block): Operand | undefined {
  for (const entry of phi.incoming) if (entry.block === from) return entry.value;
  return undefined;
}

export function dropIncoming(block: Block, from: Block): void {
  for (const one of block.instructions) {
    if (one.op !== 'phi') break;
    one.incoming = one.incoming.filter((entry) => entry.block !== from);
  }
}

export function renameIncoming(block: Block, from: Block, to: Block): void {
  for (const one of block.instructions) {
    if (one.op !== 'phi') break;
    for (const entry of one.incoming) if (entry.block === from) entry.block = to;
  }
}

/** The index of the first instruction that is no phi. */
export function firstNonPhi(block: Block): number {
  let at = 0;
  while (block.instructions[at]?.op === 'phi') at++;
  return at;
}

export function bodyWithoutTerminator(block: Block): Instruction[] {
  return block.instructions.filter((one) => !isTerminator(one));
}
