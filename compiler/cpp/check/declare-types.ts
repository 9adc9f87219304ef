/**
 * Classes, enums and other names of types come into a scope.
 *
 * In: their declarations. Out: entities, shared by all units that include the same header. A class is
 * only declared here; classes.ts lays it out when somebody needs to know what is in it.
 */
import { isDefined, type Access, type EnumDecl, type RecordDecl, type TypedefDecl } from '../ast.ts';
import { MOST_OFFSET, type Loc } from '../source.ts';
import { INT, INTS, plain, UINT, type QualType, type Type } from '../types.ts';
import { integer } from './build.ts';
import { at, type Checker } from './checker.ts';
import {
  makeScope,
  type ClassEntity,
  type ConstantEntity,
  type Entity,
  type Mutable,
  type Scope,
  type TypeAlias,
} from './entities.ts';
import { toValue } from './conversions.ts';
import { isIntegral, sameQual, sameType } from './relations.ts';
import type { EnumInfo } from '../types.ts';

export interface Around {
  /** Where the name goes; the checker's scope unless told. */
  readonly scope?: Scope;
  readonly ordinal?: number;
  readonly access?: Access | undefined;
  /** Name of the typedef around an anonymous class or enum. */
  readonly typedefName?: string;
}

/** Where something stands, the same for all units that include it. */
export function placeOf(c: Checker, loc: Loc): string {
  return `${c.options.sources.fileAt(loc)?.path ?? ''}:${loc % MOST_OFFSET}`;
}

/** Scope of a class or enum: never a template's parameters; in C never another struct. */
function homeScope(scope: Scope, isC = false): Scope {
  let at = scope;
  while ((at.kind === 'template' || (isC && at.kind === 'class')) && at.parent !== undefined) at = at.parent;
  return at;
}

export function declareRecord(c: Checker, decl: RecordDecl, around: Around): ClassEntity {
  const scope = c.isC ? homeScope(around.scope ?? c.scope, true) : (around.scope ?? homeScope(c.scope));
  const text = decl.name === undefined ? undefined : lastText(decl);
  if (text !== undefined && !isDefined(decl)) {
    const known = text === undefined ? undefined : findTag(c, scope, text);
    if (known !== undefined) return known;
  }
  const name = text ?? around.typedefName ?? '';
  const place = placeOf(c, decl.loc);
  const shown = name === '' ? `(${decl.tag} ${c.options.sources.spanOf(decl.loc)?.line ?? 0})` : name;
  const key = `${scope.path}${name === '' ? `${shown}${place}` : shown}`;
  const known = c.classes.get(key) ?? [];
  const cls = !isDefined(decl)
    ? known[0]
    : (known.find((one) => one.decl !== undefined && placeOf(c, one.decl.loc) === place) ??
      known.find((one) => one.decl === undefined));
  const here = text === undefined ? undefined : localTag(scope, text);
  if (isDefined(decl) && here?.decl !== undefined && here !== cls) {
    c.error('cpp-class-redefined', { name: shown }, decl.name ?? decl);
    return here;
  }
  const entity = cls ?? makeClass(c, decl, scope, shown, around, known.length);
  if (cls === undefined) c.classes.set(key, [...known, entity]);
  if (isDefined(decl) && entity.decl === undefined) {
    entity.decl = decl;
    settle(c, entity, scope);
    entity.declOrdinal = around.ordinal ?? c.frame.position;
    entity.isUnion = decl.tag === 'union';
    entity.info.tag = decl.tag;
  }
  if (text !== undefined) addTag(scope, text, entity);
  // In C the structs inside a struct are seen outside of it.
  if (c.isC && isDefined(decl)) c.hooks.completeClass(c, entity);
  return entity;
}

/** A class first named by another unit belongs to the one that defines it. */
function settle(c: Checker, entity: ClassEntity, scope: Scope): void {
  if (entity.unit === c.frame.unit) return;
  const moved: Mutable<ClassEntity> = entity;
  moved.unit = c.frame.unit;
  moved.outer = scope;
  const inside: Mutable<Scope> = entity.scope;
  inside.parent = scope;
  inside.unit = c.frame.unit;
}

const lastText = (decl: RecordDecl): string => {
  const part = decl.name?.parts[decl.name.parts.length - 1];
  return part?.kind === 'identifier' ? part.text : '';
};

function localTag(scope: Scope, text: string): ClassEntity | undefined {
  const tag = scope.tags.get(text) ?? scope.names.get(text);
  return tag?.kind === 'class' ? tag : undefined;
}

function findTag(c: Checker, from: Scope, text: string): ClassEntity | undefined {
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    for (const pending of scope.pending.get(text) ?? []) {
      if (!pending.isDone && pending.ordinal < c.frame.position) c.hooks.declarePending(c, pending);
    }
    const tag = scope.tags.get(text) ?? scope.names.get(text);
    if (tag?.kind === 'class') return tag;
    if (tag?.kind === 'type' && tag.type.type.kind === 'record') return c.classEntity(tag.type.type.decl);
  }
  return undefined;
}

