/**
 * Bodies of the members nobody wrote: member by member.
 */
import type { TExpr, TStmt } from '../typed-ast.ts';
import { plain } from '../types.ts';
import { addressOf, basePart, bytesOf, deref, fieldOf, integer, load, variableRef } from './build.ts';
import { at, type At, type Checker } from './checker.ts';
import { constructorMembers } from './constructor-members.ts';
import { nameLocOf } from './declare-functions.ts';
import type { ClassEntity, FunctionEntity } from './entities.ts';
import { construct, defaultInit, initialiseFromArg } from './initialise.ts';
import { noteVtable } from './special-members.ts';
import { assignRecord } from './assign-record.ts';
import { INT, type FieldInfo, type Type } from '../types.ts';

export function implicitBody(c: Checker, entity: FunctionEntity): TStmt {
  const { owner } = entity;
  const place = nameLocOf(entity.decl);
  if (owner === undefined) return { kind: 'empty', ...place };
  return { kind: 'compound', body: statementsFor(c, entity, owner, place), ...place };
}

function statementsFor(c: Checker, entity: FunctionEntity, cls: ClassEntity, place: At): TStmt[] {
  switch (entity.implicit) {
    case 'default':
      return constructorMembers(c, cls, [], place).statements;
    case 'copy':
    case 'move':
      return copyMembers(c, entity, cls, place);
    case 'copyAssign':
    case 'moveAssign':
      return assignMembers(c, entity, cls, place);
    case 'destructor':
      return destroyMembers(c, cls, place);
    default:
      return [];
  }
}

/** The other object: the parameter. */
function other(entity: FunctionEntity, place: At): TExpr {
  const param = entity.fn.params[1];
  const object = param === undefined ? integer(0n, INT, place) : variableRef(param, place);
  return entity.implicit === 'move' || entity.implicit === 'moveAssign'
    ? { ...object, isXvalue: true }
    : object;
}

function self(entity: FunctionEntity, place: At): TExpr {
  const param = entity.fn.params[0];
  return param === undefined ? integer(0n, INT, place) : deref(load(variableRef(param, place)), place);
}

function copyMembers(c: Checker, entity: FunctionEntity, cls: ClassEntity, place: At): TStmt[] {
  const from = other(entity, place);
  const statements: TStmt[] = [];
  if (cls.base !== undefined) {
    const { type } = cls.base.cls;
    const offset = cls.info.base?.offset ?? 0;
    const init = construct(
      c,
      cls.base.cls,
      [{ kind: 'expr', expr: basePart(from, type, offset, place) }],
      place,
      true,
    );
    if (init !== undefined)
      statements.push({ kind: 'initMember', offset, type: plain(type), init, ...place });
  }
  for (const field of cls.info.fields) {
    const source = fieldObject(from, field, place);
    const init =
      field.type.type.kind === 'array'
        ? copyArray(c, field, source, place)
        : initialiseFromArg(c, field.type, { kind: 'expr', expr: source }, place);
    if (init !== undefined)
      statements.push({ kind: 'initMember', offset: field.offset, type: field.type, field, init, ...place });
  }
  return statements;
}

function fieldObject(object: TExpr, field: FieldInfo, place: At): TExpr {
  return fieldOf(object, field, false, place);
}

function copyArray(
  c: Checker,
  field: FieldInfo,
  source: TExpr,
  place: At,
): ReturnType<typeof initialiseFromArg> {
  const { type } = field.type;
  if (type.kind !== 'array') return undefined;
  if (isPlain(type)) return { kind: 'value', expr: load(source) };
  const bytes = bytesOf(type.of.type);
  const items = [];
  for (let index = 0; index < (type.count ?? 0); index++) {
    const expr = elementOf(source, index, bytes, type.of, place);
    const init = initialiseFromArg(c, type.of, { kind: 'expr', expr }, place);
    if (init !== undefined) items.push({ offset: index * bytes, type: type.of, init });
  }
  return { kind: 'aggregate', items };
}

