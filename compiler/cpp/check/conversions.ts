/**
 * Implicit conversions: whether there is one from an argument to a type, how good it is (C++11 §13.3.3),
 * and the nodes that do it for scalars.
 *
 * In: an argument, a target type. Out: a `Conversion` to rank, or a typed expression. What avr-gcc takes
 * only under -fpermissive (const dropped, void* to T*, int to enum) has rank BAD: after all others.
 */
import type { TExpr } from '../typed-ast.ts';
import { BOOL, INT, plain, UINT, type QualType, type Type } from '../types.ts';
import { convert, floating, integer, isRvalue, load } from './build.ts';
import { type Arg, type Checker } from './checker.ts';
import type { ClassEntity, FunctionEntity } from './entities.ts';
import {
  baseDistance,
  baseOffset,
  bitsOf,
  decay,
  isArithmetic,
  isConstQual,
  isIntegral,
  isInteger,
  isVolatileQual,
  promoted,
  qualify,
  sameFunction,
  sameType,
  unqualified,
} from './relations.ts';

export const EXACT = 0;
export const PROMOTION = 1;
export const CONVERSION = 2;
export const USER = 3;
export const ELLIPSIS = 4;
export const BAD = 5;

export interface Conversion {
  readonly rank: number;
  /** Qualifiers added on the way; fewer is better. */
  readonly qualifiers: number;
  /** Steps from derived to base; fewer is better. */
  readonly distance: number;
  readonly isToBool: boolean;
  /** How a reference binds: an rvalue prefers T&&, an lvalue const& is worse than &. */
  readonly binding: 'value' | 'lvalue' | 'rvalueToRvalue' | 'rvalueToLvalue';
  readonly user?: FunctionEntity | undefined;
  /** After the user's conversion. */
  readonly second?: Conversion | undefined;
}

const of = (rank: number, more: Partial<Conversion> = {}): Conversion => ({
  rank,
  qualifiers: 0,
  distance: 0,
  isToBool: false,
  binding: 'value',
  ...more,
});

/** Arrays and functions as pointers, objects as their values. Records stay what they are. */
export function toValue(c: Checker, expr: TExpr): TExpr {
  const { type } = expr.type;
  if (type.kind === 'array') {
    return {
      kind: 'addressOf',
      operand: expr,
      type: decay(expr.type),
      isLvalue: false,
      loc: expr.loc,
      end: expr.end,
    };
  }
  if (type.kind === 'function') return expr.kind === 'deref' ? expr.pointer : expr;
  if (!expr.isLvalue || type.kind === 'record' || type.kind === 'error' || type.kind === 'void') return expr;
  if (expr.kind === 'variable' && expr.type.isConst && !expr.type.isVolatile) {
    const entity = c.variableOf.get(expr.variable);
    if (entity !== undefined) {
      c.hooks.ensureVariable(c, entity);
      const known = entity.constant;
      if (known?.kind === 'integer' || known?.kind === 'float')
        return { ...known, loc: expr.loc, end: expr.end };
    }
  }
  // One of two values: a choice between two addresses would keep both variables in memory.
  if (expr.kind === 'conditional') {
    const { isXvalue: _, ...choice } = expr;
    return {
      ...choice,
      // oxlint-disable-next-line unicorn/no-thenable -- the answer taken
      then: toValue(c, expr.then),
      otherwise: toValue(c, expr.otherwise),
      type: unqualified(expr.type),
      isLvalue: false,
    };
  }
  return load(expr);
}

export const isNullConstant = (expr: TExpr): boolean =>
  expr.kind === 'integer' &&
  expr.value === 0n &&
  (isInteger(expr.type.type) || expr.type.type.kind === 'nullptr');

/** The best conversion of the argument to the parameter's type; undefined when there is none. */
export function conversionOf(
  c: Checker,
  arg: Arg,
  target: QualType,
  allowUser = true,
): Conversion | undefined {
  if (target.type.kind === 'error') return of(EXACT);
  if (arg.kind === 'functions') return functionConversion(c, arg, target);
  if (arg.kind === 'list') return listConversion(c, arg, target, allowUser);
  const { expr } = arg;
  if (expr.type.type.kind === 'error') return of(EXACT);
  if (target.type.kind === 'reference') return referenceConversion(c, expr, target.type, allowUser);
  return valueConversion(c, expr, target.type, allowUser);
}

