/**
 * Statements of the block language as lines of C++.
 *
 * In: statements and the body they go to. Out: lines, each block's lines marked with its id.
 * The loops stand in loops.ts.
 */
import type { BrickAction } from '../../boards/types.ts';
import type { Expression, Statement } from '../program/model.ts';
import { LIST_ACTIONS } from '../program/operators.ts';
import { findAction } from '../program/symbols.ts';
import { asWhole } from '../program/value-type.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { BodyWriter } from './body-writer.ts';
import { joinCode, mark, plainText, type Code } from './code.ts';
import {
  asNumberFragment,
  asTextArgument,
  asTextObject,
  asTruth,
  asValueOf,
  asWholeFragment,
  roundHalfAway,
  truthInWords,
} from './conversions.ts';
import { cppType, INITIAL } from './cpp-types.ts';
import { brickArgument, writeBrickArguments, writeExpression, writeInOrder } from './expressions.ts';
import { LEVEL, atLevel, numberFragment, respelled, type Fragment } from './fragment.ts';
import type { Receiver } from './generation.ts';
import { commentLines, flashLiteral } from './literals.ts';
import { writeFor, writeForEach, writeForever, writeRepeat, writeWhile } from './loops.ts';
import { operationFragment } from './operators.ts';
import { operationType } from '../program/ranges.ts';

export function writeBody(body: BodyWriter, statements: readonly Statement[]): void {
  for (const statement of statements) {
    body.block(statement.blockId, () => {
      if (statement.comment !== undefined) body.linesOf(commentLines(statement.comment));
      writeStatement(body, statement);
    });
  }
}

function writeStatement(body: BodyWriter, statement: Statement): void {
  const { gen, flow } = body;
  switch (statement.kind) {
    case 'action':
      return writeAction(body, statement);
    case 'setVariable': {
      const type = gen.variableType(statement.variable);
      const value = writeExpression(body, statement.value);
      const name = gen.nameOf(gen.variables, statement.variable);
      return body.line([`${name} = `, asValueOf(gen, value, type), ';']);
    }
    case 'changeVariable':
      return writeChange(body, statement);
    case 'listAction':
      return writeListAction(body, statement);
    case 'wait':
      return body.linesOf(flow.wait(milliseconds(body, statement.duration, statement.unit)));
    case 'waitUntil':
      return writeWaitUntil(body, statement);
    case 'repeat':
      return writeRepeat(body, statement, writeBody);
    case 'forever':
      return writeForever(body, statement, writeBody);
    case 'while':
      return writeWhile(body, statement, writeBody);
    case 'for':
      return writeFor(body, statement, writeBody);
    case 'forEach':
      return writeForEach(body, statement, writeBody);
    case 'if':
      return writeIf(body, statement);
    case 'break':
      return body.linesOf(body.loops.at(-1)?.isLoopFunction === true ? flow.stopScript() : ['break;']);
    case 'continue':
      return writeContinue(body);
    case 'stopScript':
      return body.linesOf(flow.stopScript());
    case 'stopAll':
      return writeStopAll(body);
    case 'broadcast':
      return writeBroadcast(body, statement.message, statement.andWait);
    case 'callStatement':
      return body.callStatement(statement.ownBlock, statement.args);
    case 'return':
      return writeReturn(body, statement.value);
    case 'print':
      return print(body, writeExpression(body, statement.value), statement.newLine);
    case 'printLabelled':
      return writeLabelled(body, statement.label, ' = ', statement.value);
    case 'plot':
      return writeLabelled(body, statement.label, ':', statement.value);
    case 'remember':
      return writeRemember(body, statement.slot, statement.value);
    case 'resetTimer':
      gen.uses('GenieTime.h');
      gen.usesTimer = true;
      return body.line('timer.reset();');
    case 'note':
      return body.linesOf(commentLines(statement.text));
  }
}

