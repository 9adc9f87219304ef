/**
 * `a.b`, `p->b`, `a[i]`: the object, its member, overloads of -> and [].
 */
import type { Expr } from '../ast.ts';
import type { TExpr } from '../typed-ast.ts';
import { plain } from '../types.ts';
import { checkAccess } from './access.ts';
import { asIndex, bytesOf, deref, fieldOf } from './build.ts';
import { at, errorExpr, isError, type At, type Checker } from './checker.ts';
import { nearName } from './explain-unknown.ts';
import { scalarTo, toValue } from './conversions.ts';
import type { ClassEntity } from './entities.ts';
import { lastPart, lookupMember, memberNames, nameText, partText, resolveQualifier } from './lookup.ts';
import { entityExpr } from './names.ts';
import { overloadedOperator } from './operator-calls.ts';
import { asScalar, elementBytes } from './operators.ts';
import { isIntegral, isPointer, promoted, unqualified } from './relations.ts';
import { typeText } from './type-text.ts';
import { warnOfIndex } from './warn-of-slips.ts';
import { materialise, toBase } from './initialise.ts';

/** What stands before the `.` or `->`, as an object. Undefined after a message. */
export function memberObject(c: Checker, ast: Expr & { kind: 'member' }): TExpr | undefined {
  let object = c.hooks.expr(c, ast.object);
  if (isError(object)) return undefined;
  if (!ast.isArrow) {
    if (isPointer(object.type.type) && object.type.type.to.type.kind === 'record') {
      c.error('cpp-member-needs-arrow', { name: partText(lastPart(ast.name)) }, at(ast));
      return undefined;
    }
    return object.type.type.kind === 'record' ? materialise(c, object) : object;
  }
  for (let depth = 0; object.type.type.kind === 'record' && depth < 20; depth++) {
    const next = overloadedOperator(c, '->', [{ kind: 'expr', expr: object }], at(ast));
    if (next === undefined) {
      c.error('cpp-member-needs-dot', { name: partText(lastPart(ast.name)) }, at(ast));
      return undefined;
    }
    object = next;
  }
  const pointer = toValue(c, object);
  if (!isPointer(pointer.type.type)) {
    if (!isError(pointer))
      c.error('cpp-arrow-needs-pointer', { type: typeText(unqualified(object.type)) }, at(ast));
    return undefined;
  }
  return deref(pointer, at(ast.object));
}

export function memberExpr(c: Checker, ast: Expr & { kind: 'member' }): TExpr {
  const object = memberObject(c, ast);
  if (object === undefined) return errorExpr(ast);
  const { type } = object.type;
  if (type.kind !== 'record') return unknownMember(c, object, ast);
  if (!c.complete(type)) {
    c.error('cpp-type-incomplete', { name: type.decl.name }, at(ast.object));
    return errorExpr(ast);
  }
  const cls = classNamed(c, ast, c.classEntity(type.decl));
  if (cls === undefined) return errorExpr(ast);
  const found = lookupMember(c, cls, partText(lastPart(ast.name)));
  if (found === undefined) return unknownMember(c, object, ast);
  const { entity } = found;
  const place = at(ast);
  if (entity.kind === 'field') {
    checkAccess(c, entity.name, entity.access, entity.owner, at(ast.name));
    return fieldOf(toBase(object, entity.owner.type), entity.field, entity.isMutable, place);
  }
  if (entity.kind === 'functions' && entity.overloads.every((fn) => fn.kind === 'function' && !fn.isStatic)) {
    c.error('cpp-method-without-call', { name: entity.name }, at(ast.name));
    return errorExpr(ast);
  }
  return entityExpr(c, entity, ast.name);
}

function classNamed(c: Checker, ast: Expr & { kind: 'member' }, own: ClassEntity): ClassEntity | undefined {
  if (ast.name.parts.length === 1) return own;
  const qualifier = resolveQualifier(c, ast.name);
  return qualifier?.kind === 'class' ? qualifier.cls : undefined;
}

