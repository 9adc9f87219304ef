/**
 * Explicit conversions: `(T)x`, `T(x)`, static_cast, reinterpret_cast, const_cast.
 */
import type { Expr } from '../ast.ts';
import type { TExpr, TInit } from '../typed-ast.ts';
import { plain, sizeOf, type QualType, type Type } from '../types.ts';
import { addressOf, convert, deref, temporary } from './build.ts';
import { at, errorExpr, isError, type Arg, type At, type Checker } from './checker.ts';
import { chooseFunction, conversionOf, promoteBitField, scalarTo, toValue } from './conversions.ts';
import { discarded } from './operators.ts';
import {
  bindReference,
  convertArg,
  explicitUser,
  initialise,
  materialise,
  reportConversion,
  applyConversion,
  toBase,
  withDestructor,
} from './initialise.ts';
import { baseDistance, baseOffset, isIntegral, isScalar, sameType, unqualified } from './relations.ts';
import { typeText } from './type-text.ts';

export function castExpr(c: Checker, ast: Expr & { kind: 'cast' }): TExpr {
  if (ast.cast === 'dynamic') {
    c.error('cpp-unsupported', { construct: 'dynamic_cast' }, at(ast));
    return errorExpr(ast);
  }
  const [only] = ast.args;
  // `(int[]){1, 2}`: as many as there are.
  const node = ast.type;
  if (ast.isBraced && node.kind === 'array' && node.size === undefined && only?.kind === 'initList') {
    const of = c.hooks.resolveType(c, node.of);
    return functionalCast(c, plain({ kind: 'array', of, count: only.items.length }), ast.args, true, at(ast));
  }
  const type = node.kind === 'auto' ? autoCast(c, only) : c.hooks.resolveType(c, node);
  if (type.type.kind === 'error') return errorExpr(ast);
  if (ast.cast === 'functional') return functionalCast(c, type, ast.args, ast.isBraced, at(ast));
  if (only === undefined) return errorExpr(ast);
  if (only.kind === 'initList') return functionalCast(c, type, ast.args, true, at(ast));
  return castTo(c, type, c.hooks.arg(c, only), at(ast), ast.cast);
}

const autoCast = (c: Checker, only: Expr | undefined): QualType =>
  only === undefined ? plain({ kind: 'error' }) : unqualified(c.hooks.expr(c, only).type);

/** `T(a, b)`, `T{…}`, `T()` */
export function functionalCast(
  c: Checker,
  type: QualType,
  args: readonly Expr[],
  isBraced: boolean,
  place: At,
): TExpr {
  if (type.type.kind === 'error') return errorExpr(place);
  const [only] = args;
  if (type.type.kind === 'void')
    return args.length === 0
      ? {
          kind: 'toVoid',
          operand: scalarTo(
            { kind: 'integer', value: 0n, type: plain({ kind: 'bool' }), isLvalue: false, ...at(place) },
            { kind: 'bool' },
          ),
          type,
          isLvalue: false,
          ...at(place),
        }
      : castTo(c, type, c.hooks.arg(c, only as Expr), place, 'c');
  if (type.type.kind !== 'record' && type.type.kind !== 'array') {
    if (only === undefined || (only.kind === 'initList' && only.items.length === 0))
      return scalarTo(
        { kind: 'integer', value: 0n, type: plain({ kind: 'bool' }), isLvalue: false, ...at(place) },
        type.type,
      );
    if (args.length > 1) {
      c.error('cpp-too-many-values', { type: typeText(type), most: 1 }, place);
      return errorExpr(place);
    }
    if (only.kind === 'initList' && only.items[0] !== undefined)
      return castTo(c, type, c.hooks.arg(c, only.items[0].value), place, 'c');
    return castTo(c, type, c.hooks.arg(c, only), place, 'c');
  }
  if (!c.complete(type.type)) {
    c.error('cpp-type-incomplete', { name: typeText(type) }, place);
    return errorExpr(place);
  }
  const list =
    isBraced || only?.kind === 'initList'
      ? only?.kind === 'initList' && args.length === 1
        ? only
        : { kind: 'initList' as const, items: args.map((value) => ({ value })), ...at(place) }
      : undefined;
  const init = initialise(
    c,
    unqualified(type),
    list === undefined ? { kind: 'direct', args } : { kind: 'list', list },
    place,
  );
  if (init === undefined) return errorExpr(place);
  return withDestructor(c, temporary(init, type, place));
}

