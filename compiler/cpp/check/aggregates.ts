/**
 * Aggregates: arrays and plain structs from lists, with inner braces left out, designators, ranges.
 *
 * In: a type and a list. Out: an `aggregate` TInit with offsets from the object's start.
 */
import type { Designator, Expr, InitListExpr } from '../ast.ts';
import type { TInit } from '../typed-ast.ts';
import { plain, type FieldInfo, type QualType, type Type } from '../types.ts';
import { bytesOf } from './build.ts';
import { at, type Arg, type Checker } from './checker.ts';
import { conversionOf } from './conversions.ts';
import type { ClassEntity, FieldEntity } from './entities.ts';
import { constantInteger } from './resolve-type.ts';
import { qualify } from './relations.ts';
import { typeText } from './type-text.ts';

type Item = InitListExpr['items'][number];
type AggregateItem = (TInit & { kind: 'aggregate' })['items'][number];

/** Reads a list's items in turn, whatever the nesting. */
class Cursor {
  readonly items: readonly Item[];
  index = 0;

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  get current(): Item | undefined {
    return this.items[this.index];
  }
}

export const isAggregate = (cls: ClassEntity): boolean =>
  !cls.hasUserConstructor && !cls.info.hasVtable && cls.base === undefined && !cls.hasPrivateFields;

const isAggregateType = (c: Checker, type: Type): boolean => {
  if (type.kind === 'array') return true;
  if (type.kind !== 'record') return false;
  c.complete(type);
  return isAggregate(c.classEntity(type.decl));
};

export function aggregateInit(c: Checker, target: QualType, list: InitListExpr): TInit | undefined {
  const cursor = new Cursor(list.items);
  const items: AggregateItem[] = [];
  fill(c, target, cursor, 0, items, true);
  const extra = cursor.current;
  if (extra !== undefined)
    c.error('cpp-too-many-values', { type: typeText(target), most: cursor.index }, at(extra.value));
  return { kind: 'aggregate', items };
}

function fill(
  c: Checker,
  target: QualType,
  cursor: Cursor,
  offset: number,
  items: AggregateItem[],
  isBraced: boolean,
): void {
  const { type } = target;
  if (type.kind === 'array') fillArray(c, type, cursor, offset, items, isBraced);
  else if (type.kind === 'record') fillRecord(c, target, cursor, offset, items, isBraced);
}

function fillArray(
  c: Checker,
  type: Type & { kind: 'array' },
  cursor: Cursor,
  offset: number,
  items: AggregateItem[],
  isBraced: boolean,
): void {
  const size = bytesOf(type.of.type);
  const count = type.count ?? 0;
  for (let index = 0; cursor.current !== undefined; index++) {
    const { designator, value } = cursor.current;
    const first = designator?.[0];
    if (first?.kind === 'field' || (first !== undefined && !isBraced)) return;
    let to = index;
    if (first?.kind === 'index') {
      index = Number(constantInteger(c, first.index) ?? 0n);
      to = first.to === undefined ? index : Number(constantInteger(c, first.to) ?? BigInt(index));
      if (index < 0 || to >= count || to < index) {
        c.error('cpp-index-out-of-range', { index: to, count }, at(first.to ?? first.index));
        cursor.index++;
        continue;
      }
      const start = cursor.index;
      for (; index <= to; index++) {
        cursor.index = start;
        designated(
          c,
          type.of,
          cursor,
          offset + index * size,
          undefined,
          designator?.slice(1) ?? [],
          value,
          items,
        );
      }
      index--;
      continue;
    }
    if (index >= count) return;
    element(c, type.of, cursor, offset + index * size, undefined, items);
  }
  const [last] = items;
  if (type.of.type.kind === 'record' && (last !== undefined || isBraced))
    restOfObjects(c, type, offset, items);
}

/** Elements that were not named are made by their default constructor. */
function restOfObjects(
  c: Checker,
  type: Type & { kind: 'array' },
  offset: number,
  items: AggregateItem[],
): void {
  const size = bytesOf(type.of.type);
  const first = items.findIndex((item) => item.offset >= offset);
  const count = items.slice(first).filter((item) => item.type === type.of).length;
  if (first >= 0 && count >= (type.count ?? 0)) return;
  const init = c.hooks.initialise(c, type.of, undefined, { loc: c.frame.position, end: c.frame.position });
  if (init === undefined) return;
  const named = new Set(items.map((item) => item.offset));
  for (let index = 0; index < (type.count ?? 0); index++) {
    const at = offset + index * size;
    if (!named.has(at)) items.push({ offset: at, type: type.of, init });
  }
}

function fieldsOf(cls: ClassEntity): readonly FieldEntity[] {
  return cls.fieldEntities;
}

