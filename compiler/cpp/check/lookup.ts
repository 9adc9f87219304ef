/**
 * Names to what they stand for: blocks outwards, classes with their bases, namespaces with `using`.
 *
 * In: a name and the checker's place. Out: an entity, or undefined (nothing is reported here except
 * what stands before a `::`). Declarations not looked at yet are worked out on the way.
 */
import type { Name, NamePart } from '../ast.ts';
import type { Checker } from './checker.ts';
import type { ClassEntity, Entity, FunctionSet, Scope } from './entities.ts';

/** In one scope only; what stands later in the unit is not seen. */
export function lookupLocal(c: Checker, scope: Scope, text: string): Entity | undefined {
  const waiting = scope.pending.get(text);
  if (waiting !== undefined) declareWaiting(c, scope, text, waiting);
  const found = scope.names.get(text);
  if (found === undefined || !isVisible(c, scope, found)) return undefined;
  return found;
}

function declareWaiting(
  c: Checker,
  scope: Scope,
  text: string,
  waiting: readonly { isDone: boolean }[],
): void {
  const limit = limitIn(c, scope);
  let left = 0;
  for (const pending of scope.pending.get(text) ?? []) {
    if (pending.isDone) continue;
    if (pending.ordinal > limit) left++;
    else c.hooks.declarePending(c, pending);
  }
  if (left === 0 && scope.pending.get(text) === waiting) scope.pending.delete(text);
}

const limitIn = (c: Checker, scope: Scope): number =>
  scope.kind === 'namespace' && scope.unit === c.frame.unit ? c.frame.position : Infinity;

function isVisible(c: Checker, scope: Scope, entity: Entity): boolean {
  if (scope.kind !== 'namespace' || scope.unit !== c.frame.unit) return true;
  // A variable that another unit declared first has its place there.
  if (entity.kind === 'variable' && entity.unit !== c.frame.unit) return true;
  if (entity.kind === 'variable' || entity.kind === 'type' || entity.kind === 'constant')
    return entity.ordinal <= c.frame.position;
  return true;
}

/** In a namespace or block, with what `using namespace` brings. */
function lookupWithUsing(c: Checker, scope: Scope, text: string, seen?: Set<Scope>): Entity | undefined {
  const found = lookupLocal(c, scope, text);
  if (found !== undefined || scope.using.length === 0) return found;
  const visited = seen ?? new Set<Scope>();
  visited.add(scope);
  for (const other of scope.using) {
    if (visited.has(other)) continue;
    const there = lookupWithUsing(c, other, text, visited);
    if (there !== undefined) return there;
  }
  return undefined;
}

export interface MemberFound {
  readonly entity: Entity;
  /** Class the member stands in: the one asked, or a base. */
  readonly owner: ClassEntity;
}

/** In a class and its bases; the nearest hides the others. */
export function lookupMember(c: Checker, cls: ClassEntity, text: string): MemberFound | undefined {
  if (cls.state === 'declared') c.hooks.completeClass(c, cls);
  for (let at: ClassEntity | undefined = cls; at !== undefined; at = at.base?.cls) {
    const entity = lookupLocal(c, at.scope, text);
    if (entity !== undefined) return { entity, owner: at };
    if (text === at.name) return { entity: at, owner: at };
  }
  return undefined;
}

/** From here outwards. */
export function lookupText(c: Checker, text: string, from: Scope = c.scope): Entity | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    const found =
      scope.kind === 'class' && scope.cls !== undefined
        ? lookupMember(c, scope.cls, text)?.entity
        : lookupWithUsing(c, scope, text);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function partText(part: NamePart | undefined): string {
  if (part === undefined) return '';
  switch (part.kind) {
    case 'conversion':
      return 'operator type';
    case 'operator':
      return `operator${/^[a-z]/.test(part.text) ? ' ' : ''}${part.text}`;
    case 'destructor':
      return `~${part.text}`;
    case 'identifier':
      return part.text;
  }
}

export const nameText = (name: Name): string =>
  (name.isGlobal ? '::' : '') + name.parts.map(partText).join('::');

export const lastPart = (name: Name): NamePart | undefined => name.parts[name.parts.length - 1];

export const isPlainName = (name: Name): boolean => name.parts.length === 1 && !name.isGlobal;

const globalScope = (scope: Scope): Scope => {
  let at = scope;
  while (at.parent !== undefined) at = at.parent;
  return at;
};

/** A class or namespace as a scope, for `X::`. */
export type Qualifier =
  | { readonly kind: 'namespace'; readonly scope: Scope }
  | { readonly kind: 'class'; readonly cls: ClassEntity }
  | { readonly kind: 'enum'; readonly entity: Entity & { kind: 'type' } };

/** What all parts but the last name. Undefined when something is unknown, which is reported. */
export function resolveQualifier(c: Checker, name: Name): Qualifier | undefined {
  const first = name.parts[0];
  let at: Qualifier | undefined;
  if (name.isGlobal) at = { kind: 'namespace', scope: globalScope(c.scope) };
  if (first === undefined) return undefined;
  for (const part of name.parts.slice(0, -1)) {
    const text = partText(part);
    let entity: Entity | undefined = at === undefined ? lookupQualifierText(c, text) : lookupIn(c, at, text);
    if (entity === undefined) {
      const isOther = at === undefined && lookupText(c, text) !== undefined;
      if (isOther) c.error('cpp-name-not-a-scope', { name: text }, name);
      else if (text === 'std') c.error('cpp-unsupported', { construct: nameText(name) }, name);
      else c.error('cpp-name-unknown', { name: text }, name);
      return undefined;
    }
    if (part.kind === 'identifier' && part.templateArgs !== undefined) {
      entity = c.hooks.templateArgs(c, entity, { ...name, parts: [part], isGlobal: false });
    }
    const next = entity === undefined ? undefined : asQualifier(c, entity);
    if (next === undefined) {
      if (entity !== undefined) c.error('cpp-name-not-a-scope', { name: text }, name);
      return undefined;
    }
    at = next;
  }
  return at;
}

