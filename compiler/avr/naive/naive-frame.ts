/**
 * The frame of a naively generated function: a slot for every value, reached from Y.
 *
 * Y + 1 is the first byte. What lies further than Y + 63 is reached through Z, so no value may be
 * in Z when a slot is read or written (but Z itself may be loaded).
 */
import type { AsmOperand } from '../../asm/asm.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import { BYTES, type Instruction, type IrFunction, type Operand } from '../../ir/ir.ts';
import { placeArguments } from '../abi.ts';
import { type AsmBuilder, num, pointer, reg } from '../asm-builder.ts';
import { constantByte, isConstant, typeOf } from '../constant-bytes.ts';
import { IO } from '../target.ts';

const MOST_DISPLACEMENT = 63;
const ZL = 30;
const ZH = 31;
const YL = 28;

export class NaiveFrame {
  /** Bytes below the pushed registers. */
  readonly size: number;
  private readonly slots = new Map<Operand, number>();
  private readonly incomingSlots = new Map<Instruction, number>();
  private readonly areas = new Map<Operand, number>();
  private readonly out: AsmBuilder;

  constructor(out: AsmBuilder, fn: IrFunction) {
    this.out = out;
    let next = 1;
    const take = (bytes: number): number => {
      const at = next;
      next += bytes;
      return at;
    };
    for (const param of fn.params) this.slots.set(param, take(BYTES[param.type]));
    for (const block of fn.blocks)
      for (const instruction of block.instructions) {
        if (instruction.type === 'void') continue;
        this.slots.set(instruction, take(BYTES[instruction.type]));
        if (instruction.op === 'phi') this.incomingSlots.set(instruction, take(BYTES[instruction.type]));
      }
    placeArguments(fn).arguments.forEach((place, index) => {
      const param = fn.params[index];
      if (place.isByval && place.register !== undefined && param !== undefined)
        this.areas.set(param, take(place.bytes));
    });
    for (const block of fn.blocks)
      for (const instruction of block.instructions)
        if (instruction.op === 'alloca') this.areas.set(instruction, take(instruction.bytes));
    this.size = next - 1;
  }

  slotOf(value: Operand): number {
    const slot = this.slots.get(value);
    if (slot === undefined) throw new InternalError('a value without a slot');
    return slot;
  }

  /** Where a predecessor leaves a phi's next value. */
  incomingSlotOf(phi: Instruction): number {
    const slot = this.incomingSlots.get(phi);
    if (slot === undefined) throw new InternalError('a phi without a slot');
    return slot;
  }

  /** The memory of an alloca or of a parameter passed by value in registers. */
  areaOf(value: Operand): number {
    const area = this.areas.get(value);
    if (area === undefined) throw new InternalError('no memory for this value');
    return area;
  }

  load(register: number, offset: number, bytes: number): void {
    const base = this.reach(offset, bytes);
    if (base.pair === 'Z' && register === ZL) {
      this.out.op('ldd', reg(0), pointer('Z', 0));
      if (bytes > 1) this.out.op('ldd', reg(ZH), pointer('Z', 1));
      this.out.rr('mov', ZL, 0);
      return;
    }
    for (let i = 0; i < bytes; i++) this.out.op('ldd', reg(register + i), this.at(base, i));
  }

  store(offset: number, register: number, bytes: number): void {
    const base = this.reach(offset, bytes);
    for (let i = 0; i < bytes; i++) this.out.op('std', this.at(base, i), reg(register + i));
  }

  /** Any value or constant into registers from `register` on. */
  loadOperand(register: number, operand: Operand): void {
    if (!isConstant(operand)) return this.load(register, this.slotOf(operand), BYTES[typeOf(operand)]);
    for (let i = 0; i < BYTES[operand.type]; i++) this.loadByte(register + i, constantByte(operand, i));
  }

  loadByte(register: number, byte: AsmOperand): void {
    if (register >= 16) return this.out.op('ldi', reg(register), byte);
    this.out.op('ldi', reg(ZL), byte);
    this.out.rr('mov', register, ZL);
  }

  storeResult(value: Instruction, register: number): void {
    this.store(this.slotOf(value), register, BYTES[typeOf(value)]);
  }

  /** Y + offset into Z. */
  addressToZ(offset: number): void {
    this.out.rr('movw', ZL, YL);
    this.out.op('subi', reg(ZL), num(-offset & 255));
    this.out.op('sbci', reg(ZH), num((-offset >> 8) & 255));
  }

  /** SP := Y, whole for an interrupt. */
  setStackPointer(): void {
    this.out.op('in', reg(0), num(IO.SREG));
    this.out.op('cli');
    this.out.op('out', num(IO.SPH), reg(29));
    this.out.op('out', num(IO.SREG), reg(0));
    this.out.op('out', num(IO.SPL), reg(28));
  }

  private reach(offset: number, bytes: number): { pair: 'Y' | 'Z'; displacement: number } {
    if (offset + bytes - 1 <= MOST_DISPLACEMENT) return { pair: 'Y', displacement: offset };
    this.addressToZ(offset);
    return { pair: 'Z', displacement: 0 };
  }

  private at(base: { pair: 'Y' | 'Z'; displacement: number }, index: number): AsmOperand {
    return pointer(base.pair, base.displacement + index);
  }
}
