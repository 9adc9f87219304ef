/**
 * Calls: functions, methods, function pointers, objects with operator(), `T(x)`.
 *
 * In: a call of the syntax tree. Out: a typed call after overload resolution.
 */
import type { Expr, Name, NamePart } from '../ast.ts';
import type { TExpr } from '../typed-ast.ts';
import { plain, type FunctionType, type QualType } from '../types.ts';
import { checkAccess } from './access.ts';
import { deref, integer } from './build.ts';
import { builtinCall, isBuiltinName } from './builtins.ts';
import { passArgument, passVariadic, argPlace } from './call-args.ts';
import { functionalCast } from './casts.ts';
import { at, errorExpr, isError, type Arg, type At, type Checker } from './checker.ts';
import { toValue } from './conversions.ts';
import type { Entity, FunctionEntity, FunctionSet, FunctionTemplate } from './entities.ts';
import {
  isPlainName,
  lastPart,
  lookupMember,
  lookupName,
  memberNames,
  nameText,
  partText,
  resolveQualifier,
} from './lookup.ts';
import { memberObject, unknownMember } from './members.ts';
import { freeCall, methodCall, resultShape } from './method-call.ts';
import { implicitFunction } from './implicit-functions.ts';
import { entityExpr, nameExpr, reportUnknown, thisExpr } from './names.ts';
import { associated, overloadedOperator } from './operator-calls.ts';
import { chooseOverload } from './overloads.ts';
import { isConstQual, isPointer, qualify, sameType } from './relations.ts';
import { resolveNamed, typeOfEntity } from './resolve-type.ts';
import { typeText } from './type-text.ts';
import { INT } from '../types.ts';
import { toBase } from './initialise.ts';

export function callExpr(c: Checker, ast: Expr & { kind: 'call' }): TExpr {
  const { callee } = ast;
  if (callee.kind === 'name') return callName(c, ast, callee.name);
  if (callee.kind === 'member') return callMember(c, ast, callee);
  return callValue(c, c.hooks.expr(c, callee), argsOf(c, ast.args), at(ast));
}

export const argsOf = (c: Checker, asts: readonly Expr[]): Arg[] => asts.map((ast) => c.hooks.arg(c, ast));

function callName(c: Checker, ast: Expr & { kind: 'call' }, name: Name): TExpr {
  const place = at(ast);
  const entity = lookupName(c, name);
  const part = lastPart(name);
  const hasTemplateArgs = part?.kind === 'identifier' && part.templateArgs !== undefined;
  if (entity === undefined) return callUnknown(c, ast, name);
  if (
    entity.kind === 'class' ||
    entity.kind === 'type' ||
    entity.kind === 'classTemplate' ||
    entity.kind === 'aliasTemplate'
  ) {
    const type =
      hasTemplateArgs || entity.kind === 'classTemplate'
        ? resolveNamed(c, name)
        : (typeOfEntity(entity) ?? resolveNamed(c, name));
    return functionalCast(c, type, ast.args, false, place);
  }
  const args = argsOf(c, ast.args);
  if (entity.kind !== 'functions') {
    const callee = hasTemplateArgs ? nameExpr(c, name) : entityExpr(c, entity, name);
    return callValue(c, callee, args, place);
  }
  return callSet(c, entity, name, args, place, hasTemplateArgs);
}

function callSet(
  c: Checker,
  set: FunctionSet,
  name: Name,
  args: readonly Arg[],
  place: At,
  hasTemplateArgs: boolean,
): TExpr {
  let overloads: readonly (FunctionEntity | FunctionTemplate)[] = set.overloads;
  const isMember = overloads.some(({ owner }) => owner !== undefined);
  if (!isMember && isPlainName(name)) {
    const more = associated(c, set.name, args).filter((fn) => !overloads.includes(fn));
    if (more.length > 0) overloads = [...overloads, ...more];
  }
  const owner = overloads.find((fn) => fn.owner !== undefined)?.owner;
  const self = isMember ? implicitObject(c, place) : undefined;
  const object =
    self !== undefined && owner !== undefined && self.type.type.kind === 'record' ? self : undefined;
  const explicit = hasTemplateArgs ? name : undefined;
  const fn = chooseOverload(c, overloads, { name: set.name, args, object, explicit, at: place });
  if (fn === undefined) return errorExpr(place);
  if (fn.owner !== undefined) checkAccess(c, fn.name, fn.access, fn.owner, place);
  if (fn.owner === undefined || fn.isStatic) return freeCall(c, fn, args, place);
  if (object === undefined) {
    if (c.unevaluated === 0) c.error('cpp-this-missing', { name: fn.name, class: fn.owner.info.name }, place);
    return c.unevaluated > 0 ? { ...errorExpr(place), ...resultShape(fn.fn) } : errorExpr(place);
  }
  return methodCall(c, fn, object, args, place, name.parts.length > 1);
}

/** `*this`, where there is one. */
function implicitObject(c: Checker, place: At): TExpr | undefined {
  const pointer = thisExpr(c, place);
  return pointer === undefined ? undefined : deref(pointer, place);
}

function callUnknown(c: Checker, ast: Expr & { kind: 'call' }, name: Name): TExpr {
  const place = at(ast);
  const text = nameText(name);
  if (isBuiltinName(text)) {
    const made = builtinCall(c, text, ast.args, place);
    if (made !== undefined) return made;
  }
  const args = argsOf(c, ast.args);
  if (isPlainName(name) && c.isC) {
    const fn = implicitFunction(c, text, place, true);
    if (fn !== undefined) {
      c.error('cpp-function-implicit', { name: text }, name);
      const chosen = chooseOverload(c, [fn], { name: text, args, at: place });
      return chosen === undefined ? errorExpr(place) : freeCall(c, chosen, args, place);
    }
  }
  if (isPlainName(name) && !c.isC) {
    const overloads = associated(c, text, args);
    if (overloads.length > 0) {
      const fn = chooseOverload(c, overloads, { name: text, args, at: place });
      return fn === undefined ? errorExpr(place) : freeCall(c, fn, args, place);
    }
  }
  reportUnknown(c, name, true);
  return errorExpr(place);
}

