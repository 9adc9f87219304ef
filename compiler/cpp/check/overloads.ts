/**
 * Overload resolution: the one function a call means (C++11 §13.3), and what is wrong when there is none.
 *
 * In: candidates with their arguments (`object` first for methods). Out: the best, or undefined after a
 * message that says what the call wanted.
 */
import type { Name } from '../ast.ts';
import type { TExpr } from '../typed-ast.ts';
import type { QualType } from '../types.ts';
import { isRvalue } from './build.ts';
import { type Arg, type At, type Checker } from './checker.ts';
import { BAD, compare, conversionOf, ELLIPSIS, EXACT, USER, type Conversion } from './conversions.ts';
import type { FunctionEntity, FunctionTemplate } from './entities.ts';
import { baseDistance, isConstQual, isVolatileQual } from './relations.ts';
import { typeText } from './type-text.ts';

interface Candidate {
  readonly fn: FunctionEntity;
  readonly conversions: readonly (Conversion | undefined)[];
}

export interface CallShape {
  readonly name: string;
  readonly args: readonly Arg[];
  /** Of a method call. */
  readonly object?: TExpr | undefined;
  /** Template arguments as written. */
  readonly explicit?: Name | undefined;
  readonly at: At;
  /** Constructors marked explicit may be used. */
  readonly allowExplicit?: boolean;
}

/** The best candidate. Silent unless `report`. */
export function chooseOverload(
  c: Checker,
  overloads: readonly (FunctionEntity | FunctionTemplate)[],
  call: CallShape,
  report = true,
): FunctionEntity | undefined {
  const functions: FunctionEntity[] = [];
  for (const overload of overloads) {
    if (overload.kind === 'function') {
      if (call.explicit === undefined || overload.template !== undefined) functions.push(overload);
      continue;
    }
    const made = c.hooks.deduce(c, overload, call.explicit, call.args, call.at);
    if (made !== undefined) functions.push(made);
  }
  const first = functions[0];
  const viable: Candidate[] = [];
  for (const fn of functions) {
    if (fn.isExplicit && call.allowExplicit === false) continue;
    const conversions = viability(c, fn, call);
    if (conversions !== undefined) viable.push({ fn, conversions });
  }
  if (viable.length === 0) {
    if (report && !hasErrorArg(call)) reportNone(c, functions, overloads.length, call);
    return undefined;
  }
  if (viable.length === 1) return checked(c, viable[0]?.fn, call, report);
  let best = viable[0] as Candidate;
  for (const candidate of viable) if (candidate !== best && isBetter(c, candidate, best)) best = candidate;
  for (const candidate of viable) {
    if (candidate === best || isBetter(c, best, candidate)) continue;
    if (hasErrorArg(call)) return best.fn;
    // The same function twice: seen through two units or a using declaration.
    if (candidate.fn.fn.symbol === best.fn.fn.symbol) continue;
    if (report)
      c.error(
        'cpp-call-ambiguous',
        { name: call.name, first: signature(best.fn), second: signature(candidate.fn) },
        call.at,
      );
    return report ? undefined : (first ?? undefined);
  }
  return checked(c, best.fn, call, report);
}

function checked(
  c: Checker,
  fn: FunctionEntity | undefined,
  call: CallShape,
  report: boolean,
): FunctionEntity | undefined {
  if (fn?.isDeleted === true) {
    if (report) c.error('cpp-function-deleted', { name: fn.fn.display }, call.at);
    return undefined;
  }
  return fn;
}

const hasErrorArg = (call: CallShape): boolean =>
  call.args.some((arg) => arg.kind === 'expr' && arg.expr.type.type.kind === 'error') ||
  call.object?.type.type.kind === 'error';

/** How many arguments at least. */
export function leastArgs(fn: FunctionEntity): number {
  let least = fn.fn.type.params.length;
  while (least > 0 && fn.defaults[least - 1] !== undefined) least--;
  return least;
}

function viability(c: Checker, fn: FunctionEntity, call: CallShape): (Conversion | undefined)[] | undefined {
  const { params } = fn.fn.type;
  const { args } = call;
  if (args.length < leastArgs(fn)) return undefined;
  if (args.length > params.length && !fn.isVariadic) return undefined;
  const conversions: (Conversion | undefined)[] = [];
  if (call.object !== undefined) {
    if (fn.isStatic || fn.owner === undefined) conversions.push(undefined);
    else {
      const object = objectConversion(fn, call.object);
      if (object === undefined) return undefined;
      conversions.push(object);
    }
  }
  for (const [index, arg] of args.entries()) {
    const param = params[index];
    const conversion = param === undefined ? ellipsis : conversionOf(c, arg, param);
    if (conversion === undefined) return undefined;
    conversions.push(conversion);
  }
  return conversions;
}

const base: Conversion = { rank: EXACT, qualifiers: 0, distance: 0, isToBool: false, binding: 'lvalue' };
const ellipsis: Conversion = { ...base, rank: ELLIPSIS };

/** `this` as an argument; an rvalue may call any method. */
function objectConversion(fn: FunctionEntity, object: TExpr): Conversion | undefined {
  const lost = (isConstQual(object.type) && !fn.isConst) || (isVolatileQual(object.type) && !fn.isVolatile);
  const added =
    (fn.isConst && !isConstQual(object.type) ? 1 : 0) +
    (fn.isVolatile && !isVolatileQual(object.type) ? 1 : 0);
  // -fpermissive calls a method without const on a constant object; a child should hear of it instead.
  if (lost) return undefined;
  // A function that a using declaration brings counts as one of the derived class (§13.3.1.4).
  return {
    ...base,
    qualifiers: added,
    binding: isRvalue(object) ? 'rvalueToLvalue' : 'lvalue',
  };
}

