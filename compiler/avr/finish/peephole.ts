/**
 * Small rewrites of finished code, over a window of a few instructions, until none applies.
 *
 * In and out: the items of one function. Each rule is shorter or faster and leaves everything that is read later as
 * it was. A label is a place that others jump to: no rule looks across one, and flags are dead behind a
 * jump only where the rule says why.
 */
import type { AsmItem, AsmOperand } from '../../asm/asm.ts';
import type { PlaceTable } from '../../cpp/source.ts';
import { changesFlags, readsCarry, readsFlags } from './flag-effects.ts';
import { num, postIncrement, reg } from '../asm-builder.ts';
import { mergeTails } from './merge-tails.ts';

type Instruction = Extract<AsmItem, { kind: 'instruction' }>;

/** The items from `at` on that the rule replaces, and by what; undefined: it does not apply. */
type Rule = (
  items: readonly AsmItem[],
  at: number,
) => { readonly take: number; readonly give: AsmItem[] } | undefined;

const MOST_PASSES = 6;

export function peephole(items: readonly AsmItem[], places?: PlaceTable): readonly AsmItem[] {
  const rewritten = untilDone(dropCompareWithZero(dropUnusedLabels(items)));
  const merged = mergeTails(rewritten, places);
  return merged.length === rewritten.length ? rewritten : untilDone(merged);
}

function untilDone(items: readonly AsmItem[]): readonly AsmItem[] {
  let current = items;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const next = applyRules(threadJumps(current));
    if (next === current && pass > 0) break;
    current = dropUnusedLabels(next);
  }
  return current;
}

/** A jump to a jump goes to its end; one to a ret returns. The same list when there is none. */
function threadJumps(items: readonly AsmItem[]): readonly AsmItem[] {
  const firstAt = new Map<string, Instruction>();
  let waiting: string[] = [];
  for (const item of items)
    if (item.kind === 'label') waiting.push(item.name);
    else if (item.kind === 'instruction') {
      for (const name of waiting) firstAt.set(name, item);
      waiting = [];
    }
  let output: AsmItem[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    const threaded = item === undefined ? undefined : threadJump(item, firstAt);
    if (threaded === undefined || threaded === item) continue;
    output ??= [...items];
    output[i] = threaded;
  }
  return output ?? items;
}

function threadJump(item: AsmItem, firstAt: ReadonlyMap<string, Instruction>): AsmItem {
  if (item.kind !== 'instruction' || !(item.op === 'rjmp' || item.op.startsWith('br'))) return item;
  const target = item.operands[0];
  const first = target?.kind === 'symbol' ? firstAt.get(target.name) : undefined;
  if (first === undefined || first === item) return item;
  if (first.op === 'ret' && item.op === 'rjmp') return { ...item, op: 'ret', operands: [] };
  const next = first.op === 'rjmp' ? first.operands[0] : undefined;
  if (next?.kind !== 'symbol' || (target?.kind === 'symbol' && next.name === target.name)) return item;
  return { ...item, operands: [next] };
}

/** The same list when no rule applies. */
function applyRules(items: readonly AsmItem[]): readonly AsmItem[] {
  let output: AsmItem[] | undefined;
  for (let at = 0; at < items.length;) {
    const item = items[at];
    if (item === undefined) break;
    const change = item.kind === 'instruction' ? firstChange(items, at, item) : undefined;
    if (change === undefined) {
      output?.push(item);
      at++;
    } else {
      output ??= items.slice(0, at);
      output.push(...change.give);
      at += change.take;
    }
  }
  return output ?? items;
}

function firstChange(items: readonly AsmItem[], at: number, item: Instruction): ReturnType<Rule> {
  for (const rule of RULES[item.op] ?? []) {
    if (at > 0 && isSkip(items[at - 1])) return undefined;
    const change = rule(items, at);
    if (change !== undefined) return change;
  }
  return undefined;
}

const SKIPS: ReadonlySet<string> = new Set(['sbrc', 'sbrs', 'sbic', 'sbis', 'cpse']);
const isSkip = (item: AsmItem | undefined): boolean => item?.kind === 'instruction' && SKIPS.has(item.op);

