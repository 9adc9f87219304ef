/**
 * How objects come to be: default, value, copy, direct and list initialisation (C++11 §8.5), references
 * with their temporaries, aggregates with or without inner braces, designators.
 *
 * In: a type and an initialiser. Out: a TInit; undefined when nothing is to be done (or after a message).
 */
import type { Init, InitListExpr } from '../ast.ts';
import type { TExpr, TInit } from '../typed-ast.ts';
import { plain, type QualType, type Type } from '../types.ts';
import { addressOf, basePart, bytesOf, load, temporary } from './build.ts';
import { type Arg, type At, type Checker } from './checker.ts';
import { aggregateInit, isAggregate } from './aggregates.ts';
import { callArgs } from './call-args.ts';
import {
  chooseFunction,
  conversionOf,
  isNullConstant,
  scalarTo,
  toValue,
  userConversion,
  type Conversion,
} from './conversions.ts';
import type { ClassEntity, FunctionEntity } from './entities.ts';
import { chooseOverload } from './overloads.ts';
import { baseDistance, baseOffset, isConstQual, referred, sameType, unqualified } from './relations.ts';
import { constructorsOf, noteVtable } from './special-members.ts';
import { hasTrivialCopyConstructor, hasTrivialDefaultConstructor } from './triviality.ts';
import { typeText } from './type-text.ts';
import { warnOfNumber } from './warn-of-slips.ts';
import { checkAccess } from './access.ts';

export const ZERO: TInit = { kind: 'zero' };

export function initialise(
  c: Checker,
  target: QualType,
  init: Init | undefined,
  place: At,
): TInit | undefined {
  if (target.type.kind === 'error') return undefined;
  if (init === undefined) return defaultInit(c, target, place);
  switch (init.kind) {
    case 'copy':
      return initialiseFromArg(c, target, c.hooks.arg(c, init.expr), place);
    case 'list':
      return listInit(c, target, init.list, place, true);
    case 'direct': {
      const { type } = target;
      const [only] = init.args;
      if (type.kind === 'record') {
        const args = init.args.map((ast) => c.hooks.arg(c, ast));
        if (args.length === 0) return valueInit(c, target, place);
        return directRecord(c, type, args, place);
      }
      if (only === undefined) return valueInit(c, target, place);
      if (init.args.length > 1) {
        c.error('cpp-too-many-values', { type: typeText(target), most: 1 }, place);
        return undefined;
      }
      return initialiseFromArg(c, target, c.hooks.arg(c, only), place, true);
    }
  }
}

/** `T x;` */
export function defaultInit(c: Checker, target: QualType, place: At): TInit | undefined {
  const { type } = target;
  if (type.kind === 'reference') {
    c.error('cpp-reference-without-object', {}, place);
    return undefined;
  }
  if (type.kind === 'array') {
    const element = defaultInit(c, type.of, place);
    return element === undefined ? undefined : repeat(type, element);
  }
  if (type.kind !== 'record') return undefined;
  const cls = c.classEntity(type.decl);
  if (!c.complete(type)) return undefined;
  if (hasTrivialDefaultConstructor(c, cls) && !hasDeletedDefault(cls)) return undefined;
  return construct(c, cls, [], place, true);
}

const hasDeletedDefault = (cls: ClassEntity): boolean =>
  cls.constructors.some((fn) => fn.kind === 'function' && fn.isDeleted && fn.fn.type.params.length === 0);

const repeat = (type: Type & { kind: 'array' }, element: TInit): TInit => ({
  kind: 'repeat',
  count: type.count ?? 0,
  elementBytes: bytesOf(type.of.type),
  element,
});

/** `T()`, `T{}`: zero, unless a constructor says otherwise. */
export function valueInit(c: Checker, target: QualType, place: At): TInit | undefined {
  const { type } = target;
  if (type.kind === 'array') {
    const element = valueInit(c, type.of, place);
    return element === undefined || element.kind === 'zero' ? ZERO : repeat(type, element);
  }
  if (type.kind !== 'record') return ZERO;
  const cls = c.classEntity(type.decl);
  c.complete(type);
  if (hasTrivialDefaultConstructor(c, cls)) return ZERO;
  return construct(c, cls, [], place, true);
}

