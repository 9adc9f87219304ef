/**
 * Finds definitions that stand in other units than their use.
 *
 * In: a function or variable without definition (or only a weak one). Out: the declarations of its name
 * in all units are worked out; the one that fits has merged itself into the entity.
 */
import type { Checker } from './checker.ts';
import type { ClassEntity, FunctionEntity, Pending, Scope, Unit, VariableEntity } from './entities.ts';
import { CONSTRUCTOR, CONVERSION } from './index-decls.ts';

export function searchFunction(c: Checker, entity: FunctionEntity): void {
  const { owner } = entity;
  if (owner !== undefined) {
    searchMember(
      c,
      owner,
      entity.decl.role === 'constructor'
        ? owner.name
        : entity.decl.role === 'conversion'
          ? 'operator type'
          : entity.name,
    );
    return;
  }
  const key =
    entity.decl.role === 'constructor'
      ? CONSTRUCTOR
      : entity.decl.role === 'conversion'
        ? CONVERSION
        : entity.name;
  searchScopes(c, namespacePath(entity.scope), key);
}

export function searchVariable(c: Checker, entity: VariableEntity): void {
  if (entity.owner !== undefined) searchMember(c, entity.owner, entity.name);
  else searchScopes(c, namespacePath(entity.scope), entity.name);
}

function searchMember(c: Checker, cls: ClassEntity, name: string): void {
  const key = `${cls.scope.path.replace(/<[^:]*>|#\d+/g, '')}${name}`;
  for (const unit of c.units) {
    for (const pending of unit.outOfLine.get(key) ?? []) declareOnce(c, pending);
  }
}

function declareOnce(c: Checker, pending: Pending): void {
  if (!pending.isDone && pending.decl.kind !== 'template') c.hooks.declarePending(c, pending);
}

/** Names of the namespaces around a scope, outermost first. */
function namespacePath(scope: Scope): string[] {
  const names = scope.path.split('::');
  names.pop();
  return names;
}

function searchScopes(c: Checker, path: readonly string[], name: string): void {
  for (const unit of c.units) {
    const scope = scopeIn(unit, path);
    for (const pending of scope?.pending.get(name) ?? []) declareOnce(c, pending);
    for (const pending of unit.outOfLine.get([...path, name].join('::')) ?? []) declareOnce(c, pending);
  }
}

export function scopeIn(unit: Unit, path: readonly string[]): Scope | undefined {
  let scope: Scope = unit.scope;
  for (const name of path) {
    const entity = scope.names.get(name);
    if (entity?.kind !== 'namespace') return undefined;
    scope = entity.scope;
  }
  return scope;
}
