/**
 * Declarations that waited in a scope are worked out.
 *
 * In: a `Pending`. Out: its names in the scope. Also declarations inside functions, and `using`.
 */
import { isDefined, type Decl, type TemplateDecl, type UsingDecl } from '../ast.ts';
import { at, type Checker } from './checker.ts';
import { declareFunction, declareFunctionTemplate, type FunctionAround } from './declare-functions.ts';
import { declareEnum, declareRecord, declareTypedef } from './declare-types.ts';
import { declareVariable } from './declare-variables.ts';
import type { Mutable, Pending, Scope } from './entities.ts';
import { lastPart, lookupIn, lookupName, mergeSets, nameText, partText, resolveQualifier } from './lookup.ts';
import { constantInteger } from './resolve-type.ts';

/** Instances that make instances without end. */
const DEEPEST = 60;

export function declarePending(c: Checker, pending: Pending): void {
  if (pending.isDone) return;
  pending.isDone = true;
  const { unit, scope, ordinal } = pending;
  const of = scope.cls?.template?.of;
  if (of !== undefined && c.templateDepth > DEEPEST) {
    c.error('cpp-template-too-deep', { name: of.name }, at(of.record.name ?? pending.decl));
    return;
  }
  if (of !== undefined) c.templateDepth++;
  const depth = c.unevaluated;
  c.unevaluated = 0;
  c.within(
    { unit, scope, position: ordinal, fn: c.isStarted && scope.kind === 'block' ? c.fn : undefined },
    () => declareDecl(c, pending.decl, pending),
  );
  c.unevaluated = depth;
  if (of !== undefined) c.templateDepth--;
}

export function declareDecl(c: Checker, decl: Decl, pending: Pending): void {
  const { scope, unit, ordinal, isExternC, access } = pending;
  const owner = scope.kind === 'class' ? scope.cls : undefined;
  const around: FunctionAround = { scope, unit, ordinal, isExternC, access: access ?? 'public', owner };
  switch (decl.kind) {
    case 'var':
      if (decl.specifiers.isFriend) return;
      declareVariable(c, decl, { scope, unit, ordinal, isExternC, access, owner });
      return;
    case 'function':
      if (decl.specifiers.isFriend && owner !== undefined) {
        const outer = namespaceOf(scope);
        // It is looked up in the class but stands in the namespace around it.
        if (decl.name.parts.length === 1)
          c.within({ scope }, () =>
            declareFunction(c, decl, { ...around, scope: outer, owner: undefined, access: 'public' }),
          );
        return;
      }
      declareFunction(c, decl, around);
      return;
    case 'record':
      declareRecord(c, decl, { scope, ordinal, access });
      return;
    case 'enum':
      declareEnum(c, decl, { scope, ordinal, access });
      return;
    case 'typedef':
      declareTypedef(c, decl, { scope, ordinal, access });
      return;
    case 'using':
      declareUsing(c, decl, scope);
      return;
    case 'template':
      declareTemplate(c, decl, pending, around);
      return;
    case 'staticAssert':
      checkStaticAssert(c, decl);
      return;
    case 'linkage':
      for (const inner of decl.decls) declareDecl(c, inner, pending);
      return;
    case 'unread':
      declareDecl(c, decl.decl, pending);
      return;
    case 'namespace':
      return;
  }
}

const namespaceOf = (scope: Scope): Scope => {
  let at = scope;
  while (at.kind !== 'namespace' && at.parent !== undefined) at = at.parent;
  return at;
};

function declareTemplate(c: Checker, decl: TemplateDecl, pending: Pending, around: FunctionAround): void {
  const { scope, unit, ordinal } = pending;
  const inner = decl.decl;
  switch (inner.kind) {
    case 'function': {
      if (inner.name.parts.length > 1) return;
      const isFriend = inner.specifiers.isFriend;
      declareFunctionTemplate(
        c,
        decl,
        inner,
        isFriend ? { ...around, scope: namespaceOf(scope), owner: undefined } : around,
      );
      return;
    }
    case 'record': {
      if (inner.name === undefined) return;
      const part = lastPart(inner.name);
      const name = partText(part);
      const there = scope.names.get(name);
      if (part?.kind === 'identifier' && part.templateArgs !== undefined) {
        if (there?.kind === 'classTemplate') there.specialisations.push({ decl, record: inner, scope });
        else c.error('cpp-name-unknown', { name }, inner.name);
        return;
      }
      if (there?.kind === 'classTemplate') {
        if (isDefined(inner) && !isDefined(there.record)) {
          there.record = inner;
          (there as Mutable<typeof there>).decl = decl;
        } else if (isDefined(inner)) c.error('cpp-class-redefined', { name }, inner.name);
        return;
      }
      scope.names.set(name, {
        kind: 'classTemplate',
        name,
        decl,
        record: inner,
        scope,
        unit,
        ordinal,
        instances: new Map(),
        specialisations: [],
      });
      return;
    }
    case 'typedef':
      scope.names.set(inner.name, { kind: 'aliasTemplate', name: inner.name, decl, alias: inner, scope });
      return;
    case 'var': {
      const name = partText(lastPart(inner.name));
      scope.names.set(name, {
        kind: 'variableTemplate',
        name,
        decl,
        variable: inner,
        scope,
        unit,
        ordinal,
        instances: new Map(),
      });
    }
  }
}

/** `using A::b;`, `using namespace A;`, `namespace x = A;` */
export function declareUsing(c: Checker, decl: UsingDecl, scope: Scope): void {
  if (decl.form === 'declaration') {
    const qualifier = resolveQualifier(c, decl.name);
    if (qualifier === undefined) return;
    const text = partText(lastPart(decl.name));
    if (qualifier.kind === 'class' && text === qualifier.cls.name && scope.cls !== undefined) {
      inheritConstructors(scope, qualifier.cls);
      return;
    }
    const entity = lookupIn(c, qualifier, text);
    if (entity === undefined) {
      c.error('cpp-name-unknown', { name: nameText(decl.name) }, decl.name);
      return;
    }
    const merged = mergeSets(text, [scope.names.get(text), entity]);
    scope.names.set(text, merged ?? entity);
    return;
  }
  const entity = lookupName(c, decl.name);
  if (entity?.kind !== 'namespace') {
    c.error('cpp-name-unknown', { name: nameText(decl.name) }, decl.name);
    return;
  }
  if (decl.form === 'namespace') scope.using.push(entity.scope);
  else scope.names.set(decl.alias ?? '', { kind: 'namespace', name: decl.alias ?? '', scope: entity.scope });
}

/** `using Base::Base;` */
function inheritConstructors(scope: Scope, base: NonNullable<Scope['cls']>): void {
  const { cls } = scope;
  if (cls === undefined) return;
  cls.inherited = base;
  cls.hasUserConstructor ||= base.hasUserConstructor;
}

function checkStaticAssert(c: Checker, decl: Decl & { kind: 'staticAssert' }): void {
  const value = constantInteger(c, decl.condition, { kind: 'bool' });
  if (value === undefined) c.error('cpp-constant-wanted', {}, at(decl.condition));
  else if (value === 0n) c.error('cpp-static-assert', { message: decl.message ?? '' }, at(decl));
}