function isBetter(c: Checker, a: Candidate, b: Candidate): boolean {
  let better = false;
  for (let index = 0; index < a.conversions.length; index++) {
    const left = a.conversions[index];
    const right = b.conversions[index];
    if (left === undefined || right === undefined) continue;
    const order = compare(left, right);
    if (order > 0) return false;
    if (order < 0) better = true;
  }
  if (better) return true;
  if (hides(a.fn, b.fn)) return true;
  if (hides(b.fn, a.fn)) return false;
  const aTemplate = a.fn.template;
  const bTemplate = b.fn.template;
  if (aTemplate === undefined && bTemplate !== undefined) return true;
  if (aTemplate !== undefined && bTemplate !== undefined)
    return c.hooks.moreSpecialised(c, aTemplate, bTemplate) > 0;
  return false;
}

/** The same parameters in a derived class: a using declaration does not bring the base's. */
const hides = (fn: FunctionEntity, other: FunctionEntity): boolean =>
  fn.owner !== undefined &&
  other.owner !== undefined &&
  (baseDistance(fn.owner.info, other.owner.info) ?? 0) > 0;

// ---- Words ----------------------------------------------------------------------------------

/** `digitalWrite(pin, value)` where the parameters have names, else their types. */
const callForm = (fn: FunctionEntity): string => {
  const names = fn.decl.type.params.map(({ name }) => name);
  const isNamed = names.length === fn.fn.type.params.length && names.every((name) => name !== undefined);
  return isNamed && !fn.isVariadic ? `${nameOf(fn)}(${names.join(', ')})` : signature(fn);
};

const nameOf = (fn: FunctionEntity): string => fn.fn.display.replace(/\(\)$/, '');

export const signature = (fn: FunctionEntity): string =>
  `${nameOf(fn)}(${fn.fn.type.params.map(typeText).join(', ')}${fn.isVariadic ? (fn.fn.type.params.length > 0 ? ', ...' : '...') : ''})`;

export const argText = (arg: Arg): string =>
  arg.kind === 'expr' ? typeText(arg.expr.type) : arg.kind === 'list' ? '{…}' : arg.set.name;

/** Says why the call fits no function, as precisely as it can. */
function reportNone(
  c: Checker,
  functions: readonly FunctionEntity[],
  overloadCount: number,
  call: CallShape,
): void {
  const [only] = functions;
  if (only === undefined || functions.length > 1 || overloadCount > 1) {
    if (call.object !== undefined && onlyConstMisses(c, functions, call)) return;
    const given = call.args.map(argText).join(', ');
    const notes = functions
      .slice(0, 4)
      .map((fn) => ({ fr: `Il y a : ${signature(fn)}`, en: `There is: ${signature(fn)}` }));
    const counts = functions.some(
      (fn) =>
        call.args.length >= leastArgs(fn) && (fn.isVariadic || call.args.length <= fn.fn.type.params.length),
    );
    c.error(
      counts || functions.length === 0 ? 'cpp-call-no-match' : 'cpp-call-no-match-count',
      { name: call.name, given, count: call.args.length },
      call.at,
      notes,
    );
    return;
  }
  const { params } = only.fn.type;
  const least = leastArgs(only);
  const count = call.args.length;
  if (count < least || (count > params.length && !only.isVariadic)) {
    const wanted = least === params.length ? `${least}` : `${least}–${params.length}`;
    c.error(
      count < least ? 'cpp-call-too-few' : 'cpp-call-too-many',
      { name: call.name, wanted, count, signature: callForm(only) },
      call.at,
    );
    return;
  }
  if (call.object !== undefined && onlyConstMisses(c, functions, call)) return;
  for (const [index, arg] of call.args.entries()) {
    const param = params[index];
    if (param !== undefined && conversionOf(c, arg, param) === undefined) {
      reportArgument(c, call, index, arg, param, only);
      return;
    }
  }
  c.error('cpp-call-no-match', { name: call.name, given: call.args.map(argText).join(', ') }, call.at);
}

function reportArgument(
  c: Checker,
  call: CallShape,
  index: number,
  arg: Arg,
  param: QualType,
  fn: FunctionEntity,
): void {
  const place = arg.kind === 'expr' ? arg.expr : arg.at;
  const needsVariable =
    param.type.kind === 'reference' &&
    !param.type.isRvalue &&
    !param.type.to.isConst &&
    arg.kind === 'expr' &&
    isRvalue(arg.expr);
  c.error(
    needsVariable ? 'cpp-argument-needs-variable' : 'cpp-argument-type',
    {
      name: call.name,
      position: index + 1,
      wanted: typeText(param),
      given: argText(arg),
      signature: signature(fn),
    },
    place,
  );
}

function onlyConstMisses(c: Checker, functions: readonly FunctionEntity[], call: CallShape): boolean {
  const { object } = call;
  if (object === undefined || !isConstQual(object.type)) return false;
  const loose = { ...call, object: { ...object, type: { ...object.type, isConst: false } } };
  const fitting = functions.find((fn) => viability(c, fn, loose) !== undefined);
  if (fitting === undefined) return false;
  c.error('cpp-method-not-const', { name: fitting.fn.display }, call.at);
  return true;
}

export { BAD, USER };
