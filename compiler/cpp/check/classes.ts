/**
 * Completes a class: base, members, layout, virtual methods, what is trivial about it.
 *
 * In: a class whose definition was seen. Out: its RecordInfo filled in; its methods wait in its scope
 * until they are named, except those that others must know of (constructors, virtual methods, operators).
 */
import { isDefined, type Decl, type Member, type RecordDecl, type VarDecl } from '../ast.ts';
import { MOST_OFFSET } from '../source.ts';
import { ERROR, plain, sizeOf, type FieldInfo, type QualType } from '../types.ts';
import { at, type Checker } from './checker.ts';
import { declareRecord } from './declare-types.ts';
import { vtableName } from './virtual-methods.ts';
import type { ClassEntity, FieldEntity, Pending } from './entities.ts';
import { RecordLayout } from './layout.ts';
import { lastPart, partText } from './lookup.ts';
import { constantInteger } from './resolve-type.ts';
import { indexMember } from './index-decls.ts';
import { typeText } from './type-text.ts';
import { isTriviallyCopyable } from './triviality.ts';

/** Classes whose instances make instances without end. */
const DEEPEST = 100;
const EMPTY_NAME = { isGlobal: false, parts: [], loc: 0, end: 0 };

export function completeClass(c: Checker, cls: ClassEntity): void {
  if (cls.state !== 'declared') return;
  if (cls.decl === undefined) findDefinition(c, cls);
  const { decl } = cls;
  if (decl === undefined || !isDefined(decl)) return;
  if (cls.template !== undefined && c.templateDepth > DEEPEST) {
    c.error('cpp-template-too-deep', { name: cls.template.of.name }, decl);
    return;
  }
  cls.state = 'defining';
  c.templateDepth++;
  c.within({ unit: cls.unit, scope: cls.scope, position: cls.declOrdinal, fn: undefined }, () =>
    define(c, cls, decl),
  );
  c.templateDepth--;
  cls.state = 'complete';
}

/** `class A;` was seen; the definition may still wait in the scope. */
function findDefinition(c: Checker, cls: ClassEntity): void {
  for (const pending of cls.outer.pending.get(cls.name) ?? []) {
    if (!pending.isDone) c.hooks.declarePending(c, pending);
    if (cls.decl !== undefined) return;
  }
}

function define(c: Checker, cls: ClassEntity, decl: RecordDecl): void {
  const { info } = cls;
  const layout = new RecordLayout(cls.isUnion);
  bringBase(c, cls, decl);
  const baseCls = cls.base?.cls;
  const virtualNames = new Set(baseCls?.vtable.map((fn) => vtableName(fn)) ?? []);
  const members = decl.members ?? [];
  const hasOwnVirtual = members.some(({ decl: member }) => isVirtualDecl(member));
  info.hasVtable = hasOwnVirtual || virtualNames.size > 0;
  if (info.hasVtable && baseCls?.info.hasVtable !== true) layout.reserve(2);
  if (baseCls !== undefined) {
    const offset = baseCls.isEmpty ? 0 : layout.reserve(baseCls.info.size);
    info.base = { record: baseCls.info, offset };
    cls.vtable.push(...baseCls.vtable);
  }
  const fields: FieldInfo[] = [];
  const eager: Pending[] = [];
  for (const member of members) {
    if (isFriendClass(c, member.decl)) {
      cls.friends.push(partText(lastPart(member.decl.name ?? EMPTY_NAME)));
      continue;
    }
    for (const pending of indexMember(cls, member.decl, member.access, cls.unit)) {
      if (isEager(pending, virtualNames)) eager.push(pending);
    }
    addFriend(cls, member.decl);
  }
  for (const member of members) addField(c, cls, member, layout, fields);
  info.fields = fields;
  cls.isEmpty = layout.size === 0;
  info.size = Math.max(1, layout.size);
  info.isComplete = true;
  for (const pending of eager) c.hooks.declarePending(c, pending);
  info.isTrivial = isTriviallyCopyable(c, cls);
  cls.hasPrivateFields = cls.fieldEntities.some(({ access }) => access !== 'public');
}

function bringBase(c: Checker, cls: ClassEntity, decl: RecordDecl): void {
  const [first, second] = decl.bases;
  if (first === undefined) return;
  if (second !== undefined) c.error('cpp-unsupported', { construct: 'class A : B, C' }, second.name);
  if (first.isVirtual) c.error('cpp-unsupported', { construct: 'virtual base class' }, first.name);
  const type = c.within({ scope: cls.outer }, () =>
    c.hooks.resolveType(c, {
      kind: 'named',
      name: first.name,
      isConst: false,
      isVolatile: false,
      ...at(first.name),
    }),
  ).type;
  if (type.kind === 'error') return;
  if (type.kind !== 'record' || !c.complete(type)) {
    c.error(
      type.kind === 'record' ? 'cpp-type-incomplete' : 'cpp-base-not-a-class',
      { name: typeText(plain(type)) },
      first.name,
    );
    return;
  }
  cls.base = { cls: c.classEntity(type.decl), access: first.access };
}

function isVirtualDecl(decl: Decl): boolean {
  return decl.kind === 'function' && decl.specifiers.isVirtual;
}

function isEager(pending: Pending, virtualNames: ReadonlySet<string>): boolean {
  const { decl } = pending;
  const inner = decl.kind === 'template' ? decl.decl : decl;
  if (inner.kind === 'using' || inner.kind === 'linkage') return true;
  if (inner.kind !== 'function') return false;
  if (inner.role !== 'function') return true;
  if (inner.specifiers.isVirtual || inner.specifiers.isFriend || inner.isOverride) return true;
  const name = partText(lastPart(inner.name));
  return virtualNames.has(name) || name.startsWith('operator');
}