function writeAction(body: BodyWriter, statement: Statement & { readonly kind: 'action' }): void {
  const { gen } = body;
  const action = findAction(gen.typed.symbols.bricks.get(statement.brick), statement.action);
  if (action === undefined) throw new InternalError(`no action ${statement.action}`);
  const name = gen.nameOf(gen.bricks, statement.brick);
  if (action.lasts !== undefined) return writeLasting(body, statement, action, name);
  const types = action.parameters.map((parameter) => parameter.type);
  const values = writeBrickArguments(body, statement.args, types);
  body.line([`${name}.${action.method}(`, joinCode(values, ', '), ');']);
}

/** An action that lasts: begin, wait, end. Its time is worked out before it begins. */
function writeLasting(
  body: BodyWriter,
  { args }: Statement & { readonly kind: 'action' },
  action: BrickAction,
  name: string,
): void {
  const fragments = writeInOrder(body, args);
  const values: Code[] = [];
  let time: Code = '0';
  action.parameters.forEach(({ id, type }, index) => {
    const expression = args[index];
    const fragment = fragments[index];
    if (expression === undefined || fragment === undefined) throw new InternalError('a value was lost');
    if (id !== action.lasts?.parameter) values.push(brickArgument(body, expression, fragment, type));
    else time = inMilliseconds(body, early(body, expression, fragment), 'seconds');
  });
  body.line([`${name}.${action.method}(`, joinCode(values, ', '), ');']);
  body.linesOf(body.flow.wait(time));
  body.line(`${name}.${action.lasts?.endMethod ?? ''}();`);
}

/** Worked out now, if that can be noticed. */
const early = (body: BodyWriter, expression: Expression, fragment: Fragment): Fragment =>
  body.gen.typed.effects.ofExpression(expression) ? body.temporary(fragment) : fragment;

/** Longest wait: the runtime's counters hold it (23 days). */
const LONGEST_WAIT_MS = 2_000_000_000;

/** A length of time as whole milliseconds ≥ 0. */
export const milliseconds = (
  body: BodyWriter,
  duration: Expression,
  unit: 'seconds' | 'milliseconds',
): Code => inMilliseconds(body, writeExpression(body, duration), unit);

function inMilliseconds(body: BodyWriter, duration: Fragment, unit: 'seconds' | 'milliseconds'): Code {
  const { gen } = body;
  const fragment = asNumberFragment(duration);
  if (fragment.literal !== undefined) {
    const exact = unit === 'seconds' ? fragment.literal * 1000 : fragment.literal;
    const whole = Math.min(LONGEST_WAIT_MS, Math.max(0, roundHalfAway(exact)));
    return respelled(fragment.code, String(whole));
  }
  gen.uses('GenieNumbers.h');
  if (unit === 'seconds') return ['toMilliseconds(', fragment.code, ')'];
  const value = asWholeFragment(gen, fragment);
  const range = asWhole(value.type);
  return range.min >= 0 && range.max <= LONGEST_WAIT_MS
    ? value.code
    : ['limitWhole(', value.code, `, 0, ${LONGEST_WAIT_MS})`];
}

function writeChange(body: BodyWriter, statement: Statement & { readonly kind: 'changeVariable' }): void {
  const { gen } = body;
  const name = gen.nameOf(gen.variables, statement.variable);
  const type = gen.variableType(statement.variable);
  const before: Fragment = { code: name, level: LEVEL.primary, cpp: cppType(type), type };
  const by = asNumberFragment(early(body, statement.by, writeExpression(body, statement.by)));
  const isDown = by.literal !== undefined && by.literal < 0;
  // "x - 1" reads better than "x + -1".
  const opposite = numberFragment(-(by.literal ?? 0), negated(by));
  const step = isDown ? { ...opposite, code: respelled(by.code, plainText(opposite.code)) } : by;
  const operator = isDown ? 'subtract' : 'add';
  const sum = operationFragment(gen, operator, [before, step], operationType(operator, [type, step.type]));
  body.line([`${name} = `, asValueOf(gen, sum, type), ';']);
}

const negated = (fragment: Fragment): Fragment['type'] =>
  fragment.type.kind === 'whole'
    ? { kind: 'whole', min: -fragment.type.max, max: -fragment.type.min }
    : fragment.type;