/** mov r1,r2 · mov r1+1,r2+1 (in any order) → movw */
const joinMoves: Rule = (items, at) => {
  const [a, b] = [moveAt(items, at), moveAt(items, at + 1)];
  if (a === undefined || b === undefined) return undefined;
  const [lo, hi] = (a.to & 1) === 0 ? [a, b] : [b, a];
  if ((lo.to & 1) !== 0 || hi.to !== lo.to + 1 || (lo.from & 1) !== 0 || hi.from !== lo.from + 1)
    return undefined;
  // The second reads what it would have read before the first.
  if (a.to === b.from) return undefined;
  return { take: 2, give: [{ ...a.item, op: 'movw', operands: [reg(lo.to), reg(lo.from)] }] };
};

/** mov a,b · mov b,a → mov a,b */
const dropMoveBack: Rule = (items, at) => {
  const [a, b] = [moveAt(items, at), moveAt(items, at + 1)];
  if (a === undefined || b === undefined || a.to !== b.from || a.from !== b.to) return undefined;
  return { take: 2, give: [a.item] };
};

/** subi lo,K · sbci hi,K' of a pair that adiw knows → adiw or sbiw, where nobody asks for the carry of an adiw */
const joinAdd: Rule = (items, at) => {
  const [first, second] = [instructionAt(items, at), instructionAt(items, at + 1)];
  if (first === undefined || (second?.op !== 'sbci' && second?.op !== 'sbc')) return undefined;
  const [lo, hi] = [registerOf(first.operands[0]), registerOf(second.operands[0])];
  const k0 = numberOf(first.operands[1]);
  const k1 = registerOf(second.operands[1]) === 1 ? 0 : numberOf(second.operands[1]);
  if (lo === undefined || k0 === undefined || k1 === undefined || hi !== lo + 1 || !isWordPair(lo))
    return undefined;
  const value = (k0 & 255) | ((k1 & 255) << 8);
  if (value > 0 && value <= 63) {
    // sbci leaves Z as the chain says; sbiw says the same of the pair.
    return { take: 2, give: [{ ...first, op: 'sbiw', operands: [reg(lo), num(value)] }] };
  }
  const added = 0x10000 - value;
  if (added > 63 || isCarryReadAfter(items, at + 2)) return undefined;
  return { take: 2, give: [{ ...first, op: 'adiw', operands: [reg(lo), num(added)] }] };
};

/** cp lo,r1 · cpc hi,r1 → sbiw lo,0 */
const joinCompareZero: Rule = (items, at) => {
  const [first, second] = [instructionAt(items, at), instructionAt(items, at + 1)];
  if (first === undefined || second?.op !== 'cpc') return undefined;
  const [lo, hi] = [registerOf(first.operands[0]), registerOf(second.operands[0])];
  if (lo === undefined || hi !== lo + 1 || !isWordPair(lo)) return undefined;
  if (registerOf(first.operands[1]) !== 1 || registerOf(second.operands[1]) !== 1) return undefined;
  if (instructionAt(items, at + 2)?.op === 'cpc') return undefined;
  return { take: 2, give: [{ ...first, op: 'sbiw', operands: [reg(lo), num(0)] }] };
};

/** ld r,P · adiw P,1 → ld r,P+ (and st) */
const joinIncrement: Rule = (items, at) => {
  const [access, step] = [instructionAt(items, at), instructionAt(items, at + 1)];
  if (access === undefined || step?.op !== 'adiw' || numberOf(step.operands[1]) !== 1) return undefined;
  const pointer = access.operands.find((operand) => operand.kind === 'pointer');
  const value = access.operands.map(registerOf).find((register) => register !== undefined);
  if (pointer?.kind !== 'pointer' || pointer.step !== 'none' || pointer.displacement !== 0) return undefined;
  const lo = { X: 26, Y: 28, Z: 30 }[pointer.pair];
  if (registerOf(step.operands[0]) !== lo || value === lo || value === lo + 1) return undefined;
  if (areFlagsReadAfter(items, at + 2)) return undefined;
  const operands = access.operands.map((operand) =>
    operand.kind === 'pointer' ? postIncrement(pointer.pair) : operand,
  );
  return { take: 2, give: [{ ...access, operands }] };
};