export function unknownMember(c: Checker, object: TExpr, ast: Expr & { kind: 'member' }): TExpr {
  const { type } = object.type;
  const name = partText(lastPart(ast.name));
  if (type.kind === 'error') return errorExpr(ast);
  if (type.kind !== 'record') {
    c.error('cpp-member-of-scalar', { name, type: typeText(unqualified(object.type)) }, at(ast.name));
    return errorExpr(ast);
  }
  const words: string[] = [];
  for (let cls: ClassEntity | undefined = c.classEntity(type.decl); cls !== undefined; cls = cls.base?.cls)
    words.push(...memberNames(cls));
  const near = nearName(name, words);
  // What the child has written says more than the name of a class.
  const { object: written } = ast;
  const owner = written.kind === 'name' ? nameText(written.name) : type.decl.name;
  if (near === undefined) c.error('cpp-member-unknown', { name, class: owner }, at(ast.name));
  else c.error('cpp-member-unknown-near', { name, class: owner, near }, at(ast.name));
  return errorExpr(ast);
}

export function indexExpr(c: Checker, ast: Expr & { kind: 'index' }): TExpr {
  const object = c.hooks.expr(c, ast.object);
  const arg = c.hooks.arg(c, ast.index);
  if (isError(object) || (arg.kind === 'expr' && isError(arg.expr))) return errorExpr(ast);
  const place: At = at(ast);
  if (object.type.type.kind === 'record') {
    const made = overloadedOperator(c, '[]', [{ kind: 'expr', expr: object }, arg], place);
    if (made !== undefined) return made;
  }
  if (arg.kind !== 'expr') return errorExpr(ast);
  const index = asScalar(c, arg.expr, '[]');
  // `2[array]` is `array[2]`.
  if (isIntegral(object.type.type) && isPointer(index.type.type))
    return subscript(c, arg.expr, toValue(c, object), place);
  return subscript(c, object.type.type.kind === 'record' ? asScalar(c, object, '[]') : object, index, place);
}

function subscript(c: Checker, object: TExpr, index: TExpr, place: At): TExpr {
  const { type } = object.type;
  if (!isIntegral(index.type.type)) {
    if (!isError(index))
      c.error(
        isArrayLike(object) ? 'cpp-index-not-number' : 'cpp-not-an-array',
        { type: typeText(unqualified(isArrayLike(object) ? index.type : object.type)) },
        isArrayLike(object) ? index : place,
      );
    return errorExpr(place);
  }
  const position = asIndex(scalarTo(index, promoted(index.type.type)));
  if (type.kind === 'array') {
    warnOfIndex(c, object, position, place);
    const isDying = object.isXvalue === true;
    return {
      kind: 'element',
      object,
      index: position,
      elementBytes: bytesOf(type.of.type),
      type: type.of,
      isLvalue: true,
      ...(isDying ? { isXvalue: true } : {}),
      ...at(place),
    };
  }
  const pointer = toValue(c, object);
  if (!isPointer(pointer.type.type) || pointer.type.type.to.type.kind === 'void') {
    c.error('cpp-not-an-array', { type: typeText(unqualified(object.type)) }, place);
    return errorExpr(place);
  }
  if (!c.complete(pointer.type.type.to.type) && pointer.type.type.to.type.kind === 'record') {
    c.error('cpp-type-incomplete', { name: typeText(pointer.type.type.to) }, place);
    return errorExpr(place);
  }
  const sum: TExpr = {
    kind: 'pointerAdd',
    pointer,
    index: position,
    elementBytes: elementBytes(c, pointer.type.type),
    isMinus: false,
    type: pointer.type,
    isLvalue: false,
    ...at(place),
  };
  return deref(sum, place);
}

const isArrayLike = (expr: TExpr): boolean =>
  expr.type.type.kind === 'array' || expr.type.type.kind === 'pointer';

export { plain };
