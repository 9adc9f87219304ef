/**
 * `a = b` on objects: their operator=, or a copy of bytes.
 */
import type { TExpr, TInit } from '../typed-ast.ts';
import { plain } from '../types.ts';
import { load, temporary } from './build.ts';
import { errorExpr, type Arg, type At, type Checker } from './checker.ts';
import { methodCall } from './method-call.ts';
import { isConstQual, sameType } from './relations.ts';
import { chooseOverload } from './overloads.ts';
import { assignmentOperators } from './special-members.ts';
import { hasTrivialAssignment } from './triviality.ts';
import { materialise, toBase } from './initialise.ts';
import { assignsOwnClass } from './triviality.ts';

export function assignRecord(c: Checker, assigned: TExpr, arg: Arg, place: At): TExpr {
  // Objects that only live for the expression may be assigned to: `EEPROM[2] = 5`.
  const target = materialise(c, assigned);
  const { type } = target.type;
  if (type.kind !== 'record') return errorExpr(place);
  c.complete(type);
  const cls = c.classEntity(type.decl);
  if (isConstQual(target.type)) {
    c.error(
      'cpp-assign-const',
      { name: target.kind === 'variable' ? target.variable.display : type.decl.name },
      place,
    );
    return errorExpr(place);
  }
  const isTrivial = hasTrivialAssignment(c, cls);
  const operators = assignmentOperators(c, cls);
  const hasOwn = operators.some((fn) => fn.implicit === undefined);
  if (isTrivial && !hasOwn) return copyBytes(c, target, arg, place);
  const fn = chooseOverload(c, operators, {
    name: `${type.decl.name}::operator=`,
    args: [arg],
    object: target,
    at: place,
  });
  if (fn === undefined) return errorExpr(place);
  if (isTrivial && assignsOwnClass(fn)) return copyBytes(c, target, arg, place);
  return methodCall(c, fn, target, [arg], place, false);
}

function copyBytes(c: Checker, target: TExpr, arg: Arg, place: At): TExpr {
  const { type } = target.type;
  let source: TExpr;
  if (arg.kind === 'expr' && arg.expr.type.type.kind === 'record' && sameType(arg.expr.type.type, type))
    source = materialise(c, arg.expr);
  else if (
    arg.kind === 'expr' &&
    arg.expr.type.type.kind === 'record' &&
    arg.expr.isLvalue &&
    isDerived(arg.expr, target)
  )
    source = toBase(arg.expr, type);
  else {
    const init: TInit | undefined = c.hooks.initialiseFromArg(c, plain(type), arg, place);
    if (init === undefined) return errorExpr(place);
    source = temporary(init, plain(type), place);
  }
  return {
    kind: 'copyRecord',
    target,
    source,
    type: target.type,
    isLvalue: true,
    loc: place.loc,
    end: place.end,
  };
}

const isDerived = (expr: TExpr, target: TExpr): boolean => {
  const from = expr.type.type;
  const to = target.type.type;
  if (from.kind !== 'record' || to.kind !== 'record') return false;
  for (let at = from.decl.base; at !== undefined; at = at.record.base) if (at.record === to.decl) return true;
  return false;
};

export { load };