/** Before `::` only namespaces, classes and enums count. */
function lookupQualifierText(c: Checker, text: string): Entity | undefined {
  for (let scope: Scope | undefined = c.scope; scope !== undefined; scope = scope.parent) {
    let found =
      scope.kind === 'class' && scope.cls !== undefined
        ? lookupMember(c, scope.cls, text)?.entity
        : lookupWithUsing(c, scope, text);
    if (found !== undefined && asQualifier(c, found) === undefined && found.kind !== 'classTemplate')
      found = scope.tags.get(text);
    if (found !== undefined) return found;
  }
  return undefined;
}

function asQualifier(c: Checker, entity: Entity): Qualifier | undefined {
  if (entity.kind === 'namespace') return { kind: 'namespace', scope: entity.scope };
  if (entity.kind === 'class') return { kind: 'class', cls: entity };
  if (entity.kind === 'type') {
    if (entity.type.type.kind === 'record')
      return { kind: 'class', cls: c.classEntity(entity.type.type.decl) };
    if (entity.type.type.kind === 'enum') return { kind: 'enum', entity };
  }
  return undefined;
}

export function lookupIn(c: Checker, at: Qualifier, text: string): Entity | undefined {
  if (at.kind === 'namespace') return lookupWithUsing(c, at.scope, text);
  if (at.kind === 'class') return lookupMember(c, at.cls, text)?.entity;
  if (at.entity.enumScope !== undefined) return at.entity.enumScope.get(text);
  return enumeratorOf(c, at.entity, text);
}

/** `Alias::a`, where Alias is another name of an enum. */
function enumeratorOf(c: Checker, entity: Entity & { kind: 'type' }, text: string): Entity | undefined {
  if (entity.type.type.kind !== 'enum') return undefined;
  const { decl } = entity.type.type;
  for (const list of c.enums.values())
    for (const { entity: candidate } of list)
      if (
        candidate.kind === 'type' &&
        candidate.type.type.kind === 'enum' &&
        candidate.type.type.decl === decl
      )
        return candidate.enumScope?.get(text);
  return undefined;
}

/** Any name, without its template arguments. */
export function lookupName(c: Checker, name: Name): Entity | undefined {
  const text = partText(lastPart(name));
  if (isPlainName(name)) return lookupText(c, text);
  const qualifier = resolveQualifier(c, name);
  return qualifier === undefined ? undefined : lookupIn(c, qualifier, text);
}

/** A type name: classes and enums hidden by a variable or function of the same name are found too. */
export function lookupTypeName(c: Checker, name: Name): Entity | undefined {
  const text = partText(lastPart(name));
  if (!isPlainName(name)) {
    const qualifier = resolveQualifier(c, name);
    if (qualifier === undefined) return undefined;
    const found = lookupIn(c, qualifier, text);
    if (found === undefined && qualifier.kind === 'class' && text === qualifier.cls.name)
      return qualifier.cls;
    return found;
  }
  for (let scope: Scope | undefined = c.scope; scope !== undefined; scope = scope.parent) {
    const found =
      scope.kind === 'class' && scope.cls !== undefined
        ? lookupMember(c, scope.cls, text)?.entity
        : lookupWithUsing(c, scope, text);
    const isType =
      found !== undefined &&
      (found.kind === 'class' ||
        found.kind === 'type' ||
        found.kind === 'classTemplate' ||
        found.kind === 'aliasTemplate');
    if (isType) return found;
    const tag = scope.tags.get(text);
    if (tag !== undefined) return tag;
    if (found !== undefined && found.kind === 'constant') return found;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Words near a mistyped one: all that can be seen from here. */
export function visibleNames(c: Checker): string[] {
  const names: string[] = [];
  for (let scope: Scope | undefined = c.scope; scope !== undefined; scope = scope.parent) {
    const classes: (ClassEntity | undefined)[] = scope.kind === 'class' ? [scope.cls] : [];
    if (scope.kind !== 'class') {
      names.push(...scope.names.keys(), ...scope.pending.keys());
      for (const other of scope.using) names.push(...other.names.keys(), ...other.pending.keys());
    }
    for (let cls = classes[0]; cls !== undefined; cls = cls.base?.cls) names.push(...memberNames(cls));
  }
  return names.filter(isWord);
}

export function memberNames(cls: ClassEntity): string[] {
  return [...cls.scope.names.keys(), ...cls.scope.pending.keys()].filter(isWord);
}

const isWord = (text: string): boolean =>
  !text.startsWith('_') && !text.startsWith('operator') && !text.startsWith('~');

/** Adds overloads of another set. */
export function mergeSets(name: string, sets: readonly (Entity | undefined)[]): FunctionSet | undefined {
  const overloads: FunctionSet['overloads'] = [];
  for (const set of sets) {
    if (set?.kind !== 'functions') continue;
    for (const fn of set.overloads) if (!overloads.includes(fn)) overloads.push(fn);
  }
  return overloads.length === 0 ? undefined : { kind: 'functions', name, overloads };
}
