/**
 * Expressions: the dispatch over kinds, literals, conditionals, sizeof.
 *
 * In: expressions of the syntax tree. Out: typed expressions with everything implicit made explicit.
 */
import type { Expr, TypeNode } from '../ast.ts';
import type { TExpr } from '../typed-ast.ts';
import {
  BOOL,
  CHAR,
  ERROR,
  FLOATS,
  INT,
  INTS,
  NULLPTR,
  plain,
  sizeOf,
  UINT,
  type QualType,
  type Type,
} from '../types.ts';
import { deleteExpr, newExpr } from './allocation.ts';
import { bool, floating, integer, isRvalue, load } from './build.ts';
import { callExpr } from './calls.ts';
import { castExpr } from './casts.ts';
import { at, errorExpr, isError, type Arg, type At, type Checker } from './checker.ts';
import { conversionOf, promoteBitField, scalarTo, toValue } from './conversions.ts';
import type { Entity } from './entities.ts';
import { convertArg, materialise } from './initialise.ts';
import { lambdaExpr } from './lambdas.ts';
import { isPlainName, lastPart, lookupName, lookupTypeName } from './lookup.ts';
import { indexExpr, memberExpr } from './members.ts';
import { nameExpr, thisExpr } from './names.ts';
import {
  assignExpr,
  binaryExpr,
  compositePointer,
  discarded,
  postfixExpr,
  toBool,
  unaryExpr,
} from './operators.ts';
import {
  baseDistance,
  commonArithmetic,
  isArithmeticOrEnum,
  sameQual,
  sameType,
  unqualified,
} from './relations.ts';
import { resolveNamed, typeOfEntity } from './resolve-type.ts';
import { typeText } from './type-text.ts';

/** An argument: lists and sets of overloads wait for the parameter's type. */
export function checkArg(c: Checker, ast: Expr): Arg {
  if (ast.kind === 'initList') return { kind: 'list', list: ast, at: at(ast) };
  const inner = ast.kind === 'unary' && ast.op === '&' ? ast.operand : ast;
  if (inner.kind === 'name') {
    const entity = lookupName(c, inner.name);
    if (
      entity?.kind === 'functions' &&
      (entity.overloads.length > 1 || entity.overloads[0]?.kind === 'functionTemplate')
    ) {
      const chosen = chosenByArgs(c, entity, inner);
      return chosen ?? { kind: 'functions', set: entity, at: at(ast) };
    }
    // A pointer to a static method; to others there is none.
    if (
      ast !== inner &&
      entity?.kind === 'functions' &&
      entity.overloads.some((fn) => fn.kind === 'function' && fn.owner !== undefined && !fn.isStatic)
    ) {
      c.error('cpp-unsupported', { construct: '&A::f' }, at(ast));
      return { kind: 'expr', expr: errorExpr(ast) };
    }
  }
  return { kind: 'expr', expr: checkExpr(c, ast) };
}

/** `f<int>` as a value. */
function chosenByArgs(
  c: Checker,
  entity: Entity & { kind: 'functions' },
  ast: Expr & { kind: 'name' },
): Arg | undefined {
  const part = lastPart(ast.name);
  if (part?.kind !== 'identifier' || part.templateArgs === undefined) return undefined;
  for (const overload of entity.overloads) {
    if (overload.kind !== 'functionTemplate') continue;
    const fn = c.hooks.deduce(c, overload, ast.name, [], ast);
    if (fn !== undefined)
      return {
        kind: 'functions',
        set: { kind: 'functions', name: entity.name, overloads: [fn] },
        at: at(ast),
      };
  }
  return undefined;
}

