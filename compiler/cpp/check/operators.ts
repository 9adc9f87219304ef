/**
 * Operators: the built-in ones on scalars, with promotions and the usual conversions.
 *
 * In: operands already checked. Out: a typed node, constants folded. Overloaded operators are asked
 * first (operator-calls.ts).
 */
import type { AssignOp, BinaryOp, Expr, UnaryOp } from '../ast.ts';
import type { TBinaryOp, TExpr } from '../typed-ast.ts';
import { BOOL, CHAR, INT, plain, UINT, type QualType, type Type } from '../types.ts';
import { assignRecord } from './assign-record.ts';
import { addressOf, asIndex, bytesOf, convert, deref, integer, load } from './build.ts';
import { at, errorExpr, isError, type Arg, type At, type Checker } from './checker.ts';
import {
  compare,
  conversionFunctions,
  promoteBitField,
  scalarTo,
  standardConversion,
  toValue,
} from './conversions.ts';
import { fold } from './fold.ts';
import { callConversion, convertArg } from './initialise.ts';
import { overloadedOperator } from './operator-calls.ts';
import {
  commonArithmetic,
  isArithmetic,
  isArithmeticOrEnum,
  isConstQual,
  isIntegral,
  isPointer,
  isVoidPointer,
  pointerTo,
  promoted,
  sameType,
  unqualified,
} from './relations.ts';
import { typeText } from './type-text.ts';
import { warnOfOperation, warnOfOverflow } from './warn-of-slips.ts';
import { isNullConstant } from './conversions.ts';
import { baseDistance } from './relations.ts';

const isClassLike = (expr: TExpr): boolean =>
  expr.type.type.kind === 'record' || expr.type.type.kind === 'enum';

/** Result of a comparison or logic: bool; int in C. */
const truth = (c: Checker, expr: TExpr): TExpr => (c.isC ? scalarTo(expr, INT) : expr);

export function binaryExpr(c: Checker, ast: Expr & { kind: 'binary' }): TExpr {
  const { op } = ast;
  if (op === ',') return commaExpr(c, ast);
  const leftArg = c.hooks.arg(c, ast.left);
  const rightArg = c.hooks.arg(c, ast.right);
  const opAt = { loc: ast.loc, end: ast.end };
  const overloaded = tryOverload(c, op, [leftArg, rightArg], opAt);
  if (overloaded !== undefined) return overloaded;
  const left = plainOperand(c, leftArg);
  const right = plainOperand(c, rightArg);
  if (isError(left) || isError(right)) return errorExpr(ast);
  warnOfOperation(c, ast, left, right);
  return builtinBinary(c, op, left, right, opAt);
}

function tryOverload(c: Checker, op: string, args: readonly Arg[], place: At): TExpr | undefined {
  if (!args.some((arg) => arg.kind === 'expr' && isClassLike(arg.expr))) return undefined;
  return overloadedOperator(c, op, args, place);
}

function plainOperand(c: Checker, arg: Arg): TExpr {
  if (arg.kind === 'expr') return arg.expr;
  if (arg.kind === 'functions') {
    const [only, ...others] = arg.set.overloads;
    if (only?.kind === 'function' && others.length === 0)
      return {
        kind: 'functionAddress',
        fn: c.use(only),
        type: plain(pointerTo(plain(only.fn.type))),
        isLvalue: false,
        loc: arg.at.loc,
        end: arg.at.end,
      };
    c.error('cpp-function-which', { name: arg.set.name }, arg.at);
  } else c.error('cpp-list-not-here', {}, arg.at);
  return errorExpr(arg.at);
}

function commaExpr(c: Checker, ast: Expr & { kind: 'binary' }): TExpr {
  const left = c.hooks.expr(c, ast.left);
  const right = c.hooks.expr(c, ast.right);
  return {
    kind: 'comma',
    left: discarded(left),
    right,
    type: right.type,
    isLvalue: right.isLvalue,
    ...(right.isXvalue === true ? { isXvalue: true } : {}),
    ...at(ast),
  };
}

export const discarded = (expr: TExpr): TExpr =>
  expr.type.type.kind === 'void'
    ? expr
    : {
        kind: 'toVoid',
        operand: expr,
        type: plain({ kind: 'void' }),
        isLvalue: false,
        loc: expr.loc,
        end: expr.end,
      };

