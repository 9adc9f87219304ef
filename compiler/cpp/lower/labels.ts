/** Finds labels below a statement: what stands behind a jump matters only if something leads into it. */
import type { TStmt } from '../typed-ast.ts';

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