export function castTo(
  c: Checker,
  type: QualType,
  arg: Arg,
  place: At,
  cast: 'c' | 'static' | 'reinterpret' | 'const' | 'functional' | 'dynamic',
): TExpr {
  if (arg.kind === 'functions') {
    const fn = chooseFunction(c, arg, type.type.kind === 'reference' ? type.type.to.type : type.type);
    if (fn !== undefined)
      return {
        kind: 'functionAddress',
        fn: c.use(fn),
        type: unqualified(type),
        isLvalue: false,
        ...at(place),
      };
    const [only, ...others] = arg.set.overloads;
    if (only?.kind === 'function' && others.length === 0 && isScalar(type.type))
      return convert(
        {
          kind: 'functionAddress',
          fn: c.use(only),
          type: plain({ kind: 'pointer', to: plain(only.fn.type) }),
          isLvalue: false,
          ...at(place),
        },
        type.type,
      );
    reportConversion(c, arg, type, place);
    return errorExpr(place);
  }
  if (arg.kind === 'list') return errorExpr(place);
  const { expr } = arg;
  if (isError(expr)) return errorExpr(place);
  if (type.type.kind === 'void') return discarded(expr);
  if (type.type.kind === 'reference') return castReference(c, type.type, expr, place, cast);
  if (type.type.kind === 'record') {
    if (cast === 'reinterpret') return refuse(c, expr, type, place);
    if (c.isC && !sameType(expr.type.type, type.type)) return castToUnion(c, type, expr, place);
    const init = initialise0(c, type, arg, place);
    return init === undefined ? errorExpr(place) : withDestructor(c, temporary(init, type, place));
  }
  if (expr.type.type.kind === 'record') {
    const conversion = conversionOf(c, arg, plain(type.type)) ?? explicitUser(c, expr, type.type);
    if (conversion === undefined) return refuse(c, expr, type, place);
    return applyConversion(c, expr, conversion, type.type, place);
  }
  return scalarCast(c, type.type, toValue(c, expr), place, cast);
}

/** GNU C's `(Union)value`: the first member of the value's type gets it. */
function castToUnion(c: Checker, type: QualType, expr: TExpr, place: At): TExpr {
  const value = toValue(c, expr);
  const record = type.type.kind === 'record' && type.type.decl.tag === 'union' ? type.type.decl : undefined;
  const field = record?.fields.find((one) => sameType(one.type.type, value.type.type));
  if (field === undefined || !c.complete(type.type)) return refuse(c, expr, type, place);
  const init: TInit = { kind: 'value', expr: value };
  const items = [{ offset: field.offset, type: field.type, field, init }];
  return temporary({ kind: 'aggregate', items }, unqualified(type), place);
}

function initialise0(
  c: Checker,
  type: QualType,
  arg: Arg,
  place: At,
): ReturnType<Checker['hooks']['initialiseFromArg']> {
  if (type.type.kind !== 'record') return undefined;
  const cls = c.classEntity(type.type.decl);
  if (
    arg.kind === 'expr' &&
    arg.expr.type.type.kind === 'record' &&
    baseDistance(arg.expr.type.type.decl, type.type.decl) !== undefined
  )
    return c.hooks.initialiseFromArg(c, unqualified(type), arg, place);
  if (
    arg.kind === 'expr' &&
    arg.expr.type.type.kind === 'record' &&
    conversionOf(c, arg, plain(type.type)) !== undefined
  )
    return c.hooks.initialiseFromArg(c, unqualified(type), arg, place);
  return c.hooks.construct(c, cls, [arg], place, true);
}

