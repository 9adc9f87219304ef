/**
 * Comparisons: a cp/cpc chain and the condition it leaves in SREG, a truth in a register, or a branch.
 */
import { BYTES, type IntCompare, type Operand } from '../../ir/ir.ts';
import { num } from '../asm-builder.ts';
import { typeOf } from '../constant-bytes.ts';
import { type Condition, type MachineBlock, UPPER } from '../machine/machine-code.ts';
import type { ConditionTree } from './condition-tree.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, knownByte, regOperand, ZERO } from './selection.ts';
import { bitLane } from './select-shift.ts';

const SWAPPED: Readonly<Record<IntCompare, IntCompare>> = {
  eq: 'eq',
  ne: 'ne',
  ult: 'ugt',
  ule: 'uge',
  ugt: 'ult',
  uge: 'ule',
  slt: 'sgt',
  sle: 'sge',
  sgt: 'slt',
  sge: 'sle',
};
const CONDITION: Partial<Record<IntCompare, Condition>> = {
  eq: 'eq',
  ne: 'ne',
  ult: 'cs',
  uge: 'cc',
  slt: 'lt',
  sge: 'ge',
};
const UNSIGNED: Partial<Record<IntCompare, IntCompare>> = { slt: 'ult', sle: 'ule', sgt: 'ugt', sge: 'uge' };
/** As a signed bit, true is −1. */
const OF_TRUTHS: Partial<Record<IntCompare, IntCompare>> = { slt: 'ugt', sle: 'uge', sgt: 'ult', sge: 'ule' };

/** Leaves the answer in SREG. */
export function selectCompare(s: Selection, op: IntCompare, left: Operand, right: Operand): Condition {
  const isTruth = typeOf(left) === 'i1';
  return compareLanes(s, isTruth ? (OF_TRUTHS[op] ?? op) : op, s.lanesOf(left), s.lanesOf(right));
}

export function compareLanes(
  s: Selection,
  asked: IntCompare,
  leftLanes: readonly Lane[],
  rightLanes: readonly Lane[],
): Condition {
  let op = asked;
  let [left, right] = [[...leftLanes], [...rightLanes]];
  if (isConstant(left) && !isConstant(right)) {
    [left, right] = [right, left];
    op = SWAPPED[op];
  }
  // Equal high bytes decide nothing, and what is below has no sign.
  while (left.length > 1 && sameLane(left.at(-1), right.at(-1))) {
    left.pop();
    right.pop();
    op = UNSIGNED[op] ?? op;
  }
  if (op === 'ugt' || op === 'ule' || op === 'sgt' || op === 'sle') {
    const next = oneMore(right, op.startsWith('s'));
    if (next === undefined) {
      [left, right] = [right, left];
      op = SWAPPED[op];
    } else {
      right = next;
      op = ({ ugt: 'uge', ule: 'ult', sgt: 'sge', sle: 'slt' } as const)[op];
    }
  }
  emitChain(s, left, right);
  return CONDITION[op] ?? 'eq';
}

const isConstant = (lanes: readonly Lane[]): boolean =>
  lanes.every((lane) => typeof lane === 'object' || lane === ZERO);

const sameLane = (a: Lane | undefined, b: Lane | undefined): boolean =>
  a === b ||
  (typeof a === 'object' &&
    typeof b === 'object' &&
    knownByte(a) !== undefined &&
    knownByte(a) === knownByte(b));

/** The constant + 1, unless it is the largest or not known now. */
function oneMore(lanes: readonly Lane[], isSigned: boolean): Lane[] | undefined {
  let value = 0n;
  for (const [i, lane] of lanes.entries()) {
    const byte = knownByte(lane);
    if (byte === undefined) return undefined;
    value |= BigInt(byte) << BigInt(8 * i);
  }
  const width = BigInt(8 * lanes.length);
  const largest = isSigned ? (1n << (width - 1n)) - 1n : (1n << width) - 1n;
  if (value === largest) return undefined;
  return lanes.map((_, i) => byteLane(Number(((value + 1n) >> BigInt(8 * i)) & 255n)));
}

