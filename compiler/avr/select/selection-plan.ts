/**
 * What will be selected, decided before any instruction is written.
 *
 * In: a function of the IR. Out: for each instruction how many of its low bytes anybody needs (none: it is
 * not computed), the conditions folded into branches and selects, and the stores that are one sbi or cbi.
 * C computes everything in 16 bits and drops half of it: demanded bytes undo that.
 */
import { type Block, BYTES, type Instruction, type IrFunction, type Operand } from '../../ir/ir.ts';
import { typeOf } from '../constant-bytes.ts';
import { type ConditionTree, conditionTree, constant, lowIo, singleBit } from './condition-tree.ts';
import { hasEffect, UseTable } from './use-table.ts';

export interface BitStore {
  readonly io: number;
  readonly bit: number;
  readonly isSet: boolean;
}

export interface Address {
  readonly base: Operand;
  readonly offset: number;
}

export class SelectionPlan {
  readonly uses: UseTable;
  /** By id, as the following. */
  private readonly demanded: Uint8Array;
  private readonly conditions: ConditionTree[] = [];
  private readonly bitStores: BitStore[] = [];
  private readonly folded: Uint8Array;
  private readonly work: Instruction[] = [];

  constructor(fn: IrFunction) {
    this.uses = new UseTable(fn);
    this.demanded = new Uint8Array(this.uses.end);
    this.folded = new Uint8Array(this.uses.end);
    // Backwards, so that a condition is folded before what it is made of is looked at.
    for (const block of fn.blocks)
      for (let i = block.instructions.length - 1; i >= 0; i--) {
        const instruction = block.instructions[i];
        if (instruction !== undefined) this.fold(instruction, block);
      }
    for (const block of fn.blocks)
      for (const instruction of block.instructions)
        if (hasEffect(instruction) && !this.isFolded(instruction)) this.root(instruction);
    for (let next = this.work.pop(); next !== undefined; next = this.work.pop()) this.demandOperands(next);
  }

  /** How many low bytes are needed; 0: do not select. */
  bytesOf(instruction: Instruction): number {
    return this.demanded[instruction.id] ?? 0;
  }

  isFolded(instruction: Instruction): boolean {
    return this.folded[instruction.id] === 1;
  }

  conditionOf(user: Instruction): ConditionTree | undefined {
    return this.conditions[user.id];
  }

  bitStoreOf(store: Instruction): BitStore | undefined {
    return this.bitStores[store.id];
  }

  private fold(instruction: Instruction, block: Block): void {
    if (instruction.op === 'condbr' || instruction.op === 'select') {
      const { tree, folded } = conditionTree(instruction.condition, instruction, block, this.uses);
      this.conditions[instruction.id] = tree;
      for (const one of folded) this.folded[one.id] = 1;
    } else if (instruction.op === 'store') {
      const found = this.findBitStore(instruction, block);
      if (found === undefined) return;
      this.bitStores[instruction.id] = found.bitStore;
      for (const one of found.folded) this.folded[one.id] = 1;
    }
  }

  /** store(or(load A, one bit), A) and store(and(load A, all bits but one), A), with widening in between. */
  private findBitStore(
    store: Extract<Instruction, { op: 'store' }>,
    block: Block,
  ): { bitStore: BitStore; folded: Instruction[] } | undefined {
    const io = lowIo(store.address);
    if (io === undefined || BYTES[typeOf(store.value)] !== 1) return undefined;
    const folded: Instruction[] = [];
    const peel = (operand: Operand): Operand => {
      let from = operand;
      while ('op' in from && this.isOwn(from, block)) {
        if (from.op !== 'trunc' && from.op !== 'zext' && from.op !== 'sext') break;
        folded.push(from);
        from = from.operand;
      }
      return from;
    };
    const change = peel(store.value);
    if (!('op' in change) || (change.op !== 'or' && change.op !== 'and') || !this.isOwn(change, block))
      return undefined;
    folded.push(change);
    const mask = constant(change.right);
    const load = peel(change.left);
    if (mask === undefined || !('op' in load) || load.op !== 'load' || load.type !== 'i8') return undefined;
    if (lowIo(load.address) !== io || !this.isOwn(load, block) || !this.uses.isUndisturbed(load, store))
      return undefined;
    folded.push(load);
    const isSet = change.op === 'or';
    const bit = singleBit(isSet ? mask & 255n : ~mask & 255n);
    return bit < 0 ? undefined : { bitStore: { io, bit, isSet }, folded };
  }

