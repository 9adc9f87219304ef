/**
 * The children of every node, in the order in which they are worked out.
 *
 * In: a statement, expression or trigger. Out: its direct expressions and bodies. All passes walk
 * through these two functions, so a new node kind is described here once.
 */
import type { Expression, Program, Statement, Trigger } from './model.ts';

export function argumentsOf(expression: Expression): readonly Expression[] {
  return 'args' in expression ? expression.args : [];
}

export function triggerExpressions(trigger: Trigger): readonly Expression[] {
  switch (trigger.kind) {
    case 'every':
      return [trigger.seconds];
    case 'brick':
      return trigger.args;
    case 'crosses':
      return [trigger.value, trigger.threshold];
    case 'changes':
      return [trigger.value, trigger.by];
    case 'becomesTrue':
      return [trigger.condition];
    default:
      return [];
  }
}

export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'action':
    case 'listAction':
    case 'callStatement':
      return statement.args;
    case 'setVariable':
    case 'print':
    case 'remember':
      return [statement.value];
    case 'changeVariable':
      return [statement.by];
    case 'wait':
      return [statement.duration];
    case 'waitUntil':
      return statement.timeoutSeconds === undefined
        ? [statement.condition]
        : [statement.timeoutSeconds, statement.condition];
    case 'repeat':
      return [statement.times];
    case 'while':
      return [statement.condition];
    case 'for':
      return [statement.from, statement.to, statement.by];
    case 'if':
      return statement.branches.map(({ condition }) => condition);
    case 'return':
      return statement.value === undefined ? [] : [statement.value];
    case 'printLabelled':
    case 'plot':
      return [statement.label, statement.value];
    default:
      return [];
  }
}

export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  if (statement.kind === 'if') {
    const bodies = statement.branches.map(({ body }) => body);
    return statement.otherwise === undefined ? bodies : [...bodies, statement.otherwise];
  }
  return 'body' in statement ? [statement.body] : [];
}

export function visitExpressions(expression: Expression, visit: (expression: Expression) => void): void {
  for (const argument of argumentsOf(expression)) visitExpressions(argument, visit);
  visit(expression);
}

/** Every statement of a body, outer ones first. */
export function visitStatements(body: readonly Statement[], visit: (statement: Statement) => void): void {
  for (const statement of body) {
    visit(statement);
    for (const inner of bodiesOf(statement)) visitStatements(inner, visit);
  }
}

/** Every expression inside a body, at any depth. */
export function visitBodyExpressions(
  body: readonly Statement[],
  visit: (expression: Expression) => void,
): void {
  visitStatements(body, (statement) => {
    for (const expression of expressionsOf(statement)) visitExpressions(expression, visit);
  });
}

/** Every body of a program: the scripts', then the own blocks'. */
export function bodiesOfProgram(program: Program): readonly (readonly Statement[])[] {
  return [...program.scripts.map(({ body }) => body), ...program.ownBlocks.map(({ body }) => body)];
}
