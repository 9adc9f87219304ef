/**
 * `for (T x : range) body`, taken apart as C++11 §6.5.4 says: over arrays by pointers, over objects by
 * their begin() and end().
 */
import type { Expr, Stmt, TypeNode, VarDecl } from '../ast.ts';
import type { TExpr, TStmt, TypedVariable } from '../typed-ast.ts';
import { BOOL, INT, plain, type QualType } from '../types.ts';
import { addressOf, bytesOf, deref, integer, load, variableRef } from './build.ts';
import { at, isError, type At, type Checker } from './checker.ts';
import { toValue } from './conversions.ts';
import { autoType } from './declare-variables.ts';
import type { Mutable } from './entities.ts';
import { localEntity } from './lambdas.ts';
import { inLoop } from './statement-loops.ts';
import { pointerTo, referenceTo } from './relations.ts';
import { typeText } from './type-text.ts';
import { materialise } from './initialise.ts';
import { containsAuto } from './declare-functions.ts';

export function rangeFor(c: Checker, ast: Stmt & { kind: 'rangeFor' }): TStmt {
  const place = at(ast);
  const range = c.hooks.expr(c, ast.range);
  if (isError(range)) {
    return { kind: 'empty', ...place };
  }
  const statements: TStmt[] = [];
  const object = held(c, range, statements, place);
  if (object.type.type.kind === 'array') return overArray(c, ast, object, statements, place);
  if (object.type.type.kind === 'record') return overObject(c, ast, object, statements, place);
  c.error('cpp-range-not-iterable', { type: typeText(object.type) }, at(ast.range));
  return { kind: 'empty', ...place };
}

function hidden(c: Checker, name: string, type: QualType, init: TExpr, place: At): TypedVariable {
  const variable: Mutable<TypedVariable> = {
    kind: 'local',
    symbol: name,
    display: name,
    type,
    loc: place.loc,
    isProgmem: false,
    isWeak: false,
    isExternal: false,
    isNoInit: false,
    init: { kind: 'value', expr: init },
  };
  localEntity(c, variable, c.scope, c.fn, name);
  return variable;
}

/** The range, evaluated once: a variable itself, or a reference to it, or the temporary kept. */
function held(c: Checker, range: TExpr, statements: TStmt[], place: At): TExpr {
  if (range.kind === 'variable') return range;
  const object = materialise(c, range);
  if (object.kind === 'temporary') {
    const variable: Mutable<TypedVariable> = {
      ...hidden(c, '(range)', { ...object.type, isConst: false }, range, place),
      init: object.init,
    };
    if (object.destructor !== undefined) variable.destructor = object.destructor;
    c.variableOf.set(variable, localEntity(c, variable, c.scope, c.fn, '(range)'));
    statements.push({ kind: 'var', variable, ...place });
    return variableRef(variable, place);
  }
  const variable = hidden(c, '(range)', plain(referenceTo(object.type)), addressOf(object), place);
  statements.push({ kind: 'var', variable, ...place });
  return variableRef(variable, place);
}

function overArray(
  c: Checker,
  ast: Stmt & { kind: 'rangeFor' },
  object: TExpr,
  statements: TStmt[],
  place: At,
): TStmt {
  const { type } = object.type;
  if (type.kind !== 'array') return { kind: 'empty', ...place };
  const pointer = plain(pointerTo(type.of));
  const bytes = bytesOf(type.of.type);
  const first = toValue(c, object);
  const past: TExpr = {
    kind: 'pointerAdd',
    pointer: toValue(c, object),
    index: integer(BigInt(type.count ?? 0), INT, place),
    elementBytes: bytes,
    isMinus: false,
    type: pointer,
    isLvalue: false,
    ...place,
  };
  const at0 = hidden(c, '(at)', pointer, first, place);
  const end = hidden(c, '(end)', pointer, past, place);
  statements.push({ kind: 'var', variable: at0, ...place }, { kind: 'var', variable: end, ...place });
  const current = variableRef(at0, place);
  const condition: TExpr = {
    kind: 'binary',
    op: '!=',
    left: load(current),
    right: load(variableRef(end, place)),
    type: plain(BOOL),
    isLvalue: false,
    ...place,
  };
  const step: TExpr = {
    kind: 'increment',
    target: current,
    isPrefix: true,
    isMinus: false,
    elementBytes: bytes,
    type: pointer,
    isLvalue: true,
    ...place,
  };
  return loop(c, ast, statements, condition, step, deref(load(current), place), place);
}