/** From one argument, as `= arg` does; `isDirect` lets explicit conversions in. */
export function initialiseFromArg(
  c: Checker,
  target: QualType,
  arg: Arg,
  place: At,
  isDirect = false,
): TInit | undefined {
  const { type } = target;
  if (type.kind === 'reference') {
    const pointer = bindReference(c, type, arg, place);
    return pointer === undefined ? undefined : { kind: 'value', expr: pointer };
  }
  if (arg.kind === 'list') return listInit(c, target, arg.list, place, false);
  if (arg.kind === 'expr' && arg.expr.type.type.kind === 'error') return undefined;
  if (type.kind === 'record') {
    if (isDirect) return directRecord(c, type, [arg], place);
    return copyRecord(c, type, arg, place);
  }
  if (type.kind === 'array') return arrayFromArg(c, target, arg, place);
  const value = convertArg(c, arg, type, place, isDirect);
  return value === undefined ? undefined : { kind: 'value', expr: value };
}

function arrayFromArg(c: Checker, target: QualType, arg: Arg, place: At): TInit | undefined {
  const { type } = target;
  if (type.kind !== 'array' || arg.kind !== 'expr') return undefined;
  const { expr } = arg;
  const text = stringBytes(expr);
  if (text !== undefined && type.of.type.kind === 'int') {
    const room = (type.count ?? 0) * type.of.type.bytes;
    // In C the final 0 may be left out.
    const least = c.isC ? text.length - type.of.type.bytes : text.length;
    // Like avr-gcc under -fpermissive, what does not fit is left out.
    if (room === 0 && least > 0) {
      c.error('cpp-unsupported', { construct: 'struct { … x[]; } = { … }' }, expr);
    } else if (least > room) {
      c.error('cpp-text-too-long', { room, length: text.length }, expr);
    }
    return { kind: 'bytes', bytes: text.slice(0, room) };
  }
  if (
    sameType(expr.type.type, type) ||
    (expr.type.type.kind === 'array' &&
      sameType(expr.type.type.of.type, type.of.type) &&
      expr.type.type.count === type.count)
  )
    return { kind: 'value', expr: load(expr) };
  c.error('cpp-array-needs-braces', { type: typeText(target) }, place);
  return undefined;
}

export const stringBytes = (expr: TExpr): Uint8Array | undefined =>
  expr.kind === 'string' && !expr.isFlash ? expr.bytes : undefined;

export function listInit(
  c: Checker,
  target: QualType,
  list: InitListExpr,
  place: At,
  isDirect: boolean,
): TInit | undefined {
  const { type } = target;
  const [only] = list.items;
  if (type.kind === 'reference') {
    if (
      list.items.length === 1 &&
      only !== undefined &&
      only.value.kind !== 'initList' &&
      conversionOf(c, c.hooks.arg(c, only.value), target) !== undefined
    )
      return initialiseFromArg(c, target, c.hooks.arg(c, only.value), place);
    const init = listInit(c, unqualified(type.to), list, place, isDirect);
    if (init === undefined) return undefined;
    return { kind: 'value', expr: addressOf(withDestructor(c, temporary(init, type.to, place))) };
  }
  if (type.kind === 'array') {
    if (
      list.items.length === 1 &&
      only !== undefined &&
      only.designator === undefined &&
      only.value.kind === 'string' &&
      type.of.type.kind === 'int'
    )
      return arrayFromArg(c, target, c.hooks.arg(c, only.value), place);
    return aggregateInit(c, target, list);
  }
  if (type.kind === 'record') {
    const cls = c.classEntity(type.decl);
    c.complete(type);
    if (
      list.items.length === 1 &&
      only !== undefined &&
      only.designator === undefined &&
      only.value.kind !== 'initList'
    ) {
      const arg = c.hooks.arg(c, only.value);
      if (
        arg.kind === 'expr' &&
        arg.expr.type.type.kind === 'record' &&
        baseDistance(arg.expr.type.type.decl, type.decl) !== undefined
      )
        return initialiseFromArg(c, target, arg, place);
    }
    if (isAggregate(cls))
      return list.items.length === 0 && hasTrivialDefaultConstructor(c, cls)
        ? ZERO
        : aggregateInit(c, target, list);
    if (list.items.length === 0) return valueInit(c, target, place);
    return construct(
      c,
      cls,
      list.items.map(({ value }) => c.hooks.arg(c, value)),
      place,
      isDirect,
    );
  }
  if (only === undefined) return ZERO;
  if (list.items.length > 1) {
    c.error('cpp-too-many-values', { type: typeText(target), most: 1 }, place);
    return undefined;
  }
  return initialiseFromArg(c, target, c.hooks.arg(c, only.value), place, isDirect);
}

