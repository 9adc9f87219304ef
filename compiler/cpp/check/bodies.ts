/**
 * Bodies of functions, read when somebody needs them; constructors with their members, destructors with
 * theirs.
 *
 * In: a FunctionEntity with a definition. Out: its TypedFunction's params and body.
 */
import type { FunctionDecl } from '../ast.ts';
import type { TStmt, TypedVariable } from '../typed-ast.ts';
import { plain, VOID } from '../types.ts';
import { ifNode } from './build.ts';
import { at, type Checker } from './checker.ts';
import { constructorMembers } from './constructor-members.ts';
import { nameLocOf, paramVariable, thisVariable } from './declare-functions.ts';
import { makeScope, type FunctionEntity, type FunctionState, type Scope } from './entities.ts';
import { destroyMembers, implicitBody, inheritedBody } from './implicit-bodies.ts';
import { localEntity } from './lambdas.ts';
import { searchFunction } from './search-definitions.ts';
import { searchTemplateMember } from './template-members.ts';
import { checkGotos, statementsOf } from './statements.ts';
import { endsAlways } from './ends-always.ts';
import { typeText } from './type-text.ts';

export function ensureBody(c: Checker, entity: FunctionEntity): void {
  if (entity.body !== 'none') return;
  if (entity.owner?.template !== undefined && entity.definition === undefined)
    searchTemplateMember(c, entity);
  else if (entity.definition === undefined || entity.isWeakDefinition === true) searchFunction(c, entity);
  const { definition } = entity;
  if (definition === undefined) return;
  entity.body = 'checking';
  definition.unit.isPulledIn = true;
  const depth = c.unevaluated;
  c.unevaluated = 0;
  const fn = newState(entity);
  const scope = makeScope('block', definition.scope, {
    isFunctionBoundary: true,
    path: `${entity.fn.symbol}::`,
  });
  c.within({ unit: definition.unit, scope, position: definition.ordinal, fn }, () => {
    bindParams(c, entity, definition.decl, scope, fn);
    if (entity.inheritedFrom !== undefined) entity.fn.body = inheritedBody(c, entity, entity.inheritedFrom);
    else if (definition.decl.body === undefined) entity.fn.body = implicitBody(c, entity);
    else entity.fn.body = readBody(c, entity, definition.decl, fn);
  });
  c.unevaluated = depth;
  entity.body = 'done';
}

function newState(entity: FunctionEntity): FunctionState {
  return {
    entity,
    result: entity.hasAutoResult ? undefined : entity.fn.type.result,
    labels: new Map(),
    gotos: [],
    staticNames: new Map(),
    loops: 0,
    switches: [],
    thisVariable:
      entity.fn.method === undefined || entity.owner === undefined
        ? undefined
        : thisVariable(entity, entity.owner),
    cls: entity.owner,
    symbol: entity.fn.symbol,
    isConstantOnly: entity.isConstexpr,
  };
}

function bindParams(
  c: Checker,
  entity: FunctionEntity,
  decl: FunctionDecl,
  scope: Scope,
  fn: FunctionState,
): void {
  const params: TypedVariable[] = [];
  if (fn.thisVariable !== undefined) params.push(fn.thisVariable);
  for (const [index, type] of entity.fn.type.params.entries()) {
    const param = decl.type.params[index];
    // `const int x`: only the body sees the const.
    const isConst = param?.type.isConst === true && type.type.kind !== 'reference';
    const isVolatile = param?.type.isVolatile === true && type.type.kind !== 'reference';
    const variable = paramVariable(
      param?.name ?? `(${index + 1})`,
      isConst || isVolatile ? { ...type, isConst: isConst || type.isConst, isVolatile } : type,
      param?.loc ?? entity.fn.loc,
    );
    params.push(variable);
    if (param?.name === undefined) continue;
    if (scope.names.has(param.name)) c.error('cpp-name-redefined', { name: param.name }, at(param));
    scope.names.set(param.name, localEntity(c, variable, scope, fn, param.name));
    if (type.type.kind === 'record' && !c.complete(type.type))
      c.error('cpp-type-incomplete', { name: typeText(type) }, at(param));
  }
  entity.fn.params = params;
}

