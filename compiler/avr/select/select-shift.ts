/**
 * Shifts: whole bytes by renaming lanes, the rest by unrolled code, a counted loop, or the other way round.
 *
 * Chooses what is shortest (-Os). A shift by the width or more gives 0, or the sign (ir.ts).
 */
import { num } from '../asm-builder.ts';
import { UPPER } from '../machine/machine-code.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, regOperand, SCRATCH, ZERO } from './selection.ts';

export type Shift = 'shl' | 'lshr' | 'ashr';

/** Words of a loop beside what it repeats: ldi, dec, brne; and what speed is worth. */
const LOOP_WORDS = 3 + 2;

/** `lanes` of the value as far as they are known; `wanted`: how many low lanes of the result. */
export function selectConstantShift(
  s: Selection,
  op: Shift,
  lanes: readonly Lane[],
  width: number,
  amount: number,
  wanted: number,
): Lane[] {
  const isAll = amount >= width * 8;
  if (isAll && op !== 'ashr') return Array.from({ length: wanted }, () => ZERO);
  const bytes = isAll ? width - 1 : amount >> 3;
  const bits = isAll ? 7 : amount & 7;
  if (op === 'shl') {
    const moved: Lane[] = [];
    for (let i = 0; i < wanted; i++) moved.push(i < bytes ? ZERO : (lanes[i - bytes] ?? ZERO));
    return shiftLeft(s, moved, bytes, bits);
  }
  // What comes in above: zero or the sign.
  const isSigned = op === 'ashr';
  const own = lanes.slice(bytes, width);
  const needed = Math.min(own.length, bits === 0 ? wanted : wanted + 1);
  const isTop = needed === own.length;
  let result: Lane[];
  if (isSigned && isTop && own.length === 1 && bits === 7) result = [signOf(s, own[0] ?? ZERO)];
  else if (own.length === 1 && isTop && !isSigned) result = [shiftByteRight(s, own[0] ?? ZERO, bits)];
  else result = shiftRight(s, own.slice(0, needed), bits, isSigned && isTop);
  result = result.slice(0, wanted);
  if (result.length < wanted) {
    const fill = isSigned ? signOf(s, result.at(-1) ?? ZERO) : ZERO;
    while (result.length < wanted) result.push(fill);
  }
  return result;
}

/** A byte full of the lane's highest bit. */
export function signOf(s: Selection, lane: Lane): Lane {
  if (lane === ZERO) return ZERO;
  if (typeof lane === 'object' && lane.kind === 'number') return byteLane((lane.value & 128) === 0 ? 0 : 255);
  const sign = s.fresh();
  s.emit('copy', [regOperand(SCRATCH, 'def'), regOperand(s.registerOf(lane), 'use')]);
  s.emit('lsl', [regOperand(SCRATCH, 'both')], { isGlued: true });
  s.emit('spread', [regOperand(sign, 'def')], { isGlued: true });
  return sign;
}

function shiftLeft(s: Selection, lanes: Lane[], from: number, bits: number): Lane[] {
  if (bits === 0) return lanes;
  const active = lanes.length - from;
  if (active === 1) return [...lanes.slice(0, from), shiftByteLeft(s, lanes[from] ?? ZERO, bits)];
  // Zero lanes below need no work; those above take carries.
  const result = lanes.map((lane, i) => (i < from ? lane : s.freshCopy(lane)));
  const own = result.slice(from).filter((lane) => typeof lane === 'number');
  if (active === 2 && bits >= 4 && bits < 6) nibblesLeft(s, own, bits);
  else if (bits >= 6) return [...lanes.slice(0, from), ...leftByRight(s, lanes.slice(from), 8 - bits)];
  else
    repeat(s, bits, active, () => own.forEach((register, i) => s.change(i === 0 ? 'lsl' : 'rol', register)));
  return result;
}

function shiftRight(s: Selection, lanes: readonly Lane[], bits: number, isSigned: boolean): Lane[] {
  if (bits === 0) return [...lanes];
  if (lanes.length >= 2 && bits >= 6) return rightByLeft(s, lanes, 8 - bits, isSigned);
  const own = lanes.map((lane) => s.freshCopy(lane));
  if (lanes.length === 2 && bits >= 4 && !isSigned) nibblesRight(s, own, bits);
  else
    repeat(s, bits, lanes.length, () => {
      for (let i = own.length - 1; i >= 0; i--)
        s.change(i < own.length - 1 ? 'ror' : isSigned ? 'asr' : 'lsr', own[i] ?? ZERO);
    });
  return own;
}

/** x << 8 − n: a byte up and n bits down. The bits that fall out below make the lowest byte. */
function leftByRight(s: Selection, lanes: readonly Lane[], down: number): Lane[] {
  // [low, a, b] = (0, x0, x1) >> down, where the bits above x1 drop into nothing.
  const top = s.freshCopy(lanes.at(-1) ?? ZERO);
  const middle = lanes.slice(0, -1).map((lane) => s.freshCopy(lane));
  const low = s.freshCopy(ZERO);
  for (let turn = 0; turn < down; turn++) {
    s.change('lsr', top);
    for (let i = middle.length - 1; i >= 0; i--) s.change('ror', middle[i] ?? ZERO);
    s.change('ror', low);
  }
  return [low, ...middle];
}