function addFriend(cls: ClassEntity, decl: Decl): void {
  const inner = decl.kind === 'template' ? decl.decl : decl;
  if (inner.kind === 'function' && inner.specifiers.isFriend)
    cls.friends.push(partText(lastPart(inner.name)));
  if (inner.kind === 'var' && inner.specifiers.isFriend) {
    const { type } = inner;
    if (type.kind === 'named') cls.friends.push(partText(lastPart(type.name)));
    if (type.kind === 'record' && type.decl.name !== undefined)
      cls.friends.push(partText(lastPart(type.decl.name)));
  }
}

/** `friend class B;` comes as a declaration of B; what stands before it tells it from a nested class. */
function isFriendClass(c: Checker, decl: Decl): decl is RecordDecl {
  if (decl.kind !== 'record' || isDefined(decl) || decl.name === undefined) return false;
  const text = c.options.sources.fileAt(decl.loc)?.text ?? '';
  const at0 = decl.loc % MOST_OFFSET;
  return (
    text.startsWith('friend', at0) ||
    text
      .slice(Math.max(0, at0 - 12), at0)
      .trimEnd()
      .endsWith('friend')
  );
}

function addField(
  c: Checker,
  cls: ClassEntity,
  member: Member,
  layout: RecordLayout,
  fields: FieldInfo[],
): void {
  const { decl } = member;
  if (decl.kind === 'record' && decl.name === undefined && isDefined(decl)) {
    addAnonymous(c, cls, decl, member.access, layout, fields);
    return;
  }
  if (decl.kind !== 'var' || decl.specifiers.isStatic || decl.specifiers.isFriend || decl.specifiers.isExtern)
    return;
  const text = partText(lastPart(decl.name));
  if (decl.type.kind === 'record' && decl.type.decl.name === undefined && text === '') {
    addAnonymous(c, cls, decl.type.decl, member.access, layout, fields);
    return;
  }
  const type = fieldType(c, cls, decl);
  const bytes = sizeOf(type.type) ?? (type.type.kind === 'array' ? 0 : 1);
  let field: FieldInfo | undefined;
  if (decl.bits === undefined) field = layout.field(text, type, bytes);
  else {
    const width = Number(constantInteger(c, decl.bits) ?? 1n);
    const isIntegralType = type.type.kind === 'int' || type.type.kind === 'bool' || type.type.kind === 'enum';
    if (!isIntegralType || width < 0 || (width > bytes * 8 && c.isC)) {
      c.error('cpp-bit-field-width', { name: text, bits: bytes * 8 }, decl.bits);
      field = layout.field(text, type, bytes);
    } else {
      // C++ takes wider ones than the type: the rest is padding.
      const used = Math.min(width, bytes * 8);
      field = layout.bitField(text, type, used);
      layout.skipBits(width - used);
    }
  }
  if (field === undefined || text === '') return;
  fields.push(field);
  const entity: FieldEntity = {
    kind: 'field',
    name: text,
    field,
    owner: cls,
    access: member.access,
    decl,
    isMutable: decl.specifiers.isMutable,
  };
  addFieldName(c, cls, entity, at({ loc: decl.nameLoc, end: decl.nameLoc + text.length }));
  cls.fieldEntities.push(entity);
}

function addFieldName(
  c: Checker,
  cls: ClassEntity,
  entity: FieldEntity,
  place: { loc: number; end: number },
): void {
  const there = cls.scope.names.get(entity.name);
  if (there !== undefined && (there.kind === 'class' || there.kind === 'type')) {
    cls.scope.tags.set(entity.name, there);
    cls.scope.names.set(entity.name, entity);
  } else if (there !== undefined) c.error('cpp-name-redefined', { name: entity.name }, place);
  else cls.scope.names.set(entity.name, entity);
}

function fieldType(c: Checker, cls: ClassEntity, decl: VarDecl): QualType {
  const type = c.hooks.resolveType(c, decl.type);
  if (type.type.kind === 'error') return type;
  if (type.type.kind === 'reference' || (type.type.kind === 'array' && type.type.count === undefined)) {
    return type;
  }
  if (type.type.kind === 'void' || type.type.kind === 'function' || !c.complete(type.type)) {
    const isItself = type.type.kind === 'record' && type.type.decl === cls.info;
    c.error(
      isItself ? 'cpp-class-in-itself' : 'cpp-type-incomplete',
      { name: typeText(plain(type.type)) },
      decl,
    );
    return plain(ERROR);
  }
  return type;
}

/** Members of an anonymous union or struct are members of the class around it. */
function addAnonymous(
  c: Checker,
  cls: ClassEntity,
  decl: RecordDecl,
  access: FieldEntity['access'],
  layout: RecordLayout,
  fields: FieldInfo[],
): void {
  const inner = declareRecord(c, decl, { scope: cls.scope });
  c.complete(inner.type);
  const field = layout.field('', plain(inner.type), inner.info.size);
  fields.push(field);
  cls.fieldEntities.push({ kind: 'field', name: '', field, owner: cls, access, isMutable: false });
  for (const [name, entity] of inner.scope.names) {
    if (entity.kind !== 'field') {
      if (!cls.scope.names.has(name)) cls.scope.names.set(name, entity);
      continue;
    }
    const moved: FieldEntity = {
      ...entity,
      field: { ...entity.field, offset: entity.field.offset + field.offset },
      owner: cls,
      access,
      through: entity.through ?? field,
    };
    addFieldName(c, cls, moved, at(decl));
  }
}
