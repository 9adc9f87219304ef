/**
 * The function being selected: its machine blocks, where values live, and how instructions are written.
 *
 * A value is a list of lanes, lowest byte first: a register, or a byte known already. Widening, narrowing,
 * byte shifts and masks are only other lists of the same lanes. Zero is r1. The register of a lane is
 * never changed once it is written (two-address instructions work on a copy), except those of phis.
 */
import type { AsmOperand } from '../../asm/asm.ts';
import { type Loc, NO_LOC } from '../../cpp/source.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import { BYTES, type Constant, type Instruction, type IrFunction, type Operand } from '../../ir/ir.ts';
import { num, sym } from '../asm-builder.ts';
import { constantByte, constantBits, isConstant, typeOf } from '../constant-bytes.ts';
import {
  ANY,
  type FrameArea,
  type MachineBlock,
  type MachineFunction,
  type MachineInstruction,
  type MachineOperand,
  makeInstruction,
  type Role,
  type Terminator,
  UPPER,
  VirtualRegisters,
} from '../machine/machine-code.ts';
import type { AvrTarget } from '../target.ts';
import type { SelectionPlan } from './selection-plan.ts';

export type ConstantByte = Extract<AsmOperand, { kind: 'number' | 'symbol' }>;
export type Lane = number | ConstantByte;

/** Always zero. */
export const ZERO = 1;
export const SCRATCH = 0;

export interface SelectionContext {
  readonly fn: IrFunction;
  readonly plan: SelectionPlan;
  readonly target: AvrTarget;
  /** Registers a direct call of this function changes, as bits. */
  readonly clobbersOf: (name: string) => number;
  /** Nearest bytes of the frame kept free for spilled registers. */
  readonly spillReserve: number;
}

interface Extras {
  readonly uses?: readonly number[];
  readonly defs?: readonly number[];
  readonly clobbers?: number;
  readonly isGlued?: boolean;
}

const NOTHING: Extras = {};

export class Selection {
  readonly context: SelectionContext;
  readonly registers = new VirtualRegisters();
  readonly blocks: MachineBlock[] = [];
  readonly areas: FrameArea[] = [];
  needsFrame = false;
  loc: Loc = NO_LOC;
  private current: MachineBlock | undefined;
  private nextBlock = 0;
  private readonly lanes = new Map<Operand, Lane[]>();
  private readonly areaOfValue = new Map<Operand, number>();
  /** Bytes already in registers since the last call or label. */
  private readonly constants = new Map<number, number>();

  constructor(context: SelectionContext) {
    this.context = context;
  }

  finish(): MachineFunction {
    const { fn } = this.context;
    return {
      name: fn.name,
      loc: fn.loc,
      blocks: this.blocks,
      registers: this.registers,
      areas: this.areas,
      spills: 0,
      needsFrame: this.needsFrame,
    };
  }

  // ---- Blocks ----

  makeBlock(frequency: number): MachineBlock {
    return { id: this.nextBlock++, instructions: [], terminator: { kind: 'none' }, frequency };
  }

  /** As often as the current one. */
  makeBlockHere(factor = 1): MachineBlock {
    return this.makeBlock(this.block.frequency * factor);
  }

  /** Goes on writing in this block, which comes next in the layout. */
  start(block: MachineBlock): void {
    this.blocks.push(block);
    this.current = block;
    this.constants.clear();
  }

  end(terminator: Terminator): void {
    this.block.terminator = terminator;
  }

  jumpTo(to: MachineBlock): void {
    this.end({ kind: 'jump', to });
  }

  get block(): MachineBlock {
    if (this.current === undefined) throw new InternalError('no block to write in');
    return this.current;
  }

  // ---- Instructions ----

  emit(op: string, operands: MachineOperand[], extras: Extras = NOTHING): MachineInstruction {
    const { uses, defs, clobbers, isGlued } = extras;
    const instruction = makeInstruction({ op, operands, loc: this.loc, uses, defs, clobbers, isGlued });
    this.block.instructions.push(instruction);
    return instruction;
  }

  /** The register is changed in place. */
  change(op: string, register: number, isGlued = false): void {
    this.emit(op, [regOperand(register, 'both')], { isGlued });
  }

  /** Register op= register. */
  alter(op: string, register: number, by: number, isGlued = false): void {
    this.emit(op, [regOperand(register, 'both'), regOperand(by, 'use')], { isGlued });
  }

  /** Register op= immediate: r16 and up. */
  alterBy(op: string, register: number, by: MachineOperand, isGlued = false): void {
    if (register >= 32) this.registers.restrict(register, UPPER);
    this.emit(op, [regOperand(register, 'both'), by], { isGlued });
  }

  copy(to: number, from: number, isGlued = false): void {
    this.emit('copy', [regOperand(to, 'def'), regOperand(from, 'use')], { isGlued });
  }

