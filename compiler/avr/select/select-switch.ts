/**
 * A switch as comparisons, or as a table of addresses where the cases lie close together.
 *
 * A table costs 11 words and one for each value in its range; a comparison costs two words or more.
 */
import { BYTES, type Instruction } from '../../ir/ir.ts';
import { sym } from '../asm-builder.ts';
import { typeOf } from '../constant-bytes.ts';
import { type MachineBlock, Z_ONLY } from '../machine/machine-code.ts';
import { selectAdd } from './select-arithmetic.ts';
import { compareLanes } from './select-compare.ts';
import { pointerTo } from './select-memory.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, regOperand, SCRATCH, ZERO } from './selection.ts';

type Switch = Extract<Instruction, { op: 'switch' }>;

const TABLE_WORDS = 12;
const MOST_TABLE = 256;

export interface SwitchTarget {
  readonly value: bigint;
  readonly to: MachineBlock;
}

export function selectSwitch(
  s: Selection,
  instruction: Switch,
  cases: readonly SwitchTarget[],
  otherwise: MachineBlock,
): void {
  const width = BYTES[typeOf(instruction.value)];
  const sorted = cases
    .map(({ value, to }) => ({ value: BigInt.asUintN(8 * width, value), to }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  let lanes: readonly Lane[] = s.lanesOf(instruction.value);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return s.jumpTo(otherwise);
  // All cases are bytes: one question about the high bytes, then bytes only.
  const isLow = width > 1 && last.value < 256n && sorted.length >= 3;
  if (isLow && lanes.slice(1).some((lane) => lane !== ZERO)) {
    const next = s.makeBlockHere();
    const above = lanes.slice(1);
    const condition = compareLanes(
      s,
      'ne',
      above,
      above.map(() => ZERO),
    );
    s.end({ kind: 'branch', condition, taken: otherwise, otherwise: next });
    s.start(next);
  }
  if (isLow) lanes = lanes.slice(0, 1);
  const range = last.value - first.value + 1n;
  const chainWords = sorted.length * (lanes.filter((lane) => lane !== ZERO).length + 1);
  if (range <= BigInt(MOST_TABLE) && Number(range) + TABLE_WORDS < chainWords && lanes.length <= 2)
    return jumpThroughTable(s, lanes, first.value, Number(range), sorted, otherwise);
  for (const { value, to } of sorted) {
    const next = s.makeBlockHere();
    const condition = compareLanes(
      s,
      'eq',
      lanes,
      lanes.map((_, i) => byteLane(Number((value >> BigInt(8 * i)) & 255n))),
    );
    s.end({ kind: 'branch', condition, taken: to, otherwise: next });
    s.start(next);
  }
  s.jumpTo(otherwise);
}

function jumpThroughTable(
  s: Selection,
  lanes: readonly Lane[],
  first: bigint,
  range: number,
  cases: readonly SwitchTarget[],
  otherwise: MachineBlock,
): void {
  const negative = lanes.map((_, i) => byteLane(Number((-first >> BigInt(8 * i)) & 255n)));
  const index = selectAdd(s, lanes, negative);
  const inside = s.makeBlockHere();
  const size = [byteLane(range), byteLane(range >> 8)].slice(0, lanes.length);
  if (range < 256 || lanes.length > 1) {
    const condition = compareLanes(s, 'uge', index, size);
    s.end({ kind: 'branch', condition, taken: otherwise, otherwise: inside });
  } else s.jumpTo(inside);
  s.start(inside);
  const label = `.table${inside.id}`;
  const pair = pointerTo(s, index, Z_ONLY);
  s.change('lsl', pair.lo);
  s.change('rol', pair.hi);
  s.alterBy('subi', pair.lo, sym(label, 'lo8', 0, true) as ConstantByte);
  s.alterBy('sbci', pair.hi, sym(label, 'hi8', 0, true) as ConstantByte);
  s.emit('lpm', [
    regOperand(SCRATCH, 'def'),
    { kind: 'pair', ...pair, role: 'both', step: 'postIncrement', displacement: 0 },
  ]);
  const [lo, hi] = [30, 31];
  s.emit(
    'lpm',
    [regOperand(hi, 'def'), { kind: 'pair', ...pair, role: 'use', step: 'none', displacement: 0 }],
    {
      isGlued: true,
    },
  );
  s.copy(lo, SCRATCH, true);
  s.emit('ijmp', [], { uses: [lo, hi], isGlued: true });
  const targets: MachineBlock[] = [];
  for (let i = 0; i < range; i++)
    targets.push(cases.find(({ value }) => value === first + BigInt(i))?.to ?? otherwise);
  s.end({ kind: 'table', label, targets });
}
