/**
 * Lambdas: without captures a function (and a pointer to it), with captures an object with operator().
 *
 * In: a lambda expression. Out: a temporary closure; its body becomes the closure's operator().
 */
import type { Expr, FunctionDecl, Stmt, TypeNode } from '../ast.ts';
import type { TExpr, TInit, TStmt } from '../typed-ast.ts';
import { ERROR, plain, VOID, type FunctionType, type QualType } from '../types.ts';
import { load, temporary } from './build.ts';
import { at, errorExpr, type Checker } from './checker.ts';
import { makeFunction, plainParams, paramVariable, nameLocOf } from './declare-functions.ts';
import { makeClass } from './declare-types.ts';
import { captureThis, captureVariable } from './captures.ts';
import {
  makeScope,
  type ClassEntity,
  type FunctionEntity,
  type FunctionState,
  type LambdaState,
  type Mutable,
  type Scope,
  type VariableEntity,
} from './entities.ts';
import { lookupText } from './lookup.ts';
import { pointerTo } from './relations.ts';
import { paramType } from './resolve-type.ts';
import { NO_SPECIFIERS } from './special-members.ts';
import { withDestructor } from './initialise.ts';

export function lambdaExpr(c: Checker, ast: Expr & { kind: 'lambda' }): TExpr {
  const known = c.lambdas.get(ast);
  if (known !== undefined && known.fn === c.fn) return known.expr;
  // `auto f = […] {…};` asks for the type first and for the value then: both are one closure.
  const depth = c.unevaluated;
  c.unevaluated = 0;
  const expr = makeLambda(c, ast);
  c.unevaluated = depth;
  if (!c.isTrying) c.lambdas.set(ast, { fn: c.fn, expr });
  return expr;
}

function makeLambda(c: Checker, ast: Expr & { kind: 'lambda' }): TExpr {
  const place = at(ast);
  const outer = c.fn;
  const isMutable = ast.isMutable === true;
  if (
    ast.params.some(
      ({ type }) => type.kind === 'auto' || (type.kind === 'reference' && type.to.kind === 'auto'),
    )
  ) {
    c.error('cpp-unsupported', { construct: '[](auto x)' }, place);
    return errorExpr(ast);
  }
  const cls = makeClosure(c, ast);
  const params = ast.params.map((param) => paramType(c, param));
  const result: QualType = ast.result === undefined ? plain(ERROR) : c.hooks.resolveType(c, ast.result);
  const type: FunctionType = { kind: 'function', result, params, isVariadic: false };
  const decl = operatorDecl(ast);
  const around = {
    scope: cls.scope,
    unit: c.frame.unit,
    ordinal: c.frame.position,
    isExternC: false,
    access: 'public' as const,
    owner: cls,
  };
  const symbol = c.uniqueSymbol(`${outer?.symbol ?? ''}::lambda`);
  const call = makeFunction(c, decl, around, 'operator()', type, symbol, false, true);
  call.hasAutoResult = ast.result === undefined;
  (call as Mutable<FunctionEntity>).isConst = !isMutable;
  call.fn.params = plainParams(call);
  cls.scope.names.set('operator()', { kind: 'functions', name: 'operator()', overloads: [call] });
  const [thisVariable] = call.fn.params;
  if (thisVariable === undefined) return errorExpr(ast);
  const state: LambdaState = {
    outer: outer ?? emptyState(symbol),
    outerScope: c.scope,
    cls,
    captureDefault: ast.captureDefault,
    captures: ast.captures,
    made: new Map(),
    loc: place.loc,
    end: place.end,
    thisVariable,
    isMutable,
  };
  readBody(c, ast, call, state);
  captureNamed(c, state);
  const isFree = state.made.size === 0 && ast.captures.length === 0;
  if (isFree) addPointerConversion(c, cls, call);
  const items = [...state.made.values()].map(({ field, init }) => ({
    offset: field.offset,
    type: field.type,
    field,
    init,
  }));
  const init: TInit = items.length === 0 ? { kind: 'zero' } : { kind: 'aggregate', items };
  cls.info.isTrivial = true;
  return withDestructor(c, temporary(init, plain(cls.type), place));
}

const emptyState = (symbol: string): FunctionState => ({
  entity: undefined,
  result: undefined,
  labels: new Map(),
  gotos: [],
  staticNames: new Map(),
  loops: 0,
  switches: [],
  thisVariable: undefined,
  cls: undefined,
  symbol,
  isConstantOnly: false,
});

function makeClosure(c: Checker, ast: Expr & { kind: 'lambda' }): ClassEntity {
  const outer = c.fn?.symbol ?? '';
  const name = c.uniqueSymbol(`${outer}::(lambda)`);
  const cls = makeClass(
    c,
    { kind: 'record', tag: 'class', bases: [], members: [], isFinal: true, ...at(ast) },
    homeOf(c.scope),
    name,
    {},
    0,
    name,
  );
  cls.state = 'complete';
  cls.info.isComplete = true;
  cls.isClosure = true;
  return cls;
}

