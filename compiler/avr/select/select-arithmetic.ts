/**
 * Addition, subtraction and bitwise operations, lane by lane.
 *
 * Carry chains stay together: all copies first, then the chain. Lanes that a constant decides cost nothing.
 */
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, knownByte, negatedSymbol, ZERO } from './selection.ts';
import { num } from '../asm-builder.ts';

export function selectAdd(s: Selection, left: readonly Lane[], right: readonly Lane[]): Lane[] {
  if (isAllConstant(left) && !isAllConstant(right)) return selectAdd(s, right, left);
  return isAllConstant(right) ? addConstant(s, left, right) : chain(s, left, right, 'add', 'adc');
}

export function selectSubtract(s: Selection, left: readonly Lane[], right: readonly Lane[]): Lane[] {
  if (right.every((lane) => knownByte(lane) !== undefined)) {
    return addConstant(s, left, negated(right.map(knownByte)).map(byteLane));
  }
  if (left.every((lane) => lane === ZERO) && left.length <= 2) return negate(s, right);
  return chain(s, left, right, 'sub', 'sbc');
}

const isAllConstant = (lanes: readonly Lane[]): boolean =>
  lanes.every((lane) => typeof lane === 'object' || lane === ZERO);

function chain(
  s: Selection,
  left: readonly Lane[],
  right: readonly Lane[],
  first: string,
  next: string,
): Lane[] {
  // Low lanes that add nothing do not start the chain.
  let start = 0;
  while (start < left.length - 1 && right[start] === ZERO) start++;
  const others = right.map((lane, i) => (i < start ? ZERO : s.registerOf(lane)));
  const result = left.map((lane, i) => (i < start ? lane : s.freshCopy(lane)));
  for (let i = start; i < left.length; i++) {
    const to = result[i];
    if (typeof to === 'number') s.alter(i === start ? first : next, to, others[i] ?? ZERO);
  }
  return result;
}

function addConstant(s: Selection, left: readonly Lane[], right: readonly Lane[]): Lane[] {
  const known = right.map(knownByte);
  let start = 0;
  while (start < right.length && right[start] === ZERO) start++;
  if (start === right.length) return [...left];
  if (start === left.length - 1) {
    const change = known[start];
    if (change === 1 || change === 255 || change === 128)
      return [...left.slice(0, start), addByte(s, left[start] ?? ZERO, change)];
  }
  // −c, so that subi and sbci add it
  const negative = negated(known);
  const result = left.map((lane, i) => (i < start ? lane : s.freshCopy(lane)));
  for (let i = start; i < left.length; i++) {
    const [to, by] = [result[i], right[i]];
    if (typeof to !== 'number') continue;
    const immediate: ConstantByte =
      typeof by === 'object' && by.kind === 'symbol'
        ? negatedSymbol(by)
        : { kind: 'number', value: negative[i] ?? 0 };
    // Taking away nothing but the borrow works on any register.
    if (i > start && immediate.kind === 'number' && immediate.value === 0) s.alter('sbc', to, ZERO);
    else s.alterBy(i === start ? 'subi' : 'sbci', to, immediate);
  }
  return result;
}

/** Two's complement, byte by byte; bytes not known count as zero. */
function negated(bytes: readonly (number | undefined)[]): number[] {
  let carry = 1;
  return bytes.map((byte) => {
    const sum = (~(byte ?? 0) & 255) + carry;
    carry = sum >> 8;
    return sum & 255;
  });
}

/** One byte and nothing behind it: no carry is needed. */
function addByte(s: Selection, lane: Lane, change: 1 | 255 | 128): Lane {
  const result = s.freshCopy(lane);
  if (change === 128) s.alterBy('subi', result, num(128) as ConstantByte);
  else s.change(change === 1 ? 'inc' : 'dec', result);
  return result;
}

/** One or two bytes: neg, com and sbc take any register. */
function negate(s: Selection, lanes: readonly Lane[]): Lane[] {
  const result = lanes.map((lane) => s.freshCopy(lane));
  const [lo, hi] = result;
  if (lo === undefined) return [];
  if (hi !== undefined) s.change('neg', hi);
  s.change('neg', lo);
  if (hi !== undefined) s.alter('sbc', hi, ZERO);
  return result;
}

export function selectBitwise(
  s: Selection,
  op: 'and' | 'or' | 'xor',
  left: readonly Lane[],
  right: readonly Lane[],
): Lane[] {
  return left.map((lane, i) => bitwiseLane(s, op, lane, right[i] ?? ZERO));
}

function bitwiseLane(s: Selection, op: 'and' | 'or' | 'xor', left: Lane, right: Lane): Lane {
  const [a, b] = [knownByte(left), knownByte(right)];
  if (a !== undefined && b !== undefined) return byteLane(op === 'and' ? a & b : op === 'or' ? a | b : a ^ b);
  if (a !== undefined) return bitwiseLane(s, op, right, left);
  if (op === 'and') {
    if (b === 0) return ZERO;
    if (b === 255) return left;
  } else {
    if (b === 0) return left;
    if (b === 255 && op === 'or') return byteLane(255);
  }
  const mnemonic = op === 'xor' ? 'eor' : op;
  if (b === undefined && typeof right === 'number') {
    const result = s.freshCopy(left);
    s.alter(mnemonic, result, right);
    return result;
  }
  if (op === 'xor' && b === 255) {
    const result = s.freshCopy(left);
    s.change('com', result);
    return result;
  }
  if (op === 'xor' && b !== 128) {
    const other = s.registerOf(right);
    const result = s.freshCopy(left);
    s.alter('eor', result, other);
    return result;
  }
  const result = s.freshCopy(left);
  if (op === 'xor') s.alterBy('subi', result, num(128) as ConstantByte);
  else s.alterBy(op === 'and' ? 'andi' : 'ori', result, right as ConstantByte);
  return result;
}
