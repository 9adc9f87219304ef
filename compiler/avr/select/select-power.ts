/**
 * Signed 64-bit quotients and remainders by a power of two, inline: a call that keeps sixteen registers free for
 * its operands costs more. Narrower ones are left to the routines, which are shorter.
 *
 * Rounds towards zero: of a negative dividend, divisor − 1 is added before the bits are shifted or cut off,
 * and the remainder has it taken away again.
 */
import { selectAdd, selectBitwise, selectSubtract } from './select-arithmetic.ts';
import { selectConstantShift, signOf } from './select-shift.ts';
import type { Lane, Selection } from './selection.ts';
import { byteLane, ZERO } from './selection.ts';

const WIDTH = 8;

/** `power`: 1 … 62 · `lanes`: all eight of the dividend · `wanted`: how many low lanes of the result. */
export function selectSignedPower(
  s: Selection,
  op: 'sdiv' | 'srem',
  lanes: readonly Lane[],
  power: number,
  wanted: number,
): Lane[] {
  const sign = signOf(s, lanes.at(-1) ?? ZERO);
  const cut = (from: readonly Lane[]): Lane[] =>
    from.map((lane, i) => lowBits(s, lane, Math.min(Math.max(power - 8 * i, 0), 8)));
  const bias = cut(Array.from({ length: WIDTH }, () => sign));
  if (op === 'sdiv') return selectConstantShift(s, 'ashr', selectAdd(s, lanes, bias), WIDTH, power, wanted);
  const bytes = Math.min(wanted, Math.ceil(power / 8));
  const rest = cut(selectAdd(s, lanes.slice(0, bytes), bias.slice(0, bytes)));
  while (rest.length < wanted) rest.push(ZERO);
  return selectSubtract(s, rest, bias.slice(0, wanted));
}

const lowBits = (s: Selection, lane: Lane, count: number): Lane =>
  selectBitwise(s, 'and', [lane], [byteLane((1 << count) - 1)])[0] ?? ZERO;