export function builtinBinary(c: Checker, op: BinaryOp, leftIn: TExpr, rightIn: TExpr, place: At): TExpr {
  const left = asScalar(c, leftIn, op);
  const right = asScalar(c, rightIn, op);
  if (op === '&&' || op === '||') {
    const a = toBool(c, left);
    const b = toBool(c, right);
    return truth(
      c,
      fold({ kind: 'logical', op, left: a, right: b, type: plain(BOOL), isLvalue: false, ...at(place) }),
    );
  }
  const a = left.type.type;
  const b = right.type.type;
  if (isError(left) || isError(right)) return errorExpr(place);
  switch (op) {
    case '+':
      if (isPointer(a) && isIntegral(b)) return pointerAdd(c, left, right, false, place);
      if (isPointer(b) && isIntegral(a)) return pointerAdd(c, right, left, false, place);
      break;
    case '-':
      if (isPointer(a) && isIntegral(b)) return pointerAdd(c, left, right, true, place);
      if (isPointer(a) && isPointer(b)) return pointerDifference(c, left, right, place);
      break;
    case '<<':
    case '>>':
      if (!isIntegral(a) || !isIntegral(b)) return refuse(c, op, left, right, place);
      return arithmetic(op, scalarTo(left, promoted(a)), scalarTo(right, promoted(b)), promoted(a), place);
    case '==':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return comparison(c, op, left, right, place);
    case '%':
    case '&':
    case '|':
    case '^':
      if (!isIntegral(a) || !isIntegral(b)) {
        if (
          op === '%' &&
          (a.kind === 'float' || b.kind === 'float') &&
          isArithmeticOrEnum(a) &&
          isArithmeticOrEnum(b)
        )
          c.error('cpp-remainder-of-float', {}, place);
        else refuse(c, op, left, right, place);
        return errorExpr(place);
      }
      break;
    default:
      break;
  }
  if (!isArithmeticOrEnum(a) || !isArithmeticOrEnum(b)) return refuse(c, op, left, right, place);
  const type = commonArithmetic(a, b);
  const [x, y] = [scalarTo(left, type), scalarTo(right, type)];
  warnOfOverflow(c, op as TBinaryOp, x, y, type, place);
  return arithmetic(op as TBinaryOp, x, y, type, place);
}

const arithmetic = (op: TBinaryOp, left: TExpr, right: TExpr, type: Type, place: At): TExpr =>
  fold({ kind: 'binary', op, left, right, type: plain(type), isLvalue: false, ...at(place) });

function refuse(c: Checker, op: string, left: TExpr, right: TExpr, place: At): TExpr {
  const isText = ({ type: { type } }: TExpr): boolean => isPointer(type) && type.to.type === CHAR;
  if (op === '+' && isText(left) && isText(right)) {
    c.error('cpp-text-plus-text', {}, place);
    return errorExpr(place);
  }
  c.error(
    'cpp-operator-types',
    { op, left: typeText(unqualified(left.type)), right: typeText(unqualified(right.type)) },
    place,
  );
  return errorExpr(place);
}

/** Objects that convert to a number or pointer do so; the rest keep their value. */
export function asScalar(c: Checker, expr: TExpr, op: string): TExpr {
  if (expr.type.type.kind !== 'record') return promoteBitField(toValue(c, expr));
  const candidates = conversionFunctions(c, c.classEntity(expr.type.type.decl)).filter(
    (fn) =>
      (!fn.isExplicit || op === '!' || op === '&&' || op === '||') && (fn.isConst || !isConstQual(expr.type)),
  );
  const best = candidates.find((fn) => fn.fn.type.result.type.kind !== 'bool') ?? candidates[0];
  const wantsBool = op === '!' || op === '&&' || op === '||';
  const chosen = wantsBool ? (candidates.find((fn) => fn.fn.type.result.type.kind === 'bool') ?? best) : best;
  return chosen === undefined ? expr : toValue(c, callConversion(c, chosen, expr, expr));
}

export function elementBytes(c: Checker, type: Type): number {
  if (type.kind !== 'pointer') return 1;
  const to = type.to.type;
  // A class is laid out when first something needs its size.
  c.complete(to);
  return to.kind === 'void' || to.kind === 'function' ? 1 : bytesOf(to);
}

