/**
 * Splits small structs and arrays on the frame into variables of their own (scalar replacement of
 * aggregates).
 *
 * Requires: a well-formed function. Guarantees: an alloca that is only loaded from, stored to, copied and
 * filled at constant places, not volatile, is split into parts that are each accessed as one type, so that
 * mem2reg can take them. Parts read as several types are integers that pieces are taken out of and put
 * into. Copies and fills of such allocas become loads and stores.
 */
import { intConst, isIntConstant, undefConst, type IntType } from '../constants.ts';
import type { InstructionOf } from '../ir-builder.ts';
import {
  BYTES,
  type BinaryOp,
  type Conversion,
  type Instruction,
  type IrFunction,
  type IrType,
  type Operand,
} from '../ir.ts';
import { makeAlloca, makeBinary, makeConversion, makeLoad, makeStore } from '../make-instruction.ts';
import { nextIds } from '../operands.ts';
import { Replacements } from './replacements.ts';
import { Uses } from './uses.ts';

/** Beyond, splitting makes more code than it saves. */
const LONGEST_COPY = 16;
const MOST_PARTS = 32;
const MOST_ROUNDS = 4;

interface Access {
  readonly one: InstructionOf<'load'> | InstructionOf<'store'>;
  readonly offset: number;
  readonly type: IrType;
}

/** A memcpy to or from the alloca, or a memset of it. */
interface Bulk {
  readonly one: InstructionOf<'intrinsic'>;
  readonly offset: number;
  readonly bytes: number;
  readonly role: 'to' | 'from' | 'fill';
}

interface Candidate {
  readonly alloca: InstructionOf<'alloca'>;
  readonly accesses: Access[];
  readonly bulks: Bulk[];
}

interface Part {
  readonly start: number;
  end: number;
  /** What it is loaded and stored as; undefined: as the accesses say, in memory. */
  type: IrType | undefined;
  alloca: Instruction | undefined;
}

export function sroa(fn: IrFunction): boolean {
  if (fn.blocks[0]?.instructions.some(({ op }) => op === 'alloca') !== true) return false;
  let changed = false;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    if (!new Splitter(fn).run()) break;
    changed = true;
  }
  return changed;
}

class Splitter {
  private readonly fn: IrFunction;
  private readonly uses: Uses;
  private nextId: number;
  private readonly values = new Replacements();
  /** What stands in the place of an instruction. */
  private readonly instead = new Map<Instruction, Instruction[]>();
  private readonly made: Instruction[] = [];
  private out: Instruction[] = [];
  private loc = 0;

  constructor(fn: IrFunction) {
    this.fn = fn;
    this.uses = new Uses(fn);
    this.nextId = nextIds(fn).instruction;
  }

  run(): boolean {
    const [entry] = this.fn.blocks;
    if (entry === undefined) return false;
    const claimed = new Set<Instruction>();
    let changed = false;
    for (const alloca of entry.instructions) {
      if (alloca.op !== 'alloca') continue;
      const candidate = this.candidate(alloca);
      if (candidate === undefined || candidate.bulks.some(({ one }) => claimed.has(one))) continue;
      const parts = partsOf(candidate);
      if (parts === undefined) continue;
      for (const { one } of candidate.bulks) claimed.add(one);
      this.split(candidate, parts);
      changed = true;
    }
    if (!changed) return false;
    for (const block of this.fn.blocks) {
      const out: Instruction[] = block === entry ? this.made : [];
      for (const one of block.instructions) {
        const instead = this.instead.get(one);
        if (instead === undefined) out.push(one);
        else for (const other of instead) out.push(other);
      }
      block.instructions.length = 0;
      for (const one of out) block.instructions.push(one);
    }
    this.values.apply(this.fn);
    return true;
  }