const LIST_METHODS = {
  addItem: 'add',
  insertItem: 'insert',
  setItem: 'set',
  removeItem: 'remove',
  clearList: 'clear',
} as const;

function writeListAction(body: BodyWriter, statement: Statement & { readonly kind: 'listAction' }): void {
  const { gen } = body;
  const items = gen.listType(statement.list);
  const holes: readonly string[] = LIST_ACTIONS[statement.operator].holes;
  const args = writeInOrder(body, statement.args).map((fragment, index) =>
    holes[index] === 'item' ? asValueOf(gen, fragment, items) : asWholeFragment(gen, fragment).code,
  );
  const name = gen.nameOf(gen.lists, statement.list);
  body.line([`${name}.${LIST_METHODS[statement.operator]}(`, joinCode(args, ', '), ');']);
}

function writeWaitUntil(body: BodyWriter, statement: Statement & { readonly kind: 'waitUntil' }): void {
  const { flow } = body;
  const deadline = writeDeadline(body, statement.timeoutSeconds);
  const { value: asked, lines } = body.apart(() => asTruth(writeExpression(body, statement.condition)));
  const condition: Fragment =
    deadline === undefined
      ? asked
      : {
          ...asked,
          code: [atLevel(asked, LEVEL.or), ` || millis() - ${deadline.start} >= `, deadline.limit],
          level: LEVEL.or,
        };
  if (lines.length === 0) return body.linesOf(flow.waitUntil(condition));
  body.line('while (true) {');
  body.add(lines);
  body.indented(() => {
    body.line(['if (', condition.code, ') break;']);
    body.linesOf(flow.turn());
  });
  body.line('}');
}

/** When the waiting began and how long it may last. */
function writeDeadline(
  body: BodyWriter,
  seconds: Expression | undefined,
): { readonly start: string; readonly limit: Code } | undefined {
  if (seconds === undefined) return undefined;
  const time = milliseconds(body, seconds, 'seconds');
  const limit = seconds.kind === 'number' ? time : body.variable('unsigned long', 'limit', time);
  return { limit, start: body.variable('unsigned long', 'start', 'millis()') };
}

function writeIf(body: BodyWriter, statement: Statement & { readonly kind: 'if' }): void {
  let open = 0;
  statement.branches.forEach((branch, index) => {
    const { value: condition, lines } = body.apart(() => asTruth(writeExpression(body, branch.condition)));
    if (index > 0 && lines.length === 0) {
      body.line(['} else if (', condition.code, ') {']);
    } else {
      if (index > 0) body.line('} else {');
      // A condition that needs lines of its own cannot follow "else" directly.
      const deeper = index > 0 ? 1 : 0;
      open += deeper;
      body.deepen(deeper);
      body.add(index > 0 ? lines : body.shallower(lines));
      body.line(['if (', condition.code, ') {']);
    }
    body.indented(() => writeBody(body, branch.body));
  });
  if (statement.otherwise !== undefined) {
    body.line('} else {');
    body.indented(() => writeBody(body, statement.otherwise ?? []));
  }
  body.line('}');
  for (; open > 0; open--) {
    body.deepen(-1);
    body.line('}');
  }
}

function writeContinue(body: BodyWriter): void {
  const loop = body.loops.at(-1);
  if (loop?.isLoopFunction === true) return body.line('return;');
  if (loop?.takesTurns === true) body.linesOf(body.flow.turn());
  body.line('continue;');
}

function writeStopAll(body: BodyWriter): void {
  const { gen, flow } = body;
  for (const [id, { type }] of gen.typed.symbols.bricks) {
    if (!gen.usedBricks.has(id)) continue;
    for (const action of type.actions) {
      if (action.onStopAll === true) body.line(`${gen.nameOf(gen.bricks, id)}.${action.method}();`);
    }
  }
  body.linesOf(flow.stopAll());
}

