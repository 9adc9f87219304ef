/**
 * One IR instruction after the other, naively: operands from slots, one computation, result to its slot.
 *
 * Registers between two instructions hold nothing. Requires r1 = 0 and keeps it.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import {
  type Block,
  BYTES,
  type Constant,
  type Instruction,
  type IrFunction,
  type Operand,
} from '../../ir/ir.ts';
import { placeArguments, resultRegister } from '../abi.ts';
import { type AsmBuilder, num, pointer, postIncrement, preDecrement, reg, sym } from '../asm-builder.ts';
import { isConstant, typeOf } from '../constant-bytes.ts';
import { type AvrTarget, IO } from '../target.ts';
import { NaiveArithmetic } from './naive-arithmetic.ts';
import { generateIntrinsic } from './naive-intrinsics.ts';
import type { NaiveFrame } from './naive-frame.ts';

export interface NaiveContext {
  readonly epilogue: string;
  /** Y + this: the first stack argument. */
  readonly incoming: number;
  readonly fn: IrFunction;
}

type Of<Op extends Instruction['op']> = Extract<Instruction, { op: Op }>;

export class NaiveBody {
  readonly out: AsmBuilder;
  readonly frame: NaiveFrame;
  readonly target: AvrTarget;
  readonly context: NaiveContext;
  private readonly arithmetic: NaiveArithmetic;

  constructor(out: AsmBuilder, frame: NaiveFrame, target: AvrTarget, context: NaiveContext) {
    this.out = out;
    this.frame = frame;
    this.target = target;
    this.context = context;
    this.arithmetic = new NaiveArithmetic(out, frame);
  }

  labelOf(block: Block): string {
    return `.bb${block.id}`;
  }

  generate(instruction: Instruction, block: Block): void {
    const { out, frame } = this;
    switch (instruction.op) {
      case 'alloca':
        frame.addressToZ(frame.areaOf(instruction));
        out.rr('movw', 24, 30);
        return frame.storeResult(instruction, 24);
      case 'ptradd':
        frame.loadOperand(24, instruction.left);
        frame.loadOperand(22, instruction.right);
        out.rr('add', 24, 22);
        out.rr('adc', 25, 23);
        return frame.storeResult(instruction, 24);
      case 'select':
        return this.select(instruction);
      case 'load':
        return this.load(instruction);
      case 'store':
        return this.store(instruction);
      case 'call':
        return this.call(instruction);
      case 'intrinsic':
        return generateIntrinsic(this, instruction);
      case 'phi': {
        const bytes = BYTES[instruction.type];
        frame.load(18, frame.incomingSlotOf(instruction), bytes);
        return frame.store(frame.slotOf(instruction), 18, bytes);
      }
      case 'br':
        this.leaveFor(instruction.target, block);
        return out.to('jmp', this.labelOf(instruction.target));
      case 'condbr':
        this.leaveFor(instruction.then, block);
        this.leaveFor(instruction.otherwise, block);
        frame.loadOperand(24, instruction.condition);
        out.r('tst', 24);
        out.to('brne', this.labelOf(instruction.then));
        return out.to('jmp', this.labelOf(instruction.otherwise));
      case 'switch':
        return this.switchOn(instruction, block);
      case 'ret':
        if (instruction.value !== undefined)
          frame.loadOperand(resultRegister(typeOf(instruction.value)), instruction.value);
        return out.to('jmp', this.context.epilogue);
      case 'unreachable':
        return this.trap();
      default:
        return this.arithmetic.generate(instruction);
    }
  }

  /** Stays here for ever. */
  trap(): void {
    const here = this.out.newLabel();
    this.out.label(here);
    this.out.to('rjmp', here);
  }

  /** The next values of the target's phis. */
  private leaveFor(target: Block, from: Block): void {
    for (const phi of target.instructions) {
      if (phi.op !== 'phi') return;
      const incoming = phi.incoming.find((one) => one.block === from);
      if (incoming === undefined) throw new InternalError('a phi that lacks a predecessor');
      this.frame.loadOperand(18, incoming.value);
      this.frame.store(this.frame.incomingSlotOf(phi), 18, BYTES[phi.type]);
    }
  }

  private select(instruction: Of<'select'>): void {
    const { out, frame } = this;
    const [otherwise, end] = [out.newLabel(), out.newLabel()];
    frame.loadOperand(24, instruction.condition);
    out.r('tst', 24);
    out.to('breq', otherwise);
    frame.loadOperand(18, instruction.left);
    out.to('rjmp', end);
    out.label(otherwise);
    frame.loadOperand(18, instruction.right);
    out.label(end);
    frame.storeResult(instruction, 18);
  }