/** call f · ret → jmp f */
const tailCall: Rule = (items, at) => {
  const [call, back] = [instructionAt(items, at), instructionAt(items, at + 1)];
  if (call === undefined || back?.op !== 'ret') return undefined;
  return { take: 2, give: [{ ...call, op: 'jmp' }] };
};

/** rjmp to the next instruction → nothing */
const dropJumpToNext: Rule = (items, at) => {
  const target = targetOf(instructionAt(items, at));
  for (let i = at + 1; target !== undefined; i++) {
    const item = items[i];
    if (item?.kind !== 'label') return undefined;
    if (item.name === target) return { take: 1, give: [] };
  }
  return undefined;
};

/** What stands between a jump and the next label is never reached. */
const dropUnreachable: Rule = (items, at) => {
  const item = items[at];
  if (item?.kind === 'instruction' && item.operands[0]?.kind === 'number') return undefined;
  let end = at + 1;
  while (items[end]?.kind === 'instruction') end++;
  return end === at + 1 || item === undefined ? undefined : { take: end - at, give: [item] };
};

/** sbrc r,b · rjmp over · one word · over: → sbrs r,b · one word · over: */
const skipOne: Rule = (items, at) => {
  const [skip, jump, only] = [
    instructionAt(items, at),
    instructionAt(items, at + 1),
    instructionAt(items, at + 2),
  ];
  const after = items[at + 3];
  if (skip === undefined || jump?.op !== 'rjmp' || only === undefined || after?.kind !== 'label')
    return undefined;
  if (isSkip(only) || targetOf(jump) !== after.name) return undefined;
  const inverse = { sbrc: 'sbrs', sbrs: 'sbrc', sbic: 'sbis', sbis: 'sbic' }[skip.op];
  return inverse === undefined ? undefined : { take: 3, give: [{ ...skip, op: inverse }, only] };
};

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  mov: [joinMoves, dropMoveBack],
  subi: [joinAdd],
  cp: [joinCompareZero],
  ld: [joinIncrement],
  st: [joinIncrement],
  call: [tailCall],
  rjmp: [dropJumpToNext, dropUnreachable],
  jmp: [dropJumpToNext, dropUnreachable],
  ret: [dropUnreachable],
  reti: [dropUnreachable],
  sbrc: [skipOne],
  sbrs: [skipOne],
  sbic: [skipOne],
  sbis: [skipOne],
};

/** One byte: the flag Z says whether what the instruction left in its register is zero. */
const SETS_ZERO: ReadonlySet<string> = new Set(
  'subi sub add adc and andi or ori eor com neg inc dec lsl rol lsr ror asr'.split(' '),
);

/** subi a · sbci b · … · cp a,r1 · cpc b,r1 · brne → without the comparison */
function dropCompareWithZero(items: readonly AsmItem[]): AsmItem[] {
  const output: AsmItem[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) break;
    if (item.kind === 'instruction' && item.op === 'cp') {
      const lanes = zeroComparison(items, at);
      const branch = instructionAt(items, at + lanes.length);
      const isZeroAsked = branch?.op === 'breq' || branch?.op === 'brne';
      if (lanes.length > 0 && isZeroAsked && isZeroKnown(items, at - 1, lanes)) {
        at += lanes.length - 1;
        continue;
      }
    }
    output.push(item);
  }
  return output;
}

/** The registers that cp a,r1 · cpc b,r1 … compare. */
function zeroComparison(items: readonly AsmItem[], at: number): number[] {
  const lanes: number[] = [];
  for (let i = at; ; i++) {
    const one = instructionAt(items, i);
    const register = registerOf(one?.operands[0]);
    if (one?.op !== (i === at ? 'cp' : 'cpc') || register === undefined || registerOf(one.operands[1]) !== 1)
      return lanes;
    lanes.push(register);
  }
}