function pointerAdd(c: Checker, pointer: TExpr, index: TExpr, isMinus: boolean, place: At): TExpr {
  return {
    kind: 'pointerAdd',
    pointer,
    index: asIndex(scalarTo(index, promoted(index.type.type))),
    elementBytes: elementBytes(c, pointer.type.type),
    isMinus,
    type: pointer.type,
    isLvalue: false,
    ...at(place),
  };
}

const pointerDifference = (c: Checker, left: TExpr, right: TExpr, place: At): TExpr => ({
  kind: 'pointerDifference',
  left,
  right,
  elementBytes: elementBytes(c, left.type.type),
  type: plain(INT),
  isLvalue: false,
  ...at(place),
});

function comparison(
  c: Checker,
  op: '==' | '!=' | '<' | '>' | '<=' | '>=',
  left: TExpr,
  right: TExpr,
  place: At,
): TExpr {
  const a = left.type.type;
  const b = right.type.type;
  const make = (x: TExpr, y: TExpr): TExpr =>
    truth(
      c,
      fold({ kind: 'binary', op, left: x, right: y, type: plain(BOOL), isLvalue: false, ...at(place) }),
    );
  if (isArithmeticOrEnum(a) && isArithmeticOrEnum(b)) {
    const type = commonArithmetic(a, b);
    return make(scalarTo(left, type), scalarTo(right, type));
  }
  if (a.kind === 'enum' && sameType(a, b)) return make(left, right);
  const isPointerLike = (type: Type): boolean => isPointer(type) || type.kind === 'nullptr';
  if (isPointerLike(a) || isPointerLike(b)) {
    const type = compositePointer(c, left, right);
    if (type !== undefined) return make(scalarTo(left, type), scalarTo(right, type));
    // Numbers compared with pointers: -fpermissive lets them pass.
    if (isPointer(a) && isIntegral(b)) return make(scalarTo(left, UINT), scalarTo(right, UINT));
    if (isPointer(b) && isIntegral(a)) return make(scalarTo(left, UINT), scalarTo(right, UINT));
  }
  return refuse(c, op, left, right, place);
}

/** The pointer type both fit, for comparisons and `?:`. */
export function compositePointer(c: Checker, left: TExpr, right: TExpr): Type | undefined {
  const a = left.type.type;
  const b = right.type.type;
  if (isPointer(a) && (b.kind === 'nullptr' || isNullConstant(right))) return a;
  if (isPointer(b) && (a.kind === 'nullptr' || isNullConstant(left))) return b;
  if (a.kind === 'nullptr' && (b.kind === 'nullptr' || isNullConstant(right))) return UINT;
  if (b.kind === 'nullptr' && isNullConstant(left)) return UINT;
  if (!isPointer(a) || !isPointer(b)) return undefined;
  if (sameType(a, b)) return a;
  const cv: QualType = {
    type: a.to.type,
    isConst: a.to.isConst || b.to.isConst,
    isVolatile: a.to.isVolatile || b.to.isVolatile,
  };
  if (sameType(a.to.type, b.to.type)) return pointerTo(cv);
  if (isVoidPointer(a)) return pointerTo(cv);
  if (isVoidPointer(b)) return pointerTo({ ...cv, type: b.to.type });
  if (a.to.type.kind === 'record' && b.to.type.kind === 'record') {
    c.complete(a.to.type);
    c.complete(b.to.type);
    if (baseDistance(a.to.type.decl, b.to.type.decl) !== undefined)
      return pointerTo({ ...cv, type: b.to.type });
    if (baseDistance(b.to.type.decl, a.to.type.decl) !== undefined) return pointerTo(cv);
  }
  if (standardConversion(c, left, b) !== undefined) return b;
  return standardConversion(c, right, a) === undefined ? undefined : a;
}

/** A condition. */
export function toBool(c: Checker, expr: TExpr): TExpr {
  if (isError(expr)) return { ...expr, type: plain(BOOL) };
  if (expr.type.type.kind === 'bool' && !expr.isLvalue) return expr;
  const value = convertArg(c, { kind: 'expr', expr }, BOOL, expr, true);
  return value ?? errorExpr(expr);
}

export function unaryExpr(c: Checker, ast: Expr & { kind: 'unary' }): TExpr {
  const { op } = ast;
  if (op === '&') return addressExpr(c, ast);
  const operand = c.hooks.expr(c, ast.operand);
  if (isError(operand)) return errorExpr(ast);
  const place = at(ast);
  const overloaded = tryOverload(c, op, [{ kind: 'expr', expr: operand }], place);
  if (overloaded !== undefined) return overloaded;
  if (op === '++' || op === '--') return increment(c, operand, op === '--', true, place);
  return unaryOf(c, op, operand, place);
}