function writeBroadcast(body: BodyWriter, message: string, andWait: boolean): void {
  const { gen, flow } = body;
  const receivers = gen.receivers.get(message) ?? [];
  if (receivers.length === 0) return;
  // A script never waits for itself. An own block learns only at run time whose it is.
  const isSelf = ({ mailbox }: Receiver): boolean => mailbox === body.ownMailbox;
  const unlessSelf = ({ script }: Receiver, test: string): string =>
    body.ownBlock === undefined || script === undefined ? test : `(${test} || &script == &${script})`;
  const others = receivers.filter((receiver) => !isSelf(receiver));
  if (others.length > 0) {
    const room = others.map((other) => unlessSelf(other, `!${other.mailbox}.isFull()`)).join(' && ');
    body.linesOf(flow.waitUntil(condition(room, others.length)));
  }
  const answered: string[] = [];
  for (const receiver of receivers) {
    const { mailbox } = receiver;
    if (andWait && !isSelf(receiver)) {
      const ticket = body.variable('byte', 'ticket', `${mailbox}.send()`);
      answered.push(unlessSelf(receiver, `${mailbox}.isAnswered(${ticket})`));
    } else {
      body.line(`${mailbox}.send();`);
    }
  }
  if (answered.length > 0) {
    body.linesOf(flow.waitUntil(condition(answered.join(' && '), answered.length)));
  }
}

const condition = (code: string, parts: number): Fragment => ({
  code,
  level: parts > 1 ? LEVEL.and : LEVEL.unary,
  cpp: 'bool',
  type: { kind: 'truth' },
});

function writeReturn(body: BodyWriter, value: Expression | undefined): void {
  const { gen, flow, ownBlock } = body;
  if (ownBlock === undefined) throw new InternalError('return outside an own block');
  const type = gen.typed.types.results.get(ownBlock.id);
  const hasResult = gen.typed.symbols.ownBlocks.get(ownBlock.id)?.hasResult === true;
  if (!hasResult || type === undefined) {
    // What would be given back to nobody may still do something.
    if (
      value !== undefined &&
      (gen.typed.effects.ofExpression(value) || gen.typed.turns.inExpression(value))
    ) {
      body.line([writeExpression(body, value).code, ';']);
    }
    return body.linesOf(flow.returnFromBlock(hasResult ? INITIAL.byte : undefined));
  }
  const result =
    value === undefined ? INITIAL[cppType(type)] : asValueOf(gen, writeExpression(body, value), type);
  body.linesOf(flow.returnFromBlock(result));
}

/** Serial.print of a value as the language shows it. */
function print(body: BodyWriter, fragment: Fragment, newLine: boolean): void {
  const { gen } = body;
  gen.usesSerial = true;
  const method = newLine ? 'println' : 'print';
  body.line([`Serial.${method}(`, printable(body, fragment), ');']);
}

function printable({ gen }: BodyWriter, fragment: Fragment): Code {
  switch (fragment.type.kind) {
    case 'truth':
      return truthInWords(gen, fragment);
    case 'whole':
      return fragment.code;
    case 'decimal':
      return ['Text(', asTextArgument(gen, fragment), ').chars()'];
    case 'text':
      return fragment.cpp === 'flash' ? fragment.code : [asTextObject(gen, fragment), '.chars()'];
  }
}

function writeLabelled(body: BodyWriter, label: Expression, sign: string, value: Expression): void {
  const [first, worked] = writeInOrder(body, [label, value]);
  if (first === undefined || worked === undefined) throw new InternalError('a label was lost');
  // A value that prints something itself does so before the label.
  const second = body.gen.typed.effects.ofExpression(value) ? body.temporary(worked) : worked;
  body.gen.usesSerial = true;
  if (label.kind === 'text') {
    body.line(['Serial.print(', mark(label.blockId, flashLiteral(label.value + sign)), ');']);
  } else {
    print(body, first, false);
    body.line(`Serial.print(${flashLiteral(sign)});`);
  }
  print(body, second, true);
}

function writeRemember(body: BodyWriter, slot: string, value: Expression): void {
  const { gen } = body;
  gen.uses('GenieMemory.h');
  const fragment = writeExpression(body, value);
  const save = fragment.type.kind === 'decimal' ? 'saveDecimal' : 'saveWhole';
  body.line([`${save}(${flashLiteral(slot)}, `, asNumberFragment(fragment).code, ');']);
}