const homeOf = (scope: Scope): Scope => scope;

function operatorDecl(ast: Expr & { kind: 'lambda' }): FunctionDecl {
  const place = at(ast);
  const result: TypeNode = ast.result ?? { kind: 'auto', isConst: false, isVolatile: false, ...place };
  return {
    kind: 'function',
    name: { isGlobal: false, parts: [{ kind: 'operator', text: '()' }], ...place },
    nameLoc: place.loc,
    type: {
      kind: 'function',
      result,
      params: ast.params,
      isVariadic: false,
      isConst: true,
      isVolatile: false,
      ...place,
    },
    specifiers: NO_SPECIFIERS,
    role: 'function',
    body: ast.body,
    isPure: false,
    isOverride: false,
    isFinal: false,
    isDefaulted: false,
    isDeleted: false,
    ...place,
  };
}

/** The body is read at once: it decides what is captured. */
function readBody(
  c: Checker,
  ast: Expr & { kind: 'lambda' },
  call: FunctionEntity,
  lambda: LambdaState,
): void {
  call.body = 'checking';
  const fn: FunctionState = {
    ...emptyState(call.fn.symbol),
    entity: call,
    result: call.hasAutoResult ? undefined : call.fn.type.result,
    thisVariable: lambda.thisVariable,
    cls: lambda.outer.cls ?? lambda.outer.entity?.owner,
    lambda,
  };
  const scope = makeScope('block', c.scope, { isFunctionBoundary: true, path: `${call.fn.symbol}::` });
  const params = call.fn.type.params.map((type, index) => {
    const param = ast.params[index];
    const variable = paramVariable(param?.name ?? `(${index + 1})`, type, param?.loc ?? ast.loc);
    if (param?.name !== undefined)
      scope.names.set(param.name, localEntity(c, variable, scope, fn, param.name));
    return variable;
  });
  call.fn.params = [lambda.thisVariable, ...params];
  const body: TStmt = c.within({ scope, fn }, () => c.hooks.statement(c, ast.body as Stmt));
  call.fn.body = body;
  if (call.hasAutoResult) {
    call.hasAutoResult = false;
    call.fn.type = { ...call.fn.type, result: fn.result ?? plain(VOID) };
  }
  call.body = 'done';
}

export function localEntity(
  c: Checker,
  variable: Mutable<VariableEntity['variable']>,
  scope: Scope,
  inFunction: FunctionState | undefined,
  name: string,
): VariableEntity {
  const entity: VariableEntity = {
    kind: 'variable',
    name,
    variable,
    ordinal: 0,
    scope,
    unit: c.frame.unit,
    state: 'done',
    isConstexpr: false,
    isUsed: false,
    ...(inFunction === undefined ? {} : { inFunction }),
  };
  c.variableOf.set(variable, entity);
  return entity;
}

/** `[x]` captures x even if the body does not name it. */
function captureNamed(c: Checker, lambda: LambdaState): void {
  for (const { name } of lambda.captures) {
    if (lambda.made.has(name)) continue;
    const entity = name === 'this' ? undefined : lookupText(c, name);
    const fn: FunctionState = { ...emptyState(''), lambda };
    c.within({ fn }, () => {
      if (name === 'this') captureThis(c, lambda);
      else if (entity?.kind === 'variable' && entity.inFunction !== undefined)
        captureVariable(c, entity, lambda);
      else if (entity === undefined) c.error('cpp-name-unknown', { name }, lambda);
    });
  }
}

/** A lambda without captures is a function: `attachInterrupt(0, [] { … }, RISING)`. */
function addPointerConversion(c: Checker, cls: ClassEntity, call: FunctionEntity): void {
  const symbol = `${call.fn.symbol} as function`;
  const around = {
    scope: cls.scope,
    unit: call.unit,
    ordinal: call.ordinal,
    isExternC: false,
    access: 'public' as const,
  };
  const { decl } = call;
  const invoker = makeFunction(c, decl, around, 'lambda', call.fn.type, symbol, false, true);
  invoker.hasAutoResult = false;
  // The closure is never looked at, so the body serves both.
  invoker.fn.params = call.fn.params.slice(1);
  if (call.fn.body !== undefined) invoker.fn.body = call.fn.body;
  invoker.body = 'done';
  const pointer = plain(pointerTo(plain(call.fn.type)));
  const conversion = makeFunction(
    c,
    decl,
    { ...around, owner: cls },
    'operator pointer',
    { kind: 'function', result: pointer, params: [], isVariadic: false },
    `${call.fn.symbol} to pointer`,
    false,
    true,
  );
  conversion.hasAutoResult = false;
  (conversion as Mutable<FunctionEntity>).isConst = true;
  const place = nameLocOf(decl);
  conversion.fn.body = {
    kind: 'return',
    value: {
      kind: 'value',
      expr: { kind: 'functionAddress', fn: invoker.fn, type: pointer, isLvalue: false, ...place },
    },
    ...place,
  };
  conversion.body = 'done';
  conversion.pointerTo = invoker;
  cls.conversions.push(conversion);
}

export { load };