const elementOf = (object: TExpr, index: number, bytes: number, type: TExpr['type'], place: At): TExpr => ({
  kind: 'element',
  object,
  index: integer(BigInt(index), INT, place),
  elementBytes: bytes,
  type,
  isLvalue: true,
  ...place,
});

const isPlain = (type: Type): boolean =>
  type.kind === 'array' ? isPlain(type.of.type) : type.kind !== 'record' || type.decl.isTrivial;

function assignMembers(c: Checker, entity: FunctionEntity, cls: ClassEntity, place: At): TStmt[] {
  const from = other(entity, place);
  const to = self(entity, place);
  const statements: TStmt[] = [];
  const assign = (target: TExpr, source: TExpr): void => {
    const { type } = target.type;
    let expr: TExpr;
    if (type.kind === 'record') expr = assignRecord(c, target, { kind: 'expr', expr: source }, place);
    else expr = { kind: 'assign', target, value: load(source), type: target.type, isLvalue: true, ...place };
    statements.push({ kind: 'expr', expr, ...place });
  };
  if (cls.base !== undefined) {
    const { type } = cls.base.cls;
    const offset = cls.info.base?.offset ?? 0;
    assign(basePart(to, type, offset, place), basePart(from, type, offset, place));
  }
  for (const field of cls.info.fields)
    assignField(fieldObject(to, field, place), fieldObject(from, field, place), assign, place);
  statements.push({ kind: 'return', value: { kind: 'value', expr: addressOf(to, place) }, ...place });
  return statements;
}

function assignField(
  target: TExpr,
  source: TExpr,
  assign: (target: TExpr, source: TExpr) => void,
  place: At,
): void {
  const { type } = target.type;
  if (type.kind !== 'array') {
    assign(target, source);
    return;
  }
  const bytes = bytesOf(type.of.type);
  for (let index = 0; index < (type.count ?? 0); index++)
    assignField(
      elementOf(target, index, bytes, type.of, place),
      elementOf(source, index, bytes, type.of, place),
      assign,
      place,
    );
}

/** Members backwards, then the base. */
export function destroyMembers(c: Checker, cls: ClassEntity, place: At): TStmt[] {
  const statements: TStmt[] = [];
  for (const field of [...cls.info.fields].reverse())
    destroyAt(c, field.type.type, field.offset, statements, place);
  if (cls.base !== undefined) destroyAt(c, cls.base.cls.type, cls.info.base?.offset ?? 0, statements, place);
  noteVtable(c, cls);
  return statements;
}

function destroyAt(c: Checker, type: Type, offset: number, statements: TStmt[], place: At): void {
  const destructor = c.hooks.destructorOf(c, type);
  if (destructor === undefined) return;
  if (type.kind !== 'array') {
    statements.push({ kind: 'destroyMember', offset, destructor: c.use(destructor), ...place });
    return;
  }
  const bytes = bytesOf(type.of.type);
  for (let index = (type.count ?? 0) - 1; index >= 0; index--)
    destroyAt(c, type.of.type, offset + index * bytes, statements, place);
}

/** `using Base::Base;`: the base with the same arguments, the rest by default. */
export function inheritedBody(c: Checker, entity: FunctionEntity, from: FunctionEntity): TStmt {
  const place = nameLocOf(entity.decl);
  const { owner } = entity;
  if (owner === undefined || owner.base === undefined) return { kind: 'empty', ...place };
  const args = entity.fn.params.slice(1).map((param) => {
    const expr = variableRef(param, place);
    return { kind: 'expr' as const, expr };
  });
  const init = construct(c, owner.base.cls, args, place, true);
  const rest = constructorMembers(c, owner, [], place).statements.filter(
    (statement) => statement.kind !== 'initMember' || statement.field !== undefined,
  );
  const statements: TStmt[] =
    init === undefined
      ? []
      : [
          {
            kind: 'initMember',
            offset: owner.info.base?.offset ?? 0,
            type: plain(from.owner?.type ?? owner.type),
            init,
            ...place,
          },
        ];
  return { kind: 'compound', body: [...statements, ...rest], ...at(place) };
}

export { defaultInit };