function readBody(c: Checker, entity: FunctionEntity, decl: FunctionDecl, fn: FunctionState): TStmt {
  const { body: ast } = decl;
  if (ast === undefined) return { kind: 'empty', ...at(decl) };
  const statements: TStmt[] = [];
  let isDelegating = false;
  if (entity.decl.role === 'constructor' && entity.owner !== undefined) {
    const members = constructorMembers(c, entity.owner, decl.initialisers ?? [], nameLocOf(decl));
    statements.push(...members.statements);
    ({ isDelegating } = members);
  }
  // The outermost block: parameters may not be declared again in it.
  const written = statementsOf(c, ast.body);
  checkGotos(c, fn);
  finishResult(c, entity, fn, decl, written);
  if (entity.decl.role === 'destructor' && entity.owner !== undefined) {
    statements.push(withoutReturns(written, ast), ...destroyMembers(c, entity.owner, at(decl)));
  } else statements.push(...written);
  if (isDelegating && statements.length === 0) return { kind: 'empty', ...at(ast) };
  return { kind: 'compound', body: statements, ...at(ast) };
}

const END_OF_BODY = '(end of destructor)';

/** A `return` in a destructor still destroys the members. */
function withoutReturns(written: readonly TStmt[], ast: { loc: number; end: number }): TStmt {
  const place = at(ast);
  const body = written.map((statement) => replaceReturns(statement));
  const isUnchanged = body.every((statement, index) => statement === written[index]);
  if (isUnchanged) return { kind: 'compound', body: written, ...place };
  return {
    kind: 'compound',
    body: [
      { kind: 'compound', body, ...place },
      { kind: 'label', name: END_OF_BODY, body: { kind: 'empty', ...place }, ...place },
    ],
    ...place,
  };
}

function replaceReturns(statement: TStmt): TStmt {
  switch (statement.kind) {
    case 'return':
      return { kind: 'goto', name: END_OF_BODY, loc: statement.loc, end: statement.end };
    case 'compound': {
      const body = statement.body.map(replaceReturns);
      return body.every((one, index) => one === statement.body[index]) ? statement : { ...statement, body };
    }
    case 'if': {
      const then = replaceReturns(statement.then);
      const otherwise = statement.otherwise === undefined ? undefined : replaceReturns(statement.otherwise);
      const isSame = then === statement.then && otherwise === statement.otherwise;
      return isSame ? statement : ifNode(statement.condition, then, otherwise, statement);
    }
    case 'while':
    case 'do':
    case 'for':
    case 'switch':
    case 'case':
    case 'default':
    case 'label': {
      const body = replaceReturns(statement.body);
      return body === statement.body ? statement : { ...statement, body };
    }
    default:
      return statement;
  }
}

/** `auto` results are known now; others need a value on every way out. */
function finishResult(
  c: Checker,
  entity: FunctionEntity,
  fn: FunctionState,
  decl: FunctionDecl,
  body: readonly TStmt[],
): void {
  if (entity.hasAutoResult) {
    entity.hasAutoResult = false;
    entity.fn.type = { ...entity.fn.type, result: fn.result ?? plain(VOID) };
    return;
  }
  const { result } = entity.fn.type;
  if (result.type.kind === 'void' || result.type.kind === 'error' || !c.frame.unit.isUser) return;
  if (entity.name === 'main' || entity.fn.attributes.isNaked || entity.fn.attributes.isNoReturn || c.isC)
    return;
  if (!endsAlways(body))
    c.error('cpp-return-missing', { name: entity.fn.display, type: typeText(result) }, nameLocOf(decl));
}