// ---- Records --------------------------------------------------------------------------------

function directRecord(
  c: Checker,
  type: Type & { kind: 'record' },
  args: readonly Arg[],
  place: At,
): TInit | undefined {
  const [only] = args;
  if (args.length === 1 && only?.kind === 'expr' && only.expr.type.type.kind === 'record') {
    if (baseDistance(only.expr.type.type.decl, type.decl) !== undefined)
      return copyRecord(c, type, only, place);
  }
  return construct(c, c.classEntity(type.decl), args, place, true);
}

/** `T x = arg;` */
function copyRecord(c: Checker, type: Type & { kind: 'record' }, arg: Arg, place: At): TInit | undefined {
  const cls = c.classEntity(type.decl);
  c.complete(type);
  if (arg.kind !== 'expr') return construct(c, cls, [arg], place, false);
  const { expr } = arg;
  const source = expr.type.type;
  const distance = source.kind === 'record' ? baseDistance(source.decl, type.decl) : undefined;
  if (distance !== undefined) {
    // Made in place instead of copied.
    if (distance === 0 && expr.kind === 'temporary') return expr.init;
    if (distance === 0 && !expr.isLvalue) return { kind: 'value', expr };
    const object = toBase(materialise(c, expr), type);
    if (hasTrivialCopyConstructor(c, cls)) return { kind: 'value', expr: load(object) };
    return construct(c, cls, [{ kind: 'expr', expr: object }], place, true);
  }
  const conversion = userConversion(c, expr, type);
  if (conversion?.user === undefined) {
    reportConversion(c, arg, plain(type), place);
    return undefined;
  }
  if (conversion.user.fn.isConstructor) return constructWith(c, conversion.user, cls, [arg], place);
  const made = callConversion(c, conversion.user, expr, place);
  return copyRecord(c, type, { kind: 'expr', expr: made }, place);
}

/** By the constructor the arguments choose. */
export function construct(
  c: Checker,
  cls: ClassEntity,
  args: readonly Arg[],
  place: At,
  allowExplicit: boolean,
): TInit | undefined {
  if (!c.complete(cls.type)) {
    c.error('cpp-type-incomplete', { name: cls.info.name }, place);
    return undefined;
  }
  const [only] = args;
  if (
    args.length === 1 &&
    only?.kind === 'expr' &&
    only.expr.type.type.kind === 'record' &&
    only.expr.type.type.decl === cls.info &&
    hasTrivialCopyConstructor(c, cls)
  ) {
    return copyTrivial(only.expr);
  }
  const fn = chooseOverload(c, constructorsOf(c, cls), {
    name: cls.info.name,
    args,
    at: place,
    allowExplicit,
  });
  return fn === undefined ? undefined : constructWith(c, fn, cls, args, place);
}

function copyTrivial(expr: TExpr): TInit {
  if (expr.kind === 'temporary') return expr.init;
  return { kind: 'value', expr: expr.isLvalue ? load(expr) : expr };
}

function constructWith(
  c: Checker,
  fn: FunctionEntity,
  cls: ClassEntity,
  args: readonly Arg[],
  place: At,
): TInit {
  checkAccess(c, cls.name, fn.access, fn.owner ?? cls, place);
  const passed = callArgs(c, fn, args, place);
  noteVtable(c, cls);
  return { kind: 'construct', constructor: c.use(fn), args: passed };
}