function unaryOf(c: Checker, op: UnaryOp, operand: TExpr, place: At): TExpr {
  const value = asScalar(c, operand, op);
  const { type } = value.type;
  if (op === '*') {
    if (!isPointer(type)) {
      c.error('cpp-star-needs-pointer', { type: typeText(unqualified(operand.type)) }, place);
      return errorExpr(place);
    }
    if (type.to.type.kind === 'void') {
      c.error('cpp-pointer-to-void', {}, place);
      return errorExpr(place);
    }
    return deref(value, place);
  }
  if (op === '!')
    return truth(
      c,
      fold({ kind: 'logicalNot', operand: toBool(c, value), type: plain(BOOL), isLvalue: false, ...place }),
    );
  if (op === '+' && isPointer(type)) return value;
  if (!isArithmeticOrEnum(type) || (op === '~' && type.kind === 'float')) {
    c.error('cpp-operator-type', { op, type: typeText(unqualified(operand.type)) }, place);
    return errorExpr(place);
  }
  const to = promoted(type);
  const promotedValue = scalarTo(value, to);
  if (op === '+') return { ...promotedValue, ...place };
  return fold({
    kind: op === '-' ? 'negate' : 'bitNot',
    operand: promotedValue,
    type: plain(to),
    isLvalue: false,
    ...place,
  });
}

function addressExpr(c: Checker, ast: Expr & { kind: 'unary' }): TExpr {
  const place = at(ast);
  const arg = c.hooks.arg(c, ast.operand);
  if (arg.kind !== 'expr') return plainOperand(c, arg);
  const { expr } = arg;
  if (isError(expr)) return errorExpr(ast);
  if (expr.kind === 'functionAddress') return { ...expr, ...place };
  if (expr.type.type.kind === 'record') {
    const overloaded = overloadedOperator(c, '&', [arg], place);
    if (overloaded !== undefined) return overloaded;
  }
  if (!expr.isLvalue) {
    c.error('cpp-address-of-value', {}, place);
    return errorExpr(place);
  }
  if (expr.kind === 'field' && expr.field.bits !== undefined) {
    c.error('cpp-address-of-bit-field', { name: expr.field.name }, place);
    return errorExpr(place);
  }
  if (expr.type.type.kind === 'function') return toValue(c, expr);
  return addressOf(expr, place);
}

export function postfixExpr(c: Checker, ast: Expr & { kind: 'postfix' }): TExpr {
  const operand = c.hooks.expr(c, ast.operand);
  if (isError(operand)) return errorExpr(ast);
  const zero: Arg = { kind: 'expr', expr: integer(0n, INT, ast) };
  const overloaded = tryOverload(c, ast.op, [{ kind: 'expr', expr: operand }, zero], at(ast));
  if (overloaded !== undefined) return overloaded;
  return increment(c, operand, ast.op === '--', false, at(ast));
}

function increment(c: Checker, target: TExpr, isMinus: boolean, isPrefix: boolean, place: At): TExpr {
  const { type } = target.type;
  const op = isMinus ? '--' : '++';
  if (!checkAssignable(c, target, place)) return errorExpr(place);
  if (!isArithmetic(type) && !isPointer(type) && !(c.isC && type.kind === 'enum')) {
    c.error('cpp-operator-type', { op, type: typeText(unqualified(target.type)) }, place);
    return errorExpr(place);
  }
  return {
    kind: 'increment',
    target,
    isPrefix,
    isMinus,
    ...(isPointer(type) ? { elementBytes: elementBytes(c, type) } : {}),
    type: isPrefix ? target.type : unqualified(target.type),
    isLvalue: isPrefix,
    ...at(place),
  };
}

