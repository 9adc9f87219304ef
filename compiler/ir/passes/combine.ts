/**
 * Folds constants and replaces instructions by simpler ones that compute the same.
 *
 * Requires: a well-formed function. Guarantees: no instruction of constants only (but symbolic ones);
 * loads of constant globals at known places are their initialisers; constants are on the right; integer
 * comparisons are eq, ne, ult, uge, slt or sge but where the right side is a constant in front; what is
 * left unused stays for dce. Volatile accesses, calls and stores keep their number and order.
 * Method: sweeps in reverse postorder until nothing changes, all but the first near changes only.
 */
import { controlFlow } from '../control-flow.ts';
import { WIDTH, intConst, isConstant, isIntType, sameOperand } from '../constants.ts';
import { evaluateConstants, numberOf } from '../fold-constants.ts';
import { INTRINSIC_RESULTS, type InstructionOf, type Phi } from '../ir-builder.ts';
import {
  type BinaryOp,
  type Block,
  type Conversion,
  type FloatCompare,
  type Instruction,
  type IntCompare,
  type IrFunction,
  type IrModule,
  type IrType,
  type Operand,
} from '../ir.ts';
import { makeBinary, makeConversion, makeSelect, scratchOf } from '../make-instruction.ts';
import { listOperands, nextIds } from '../operands.ts';
import { combineBinary } from './combine-binary.ts';
import { combineCompare } from './combine-compare.ts';
import { combineConversion, combinePtradd, combineSelect } from './combine-convert.ts';
import { asBinary, asConversion, intOf, type Combiner } from './combiner.ts';
import { constantLoad } from './initial-value.ts';
import { Replacements } from './replacements.ts';
import { removeUnreachable } from './simplify-cfg.ts';
import { countUses } from './uses.ts';

const MOST_SWEEPS = 6;
/** Rules look so many operands deep at most (known-bits does): further from a change, nothing is new. */
const FURTHEST = 8;
// Marks are FURTHEST + 1 times the sweep, plus how far the instruction is from a change.

export function combine(fn: IrFunction, module: IrModule): boolean {
  if (fn.blocks.length === 0) return false;
  const changed = removeUnreachable(fn);
  const order = fn.blocks.length === 1 ? fn.blocks : controlFlow(fn).order;
  return new Combining(fn, module).run(order) || changed;
}

class Combining implements Combiner {
  readonly module: IrModule;
  private readonly fn: IrFunction;
  private readonly values = new Replacements();
  private nextId: number;
  private sweep = 0;
  private changed = false;
  private loc = 0;
  /** What is to stand before the instruction being looked at. */
  private readonly before: Instruction[] = [];
  private readonly operands: Operand[] = [];
  /** In this sweep. */
  private readonly made: Instruction[] = [];
  private readonly replaced: Instruction[] = [];

  constructor(fn: IrFunction, module: IrModule) {
    this.fn = fn;
    this.module = module;
    this.nextId = nextIds(fn).instruction;
  }

  /** `order`: the blocks, dominators first. Sweeps do not change which block leads where. */
  run(order: readonly Block[]): boolean {
    let hasChanged = false;
    for (const { instructions } of order) for (const one of instructions) scratchOf(one).mark = 0;
    countUses(this.fn);
    for (; this.sweep < MOST_SWEEPS; this.sweep++) {
      this.changed = false;
      for (const block of order) this.block(block);
      this.finishPhis(order);
      this.finishCounts();
      if (!this.changed) break;
      hasChanged = true;
    }
    return hasChanged;
  }

  private block(block: Block): void {
    const old = block.instructions;
    const { before, values } = this;
    let out: Instruction[] | undefined;
    for (let at = 0; at < old.length; at++) {
      const one = old[at] as Instruction;
      if (values.size > 0) values.rewrite(one);
      let found: Operand | undefined;
      if (this.sweep === 0 || this.isNearChange(one)) {
        this.loc = one.loc;
        found = one.op === 'phi' ? onlyValue(one) : this.simplify(one);
      }
      if (found === undefined && before.length === 0) {
        out?.push(one);
        continue;
      }
      out ??= old.slice(0, at);
      for (const made of before) {
        out.push(made);
        this.made.push(made);
      }
      before.length = 0;
      if (found === undefined) out.push(one);
      else this.replace(one, found);
    }
    if (out !== undefined) block.instructions = out;
  }

  private replace(one: Instruction, by: Operand): void {
    this.changed = true;
    if (one.type !== 'void') this.values.set(one, by);
    this.replaced.push(one);
    if ('op' in by) this.note(by);
    // They have a use less.
    const count = listOperands(one, this.operands);
    for (let i = 0; i < count; i++) {
      const operand = this.operands[i] as Operand;
      if ('op' in operand) this.note(operand);
    }
  }