/** With names no source can spell, so that begin, end, !=, ++ and * are found as usual. */
function overObject(
  c: Checker,
  ast: Stmt & { kind: 'rangeFor' },
  object: TExpr,
  statements: TStmt[],
  place: At,
): TStmt {
  const name = (text: string): Expr => ({
    kind: 'name',
    name: { isGlobal: false, parts: [{ kind: 'identifier', text }], ...place },
    ...place,
  });
  const rangeName = '(object)';
  const bound = localEntity(c, rangeVariable(c, object, statements, place), c.scope, c.fn, rangeName);
  c.scope.names.set(rangeName, bound);
  const method = (text: string): Expr => ({
    kind: 'call',
    callee: {
      kind: 'member',
      object: name(rangeName),
      isArrow: false,
      name: { isGlobal: false, parts: [{ kind: 'identifier', text }], ...place },
      ...place,
    },
    args: [],
    ...place,
  });
  const free = (text: string): Expr => ({
    kind: 'call',
    callee: name(text),
    args: [name(rangeName)],
    ...place,
  });
  const isMember = c.attempt(() => c.hooks.expr(c, method('begin'))) !== undefined;
  if (!isMember && c.attempt(() => c.hooks.expr(c, free('begin'))) === undefined) {
    c.error('cpp-range-not-iterable', { type: typeText(object.type) }, at(ast.range));
    return { kind: 'empty', ...place };
  }
  const auto: TypeNode = { kind: 'auto', isConst: false, isVolatile: false, ...place };
  const variable = (text: string, init: Expr): VarDecl => ({
    kind: 'var',
    name: { isGlobal: false, parts: [{ kind: 'identifier', text }], ...place },
    nameLoc: place.loc,
    type: auto,
    specifiers: ast.variable.specifiers,
    init: { kind: 'copy', expr: init },
    ...place,
  });
  statements.push(
    ...c.hooks.localVariable(c, variable('(at)', isMember ? method('begin') : free('begin')), place),
  );
  statements.push(
    ...c.hooks.localVariable(c, variable('(end)', isMember ? method('end') : free('end')), place),
  );
  const opLoc = place.loc;
  const condition = c.hooks.expr(c, {
    kind: 'binary',
    op: '!=',
    opLoc,
    left: name('(at)'),
    right: name('(end)'),
    ...place,
  });
  const step = c.hooks.expr(c, { kind: 'unary', op: '++', operand: name('(at)'), ...place });
  const element = c.hooks.expr(c, { kind: 'unary', op: '*', operand: name('(at)'), ...place });
  if (isError(condition) || isError(step) || isError(element)) return { kind: 'empty', ...place };
  return loop(c, ast, statements, condition, step, element, place);
}

function rangeVariable(c: Checker, object: TExpr, statements: TStmt[], place: At): TypedVariable {
  if (object.kind === 'variable') return object.variable;
  const variable = hidden(c, '(object)', plain(referenceTo(object.type)), addressOf(object), place);
  statements.push({ kind: 'var', variable, ...place });
  return variable;
}

function loop(
  c: Checker,
  ast: Stmt & { kind: 'rangeFor' },
  statements: TStmt[],
  condition: TExpr,
  step: TExpr,
  element: TExpr,
  place: At,
): TStmt {
  const body = inLoop(c, () => [
    elementVariable(c, ast.variable, element, place),
    c.hooks.statement(c, ast.body),
  ]);
  statements.push({ kind: 'for', condition, step, body: { kind: 'compound', body, ...place }, ...place });
  return { kind: 'compound', body: statements, ...place };
}

function elementVariable(c: Checker, decl: VarDecl, element: TExpr, place: At): TStmt {
  const before = c.autoType;
  if (containsAuto(decl.type)) c.autoType = autoType(c, decl.type, element, at(decl));
  const type = c.hooks.resolveType(c, decl.type);
  c.autoType = before;
  const part = decl.name.parts[0];
  const name = part?.kind === 'identifier' ? part.text : '';
  const init = c.hooks.initialiseFromArg(c, type, { kind: 'expr', expr: element }, at(decl));
  const variable: Mutable<TypedVariable> = {
    kind: 'local',
    symbol: name,
    display: name,
    type,
    loc: decl.nameLoc,
    isProgmem: false,
    isWeak: false,
    isExternal: false,
    isNoInit: false,
    ...(init === undefined ? {} : { init }),
  };
  const destructor = c.hooks.destructorOf(c, type.type);
  if (destructor !== undefined) variable.destructor = c.use(destructor);
  c.scope.names.set(name, localEntity(c, variable, c.scope, c.fn, name));
  return { kind: 'var', variable, ...place };
}
