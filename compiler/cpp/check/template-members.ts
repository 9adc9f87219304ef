/**
 * Members of class templates defined outside the class: `template<class T> void A<T>::f() { … }`.
 *
 * In: a method or static variable of an instance. Out: its definition, with the template's parameters
 * bound to the instance's arguments.
 */
import type { TemplateParam } from '../ast.ts';
import type { Checker } from './checker.ts';
import { definitionScope } from './declare-functions.ts';
import {
  makeScope,
  type ClassEntity,
  type FunctionEntity,
  type Pending,
  type Scope,
  type VariableEntity,
} from './entities.ts';
import { bindParam } from './template-args.ts';
import { sameParams } from './relations.ts';
import { functionType } from './resolve-type.ts';
import { lastPart, partText } from './lookup.ts';

function candidates(c: Checker, cls: ClassEntity, name: string): Pending[] {
  const of = cls.template?.of;
  if (of === undefined) return [];
  const key = `${of.scope.path}${of.name}::${name}`;
  return c.units.flatMap((unit) => unit.outOfLine.get(key) ?? []);
}

/** The scope of the definition: its own names for the parameters, then the class, then its unit. */
function scopeOf(cls: ClassEntity, pending: Pending, params: readonly TemplateParam[]): Scope {
  const bound = makeScope('template', pending.scope);
  for (const [index, param] of params.entries()) {
    const value = cls.template?.args[index];
    if (value !== undefined) bindParam(bound, param, value);
  }
  return makeScope('class', bound, { path: cls.scope.path, cls, unit: pending.unit });
}

export function searchTemplateMember(c: Checker, entity: FunctionEntity): void {
  const { owner } = entity;
  if (owner === undefined) return;
  const name =
    entity.decl.role === 'constructor'
      ? nameOfTemplate(owner)
      : entity.decl.role === 'destructor'
        ? `~${nameOfTemplate(owner)}`
        : partText(lastPart(entity.decl.name));
  for (const pending of candidates(c, owner, name)) {
    if (pending.decl.kind !== 'template' || pending.decl.decl.kind !== 'function') continue;
    const decl = pending.decl.decl;
    if (decl.type.params.length !== entity.fn.type.params.length || decl.type.isConst !== entity.isConst)
      continue;
    const scope = scopeOf(owner, pending, pending.decl.params);
    const type = c.within({ unit: pending.unit, scope, position: Infinity, fn: undefined }, () =>
      c.attempt(() => functionType(c, decl.type)),
    );
    if (type === undefined || !sameParams(type, entity.fn.type)) continue;
    entity.definition = { decl, scope, unit: pending.unit, ordinal: Infinity };
    return;
  }
}

const nameOfTemplate = (cls: ClassEntity): string => cls.template?.of.name ?? cls.name;

export function searchTemplateVariable(c: Checker, entity: VariableEntity): void {
  const { owner } = entity;
  if (owner === undefined) return;
  for (const pending of candidates(c, owner, entity.name)) {
    if (pending.decl.kind !== 'template' || pending.decl.decl.kind !== 'var') continue;
    const scope = scopeOf(owner, pending, pending.decl.params);
    entity.definition = { decl: pending.decl.decl, scope, unit: pending.unit, ordinal: Infinity };
    entity.variable.isExternal = false;
    return;
  }
}

export { definitionScope };