  compare(op: 'cp' | 'cpc', left: number, right: number): void {
    this.emit(op, [regOperand(left, 'use'), regOperand(right, 'use')]);
  }

  // ---- Registers and lanes ----

  fresh(mask = ANY): number {
    return this.registers.make(mask);
  }

  /** A new register that starts as the lane and may be changed. */
  freshCopy(lane: Lane, mask = ANY): number {
    const register = this.fresh(mask);
    this.put(register, lane);
    return register;
  }

  /** To a register of its own or a physical one. */
  put(to: number, lane: Lane, isGlued = false): void {
    if (typeof lane === 'number') return this.copy(to, lane, isGlued);
    if (to >= 32) this.registers.restrict(to, UPPER);
    else if (to < 16) return this.copy(to, this.registerOf(lane), isGlued);
    this.emit('ldi', [regOperand(to, 'def'), lane], { isGlued });
  }

  /** For reading only. */
  registerOf(lane: Lane): number {
    if (typeof lane === 'number') return lane;
    if (lane.kind === 'symbol') return this.freshCopy(lane, UPPER);
    const known = this.constants.get(lane.value);
    if (known !== undefined) return known;
    const register = this.freshCopy(lane, UPPER);
    this.constants.set(lane.value, register);
    return register;
  }

  /** Calls end the life of bytes kept in registers. */
  forgetConstants(): void {
    this.constants.clear();
  }

  define(value: Operand, lanes: Lane[]): void {
    this.lanes.set(value, lanes);
  }

  isDefined(value: Operand): boolean {
    return this.lanes.has(value);
  }

  lanesOf(operand: Operand): readonly Lane[] {
    if (isConstant(operand)) return constantLanes(operand);
    const known = this.lanes.get(operand);
    if (known !== undefined) return known;
    const area = this.areaOfValue.get(operand);
    if (area !== undefined) return this.frameAddress(area, 0);
    throw new InternalError(`no lanes for a value of ${this.context.fn.name}`);
  }

  laneOf(operand: Operand, index: number): Lane {
    return this.lanesOf(operand)[index] ?? missing(operand);
  }

  bytesOf(instruction: Instruction): number {
    return this.context.plan.bytesOf(instruction);
  }

  // ---- Frame ----

  setArea(value: Operand, area: number): void {
    this.areaOfValue.set(value, area);
    this.needsFrame = true;
  }

  areaOf(value: Operand): number | undefined {
    return this.areaOfValue.get(value);
  }

  /** Y + distance in a new pair of registers. */
  frameAddress(area: number, offset: number): number[] {
    this.needsFrame = true;
    const lo = this.freshCopy(28, UPPER);
    const hi = this.freshCopy(29, UPPER);
    this.alterBy('subi', lo, { kind: 'frameDistance', area, offset, part: 'lo8' });
    this.alterBy('sbci', hi, { kind: 'frameDistance', area, offset, part: 'hi8' });
    return [lo, hi];
  }
}

export const regOperand = (reg: number, role: Role): MachineOperand => ({ kind: 'reg', reg, role });

export function constantLanes(constant: Constant): Lane[] {
  const lanes: Lane[] = [];
  const bytes = BYTES[constant.type];
  const bits = constantBits(constant);
  if (bits === undefined) for (let i = 0; i < bytes; i++) lanes.push(symbolByte(constantByte(constant, i)));
  else if (bytes <= 4) {
    const value = Number(bits);
    for (let i = 0; i < bytes; i++) lanes.push(byteLane(value >>> (8 * i)));
  } else for (let i = 0; i < bytes; i++) lanes.push(byteLane(Number((bits >> BigInt(8 * i)) & 255n)));
  return lanes;
}

function symbolByte(operand: AsmOperand): ConstantByte {
  if (operand.kind !== 'symbol' && operand.kind !== 'number') throw new InternalError('not a constant byte');
  return operand;
}

/** Zero is a register. */
export function byteLane(value: number): Lane {
  const byte = value & 255;
  return byte === 0 ? ZERO : (num(byte) as ConstantByte);
}

/** The byte if it is known now. */
export function knownByte(lane: Lane): number | undefined {
  if (lane === ZERO) return 0;
  return typeof lane === 'object' && lane.kind === 'number' ? lane.value & 255 : undefined;
}

/** For subi and sbci that add: minus the constant's part. */
export function negatedSymbol(lane: ConstantByte): ConstantByte {
  if (lane.kind !== 'symbol') throw new InternalError('not a symbol');
  return sym(lane.name, lane.part, lane.offset, !lane.isNegated) as ConstantByte;
}

function missing(operand: Operand): never {
  throw new InternalError(`a byte of a ${typeOf(operand)} that nobody demanded`);
}
