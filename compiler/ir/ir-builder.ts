/**
 * Builds functions of the IR: blocks, and instructions appended to the current block.
 *
 * In: an IrFunction (new, or one being added to). Out: the same function, grown. Types of results follow
 * from the operands wherever they can. Allocas go to the top of the entry block wherever they are asked
 * for. Instructions after a terminator open a block that nothing reaches; simplify-cfg removes it.
 */
import { NO_LOC, type Loc } from '../cpp/source.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import { intConst } from './constants.ts';
import type {
  BinaryOp,
  Block,
  Conversion,
  FloatCompare,
  Instruction,
  InstructionOf,
  IntCompare,
  Intrinsic,
  IrAttributes,
  IrFunction,
  IrModule,
  IrResult,
  IrType,
  Operand,
  Parameter,
  Phi,
  Signature,
  Space,
} from './ir.ts';
import {
  makeAlloca,
  makeBinary,
  makeBr,
  makeConversion,
  makeInstruction,
  makeLoad,
  makePhi,
  makeSelect,
  makeStore,
  type Fields,
} from './make-instruction.ts';

export type { InstructionOf, Phi } from './ir.ts';

export const DEFAULT_ATTRIBUTES: IrAttributes = {
  isNaked: false,
  inline: 'none',
  isNoReturn: false,
  isRoot: false,
};

export const makeModule = (): IrModule => ({ functions: new Map(), globals: new Map(), constructors: [] });

/** All of one layout: see make-instruction.ts. */
export const makeParameter = (
  index: number,
  type: IrType,
  name: string,
  byvalBytes: number | undefined,
): Parameter => ({ kind: 'param', type, name, index, byvalBytes });

/** A function without blocks: declared only, until the builder adds some. */
export function makeFunction(
  name: string,
  params: readonly {
    readonly type: IrType;
    readonly name?: string;
    readonly byvalBytes?: number | undefined;
  }[],
  result: IrResult,
  more: Partial<Pick<IrFunction, 'display' | 'isVariadic' | 'attributes' | 'loc'>> = {},
): IrFunction {
  return {
    name,
    display: more.display ?? name,
    params: params.map((param, index) =>
      makeParameter(index, param.type, param.name ?? `p${String(index)}`, param.byvalBytes),
    ),
    result,
    isVariadic: more.isVariadic ?? false,
    blocks: [],
    attributes: more.attributes ?? DEFAULT_ATTRIBUTES,
    loc: more.loc ?? NO_LOC,
  };
}

/** What a call of this function must have as `signature`. */
export function signatureOf(fn: IrFunction): Signature {
  return {
    params: fn.params.map(({ type, byvalBytes }) => ({ type, byvalBytes })),
    result: fn.result,
    isVariadic: fn.isVariadic,
  };
}

export function isTerminator(instruction: Instruction): boolean {
  switch (instruction.op) {
    case 'br':
    case 'condbr':
    case 'switch':
    case 'ret':
    case 'unreachable':
      return true;
    default:
      return false;
  }
}

export class IrBuilder {
  /** The place in the source given to every instruction from now on. */
  loc: Loc = NO_LOC;
  readonly fn: IrFunction;
  private nextInstruction = 0;
  private nextBlock = 0;
  private allocas = 0;
  private at: Block | undefined;

  constructor(fn: IrFunction) {
    this.fn = fn;
    for (const block of fn.blocks) {
      this.nextBlock = Math.max(this.nextBlock, block.id + 1);
      for (const { id } of block.instructions) this.nextInstruction = Math.max(this.nextInstruction, id + 1);
    }
    const entry = fn.blocks[0];
    while (entry?.instructions[this.allocas]?.op === 'alloca') this.allocas++;
  }

  /** A block of this function that is not yet in it: `startBlock` puts it there. */
  makeBlock(label: string): Block {
    return { id: this.nextBlock++, label, instructions: [] };
  }

  /** Appends the block to the function; instructions go there from now on. */
  startBlock(block: Block): Block {
    this.fn.blocks.push(block);
    this.at = block;
    return block;
  }

  /** Goes on at the end of a block that is already in the function. */
  continueAt(block: Block): void {
    this.at = block;
  }

  get current(): Block {
    if (this.at === undefined) throw new InternalError('no block was started');
    return this.at;
  }

  /** The current block has its terminator, or none was started. */
  get isTerminated(): boolean {
    const last = this.at?.instructions.at(-1);
    return this.at === undefined || (last !== undefined && isTerminator(last));
  }

  private append<T extends Instruction>(made: T): T {
    if (this.at === undefined) throw new InternalError('no block was started');
    if (this.isTerminated) this.startBlock(this.makeBlock('unreached'));
    this.at.instructions.push(made);
    return made;
  }

  private appendFields<T extends Instruction>(fields: Fields<T>): T {
    return this.append(makeInstruction<T>(fields, this.nextInstruction++, this.loc));
  }

