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
  IntCompare,
  Intrinsic,
  IrAttributes,
  IrFunction,
  IrModule,
  IrResult,
  IrType,
  Operand,
  Parameter,
  Signature,
  Space,
} from './ir.ts';

/** The instructions that can have this opcode. */
export type InstructionOf<Op extends Instruction['op']> = Op extends unknown
  ? Instruction extends infer One
    ? One extends { readonly op: infer Ops }
      ? Op extends Ops
        ? One
        : never
      : never
    : never
  : never;
export type Phi = InstructionOf<'phi'>;

export const DEFAULT_ATTRIBUTES: IrAttributes = {
  isNaked: false,
  inline: 'none',
  isNoReturn: false,
  isRoot: false,
};

export const makeModule = (): IrModule => ({ functions: new Map(), globals: new Map(), constructors: [] });

/** A function without blocks: declared only, until the builder adds some. */
export function makeFunction(
  name: string,
  params: readonly { readonly type: IrType; readonly name?: string; readonly byvalBytes?: number }[],
  result: IrResult,
  more: Partial<Pick<IrFunction, 'display' | 'isVariadic' | 'attributes' | 'loc'>> = {},
): IrFunction {
  return {
    name,
    display: more.display ?? name,
    params: params.map((param, index): Parameter => ({
      kind: 'param',
      index,
      type: param.type,
      name: param.name ?? `p${String(index)}`,
      ...(param.byvalBytes === undefined ? {} : { byvalBytes: param.byvalBytes }),
    })),
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
    params: fn.params.map((param) =>
      param.byvalBytes === undefined
        ? { type: param.type }
        : { type: param.type, byvalBytes: param.byvalBytes },
    ),
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

  /** Low level: appends any instruction but alloca and phi; `id` and `loc` are given here. */
  append<T extends Instruction>(instruction: Omit<T, 'id' | 'loc'>): T {
    if (this.at === undefined) throw new InternalError('no block was started');
    if (this.isTerminated) this.startBlock(this.makeBlock('unreached'));
    const made = { ...instruction, id: this.nextInstruction++, loc: this.loc } as T;
    this.at.instructions.push(made);
    return made;
  }

  binary(op: BinaryOp, left: Operand, right: Operand): Instruction {
    return this.append<InstructionOf<BinaryOp>>({ op, type: valueType(left), left, right });
  }

  compare(op: IntCompare | FloatCompare, left: Operand, right: Operand): Instruction {
    return this.append<InstructionOf<IntCompare>>({ op, type: 'i1', left, right });
  }

  /** Unconditionally; see `resize` and `reinterpret` for the ones that look first. */
  convert(op: Conversion, type: IrType, operand: Operand): Instruction {
    return this.append<InstructionOf<Conversion>>({ op, type, operand });
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
    return this.append<InstructionOf<'select'>>({
      op: 'select',
      type: valueType(left),
      condition,
      left,
      right,
    });
  }

  /** At the top of the entry block, whatever the current block is. */
  alloca(bytes: number, name: string): Instruction {
    const entry = this.fn.blocks[0];
    if (entry === undefined) throw new InternalError('alloca before the entry block');
    const made: InstructionOf<'alloca'> = {
      op: 'alloca',
      type: 'ptr',
      bytes,
      name,
      id: this.nextInstruction++,
      loc: this.loc,
    };
    entry.instructions.splice(this.allocas++, 0, made);
    return made;
  }

  /** `offset`: an i16 operand, or so many bytes. */
  ptradd(pointer: Operand, offset: Operand | number): Operand {
    if (offset === 0) return pointer;
    const right = typeof offset === 'number' ? intConst('i16', offset) : offset;
    return this.append<InstructionOf<'ptradd'>>({ op: 'ptradd', type: 'ptr', left: pointer, right });
  }

  load(type: IrType, address: Operand, space: Space = 'data', isVolatile = false): Instruction {
    return this.append<InstructionOf<'load'>>({ op: 'load', type, address, space, isVolatile });
  }

  store(address: Operand, value: Operand, isVolatile = false): void {
    this.append<InstructionOf<'store'>>({ op: 'store', type: 'void', address, value, isVolatile });
  }

  call(callee: Operand, args: Operand[], signature: Signature): Instruction {
    return this.append<InstructionOf<'call'>>({
      op: 'call',
      type: signature.result,
      callee,
      args,
      signature,
    });
  }

  intrinsic(name: Intrinsic, args: Operand[] = []): Instruction {
    return this.append<InstructionOf<'intrinsic'>>({
      op: 'intrinsic',
      type: INTRINSIC_RESULTS[name],
      name,
      args,
    });
  }

  /** Before the other instructions of the current block, after its other phis. Fill `incoming` later. */
  phi(type: IrType, incoming: Phi['incoming'] = []): Phi {
    const { instructions } = this.current;
    const made: Phi = { op: 'phi', type, incoming, id: this.nextInstruction++, loc: this.loc };
    let at = 0;
    while (instructions[at]?.op === 'phi') at++;
    instructions.splice(at, 0, made);
    return made;
  }

  br(target: Block): void {
    this.append<InstructionOf<'br'>>({ op: 'br', type: 'void', target });
  }

  condbr(condition: Operand, then: Block, otherwise: Block): void {
    // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
    this.append<InstructionOf<'condbr'>>({ op: 'condbr', type: 'void', condition, then, otherwise });
  }

  switch(value: Operand, cases: { value: bigint; target: Block }[], otherwise: Block): void {
    this.append<InstructionOf<'switch'>>({ op: 'switch', type: 'void', value, cases, otherwise });
  }

  ret(value?: Operand): void {
    this.append<InstructionOf<'ret'>>({ op: 'ret', type: 'void', ...(value === undefined ? {} : { value }) });
  }

  unreachable(): void {
    this.append<InstructionOf<'unreachable'>>({ op: 'unreachable', type: 'void' });
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