function addTag(scope: Scope, text: string, entity: Entity): void {
  const there = scope.names.get(text);
  if (there === undefined || there.kind === 'class') scope.names.set(text, entity);
  else if (there !== entity) scope.tags.set(text, entity);
}

export function makeClass(
  c: Checker,
  decl: RecordDecl,
  outer: Scope,
  name: string,
  around: Around,
  twin: number,
  symbolName = `${outer.path}${name}`,
): ClassEntity {
  const display = twin === 0 ? symbolName : `${symbolName}#${twin + 1}`;
  const info: ClassEntity['info'] = {
    name: display,
    tag: decl.tag,
    isComplete: false,
    size: 1,
    fields: [],
    hasVtable: false,
    isTrivial: true,
    home: c.options.home,
  };
  const scope = makeScope('class', outer, { path: `${display}::` });
  const entity: ClassEntity = {
    kind: 'class',
    name,
    info,
    type: { kind: 'record', decl: info },
    scope,
    outer,
    unit: c.frame.unit,
    ordinal: around.ordinal ?? c.frame.position,
    access: around.access,
    declOrdinal: around.ordinal ?? c.frame.position,
    state: 'declared',
    constructors: [],
    conversions: [],
    vtable: [],
    fieldEntities: [],
    friends: [],
    isUnion: decl.tag === 'union',
    isEmpty: true,
    hasUserConstructor: false,
    hasPrivateFields: false,
    special: new Map(),
    isVtableUsed: false,
  };
  (scope as Mutable<Scope>).cls = entity;
  c.classOf.set(info, entity);
  return entity;
}

// ---- Enums ----------------------------------------------------------------------------------

/** The enum and its enumerators into the scope. */
export function declareEnum(c: Checker, decl: EnumDecl, around: Around): TypeAlias {
  const scope = c.isC ? homeScope(around.scope ?? c.scope, true) : (around.scope ?? homeScope(c.scope));
  const part = decl.name?.parts[decl.name.parts.length - 1];
  const text = part?.kind === 'identifier' ? part.text : undefined;
  const place = placeOf(c, decl.loc);
  const name = text ?? around.typedefName ?? '';
  const key = `${scope.path}${name === '' ? place : name}`;
  const known = c.enums.get(key) ?? [];
  const same = known.find(
    (one) => one.place === place || (decl.enumerators === undefined && one.place !== ''),
  );
  if (same?.entity.kind === 'type') {
    bringEnumerators(scope, text, same.entity, decl.isScoped);
    return same.entity;
  }
  const local = text === undefined ? undefined : scope.names.get(text);
  if (local?.kind === 'type' && local.type.type.kind === 'enum' && local.enumScope !== undefined) {
    if (local.enumScope.size > 0 && decl.enumerators !== undefined)
      c.error('cpp-class-redefined', { name }, decl);
    if (decl.enumerators !== undefined && local.enumScope.size === 0)
      fillEnum(c, decl, local.type.type.decl, local.enumScope, scope, around, plain(local.type.type));
    return local;
  }
  const shown = name === '' ? '(enum)' : `${scope.path}${name}`;
  const underlying = decl.underlying === undefined ? INT : c.hooks.resolveType(c, decl.underlying).type;
  const info: Mutable<EnumInfo> = {
    name: known.length === 0 || name === '' ? shown : `${shown}#${known.length + 1}`,
    isScoped: decl.isScoped,
    underlying: underlying.kind === 'int' || underlying.kind === 'bool' ? underlying : INT,
  };
  const type: QualType = plain({ kind: 'enum', decl: info });
  const enumScope = new Map<string, ConstantEntity>();
  const entity: TypeAlias = {
    kind: 'type',
    name,
    type,
    ordinal: around.ordinal ?? c.frame.position,
    access: around.access,
    owner: scope.cls,
    enumScope,
  };
  c.enums.set(key, [...known, { place, entity }]);
  if (text !== undefined) addTypeName(scope, text, entity);
  if (decl.enumerators !== undefined) fillEnum(c, decl, info, enumScope, scope, around, type);
  return entity;
}

function addTypeName(scope: Scope, text: string, entity: TypeAlias): void {
  if (scope.names.has(text)) scope.tags.set(text, entity);
  else scope.names.set(text, entity);
}

function bringEnumerators(
  scope: Scope,
  text: string | undefined,
  entity: TypeAlias,
  isScoped: boolean,
): void {
  if (text !== undefined && !scope.names.has(text)) scope.names.set(text, entity);
  if (isScoped) return;
  for (const [word, constant] of entity.enumScope ?? [])
    if (!scope.names.has(word)) scope.names.set(word, constant);
}