function functionConversion(
  c: Checker,
  arg: Arg & { kind: 'functions' },
  target: QualType,
): Conversion | undefined {
  const type = target.type.kind === 'reference' ? target.type.to.type : target.type;
  return chooseFunction(c, arg, type) === undefined ? undefined : of(EXACT);
}

/** The overload a pointer-to-function type asks for. */
export function chooseFunction(
  c: Checker,
  arg: Arg & { kind: 'functions' },
  type: Type,
): FunctionEntity | undefined {
  const wanted = type.kind === 'pointer' ? type.to.type : type;
  if (wanted.kind !== 'function') return undefined;
  for (const fn of arg.set.overloads) {
    if (fn.kind === 'function' && sameFunction(fn.fn.type, wanted)) return fn;
  }
  for (const fn of arg.set.overloads) {
    if (fn.kind !== 'functionTemplate') continue;
    const made = c.hooks.deduceForType(c, fn, wanted, arg.at);
    if (made !== undefined) return made;
  }
  return undefined;
}

function listConversion(
  c: Checker,
  arg: Arg & { kind: 'list' },
  target: QualType,
  allowUser: boolean,
): Conversion | undefined {
  const type = target.type.kind === 'reference' ? target.type.to.type : target.type;
  if (target.type.kind === 'reference' && !target.type.isRvalue && !target.type.to.isConst) return undefined;
  const { items } = arg.list;
  if (type.kind === 'record') {
    const cls = c.classEntity(type.decl);
    c.complete(type);
    if (!allowUser) return undefined;
    const init = c.attempt(() => c.hooks.initialiseFromArg(c, plain(type), arg, arg.at));
    return init === undefined ? undefined : of(cls.hasUserConstructor ? USER : USER);
  }
  if (type.kind === 'array') return of(USER);
  const only = items[0];
  if (only === undefined) return of(EXACT);
  if (items.length > 1) return undefined;
  return conversionOf(c, c.hooks.arg(c, only.value), plain(type), allowUser);
}

/** Same class or array type but for qualifiers, or derived. */
function related(from: Type, to: Type): number | undefined {
  if (from.kind === 'record' && to.kind === 'record') return baseDistance(from.decl, to.decl);
  if (from.kind === 'array' && to.kind === 'array') {
    const sameCount = from.count === to.count || to.count === undefined;
    return sameCount && sameType(from.of.type, to.of.type) ? 0 : undefined;
  }
  if (from.kind === 'pointer' && to.kind === 'pointer') return sameType(from, to) ? 0 : undefined;
  return sameType(from, to) ? 0 : undefined;
}

const isBitField = (expr: TExpr): boolean => expr.kind === 'field' && expr.field.bits !== undefined;

