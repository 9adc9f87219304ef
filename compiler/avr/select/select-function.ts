/**
 * Selects machine instructions for one function.
 *
 * In: a function of the IR. Out: machine code over virtual registers, out of SSA: each phi has registers
 * of its own that predecessors set by copies at their end; an edge from a block with several
 * successors to one with phis gets a block for its copies.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import {
  type BinaryOp,
  type Block,
  BYTES,
  type Instruction,
  type IrType,
  type Operand,
} from '../../ir/ir.ts';
import { successorsOf } from '../../ir/operands.ts';
import { typeOf } from '../constant-bytes.ts';
import type { MachineBlock, MachineFunction } from '../machine/machine-code.ts';
import { binaryRoutine, compareRoutine, divisionRoutine } from '../runtime-routines.ts';
import { blockFrequencies } from './block-frequencies.ts';
import { asIntCompare, type ConditionTree, constant, singleBit } from './condition-tree.ts';
import { selectAdd, selectBitwise, selectSubtract } from './select-arithmetic.ts';
import { callRoutine, selectCall, selectParameters, selectReturn } from './select-call.ts';
import { branchOn, compareLanes, truthOf, truthOfCondition } from './select-compare.ts';
import { selectConvert } from './select-convert.ts';
import { selectIntrinsic } from './select-intrinsic.ts';
import { selectBitStore, selectLoad, selectStore } from './select-memory.ts';
import { multiplyBytes, multiplyLongs, multiplyWords } from './select-multiply.ts';
import { selectSignedPower } from './select-power.ts';
import { selectConstantShift, selectVariableShift } from './select-shift.ts';
import { selectSwitch } from './select-switch.ts';
import { type Lane, regOperand, Selection, type SelectionContext, ZERO } from './selection.ts';

type Of<Op extends Instruction['op']> = Extract<Instruction, { op: Op }>;
type Binary = Extract<Instruction, { op: BinaryOp }>;

export function selectFunction(context: SelectionContext): MachineFunction {
  return new FunctionSelector(context).run();
}

class FunctionSelector {
  private readonly s: Selection;
  private readonly context: SelectionContext;
  private readonly heads = new Map<Block, MachineBlock>();
  private readonly edgeBlocks: { readonly block: MachineBlock; readonly from: Block; readonly to: Block }[] =
    [];

  constructor(context: SelectionContext) {
    this.context = context;
    this.s = new Selection(context);
  }

  run(): MachineFunction {
    const { s } = this;
    const { fn, plan } = this.context;
    const frequencies = blockFrequencies(fn);
    for (const block of fn.blocks) this.heads.set(block, s.makeBlock(frequencies.get(block) ?? 1));
    // Phis may be used before their block is reached.
    for (const block of fn.blocks)
      for (const instruction of block.instructions)
        if (instruction.op === 'phi' && plan.bytesOf(instruction) > 0)
          s.define(
            instruction,
            Array.from({ length: plan.bytesOf(instruction) }, () => s.fresh()),
          );
    this.placeAllocas();
    for (const [index, block] of orderBlocks(fn.blocks).entries()) {
      s.loc = fn.loc;
      s.start(this.headOf(block));
      if (index === 0) selectParameters(s, fn);
      for (const instruction of block.instructions) {
        if (plan.isFolded(instruction)) continue;
        s.loc = instruction.loc;
        this.select(instruction, block);
      }
      this.writeEdges();
    }
    return s.finish();
  }

  private headOf(block: Block): MachineBlock {
    const head = this.heads.get(block);
    if (head === undefined) throw new InternalError('a block that is not of this function');
    return head;
  }

  /** Small ones nearest to Y. */
  private placeAllocas(): void {
    const allocas: Of<'alloca'>[] = [];
    for (const block of this.context.fn.blocks)
      for (const instruction of block.instructions)
        if (instruction.op === 'alloca' && this.context.plan.uses.countOf(instruction) > 0)
          allocas.push(instruction);
    allocas.sort((a, b) => a.bytes - b.bytes || a.id - b.id);
    for (const alloca of allocas) this.s.setArea(alloca, this.s.areas.push({ bytes: alloca.bytes }) - 1);
  }

  private select(instruction: Instruction, block: Block): void {
    const { s } = this;
    switch (instruction.op) {
      case 'alloca':
      case 'phi':
        return;
      case 'store': {
        const bitStore = this.context.plan.bitStoreOf(instruction);
        return bitStore === undefined ? selectStore(s, instruction) : selectBitStore(s, bitStore);
      }
      case 'call':
        return selectCall(s, instruction);
      case 'intrinsic':
        if (s.bytesOf(instruction) === 0 && instruction.type !== 'void') return;
        return selectIntrinsic(s, instruction);
      case 'br':
        return this.jump(block, instruction.target);
      case 'condbr':
        return this.conditionalBranch(instruction, block);
      case 'switch':
        return selectSwitch(
          s,
          instruction,
          instruction.cases.map(({ value, target }) => ({ value, to: this.edge(block, target) })),
          this.edge(block, instruction.otherwise),
        );
      case 'ret':
        return selectReturn(s, instruction.value, this.context.fn.result);
      case 'unreachable':
        return s.end({ kind: 'none' });
      default:
        if (s.bytesOf(instruction) > 0 && !s.isDefined(instruction)) this.selectValue(instruction, block);
    }
  }

  private selectValue(instruction: Instruction, block: Block): void {
    const { s } = this;
    switch (instruction.op) {
      case 'load':
        return selectLoad(s, instruction);
      case 'ptradd':
        return s.define(instruction, selectAdd(s, s.lanesOf(instruction.left), s.lanesOf(instruction.right)));
      case 'select':
        return this.choose(instruction);
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
      case 'bitcast':
        return selectConvert(s, instruction);
      case 'feq':
      case 'fne':
      case 'flt':
      case 'fle':
      case 'fgt':
      case 'fge': {
        const routine = compareRoutine(instruction.op);
        const answer = callRoutine(
          s,
          routine,
          [s.lanesOf(instruction.left), s.lanesOf(instruction.right)],
          1,
        );
        return s.define(instruction, [truthOfCondition(s, compareLanes(s, routine.test, answer, [ZERO]))]);
      }
      default: {
        const comparison = asIntCompare(instruction);
        if (comparison !== undefined)
          return s.define(instruction, [truthOf(s, comparison.op, comparison.left, comparison.right)]);
        if (this.divideTogether(instruction as Binary, block)) return;
        return s.define(instruction, this.arithmetic(instruction as Binary));
      }
    }
  }

  private arithmetic(instruction: Binary): Lane[] {
    const { s } = this;
    const { op, type } = instruction;
    const bytes = s.bytesOf(instruction);
    const lanes = (operand: Binary['left']): Lane[] => s.lanesOf(operand).slice(0, bytes);
    const { left, right } = instruction;
    switch (op) {
      case 'add':
        return this.truth(type, selectAdd(s, lanes(left), lanes(right)));
      case 'sub':
        return this.truth(type, selectSubtract(s, lanes(left), lanes(right)));
      case 'and':
      case 'or':
      case 'xor':
        return selectBitwise(s, op, lanes(left), lanes(right));
      case 'shl':
      case 'lshr':
      case 'ashr': {
        if (type === 'i1') return this.shiftTruth(instruction);
        const amount = constant(right);
        if (amount !== undefined)
          return selectConstantShift(s, op, s.lanesOf(left), BYTES[type], Number(amount), bytes);
        const own = op === 'shl' ? lanes(left) : s.lanesOf(left);
        return selectVariableShift(s, op, own, s.laneOf(right, 0)).slice(0, bytes);
      }
      case 'mul': {
        const power = singleBit(constant(right) ?? 0n);
        if (power >= 0) return selectConstantShift(s, 'shl', s.lanesOf(left), BYTES[type], power, bytes);
        if (bytes === 1) return this.truth(type, [multiplyBytes(s, s.laneOf(left, 0), s.laneOf(right, 0))]);
        if (bytes === 2) return multiplyWords(s, left, right);
        if (bytes <= 4) return multiplyLongs(s, left, right);
        return this.callFor(op, type, [this.fill(left, type), this.fill(right, type)]);
      }
      default: {
        const power = BYTES[type] === 8 ? singleBit(constant(right) ?? 0n) : -1;
        if ((op === 'sdiv' || op === 'srem') && power > 0 && power < 63)
          return selectSignedPower(s, op, s.lanesOf(left), power, bytes);
        const isSignedTruth = type === 'i1' && (op === 'sdiv' || op === 'srem');
        const operands = [left, right].map((operand) =>
          isSignedTruth ? selectSubtract(s, [ZERO], s.lanesOf(operand)) : s.lanesOf(operand),
        );
        return this.truth(type, this.callFor(op, type, operands));
      }
    }
  }

  /** Quotient and remainder of the same numbers come from one call. */
  private divideTogether(first: Binary, block: Block): boolean {
    const { s } = this;
    const isSigned = first.op === 'sdiv' || first.op === 'srem';
    if (!isSigned && first.op !== 'udiv' && first.op !== 'urem') return false;
    const isQuotient = first.op === 'sdiv' || first.op === 'udiv';
    const sought = isSigned ? (isQuotient ? 'srem' : 'sdiv') : isQuotient ? 'urem' : 'udiv';
    const second = block.instructions.find(
      (one): one is Binary =>
        one.op === sought &&
        s.bytesOf(one) > 0 &&
        isSameValue(one.left, first.left) &&
        isSameValue(one.right, first.right),
    );
    const routine = divisionRoutine(isSigned, first.type);
    if (second === undefined || routine === undefined || first.type === 'i1') return false;
    const bytes = BYTES[first.type];
    const { quotient, remainder } = routine;
    const lanes = callRoutine(
      s,
      routine,
      [s.lanesOf(first.left), s.lanesOf(first.right)],
      [
        ...Array.from({ length: bytes }, (_, i) => quotient + i),
        ...Array.from({ length: bytes }, (_, i) => remainder + i),
      ],
    );
    s.define(isQuotient ? first : second, lanes.slice(0, bytes));
    s.define(isQuotient ? second : first, lanes.slice(bytes));
    return true;
  }

  /** Lanes above what was demanded do not matter. */
  private fill(operand: Binary['left'], type: IrType): Lane[] {
    const lanes = [...this.s.lanesOf(operand)];
    while (lanes.length < BYTES[type]) lanes.push(ZERO);
    return lanes;
  }

  private callFor(op: BinaryOp, type: IrType, operands: readonly (readonly Lane[])[]): Lane[] {
    const routine = binaryRoutine(op, type);
    if (routine === undefined) throw new InternalError(`no code for ${op}`);
    return callRoutine(this.s, routine, operands, BYTES[type]);
  }

  private truth(type: IrType, lanes: Lane[]): Lane[] {
    return type === 'i1'
      ? selectBitwise(
          this.s,
          'and',
          lanes,
          [1].map((n) => ({ kind: 'number', value: n })),
        )
      : lanes;
  }

  /** One bit: any shift but by 0 gives 0, or for ashr the bit itself. */
  private shiftTruth({ op, left, right }: Binary): Lane[] {
    const { s } = this;
    if (op === 'ashr') return [...s.lanesOf(left)];
    return selectVariableShift(s, op as 'shl', s.lanesOf(left), s.laneOf(right, 0)).map(
      (lane) => selectBitwise(s, 'and', [lane], [{ kind: 'number', value: 1 }])[0] ?? ZERO,
    );
  }

  private choose(instruction: Of<'select'>): void {
    const { s } = this;
    const bytes = s.bytesOf(instruction);
    const tree = this.context.plan.conditionOf(instruction);
    if (tree === undefined) throw new InternalError('a select without a condition');
    // The right one, unless the condition holds: nothing to jump over.
    const result = Array.from({ length: bytes }, (_, i) => s.freshCopy(s.laneOf(instruction.right, i)));
    const [yes, end] = [s.makeBlockHere(0.5), s.makeBlockHere()];
    branchOn(s, tree, yes, end);
    s.start(yes);
    result.forEach((to, i) => s.put(to, s.laneOf(instruction.left, i)));
    s.jumpTo(end);
    s.start(end);
    s.define(instruction, result);
  }

  // ---- Edges ----

  private conditionalBranch(instruction: Of<'condbr'>, block: Block): void {
    const { then, otherwise } = instruction;
    const tree = this.context.plan.conditionOf(instruction);
    if (then === otherwise || tree === undefined) return this.jump(block, then);
    branchOn(this.s, this.asZeroTest(tree, block), this.edge(block, then), this.edge(block, otherwise));
  }

  /** x = c, where x − c is there already: its flags say so. */
  private asZeroTest(tree: ConditionTree, block: Block): ConditionTree {
    if (tree.kind !== 'compare' || (tree.op !== 'eq' && tree.op !== 'ne')) return tree;
    const to = constant(tree.right);
    if (to === undefined || to === 0n) return tree;
    const bytes = BYTES[typeOf(tree.left)];
    const difference = block.instructions.find(
      (one) =>
        one.op === 'add' &&
        one.left === tree.left &&
        this.s.bytesOf(one) === bytes &&
        this.s.isDefined(one) &&
        BigInt.asUintN(8 * bytes, (constant(one.right) ?? 0n) + to) === 0n,
    );
    return difference === undefined || ZEROS[bytes] === undefined
      ? tree
      : { ...tree, left: difference, right: ZEROS[bytes] ?? tree.right };
  }

  private jump(from: Block, to: Block): void {
    this.copyPhis(from, to);
    this.s.jumpTo(this.headOf(to));
  }

  /** Where to go for `to` from a block with several successors. */
  private edge(from: Block, to: Block): MachineBlock {
    if (!to.instructions.some((one) => one.op === 'phi' && this.s.bytesOf(one) > 0)) return this.headOf(to);
    const known = this.edgeBlocks.find((edge) => edge.from === from && edge.to === to);
    if (known !== undefined) return known.block;
    const frequency = Math.min(this.s.block.frequency, this.headOf(to).frequency);
    const block = this.s.makeBlock(frequency);
    this.edgeBlocks.push({ block, from, to });
    return block;
  }

  private writeEdges(): void {
    for (const { block, from, to } of this.edgeBlocks.splice(0)) {
      this.s.start(block);
      this.copyPhis(from, to);
      this.s.jumpTo(this.headOf(to));
    }
  }

  /** All at once: a register is set when no other copy reads it any more; a ring goes through a new one. */
  private copyPhis(from: Block, to: Block): void {
    const { s } = this;
    const pending: { to: number; lane: Lane }[] = [];
    const unset: Lane[] = [];
    for (const phi of to.instructions) {
      if (phi.op !== 'phi') break;
      const bytes = s.bytesOf(phi);
      if (bytes === 0) continue;
      const value = phi.incoming.find((one) => one.block === from)?.value;
      if (value === undefined) throw new InternalError('a phi that lacks a predecessor');
      if (!('op' in value) && value.kind === 'undef') {
        unset.push(...s.lanesOf(phi));
        continue;
      }
      const lanes = s.lanesOf(value);
      s.lanesOf(phi).forEach((register, i) => {
        const lane = lanes[i] ?? ZERO;
        if (typeof register === 'number' && register !== lane) pending.push({ to: register, lane });
      });
    }
    while (pending.length > 0) {
      const free = pending.findIndex(
        (one) => !pending.some((other) => other !== one && other.lane === one.to),
      );
      const [next] = pending.splice(Math.max(free, 0), 1);
      if (next === undefined) break;
      if (free < 0) {
        const saved = s.freshCopy(next.to);
        for (const other of pending) if (other.lane === next.to) other.lane = saved;
      }
      s.put(next.to, next.lane);
    }
    for (const register of unset)
      if (typeof register === 'number') s.emit('undefined', [regOperand(register, 'def')]);
  }
}

const ZEROS: Readonly<Record<number, Operand>> = {
  1: { kind: 'int', type: 'i8', value: 0n },
  2: { kind: 'int', type: 'i16', value: 0n },
  4: { kind: 'int', type: 'i32', value: 0n },
};

function isSameValue(a: Operand, b: Operand): boolean {
  if (a === b) return true;
  const [x, y] = [constant(a), constant(b)];
  return x !== undefined && x === y;
}

/** As they stand, but only what can be reached, each after one of its predecessors. */
function orderBlocks(blocks: readonly Block[]): Block[] {
  const entry = blocks[0];
  if (entry === undefined) throw new InternalError('a function without a body');
  const seen = new Set<Block>([entry]);
  const order: Block[] = [];
  // Reverse postorder: definitions come before uses.
  const visit = (start: Block): void => {
    const stack = [{ block: start, next: 0, to: successorsOf(start).toReversed() }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = top.to[top.next++];
      if (to === undefined) {
        order.push(top.block);
        stack.pop();
      } else if (!seen.has(to)) {
        seen.add(to);
        stack.push({ block: to, next: 0, to: successorsOf(to).toReversed() });
      }
    }
  };
  visit(entry);
  return order.toReversed();
}