function fillEnum(
  c: Checker,
  decl: EnumDecl,
  info: Mutable<EnumInfo>,
  enumScope: Map<string, ConstantEntity>,
  scope: Scope,
  around: Around,
  type: QualType,
): void {
  const isFixed = decl.underlying !== undefined || decl.isScoped;
  // While it is being filled in, values are seen in a type of their own size.
  let next = 0n;
  let nextType: Type = isFixed ? info.underlying : INT;
  const values: { readonly name: string; readonly value: bigint; readonly loc: Loc }[] = [];
  const inner = makeScope('block', c.scope);
  for (const enumerator of decl.enumerators ?? []) {
    if (enumerator.value !== undefined) {
      const known = c.inScope(inner, () =>
        enumeratorValue(c, enumerator.value as object as Parameters<typeof enumeratorValue>[1]),
      );
      if (known !== undefined) {
        next = known.value;
        nextType = known.type;
      }
    }
    const constant: ConstantEntity = {
      kind: 'constant',
      name: enumerator.name,
      value: integer(next, isFixed ? info.underlying : nextType, {
        loc: enumerator.loc,
        end: enumerator.loc + enumerator.name.length,
      }),
      ordinal: around.ordinal ?? c.frame.position,
    };
    inner.names.set(enumerator.name, constant);
    values.push({ name: enumerator.name, value: next, loc: enumerator.loc });
    next += 1n;
  }
  if (!isFixed) {
    info.underlying = holdingAll(values.map(({ value }) => value));
    info.isNeverNegative = values.every(({ value }) => value >= 0n);
    // In C such an enum is unsigned int, and its constants are int.
    if (c.isC && info.isNeverNegative && sameType(info.underlying, INT)) info.underlying = UINT;
  }
  for (const { name, value, loc } of values) {
    const place = { loc, end: loc + name.length };
    const constant: ConstantEntity = {
      kind: 'constant',
      name,
      value: {
        kind: 'integer',
        value,
        type: c.isC && fitsIn(value, INT) ? plain(INT) : type,
        isLvalue: false,
        ...place,
      },
      ordinal: around.ordinal ?? c.frame.position,
      access: around.access,
      owner: scope.cls,
    };
    enumScope.set(name, constant);
    if (decl.isScoped) continue;
    const there = scope.names.get(name);
    if (there !== undefined && there.kind !== 'class') c.error('cpp-name-redefined', { name }, place);
    else scope.names.set(name, constant);
  }
}

function enumeratorValue(
  c: Checker,
  ast: Parameters<Checker['hooks']['expr']>[1],
): { value: bigint; type: Type } | undefined {
  const expr = toValue(c, c.hooks.expr(c, ast));
  if (expr.type.type.kind === 'error') return undefined;
  const isInteger = isIntegral(expr.type.type) || expr.type.type.kind === 'enum';
  const value = isInteger ? c.hooks.evaluate(c, expr) : undefined;
  if (value?.kind !== 'integer') {
    c.error('cpp-constant-wanted', {}, at(ast));
    return undefined;
  }
  return { value: value.value, type: value.type.type };
}

/** The first type that holds them all, as avr-gcc chooses: int, unsigned int, long … */
function holdingAll(values: readonly bigint[]): Type & { kind: 'int' } {
  for (const name of ['int', 'unsigned int', 'long', 'unsigned long', 'long long'] as const) {
    const type = INTS[name];
    if (values.every((value) => fitsIn(value, type))) return type;
  }
  return INTS['unsigned long long'];
}

const fitsIn = (value: bigint, type: Type & { kind: 'int' }): boolean =>
  type.isSigned
    ? BigInt.asIntN(type.bytes * 8, value) === value
    : BigInt.asUintN(type.bytes * 8, value) === value;

// ---- Typedefs -------------------------------------------------------------------------------

export function declareTypedef(c: Checker, decl: TypedefDecl, around: Around): void {
  const scope = around.scope ?? c.scope;
  const type = resolveTypedef(c, decl, around);
  const there = scope.names.get(decl.name);
  if (there?.kind === 'type' && sameQual(there.type, type)) return;
  if (there?.kind === 'class' && type.type.kind === 'record' && there.info === type.type.decl) return;
  if (there !== undefined && there.kind !== 'class' && type.type.kind !== 'error') {
    c.error('cpp-name-redefined', { name: decl.name }, decl);
    return;
  }
  const enumScope = enumScopeOf(c, type);
  scope.names.set(decl.name, {
    kind: 'type',
    name: decl.name,
    type,
    ordinal: around.ordinal ?? c.frame.position,
    access: around.access,
    owner: scope.cls,
    ...(enumScope === undefined ? {} : { enumScope }),
  });
}

function resolveTypedef(c: Checker, decl: TypedefDecl, around: Around): QualType {
  const { type } = decl;
  const named = { ...around, typedefName: decl.name };
  if (type.kind === 'record' && type.decl.name === undefined) {
    const cls = declareRecord(c, type.decl, named);
    return { type: cls.type, isConst: type.isConst, isVolatile: type.isVolatile };
  }
  if (type.kind === 'enum' && type.decl.name === undefined) return declareEnum(c, type.decl, named).type;
  return c.hooks.resolveType(c, type);
}

function enumScopeOf(c: Checker, type: QualType): Map<string, ConstantEntity> | undefined {
  if (type.type.kind !== 'enum') return undefined;
  const { decl } = type.type;
  for (const list of c.enums.values())
    for (const { entity } of list)
      if (entity.kind === 'type' && entity.type.type.kind === 'enum' && entity.type.type.decl === decl)
        return entity.enumScope;
  return undefined;
}