function referenceConversion(
  c: Checker,
  expr: TExpr,
  target: Type & { kind: 'reference' },
  allowUser: boolean,
): Conversion | undefined {
  const { to } = target;
  if (expr.type.type.kind === 'record') c.complete(expr.type.type);
  if (to.type.kind === 'function') {
    const pointer = toValue(c, expr).type.type;
    return pointer.kind === 'pointer' && sameType(pointer.to.type, to.type)
      ? of(EXACT, { binding: 'lvalue' })
      : undefined;
  }
  const distance = related(expr.type.type, to.type);
  if (distance !== undefined) {
    const lost =
      (isConstQual(expr.type) && !isConstQual(to)) || (isVolatileQual(expr.type) && !isVolatileQual(to));
    const added =
      (isConstQual(to) && !isConstQual(expr.type) ? 1 : 0) +
      (isVolatileQual(to) && !isVolatileQual(expr.type) ? 1 : 0);
    const rank = distance > 0 ? CONVERSION : EXACT;
    const rvalue = isRvalue(expr);
    if (target.isRvalue) {
      if (!rvalue || lost) return undefined;
      return of(rank, { distance, qualifiers: added, binding: 'rvalueToRvalue' });
    }
    if (!rvalue) {
      if (lost)
        return isVolatileQual(expr.type) && !isVolatileQual(to) && isConstQual(to) && isScalarType(to.type)
          ? of(rank, { distance, qualifiers: added + 1 })
          : undefined;
      if (isBitField(expr) && !isConstQual(to)) return undefined;
      return of(rank, { distance, qualifiers: added, binding: 'lvalue' });
    }
    if (!isConstQual(to) || isVolatileQual(to)) return undefined;
    return of(rank, { distance, qualifiers: added, binding: 'rvalueToLvalue' });
  }
  if (!target.isRvalue && (!isConstQual(to) || isVolatileQual(to))) {
    if (!allowUser || expr.type.type.kind !== 'record') return undefined;
    return conversionFunction(c, expr, (result) =>
      result.type.kind === 'reference' &&
      !result.type.isRvalue &&
      sameType(result.type.to.type, to.type) &&
      (!result.type.to.isConst || to.isConst)
        ? of(EXACT, { binding: 'lvalue' })
        : undefined,
    );
  }
  const byValue = valueConversion(c, expr, to.type, allowUser);
  if (byValue === undefined) return undefined;
  return { ...byValue, binding: target.isRvalue ? 'rvalueToRvalue' : 'rvalueToLvalue' };
}

const isScalarType = (type: Type): boolean => type.kind !== 'record' && type.kind !== 'array';

function valueConversion(c: Checker, expr: TExpr, target: Type, allowUser: boolean): Conversion | undefined {
  const source = expr.type.type;
  if (target.kind === 'record') {
    if (source.kind === 'record') {
      c.complete(source);
      const distance = baseDistance(source.decl, target.decl);
      if (distance !== undefined) return of(distance > 0 ? CONVERSION : EXACT, { distance });
    }
    return allowUser ? userConversion(c, expr, target) : undefined;
  }
  if (source.kind === 'record') return allowUser ? userConversion(c, expr, target) : undefined;
  return standardConversion(c, expr, target);
}

/** Scalars to scalars. */
export function standardConversion(c: Checker, expr: TExpr, target: Type): Conversion | undefined {
  const from = decay(expr.type).type;
  if (from.kind === 'error' || target.kind === 'error') return of(EXACT);
  if (target.kind === 'void') return undefined;
  if (sameType(from, target)) return of(EXACT);
  if (target.kind === 'bool') {
    if (isArithmetic(from) || (from.kind === 'enum' && !from.decl.isScoped)) return of(CONVERSION);
    if (from.kind === 'pointer' || from.kind === 'nullptr') return of(CONVERSION, { isToBool: true });
    return undefined;
  }
  if (target.kind === 'int' || target.kind === 'float') {
    if (isArithmetic(from) || (from.kind === 'enum' && !from.decl.isScoped)) {
      const isPromotion =
        (target.kind === 'int' && from.kind !== 'float' && sameType(promoted(from), target)) ||
        (target.kind === 'float' &&
          target.name === 'double' &&
          from.kind === 'float' &&
          from.name === 'float');
      return of(isPromotion ? PROMOTION : CONVERSION);
    }
    if (from.kind === 'pointer' && target.kind === 'int') return of(BAD);
    return undefined;
  }
  if (target.kind === 'enum') {
    if (c.isC && isArithmetic(from)) return of(CONVERSION);
    return isIntegral(from) && !target.decl.isScoped ? of(BAD) : undefined;
  }
  if (target.kind === 'nullptr') return isNullConstant(expr) ? of(CONVERSION) : undefined;
  if (target.kind === 'pointer') return pointerConversion(c, expr, from, target);
  return undefined;
}