  private isOwn(instruction: Instruction, block: Block): boolean {
    return this.uses.countOf(instruction) === 1 && this.uses.blockOf(instruction) === block;
  }

  private root(instruction: Instruction): void {
    if (instruction.type !== 'void') this.demanded[instruction.id] = BYTES[instruction.type];
    this.work.push(instruction);
  }

  private demand(operand: Operand, bytes: number): void {
    if (!('op' in operand) || bytes <= this.bytesOf(operand) || operand.op === 'alloca') return;
    this.demanded[operand.id] = bytes;
    this.work.push(operand);
  }

  private demandAll(operand: Operand): void {
    this.demand(operand, BYTES[typeOf(operand)]);
  }

  private demandAddress(operand: Operand): void {
    this.demandAll(splitAddress(operand).base);
  }

  private demandCondition(user: Instruction): void {
    const tree = this.conditions[user.id];
    if (tree === undefined || tree.kind === 'ioBit') return;
    if (tree.kind === 'compare') {
      this.demandAll(tree.left);
      this.demandAll(tree.right);
    } else if (tree.kind === 'bit') this.demand(tree.operand, (tree.bit >> 3) + 1);
    else this.demand(tree.operand, 1);
  }

  private demandOperands(instruction: Instruction): void {
    const bytes = this.bytesOf(instruction);
    switch (instruction.op) {
      case 'add':
      case 'sub':
      case 'mul':
      case 'and':
      case 'or':
      case 'xor':
        this.demand(instruction.left, bytes);
        return this.demand(instruction.right, bytes);
      case 'ptradd':
        this.demandAll(instruction.left);
        return this.demandAll(instruction.right);
      case 'shl':
        this.demand(instruction.left, bytes);
        return this.demand(instruction.right, 1);
      case 'lshr':
      case 'ashr': {
        const amount = constant(instruction.right);
        const width = BYTES[instruction.type];
        const more = amount === undefined ? width : Math.ceil(Number(amount) / 8);
        this.demand(instruction.left, Math.min(width, bytes + more));
        return this.demand(instruction.right, 1);
      }
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'bitcast':
        return this.demand(instruction.operand, Math.min(bytes, BYTES[typeOf(instruction.operand)]));
      case 'select':
        this.demandCondition(instruction);
        this.demand(instruction.left, bytes);
        return this.demand(instruction.right, bytes);
      case 'phi':
        for (const { value } of instruction.incoming) this.demand(value, bytes);
        return;
      case 'condbr':
        return this.demandCondition(instruction);
      case 'load':
        return instruction.space === 'data'
          ? this.demandAddress(instruction.address)
          : this.demandAll(instruction.address);
      case 'store':
        if (this.bitStores[instruction.id] !== undefined) return;
        this.demandAll(instruction.value);
        return this.demandAddress(instruction.address);
      case 'call':
        if (!(instruction.callee as { kind?: string }).kind) this.demandAll(instruction.callee);
        return instruction.args.forEach((arg) => this.demandAll(arg));
      case 'intrinsic':
        return instruction.args.forEach((arg) => this.demandAll(arg));
      case 'switch':
        return this.demandAll(instruction.value);
      case 'ret':
        if (instruction.value !== undefined) this.demandAll(instruction.value);
        return;
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
        return this.demandAll(instruction.operand);
      case 'alloca':
      case 'br':
      case 'unreachable':
        return;
      default:
        this.demandAll(instruction.left);
        this.demandAll(instruction.right);
    }
  }
}

/** Constant distances are the addressing mode's affair. */
export function splitAddress(operand: Operand): Address {
  let base = operand;
  let offset = 0;
  while ('op' in base && base.op === 'ptradd') {
    const distance = constant(base.right);
    if (distance === undefined) break;
    offset += Number(BigInt.asIntN(16, distance));
    base = base.left;
  }
  return { base, offset };
}
