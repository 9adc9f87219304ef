/** What stands below a statement: labels, which make code behind a jump matter, and returns. */
import type { TStmt, TypedFunction, TypedVariable } from '../typed-ast.ts';
import { resultWay } from './ir-types.ts';

/** The statements directly inside, without expressions. */
function inner(stmt: TStmt): readonly TStmt[] {
  switch (stmt.kind) {
    case 'compound':
      return stmt.body;
    case 'if':
      return stmt.otherwise === undefined ? [stmt.then] : [stmt.then, stmt.otherwise];
    case 'while':
    case 'do':
    case 'switch':
    case 'case':
    case 'default':
    case 'label':
      return [stmt.body];
    case 'for':
      return stmt.init === undefined ? [stmt.body] : [stmt.init, stmt.body];
    default:
      return [];
  }
}

/** A goto or an outer switch can lead into the statement. */
export function hasLabels(stmt: TStmt): boolean {
  if (stmt.kind === 'case' || stmt.kind === 'default' || stmt.kind === 'label') return true;
  return inner(stmt).some(hasLabels);
}

export type CaseStmt = TStmt & { kind: 'case' | 'default' };

/** The labels of the switch whose body this is, in order; those of inner switches belong to them. */
export function caseLabels(body: TStmt): CaseStmt[] {
  const found: CaseStmt[] = [];
  const visit = (stmt: TStmt): void => {
    if (stmt.kind === 'case' || stmt.kind === 'default') found.push(stmt);
    if (stmt.kind === 'switch') return;
    for (const one of inner(stmt)) visit(one);
  };
  visit(body);
  return found;
}

/**
 * The variable that is the function's result from the start, as avr-gcc decides it: a record returned in
 * memory, declared in the outermost block, and named by every return.
 */
export function namedResult(source: TypedFunction, body: TStmt): TypedVariable | undefined {
  const result = source.type.result.type;
  if (result.kind !== 'record' || resultWay(result) !== 'hiddenPointer' || body.kind !== 'compound')
    return undefined;
  let named: TypedVariable | undefined;
  let isSame = true;
  const visit = (stmt: TStmt): void => {
    if (stmt.kind === 'return') {
      const variable = returnedVariable(stmt);
      if (variable === undefined || (named !== undefined && named !== variable)) isSame = false;
      named = variable;
    } else for (const one of inner(stmt)) visit(one);
  };
  visit(body);
  if (!isSame || named === undefined) return undefined;
  const { type } = named.type;
  if (named.kind !== 'local' || named.type.isVolatile || type.kind !== 'record' || type.decl !== result.decl)
    return undefined;
  return body.body.some((stmt) => stmt.kind === 'var' && stmt.variable === named) ? named : undefined;
}

/** `return x;` copies x with its copy (or move) constructor, or bit by bit. */
export function returnedVariable({ value }: TStmt & { kind: 'return' }): TypedVariable | undefined {
  if (value?.kind === 'value') {
    const { expr } = value;
    return expr.kind === 'load' && expr.operand.kind === 'variable' ? expr.operand.variable : undefined;
  }
  if (value?.kind !== 'construct') return undefined;
  const { constructor, args } = value;
  const [arg] = args;
  if (arg?.kind !== 'addressOf' || arg.operand.kind !== 'variable') return undefined;
  const [param] = constructor.type.params;
  const isCopy =
    param?.type.kind === 'reference' &&
    param.type.to.type.kind === 'record' &&
    param.type.to.type.decl === constructor.method?.record;
  return isCopy ? arg.operand.variable : undefined;
}
