/**
 * Whether the end of a body can be reached, as far as it shows without knowing values.
 */
import type { TStmt } from '../typed-ast.ts';

export const endsAlways = (body: readonly TStmt[]): boolean => body.some(ends);

function ends(statement: TStmt): boolean {
  switch (statement.kind) {
    case 'return':
    case 'goto':
      return true;
    case 'compound':
      return endsAlways(statement.body);
    case 'if':
      if (statement.condition.kind === 'integer')
        return statement.condition.value !== 0n
          ? ends(statement.then)
          : statement.otherwise !== undefined && ends(statement.otherwise);
      return statement.otherwise !== undefined && ends(statement.then) && ends(statement.otherwise);
    case 'while':
      return (
        statement.condition.kind === 'integer' && statement.condition.value !== 0n && !breaks(statement.body)
      );
    case 'do':
      return (
        ends(statement.body) ||
        (statement.condition.kind === 'integer' &&
          statement.condition.value !== 0n &&
          !breaks(statement.body))
      );
    case 'for': {
      const isEndless =
        statement.condition === undefined ||
        (statement.condition.kind === 'integer' && statement.condition.value !== 0n);
      return isEndless && !breaks(statement.body);
    }
    case 'switch':
      return hasDefault(statement.body) && !breaks(statement.body) && lastEnds(statement.body);
    case 'case':
    case 'default':
    case 'label':
      return ends(statement.body);
    case 'expr': {
      const { expr } = statement;
      return (
        (expr.kind === 'call' && expr.fn.attributes.isNoReturn) ||
        (expr.kind === 'builtin' && (expr.name === 'unreachable' || expr.name === 'trap'))
      );
    }
    default:
      return false;
  }
}

/** The last group of a switch must end; those before may fall through into it. */
const lastEnds = (body: TStmt): boolean =>
  body.kind === 'compound' ? endsAlways(body.body.slice(-2)) : ends(body);

function hasDefault(statement: TStmt): boolean {
  switch (statement.kind) {
    case 'default':
      return true;
    case 'compound':
      return statement.body.some(hasDefault);
    case 'case':
    case 'label':
    case 'while':
    case 'for':
    case 'do':
      return hasDefault(statement.body);
    default:
      return false;
  }
}

/** A `break` that belongs to the statement around. */
function breaks(statement: TStmt): boolean {
  switch (statement.kind) {
    case 'break':
      return true;
    case 'compound':
      return statement.body.some(breaks);
    case 'if':
      return breaks(statement.then) || (statement.otherwise !== undefined && breaks(statement.otherwise));
    case 'case':
    case 'default':
    case 'label':
      return breaks(statement.body);
    default:
      return false;
  }
}
