/**
 * Puts the declarations of a unit or class under their names, without looking into them.
 *
 * In: a unit's syntax tree. Out: `pending` lists of its scopes; interrupt functions and other roots.
 * It runs over all headers of all units, so it does as little as it can.
 */
import type { Access, Decl, FunctionDecl, TypeNode, UnreadDecl } from '../ast.ts';
import {
  makeScope,
  type ClassEntity,
  type Mutable,
  type NamespaceEntity,
  type Pending,
  type Scope,
  type Unit,
} from './entities.ts';
import { partText } from './lookup.ts';

/** Functions that run without being called. */
export interface Roots {
  readonly pending: Pending[];
  readonly asserts: Pending[];
  readonly all: Pending[];
}

export function indexUnit(unit: Unit, decls: readonly Decl[]): Roots {
  const roots: Roots = { pending: [], asserts: [], all: [] };
  const counter = { next: 1 };
  index(unit, decls, unit.scope, unit.isC, counter, roots);
  return roots;
}

function index(
  unit: Unit,
  decls: readonly Decl[],
  scope: Scope,
  isExternC: boolean,
  counter: { next: number },
  roots: Roots,
): void {
  for (const decl of decls) {
    if (decl.kind === 'linkage') {
      index(unit, decl.decls, scope, true, counter, roots);
      continue;
    }
    if (decl.kind === 'namespace') {
      indexNamespace(unit, decl, scope, isExternC, counter, roots);
      continue;
    }
    if (decl.kind === 'unread') {
      indexUnread(unit, decl, scope, isExternC, counter.next++);
      continue;
    }
    const pending: Pending = { decl, unit, scope, ordinal: counter.next++, isExternC, isDone: false };
    roots.all.push(pending);
    if (decl.kind === 'staticAssert') roots.asserts.push(pending);
    else if (decl.kind === 'using' && decl.form !== 'declaration') roots.asserts.push(pending);
    else if (isOutOfLine(decl)) addOutOfLine(unit, outOfLineKey(scope, decl), pending);
    else
      for (const key of unit.isC ? [...keysOf(decl), ...nestedKeys(decl)] : keysOf(decl))
        add(scope, key, pending);
    if (decl.kind === 'function' && isRoot(decl)) roots.pending.push(pending);
  }
}

/** A function of ours: it is no root, and parsed when it is looked at. */
function indexUnread(unit: Unit, node: UnreadDecl, scope: Scope, isExternC: boolean, ordinal: number): void {
  const pending: Pending = {
    get decl() {
      return node.decl;
    },
    unit,
    scope,
    ordinal,
    isExternC,
    isDone: false,
  };
  const { path } = node;
  if (path.includes('::')) addOutOfLine(unit, scope.path + path, pending);
  else add(scope, path, pending);
}

function indexNamespace(
  unit: Unit,
  decl: Decl & { kind: 'namespace' },
  scope: Scope,
  isExternC: boolean,
  counter: { next: number },
  roots: Roots,
): void {
  const name = decl.name ?? '(anonymous)';
  const there = scope.names.get(name);
  let inner: Scope;
  if (there?.kind === 'namespace') inner = there.scope;
  else {
    inner = makeScope('namespace', scope, {
      path: `${scope.path}${name}::`,
      isInternal: scope.isInternal || decl.name === undefined,
    });
    const entity: NamespaceEntity = { kind: 'namespace', name, scope: inner };
    scope.names.set(name, entity);
    if (decl.name === undefined) scope.using.push(inner);
  }
  index(unit, decl.decls, inner, isExternC, counter, roots);
}

const isRoot = (decl: FunctionDecl): boolean => {
  const part = decl.name.parts[0];
  const text = part?.kind === 'identifier' ? part.text : '';
  return (
    text.startsWith('__vector_') ||
    decl.specifiers.attributes.some(
      ({ name }) => name === 'used' || name === '__used__' || name === 'signal' || name === 'interrupt',
    )
  );
};

function isOutOfLine(decl: Decl): boolean {
  const inner = decl.kind === 'template' ? decl.decl : decl;
  return (inner.kind === 'function' || inner.kind === 'var') && inner.name.parts.length > 1;
}

function outOfLineKey(scope: Scope, decl: Decl): string {
  const inner = decl.kind === 'template' ? decl.decl : decl;
  if (inner.kind !== 'function' && inner.kind !== 'var') return '';
  return (inner.name.isGlobal ? '' : scope.path) + inner.name.parts.map(partText).join('::');
}