export function callConversion(c: Checker, fn: FunctionEntity, object: TExpr, place: At): TExpr {
  const { result } = fn.fn.type;
  if (fn.pointerTo !== undefined)
    return {
      kind: 'functionAddress',
      fn: c.use(fn.pointerTo),
      type: result,
      isLvalue: false,
      loc: place.loc,
      end: place.end,
    };
  const lvalue = toBase(materialise(c, object), fn.owner?.type ?? object.type.type);
  return {
    kind: 'call',
    fn: c.use(fn),
    args: [addressOf(lvalue)],
    type: referred(result),
    isLvalue: result.type.kind === 'reference',
    loc: place.loc,
    end: place.end,
  };
}

/** A record value as an object with an address. */
export function materialise(c: Checker, expr: TExpr): TExpr {
  if (expr.isLvalue) return expr;
  return withDestructor(c, temporary({ kind: 'value', expr }, expr.type, expr));
}

export function withDestructor(c: Checker, expr: TExpr): TExpr {
  if (expr.kind !== 'temporary' || expr.destructor !== undefined) return expr;
  const destructor = c.hooks.destructorOf(c, expr.type.type);
  return destructor === undefined ? expr : { ...expr, destructor: c.use(destructor) };
}

export function toBase(object: TExpr, type: Type): TExpr {
  const from = object.type.type;
  if (from.kind !== 'record' || type.kind !== 'record' || from.decl === type.decl) return object;
  return basePart(object, type, baseOffset(from.decl, type.decl), object);
}

// ---- Scalars and references -----------------------------------------------------------------

/** The argument as a value of a scalar type. */
export function convertArg(
  c: Checker,
  arg: Arg,
  target: Type,
  place: At,
  isExplicit = false,
): TExpr | undefined {
  if (target.kind === 'error') return undefined;
  if (arg.kind === 'functions') {
    const fn = chooseFunction(c, arg, target);
    if (fn !== undefined)
      return {
        kind: 'functionAddress',
        fn: c.use(fn),
        type: plain(target),
        isLvalue: false,
        loc: place.loc,
        end: place.end,
      };
    reportConversion(c, arg, plain(target), place);
    return undefined;
  }
  if (arg.kind === 'list') {
    const init = listInit(c, plain(target), arg.list, place, false);
    if (init === undefined) return undefined;
    return init.kind === 'value'
      ? init.expr
      : scalarTo(
          { kind: 'integer', value: 0n, type: plain({ kind: 'bool' }), isLvalue: false, ...place },
          target,
        );
  }
  const conversion =
    conversionOf(c, arg, plain(target)) ?? (isExplicit ? explicitUser(c, arg.expr, target) : undefined);
  if (conversion === undefined) {
    reportConversion(c, arg, plain(target), place);
    return undefined;
  }
  if (!isExplicit) warnOfNumber(c, arg.expr, target, place);
  return applyConversion(c, arg.expr, conversion, target, place);
}

/** `explicit operator bool` in a condition. */
export function explicitUser(c: Checker, expr: TExpr, target: Type): Conversion | undefined {
  if (expr.type.type.kind !== 'record') return undefined;
  c.complete(expr.type.type);
  for (
    let cls: ClassEntity | undefined = c.classEntity(expr.type.type.decl);
    cls !== undefined;
    cls = cls.base?.cls
  ) {
    for (const fn of cls.conversions) {
      if (isConstQual(expr.type) && !fn.isConst) continue;
      if (sameType(fn.fn.type.result.type, target))
        return { rank: 3, qualifiers: 0, distance: 0, isToBool: false, binding: 'value', user: fn };
    }
  }
  return undefined;
}

