/**
 * Statements of constant evaluation: runs a body until it returns.
 */
import type { TInit, TStmt } from '../typed-ast.ts';
import type { QualType } from '../types.ts';
import type { Evaluator } from './const-eval.ts';
import { NOT_CONSTANT, type Memory, type Pointer, type Value } from './const-memory.ts';

export interface Running {
  /** Where a record result goes. */
  readonly result: Memory | undefined;
  readonly type: QualType;
  /** Object of a constructor. */
  readonly self: Pointer | undefined;
}

type Outcome =
  | { readonly kind: 'next' | 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Value | undefined };

const NEXT: Outcome = { kind: 'next' };
const NOWHERE: Running = {
  result: undefined,
  type: { type: { kind: 'void' }, isConst: false, isVolatile: false },
  self: undefined,
};

export function runBody(e: Evaluator, body: TStmt, running: Running = NOWHERE): Value | undefined {
  const outcome = run(e, body, running);
  if (outcome.kind === 'return') return outcome.value;
  return undefined;
}

function run(e: Evaluator, statement: TStmt, running: Running): Outcome {
  e.step();
  switch (statement.kind) {
    case 'compound':
      return runAll(e, statement.body, 0, running);
    case 'expr':
      e.discard(statement.expr);
      return NEXT;
    case 'empty':
      return NEXT;
    case 'var': {
      const { variable } = statement;
      if (variable.kind !== 'local' || variable.destructor !== undefined) throw NOT_CONSTANT;
      const memory = e.fresh(variable.type);
      e.locals.set(variable, memory);
      if (variable.init !== undefined) e.init(memory, 0, variable.type, variable.init);
      return NEXT;
    }
    case 'if':
      if (e.truth(statement.condition)) return run(e, statement.then, running);
      return statement.otherwise === undefined ? NEXT : run(e, statement.otherwise, running);
    case 'while':
      while (e.truth(statement.condition)) {
        const outcome = run(e, statement.body, running);
        if (outcome.kind === 'return') return outcome;
        if (outcome.kind === 'break') break;
      }
      return NEXT;
    case 'do':
      do {
        const outcome = run(e, statement.body, running);
        if (outcome.kind === 'return') return outcome;
        if (outcome.kind === 'break') break;
      } while (e.truth(statement.condition));
      return NEXT;
    case 'for':
      return runFor(e, statement, running);
    case 'switch':
      return runSwitch(e, statement, running);
    case 'case':
    case 'default':
    case 'label':
      return run(e, statement.body, running);
    case 'break':
      return { kind: 'break' };
    case 'continue':
      return { kind: 'continue' };
    case 'return':
      return {
        kind: 'return',
        value: statement.value === undefined ? undefined : returned(e, statement.value, running),
      };
    case 'initMember': {
      const { self } = running;
      if (self?.memory === undefined) throw NOT_CONSTANT;
      const offset = self.offset + statement.offset;
      if (statement.field?.bits !== undefined) {
        if (statement.init.kind === 'value')
          e.write(
            { memory: self.memory, offset, type: statement.type, bits: statement.field.bits },
            e.value(statement.init.expr),
          );
        return NEXT;
      }
      e.init(self.memory, offset, statement.type, statement.init);
      return NEXT;
    }
    case 'goto':
    case 'destroyMember':
      throw NOT_CONSTANT;
  }
}

function returned(e: Evaluator, init: TInit, running: Running): Value | undefined {
  if (running.type.type.kind === 'record') {
    if (running.result === undefined) throw NOT_CONSTANT;
    e.init(running.result, 0, running.type, init);
    return undefined;
  }
  if (init.kind === 'value') return e.value(init.expr);
  return init.kind === 'zero'
    ? running.type.type.kind === 'float'
      ? 0
      : running.type.type.kind === 'pointer'
        ? { memory: undefined, offset: 0 }
        : 0n
    : undefined;
}

function runAll(e: Evaluator, body: readonly TStmt[], from: number, running: Running): Outcome {
  for (let index = from; index < body.length; index++) {
    const statement = body[index];
    if (statement === undefined) continue;
    const outcome = run(e, statement, running);
    if (outcome.kind !== 'next') return outcome;
  }
  return NEXT;
}

function runFor(e: Evaluator, statement: TStmt & { kind: 'for' }, running: Running): Outcome {
  if (statement.init !== undefined) run(e, statement.init, running);
  while (statement.condition === undefined || e.truth(statement.condition)) {
    const outcome = run(e, statement.body, running);
    if (outcome.kind === 'return') return outcome;
    if (outcome.kind === 'break') break;
    if (statement.step !== undefined) e.discard(statement.step);
  }
  return NEXT;
}

/** Labels directly in the body (under other labels); anything deeper is not constant. */
function runSwitch(e: Evaluator, statement: TStmt & { kind: 'switch' }, running: Running): Outcome {
  const value = e.integer(statement.condition);
  const body = statement.body.kind === 'compound' ? statement.body.body : [statement.body];
  let start = body.findIndex((one) =>
    labels(one, (label) => label.kind === 'case' && value >= label.value && value <= label.to),
  );
  if (start < 0) start = body.findIndex((one) => labels(one, (label) => label.kind === 'default'));
  if (start < 0) return NEXT;
  const outcome = runAll(e, body, start, running);
  return outcome.kind === 'break' ? NEXT : outcome;
}

function labels(statement: TStmt, accepts: (label: TStmt) => boolean): boolean {
  if (statement.kind !== 'case' && statement.kind !== 'default' && statement.kind !== 'label') return false;
  return accepts(statement) || labels(statement.body, accepts);
}