  /** Brings the counts of uses up to date; within a sweep they stay as they were. */
  private finishCounts(): void {
    const { made, replaced, operands } = this;
    const add = (one: Instruction, by: number): void => {
      const count = listOperands(one, operands);
      for (let i = 0; i < count; i++) {
        const operand = this.values.resolve(operands[i] as Operand);
        if ('op' in operand) scratchOf(operand).uses += by;
      }
    };
    for (const one of made) scratchOf(one).uses = 0;
    for (const one of made) add(one, 1);
    for (const one of replaced) {
      add(one, -1);
      const now = this.values.resolve(one);
      if (now !== one && 'op' in now) scratchOf(now).uses += scratchOf(one).uses;
    }
    made.length = 0;
    replaced.length = 0;
  }

  /** It, or how often it is used, changes in this sweep. */
  private note(one: Instruction): void {
    scratchOf(one).mark = (this.sweep + 1) * (FURTHEST + 1);
  }

  /** It, or something it is computed from in a few steps, has changed in this sweep or the one before. */
  private isNearChange(one: Instruction): boolean {
    const base = this.sweep * (FURTHEST + 1);
    const { mark } = scratchOf(one);
    let distance = mark >= base ? 0 : FURTHEST;
    const count = listOperands(one, this.operands);
    for (let i = 0; i < count && distance > 0; i++) {
      const operand = this.operands[i] as Operand;
      if (!('op' in operand)) continue;
      const near = scratchOf(operand).mark - base;
      // At FURTHEST + 1 it has changed in this very sweep.
      if (near > FURTHEST) distance = 1;
      else if (near >= 0 && near + 1 < distance) distance = near + 1;
    }
    if (distance >= FURTHEST) return false;
    if (mark <= base + FURTHEST) scratchOf(one).mark = base + distance;
    return true;
  }

  /** Uses come after what they use, but for those of phis. */
  private finishPhis(order: readonly Block[]): void {
    if (this.values.size === 0) return;
    for (const { instructions } of order) {
      for (const one of instructions) {
        if (one.op !== 'phi') break;
        this.values.rewrite(one);
      }
    }
    this.values.size = 0;
  }

  isSingleUse(operand: Operand): boolean {
    // What is newer than the sweep was made for the one that asked for it.
    return 'op' in operand && scratchOf(operand).uses <= 1;
  }

  /** Simplifies the new instruction, or places it. */
  private make(one: Instruction): Operand {
    const found = this.simplify(one);
    if (found !== undefined) return found;
    this.before.push(one);
    this.note(one);
    scratchOf(one).uses = 1;
    return one;
  }

  binary(op: BinaryOp, left: Operand, right: Operand): Operand {
    return this.make(makeBinary(op, left.type as IrType, left, right, this.nextId++, this.loc));
  }

  compare(op: IntCompare | FloatCompare, left: Operand, right: Operand): Operand {
    return this.make(makeBinary(op, 'i1', left, right, this.nextId++, this.loc));
  }

  convert(op: Conversion, type: IrType, operand: Operand): Operand {
    return operand.type === type
      ? operand
      : this.make(makeConversion(op, type, operand, this.nextId++, this.loc));
  }

  select(condition: Operand, left: Operand, right: Operand): Operand {
    return this.make(makeSelect(left.type as IrType, condition, left, right, this.nextId++, this.loc));
  }

  ptradd(left: Operand, right: Operand): Operand {
    return this.make(makeBinary('ptradd', 'ptr', left, right, this.nextId++, this.loc));
  }

  /** What the instruction can be replaced by. For void ones: any operand means it can go. */
  private simplify(one: Instruction): Operand | undefined {
    switch (one.op) {
      case 'alloca':
      case 'phi':
      case 'br':
      case 'ret':
      case 'unreachable':
      case 'condbr':
      case 'store':
      case 'call':
        return undefined;
      case 'switch':
        this.switch(one);
        return undefined;
      case 'load':
        return this.load(one);
      case 'intrinsic':
        return this.intrinsic(one);
      case 'select':
        return (
          evaluateConstants(one, [one.condition, one.left, one.right]) ??
          combineSelect(this, one.condition, one.left, one.right)
        );
      case 'ptradd':
        return (
          folded(one, one.left, one.right) ??
          this.placeInFixed(one.left, one.right) ??
          combinePtradd(this, one.left, one.right)
        );
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
      case 'bitcast':
        return folded(one, one.operand) ?? combineConversion(this, one.op, one.type, one.operand);
      case 'add':
      case 'sub':
      case 'mul':
      case 'udiv':
      case 'sdiv':
      case 'urem':
      case 'srem':
      case 'and':
      case 'or':
      case 'xor':
      case 'shl':
      case 'lshr':
      case 'ashr':
      case 'fadd':
      case 'fsub':
      case 'fmul':
      case 'fdiv':
        return folded(one, one.left, one.right) ?? pointerDifference(one) ?? combineBinary(this, one);
      case 'feq':
      case 'fne':
      case 'flt':
      case 'fle':
      case 'fgt':
      case 'fge':
        return folded(one, one.left, one.right);
      default:
        return folded(one, one.left, one.right) ?? combineCompare(this, one.op, one.left, one.right);
    }
  }