export function checkExpr(c: Checker, ast: Expr): TExpr {
  switch (ast.kind) {
    case 'integer': {
      const type: Type =
        ast.type === 'bool' ? BOOL : ast.type in INTS ? INTS[ast.type as keyof typeof INTS] : INT;
      return integer(ast.value, type, ast);
    }
    case 'float':
      return floating(ast.value, FLOATS[ast.type], ast);
    case 'char':
      return integer(BigInt(ast.value), INTS[ast.type], ast);
    case 'string':
      return stringExpr(ast);
    case 'bool':
      return bool(ast.value, ast);
    case 'nullptr':
      return integer(0n, NULLPTR, ast);
    case 'this':
      return thisValue(c, ast);
    case 'name':
      return nameExpr(c, ast.name);
    case 'unary':
      return unaryExpr(c, ast);
    case 'postfix':
      return postfixExpr(c, ast);
    case 'binary':
      return binaryExpr(c, ast);
    case 'assign':
      return assignExpr(c, ast);
    case 'conditional':
      return conditionalExpr(c, ast);
    case 'call':
      return callExpr(c, ast);
    case 'index':
      return indexExpr(c, ast);
    case 'member':
      return memberExpr(c, ast);
    case 'cast':
      return castExpr(c, ast);
    case 'sizeof':
      return sizeofExpr(c, ast);
    case 'initList':
      c.error('cpp-list-not-here', {}, ast);
      return errorExpr(ast);
    case 'lambda':
      return lambdaExpr(c, ast);
    case 'new':
      return newExpr(c, ast);
    case 'delete':
      return deleteExpr(c, ast);
    case 'statementExpr':
      return statementExpr(c, ast);
    case 'unsupported':
      c.error('cpp-unsupported', { construct: ast.construct }, ast);
      return errorExpr(ast);
    case 'packExpansion':
      c.error('cpp-unsupported', { construct: '…' }, ast);
      return errorExpr(ast);
  }
}

function thisValue(c: Checker, ast: At): TExpr {
  const value = thisExpr(c, ast);
  if (value !== undefined) return { ...value, ...at(ast) };
  c.error('cpp-this-outside', {}, ast);
  return errorExpr(ast);
}

function stringExpr(ast: Expr & { kind: 'string' }): TExpr {
  const element: Type & { kind: 'int' } =
    ast.prefix === 'L'
      ? INTS.wchar_t
      : ast.prefix === 'u'
        ? INTS.char16_t
        : ast.prefix === 'U'
          ? INTS.char32_t
          : CHAR;
  const bytes = element.bytes === 1 ? new Uint8Array(ast.bytes.length + 1) : wide(ast.bytes, element.bytes);
  if (element.bytes === 1) bytes.set(ast.bytes);
  const of: QualType = { type: element, isConst: true, isVolatile: false };
  return {
    kind: 'string',
    bytes,
    isFlash: false,
    type: plain({ kind: 'array', of, count: bytes.length / element.bytes }),
    isLvalue: true,
    ...at(ast),
  };
}

/** UTF-8 to units of 2 or 4 bytes, with the final 0. */
function wide(utf8: Uint8Array, size: number): Uint8Array {
  const units: number[] = [];
  let index = 0;
  while (index < utf8.length) {
    const first = utf8[index] ?? 0;
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let step = 1; step <= more; step++) point = (point << 6) | ((utf8[index + step] ?? 0) & 0x3f);
    index += more + 1;
    if (size === 2 && point > 0xffff)
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    else units.push(point);
  }
  units.push(0);
  const bytes = new Uint8Array(units.length * size);
  for (const [position, unit] of units.entries())
    for (let byte = 0; byte < size; byte++) bytes[position * size + byte] = (unit >>> (8 * byte)) & 0xff;
  return bytes;
}

function conditionalExpr(c: Checker, ast: Expr & { kind: 'conditional' }): TExpr {
  if (ast.then === undefined) return elvis(c, ast);
  const condition = toBool(c, c.hooks.expr(c, ast.condition));
  const thenArg = checkArg(c, ast.then);
  const otherArg = checkArg(c, ast.otherwise);
  const then = armOf(c, thenArg, otherArg);
  const otherwise = armOf(c, otherArg, thenArg);
  if (isError(condition) || isError(then) || isError(otherwise)) return errorExpr(ast);
  return joined(c, condition, then, otherwise, at(ast));
}

function armOf(c: Checker, arg: Arg, other: Arg): TExpr {
  if (arg.kind === 'expr') return arg.expr;
  if (arg.kind === 'functions') {
    const target = other.kind === 'expr' ? toValue(c, other.expr).type.type : undefined;
    const value = target === undefined ? undefined : convertArg(c, arg, target, arg.at);
    if (value !== undefined) return value;
  }
  if (arg.kind === 'list') c.error('cpp-list-not-here', {}, arg.at);
  return errorExpr(arg.at);
}

