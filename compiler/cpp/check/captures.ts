/**
 * Variables of the function around a lambda, seen inside it: fields of its closure.
 *
 * In: a local variable of an outer function. Out: the field; asked first of the lambda around, when
 * lambdas are nested. A constant that is known needs no capture.
 */
import type { TExpr, TInit } from '../typed-ast.ts';
import { plain, type FieldInfo, type QualType } from '../types.ts';
import { addressOf, bytesOf, deref, fieldOf, load, variableRef } from './build.ts';
import { at, errorExpr, type At, type Checker } from './checker.ts';
import type { FunctionState, LambdaState, VariableEntity } from './entities.ts';
import { constOf, isScalar, pointerTo, referenceTo, unqualified } from './relations.ts';

export function captureVariable(c: Checker, entity: VariableEntity, place: At): TExpr | undefined {
  const lambda = c.fn?.lambda;
  if (lambda === undefined) {
    if (c.unevaluated === 0) c.error('cpp-local-of-other-function', { name: entity.name }, place);
    return c.unevaluated === 0 ? errorExpr(place) : undefined;
  }
  const known = lambda.made.get(entity.name);
  if (known !== undefined) return captured(lambda, known.field, place);
  if (entity.constant !== undefined && entity.constant !== null) return { ...entity.constant, ...at(place) };
  const explicit = lambda.captures.find(({ name }) => name === entity.name);
  if (explicit === undefined && lambda.captureDefault === undefined) {
    if (c.unevaluated === 0) c.error('cpp-capture-missing', { name: entity.name }, place);
    return c.unevaluated === 0 ? errorExpr(place) : undefined;
  }
  const byReference = explicit?.byReference ?? lambda.captureDefault === '&';
  const outer = outside(c, lambda, () =>
    entity.inFunction === lambda.outer
      ? variableRef(c.useVariable(entity), place)
      : captureVariable(c, entity, place),
  );
  if (outer === undefined) return errorExpr(place);
  const type: QualType = byReference ? plain(referenceTo(outer.type)) : unqualified(outer.type);
  const init: TInit | undefined = byReference
    ? { kind: 'value', expr: addressOf(outer) }
    : isScalar(type.type)
      ? { kind: 'value', expr: load(outer) }
      : outside(c, lambda, () => c.hooks.initialiseFromArg(c, type, { kind: 'expr', expr: outer }, place));
  const field = addField(lambda, entity.name, type, init ?? { kind: 'zero' }, byReference);
  return captured(lambda, field, place);
}

/** `this` of the method around. */
export function captureThis(c: Checker, place: At): TExpr | undefined {
  const lambda = c.fn?.lambda;
  if (lambda === undefined) return undefined;
  const known = lambda.made.get('this');
  if (known !== undefined) return load(captured(lambda, known.field, place));
  const { outer } = lambda;
  const isAllowed =
    lambda.captureDefault !== undefined || lambda.captures.some(({ name }) => name === 'this');
  const value = outside(c, lambda, () =>
    outer.lambda === undefined
      ? outer.thisVariable === undefined
        ? undefined
        : load(variableRef(outer.thisVariable, place))
      : captureThis(c, place),
  );
  if (value === undefined) return undefined;
  if (!isAllowed) {
    c.error('cpp-capture-missing', { name: 'this' }, place);
    return value;
  }
  const field = addField(lambda, 'this', value.type, { kind: 'value', expr: value }, false);
  return load(captured(lambda, field, place));
}

function addField(
  lambda: LambdaState,
  name: string,
  type: QualType,
  init: TInit,
  isReference: boolean,
): FieldInfo {
  const { info } = lambda.cls;
  const bytes = type.type.kind === 'reference' ? 2 : bytesOf(type.type);
  const offset = info.fields.length === 0 ? 0 : info.size;
  const field: FieldInfo = { name, type, offset };
  info.fields = [...info.fields, field];
  info.size = Math.max(1, offset + bytes);
  lambda.cls.isEmpty = false;
  lambda.cls.fieldEntities.push({
    kind: 'field',
    name,
    field,
    owner: lambda.cls,
    access: 'public',
    isMutable: false,
  });
  lambda.made.set(name, { field, init, isReference });
  return field;
}

function captured(lambda: LambdaState, field: FieldInfo, place: At): TExpr {
  const pointer = load(variableRef(lambda.thisVariable, place));
  const closure = deref(
    {
      ...pointer,
      type: plain(pointerTo(lambda.isMutable ? plain(lambda.cls.type) : constOf(lambda.cls.type))),
    },
    place,
  );
  return fieldOf(closure, field, false, place);
}

function outside<T>(c: Checker, lambda: LambdaState, work: () => T): T {
  const fn: FunctionState = lambda.outer;
  return c.within({ fn, scope: lambda.outerScope }, work);
}
