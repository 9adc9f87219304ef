/**
 * Runs statements.
 *
 * In: statements and the frame around them. Out: how they ended. A coroutine that yields at exactly
 * the turn points of docs/language.md.
 */
import type { Expression, Statement } from '../../compiler/program/model.ts';
import { act } from './act.ts';
import { add, absolute } from './arithmetic.ts';
import { compare } from './comparison.ts';
import { evaluate, evaluateAll, type Frame } from './evaluate.ts';
import { found } from './reference-kinds.ts';
import { type Ending, type RunningScript, type Steps, StopEverything, StopScript } from './running.ts';
import { convert, isNoisy, numberOf, toText, toTruth, toWhole, type Value, whole, zeroOf } from './value.ts';
import { milliseconds, waitFor } from './wait-for.ts';

const CHANGES_WHEN_LOOKED_AT = /"kind":"call"|"operator":"(smooth|read)/;
const MOST_MESSAGES = 127;
const FOR_BOUND = 2_000_000_000;
const FOR_STEP = 100_000_000;

export function* executeAll(body: readonly Statement[], frame: Frame): Steps<Ending> {
  for (const statement of body) {
    frame.running.burn();
    frame.running.tellBegin(frame.script.index, statement.blockId);
    const ending = yield* execute(statement, frame);
    if (ending !== 'end') return ending;
  }
  return 'end';
}

function* wholeNumber(expression: Expression, frame: Frame): Steps<number> {
  return numberOf(toWhole(yield* evaluate(expression, frame), frame.running));
}

function* isTrue(expression: Expression, frame: Frame): Steps<boolean> {
  return toTruth(yield* evaluate(expression, frame), frame.running).value === true;
}

function setVariable(id: string, value: Value, { running }: Frame): void {
  running.variables.set(id, convert(value, running.kinds.variable(id), running));
}

function print(said: Value, frame: Frame): void {
  printText(String(said.value), isNoisy(said), frame);
}

function printText(said: string, noisy: boolean, { running, script }: Frame): void {
  running.printed.push({ ms: running.now, script: script.index, text: said, noisy });
}

/** A text block alone is written whole, anything else as the text it is. */
function* printed(expression: Expression, frame: Frame): Steps<Value> {
  if (expression.kind === 'text') return { kind: 'text', value: expression.value, noisy: false };
  return toText(yield* evaluate(expression, frame), frame.running);
}

function* execute(statement: Statement, frame: Frame): Steps<Ending> {
  const { running } = frame;
  switch (statement.kind) {
    case 'action':
      yield* act(statement, frame);
      return 'end';
    case 'setVariable':
      setVariable(statement.variable, yield* evaluate(statement.value, frame), frame);
      return 'end';
    case 'changeVariable': {
      const by = yield* evaluate(statement.by, frame);
      const before = found(running.variables.get(statement.variable), 'variable');
      setVariable(statement.variable, add(before, by, running), frame);
      return 'end';
    }
    case 'listAction':
      yield* changeList(statement, frame);
      return 'end';
    case 'wait': {
      const duration = yield* evaluate(statement.duration, frame);
      yield* waitFor(milliseconds(duration, statement.unit, frame), frame);
      return 'end';
    }
    case 'waitUntil': {
      const { timeoutSeconds } = statement;
      const limit =
        timeoutSeconds === undefined
          ? Infinity
          : milliseconds(yield* evaluate(timeoutSeconds, frame), 'seconds', frame);
      const start = running.ms;
      while (!(yield* isTrue(statement.condition, frame)) && running.ms - start < limit) {
        // How often a condition is looked at is left open; it shows when looking changes something.
        if (CHANGES_WHEN_LOOKED_AT.test(JSON.stringify(statement.condition))) running.hazard('several looks');
        yield { kind: 'look' };
      }
      return 'end';
    }
    case 'repeat': {
      let left = yield* wholeNumber(statement.times, frame);
      return yield* loop(statement, statement.body, frame, () => left-- > 0);
    }
    case 'forever':
      return yield* loop(statement, statement.body, frame, () => true);
    case 'while':
      return yield* loop(statement, statement.body, frame, function* () {
        return (yield* isTrue(statement.condition, frame)) !== statement.until;
      });
    case 'for':
      return yield* countingLoop(statement, frame);
    case 'forEach': {
      const list = found(running.lists.get(statement.list), 'list');
      let position = 0;
      return yield* loop(statement, statement.body, frame, () => {
        if (++position > list.items.length) return false;
        setVariable(statement.variable, list.at(position), frame);
        return true;
      });
    }
    case 'if':
      for (const { condition, body } of statement.branches) {
        if (yield* isTrue(condition, frame)) return yield* executeAll(body, frame);
      }
      return yield* executeAll(statement.otherwise ?? [], frame);
    case 'break':
    case 'continue':
      return statement.kind;
    case 'stopScript':
      throw new StopScript();
    case 'stopAll':
      throw new StopEverything();
    case 'broadcast':
      yield* broadcast(statement.message, statement.andWait, frame);
      return 'end';
    case 'callStatement':
      yield* callOwnBlock(statement.ownBlock, statement.args, frame);
      return 'end';
    case 'return':
      return {
        returned: statement.value === undefined ? undefined : yield* evaluate(statement.value, frame),
      };
    case 'print':
      print(yield* printed(statement.value, frame), frame);
      if (statement.newLine) printText('\n', false, frame);
      return 'end';
    case 'printLabelled':
    case 'plot': {
      const label = yield* printed(statement.label, frame);
      const value = yield* printed(statement.value, frame);
      print(label, frame);
      printText(statement.kind === 'plot' ? ':' : ' = ', false, frame);
      print(value, frame);
      printText('\n', false, frame);
      return 'end';
    }
    case 'remember': {
      const value = yield* evaluate(statement.value, frame);
      running.memory.set(statement.slot, convert(value, running.kinds.slot(statement.slot), running));
      return 'end';
    }
    case 'resetTimer':
      running.timerStart = running.now;
      return 'end';
    case 'note':
      return 'end';
  }
}

