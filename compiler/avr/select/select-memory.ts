/**
 * Loads and stores: in/out, lds/sts, sbi/cbi, Y+q of the frame, ldd/std through X, Y, Z, lpm and elpm.
 *
 * Several bytes are read lowest first and written highest first, as avr-gcc does for 16-bit registers.
 */
import type { AsmOperand } from '../../asm/asm.ts';
import { BYTES, type Instruction, type Operand } from '../../ir/ir.ts';
import { num, sym } from '../asm-builder.ts';
import { isConstant, typeOf } from '../constant-bytes.ts';
import { INCOMING, type MachineOperand, X_Y_Z, Y_Z, Z_ONLY } from '../machine/machine-code.ts';
import { IO, IO_TO_DATA } from '../target.ts';
import { type BitStore, splitAddress } from './selection-plan.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { regOperand, ZERO } from './selection.ts';
import { selectAdd } from './select-arithmetic.ts';
import { byteLane } from './selection.ts';

type Load = Extract<Instruction, { op: 'load' }>;
type Store = Extract<Instruction, { op: 'store' }>;

/** What Y + q and Z + q reach. */
const MOST_DISPLACEMENT = 63;

/** Writes the access of one byte of an address. */
type Access = {
  readonly load: (to: number, i: number) => void;
  readonly store: (i: number, from: number) => void;
};

export function selectLoad(s: Selection, load: Load): void {
  const bytes = load.isVolatile ? BYTES[load.type] : s.bytesOf(load);
  const result = Array.from({ length: bytes }, () => s.fresh());
  if (load.space === 'data') {
    const access = accessTo(s, load.address, bytes);
    result.forEach((register, i) => access.load(register, i));
  } else loadFlash(s, load, result);
  s.define(load, result);
}

export function selectStore(s: Selection, store: Store): void {
  const lanes = s.lanesOf(store.value).map((lane) => s.registerOf(lane));
  const access = accessTo(s, store.address, BYTES[typeOf(store.value)]);
  for (let i = lanes.length - 1; i >= 0; i--) access.store(i, lanes[i] ?? ZERO);
}

export function selectBitStore(s: Selection, { io, bit, isSet }: BitStore): void {
  s.emit(isSet ? 'sbi' : 'cbi', [num(io) as ConstantByte, num(bit) as ConstantByte]);
}

function loadFlash(s: Selection, load: Load, result: readonly number[]): void {
  const lanes = s.lanesOf(load.address);
  const pair = pointerTo(s, lanes, Z_ONLY);
  const isFar = load.space === 'flashFar' && s.context.target.hasRampz;
  if (isFar)
    s.emit('out', [num(IO.RAMPZ) as ConstantByte, regOperand(s.registerOf(lanes[2] ?? ZERO), 'use')]);
  result.forEach((register, i) => {
    const isLast = i === result.length - 1;
    s.emit(isFar ? 'elpm' : 'lpm', [
      regOperand(register, 'def'),
      {
        kind: 'pair',
        ...pair,
        role: isLast ? 'use' : 'both',
        step: isLast ? 'none' : 'postIncrement',
        displacement: 0,
      },
    ]);
  });
}

/** A fresh pair of registers with the address: it may be changed. */
export function pointerTo(s: Selection, lanes: readonly Lane[], mask: number): { lo: number; hi: number } {
  const pair = s.registers.makePair(mask);
  s.put(pair.lo, lanes[0] ?? ZERO);
  s.put(pair.hi, lanes[1] ?? ZERO);
  return pair;
}

export function accessTo(s: Selection, address: Operand, bytes: number): Access {
  const { base, offset } = splitAddress(address);
  if (isConstant(base)) {
    if (base.kind === 'global') return direct(s, (i) => sym(base.name, 'whole', base.offset + offset + i));
    if (base.kind === 'address' || base.kind === 'int') {
      const at = Number(base.value) + offset;
      return direct(s, (i) => num((at + i) & 0xffff));
    }
  }
  const area = s.areaOf(base);
  if (area !== undefined) return frameAccess(s, area, offset, bytes);
  let lanes = s.lanesOf(base);
  let displacement = offset;
  if (offset < 0 || offset + bytes - 1 > MOST_DISPLACEMENT) {
    lanes = selectAdd(s, lanes, [byteLane(offset), byteLane(offset >> 8)]);
    displacement = 0;
  }
  return indexed(s, pointerTo(s, lanes, bytes === 1 && displacement === 0 ? X_Y_Z : Y_Z), displacement);
}

function direct(s: Selection, place: (i: number) => AsmOperand): Access {
  const operand = (i: number): { op: 'io' | 'data'; at: ConstantByte } => {
    const at = place(i) as ConstantByte;
    if (at.kind === 'number' && at.value >= IO_TO_DATA && at.value < IO_TO_DATA + 64)
      return { op: 'io', at: num(at.value - IO_TO_DATA) as ConstantByte };
    return { op: 'data', at };
  };
  return {
    load: (to, i) => {
      const { op, at } = operand(i);
      s.emit(op === 'io' ? 'in' : 'lds', [regOperand(to, 'def'), at]);
    },
    store: (i, from) => {
      const { op, at } = operand(i);
      s.emit(op === 'io' ? 'out' : 'sts', [at, regOperand(from, 'use')]);
    },
  };
}

function indexed(s: Selection, pair: { lo: number; hi: number }, displacement: number): Access {
  const at = (i: number): MachineOperand => ({
    kind: 'pair',
    ...pair,
    role: 'use',
    step: 'none',
    displacement: displacement + i,
  });
  return {
    load: (to, i) => void s.emit('ldd', [regOperand(to, 'def'), at(i)]),
    store: (i, from) => void s.emit('std', [at(i), regOperand(from, 'use')]),
  };
}

/** Y + q where that surely reaches, else through a pointer made for it. */
function frameAccess(s: Selection, area: number, offset: number, bytes: number): Access {
  s.needsFrame = true;
  if (!isNear(s, area, offset, bytes)) return indexed(s, pointerTo(s, s.frameAddress(area, offset), Y_Z), 0);
  const at = (i: number): MachineOperand => ({ kind: 'frame', area, offset: offset + i });
  return {
    load: (to, i) => void s.emit('ldd', [regOperand(to, 'def'), at(i)]),
    store: (i, from) => void s.emit('std', [at(i), regOperand(from, 'use')]),
  };
}

/** At most so many bytes are pushed between the frame and the caller's arguments: 18 registers, a return address. */
const MOST_PUSHED = 21;

function isNear(s: Selection, area: number, offset: number, bytes: number): boolean {
  let at = s.context.spillReserve + 1;
  s.areas.forEach(({ bytes: size }, index) => {
    if (area === INCOMING || index < area) at += size;
  });
  if (area === INCOMING) at += MOST_PUSHED;
  return offset >= 0 && at + offset + bytes - 1 <= MOST_DISPLACEMENT;
}

/** A byte of the frame or of the caller's stack arguments. */
export function frameByte(s: Selection, area: number, offset: number): Access {
  return frameAccess(s, area, offset, 1);
}
