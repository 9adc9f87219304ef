/**
 * Which own blocks change something that others can see, so that the order in which an expression's
 * parts are worked out matters.
 *
 * In: a Program without recursion, its symbols. Out: `Effects`. C++ leaves the order of operands
 * open; the generator puts parts into temporaries where this pass says that order is visible.
 */
import type { Expression } from './model.ts';
import { OPERATORS, type Operator } from './operators.ts';
import type { Symbols } from './symbols.ts';
import { argumentsOf, visitBodyExpressions, visitStatements } from './walk.ts';

const HARMLESS = new Set([
  'if',
  'repeat',
  'return',
  'note',
  'break',
  'continue',
  'callStatement',
  'for',
  'forEach',
]);

/** A memory of its own: two calls of the own block around it share it. */
const isStateful = (expression: Expression): boolean => {
  if (expression.kind !== 'operation') return false;
  const rule: Operator = OPERATORS[expression.operator];
  return rule.stateful === true;
};

export class Effects {
  private readonly ownBlocks = new Map<string, boolean>();
  private readonly expressions = new Map<Expression, boolean>();

  constructor(private readonly symbols: Symbols) {}

  /** Does calling this own block change anything? */
  ofOwnBlock(id: string): boolean {
    const known = this.ownBlocks.get(id);
    if (known !== undefined) return known;
    const body = this.symbols.ownBlocks.get(id)?.body ?? [];
    let changes = false;
    visitStatements(body, (statement) => {
      if (!HARMLESS.has(statement.kind) || 'variable' in statement) changes = true;
      if (statement.kind === 'callStatement' && this.ofOwnBlock(statement.ownBlock)) changes = true;
    });
    visitBodyExpressions(body, (expression) => {
      if (this.isOwnEffect(expression) || isStateful(expression)) changes = true;
    });
    this.ownBlocks.set(id, changes);
    return changes;
  }

  /** Does working out this expression change anything? */
  ofExpression(expression: Expression): boolean {
    const known = this.expressions.get(expression);
    if (known !== undefined) return known;
    const changes =
      this.isOwnEffect(expression) || argumentsOf(expression).some((argument) => this.ofExpression(argument));
    this.expressions.set(expression, changes);
    return changes;
  }

  private isOwnEffect(expression: Expression): boolean {
    if (expression.kind === 'call') return this.ofOwnBlock(expression.ownBlock);
    return (
      expression.kind === 'operation' &&
      (expression.operator === 'readLine' || expression.operator === 'readNumber')
    );
  }
}