  /** A fixed address as the integer it is, plus something: the other way round, as a pointer. */
  private placeInFixed(left: Operand, right: Operand): Operand | undefined {
    if ('op' in left || left.kind !== 'address' || left.value !== 0) return undefined;
    return this.convert('bitcast', 'ptr', right);
  }

  private load(one: InstructionOf<'load'>): Operand | undefined {
    if (one.isVolatile) return undefined;
    const address = one.space === 'flashFar' ? nearAddress(one.address) : one.address;
    if ('op' in address || address.kind !== 'global') return undefined;
    return constantLoad(this.module, address.name, address.offset, one.type, one.space);
  }

  private intrinsic(one: InstructionOf<'intrinsic'>): Operand | undefined {
    const [first] = one.args;
    switch (one.name) {
      case 'constant_p':
        if (first === undefined || 'op' in first || first.kind === 'param') return undefined;
        return intConst('i1', numberOf(first) === undefined ? 0n : 1n);
      case 'swap_nibbles':
        return first === undefined ? undefined : evaluateConstants(one, [first]);
      case 'memcpy':
      case 'memset': {
        const [to, from, bytes] = one.args;
        if (bytes === undefined || to === undefined || from === undefined) return undefined;
        const isNothing = intOf(bytes) === 0n || (one.name === 'memcpy' && sameOperand(to, from));
        return isNothing && INTRINSIC_RESULTS[one.name] === 'void' ? bytes : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Switches on what was extended, or added to, switch on the original. */
  private switch(one: InstructionOf<'switch'>): void {
    for (const op of ['zext', 'sext'] as const) {
      const inside = asConversion(one.value, op)?.operand;
      if (inside === undefined || !isIntType(inside.type) || inside.type === 'i1') continue;
      const narrow = WIDTH[inside.type];
      const wide = WIDTH[one.value.type as IrType];
      const read = (value: bigint): bigint => (op === 'zext' ? value : BigInt.asIntN(wide, value));
      const kept = (value: bigint): bigint =>
        op === 'zext' ? BigInt.asUintN(narrow, value) : BigInt.asIntN(narrow, value);
      const fits = one.cases.filter(({ value }) => kept(read(value)) === read(value));
      if (fits.length < one.cases.length && !isTargetKept(one, fits)) continue;
      one.cases = fits.map(({ value, target }) => ({ value: BigInt.asUintN(narrow, read(value)), target }));
      this.switchOn(one, inside);
      return;
    }
    const sum = asBinary(one.value, 'add');
    const by = sum === undefined ? undefined : intOf(sum.right);
    if (sum === undefined || by === undefined) return;
    const width = WIDTH[one.value.type as IrType];
    one.cases = one.cases.map(({ value, target }) => ({ value: BigInt.asUintN(width, value - by), target }));
    this.switchOn(one, sum.left);
  }

  private switchOn(one: InstructionOf<'switch'>, value: Operand): void {
    if ('op' in one.value) {
      this.note(one.value);
      scratchOf(one.value).uses--;
    }
    if ('op' in value) scratchOf(value).uses++;
    one.value = value;
    this.changed = true;
    this.note(one);
  }
}

/** Dropping cases must not drop the last edge to a block: its phis would have to know. */
function isTargetKept(one: InstructionOf<'switch'>, cases: readonly { target: Block }[]): boolean {
  const targets = new Set(cases.map(({ target }) => target));
  targets.add(one.otherwise);
  return one.cases.every(({ target }) => targets.has(target));
}

/** Most operands are no constants: asked before anything is made for the question. */
function folded(one: Instruction, left: Operand, right?: Operand): Operand | undefined {
  if (!isConstant(left)) return undefined;
  if (right === undefined) return evaluateConstants(one, [left]);
  return isConstant(right) ? evaluateConstants(one, [left, right]) : undefined;
}

/** The one value a phi always has. */
function onlyValue(phi: Phi): Operand | undefined {
  let only: Operand | undefined;
  for (const { value } of phi.incoming) {
    if (value === phi) continue;
    if (only !== undefined && !sameOperand(only, value)) return undefined;
    only = value;
  }
  return only;
}

/** (p + x) − p as integers is x. */
function pointerDifference(one: Instruction): Operand | undefined {
  if (one.op !== 'sub' || one.type !== 'i16') return undefined;
  const left = asConversion(one.left, 'bitcast')?.operand;
  const right = asConversion(one.right, 'bitcast')?.operand;
  if (left === undefined || right === undefined) return undefined;
  if (!('op' in left) && !('op' in right) && left.kind === 'global' && right.kind === 'global') {
    return left.name === right.name ? intConst('i16', left.offset - right.offset) : undefined;
  }
  return 'op' in left && left.op === 'ptradd' && sameOperand(left.left, right) ? left.right : undefined;
}

/** A far address that is the address of a global, extended. */
function nearAddress(address: Operand): Operand {
  const near = asConversion(address, 'zext')?.operand;
  return (near === undefined ? undefined : asConversion(near, 'bitcast')?.operand) ?? address;
}
