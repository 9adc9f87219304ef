/**
 * Works out expressions, left to right, only what is needed.
 *
 * In: an expression and the frame around it. Out: a value of the expression's kind. A coroutine,
 * because an own block called in an expression may wait.
 */
import type { Expression } from '../../compiler/program/model.ts';
import { applyOperator } from './apply-operator.ts';
import { found } from './reference-kinds.ts';
import type { Running, RunningScript, Steps } from './running.ts';
import { convert, decimal, numberOf, text, toTruth, toWhole, truth, type Value, whole } from './value.ts';

export interface Frame {
  readonly running: Running;
  readonly script: RunningScript;
  readonly parameters: ReadonlyMap<string, Value>;
  /** Runs an own block: execute.ts, handed over because each needs the other. */
  readonly call: (ownBlock: string, args: readonly Expression[], frame: Frame) => Steps<Value>;
}

export function* evaluateAll(args: readonly Expression[], frame: Frame): Steps<Value[]> {
  const values: Value[] = [];
  for (const arg of args) values.push(yield* evaluate(arg, frame));
  return values;
}

export function* evaluate(expression: Expression, frame: Frame): Steps<Value> {
  const { running } = frame;
  switch (expression.kind) {
    case 'number':
      return running.kinds.kindOf(expression) === 'whole'
        ? whole(expression.value)
        : decimal(expression.value, running);
    case 'colour':
      return whole(expression.value);
    case 'truth':
      return truth(expression.value);
    case 'text':
    case 'choice':
      return text(expression.value);
    case 'empty':
      throw new Error(`an empty hole: ${expression.blockId}`);
    case 'variable':
      return found(running.variables.get(expression.variable), 'variable');
    case 'parameter':
      return found(frame.parameters.get(expression.parameter), 'parameter');
    case 'stored': {
      const kept = running.memory.get(expression.slot) ?? whole(0);
      return convert(kept, running.kinds.slot(expression.slot), running);
    }
    case 'reading': {
      const args = yield* evaluateAll(expression.args, frame);
      const kind = running.references.reading(expression.brick, expression.reading);
      const read = running.world.reading?.(expression.brick, expression.reading, args, running.now) ?? 0;
      return convert(typeof read === 'boolean' ? truth(read) : decimal(read, running), kind, running);
    }
    case 'call':
      return yield* frame.call(expression.ownBlock, expression.args, frame);
    case 'listReading':
      return yield* readList(expression, frame);
    case 'operation':
      return yield* operate(expression, frame);
  }
}

function* readList(expression: Extract<Expression, { kind: 'listReading' }>, frame: Frame): Steps<Value> {
  const { running } = frame;
  const [first = whole(0)] = yield* evaluateAll(expression.args, frame);
  const list = found(running.lists.get(expression.list), 'list');
  switch (expression.operator) {
    case 'itemAt':
      return list.at(numberOf(toWhole(first, running)));
    case 'listLength':
      return whole(list.items.length);
    case 'listContains':
      return list.contains(convert(first, list.kind, running), running);
    case 'indexOf':
      return list.indexOf(convert(first, list.kind, running), running);
    case 'isFull':
      return list.isFull();
    case 'sum':
      return list.sum(running);
    case 'listSmallest':
      return list.smallest(running);
    case 'listLargest':
      return list.largest(running);
    case 'average':
      return list.average(running);
  }
}

function* operate(expression: Extract<Expression, { kind: 'operation' }>, frame: Frame): Steps<Value> {
  const { running } = frame;
  const { operator, args } = expression;
  const [a, b, c] = args;
  if (operator === 'and' || operator === 'or') {
    const first = toTruth(yield* evaluate(found(a, 'argument'), frame), running);
    if (first.value === (operator === 'or')) return first;
    return toTruth(yield* evaluate(found(b, 'argument'), frame), running);
  }
  if (operator === 'choose') {
    const first = toTruth(yield* evaluate(found(a, 'argument'), frame), running);
    const chosen = yield* evaluate(found(first.value === true ? b : c, 'argument'), frame);
    return convert(chosen, running.kinds.kindOf(expression) ?? 'whole', running);
  }
  const values = yield* evaluateAll(args, frame);
  return applyOperator(operator, values, expression.blockId, running);
}
