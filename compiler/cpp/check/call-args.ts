/**
 * Arguments of a call whose function is chosen: converted to the parameters, defaults filled in,
 * promoted where an ellipsis takes them.
 */
import type { TExpr } from '../typed-ast.ts';
import { FLOATS, type QualType } from '../types.ts';
import { load, temporary } from './build.ts';
import { errorExpr, type Arg, type At, type Checker } from './checker.ts';
import { promoteBitField, scalarTo, toValue } from './conversions.ts';
import type { FunctionEntity } from './entities.ts';
import { promoted } from './relations.ts';

export function callArgs(c: Checker, fn: FunctionEntity, args: readonly Arg[], place: At): TExpr[] {
  const passed: TExpr[] = [];
  const { params } = fn.fn.type;
  for (const [index, param] of params.entries()) {
    const arg = args[index];
    passed.push(
      arg === undefined ? defaultArg(c, fn, index, param, place) : passArgument(c, param, arg, argPlace(arg)),
    );
  }
  for (const arg of args.slice(params.length)) passed.push(passVariadic(c, arg));
  return passed;
}

export const argPlace = (arg: Arg): At => (arg.kind === 'expr' ? arg.expr : arg.at);

function defaultArg(c: Checker, fn: FunctionEntity, index: number, param: QualType, place: At): TExpr {
  const value = fn.defaults[index];
  if (value === undefined) return errorExpr(place);
  return c.within({ scope: value.scope, unit: value.unit, position: Infinity, fn: undefined }, () =>
    passArgument(c, param, c.hooks.arg(c, value.expr), place),
  );
}

export function passArgument(c: Checker, param: QualType, arg: Arg, place: At): TExpr {
  const init = c.hooks.initialiseFromArg(c, param, arg, place);
  if (init === undefined) return errorExpr(place);
  if (param.type.kind !== 'record') {
    if (init.kind === 'value') return init.expr;
    return scalarTo(
      {
        kind: 'integer',
        value: 0n,
        type: { type: { kind: 'bool' }, isConst: false, isVolatile: false },
        isLvalue: false,
        loc: place.loc,
        end: place.end,
      },
      param.type,
    );
  }
  if (param.type.decl.isTrivial)
    return init.kind === 'value' ? init.expr : load(temporary(init, param, place));
  const made = temporary(init, { ...param, isConst: false }, place);
  const destructor = c.hooks.destructorOf(c, param.type);
  return destructor === undefined || made.kind !== 'temporary'
    ? made
    : { ...made, destructor: c.use(destructor) };
}

/** Default promotions: small integers to int, float to double. */
export function passVariadic(c: Checker, arg: Arg): TExpr {
  if (arg.kind !== 'expr') return errorExpr(arg.at);
  const value = promoteBitField(toValue(c, arg.expr));
  const { type } = value.type;
  if (type.kind === 'record') {
    if (!type.decl.isTrivial) c.error('cpp-variadic-object', { type: type.decl.name }, arg.expr);
    return value.isLvalue ? load(value) : value;
  }
  if (type.kind === 'float') return scalarTo(value, FLOATS.double);
  if (type.kind === 'enum' && type.decl.isScoped) return scalarTo(value, promoted(type.decl.underlying));
  return scalarTo(value, promoted(type));
}
