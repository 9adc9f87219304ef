/**
 * Where scripts may take turns: docs/language.md, "Turns".
 *
 * In: a Program without recursion among own blocks, and its symbols. Out: `Turns`, which answers
 * for any statement, expression or own block whether a turn point lies inside.
 * Answers are computed once per node, so asking for every node stays linear.
 */
import type { Expression, Program, Statement } from './model.ts';
import { findAction, type Symbols } from './symbols.ts';
import { argumentsOf, bodiesOf, expressionsOf, visitBodyExpressions, visitStatements } from './walk.ts';

/** Most rounds that short loops make together before others get a turn. */
export const SHORT_LOOP_ROUNDS = 100;

export class Turns {
  private readonly statements = new Map<Statement, boolean>();
  private readonly expressions = new Map<Expression, boolean>();
  private readonly ownBlocks = new Map<string, boolean>();
  private readonly rounds = new Map<Statement, number | undefined>();

  constructor(
    private readonly program: Program,
    private readonly symbols: Symbols,
  ) {}

  inBody(body: readonly Statement[]): boolean {
    return body.some((statement) => this.inStatement(statement));
  }

  inOwnBlock(id: string): boolean {
    return remember(this.ownBlocks, id, () => this.inBody(this.symbols.ownBlocks.get(id)?.body ?? []));
  }

  inExpression(expression: Expression): boolean {
    return remember(this.expressions, expression, () => {
      if (argumentsOf(expression).some((argument) => this.inExpression(argument))) return true;
      return expression.kind === 'call' && this.inOwnBlock(expression.ownBlock);
    });
  }

  inStatement(statement: Statement): boolean {
    return remember(this.statements, statement, () => {
      if (expressionsOf(statement).some((expression) => this.inExpression(expression))) return true;
      if (bodiesOf(statement).some((body) => this.inBody(body))) return true;
      switch (statement.kind) {
        case 'wait':
        case 'waitUntil':
        case 'forever':
        case 'while':
        case 'stopScript':
        case 'stopAll':
          return true;
        case 'broadcast':
          return this.isHeard(statement.message);
        case 'action':
          return findAction(this.symbols.bricks.get(statement.brick), statement.action)?.lasts !== undefined;
        case 'callStatement':
          return this.inOwnBlock(statement.ownBlock);
        case 'repeat':
        case 'for':
        case 'forEach':
          return this.shortRounds(statement) === undefined;
        default:
          return false;
      }
    });
  }

  /** A round whose last block is a wait has just let the others go on. */
  endsWithWait(body: readonly Statement[]): boolean {
    return body.at(-1)?.kind === 'wait';
  }

  /** Does each round of this loop end with a turn? */
  takesTurns(loop: Statement): boolean {
    switch (loop.kind) {
      case 'forever':
      case 'while':
        return true;
      case 'repeat':
      case 'for':
      case 'forEach':
        return this.shortRounds(loop) === undefined;
      default:
        return false;
    }
  }

  isHeard(message: string): boolean {
    return this.program.scripts.some(
      ({ trigger }) => trigger.kind === 'message' && trigger.message === message,
    );
  }

  /** Rounds of a short loop with the short loops inside it, or undefined when it is not short. */
  private shortRounds(loop: Statement & { readonly body: readonly Statement[] }): number | undefined {
    return remember(this.rounds, loop, () => {
      const own = this.knownRounds(loop);
      if (own === undefined || this.inBody(loop.body)) return undefined;
      // A body that sets the counter may make it go on for ever.
      if (loop.kind === 'for' && this.setsVariable(loop.body, loop.variable)) return undefined;
      const all = own * Math.max(1, this.deepestRounds(loop.body));
      return all <= SHORT_LOOP_ROUNDS ? all : undefined;
    });
  }

  /** Could this body, or an own block it calls, set the variable? */
  private setsVariable(body: readonly Statement[], variable: string): boolean {
    let sets = false;
    const called = (id: string): void => {
      sets ||= this.setsVariable(this.symbols.ownBlocks.get(id)?.body ?? [], variable);
    };
    visitStatements(body, (statement) => {
      if ('variable' in statement && statement.variable === variable) sets = true;
      if (statement.kind === 'callStatement') called(statement.ownBlock);
    });
    visitBodyExpressions(body, (expression) => {
      if (expression.kind === 'call') called(expression.ownBlock);
    });
    return sets;
  }

  /** The most rounds any short loop in a body makes. */
  private deepestRounds(body: readonly Statement[]): number {
    let most = 1;
    for (const statement of body) {
      const isLoop = statement.kind === 'repeat' || statement.kind === 'for' || statement.kind === 'forEach';
      const rounds = isLoop
        ? (this.shortRounds(statement) ?? 1)
        : Math.max(1, ...bodiesOf(statement).map((inner) => this.deepestRounds(inner)));
      most = Math.max(most, rounds);
    }
    return most;
  }

  private knownRounds(loop: Statement): number | undefined {
    if (loop.kind === 'repeat') {
      return loop.times.kind === 'number' ? Math.max(0, Math.round(loop.times.value)) : undefined;
    }
    if (loop.kind === 'forEach') return this.symbols.lists.get(loop.list)?.capacity;
    if (loop.kind !== 'for') return undefined;
    const { from, to, by } = loop;
    if (from.kind !== 'number' || to.kind !== 'number' || by.kind !== 'number') return undefined;
    const step = Math.abs(by.value) || 1;
    return Math.floor(Math.abs(to.value - from.value) / step) + 1;
  }
}

function remember<K, V>(memory: Map<K, V>, key: K, compute: () => V): V {
  const known = memory.get(key);
  if (known !== undefined || memory.has(key)) return known as V;
  const value = compute();
  memory.set(key, value);
  return value;
}