function addOutOfLine(unit: Unit, key: string, pending: Pending): void {
  const list = unit.outOfLine.get(key);
  if (list === undefined) unit.outOfLine.set(key, [pending]);
  else list.push(pending);
}

function add(scope: Scope, key: string, pending: Pending): void {
  const list = scope.pending.get(key);
  if (list === undefined) scope.pending.set(key, [pending]);
  else list.push(pending);
}

/** Keys no source can spell, for members found in other ways than by name. */
export const CONSTRUCTOR = ' constructor';
export const CONVERSION = ' conversion';
const FRIEND = ' friend';

/** The names a declaration brings. */
export function keysOf(decl: Decl): string[] {
  switch (decl.kind) {
    case 'var':
      return [...typeKeys(decl.type), partText(decl.name.parts[decl.name.parts.length - 1])];
    case 'function': {
      if (decl.role === 'constructor') return [CONSTRUCTOR];
      if (decl.role === 'conversion') return [CONVERSION];
      return [...typeKeys(decl.type.result), partText(decl.name.parts[decl.name.parts.length - 1])];
    }
    case 'record':
      return decl.name === undefined ? [] : [partText(decl.name.parts[decl.name.parts.length - 1])];
    case 'enum': {
      const keys = decl.name === undefined ? [] : [partText(decl.name.parts[decl.name.parts.length - 1])];
      if (!decl.isScoped) for (const { name } of decl.enumerators ?? []) keys.push(name);
      return keys;
    }
    case 'typedef':
      return [...typeKeys(decl.type), decl.name];
    case 'using':
      return decl.form === 'declaration' ? [partText(decl.name.parts[decl.name.parts.length - 1])] : [];
    case 'template':
    case 'unread':
      return keysOf(decl.decl);
    case 'namespace':
    case 'staticAssert':
    case 'linkage':
      return [];
  }
}

/** In C, what is declared inside a struct is seen outside of it too. */
function nestedKeys(decl: Decl): string[] {
  const record = decl.kind === 'record' ? decl : 'type' in decl ? recordIn(decl.type) : undefined;
  const keys: string[] = [];
  for (const { decl: member } of record?.members ?? [])
    keys.push(...keysOfTypes(member), ...nestedKeys(member));
  return keys;
}

const keysOfTypes = (decl: Decl): string[] =>
  decl.kind === 'record' || decl.kind === 'enum' ? keysOf(decl) : 'type' in decl ? typeKeys(decl.type) : [];

function recordIn(type: TypeNode): (Decl & { kind: 'record' }) | undefined {
  if (type.kind === 'record') return type.decl;
  if (type.kind === 'pointer' || type.kind === 'reference') return recordIn(type.to);
  return type.kind === 'array' ? recordIn(type.of) : undefined;
}

/** Classes and enums defined inside a type. */
function typeKeys(type: TypeNode): string[] {
  switch (type.kind) {
    case 'record':
      return keysOf(type.decl);
    case 'enum':
      return keysOf(type.decl);
    case 'pointer':
    case 'reference':
      return typeKeys(type.to);
    case 'array':
      return typeKeys(type.of);
    default:
      return [];
  }
}

/** A member of a class, as pending declarations; fields are laid out by classes.ts. */
export function indexMember(cls: ClassEntity, decl: Decl, access: Access, unit: Unit): Pending[] {
  if (decl.kind === 'linkage') return decl.decls.flatMap((inner) => indexMember(cls, inner, access, unit));
  if (decl.kind === 'var' && (!decl.specifiers.isStatic || decl.specifiers.isFriend)) return [];
  if (decl.kind === 'record' && decl.name === undefined) return [];
  const inner = decl.kind === 'template' ? decl.decl : decl;
  const isFriend = inner.kind === 'function' && inner.specifiers.isFriend;
  const pending: Mutable<Pending> = {
    decl,
    unit,
    scope: cls.scope,
    ordinal: cls.declOrdinal,
    isExternC: false,
    access,
    isDone: false,
  };
  if (decl.kind === 'staticAssert') return [pending];
  for (const key of isFriend ? [FRIEND] : keysOf(decl)) add(cls.scope, key, pending);
  return [pending];
}
