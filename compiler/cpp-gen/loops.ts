/**
 * Loops of the block language as C++ loops.
 *
 * In: a loop and the body it goes to. Out: lines. Guarantee: counts and bounds are worked out once,
 * and every round that must let others go on ends with a turn.
 */
import type { Statement } from '../program/model.ts';
import { operationType } from '../program/ranges.ts';
import { asWhole, DECIMAL, TRUTH, whole, WHOLE_LIMIT, type ValueType } from '../program/value-type.ts';
import type { BodyWriter } from './body-writer.ts';
import { mark, type Code } from './code.ts';
import { asNumberFragment, asTruth, asValueOf, asWholeFragment } from './conversions.ts';
import { cppType } from './cpp-types.ts';
import { writeExpression, writeInOrder } from './expressions.ts';
import { LEVEL, atLevel, numberFragment, primary, respelled, type Fragment } from './fragment.ts';
import { operationFragment } from './operators.ts';

/** Writes the statements inside a loop: statements.ts, which knows all of them. */
export type WriteBody = (body: BodyWriter, statements: readonly Statement[]) => void;

type LoopOf<Kind extends Statement['kind']> = Statement & { readonly kind: Kind };
type AnyLoop = LoopOf<'repeat' | 'forever' | 'while' | 'for' | 'forEach'>;

/** The body of a loop and the turn at its end. */
function writeRound(body: BodyWriter, loop: AnyLoop, writeBody: WriteBody, before?: () => void): void {
  const { turns } = body.gen.typed;
  const takesTurns = turns.takesTurns(loop);
  body.loops.push({ takesTurns, isLoopFunction: false });
  body.indented(() => {
    before?.();
    writeBody(body, loop.body);
    if (takesTurns && !turns.endsWithWait(loop.body)) body.linesOf(body.flow.turn());
  });
  body.loops.pop();
}

export function writeForever(body: BodyWriter, loop: LoopOf<'forever'>, writeBody: WriteBody): void {
  body.line('while (true) {');
  writeRound(body, loop, writeBody);
  body.line('}');
}

export function writeWhile(body: BodyWriter, loop: LoopOf<'while'>, writeBody: WriteBody): void {
  const { value: asked, lines } = body.apart(() => asTruth(writeExpression(body, loop.condition)));
  const goesOn = loop.until ? opposite(asked) : asked;
  if (lines.length === 0) {
    body.line(['while (', goesOn.code, ') {']);
    writeRound(body, loop, writeBody);
    return body.line('}');
  }
  body.line('while (true) {');
  body.add(lines);
  writeRound(body, loop, writeBody, () => {
    body.line(['if (', loop.until ? asked.code : opposite(asked).code, ') break;']);
  });
  body.line('}');
}

const opposite = (fragment: Fragment): Fragment => ({
  code: ['!', atLevel(fragment, LEVEL.unary)],
  level: LEVEL.unary,
  cpp: 'bool',
  type: TRUTH,
});

/** A counter: declared in the `for` itself where it need not outlive a turn. */
function counter(
  body: BodyWriter,
  loop: AnyLoop,
  cpp: string,
  purpose: string,
  start: Code,
): { readonly name: string; readonly start: Code } {
  const name = body.gen.names.numbered(purpose);
  if (body.flow.keepsLocals && body.gen.typed.turns.inStatement(loop)) {
    const lasting = body.flow.declare(cpp, name);
    return { name: lasting, start: [lasting, ' = ', start] };
  }
  return { name, start: [`${cpp} ${name} = `, start] };
}

export function writeRepeat(body: BodyWriter, loop: LoopOf<'repeat'>, writeBody: WriteBody): void {
  const times = asWholeFragment(body.gen, writeExpression(body, loop.times));
  if (times.literal !== undefined) {
    const count = Math.max(0, times.literal);
    const { name, start } = counter(body, loop, cppType(whole(0, count)), 'round', '0');
    body.line(['for (', start, `; ${name} < `, respelled(times.code, String(count)), `; ${name}++) {`]);
  } else {
    const { name, start } = counter(body, loop, cppType(times.type), 'left', times.code);
    body.line(['for (', start, `; ${name} > 0; ${name}--) {`]);
  }
  writeRound(body, loop, writeBody);
  body.line('}');
}

export function writeForEach(body: BodyWriter, loop: LoopOf<'forEach'>, writeBody: WriteBody): void {
  const { gen } = body;
  const list = gen.nameOf(gen.lists, loop.list);
  const variable = gen.nameOf(gen.variables, loop.variable);
  const items = gen.listType(loop.list);
  const item: Fragment = primary(`${list}.get(INDEX)`, cppType(items), items);
  const { name, start } = counter(body, loop, 'byte', 'position', '1');
  body.line(['for (', start, `; ${name} <= ${list}.length(); ${name}++) {`]);
  writeRound(body, loop, writeBody, () => {
    const read: Fragment =
      items.kind === 'truth'
        ? { ...item, code: `${list}.get(${name}) != 0`, level: LEVEL.equality }
        : { ...item, code: `${list}.get(${name})` };
    body.line([`${variable} = `, asValueOf(gen, read, gen.variableType(loop.variable)), ';']);
  });
  body.line('}');
}

