/**
 * The IR builder with what lowering adds: constants are folded at once and
 * blocks fall through.
 *
 * `finish` drops what nothing reaches (what stood behind a return) and numbers the rest in order.
 */
import { addressConst, intConst, isConstant, isIntConstant } from '../../ir/constants.ts';
import { type InstructionOf, IrBuilder } from '../../ir/ir-builder.ts';
import type {
  BinaryOp,
  Block,
  Conversion,
  FloatCompare,
  IntCompare,
  IrFunction,
  IrType,
  Operand,
  Space,
} from '../../ir/ir.ts';
import { successorsOf } from '../../ir/operands.ts';
import { foldBinary, foldCompare, foldConversion } from './fold.ts';

export class LoweringBuilder {
  private readonly ir: IrBuilder;
  private readonly targets = new Set<Block>();
  readonly fn: IrFunction;

  constructor(fn: IrFunction) {
    this.fn = fn;
    this.ir = new IrBuilder(fn);
    this.ir.startBlock(this.ir.makeBlock('entry'));
  }

  get loc(): number {
    return this.ir.loc;
  }

  set loc(loc: number) {
    this.ir.loc = loc;
  }

  // ---- Blocks

  /** A block that is not yet placed. */
  block(label: string): Block {
    return this.ir.makeBlock(label);
  }

  /** Goes on in `block`; what was open falls through to it. */
  start(block: Block): void {
    if (!this.ir.isTerminated) this.br(block);
    this.ir.startBlock(block);
  }

  /** Something jumps there already. */
  isTarget(block: Block): boolean {
    return this.targets.has(block);
  }

  /** Goes on at the end of a placed block. */
  continueAt(block: Block): void {
    this.ir.continueAt(block);
  }

  /** False right after a terminator. */
  get isOpen(): boolean {
    return !this.ir.isTerminated;
  }

  /** Where the next instruction goes. */
  get current(): Block {
    if (this.ir.isTerminated) this.ir.startBlock(this.ir.makeBlock('unreached'));
    return this.ir.current;
  }

  /** Puts a store where the code has passed already, e.g. at the start of a full expression. */
  insertStore(block: Block, index: number, address: Operand, value: Operand): void {
    const here = this.ir.current;
    this.ir.continueAt(block);
    const moved = block.instructions.splice(index);
    this.ir.store(address, value);
    block.instructions.push(...moved);
    this.ir.continueAt(here);
  }

  // ---- Values

  alloca(bytes: number, name: string): Operand {
    return this.ir.alloca(bytes, name);
  }

  binary(op: BinaryOp, left: Operand, right: Operand): Operand {
    if (isConstant(right)) {
      if (isConstant(left)) {
        const folded = foldBinary(op, left, right);
        if (folded !== undefined) return folded;
      }
      if (right.kind === 'int' && isNeutral(op, right.value)) return left;
    }
    return this.ir.binary(op, left, right);
  }

  compare(op: IntCompare | FloatCompare, left: Operand, right: Operand): Operand {
    if (isConstant(left) && isConstant(right)) {
      const folded = foldCompare(op, left, right);
      if (folded !== undefined) return folded;
    }
    return this.ir.compare(op, left, right);
  }

  not(value: Operand): Operand {
    return this.binary('xor', value, intConst('i1', 1n));
  }

  convert(op: Conversion, type: IrType, operand: Operand): Operand {
    if (operand.type === type) return operand;
    if (isConstant(operand)) {
      const folded = foldConversion(op, type, operand);
      if (folded !== undefined) return folded;
    }
    return this.ir.convert(op, type, operand);
  }

  /** pointer + bytes (a number or i16). */
  ptradd(pointer: Operand, bytes: Operand | number): Operand {
    const right = typeof bytes === 'number' ? intConst('i16', bytes) : bytes;
    if (isIntConstant(right)) {
      const distance = Number(BigInt.asIntN(16, right.value));
      if (distance === 0) return pointer;
      if (isConstant(pointer)) {
        if (pointer.kind === 'address') return addressConst(pointer.value + distance);
        if (pointer.kind === 'global') return { ...pointer, offset: pointer.offset + distance };
      }
    }
    return this.ir.ptradd(pointer, right);
  }

  load(type: IrType, address: Operand, isVolatile = false, space: Space = 'data'): Operand {
    return this.ir.load(type, address, space, isVolatile);
  }

  store(address: Operand, value: Operand, isVolatile = false): void {
    this.ir.store(address, value, isVolatile);
  }

  select(condition: Operand, left: Operand, right: Operand): Operand {
    return this.ir.select(condition, left, right);
  }

  readonly call: IrBuilder['call'] = (callee, args, signature) => this.ir.call(callee, args, signature);
  readonly intrinsic: IrBuilder['intrinsic'] = (name, args) => this.ir.intrinsic(name, args);

  phi(type: IrType, incoming: InstructionOf<'phi'>['incoming']): Operand {
    return this.ir.phi(type, incoming);
  }

  // ---- Terminators

  br(target: Block): void {
    this.targets.add(target);
    this.ir.br(target);
  }

  condbr(condition: Operand, then: Block, otherwise: Block): void {
    if (isIntConstant(condition)) {
      this.br(condition.value !== 0n ? then : otherwise);
      return;
    }
    this.targets.add(then).add(otherwise);
    this.ir.condbr(condition, then, otherwise);
  }

  switch(value: Operand, cases: { value: bigint; target: Block }[], otherwise: Block): void {
    for (const { target } of cases) this.targets.add(target);
    this.targets.add(otherwise);
    this.ir.switch(value, cases, otherwise);
  }

  ret(value?: Operand): void {
    this.ir.ret(value);
  }

  unreachable(): void {
    this.ir.unreachable();
  }

  finish(): void {
    tidyBlocks(this.fn);
  }
}

/** `left op value` is `left`. */
function isNeutral(op: BinaryOp, value: bigint): boolean {
  switch (op) {
    case 'add':
    case 'sub':
    case 'or':
    case 'xor':
    case 'shl':
    case 'lshr':
    case 'ashr':
      return value === 0n;
    case 'mul':
      return value === 1n;
    default:
      return false;
  }
}

/** Drops the blocks that cannot be reached and numbers blocks and instructions in order. */
export function tidyBlocks(fn: IrFunction): void {
  const entry = fn.blocks[0];
  if (entry === undefined) return;
  const reached = new Set<Block>([entry]);
  const work = [entry];
  for (let block = work.pop(); block !== undefined; block = work.pop())
    for (const next of successorsOf(block))
      if (!reached.has(next)) {
        reached.add(next);
        work.push(next);
      }
  const kept = fn.blocks.filter((block) => reached.has(block));
  fn.blocks.splice(0, fn.blocks.length, ...kept);
  let id = 0;
  for (const [index, block] of kept.entries()) {
    block.id = index;
    for (const instruction of block.instructions) {
      instruction.id = id++;
      if (instruction.op === 'phi')
        instruction.incoming = instruction.incoming.filter(({ block: from }) => reached.has(from));
    }
  }
}