function isZeroKnown(items: readonly AsmItem[], from: number, lanes: readonly number[]): boolean {
  let at = from;
  for (; ; at--) {
    const one = instructionAt(items, at);
    if (one === undefined || isSkip(items[at - 1])) return false;
    if (changesFlags(one.op)) break;
    const to = registerOf(one.operands[0]);
    if (to === undefined) {
      if (!KEEPS_REGISTERS.has(one.op)) return false;
    } else if (lanes.includes(to) || (one.op === 'movw' && lanes.includes(to + 1))) return false;
    if (one.operands.some((operand) => operand.kind === 'pointer' && operand.step !== 'none')) return false;
  }
  const [only] = lanes;
  if (lanes.length === 1)
    return (
      SETS_ZERO.has(instructionAt(items, at)?.op ?? '') &&
      registerOf(instructionAt(items, at)?.operands[0]) === only
    );
  for (let lane = lanes.length - 1; lane >= 0; lane--, at--) {
    const one = instructionAt(items, at);
    const allowed = lane === 0 ? ['sub', 'subi'] : ['sbc', 'sbci'];
    if (one === undefined || !allowed.includes(one.op) || registerOf(one.operands[0]) !== lanes[lane])
      return false;
    if (isSkip(items[at - 1])) return false;
  }
  return true;
}

const KEEPS_REGISTERS: ReadonlySet<string> = new Set(['st', 'std', 'sts', 'out', 'sbi', 'cbi', 'nop']);

function dropUnusedLabels(items: readonly AsmItem[]): AsmItem[] {
  const used = new Set<string>();
  for (const item of items) {
    if (item.kind === 'address') used.add(item.name);
    if (item.kind === 'instruction')
      for (const operand of item.operands) if (operand.kind === 'symbol') used.add(operand.name);
  }
  return items.filter((item) => item.kind !== 'label' || used.has(item.name));
}

/** adiw and sbiw know r24, X, Y, Z. */
const isWordPair = (lo: number): boolean => lo >= 24 && (lo & 1) === 0;

function instructionAt(items: readonly AsmItem[], at: number): Instruction | undefined {
  const item = items[at];
  return item?.kind === 'instruction' ? item : undefined;
}

function moveAt(
  items: readonly AsmItem[],
  at: number,
): { readonly item: Instruction; readonly to: number; readonly from: number } | undefined {
  const item = instructionAt(items, at);
  const [to, from] = [registerOf(item?.operands[0]), registerOf(item?.operands[1])];
  return item?.op === 'mov' && to !== undefined && from !== undefined ? { item, to, from } : undefined;
}

function targetOf(item: Instruction | undefined): string | undefined {
  const target = item?.operands[0];
  return (item?.op === 'rjmp' || item?.op === 'jmp') && target?.kind === 'symbol' ? target.name : undefined;
}

const registerOf = (operand: AsmOperand | undefined): number | undefined =>
  operand?.kind === 'reg' ? operand.reg : undefined;

const numberOf = (operand: AsmOperand | undefined): number | undefined =>
  operand?.kind === 'number' ? operand.value : undefined;

/** Flags do not live past a label or a jump, but for the conditional branch right behind what sets them. */
function isCarryReadAfter(items: readonly AsmItem[], from: number): boolean {
  return isReadAfter(items, from, readsCarry);
}

function areFlagsReadAfter(items: readonly AsmItem[], from: number): boolean {
  return isReadAfter(items, from, readsFlags);
}

function isReadAfter(items: readonly AsmItem[], from: number, reads: (op: string) => boolean): boolean {
  for (let i = from; i < items.length; i++) {
    const item = items[i];
    if (item?.kind !== 'instruction') return false;
    if (reads(item.op)) return true;
    if (changesFlags(item.op)) return false;
    if (item.op === 'rjmp' || item.op === 'jmp') return false;
  }
  return false;
}