function pointerConversion(
  c: Checker,
  expr: TExpr,
  from: Type,
  target: Type & { kind: 'pointer' },
): Conversion | undefined {
  if (from.kind === 'nullptr' || isNullConstant(expr)) return of(CONVERSION);
  if (from.kind === 'int') return of(BAD, { qualifiers: 2 });
  if (from.kind !== 'pointer') return undefined;
  const lostConst = isConstQual(from.to) && !isConstQual(target.to);
  const lostVolatile = isVolatileQual(from.to) && !isVolatileQual(target.to);
  const added =
    (isConstQual(target.to) && !isConstQual(from.to) ? 1 : 0) +
    (isVolatileQual(target.to) && !isVolatileQual(from.to) ? 1 : 0);
  const isBad = lostConst || lostVolatile;
  const rank = (good: number): number => (isBad ? (c.isC ? CONVERSION : BAD) : good);
  if (similar(from.to.type, target.to.type)) return of(rank(EXACT), { qualifiers: added });
  if (target.to.type.kind === 'void') {
    if (from.to.type.kind === 'function') return of(BAD);
    return of(rank(CONVERSION), { qualifiers: added, distance: 100 });
  }
  if (from.to.type.kind === 'void') return of(c.isC ? CONVERSION : BAD);
  if (from.to.type.kind === 'record' && target.to.type.kind === 'record') {
    c.complete(from.to.type);
    const distance = baseDistance(from.to.type.decl, target.to.type.decl);
    if (distance !== undefined) return of(rank(CONVERSION), { qualifiers: added, distance });
  }
  if (c.isC) return of(BAD);
  return undefined;
}

/** Same type but for qualifiers deep inside (`char**` and `const char* const*`). */
function similar(a: Type, b: Type): boolean {
  if (a.kind === 'pointer' && b.kind === 'pointer') return similar(a.to.type, b.to.type);
  if (a.kind === 'array' && b.kind === 'array')
    return (
      (a.count === b.count || b.count === undefined || a.count === undefined) && similar(a.of.type, b.of.type)
    );
  return sameType(a, b);
}

/** By a constructor of the target or a conversion function of the source. */
export function userConversion(c: Checker, expr: TExpr, target: Type): Conversion | undefined {
  let best: Conversion | undefined;
  if (target.kind === 'record') {
    const cls = c.classEntity(target.decl);
    c.complete(target);
    const arg: Arg = { kind: 'expr', expr };
    for (const candidate of cls.constructors) {
      const made =
        candidate.kind === 'function' ? candidate : c.hooks.deduce(c, candidate, undefined, [arg], expr);
      if (made === undefined || made.isExplicit || made.isDeleted || !takesOne(made)) continue;
      const param = made.fn.type.params[0];
      if (param === undefined) continue;
      const first = conversionOf(c, arg, param, false);
      if (first === undefined) continue;
      const found = of(first.rank === BAD ? BAD : USER, { user: made, second: first });
      if (best === undefined || (best.second !== undefined && compare(first, best.second) < 0)) best = found;
    }
  }
  if (expr.type.type.kind === 'record') {
    const viaFunction = conversionFunction(c, expr, (result) => {
      const value: TExpr = {
        ...expr,
        type: result.type.kind === 'reference' ? result.type.to : result,
        isLvalue: result.type.kind === 'reference',
      };
      return valueConversion(c, value, target, false);
    });
    if (viaFunction !== undefined && (best === undefined || isRvalue(expr) === false)) best ??= viaFunction;
  }
  return best;
}

const takesOne = (fn: FunctionEntity): boolean => {
  const { params } = fn.fn.type;
  return params.length > 0 && params.every((_, index) => index === 0 || fn.defaults[index] !== undefined);
};

function conversionFunction(
  c: Checker,
  expr: TExpr,
  accepts: (result: QualType) => Conversion | undefined,
): Conversion | undefined {
  const { type } = expr.type;
  if (type.kind !== 'record') return undefined;
  let best: Conversion | undefined;
  for (const fn of conversionFunctions(c, c.classEntity(type.decl))) {
    if (fn.isExplicit || (isConstQual(expr.type) && !fn.isConst)) continue;
    const second = accepts(fn.fn.type.result);
    if (second === undefined) continue;
    // What they do to the object comes first, then what is left to convert.
    const added = fn.isConst && !isConstQual(expr.type) ? 1 : 0;
    const order = best?.second === undefined ? -1 : added - best.qualifiers || compare(second, best.second);
    if (order < 0) best = of(second.rank === BAD ? BAD : USER, { user: fn, second, qualifiers: added });
  }
  return best;
}

