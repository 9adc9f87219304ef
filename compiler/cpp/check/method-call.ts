/**
 * A call whose function is chosen: `this`, virtual or not, the result as an expression.
 */
import type { TExpr } from '../typed-ast.ts';
import { plain } from '../types.ts';
import { addressOf } from './build.ts';
import { callArgs } from './call-args.ts';
import { at, type Arg, type At, type Checker } from './checker.ts';
import type { FunctionEntity } from './entities.ts';
import { materialise, toBase } from './initialise.ts';
import { isRecord, referred } from './relations.ts';

/** Type and category of a call's result. */
export function resultShape(fn: { readonly type: FunctionEntity['fn']['type'] }): {
  type: TExpr['type'];
  isLvalue: boolean;
  isXvalue?: boolean;
} {
  const { result } = fn.type;
  if (result.type.kind === 'reference')
    return { type: result.type.to, isLvalue: true, ...(result.type.isRvalue ? { isXvalue: true } : {}) };
  return { type: isRecord(result.type) ? result : plain(referred(result).type), isLvalue: false };
}

export function freeCall(c: Checker, fn: FunctionEntity, args: readonly Arg[], place: At): TExpr {
  if (fn.hasAutoResult) c.hooks.ensureBody(c, fn);
  const passed = callArgs(c, fn, args, place);
  return { kind: 'call', fn: c.use(fn), args: passed, ...resultShape(fn.fn), ...at(place) };
}

/** `isExact`: `Base::f()` calls that very function. */
export function methodCall(
  c: Checker,
  fn: FunctionEntity,
  object: TExpr,
  args: readonly Arg[],
  place: At,
  isExact: boolean,
): TExpr {
  if (fn.isStatic || fn.owner === undefined) {
    const call = freeCall(c, fn, args, place);
    return hasEffects(object) ? comma(object, call, place) : call;
  }
  if (fn.hasAutoResult) c.hooks.ensureBody(c, fn);
  const owner = toBase(materialise(c, object), fn.owner.type);
  const passed = [addressOf(owner, place), ...callArgs(c, fn, args, place)];
  const shape = resultShape(fn.fn);
  if (fn.isVirtual && fn.slot !== undefined && !isExact && isDynamic(owner)) {
    return {
      kind: 'virtualCall',
      record: fn.owner.info,
      slot: fn.slot,
      signature: fn.fn.type,
      args: passed,
      ...shape,
      ...at(place),
    };
  }
  return { kind: 'call', fn: c.use(fn), args: passed, ...shape, ...at(place) };
}

/** The object may be of a derived class. */
function isDynamic(object: TExpr): boolean {
  if (object.kind === 'basePart') return isDynamic(object.object);
  return (
    object.kind === 'deref' ||
    object.kind === 'call' ||
    object.kind === 'virtualCall' ||
    object.kind === 'indirectCall' ||
    object.kind === 'conditional' ||
    object.kind === 'comma' ||
    object.kind === 'assign' ||
    object.kind === 'copyRecord'
  );
}

const hasEffects = (object: TExpr): boolean =>
  object.kind !== 'variable' && object.kind !== 'field' && object.kind !== 'deref';

const comma = (object: TExpr, call: TExpr, place: At): TExpr => ({
  kind: 'comma',
  left: {
    kind: 'toVoid',
    operand: object,
    type: plain({ kind: 'void' }),
    isLvalue: false,
    loc: object.loc,
    end: object.end,
  },
  right: call,
  type: call.type,
  isLvalue: call.isLvalue,
  ...at(place),
});