function callMember(c: Checker, ast: Expr & { kind: 'call' }, callee: Expr & { kind: 'member' }): TExpr {
  const place = at(ast);
  const last = lastPart(callee.name);
  const object = memberObject(c, callee);
  if (object === undefined) return errorExpr(ast);
  if (last?.kind === 'destructor') return destructorCall(c, object, place);
  const { type } = object.type;
  if (type.kind !== 'record') {
    return unknownMember(c, object, callee);
  }
  const found = findMember(c, object, callee.name, last);
  if (found === undefined) return unknownMember(c, object, callee);
  const { entity, isExact } = found;
  const nameAt = at(callee.name);
  if (entity.kind === 'functions') {
    const args = argsOf(c, ast.args);
    const explicit = last?.kind === 'identifier' && last.templateArgs !== undefined ? callee.name : undefined;
    const fn = chooseOverload(c, entity.overloads, {
      name: `${type.decl.name}::${entity.name}`,
      args,
      object,
      explicit,
      at: place,
    });
    if (fn === undefined) return errorExpr(place);
    if (fn.owner !== undefined) checkAccess(c, fn.name, fn.access, fn.owner, nameAt);
    return methodCall(c, fn, object, args, place, isExact);
  }
  return callValue(c, c.hooks.expr(c, callee), argsOf(c, ast.args), place);
}

function findMember(
  c: Checker,
  object: TExpr,
  name: Name,
  last: NamePart | undefined,
): { entity: Entity; isExact: boolean } | undefined {
  if (object.type.type.kind !== 'record') return undefined;
  let cls = c.classEntity(object.type.type.decl);
  if (name.parts.length > 1) {
    const qualifier = resolveQualifier(c, name);
    if (qualifier?.kind !== 'class') return undefined;
    cls = qualifier.cls;
  }
  if (last?.kind === 'conversion') {
    const wanted = c.hooks.resolveType(c, last.type);
    const fn = cls.conversions.find((candidate) => sameType(candidate.fn.type.result.type, wanted.type));
    return fn === undefined
      ? undefined
      : { entity: { kind: 'functions', name: fn.name, overloads: [fn] }, isExact: false };
  }
  const found = lookupMember(c, cls, partText(last));
  return found === undefined ? undefined : { entity: found.entity, isExact: name.parts.length > 1 };
}

/** `p->~T()` */
function destructorCall(c: Checker, object: TExpr, place: At): TExpr {
  const destructor = c.hooks.destructorOf(c, object.type.type);
  if (destructor === undefined)
    return { kind: 'toVoid', operand: object, type: plain({ kind: 'void' }), isLvalue: false, ...at(place) };
  return {
    kind: 'destroy',
    operand: object,
    destructor: c.use(destructor),
    type: plain({ kind: 'void' }),
    isLvalue: false,
    ...at(place),
  };
}

/** Not a function that a cast gave another type. */
const isOwnType = ({ fn, type: { type } }: TExpr & { kind: 'functionAddress' }): boolean =>
  type.kind === 'function' || (type.kind === 'pointer' && sameType(type.to.type, fn.type));

/** Through a pointer to function, or operator(). */
export function callValue(c: Checker, callee: TExpr, args: readonly Arg[], place: At): TExpr {
  if (isError(callee)) return errorExpr(place);
  if (callee.type.type.kind === 'record') {
    const made = overloadedOperator(c, '()', [{ kind: 'expr', expr: callee }, ...args], place);
    if (made !== undefined) return made;
  }
  const value = callee.type.type.kind === 'record' ? callee : toValue(c, callee);
  if (value.kind === 'functionAddress') {
    const entity = c.entityOf.get(value.fn);
    if (entity !== undefined && isOwnType(value)) {
      const fn = chooseOverload(c, [entity], { name: entity.name, args, at: place });
      return fn === undefined ? errorExpr(place) : freeCall(c, fn, args, place);
    }
  }
  const { type } = value.type;
  if (!isPointer(type) || type.to.type.kind !== 'function') {
    c.error('cpp-not-callable', { type: typeText(callee.type) }, place);
    return errorExpr(place);
  }
  return indirect(c, value, type.to.type, args, place);
}

function indirect(
  c: Checker,
  callee: TExpr,
  signature: FunctionType,
  args: readonly Arg[],
  place: At,
): TExpr {
  const { params } = signature;
  // In C, `void (*f)()` takes anything.
  const takesAny = c.isC && params.length === 0;
  if (!takesAny && (args.length < params.length || (args.length > params.length && !signature.isVariadic))) {
    c.error(
      args.length < params.length ? 'cpp-call-too-few' : 'cpp-call-too-many',
      {
        name: typeText(callee.type),
        wanted: params.length,
        count: args.length,
        signature: typeText(callee.type),
      },
      place,
    );
    return errorExpr(place);
  }
  const passed = args.map((arg, index) => {
    const param: QualType | undefined = params[index];
    return param === undefined ? passVariadic(c, arg) : passArgument(c, param, arg, argPlace(arg));
  });
  return {
    kind: 'indirectCall',
    callee,
    signature,
    args: passed,
    ...resultShape({ type: signature }),
    ...at(place),
  };
}

export { integer, INT, isConstQual, qualify, memberNames, toBase };
