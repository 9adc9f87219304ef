/**
 * Overloaded operators: members of the left operand's class, functions seen from here, and functions of
 * the namespaces the operands' types come from.
 *
 * In: an operator and its operands. Out: the call; undefined when no overload fits, so that the
 * built-in operator is tried.
 */
import type { TExpr } from '../typed-ast.ts';
import { isClosestMatchBuiltin } from './builtin-operators.ts';
import type { Arg, At, Checker } from './checker.ts';
import type { Entity, FunctionEntity, FunctionTemplate, Scope } from './entities.ts';
import { lookupLocal, lookupMember, lookupText } from './lookup.ts';
import { freeCall, methodCall } from './method-call.ts';
import { chooseOverload } from './overloads.ts';
import { checkAccess } from './access.ts';

export function overloadedOperator(
  c: Checker,
  op: string,
  args: readonly Arg[],
  place: At,
): TExpr | undefined {
  const name = `operator${op}`;
  const [first, ...rest] = args;
  if (first === undefined) return undefined;
  if (first.kind === 'expr' && first.expr.type.type.kind === 'record') {
    const cls = c.classEntity(first.expr.type.type.decl);
    if (c.complete(cls.type)) {
      const found = lookupMember(c, cls, name)?.entity;
      if (found?.kind === 'functions') {
        const fn = chooseOverload(
          c,
          found.overloads,
          { name, args: rest, object: first.expr, at: place },
          false,
        );
        if (fn !== undefined && !isClosestMatchBuiltin(c, args, fn)) {
          if (fn.owner !== undefined) checkAccess(c, name, fn.access, fn.owner, place);
          return methodCall(c, fn, first.expr, rest, place, false);
        }
      }
    }
  }
  if (op === '()' || op === '[]' || op === '->' || op === '=') return undefined;
  const overloads = freeOperators(c, name, args);
  if (overloads.length === 0) return undefined;
  const fn = chooseOverload(c, overloads, { name, args, at: place }, false);
  return fn === undefined || isClosestMatchBuiltin(c, args, fn) ? undefined : freeCall(c, fn, args, place);
}

function freeOperators(
  c: Checker,
  name: string,
  args: readonly Arg[],
): (FunctionEntity | FunctionTemplate)[] {
  const all = new Set<FunctionEntity | FunctionTemplate>();
  addFree(lookupOutsideClasses(c, name), all);
  for (const fn of associated(c, name, args)) all.add(fn);
  return [...all];
}

function addFree(entity: Entity | undefined, to: Set<FunctionEntity | FunctionTemplate>): void {
  if (entity?.kind === 'functions') for (const fn of entity.overloads) if (fn.owner === undefined) to.add(fn);
}

function lookupOutsideClasses(c: Checker, name: string): Entity | undefined {
  let from: Scope | undefined = c.scope;
  while (from !== undefined) {
    if (from.kind !== 'class') {
      const found = lookupLocal(c, from, name);
      if (found !== undefined) return found;
    }
    from = from.parent;
  }
  return lookupText(c, name, globalOf(c.scope));
}

const globalOf = (scope: Scope): Scope => (scope.parent === undefined ? scope : globalOf(scope.parent));

/** Functions of that name in the namespaces of the arguments' classes and enums. */
export function associated(
  c: Checker,
  name: string,
  args: readonly Arg[],
): (FunctionEntity | FunctionTemplate)[] {
  const all = new Set<FunctionEntity | FunctionTemplate>();
  const seen = new Set<Scope>();
  for (const arg of args) {
    if (arg.kind !== 'expr') continue;
    let { type } = arg.expr.type;
    while (type.kind === 'pointer' || type.kind === 'array')
      type = type.kind === 'pointer' ? type.to.type : type.of.type;
    if (type.kind !== 'record') continue;
    c.complete(type);
    for (let cls: Scope['cls'] = c.classEntity(type.decl); cls !== undefined; cls = cls.base?.cls) {
      let scope: Scope | undefined = cls.outer;
      while (scope !== undefined && scope.kind !== 'namespace') scope = scope.parent;
      if (scope === undefined || seen.has(scope)) continue;
      seen.add(scope);
      addFree(lookupLocal(c, scope, name), all);
    }
  }
  return [...all];
}