export function applyConversion(
  c: Checker,
  expr: TExpr,
  conversion: Conversion,
  target: Type,
  place: At,
): TExpr {
  if (conversion.user === undefined) {
    const value = toValue(c, expr);
    if (value.kind === 'functionAddress' && target.kind === 'pointer')
      return { ...value, type: plain(target) };
    if (value.type.type.kind === 'int' && target.kind === 'pointer' && !isNullConstant(value) && !c.isC)
      c.error('cpp-pointer-from-number', { type: typeText(plain(target)) }, place);
    return scalarTo(value, target);
  }
  const made = callConversion(c, conversion.user, expr, place);
  return scalarTo(toValue(c, made), target);
}

/** The address a reference holds. */
export function bindReference(
  c: Checker,
  type: Type & { kind: 'reference' },
  arg: Arg,
  place: At,
): TExpr | undefined {
  const { to } = type;
  if (to.type.kind === 'error') return undefined;
  if (arg.kind === 'expr' && arg.expr.type.type.kind === 'error') return undefined;
  if (to.type.kind === 'function') {
    if (arg.kind === 'functions') return convertArg(c, arg, { kind: 'pointer', to }, place);
    if (arg.kind === 'expr') return toValue(c, arg.expr);
  }
  if (arg.kind === 'list') {
    const init = listInit(c, plain(type), arg.list, place, false);
    return init?.kind === 'value' ? init.expr : undefined;
  }
  const conversion = conversionOf(c, arg, plain(type));
  if (conversion === undefined) {
    reportReference(c, type, arg, place);
    return undefined;
  }
  if (arg.kind !== 'expr') return undefined;
  const { expr } = arg;
  if (conversion.user === undefined) {
    const object = directObject(c, expr, to);
    if (object !== undefined) return addressOf(object, place);
  } else if (!conversion.user.fn.isConstructor && conversion.user.fn.type.result.type.kind === 'reference') {
    const made = callConversion(c, conversion.user, expr, place);
    const object = directObject(c, made, to);
    if (object !== undefined) return addressOf(object, place);
  }
  const init = initialiseFromArg(c, unqualified(to), arg, place);
  if (init === undefined) return undefined;
  return addressOf(withDestructor(c, temporary(init, unqualified(to), place)), place);
}

/** The object itself when the reference can be to it. */
function directObject(c: Checker, expr: TExpr, to: QualType): TExpr | undefined {
  const from = expr.type.type;
  if (
    from.kind === 'record' &&
    to.type.kind === 'record' &&
    baseDistance(from.decl, to.type.decl) !== undefined
  )
    return toBase(materialise(c, expr), to.type);
  if (!expr.isLvalue || (expr.kind === 'field' && expr.field.bits !== undefined)) return undefined;
  if (sameType(from, to.type)) return expr;
  if (from.kind === 'array' && to.type.kind === 'array' && sameType(from.of.type, to.type.of.type))
    return expr;
  return undefined;
}

function reportReference(c: Checker, type: Type & { kind: 'reference' }, arg: Arg, place: At): void {
  if (
    arg.kind === 'expr' &&
    sameType(arg.expr.type.type, type.to.type) &&
    isConstQual(arg.expr.type) &&
    arg.expr.isLvalue
  ) {
    c.error('cpp-reference-drops-const', { type: typeText(plain(type)) }, place);
    return;
  }
  if (
    arg.kind === 'expr' &&
    (!arg.expr.isLvalue || !sameType(arg.expr.type.type, type.to.type)) &&
    !type.to.isConst &&
    !type.isRvalue
  ) {
    c.error('cpp-reference-needs-variable', { type: typeText(type.to) }, place);
    return;
  }
  reportConversion(c, arg, plain(type), place);
}

export function reportConversion(c: Checker, arg: Arg, target: QualType, place: At): void {
  const given =
    arg.kind === 'expr'
      ? typeText(unqualified(arg.expr.type))
      : arg.kind === 'list'
        ? '{…}'
        : `${arg.set.name}()`;
  if (arg.kind === 'expr' && arg.expr.type.type.kind === 'error') return;
  if (arg.kind === 'expr' && arg.expr.type.type.kind === 'void') c.error('cpp-value-void', {}, place);
  else c.error('cpp-not-assignable', { from: given, to: typeText(target) }, place);
}
