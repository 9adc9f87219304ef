/**
 * Arithmetic, comparisons and conversions of the naive generator, by bytes and by the runtime's routines.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import {
  type BinaryOp,
  BYTES,
  type Conversion,
  type FloatCompare,
  type Instruction,
  type IntCompare,
  type IrType,
} from '../../ir/ir.ts';
import { type AsmBuilder, num, reg } from '../asm-builder.ts';
import { typeOf } from '../constant-bytes.ts';
import { binaryRoutine, compareRoutine, fromFloatRoutine, toFloatRoutine } from '../runtime-routines.ts';
import type { NaiveFrame } from './naive-frame.ts';

/** Counts a shift's turns; never part of a value being shifted. */
const COUNTER = 16;

type Comparison = Extract<Instruction, { op: IntCompare | FloatCompare }>;

export class NaiveArithmetic {
  private readonly out: AsmBuilder;
  private readonly frame: NaiveFrame;

  constructor(out: AsmBuilder, frame: NaiveFrame) {
    this.out = out;
    this.frame = frame;
  }

  generate(instruction: Instruction): void {
    switch (instruction.op) {
      case 'add':
      case 'sub':
      case 'and':
      case 'or':
      case 'xor':
      case 'mul':
      case 'udiv':
      case 'sdiv':
      case 'urem':
      case 'srem':
      case 'shl':
      case 'lshr':
      case 'ashr':
      case 'fadd':
      case 'fsub':
      case 'fmul':
      case 'fdiv':
        return this.binary(instruction);
      case 'eq':
      case 'ne':
      case 'ult':
      case 'ule':
      case 'ugt':
      case 'uge':
      case 'slt':
      case 'sle':
      case 'sgt':
      case 'sge':
        return this.compare(instruction, instruction.op);
      case 'feq':
      case 'fne':
      case 'flt':
      case 'fle':
      case 'fgt':
      case 'fge':
        return this.compareFloats(instruction, instruction.op);
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
      case 'bitcast':
        return this.convert(instruction);
      default:
        throw new InternalError(`the naive generator does not know ${instruction.op}`);
    }
  }

  private binary(instruction: Instruction & { op: BinaryOp }): void {
    const { out, frame } = this;
    const { op, type } = instruction;
    const bytes = BYTES[type];
    const [left, right] = [leftRegister(type), rightRegister(type)];
    const isShift = op === 'shl' || op === 'lshr' || op === 'ashr';
    frame.loadOperand(left, instruction.left);
    frame.loadOperand(isShift ? COUNTER : right, instruction.right);
    const isSigned = op === 'sdiv' || op === 'srem' || op === 'ashr';
    if (type === 'i1' && isSigned) this.spreadTruth(left);
    if (type === 'i1' && isSigned && !isShift) this.spreadTruth(right);
    let result = left;
    const routine = binaryRoutine(op, type);
    if (routine !== undefined) {
      out.to('call', routine.name);
      result = routine.result;
    } else if (isShift) this.shift(op, left, bytes);
    else if (op === 'mul') this.multiply(left, right, bytes);
    else this.byLanes(op, left, right, bytes);
    if (type === 'i1') out.op('andi', reg(result), num(1));
    frame.storeResult(instruction, result);
  }

  private byLanes(op: BinaryOp, left: number, right: number, bytes: number): void {
    const names: Partial<Record<BinaryOp, readonly [string, string]>> = {
      add: ['add', 'adc'],
      sub: ['sub', 'sbc'],
      and: ['and', 'and'],
      or: ['or', 'or'],
      xor: ['eor', 'eor'],
    };
    const [first, next] = names[op] ?? [];
    if (first === undefined || next === undefined) throw new InternalError(`no code for ${op}`);
    for (let i = 0; i < bytes; i++) this.out.rr(i === 0 ? first : next, left + i, right + i);
  }

  /** One or two bytes; larger ones are routines. */
  private multiply(left: number, right: number, bytes: number): void {
    const { out } = this;
    out.rr('mul', left, right);
    if (bytes === 1) out.rr('mov', left, 0);
    else {
      out.rr('movw', 18, 0);
      out.rr('mul', left, right + 1);
      out.rr('add', 19, 0);
      out.rr('mul', left + 1, right);
      out.rr('add', 19, 0);
      out.rr('movw', left, 18);
    }
    out.rr('eor', 1, 1);
  }

  private shift(op: 'shl' | 'lshr' | 'ashr', left: number, bytes: number): void {
    const { out } = this;
    const [loop, end] = [out.newLabel(), out.newLabel()];
    out.label(loop);
    out.r('tst', COUNTER);
    out.to('breq', end);
    if (op === 'shl') for (let i = 0; i < bytes; i++) out.r(i === 0 ? 'lsl' : 'rol', left + i);
    else
      for (let i = bytes - 1; i >= 0; i--)
        out.r(i < bytes - 1 ? 'ror' : op === 'lshr' ? 'lsr' : 'asr', left + i);
    out.r('dec', COUNTER);
    out.to('rjmp', loop);
    out.label(end);
  }

  /** As a signed number of one bit, true is −1. */
  private spreadTruth(register: number): void {
    this.out.r('neg', register);
  }

