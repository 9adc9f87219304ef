/**
 * Ends that several stretches of code have in common are kept once; the others jump there.
 *
 * In and out: the items of one function after the peephole pass. A tail ends in ret, reti, a jump, or by falling into a
 * label. Two tails merge where that saves a word or more. What a skip
 * skips is never the start of a tail. The surviving copy keeps its places in the source.
 * Flags and registers are the same at both ends, because the instructions before and behind are.
 */
import type { AsmItem } from '../../asm/asm.ts';
import { sym } from '../asm-builder.ts';
import { NO_LOC } from '../../cpp/source.ts';
import { changesFlags, readsFlags } from './flag-effects.ts';

interface Tail {
  /** The index behind the last instruction that may be shared; the terminator itself for ret. */
  readonly end: number;
  /** Falls into the label instead of jumping there. */
  readonly isFalling: boolean;
}

const SKIPS: ReadonlySet<string> = new Set(['sbrc', 'sbrs', 'sbic', 'sbis', 'cpse']);
const TWO_WORDS: ReadonlySet<string> = new Set(['lds', 'sts', 'call', 'jmp']);
const MOST_ROUNDS = 8;
/** Of one kind in one function that are compared with each other. */
const MOST_TAILS = 24;

export function mergeTails(items: readonly AsmItem[]): AsmItem[] {
  let current = [...items];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = mergeOnce(current, round);
    if (next === undefined) break;
    current = next;
  }
  return current;
}

/** The best merge of all, done; undefined when there is none. */
function mergeOnce(items: readonly AsmItem[], round: number): AsmItem[] | undefined {
  const texts = items.map(textOf);
  let best: { from: Tail; into: Tail; length: number } | undefined;
  let most = 0;
  for (const all of groupTails(items).values()) {
    const tails = all.slice(0, MOST_TAILS);
    for (const [a, x] of tails.entries())
      for (const y of tails.slice(a + 1)) {
        const { length, words } = commonTail(items, texts, x.end, y.end);
        // The one that falls through stays: it has no jump to spare.
        const [from, into] = x.isFalling ? [y, x] : [x, y];
        const gain = endsInJump(items, from) ? words : words - 1;
        if (length === 0 || gain <= most) continue;
        most = gain;
        best = { from, into, length };
      }
  }
  return best === undefined ? undefined : merge(items, best.from, best.into, best.length, `.tail${round}`);
}

function merge(items: readonly AsmItem[], from: Tail, into: Tail, length: number, label: string): AsmItem[] {
  const start = into.end - length;
  const gone = from.end - length;
  const behind = endsInJump(items, from) ? from.end + 1 : from.end;
  const output: AsmItem[] = [];
  items.forEach((item, index) => {
    if (index === start) output.push({ kind: 'label', name: label });
    if (index === gone)
      output.push({ kind: 'instruction', op: 'rjmp', operands: [sym(label)], loc: locOf(item) });
    if (index < gone || index >= behind) output.push(item);
  });
  return output;
}

const locOf = (item: AsmItem): number => (item.kind === 'instruction' ? item.loc : NO_LOC);

/** The terminator behind the tail is a jump, which goes with it. */
function endsInJump(items: readonly AsmItem[], tail: Tail): boolean {
  const item = items[tail.end];
  return !tail.isFalling && item?.kind === 'instruction' && item.op === 'rjmp';
}

function groupTails(items: readonly AsmItem[]): Map<string, Tail[]> {
  const groups = new Map<string, Tail[]>();
  const add = (key: string, tail: Tail): void => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tail]);
    else group.push(tail);
  };
  items.forEach((item, index) => {
    const before = items[index - 1];
    const isAfterSkip = before?.kind === 'instruction' && SKIPS.has(before.op);
    if (item.kind === 'label') {
      if (before?.kind !== 'instruction' || isEnd(before.op)) return;
      add(`rjmp ${item.name}`, { end: index, isFalling: true });
    } else if (item.kind === 'instruction' && isEnd(item.op) && !isAfterSkip) {
      const target = item.operands[0];
      if (item.op === 'rjmp' && target?.kind === 'symbol')
        add(`rjmp ${target.name}`, { end: index, isFalling: false });
      else if (item.op === 'ret' || item.op === 'reti') add(item.op, { end: index + 1, isFalling: false });
    }
  });
  return groups;
}

const isEnd = (op: string): boolean => ['ret', 'reti', 'rjmp', 'jmp', 'ijmp'].includes(op);

function commonTail(
  items: readonly AsmItem[],
  texts: readonly string[],
  endA: number,
  endB: number,
): { length: number; words: number } {
  const distance = Math.abs(endA - endB);
  let length = 0;
  let good = { length: 0, words: 0 };
  let words = 0;
  // Other rules take flags for dead at labels: a tail does not begin where they are still to be read.
  let areFlagsLive = false;
  while (length < distance) {
    const [a, b] = [items[endA - length - 1], items[endB - length - 1]];
    if (a?.kind !== 'instruction' || b?.kind !== 'instruction') break;
    if (texts[endA - length - 1] !== texts[endB - length - 1] || isRelative(a)) break;
    length++;
    words += TWO_WORDS.has(a.op) ? 2 : 1;
    if (readsFlags(a.op)) areFlagsLive = true;
    else if (changesFlags(a.op)) areFlagsLive = false;
    if (!areFlagsLive && !isSkipAt(items, endA - length - 1) && !isSkipAt(items, endB - length - 1))
      good = { length, words };
  }
  return good;
}

const isSkipAt = (items: readonly AsmItem[], at: number): boolean => {
  const item = items[at];
  return item?.kind === 'instruction' && SKIPS.has(item.op);
};

/** A jump by a distance belongs where it stands: exact delays. */
const isRelative = (item: AsmItem): boolean =>
  item.kind === 'instruction' && item.op === 'rjmp' && item.operands[0]?.kind === 'number';

function textOf(item: AsmItem): string {
  if (item.kind !== 'instruction') return '';
  let text = item.op;
  for (const operand of item.operands)
    if (operand.kind === 'reg') text += ` r${operand.reg}`;
    else if (operand.kind === 'number') text += ` ${operand.value}`;
    else if (operand.kind === 'pointer') text += ` ${operand.pair}${operand.step}${operand.displacement}`;
    else text += ` ${operand.part}${operand.isNegated ? '-' : ''}${operand.name}+${operand.offset}`;
  return text;
}