/** Reports constants and values that are no variable. */
export function checkAssignable(c: Checker, target: TExpr, place: At): boolean {
  if (isError(target)) return false;
  if (
    !target.isLvalue ||
    (target.isXvalue === true && target.type.type.kind !== 'record' && target.kind === 'temporary')
  ) {
    c.error('cpp-assign-not-variable', {}, place);
    return false;
  }
  if (target.kind === 'string' || isConstQual(target.type)) {
    const isThisConst =
      target.kind === 'field' && !isConstQual(target.field.type) && c.fn?.entity?.isConst === true;
    c.error(isThisConst ? 'cpp-assign-in-const-method' : 'cpp-assign-const', { name: nameOf(target) }, place);
    return false;
  }
  if (target.type.type.kind === 'array') {
    c.error('cpp-assign-array', { name: nameOf(target) }, place);
    return false;
  }
  return true;
}

function nameOf(expr: TExpr): string {
  switch (expr.kind) {
    case 'variable':
      return expr.variable.display;
    case 'field':
      return expr.field.name;
    case 'element':
      return `${nameOf(expr.object)}[…]`;
    case 'deref':
      return expr.pointer.kind === 'load' || expr.pointer.kind === 'pointerAdd'
        ? nameOf(expr.pointer.kind === 'load' ? expr.pointer.operand : expr.pointer.pointer)
        : '*…';
    case 'load':
      return nameOf(expr.operand);
    case 'addressOf':
      return nameOf(expr.operand);
    default:
      return '…';
  }
}

export function assignExpr(c: Checker, ast: Expr & { kind: 'assign' }): TExpr {
  const target = c.hooks.expr(c, ast.left);
  const arg = c.hooks.arg(c, ast.right);
  const place = at(ast);
  if (isError(target) || (arg.kind === 'expr' && isError(arg.expr))) return errorExpr(ast);
  if (target.type.type.kind === 'record') {
    if (ast.op === '=') return assignRecord(c, target, arg, place);
    const overloaded = overloadedOperator(c, ast.op, [{ kind: 'expr', expr: target }, arg], place);
    if (overloaded !== undefined) return overloaded;
    c.error(
      'cpp-operator-types',
      {
        op: ast.op,
        left: typeText(unqualified(target.type)),
        right: arg.kind === 'expr' ? typeText(unqualified(arg.expr.type)) : '{…}',
      },
      place,
    );
    return errorExpr(place);
  }
  const overloaded =
    ast.op === '=' ? undefined : tryOverload(c, ast.op, [{ kind: 'expr', expr: target }, arg], place);
  if (overloaded !== undefined) return overloaded;
  if (!checkAssignable(c, target, place)) return errorExpr(place);
  if (ast.op === '=') {
    const value = convertArg(c, arg, target.type.type, arg.kind === 'expr' ? arg.expr : arg.at);
    if (value === undefined) return errorExpr(place);
    return { kind: 'assign', target, value, type: target.type, isLvalue: true, ...place };
  }
  return compound(c, ast.op, target, plainOperand(c, arg), place);
}

function compound(c: Checker, assignOp: AssignOp, target: TExpr, operand: TExpr, place: At): TExpr {
  const op = assignOp.slice(0, -1) as TBinaryOp;
  const value = asScalar(c, operand, op);
  if (isError(value)) return errorExpr(place);
  const type = target.type.type;
  const from = value.type.type;
  const make = (workType: Type, right: TExpr, bytes?: number): TExpr => ({
    kind: 'compoundAssign',
    op,
    target,
    value: right,
    workType,
    ...(bytes === undefined ? {} : { elementBytes: bytes }),
    type: target.type,
    isLvalue: true,
    ...place,
  });
  if (isPointer(type)) {
    if ((op !== '+' && op !== '-') || !isIntegral(from)) return refuse(c, assignOp, target, value, place);
    return make(type, asIndex(scalarTo(value, promoted(from))), elementBytes(c, type));
  }
  if (!isArithmeticOrEnum(type) || !isArithmeticOrEnum(from))
    return refuse(c, assignOp, target, value, place);
  const needsIntegers = op === '%' || op === '&' || op === '|' || op === '^' || op === '<<' || op === '>>';
  if (needsIntegers && (type.kind === 'float' || from.kind === 'float')) {
    if (op === '%') c.error('cpp-remainder-of-float', {}, place);
    else refuse(c, assignOp, target, value, place);
    return errorExpr(place);
  }
  if (op === '<<' || op === '>>')
    return make(promoted(promoteBitField(load(target)).type.type), scalarTo(value, promoted(from)));
  const workType = commonArithmetic(promoteBitField(load(target)).type.type, from);
  return make(workType, scalarTo(value, workType));
}

export { compare, convert, load };
