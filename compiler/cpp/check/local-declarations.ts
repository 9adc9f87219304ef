/**
 * Declarations inside functions: variables with their lifetimes, static locals, local types.
 *
 * In: a declaration statement. Out: `var` statements. A temporary bound to a local reference becomes a
 * hidden variable, so that it lives as long as the reference.
 */
import type { Decl, Stmt, VarDecl } from '../ast.ts';
import type { TExpr, TInit, TStmt, TypedVariable } from '../typed-ast.ts';
import { addressOf } from './build.ts';
import { at, type At, type Checker } from './checker.ts';
import { declareDecl } from './declare.ts';
import { checkObjectType, declaredType, finishInit, placement } from './declare-variables.ts';
import type { Mutable, Pending, Scope, VariableEntity } from './entities.ts';
import { localEntity } from './lambdas.ts';
import { lastPart, partText } from './lookup.ts';
import { isConstQual } from './relations.ts';

export function declareLocal(c: Checker, ast: Stmt & { kind: 'decl' }): TStmt[] {
  const statements: TStmt[] = [];
  for (const decl of ast.decls) statements.push(...localDecl(c, decl));
  return statements;
}

function localDecl(c: Checker, decl: Decl): TStmt[] {
  if (decl.kind === 'var' && !decl.specifiers.isExtern) return localVariable(c, decl, at(decl));
  const pending: Pending = {
    decl,
    unit: c.frame.unit,
    // Functions and extern variables declared in a block are the program's.
    scope: decl.kind === 'function' || decl.kind === 'var' ? blockOrGlobal(c) : c.scope,
    ordinal: c.frame.position,
    isExternC: c.isC,
    isDone: true,
  };
  if (decl.kind === 'function') warnOfPrototype(c, decl);
  declareDecl(c, decl, pending);
  const isProgram = decl.kind === 'function' || decl.kind === 'var';
  if (isProgram) {
    const name = partText(lastPart(decl.name));
    const entity = pending.scope.names.get(name);
    if (entity !== undefined) c.scope.names.set(name, entity);
  }
  return [];
}

/** `void blink();` among statements announces what is there already; a call was meant. */
function warnOfPrototype(c: Checker, decl: Decl & { readonly kind: 'function' }): void {
  const name = partText(lastPart(decl.name));
  const isThere = [...c.functions.values()].some((fn) => fn.name === name && fn.definition !== undefined);
  if (!isThere || c.isC || !c.frame.unit.isUser || decl.type.params.length > 0) return;
  c.error('cpp-prototype-not-call', { name }, at(decl));
}

function blockOrGlobal(c: Checker): Scope {
  let scope = c.scope;
  while (scope.kind !== 'namespace' && scope.parent !== undefined) scope = scope.parent;
  return scope;
}

export function localVariable(c: Checker, decl: VarDecl, place: At): TStmt[] {
  const name = partText(lastPart(decl.name));
  const nameAt = { loc: decl.nameLoc, end: Math.max(decl.nameLoc + 1, decl.name.end) };
  const { scope, fn } = c;
  const there = scope.names.get(name);
  if (there !== undefined && there.kind !== 'class') c.error('cpp-name-redefined', { name }, nameAt);
  const type = declaredType(c, decl);
  const isStatic = decl.specifiers.isStatic;
  const variable: Mutable<TypedVariable> = {
    kind: isStatic ? 'staticLocal' : 'local',
    symbol: isStatic ? c.uniqueSymbol(`${fn?.symbol ?? ''}::${name}`) : name,
    display: name,
    type,
    loc: decl.nameLoc,
    ...placement(decl),
    isExternal: false,
  };
  const entity = localEntity(c, variable, scope, fn, name);
  entity.isConstexpr = decl.specifiers.isConstexpr;
  const hasType = checkObjectType(c, type, name, nameAt);
  // A name is seen in its own initialiser.
  scope.names.set(name, entity);
  if (!hasType) {
    variable.type = { type: { kind: 'error' }, isConst: false, isVolatile: false };
    return [];
  }
  if (isStatic) c.useVariable(entity);
  const init = c.hooks.initialise(c, type, decl.init, decl.init === undefined ? nameAt : place);
  const before: TStmt[] = [];
  if (init !== undefined) finishInit(c, entity, isStatic ? init : extended(c, init, entity, before, place));
  const destructor = isStatic ? undefined : c.hooks.destructorOf(c, type.type);
  if (destructor !== undefined) variable.destructor = c.use(destructor);
  return [...before, { kind: 'var', variable, ...place }];
}

/** `const T& x = T();` keeps the temporary. */
function extended(c: Checker, init: TInit, entity: VariableEntity, before: TStmt[], place: At): TInit {
  if (entity.variable.type.type.kind !== 'reference' || init.kind !== 'value') return init;
  const { expr } = init;
  if (expr.kind !== 'addressOf') return init;
  const held = hold(c, expr.operand, before, place);
  return held === undefined ? init : { kind: 'value', expr: { ...expr, operand: held } };
}

function hold(c: Checker, operand: TExpr, before: TStmt[], place: At): TExpr | undefined {
  if (operand.kind === 'field' || operand.kind === 'basePart' || operand.kind === 'element') {
    const object = hold(c, operand.object, before, place);
    return object === undefined ? undefined : { ...operand, object };
  }
  if (operand.kind !== 'temporary') return undefined;
  const variable: Mutable<TypedVariable> = {
    kind: 'local',
    symbol: '(temporary)',
    display: '(temporary)',
    type: operand.type,
    loc: operand.loc,
    isProgmem: false,
    isWeak: false,
    isExternal: false,
    isNoInit: false,
    init: operand.init,
    ...(operand.destructor === undefined ? {} : { destructor: operand.destructor }),
  };
  localEntity(c, variable, c.scope, c.fn, '(temporary)');
  before.push({ kind: 'var', variable, ...place });
  return {
    kind: 'variable',
    variable,
    type: operand.type,
    isLvalue: true,
    loc: operand.loc,
    end: operand.end,
  };
}

export { addressOf, isConstQual };