/** Rounds while `goesOn`; the turn ends with each round unless the loop is short. */
function* loop(
  statement: Statement,
  body: readonly Statement[],
  frame: Frame,
  goesOn: () => boolean | Steps<boolean>,
  atRoundEnd: () => void = () => undefined,
): Steps<Ending> {
  const short = frame.running.turnPoints.isShort(statement);
  for (;;) {
    const answer = goesOn();
    if (!(typeof answer === 'boolean' ? answer : yield* answer)) return 'end';
    frame.running.burn();
    const ending = yield* executeAll(body, frame);
    if (ending === 'break') return 'end';
    if (typeof ending === 'object') return ending;
    atRoundEnd();
    const hasJustWaited = ending === 'end' && body.at(-1)?.kind === 'wait';
    if (!short && !hasJustWaited) yield { kind: 'round' };
  }
}

function* countingLoop(statement: Extract<Statement, { kind: 'for' }>, frame: Frame): Steps<Ending> {
  const { running } = frame;
  const from = bounded(yield* evaluate(statement.from, frame), FOR_BOUND);
  const to = bounded(yield* evaluate(statement.to, frame), FOR_BOUND);
  const by = absolute(bounded(yield* evaluate(statement.by, frame), FOR_STEP), running);
  const step = numberOf(by) === 0 ? whole(1) : by;
  const up = compare(from, to, running) <= 0;
  const signed = up ? step : convert(whole(0), step.kind, running);
  const stride = up ? step : add(signed, negated(step), running);
  const current = (): Value => found(running.variables.get(statement.variable), 'variable');
  setVariable(statement.variable, from, frame);
  return yield* loop(
    statement,
    statement.body,
    frame,
    () => {
      const order = compare(current(), to, running);
      return up ? order <= 0 : order >= 0;
    },
    () => setVariable(statement.variable, add(current(), stride, running), frame),
  );
}

const bounded = (value: Value, most: number): Value =>
  value.kind === 'decimal' ? value : whole(Math.max(-most, Math.min(most, numberOf(value))));

const negated = (value: Value): Value =>
  value.kind === 'decimal' ? { ...value, value: -value.value } : whole(-numberOf(value));

function* changeList(statement: Extract<Statement, { kind: 'listAction' }>, frame: Frame): Steps<void> {
  const { running } = frame;
  const list = found(running.lists.get(statement.list), 'list');
  const [first = whole(0), second = whole(0)] = yield* evaluateAll(statement.args, frame);
  const position = (): number => numberOf(toWhole(first, running));
  switch (statement.operator) {
    case 'addItem':
      return list.add(convert(first, list.kind, running));
    case 'insertItem':
      return list.insert(position(), convert(second, list.kind, running));
    case 'setItem':
      return list.set(position(), convert(second, list.kind, running));
    case 'removeItem':
      return list.remove(position());
    case 'clearList':
      return list.clear();
  }
}

function* broadcast(message: string, andWait: boolean, { running, script }: Frame): Steps<void> {
  const receivers = running.scripts.filter(
    ({ script: { trigger } }) => trigger.kind === 'message' && trigger.message === message,
  );
  const others = receivers.filter((receiver) => receiver !== script);
  while (others.some(({ waiting }) => waiting >= MOST_MESSAGES)) {
    running.burn();
    yield { kind: 'round' };
  }
  const tickets = new Map<RunningScript, number>();
  for (const receiver of receivers) {
    if (receiver.waiting >= MOST_MESSAGES) continue;
    receiver.waiting += 1;
    receiver.noted += 1;
    if (receiver !== script) tickets.set(receiver, receiver.noted);
  }
  if (!andWait) return;
  while ([...tickets].some(([receiver, ticket]) => receiver.answered < ticket)) {
    yield { kind: 'look' };
  }
}

/** The arguments are worked out, then the body runs; without `return` the result is 0, false or "". */
export function* callOwnBlock(id: string, args: readonly Expression[], frame: Frame): Steps<Value> {
  const { running } = frame;
  const block = running.references.ownBlock(id);
  const values = yield* evaluateAll(args, frame);
  const parameters = new Map(
    block.parameters.map((parameter, index) => {
      const kind = running.kinds.parameter(parameter.id);
      return [parameter.id, convert(values[index] ?? zeroOf(kind), kind, running)];
    }),
  );
  const ending = yield* executeAll(block.body, { ...frame, parameters });
  const kind = running.kinds.result(id);
  const returned = typeof ending === 'object' ? ending.returned : undefined;
  return returned === undefined ? zeroOf(kind) : convert(returned, kind, running);
}
