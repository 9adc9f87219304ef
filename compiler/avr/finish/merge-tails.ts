/**
 * Ends that several stretches of code have in common are kept once; the others jump there.
 *
 * In and out: the items of one function after the peephole pass. A tail ends in ret, reti, a jump, or by falling into a
 * label. Two tails merge where that saves a word or more. What a skip
 * skips is never the start of a tail. The surviving copy keeps its places in the source, and with a table of
 * places those of the other too.
 * Flags and registers are the same at both ends, because the instructions before and behind are.
 */
import type { AsmItem } from '../../asm/asm.ts';
import { sym } from '../asm-builder.ts';
import { NO_LOC, type PlaceTable } from '../../cpp/source.ts';
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

export function mergeTails(items: readonly AsmItem[], places?: PlaceTable): AsmItem[] {
  const code = { items: [...items], texts: items.map(() => undefined) };
  for (let round = 0; round < MOST_ROUNDS; round++) if (!mergeOnce(code, `.tail${round}`, places)) break;
  return code.items;
}

interface Code {
  readonly items: AsmItem[];
  /** Of each item, as far as they were asked for. */
  readonly texts: (string | undefined)[];
}

const textAt = ({ items, texts }: Code, at: number): string => {
  const item = items[at];
  return (texts[at] ??= item === undefined ? '' : textOf(item));
};

/** The best merge of all, done; false when there is none. */
function mergeOnce(code: Code, label: string, places: PlaceTable | undefined): boolean {
  const { items, texts } = code;
  let best: { from: Tail; into: Tail; length: number } | undefined;
  let most = 0;
  for (const all of groupTails(items).values()) {
    const last = Math.min(all.length, MOST_TAILS);
    for (let a = 0; a < last; a++)
      for (let b = a + 1; b < last; b++) {
        const [x, y] = [all[a], all[b]];
        if (x === undefined || y === undefined) continue;
        const { length, words } = commonTail(code, x.end, y.end);
        // The one that falls through stays: it has no jump to spare.
        const [from, into] = x.isFalling ? [y, x] : [x, y];
        const gain = endsInJump(items, from) ? words : words - 1;
        if (length === 0 || gain <= most) continue;
        most = gain;
        best = { from, into, length };
      }
  }
  if (best === undefined) return false;
  const start = best.into.end - best.length;
  const gone = best.from.end - best.length;
  const behind = endsInJump(items, best.from) ? best.from.end + 1 : best.from.end;
  const tail: AsmItem = { kind: 'label', name: label };
  const jump: AsmItem = { kind: 'instruction', op: 'rjmp', operands: [sym(label)], loc: locOf(items[gone]) };
  if (places !== undefined)
    for (let i = 0; i < best.length; i++) sharePlace(items, start + i, gone + i, places);
  // The later change first, so that the earlier place stays where it is.
  const changes = [
    { at: start, take: 0, give: tail },
    { at: gone, take: behind - gone, give: jump },
  ].sort((a, b) => b.at - a.at);
  for (const { at, take, give } of changes) {
    items.splice(at, take, give);
    texts.splice(at, take, undefined);
  }
  return true;
}

function sharePlace(items: AsmItem[], kept: number, gone: number, places: PlaceTable): void {
  const [one, other] = [items[kept], items[gone]];
  if (one?.kind !== 'instruction' || other?.kind !== 'instruction') return;
  items[kept] = { ...one, loc: places.either(one.loc, other.loc) };
}

const locOf = (item: AsmItem | undefined): number => (item?.kind === 'instruction' ? item.loc : NO_LOC);

/** The terminator behind the tail is a jump, which goes with it. */
function endsInJump(items: readonly AsmItem[], tail: Tail): boolean {
  const item = items[tail.end];
  return !tail.isFalling && item?.kind === 'instruction' && item.op === 'rjmp';
}

/** By the label they go on at; a return's key is no label. */
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
      add(item.name, { end: index, isFalling: true });
    } else if (item.kind === 'instruction' && isEnd(item.op) && !isAfterSkip) {
      const target = item.operands[0];
      if (item.op === 'rjmp' && target?.kind === 'symbol') add(target.name, { end: index, isFalling: false });
      else if (item.op === 'ret' || item.op === 'reti')
        add(`${item.op} `, { end: index + 1, isFalling: false });
    }
  });
  return groups;
}

const ENDS: ReadonlySet<string> = new Set(['ret', 'reti', 'rjmp', 'jmp', 'ijmp']);
const isEnd = (op: string): boolean => ENDS.has(op);

function commonTail(code: Code, endA: number, endB: number): { length: number; words: number } {
  const { items } = code;
  const distance = Math.abs(endA - endB);
  let length = 0;
  let good = { length: 0, words: 0 };
  let words = 0;
  // Other rules take flags for dead at labels: a tail does not begin where they are still to be read.
  let areFlagsLive = false;
  while (length < distance) {
    const [a, b] = [items[endA - length - 1], items[endB - length - 1]];
    if (a?.kind !== 'instruction' || b?.kind !== 'instruction') break;
    if (a.op !== b.op || isRelative(a)) break;
    if (textAt(code, endA - length - 1) !== textAt(code, endB - length - 1)) break;
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