  private compare(instruction: Comparison, op: IntCompare): void {
    const { out, frame } = this;
    const { left, right } = instruction;
    const type = typeOf(left);
    const bytes = BYTES[type];
    // greater and less-or-equal: the other way round
    const isSwapped = op === 'ugt' || op === 'ule' || op === 'sgt' || op === 'sle';
    const [first, second] = isSwapped ? [right, left] : [left, right];
    const [a, b] = [leftRegister(type), rightRegister(type)];
    frame.loadOperand(a, first);
    frame.loadOperand(b, second);
    if (type === 'i1' && op.startsWith('s')) {
      this.spreadTruth(a);
      this.spreadTruth(b);
    }
    for (let i = 0; i < bytes; i++) out.rr(i === 0 ? 'cp' : 'cpc', a + i, b + i);
    const branch = {
      eq: 'breq',
      ne: 'brne',
      ult: 'brlo',
      ugt: 'brlo',
      uge: 'brsh',
      ule: 'brsh',
      slt: 'brlt',
      sgt: 'brlt',
      sge: 'brge',
      sle: 'brge',
    }[op];
    this.truthOf(branch);
    frame.storeResult(instruction, 24);
  }

  private compareFloats(instruction: Comparison, op: FloatCompare): void {
    const { out, frame } = this;
    const routine = compareRoutine(op);
    frame.loadOperand(22, instruction.left);
    frame.loadOperand(18, instruction.right);
    out.to('call', routine.name);
    const isSwapped = routine.test === 'sgt' || routine.test === 'sle';
    if (isSwapped) out.rr('cp', 1, 24);
    else out.rr('cp', 24, 1);
    this.truthOf(
      { eq: 'breq', ne: 'brne', slt: 'brlt', sgt: 'brlt', sge: 'brge', sle: 'brge' }[routine.test],
    );
    frame.storeResult(instruction, 24);
  }

  /** r24 := whether the branch is taken. */
  private truthOf(branch: string): void {
    const { out } = this;
    const end = out.newLabel();
    out.op('ldi', reg(24), num(1));
    out.to(branch, end);
    out.op('ldi', reg(24), num(0));
    out.label(end);
  }

  private convert(instruction: Instruction & { op: Conversion }): void {
    const { out, frame } = this;
    const { op, type, operand } = instruction;
    const from = typeOf(operand);
    const isSigned = op === 'sext' || op === 'sitofp' || op === 'fptosi';
    if (op === 'fptosi' || op === 'fptoui') {
      frame.loadOperand(22, operand);
      const routine = fromFloatRoutine(isSigned, BYTES[type] === 8);
      out.to('call', routine.name);
      if (BYTES[type] < 4) this.saturate(isSigned, BYTES[type]);
      if (type === 'i1') out.op('andi', reg(22), num(1));
      return frame.storeResult(instruction, routine.result);
    }
    const isToFloat = op === 'sitofp' || op === 'uitofp';
    const wide = isToFloat ? Math.max(4, BYTES[from]) : BYTES[type];
    const low = isToFloat && wide === 4 ? 22 : 18;
    frame.loadOperand(low, operand);
    if (from === 'i1' && isSigned) this.spreadTruth(low);
    this.extend(low, BYTES[from], wide, isSigned);
    if (isToFloat) {
      const routine = toFloatRoutine(isSigned, wide === 8 ? 8 : 4);
      out.to('call', routine.name);
      return frame.storeResult(instruction, routine.result);
    }
    if (type === 'i1') out.op('andi', reg(low), num(1));
    frame.storeResult(instruction, low);
  }

  private extend(low: number, from: number, to: number, isSigned: boolean): void {
    const { out } = this;
    if (from >= to) return;
    const first = low + from;
    out.op('ldi', reg(first), num(0));
    if (isSigned) {
      out.op('sbrc', reg(first - 1), num(7));
      out.op('ldi', reg(first), num(255));
    }
    for (let i = first + 1; i < low + to; i++) out.rr('mov', i, first);
  }

  /** r22…25, already within 32 bits, to one or two bytes. */
  private saturate(isSigned: boolean, bytes: number): void {
    const { out } = this;
    const end = out.newLabel();
    const top = 22 + bytes - 1;
    if (isSigned) {
      out.rr('mov', 18, top);
      out.r('lsl', 18);
      out.rr('sbc', 18, 18);
    } else out.op('ldi', reg(18), num(0));
    for (let i = top + 1; i <= 25; i++) out.rr(i === top + 1 ? 'cp' : 'cpc', i, 18);
    out.to('breq', end);
    if (isSigned) {
      // The most positive, or its complement, the most negative.
      for (let i = 22; i < top; i++) out.op('ldi', reg(i), num(255));
      out.op('ldi', reg(top), num(127));
      out.op('sbrs', reg(25), num(7));
      out.to('rjmp', end);
      for (let i = 22; i <= top; i++) out.r('com', i);
    } else for (let i = 22; i <= top; i++) out.op('ldi', reg(i), num(255));
    out.label(end);
  }
}

const leftRegister = (type: IrType): number => (BYTES[type] <= 2 ? 24 : BYTES[type] === 4 ? 22 : 18);
const rightRegister = (type: IrType): number => (BYTES[type] <= 2 ? 22 : BYTES[type] === 4 ? 18 : 10);
