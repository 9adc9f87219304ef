/**
 * What a constructor does before its body: base, then members in the order they are declared.
 */
import type { Init, MemberInit } from '../ast.ts';
import type { TInit, TStmt } from '../typed-ast.ts';
import { plain } from '../types.ts';
import { at, type At, type Checker } from './checker.ts';
import type { ClassEntity, FieldEntity } from './entities.ts';
import { defaultInit } from './initialise.ts';
import { lastPart, lookupTypeName, nameText, partText, memberNames } from './lookup.ts';
import { typeOfEntity } from './resolve-type.ts';
import { closeMatch } from '../../../boards/close-match.ts';

export interface MembersMade {
  readonly statements: TStmt[];
  /** `A() : A(1) {}`: the other constructor made everything. */
  readonly isDelegating: boolean;
}

export function constructorMembers(
  c: Checker,
  cls: ClassEntity,
  inits: readonly MemberInit[],
  place: At,
): MembersMade {
  const byField = new Map<FieldEntity, MemberInit>();
  let ofBase: MemberInit | undefined;
  for (const init of inits) {
    const found = memberNamed(c, cls, init);
    if (found === 'self') return { statements: [delegated(c, cls, init)].flat(), isDelegating: true };
    if (found === 'base') ofBase = init;
    else if (found !== undefined) {
      if (byField.has(found)) c.error('cpp-member-init-twice', { name: found.name }, at(init));
      byField.set(found, init);
    }
  }
  const statements: TStmt[] = [];
  statements.push(...baseInit(c, cls, ofBase, place));
  for (const field of cls.fieldEntities) {
    if (field.name === '') {
      for (const [inner, init] of byField)
        if (inner.through === field.field) statements.push(...fieldInit(c, cls, inner, init.init, at(init)));
      continue;
    }
    const init = byField.get(field);
    if (init === undefined && cls.isUnion && field.decl?.init === undefined) continue;
    statements.push(...fieldInit(c, cls, field, init?.init, init === undefined ? place : at(init)));
  }
  return { statements, isDelegating: false };
}

function memberNamed(
  c: Checker,
  cls: ClassEntity,
  init: MemberInit,
): FieldEntity | 'base' | 'self' | undefined {
  const text = partText(lastPart(init.name));
  if (init.name.parts.length === 1) {
    const entity = cls.scope.names.get(text);
    if (entity?.kind === 'field') return entity;
    if (text === cls.name) return 'self';
  }
  const entity = lookupTypeName(c, init.name);
  const part = lastPart(init.name);
  const hasArgs = part?.kind === 'identifier' && part.templateArgs !== undefined;
  const made = entity !== undefined && hasArgs ? c.hooks.templateArgs(c, entity, init.name) : entity;
  const type = made === undefined ? undefined : typeOfEntity(made)?.type;
  if (type?.kind === 'record') {
    if (type.decl === cls.info) return 'self';
    if (type.decl === cls.base?.cls.info) return 'base';
  }
  if (entity?.kind === 'classTemplate' && cls.base?.cls.template?.of === entity) return 'base';
  const near = closeMatch(text, memberNames(cls));
  if (near === undefined)
    c.error('cpp-member-unknown', { name: nameText(init.name), class: cls.info.name }, at(init.name));
  else
    c.error(
      'cpp-member-unknown-near',
      { name: nameText(init.name), class: cls.info.name, near },
      at(init.name),
    );
  return undefined;
}

function delegated(c: Checker, cls: ClassEntity, init: MemberInit): TStmt[] {
  const made = c.hooks.initialise(c, plain(cls.type), init.init, at(init));
  return made === undefined
    ? []
    : [{ kind: 'initMember', offset: 0, type: plain(cls.type), init: made, ...at(init) }];
}

function baseInit(c: Checker, cls: ClassEntity, init: MemberInit | undefined, place: At): TStmt[] {
  const { base } = cls;
  if (base === undefined) return [];
  const type = plain(base.cls.type);
  const made =
    init === undefined ? defaultInit(c, type, place) : c.hooks.initialise(c, type, init.init, at(init));
  return made === undefined
    ? []
    : [
        {
          kind: 'initMember',
          offset: cls.info.base?.offset ?? 0,
          type,
          init: made,
          ...(init === undefined ? place : at(init)),
        },
      ];
}

function fieldInit(
  c: Checker,
  cls: ClassEntity,
  entity: FieldEntity,
  init: Init | undefined,
  place: At,
): TStmt[] {
  const { field, decl } = entity;
  let made: TInit | undefined;
  let where = place;
  if (init !== undefined) made = c.hooks.initialise(c, field.type, init, place);
  else if (decl?.init !== undefined) {
    where = at(decl);
    made = c.within({ scope: cls.scope, unit: cls.unit, position: cls.declOrdinal }, () =>
      c.hooks.initialise(c, field.type, decl.init, at(decl)),
    );
  } else if (field.type.type.kind === 'reference')
    c.error('cpp-member-reference-unset', { name: entity.name }, place);
  else made = defaultInit(c, field.type, place);
  return made === undefined
    ? []
    : [{ kind: 'initMember', offset: field.offset, type: field.type, field, init: made, ...where }];
}