function emitChain(s: Selection, left: readonly Lane[], right: readonly Lane[]): void {
  const first = right[0] ?? ZERO;
  const isImmediate = typeof first === 'object' && typeof left[0] === 'number' && left[0] !== ZERO;
  const lefts = left.map((lane) => s.registerOf(lane));
  const rights = right.map((lane, i) => (i === 0 && isImmediate ? ZERO : s.registerOf(lane)));
  lefts.forEach((register, i) => {
    if (i === 0 && isImmediate && typeof first === 'object') {
      if (register >= 32) cpi(s, register, first);
    } else s.compare(i === 0 ? 'cp' : 'cpc', register, rights[i] ?? ZERO);
  });
}

/** The value itself need not live in r16 and up: the comparison looks at a copy, which mostly is the same register. */
function cpi(s: Selection, register: number, byte: ConstantByte): void {
  const copy = s.freshCopy(register, UPPER);
  s.emit('cpi', [regOperand(copy, 'use'), byte]);
}

/** 0 or 1 in a register. */
export function truthOf(s: Selection, op: IntCompare, left: Operand, right: Operand): Lane {
  if (typeOf(left) !== 'i1') {
    const isZero = s.lanesOf(right).every((lane) => lane === ZERO);
    const width = BYTES[typeOf(left)];
    const top = s.lanesOf(left)[width - 1];
    if (isZero && top !== undefined && (op === 'slt' || op === 'sge'))
      return bitLane(s, top, 7, op === 'sge');
    // 0 < x leaves the carry.
    if (isZero && (op === 'ne' || op === 'eq')) {
      const lanes = s.lanesOf(left).filter((lane) => lane !== ZERO);
      if (lanes.length > 0) {
        emitChain(
          s,
          lanes.map(() => ZERO),
          lanes,
        );
        return carryTruth(s, op === 'ne');
      }
    }
  }
  return truthOfCondition(s, selectCompare(s, op, left, right));
}

export function truthOfCondition(s: Selection, condition: Condition): Lane {
  if (condition === 'cs' || condition === 'cc') return carryTruth(s, condition === 'cs');
  const truth = s.freshCopy(byteLane(1), UPPER);
  const clear = s.makeBlockHere(0.5);
  const end = s.makeBlockHere();
  s.end({ kind: 'branch', condition, taken: end, otherwise: clear });
  s.start(clear);
  s.put(truth, ZERO);
  s.jumpTo(end);
  s.start(end);
  return truth;
}

function carryTruth(s: Selection, whenSet: boolean): Lane {
  const truth = s.fresh();
  s.emit('spread', [regOperand(truth, 'def')]);
  s.change(whenSet ? 'neg' : 'inc', truth);
  return truth;
}

/** Ends the block: to `then` when the condition holds. */
export function branchOn(
  s: Selection,
  tree: ConditionTree,
  then: MachineBlock,
  otherwise: MachineBlock,
): void {
  if (tree.kind === 'compare') {
    const condition = selectCompare(s, tree.op, tree.left, tree.right);
    return s.end({ kind: 'branch', condition, taken: then, otherwise });
  }
  const [set, clear] = tree.isInverted ? [otherwise, then] : [then, otherwise];
  if (tree.kind === 'ioBit') {
    s.emit('sbic', [num(tree.io) as ConstantByte, num(tree.bit) as ConstantByte]);
    return s.end({ kind: 'skip', taken: set, otherwise: clear });
  }
  const bit = tree.kind === 'bit' ? tree.bit : 0;
  const lane = s.laneOf(tree.operand, bit >> 3);
  const known = knownByte(lane);
  if (known !== undefined) return s.jumpTo(((known >> (bit & 7)) & 1) === 1 ? set : clear);
  s.emit('sbrc', [regOperand(s.registerOf(lane), 'use'), num(bit & 7) as ConstantByte]);
  s.end({ kind: 'skip', taken: set, otherwise: clear });
}