function joined(c: Checker, condition: TExpr, then: TExpr, otherwise: TExpr, place: At): TExpr {
  const make = (a: TExpr, b: TExpr, type: QualType, isLvalue: boolean, isXvalue = false): TExpr => {
    if (condition.kind === 'integer') return { ...(condition.value !== 0n ? a : b), ...place };
    return {
      kind: 'conditional',
      condition,
      // oxlint-disable-next-line unicorn/no-thenable -- the arm taken
      then: a,
      otherwise: b,
      type,
      isLvalue,
      ...(isXvalue ? { isXvalue } : {}),
      ...place,
    };
  };
  const a = then.type.type;
  const b = otherwise.type.type;
  if (a.kind === 'void' || b.kind === 'void')
    return make(discarded(then), discarded(otherwise), plain({ kind: 'void' }), false);
  const isBits = (expr: TExpr): boolean => expr.kind === 'field' && expr.field.bits !== undefined;
  if (
    sameQual(then.type, otherwise.type) &&
    !isRvalue(then) &&
    !isRvalue(otherwise) &&
    !isBits(then) &&
    !isBits(otherwise) &&
    a.kind !== 'array' &&
    !c.isC
  )
    return make(then, otherwise, then.type, true);
  if (a.kind === 'record' || b.kind === 'record') return joinedRecords(c, then, otherwise, make);
  const left = promoteBitField(toValue(c, then));
  const right = promoteBitField(toValue(c, otherwise));
  const x = left.type.type;
  const y = right.type.type;
  if (sameType(x, y)) return make(left, right, plain(x), false);
  if (isArithmeticOrEnum(x) && isArithmeticOrEnum(y)) {
    const type = commonArithmetic(x, y);
    return make(scalarTo(left, type), scalarTo(right, type), plain(type), false);
  }
  const pointer = compositePointer(c, left, right);
  if (pointer !== undefined)
    return make(scalarTo(left, pointer), scalarTo(right, pointer), plain(pointer), false);
  c.error(
    'cpp-conditional-types',
    { left: typeText(unqualified(left.type)), right: typeText(unqualified(right.type)) },
    place,
  );
  return errorExpr(place);
}

function joinedRecords(
  c: Checker,
  then: TExpr,
  otherwise: TExpr,
  make: (a: TExpr, b: TExpr, type: QualType, isLvalue: boolean, isXvalue?: boolean) => TExpr,
): TExpr {
  const a = then.type.type;
  const b = otherwise.type.type;
  const asType = (expr: TExpr, type: Type): TExpr => {
    if (expr.type.type.kind === 'record' && sameType(expr.type.type, type)) return materialise(c, expr);
    const init = c.hooks.initialiseFromArg(c, plain(type), { kind: 'expr', expr }, expr);
    return init === undefined
      ? errorExpr(expr)
      : materialise(c, {
          kind: 'temporary',
          init,
          type: plain(type),
          isLvalue: true,
          isXvalue: true,
          loc: expr.loc,
          end: expr.end,
        });
  };
  const convertible = (expr: TExpr, type: Type): boolean =>
    conversionOf(c, { kind: 'expr', expr }, plain(type)) !== undefined;
  let type: Type | undefined;
  if (a.kind === 'record' && b.kind === 'record') {
    if (sameType(a, b)) type = a;
    else if (baseDistance(a.decl, b.decl) !== undefined) type = b;
    else if (baseDistance(b.decl, a.decl) !== undefined) type = a;
  }
  if (type === undefined && convertible(otherwise, a)) type = a;
  if (type === undefined && convertible(then, b)) type = b;
  if (type === undefined) {
    c.error(
      'cpp-conditional-types',
      { left: typeText(unqualified(then.type)), right: typeText(unqualified(otherwise.type)) },
      then,
    );
    return errorExpr(then);
  }
  if (type.kind !== 'record') {
    const left = convertArg(c, { kind: 'expr', expr: then }, type, then) ?? errorExpr(then);
    const right = convertArg(c, { kind: 'expr', expr: otherwise }, type, otherwise) ?? errorExpr(otherwise);
    return make(left, right, plain(type), false);
  }
  const isConst = then.type.isConst || otherwise.type.isConst;
  return make(asType(then, type), asType(otherwise, type), { type, isConst, isVolatile: false }, true, true);
}