/** x >> 8 − n: n bits up into a new byte, then a byte down. */
function rightByLeft(s: Selection, lanes: readonly Lane[], up: number, isSigned: boolean): Lane[] {
  const own = lanes.map((lane) => s.freshCopy(lane));
  const top = isSigned ? s.freshCopy(signOf(s, lanes.at(-1) ?? ZERO)) : s.freshCopy(ZERO);
  for (let turn = 0; turn < up; turn++) {
    own.forEach((register, i) => s.change(i === 0 ? 'lsl' : 'rol', register));
    s.change('rol', top);
  }
  return [...own.slice(1), top];
}

/** Four or five bits of two bytes: swap both, move the middle nibble over. */
function nibblesLeft(s: Selection, [lo, hi]: readonly number[], bits: number): void {
  if (lo === undefined || hi === undefined) return;
  if (bits === 5) {
    s.change('lsl', lo);
    s.change('rol', hi);
  }
  s.change('swap', lo);
  s.change('swap', hi);
  s.alterBy('andi', hi, num(0xf0) as ConstantByte);
  s.alter('eor', hi, lo);
  s.alterBy('andi', lo, num(0xf0) as ConstantByte);
  s.alter('eor', hi, lo);
}

function nibblesRight(s: Selection, [lo, hi]: readonly number[], bits: number): void {
  if (lo === undefined || hi === undefined) return;
  if (bits === 5) {
    s.change('lsr', hi);
    s.change('ror', lo);
  }
  s.change('swap', hi);
  s.change('swap', lo);
  s.alterBy('andi', lo, num(0x0f) as ConstantByte);
  s.alter('eor', lo, hi);
  s.alterBy('andi', hi, num(0x0f) as ConstantByte);
  s.alter('eor', lo, hi);
}

function shiftByteLeft(s: Selection, lane: Lane, bits: number): Lane {
  const to = s.freshCopy(lane);
  if (bits >= 4) {
    s.change('swap', to);
    for (let i = 4; i < bits; i++) s.change('lsl', to);
    s.alterBy('andi', to, num((0xff << bits) & 255) as ConstantByte);
  } else for (let i = 0; i < bits; i++) s.change('lsl', to);
  return to;
}

function shiftByteRight(s: Selection, lane: Lane, bits: number): Lane {
  if (bits === 0) return lane;
  if (bits === 7) return bitLane(s, lane, 7, false);
  const to = s.freshCopy(lane);
  if (bits >= 4) {
    s.change('swap', to);
    for (let i = 4; i < bits; i++) s.change('lsr', to);
    s.alterBy('andi', to, num(0xff >> bits) as ConstantByte);
  } else for (let i = 0; i < bits; i++) s.change('lsr', to);
  return to;
}

/** 1 when the bit is set (or clear), else 0. */
export function bitLane(s: Selection, lane: Lane, bit: number, isInverted: boolean): number {
  const from = s.registerOf(lane);
  const to = s.freshCopy(ZERO);
  s.emit(isInverted ? 'sbrs' : 'sbrc', [regOperand(from, 'use'), num(bit) as ConstantByte]);
  s.change('inc', to, true);
  return to;
}

/** Unrolled where that is not much longer than a loop. */
function repeat(s: Selection, turns: number, words: number, body: () => void): void {
  if (turns * words <= words + LOOP_WORDS) {
    for (let i = 0; i < turns; i++) body();
    return;
  }
  const count = s.freshCopy(byteLane(turns), UPPER);
  const loop = s.makeBlockHere(turns);
  const end = s.makeBlockHere();
  s.jumpTo(loop);
  s.start(loop);
  body();
  s.change('dec', count);
  s.end({ kind: 'branch', condition: 'ne', taken: loop, otherwise: end });
  s.start(end);
}

export function selectVariableShift(s: Selection, op: Shift, lanes: readonly Lane[], amount: Lane): Lane[] {
  const own = lanes.map((lane) => s.freshCopy(lane));
  const count = s.freshCopy(amount);
  const loop = s.makeBlockHere(4);
  const end = s.makeBlockHere();
  s.emit('tst', [regOperand(count, 'use')]);
  s.end({ kind: 'branch', condition: 'eq', taken: end, otherwise: loop });
  s.start(loop);
  if (op === 'shl') own.forEach((register, i) => s.change(i === 0 ? 'lsl' : 'rol', register));
  else
    for (let i = own.length - 1; i >= 0; i--)
      s.change(i < own.length - 1 ? 'ror' : op === 'lshr' ? 'lsr' : 'asr', own[i] ?? ZERO);
  s.change('dec', count);
  s.end({ kind: 'branch', condition: 'ne', taken: loop, otherwise: end });
  s.start(end);
  return own;
}