function scalarCast(c: Checker, target: Type, value: TExpr, place: At, cast: string): TExpr {
  const from = value.type.type;
  const made = (expr: TExpr): TExpr => ({ ...expr, ...at(place) });
  if (from.kind === 'void' || target.kind === 'array' || target.kind === 'function')
    return refuse(c, value, plain(target), place);
  if (value.kind === 'functionAddress' && target.kind === 'pointer' && target.to.type.kind === 'function')
    return made({ ...value, type: plain(target) });
  if (from.kind === 'pointer' && target.kind === 'pointer') {
    const down = downcast(c, value, target, place);
    if (down !== undefined && cast !== 'reinterpret') return down;
    return made(scalarToPointer(value, target, cast));
  }
  const isBits = (type: Type): boolean =>
    isIntegral(type) || type.kind === 'enum' || type.kind === 'pointer' || type.kind === 'nullptr';
  if (
    (from.kind === 'pointer' && target.kind === 'float') ||
    (from.kind === 'float' && target.kind === 'pointer')
  )
    return refuse(c, value, plain(target), place);
  if (isScalar(from) && isScalar(target) && (isBits(from) || from.kind === 'float'))
    // A cast of a bit-field to its own type is a value of that type: it is promoted no more.
    return made(promoteBitField(value) === value ? scalarTo(value, target) : convert(value, target));
  return refuse(c, value, plain(target), place);
}

const scalarToPointer = (value: TExpr, target: Type, cast: string): TExpr =>
  sameType(value.type.type, target)
    ? value
    : cast === 'reinterpret'
      ? convert(value, target)
      : scalarTo(value, target);

/** Base* to Derived*: the other way along the offset. */
function downcast(
  c: Checker,
  value: TExpr,
  target: Type & { kind: 'pointer' },
  place: At,
): TExpr | undefined {
  const from = value.type.type;
  if (from.kind !== 'pointer' || from.to.type.kind !== 'record' || target.to.type.kind !== 'record')
    return undefined;
  c.complete(target.to.type);
  const steps = baseDistance(target.to.type.decl, from.to.type.decl);
  if (steps === undefined || steps === 0) return undefined;
  const offset = baseOffset(target.to.type.decl, from.to.type.decl);
  if (offset === 0) return convert(value, target);
  return {
    kind: 'pointerOffset',
    operand: value,
    offset: -offset,
    type: plain(target),
    isLvalue: false,
    ...at(place),
  };
}

function castReference(
  c: Checker,
  target: Type & { kind: 'reference' },
  expr: TExpr,
  place: At,
  cast: string,
): TExpr {
  const { to } = target;
  const shape = target.isRvalue ? { isXvalue: true } : {};
  const from = expr.type.type;
  if (
    cast !== 'reinterpret' &&
    from.kind === 'record' &&
    to.type.kind === 'record' &&
    from.decl !== to.type.decl
  ) {
    c.complete(from);
    c.complete(to.type);
    if (baseDistance(from.decl, to.type.decl) !== undefined)
      return { ...toBase(materialise(c, expr), to.type), type: to, ...shape };
    if (baseDistance(to.type.decl, from.decl) !== undefined) {
      const pointer: TExpr = {
        kind: 'pointerOffset',
        operand: addressOf(materialise(c, expr)),
        offset: -baseOffset(to.type.decl, from.decl),
        type: plain({ kind: 'pointer', to }),
        isLvalue: false,
        ...at(place),
      };
      return { kind: 'deref', pointer, type: to, isLvalue: true, ...shape, ...at(place) };
    }
  }
  const isObject = expr.isLvalue;
  if (isObject && (cast === 'reinterpret' || cast === 'c' || cast === 'const' || sameType(from, to.type))) {
    if (
      cast === 'c' &&
      !sameType(from, to.type) &&
      (from.kind === 'record' || to.type.kind === 'record') &&
      from.kind !== to.type.kind &&
      sizeOf(from) === undefined
    )
      return refuse(c, expr, plain(target), place);
    const pointer = convert(addressOf(expr), { kind: 'pointer', to });
    return { kind: 'deref', pointer, type: to, isLvalue: true, ...shape, ...at(place) };
  }
  const bound = bindReference(c, target, { kind: 'expr', expr }, place);
  return bound === undefined ? errorExpr(place) : { ...deref(bound, place), ...shape };
}

function refuse(c: Checker, expr: TExpr, target: QualType, place: At): TExpr {
  c.error('cpp-cast-impossible', { from: typeText(unqualified(expr.type)), to: typeText(target) }, place);
  return errorExpr(place);
}

export { convertArg };