  binary(op: BinaryOp, left: Operand, right: Operand): Instruction {
    return this.append(makeBinary(op, valueType(left), left, right, this.nextInstruction++, this.loc));
  }

  compare(op: IntCompare | FloatCompare, left: Operand, right: Operand): Instruction {
    return this.append(makeBinary(op, 'i1', left, right, this.nextInstruction++, this.loc));
  }

  /** Unconditionally; see `resize` and `reinterpret` for the ones that look first. */
  convert(op: Conversion, type: IrType, operand: Operand): Instruction {
    return this.append(makeConversion(op, type, operand, this.nextInstruction++, this.loc));
  }

  /** An integer to another width: trunc, zext or sext, or itself. */
  resize(operand: Operand, type: IrType, isSigned: boolean): Operand {
    const order = ['i1', 'i8', 'i16', 'i32', 'i64'];
    const from = order.indexOf(valueType(operand));
    const to = order.indexOf(type);
    if (from < 0 || to < 0) throw new InternalError(`resize of ${valueType(operand)} to ${type}`);
    if (from === to) return operand;
    return this.convert(to < from ? 'trunc' : isSigned ? 'sext' : 'zext', type, operand);
  }

  select(condition: Operand, left: Operand, right: Operand): Instruction {
    return this.append(makeSelect(valueType(left), condition, left, right, this.nextInstruction++, this.loc));
  }

  /** At the top of the entry block, whatever the current block is. */
  alloca(bytes: number, name: string): Instruction {
    const entry = this.fn.blocks[0];
    if (entry === undefined) throw new InternalError('alloca before the entry block');
    const made = makeAlloca(bytes, name, this.nextInstruction++, this.loc);
    entry.instructions.splice(this.allocas++, 0, made);
    return made;
  }

  /** `offset`: an i16 operand, or so many bytes. */
  ptradd(pointer: Operand, offset: Operand | number): Operand {
    if (offset === 0) return pointer;
    const right = typeof offset === 'number' ? intConst('i16', offset) : offset;
    return this.append(makeBinary('ptradd', 'ptr', pointer, right, this.nextInstruction++, this.loc));
  }

  load(type: IrType, address: Operand, space: Space = 'data', isVolatile = false): Instruction {
    return this.append(makeLoad(type, address, space, isVolatile, this.nextInstruction++, this.loc));
  }

  store(address: Operand, value: Operand, isVolatile = false): void {
    this.append(makeStore(address, value, isVolatile, this.nextInstruction++, this.loc));
  }

  call(callee: Operand, args: Operand[], signature: Signature): Instruction {
    return this.appendFields<InstructionOf<'call'>>({
      op: 'call',
      type: signature.result,
      callee,
      args,
      signature,
    });
  }

  intrinsic(name: Intrinsic, args: Operand[] = []): Instruction {
    return this.appendFields<InstructionOf<'intrinsic'>>({
      op: 'intrinsic',
      type: INTRINSIC_RESULTS[name],
      name,
      args,
    });
  }

  /** Before the other instructions of the current block, after its other phis. Fill `incoming` later. */
  phi(type: IrType, incoming: Phi['incoming'] = []): Phi {
    const { instructions } = this.current;
    const made = makePhi(type, incoming, this.nextInstruction++, this.loc);
    let at = 0;
    while (instructions[at]?.op === 'phi') at++;
    instructions.splice(at, 0, made);
    return made;
  }

  br(target: Block): void {
    this.append(makeBr(target, this.nextInstruction++, this.loc));
  }

  condbr(condition: Operand, then: Block, otherwise: Block): void {
    // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
    this.appendFields<InstructionOf<'condbr'>>({ op: 'condbr', type: 'void', condition, then, otherwise });
  }

  switch(value: Operand, cases: { value: bigint; target: Block }[], otherwise: Block): void {
    this.appendFields<InstructionOf<'switch'>>({ op: 'switch', type: 'void', value, cases, otherwise });
  }

  ret(value?: Operand): void {
    this.appendFields<InstructionOf<'ret'>>({ op: 'ret', type: 'void', value });
  }

  unreachable(): void {
    this.appendFields<InstructionOf<'unreachable'>>({ op: 'unreachable', type: 'void' });
  }
}

export const INTRINSIC_RESULTS: Readonly<Record<Intrinsic, IrResult>> = {
  cli: 'void',
  sei: 'void',
  nop: 'void',
  sleep: 'void',
  wdr: 'void',
  delay_cycles: 'void',
  swap_nibbles: 'i8',
  memcpy: 'void',
  memset: 'void',
  va_start: 'ptr',
  constant_p: 'i1',
  memory_barrier: 'void',
  trap: 'void',
  return_address: 'ptr',
};

/** The type of an operand that is used as a value. */
export function valueType(operand: Operand): IrType {
  if (operand.type === 'void') throw new InternalError('a void result used as a value');
  return operand.type;
}