function fillRecord(
  c: Checker,
  target: QualType,
  cursor: Cursor,
  offset: number,
  items: AggregateItem[],
  isBraced: boolean,
): void {
  if (target.type.kind !== 'record') return;
  const cls = c.classEntity(target.type.decl);
  const fields = fieldsOf(cls);
  const done = new Set<FieldInfo>();
  for (let index = 0; cursor.current !== undefined; index++) {
    const { designator, value } = cursor.current;
    const first = designator?.[0];
    if (first !== undefined && !isBraced) break;
    if (first?.kind === 'index') break;
    if (first?.kind === 'field') {
      const found = cls.scope.names.get(first.name);
      if (found?.kind !== 'field') {
        c.error('cpp-member-unknown', { name: first.name, class: cls.info.name }, at(value));
        cursor.index++;
        continue;
      }
      index = fields.findIndex((entity) => entity.field === (found.through ?? found.field));
      done.add(found.through ?? found.field);
      designated(
        c,
        qualify(found.field.type, target.isConst, false),
        cursor,
        offset + found.field.offset,
        found.field,
        designator?.slice(1) ?? [],
        value,
        items,
      );
      if (cls.isUnion) break;
      continue;
    }
    const entity = fields[index];
    if (entity === undefined) break;
    done.add(entity.field);
    element(
      c,
      qualify(entity.field.type, target.isConst, false),
      cursor,
      offset + entity.field.offset,
      entity.field,
      items,
    );
    if (cls.isUnion) break;
  }
  if (!cls.isUnion) restOfFields(c, cls, offset, done, items);
}

/** Fields that were not named: their own initialiser, their default constructor, or zero. */
function restOfFields(
  c: Checker,
  cls: ClassEntity,
  offset: number,
  done: ReadonlySet<FieldInfo>,
  items: AggregateItem[],
): void {
  for (const { field, decl } of fieldsOf(cls)) {
    if (done.has(field)) continue;
    const place = decl === undefined ? { loc: 0, end: 1 } : at(decl);
    const init = c.within({ scope: cls.scope, unit: cls.unit, position: cls.declOrdinal }, () => {
      if (decl?.init === undefined && field.type.type.kind !== 'record') return undefined;
      return c.hooks.initialise(c, field.type, decl?.init, place);
    });
    if (init !== undefined) items.push({ offset: offset + field.offset, type: field.type, field, init });
  }
}

/** After `.field =` or `[index] =`, with what designators are left. */
function designated(
  c: Checker,
  type: QualType,
  cursor: Cursor,
  offset: number,
  field: FieldInfo | undefined,
  rest: readonly Designator[],
  value: Expr,
  items: AggregateItem[],
): void {
  cursor.index++;
  if (rest.length === 0) {
    const init = c.hooks.initialiseFromArg(c, type, c.hooks.arg(c, value), at(value));
    push(items, offset, type, field, init);
    return;
  }
  const inner = new Cursor([{ designator: rest, value }]);
  fill(c, type, inner, offset, items, true);
}

function push(
  items: AggregateItem[],
  offset: number,
  type: QualType,
  field: FieldInfo | undefined,
  init: TInit | undefined,
): void {
  if (init === undefined) return;
  // A later designator replaces an earlier one.
  const before = items.findIndex((item) => item.offset === offset && item.field === field);
  const item: AggregateItem = { offset, type, ...(field === undefined ? {} : { field }), init };
  if (before >= 0 && field !== undefined) items[before] = item;
  else items.push(item);
}

function element(
  c: Checker,
  type: QualType,
  cursor: Cursor,
  offset: number,
  field: FieldInfo | undefined,
  items: AggregateItem[],
): void {
  const item = cursor.current;
  if (item === undefined) return;
  const { value } = item;
  if (value.kind === 'initList' || !isAggregateType(c, type.type) || isWholeText(type.type, value)) {
    cursor.index++;
    items.push(
      ...itemOf(offset, type, field, c.hooks.initialiseFromArg(c, type, c.hooks.arg(c, value), at(value))),
    );
    return;
  }
  if (type.type.kind === 'record') {
    const arg: Arg = c.hooks.arg(c, value);
    if (conversionOf(c, arg, plain(type.type)) !== undefined) {
      cursor.index++;
      items.push(...itemOf(offset, type, field, c.hooks.initialiseFromArg(c, type, arg, at(value))));
      return;
    }
  }
  const before = cursor.index;
  fill(c, type, cursor, offset, items, false);
  if (cursor.index === before) cursor.index++;
}

const isWholeText = (type: Type, value: Expr): boolean =>
  type.kind === 'array' && type.of.type.kind === 'int' && value.kind === 'string';

const itemOf = (
  offset: number,
  type: QualType,
  field: FieldInfo | undefined,
  init: TInit | undefined,
): AggregateItem[] =>
  init === undefined ? [] : [{ offset, type, ...(field === undefined ? {} : { field }), init }];