/** Bounds of counting in whole numbers: docs/language.md, "Control". */
const COUNT_LIMIT = 2_000_000_000;
const STEP_LIMIT = 100_000_000;

const clampTo = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

export function writeFor(body: BodyWriter, loop: LoopOf<'for'>, writeBody: WriteBody): void {
  const { from, to, by } = loop;
  if (from.kind === 'number' && to.kind === 'number' && by.kind === 'number') {
    return writeKnownFor(body, loop, writeBody, [from.value, to.value, by.value]);
  }
  const { gen } = body;
  const name = gen.nameOf(gen.variables, loop.variable);
  const type = gen.variableType(loop.variable);
  const [first, last, stride] = writeInOrder(body, [from, to, by]).map(asNumberFragment);
  if (first === undefined || last === undefined || stride === undefined) return;
  gen.uses('GenieNumbers.h');
  // The bound alone may be a decimal: counting stays exact.
  const inWhole = first.type.kind === 'whole' && stride.type.kind === 'whole';
  const cpp = inWhole ? 'long' : 'float';
  const begin = body.variable(cpp, 'from', bounded(first, COUNT_LIMIT));
  const end = body.variable(last.type.kind === 'whole' ? cpp : 'float', 'to', bounded(last, COUNT_LIMIT));
  const towards = inWhole && last.type.kind === 'whole' ? 'stepTowards' : 'decimalStepTowards';
  const step = body.variable(cpp, 'step', [
    `${towards}(${begin}, ${end}, `,
    bounded(stride, STEP_LIMIT),
    ')',
  ]);
  const next = nextCount(
    body,
    name,
    type,
    primary(step, inWhole ? 'long' : 'float', stepType(stride, inWhole)),
  );
  body.line([
    'for (',
    `${name} = ${begin}; ${step} > 0 ? ${name} <= ${end} : ${name} >= ${end}; ${name} = `,
    next,
    ') {',
  ]);
  writeRound(body, loop, writeBody);
  body.line('}');
}

const stepType = (stride: Fragment, inWhole: boolean): ValueType => {
  if (!inWhole) return { kind: 'decimal' };
  const range = asWhole(stride.type);
  const most = Math.min(STEP_LIMIT, Math.max(1, Math.abs(range.min), Math.abs(range.max)));
  return { kind: 'whole', min: -most, max: most };
};

/** A whole bound within what counting allows; decimals stay as they are. */
function bounded(fragment: Fragment, limit: number): Code {
  if (fragment.type.kind !== 'whole') return fragment.code;
  if (fragment.literal !== undefined) {
    return respelled(fragment.code, String(clampTo(fragment.literal, limit)));
  }
  const { min, max } = fragment.type;
  return min >= -limit && max <= limit
    ? fragment.code
    : ['limitWhole(', fragment.code, `, ${-limit}, ${limit})`];
}

/** variable + step, as wide as it needs to be. */
function nextCount(body: BodyWriter, name: string, type: ValueType, step: Fragment): Code {
  const now: Fragment = primary(name, cppType(type), type);
  const sum = operationFragment(body.gen, 'add', [now, step], operationType('add', [type, step.type]));
  return asValueOf(body.gen, sum, type);
}

/** All three known: the loop everyone knows. */
function writeKnownFor(
  body: BodyWriter,
  loop: LoopOf<'for'>,
  writeBody: WriteBody,
  [from, to, by]: readonly [number, number, number],
): void {
  const { gen } = body;
  const name = gen.nameOf(gen.variables, loop.variable);
  const type = gen.variableType(loop.variable);
  const inWhole = [loop.from, loop.by].every((part) => gen.typeOf(part).kind === 'whole');
  const literal = (value: number, isWhole: boolean, limit: number): Fragment => {
    const count = isWhole ? clampTo(value, limit) : value;
    return numberFragment(count, isWhole ? whole(count, count) : DECIMAL);
  };
  const begin = literal(from, inWhole, COUNT_LIMIT);
  const end = literal(to, gen.typeOf(loop.to).kind === 'whole', COUNT_LIMIT);
  const step = literal(Math.abs(by) || 1, inWhole, STEP_LIMIT);
  const isUp = (begin.literal ?? 0) <= (end.literal ?? 0);
  const operator = isUp ? 'add' : 'subtract';
  const now: Fragment = primary(name, cppType(type), type);
  const next = operationFragment(gen, operator, [now, step], operationType(operator, [type, step.type]));
  const counts: Code =
    step.literal === 1 && inWhole && isStep(type, next.type)
      ? [name, isUp ? '++' : '--']
      : [`${name} = `, asValueOf(gen, next, type)];
  body.line([
    'for (',
    `${name} = `,
    mark(loop.from.blockId, begin.code),
    `; ${name} ${isUp ? '<=' : '>='} `,
    mark(loop.to.blockId, end.code),
    '; ',
    counts,
    ') {',
  ]);
  writeRound(body, loop, writeBody);
  body.line('}');
}

/** Counting by one cannot leave the limits of whole numbers. */
const isStep = (type: ValueType, next: ValueType): boolean =>
  type.kind === 'whole' && next.kind === 'whole' && next.max < WHOLE_LIMIT && next.min > -WHOLE_LIMIT;