  /** Every use of the alloca, if all are of the kinds that can be split. */
  private candidate(alloca: InstructionOf<'alloca'>): Candidate | undefined {
    const accesses: Access[] = [];
    const bulks: Bulk[] = [];
    const work: { pointer: Instruction; offset: number }[] = [{ pointer: alloca, offset: 0 }];
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      const { pointer, offset } = at;
      for (const user of this.uses.of(pointer)) {
        switch (user.op) {
          case 'load':
            if (user.isVolatile || user.space !== 'data') return undefined;
            accesses.push({ one: user, offset, type: user.type });
            break;
          case 'store':
            if (user.isVolatile || user.value === pointer || user.value.type === 'void') return undefined;
            accesses.push({ one: user, offset, type: user.value.type });
            break;
          case 'ptradd':
            if (user.left !== pointer || !isIntConstant(user.right)) return undefined;
            work.push({ pointer: user, offset: offset + Number(BigInt.asIntN(16, user.right.value)) });
            break;
          case 'intrinsic': {
            const [first, second, third] = user.args;
            if (user.name !== 'memcpy' && user.name !== 'memset') return undefined;
            if (third === undefined || !isIntConstant(third)) return undefined;
            const bytes = Number(third.value);
            if (bytes > LONGEST_COPY || bytes === 0) return undefined;
            const role = user.name === 'memset' ? 'fill' : first === pointer ? 'to' : 'from';
            if (role === 'to' && second !== undefined && isInside(second, alloca)) return undefined;
            if (role === 'from' && first !== undefined && isInside(first, alloca)) return undefined;
            bulks.push({ one: user, offset, bytes, role });
            break;
          }
          default:
            return undefined;
        }
      }
    }
    const fits = (offset: number, bytes: number): boolean => offset >= 0 && offset + bytes <= alloca.bytes;
    if (!accesses.every(({ offset, type }) => fits(offset, BYTES[type]))) return undefined;
    if (!bulks.every(({ offset, bytes }) => fits(offset, bytes))) return undefined;
    return { alloca, accesses, bulks };
  }

  private split({ alloca, accesses, bulks }: Candidate, parts: Part[]): void {
    this.loc = alloca.loc;
    for (const part of parts) {
      const bytes = part.type === undefined ? part.end - part.start : BYTES[part.type];
      const own = makeAlloca(bytes, alloca.name, this.nextId++, alloca.loc);
      part.alloca = own;
      this.made.push(own);
    }
    const partAt = (offset: number): Part => {
      let low = 0;
      let high = parts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((parts[middle]?.start ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return parts[low] as Part;
    };
    for (const { one, offset, type } of accesses) {
      this.begin(one);
      if (one.op === 'load') this.values.set(one, this.read(partAt(offset), offset, type));
      else this.write(partAt(offset), offset, one.value, type);
    }
    for (const bulk of bulks) {
      this.begin(bulk.one);
      const end = bulk.offset + bulk.bytes;
      for (let offset = bulk.offset; offset < end;) {
        const part = partAt(offset);
        const isWhole =
          offset === part.start &&
          part.end <= end &&
          part.type !== undefined &&
          BYTES[part.type] === part.end - part.start;
        const type = isWhole && part.type !== undefined ? part.type : chunk(Math.min(end, part.end) - offset);
        const size = isWhole ? part.end - part.start : BYTES[type];
        this.move(bulk, part, offset, type);
        offset += size;
      }
    }
    // Addresses of parts: nothing uses them any more.
    this.instead.set(alloca, []);
    const pointers: Instruction[] = [alloca];
    for (let pointer = pointers.pop(); pointer !== undefined; pointer = pointers.pop()) {
      for (const user of this.uses.of(pointer)) {
        if (user.op !== 'ptradd') continue;
        this.instead.set(user, []);
        pointers.push(user);
      }
    }
  }

  /** One piece of a copy or fill. */
  private move(bulk: Bulk, part: Part, offset: number, type: IrType): void {
    const relative = offset - bulk.offset;
    const [first, second] = bulk.one.args;
    if (first === undefined || second === undefined) return;
    if (bulk.role === 'fill') {
      this.write(part, offset, this.splat(second, type), type);
    } else if (bulk.role === 'to') {
      const value = this.load(type, this.at(second, relative));
      this.write(part, offset, value, type);
    } else {
      const value = this.read(part, offset, type);
      this.store(value, this.at(first, relative));
    }
  }

  private begin(one: Instruction): void {
    this.out = [];
    this.loc = one.loc;
    this.instead.set(one, this.out);
  }

  private emit<T extends Instruction>(made: T): T {
    this.out.push(made);
    return made;
  }

  private load(type: IrType, address: Operand): Operand {
    return this.emit(makeLoad(type, address, 'data', false, this.nextId++, this.loc));
  }

  private store(value: Operand, address: Operand): void {
    this.emit(makeStore(address, value, false, this.nextId++, this.loc));
  }

  private binary(op: BinaryOp, left: Operand, right: Operand): Operand {
    return this.emit(makeBinary(op, left.type as IrType, left, right, this.nextId++, this.loc));
  }

  private convert(op: Conversion, type: IrType, operand: Operand): Operand {
    return operand.type === type
      ? operand
      : this.emit(makeConversion(op, type, operand, this.nextId++, this.loc));
  }

  private at(pointer: Operand, offset: number): Operand {
    if (offset === 0) return pointer;
    const by = intConst('i16', offset);
    return this.emit(makeBinary('ptradd', 'ptr', pointer, by, this.nextId++, this.loc));
  }

  private read(part: Part, offset: number, type: IrType): Operand {
    const { alloca } = part;
    if (alloca === undefined) return undefConst(type);
    if (part.type === undefined) return this.load(type, this.at(alloca, offset - part.start));
    const whole = this.load(part.type, alloca);
    if (part.type === type) return whole;
    const bits = asInt(part.type);
    let value = this.toInt(whole, bits);
    const shift = 8 * (offset - part.start);
    if (shift > 0) value = this.binary('lshr', value, intConst('i8', shift));
    const wanted = asInt(type);
    return this.fromInt(this.convert('trunc', wanted, value), type);
  }

  private write(part: Part, offset: number, value: Operand, type: IrType): void {
    const { alloca } = part;
    if (alloca === undefined) return;
    if (part.type === undefined) {
      this.store(value, this.at(alloca, offset - part.start));
      return;
    }
    if (part.type === type) {
      this.store(value, alloca);
      return;
    }
    const bits = asInt(part.type);
    const own = asInt(type);
    const plain = this.toInt(value, own);
    if (BYTES[own] === BYTES[bits]) {
      this.store(this.fromInt(plain, part.type), alloca);
      return;
    }
    const shift = 8 * (offset - part.start);
    const mask = ((1n << BigInt(8 * BYTES[own])) - 1n) << BigInt(shift);
    const old = this.toInt(this.load(part.type, alloca), bits);
    const kept = this.binary('and', old, intConst(bits, ~mask));
    let wide = this.convert('zext', bits, plain);
    if (shift > 0) wide = this.binary('shl', wide, intConst('i8', shift));
    this.store(this.fromInt(this.binary('or', kept, wide), part.type), alloca);
  }

  /** The bits of a value as an integer of its size. */
  private toInt(value: Operand, type: IntType): Operand {
    if (value.type === type) return value;
    return value.type === 'i1' ? this.convert('zext', type, value) : this.convert('bitcast', type, value);
  }

  private fromInt(value: Operand, type: IrType): Operand {
    if (value.type === type) return value;
    return type === 'i1' ? this.convert('trunc', type, value) : this.convert('bitcast', type, value);
  }

  /** A byte repeated to fill a type. */
  private splat(byte: Operand, type: IrType): Operand {
    const bits = asInt(type);
    if (isIntConstant(byte)) {
      let value = 0n;
      for (let i = 0; i < BYTES[bits]; i++) value = (value << 8n) | byte.value;
      return this.fromInt(intConst(bits, value), type);
    }
    let value = this.convert('zext', bits, byte);
    for (let size = 1; size < BYTES[bits]; size *= 2) {
      value = this.binary('or', value, this.binary('shl', value, intConst('i8', 8 * size)));
    }
    return this.fromInt(value, type);
  }
}

/** The parts an alloca falls into; undefined when it is fine as it is, or cannot be split. */
function partsOf({ alloca, accesses, bulks }: Candidate): Part[] | undefined {
  if (accesses.length === 0) return undefined;
  const isWhole = ({ offset, type }: Access): boolean =>
    offset === 0 && BYTES[type] === alloca.bytes && type === accesses[0]?.type;
  if (bulks.length === 0 && accesses.every(isWhole)) return undefined;
  const ranges = accesses
    .map(({ offset, type }) => ({ start: offset, end: offset + BYTES[type] }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: Part[] = [];
  for (const { start, end } of ranges) {
    const last = parts.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else parts.push({ start, end, type: undefined, alloca: undefined });
  }
  for (const part of parts) part.type = typeOfPart(part, accesses);
  // One part that stays in memory is no progress.
  if (parts.length === 1 && parts[0]?.type === undefined) return undefined;
  // What only copies and fills touch lies between the parts.
  const filled: Part[] = [];
  let from = 0;
  const fillTo = (end: number): void => {
    while (from < end) {
      const type = chunk(end - from);
      const touched = bulks.some(
        (bulk) => bulk.offset < from + BYTES[type] && bulk.offset + bulk.bytes > from,
      );
      if (touched) filled.push({ start: from, end: from + BYTES[type], type, alloca: undefined });
      from += BYTES[type];
    }
  };
  for (const part of parts) {
    fillTo(part.start);
    filled.push(part);
    from = part.end;
  }
  fillTo(alloca.bytes);
  return filled.length > MOST_PARTS ? undefined : filled;
}

function typeOfPart(part: Part, accesses: readonly Access[]): IrType | undefined {
  const inside = accesses.filter(({ offset }) => offset >= part.start && offset < part.end);
  const first = inside[0]?.type;
  if (first === undefined) return undefined;
  const size = part.end - part.start;
  if (inside.every(({ type }) => type === first) && BYTES[first] === size) return first;
  if (size > 4) return undefined;
  return size === 1 ? 'i8' : size === 2 ? 'i16' : 'i32';
}

function chunk(bytes: number): 'i8' | 'i16' | 'i32' {
  return bytes >= 4 ? 'i32' : bytes >= 2 ? 'i16' : 'i8';
}

function asInt(type: IrType): IntType {
  switch (BYTES[type]) {
    case 1:
      return 'i8';
    case 2:
      return 'i16';
    case 4:
      return 'i32';
    default:
      return 'i64';
  }
}

/** The pointer is the alloca, or a place in it. */
function isInside(pointer: Operand, alloca: Instruction): boolean {
  let at = pointer;
  while ('op' in at && at.op === 'ptradd') at = at.left;
  return at === alloca;
}