/** GNU `a ?: b`: a is worked out once. */
function elvis(c: Checker, ast: Expr & { kind: 'conditional' }): TExpr {
  const value = toValue(c, c.hooks.expr(c, ast.condition));
  const otherwise = toValue(c, c.hooks.expr(c, ast.otherwise));
  if (isError(value) || isError(otherwise)) return errorExpr(ast);
  const variable = {
    kind: 'local',
    symbol: '(value)',
    display: '(value)',
    type: value.type,
    loc: ast.loc,
    isProgmem: false,
    isWeak: false,
    isExternal: false,
    isNoInit: false,
    init: { kind: 'value', expr: value },
  } as const;
  const again = (): TExpr =>
    load({ kind: 'variable', variable, type: value.type, isLvalue: true, ...at(ast) });
  const result = joined(c, toBool(c, again()), again(), otherwise, at(ast));
  return {
    kind: 'statementExpr',
    body: [{ kind: 'var', variable, ...at(ast) }],
    result,
    type: result.type,
    isLvalue: false,
    ...at(ast),
  };
}

const isTypeNode = (node: TypeNode | Expr): node is TypeNode =>
  node.kind === 'builtin' ||
  node.kind === 'named' ||
  node.kind === 'auto' ||
  node.kind === 'decltype' ||
  node.kind === 'pointer' ||
  node.kind === 'reference' ||
  node.kind === 'array' ||
  node.kind === 'function' ||
  node.kind === 'record' ||
  node.kind === 'enum' ||
  node.kind === 'memberPointer';

function sizeofExpr(c: Checker, ast: Expr & { kind: 'sizeof' }): TExpr {
  const type = sizeofType(c, ast.of);
  if (type.kind === 'error') return errorExpr(ast);
  c.complete(type);
  if (ast.operator === 'alignof') return integer(1n, UINT, ast);
  // GNU: sizeof(void) and of a function are 1.
  const bytes = type.kind === 'void' || type.kind === 'function' ? 1 : sizeOf(type);
  if (bytes === undefined) {
    c.error('cpp-sizeof-unknown', { type: typeText(plain(type)) }, ast);
    return errorExpr(ast);
  }
  return integer(BigInt(bytes), UINT, ast);
}

function sizeofType(c: Checker, of: TypeNode | Expr): Type {
  let type: QualType;
  if (isTypeNode(of)) type = of.kind === 'named' ? namedOperand(c, of) : c.hooks.resolveType(c, of);
  else if (of.kind === 'name' && isPlainName(of.name)) type = nameOperand(c, of);
  else type = c.unevaluatedly(() => c.hooks.expr(c, of)).type;
  const bare = type.type.kind === 'reference' ? type.type.to.type : type.type;
  if (bare.kind === 'array' && bare.count === undefined && !isTypeNode(of))
    c.error('cpp-sizeof-unknown', { type: typeText(type) }, at(of));
  return bare;
}

/** A parser that does not know a name may have taken a variable for a type. */
function namedOperand(c: Checker, of: TypeNode & { kind: 'named' }): QualType {
  const entity = lookupTypeName(c, of.name);
  const isValue =
    entity !== undefined &&
    (entity.kind === 'variable' || entity.kind === 'field' || entity.kind === 'constant');
  return isValue ? c.unevaluatedly(() => nameExpr(c, of.name)).type : c.hooks.resolveType(c, of);
}

function nameOperand(c: Checker, of: Expr & { kind: 'name' }): QualType {
  const entity = lookupName(c, of.name);
  const type = entity === undefined ? undefined : typeOfEntity(entity);
  if (type !== undefined) return resolveNamed(c, of.name);
  return c.unevaluatedly(() => c.hooks.expr(c, of)).type;
}

/** `({ …; value; })` */
function statementExpr(c: Checker, ast: Expr & { kind: 'statementExpr' }): TExpr {
  const block = c.hooks.statement(c, ast.body);
  const body = block.kind === 'compound' ? [...block.body] : [block];
  const last = body[body.length - 1];
  if (last?.kind !== 'expr' || isError(last.expr))
    return { kind: 'statementExpr', body, type: plain({ kind: 'void' }), isLvalue: false, ...at(ast) };
  const written = last.expr.kind === 'toVoid' ? last.expr.operand : last.expr;
  const result = toValue(c, written);
  const value = result.type.type.kind === 'record' && result.isLvalue ? load(result) : result;
  body.pop();
  return {
    kind: 'statementExpr',
    body,
    result: value,
    type: unqualified(value.type.type.kind === 'error' ? plain(ERROR) : value.type),
    isLvalue: false,
    ...at(ast),
  };
}