  /** Lowest byte first, as avr-gcc reads 16-bit registers. */
  private load(instruction: Of<'load'>): void {
    const { out, frame } = this;
    const bytes = BYTES[instruction.type];
    if (instruction.space === 'flashFar') {
      frame.loadOperand(18, instruction.address);
      out.rr('movw', 30, 18);
      if (this.target.hasRampz) out.op('out', num(IO.RAMPZ), reg(20));
      const op = this.target.hasRampz ? 'elpm' : 'lpm';
      for (let i = 0; i < bytes; i++) out.op(op, reg(18 + i), postIncrement('Z'));
    } else if (instruction.space === 'flash') {
      frame.loadOperand(30, instruction.address);
      for (let i = 0; i < bytes; i++) out.op('lpm', reg(18 + i), postIncrement('Z'));
    } else if (isDirect(instruction.address)) {
      for (let i = 0; i < bytes; i++) out.op('lds', reg(18 + i), directAddress(instruction.address, i));
    } else {
      frame.loadOperand(30, instruction.address);
      for (let i = 0; i < bytes; i++) out.op('ldd', reg(18 + i), pointer('Z', i));
    }
    frame.storeResult(instruction, 18);
  }

  /** Highest byte first, as avr-gcc writes 16-bit registers. */
  private store(instruction: Of<'store'>): void {
    const { out, frame } = this;
    const bytes = BYTES[typeOf(instruction.value)];
    frame.loadOperand(18, instruction.value);
    if (isDirect(instruction.address)) {
      for (let i = bytes - 1; i >= 0; i--) out.op('sts', directAddress(instruction.address, i), reg(18 + i));
      return;
    }
    frame.loadOperand(30, instruction.address);
    for (let i = bytes - 1; i >= 0; i--) out.op('std', pointer('Z', i), reg(18 + i));
  }

  private call(instruction: Of<'call'>): void {
    const { out, frame } = this;
    const { signature, args, callee } = instruction;
    const params = args.map((arg, index) => signature.params[index] ?? { type: typeOf(arg) });
    const { arguments: places, stackBytes } = placeArguments({ params, isVariadic: signature.isVariadic });
    for (let index = args.length - 1; index >= 0; index--) {
      const [arg, place] = [args[index], places[index]];
      if (arg === undefined || place === undefined || place.register !== undefined) continue;
      if (place.isByval) this.pushBytes(arg, place.bytes);
      else {
        frame.loadOperand(18, arg);
        for (let i = place.bytes - 1; i >= 0; i--) out.r('push', 18 + i);
      }
    }
    args.forEach((arg, index) => {
      const place = places[index];
      if (place?.register === undefined) return;
      if (!place.isByval) return frame.loadOperand(place.register, arg);
      frame.loadOperand(30, arg);
      for (let i = 0; i < place.bytes; i++) out.op('ldd', reg(place.register + i), pointer('Z', i));
    });
    if (isConstant(callee) && callee.kind === 'function') out.to('call', callee.name);
    else {
      frame.loadOperand(30, callee);
      out.op('icall');
    }
    if (stackBytes > 0) frame.setStackPointer();
    if (instruction.type !== 'void') frame.storeResult(instruction, resultRegister(instruction.type));
  }

  /** A record of any size, its last byte first. */
  private pushBytes(from: Operand, bytes: number): void {
    const { out } = this;
    this.frame.loadOperand(30, from);
    out.op('subi', reg(30), num(-bytes & 255));
    out.op('sbci', reg(31), num((-bytes >> 8) & 255));
    for (let i = 0; i < bytes; i++) {
      out.op('ld', reg(0), preDecrement('Z'));
      out.r('push', 0);
    }
  }

  private switchOn(instruction: Of<'switch'>, block: Block): void {
    const { out, frame } = this;
    const type = instruction.value.type as 'i8' | 'i16' | 'i32' | 'i64';
    this.leaveFor(instruction.otherwise, block);
    for (const { target } of instruction.cases) this.leaveFor(target, block);
    frame.loadOperand(18, instruction.value);
    for (const { value, target } of instruction.cases) {
      const next = out.newLabel();
      for (let i = 0; i < BYTES[type]; i++) {
        out.op('ldi', reg(30), num(Number((BigInt.asUintN(64, value) >> BigInt(8 * i)) & 255n)));
        out.rr('cp', 18 + i, 30);
        out.to('brne', next);
      }
      out.to('jmp', this.labelOf(target));
      out.label(next);
    }
    out.to('jmp', this.labelOf(instruction.otherwise));
  }
}

type Direct = Extract<Constant, { kind: 'global' | 'address' }>;

const isDirect = (address: Operand): address is Direct =>
  isConstant(address) && (address.kind === 'global' || address.kind === 'address');

const directAddress = (address: Direct, index: number) =>
  address.kind === 'address'
    ? num((address.value + index) & 0xffff)
    : sym(address.name, 'whole', address.offset + index);
