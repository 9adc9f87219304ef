/**
 * Products by the hardware multiplier: one and two bytes inline, four and eight by the runtime.
 *
 * mul writes r1:r0, so each product is a bundle that ends with r1 cleared.
 */
import type { Operand } from '../../ir/ir.ts';
import { BYTES } from '../../ir/ir.ts';
import { typeOf } from '../constant-bytes.ts';
import { MUL } from '../machine/machine-code.ts';
import type { Lane, Selection } from './selection.ts';
import { type Factor, productRoutine } from '../runtime-routines.ts';
import { callRoutine } from './select-call.ts';
import { knownByte, regOperand, SCRATCH, ZERO } from './selection.ts';

export function multiplyBytes(s: Selection, left: Lane, right: Lane): Lane {
  const [a, b] = [s.registerOf(left), s.registerOf(right)];
  const result = s.fresh();
  mul(s, 'mul', a, b, false);
  s.copy(result, SCRATCH, true);
  clearZero(s);
  return result;
}

/** 16 bits of a product; a zero high byte saves a multiplication, two signed bytes two. */
export function multiplyWords(s: Selection, left: Operand, right: Operand): Lane[] {
  const narrow = signedBytes(s, left, right);
  if (narrow !== undefined) return narrow;
  const [a0, a1] = pairOf(s, left);
  const [b0, b1] = pairOf(s, right);
  const lo = s.fresh();
  const hi = s.fresh();
  mul(s, 'mul', a0, b0, false);
  s.copy(lo, SCRATCH, true);
  s.copy(hi, ZERO, true);
  for (const [x, y] of [
    [a0, b1],
    [a1, b0],
  ] as const) {
    if (x === ZERO || y === ZERO) continue;
    mul(s, 'mul', x, y, true);
    s.alter('add', hi, SCRATCH, true);
  }
  clearZero(s);
  return [lo, hi];
}

/** 32 bits of a product, by the routine that knows most of its factors. */
export function multiplyLongs(s: Selection, left: Operand, right: Operand): Lane[] {
  const [a, b] = [factor(s, left), factor(s, right)];
  const { routine, bytes, isSwapped } = productRoutine(a.kind, b.kind);
  const [first, second] = isSwapped ? [b, a] : [a, b];
  return callRoutine(s, routine, [first.lanes.slice(0, bytes[0]), second.lanes.slice(0, bytes[1])], 4);
}

function factor(s: Selection, operand: Operand): { kind: Factor; lanes: Lane[] } {
  const lanes = [...s.lanesOf(operand)].slice(0, 4);
  // Lanes above what was demanded do not matter.
  while (lanes.length < 4) lanes.push(ZERO);
  if (lanes[2] === ZERO && lanes[3] === ZERO) return { kind: 'unsigned16', lanes };
  const isExtended = 'op' in operand && operand.op === 'sext' && BYTES[typeOf(operand.operand)] <= 2;
  return { kind: isExtended || isSmallConstant(lanes) ? 'signed16' : 'any', lanes };
}

function isSmallConstant(lanes: readonly Lane[]): boolean {
  return (
    knownByte(lanes[2] ?? ZERO) === 255 &&
    knownByte(lanes[3] ?? ZERO) === 255 &&
    (knownByte(lanes[1] ?? ZERO) ?? 0) >= 128
  );
}

function pairOf(s: Selection, operand: Operand): readonly [number, number] {
  const lanes = s.lanesOf(operand);
  return [s.registerOf(lanes[0] ?? ZERO), s.registerOf(lanes[1] ?? ZERO)];
}

/** Both are sign-extended bytes, or one is and the other zero-extended. */
function signedBytes(s: Selection, left: Operand, right: Operand): Lane[] | undefined {
  const [a, b] = [extended(left), extended(right)];
  if (a === undefined || b === undefined || (!a.isSigned && !b.isSigned)) return undefined;
  const [first, second] = a.isSigned ? [a, b] : [b, a];
  const x = s.freshCopy(s.laneOf(first.from, 0), MUL);
  const y = s.freshCopy(s.laneOf(second.from, 0), MUL);
  const lo = s.fresh();
  const hi = s.fresh();
  mul(s, second.isSigned ? 'muls' : 'mulsu', x, y, false);
  s.copy(lo, SCRATCH, true);
  s.copy(hi, ZERO, true);
  clearZero(s);
  return [lo, hi];
}

function extended(operand: Operand): { from: Operand; isSigned: boolean } | undefined {
  if (!('op' in operand) || (operand.op !== 'sext' && operand.op !== 'zext')) return undefined;
  if (BYTES[typeOf(operand.operand)] !== 1 || operand.operand.type === 'i1') return undefined;
  return { from: operand.operand, isSigned: operand.op === 'sext' };
}

function mul(s: Selection, op: string, a: number, b: number, isGlued: boolean): void {
  s.emit(op, [regOperand(a, 'use'), regOperand(b, 'use')], { defs: [SCRATCH, ZERO], isGlued });
}

function clearZero(s: Selection): void {
  s.emit('eor', [regOperand(ZERO, 'both'), regOperand(ZERO, 'use')], { isGlued: true });
}