export function conversionFunctions(c: Checker, cls: ClassEntity): FunctionEntity[] {
  c.complete(cls.type);
  const all: FunctionEntity[] = [];
  for (let at: ClassEntity | undefined = cls; at !== undefined; at = at.base?.cls)
    all.push(...at.conversions);
  return all;
}

/** Below 0: `a` is better; 0: neither. */
export function compare(a: Conversion, b: Conversion): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.rank === USER) {
    if (a.user === b.user && a.second !== undefined && b.second !== undefined)
      return compare(a.second, b.second);
    return 0;
  }
  if (a.isToBool !== b.isToBool) return a.isToBool ? 1 : -1;
  if (a.distance !== b.distance) return a.distance - b.distance;
  if (a.binding !== b.binding) {
    if (a.binding === 'rvalueToRvalue' && b.binding === 'rvalueToLvalue') return -1;
    if (b.binding === 'rvalueToRvalue' && a.binding === 'rvalueToLvalue') return 1;
  }
  return a.qualifiers - b.qualifiers;
}

// ---- Doing it -------------------------------------------------------------------------------

/** The value of a bit-field that int holds is an int, whatever its type (C++11 4.5p5); others as they are. */
export function promoteBitField(value: TExpr): TExpr {
  if (value.kind !== 'load' || value.operand.kind !== 'field') return value;
  const { bits } = value.operand.field;
  const { type } = value.type;
  if (bits === undefined || type.kind !== 'int' || bits.width > 16) return value;
  return scalarTo(value, bits.width < 16 || type.isSigned ? INT : UINT);
}

/** A scalar value in another scalar type; constants are worked out. Whether it is allowed was asked before. */
export function scalarTo(expr: TExpr, target: Type): TExpr {
  const from = expr.type.type;
  if (from.kind === 'error' || target.kind === 'error')
    return { ...expr, type: plain(target), isLvalue: false };
  if (sameType(from, target))
    return expr.type.isConst || expr.type.isVolatile ? { ...expr, type: plain(target) } : expr;
  if (expr.kind === 'integer') {
    if (target.kind === 'float') return floating(Number(expr.value), target, expr);
    if (
      target.kind === 'bool' ||
      target.kind === 'int' ||
      target.kind === 'enum' ||
      target.kind === 'pointer' ||
      target.kind === 'nullptr'
    )
      return target.kind === 'pointer'
        ? integer(BigInt.asUintN(16, expr.value), target, expr)
        : integer(expr.value, target, expr);
  }
  if (expr.kind === 'float') {
    if (target.kind === 'float') return floating(expr.value, target, expr);
    if (target.kind === 'bool') return integer(expr.value !== 0 ? 1n : 0n, BOOL, expr);
    if ((target.kind === 'int' || target.kind === 'enum') && fits(expr.value, target))
      return integer(BigInt(Math.trunc(expr.value)), target, expr);
  }
  if (from.kind === 'nullptr' && (target.kind === 'pointer' || target.kind === 'bool'))
    return {
      kind: 'comma',
      left: expr,
      right: integer(0n, target, expr),
      type: plain(target),
      isLvalue: false,
      loc: expr.loc,
      end: expr.end,
    };
  if (from.kind === 'pointer' && target.kind === 'pointer') {
    const a = from.to.type;
    const b = target.to.type;
    if (a.kind === 'record' && b.kind === 'record' && a.decl !== b.decl) {
      const up = baseDistance(a.decl, b.decl);
      if (up !== undefined && baseOffset(a.decl, b.decl) !== 0)
        return {
          kind: 'pointerOffset',
          operand: expr,
          offset: baseOffset(a.decl, b.decl),
          type: plain(target),
          isLvalue: false,
          loc: expr.loc,
          end: expr.end,
        };
    }
  }
  return convert(expr, target);
}

const fits = (value: number, type: Type): boolean => {
  if (!Number.isFinite(value)) return false;
  const { bytes, isSigned } = bitsOf(type);
  const whole = Math.trunc(value);
  return isSigned ? Math.abs(whole) < 2 ** (bytes * 8 - 1) : whole >= 0 && whole < 2 ** (bytes * 8);
};

export { qualify };
