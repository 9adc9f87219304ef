/**
 * new and delete: through the core's `operator new` and `operator delete`, found by name.
 */
import type { Expr } from '../ast.ts';
import type { TExpr, TInit, TypedFunction } from '../typed-ast.ts';
import { plain, UINT, VOID, type QualType, type Type } from '../types.ts';
import { bytesOf, integer } from './build.ts';
import { at, errorExpr, isError, type Arg, type At, type Checker } from './checker.ts';
import { scalarTo, toValue } from './conversions.ts';
import type { FunctionEntity } from './entities.ts';
import { fold } from './fold.ts';
import { convertArg, initialise } from './initialise.ts';
import { lookupMember, lookupText } from './lookup.ts';
import { freeCall } from './method-call.ts';
import { chooseOverload } from './overloads.ts';
import { isPointer, pointerTo } from './relations.ts';
import { checkObjectType } from './declare-variables.ts';
import { typeText } from './type-text.ts';

export function newExpr(c: Checker, ast: Expr & { kind: 'new' }): TExpr {
  let { type } = { type: c.hooks.resolveType(c, ast.type) };
  const place = at(ast);
  let count = ast.count === undefined ? undefined : toValue(c, c.hooks.expr(c, ast.count));
  if (count !== undefined && isError(count)) return errorExpr(ast);
  // `new T[3]` may come as an array type.
  if (count === undefined && type.type.kind === 'array') {
    count = integer(BigInt(type.type.count ?? 0), UINT, ast);
    type = type.type.of;
  }
  if (type.type.kind === 'error' || !checkObjectType(c, type, typeText(type), place)) return errorExpr(ast);
  const bytes = bytesOf(type.type);
  if (count !== undefined)
    count = convertArg(c, { kind: 'expr', expr: count }, UINT, place) ?? errorExpr(place);
  const size: TExpr =
    count === undefined
      ? integer(BigInt(bytes), UINT, place)
      : fold({
          kind: 'binary',
          op: '*',
          left: count,
          right: integer(BigInt(bytes), UINT, place),
          type: plain(UINT),
          isLvalue: false,
          ...place,
        });
  const allocate = allocation(
    c,
    type.type,
    count === undefined ? 'operator new' : 'operator new[]',
    size,
    ast,
    place,
  );
  if (allocate === undefined) return errorExpr(ast);
  const init = objectInit(c, type, ast, count !== undefined, place);
  return {
    kind: 'new',
    allocate,
    ...(init === undefined ? {} : { init }),
    ...(count === undefined ? {} : { count }),
    elementBytes: bytes,
    type: plain(pointerTo(type)),
    isLvalue: false,
    ...place,
  };
}

function objectInit(
  c: Checker,
  type: QualType,
  ast: Expr & { kind: 'new' },
  isArray: boolean,
  place: At,
): TInit | undefined {
  if (!isArray) return initialise(c, type, ast.init, place);
  // `new T[n]()` makes every element alike.
  if (ast.init?.kind === 'direct' && ast.init.args.length === 0) return initialise(c, type, ast.init, place);
  if (ast.init !== undefined) c.error('cpp-unsupported', { construct: 'new T[n]{…}' }, place);
  return initialise(c, type, undefined, place);
}

function allocation(
  c: Checker,
  type: Type,
  name: string,
  size: TExpr,
  ast: Expr & { kind: 'new' },
  place: At,
): TExpr | undefined {
  const placement: Arg[] = ast.placement.map((arg) => c.hooks.arg(c, arg));
  const args: Arg[] = [{ kind: 'expr', expr: size }, ...placement];
  const own = type.kind === 'record' ? lookupMember(c, c.classEntity(type.decl), name)?.entity : undefined;
  const entity = own ?? lookupText(c, name);
  if (entity?.kind === 'functions') {
    const fn = chooseOverload(c, entity.overloads, { name, args, at: place }, placement.length === 0);
    if (fn !== undefined) return freeCall(c, fn, args, place);
  }
  const [only] = placement;
  // Placement new needs no header to be understood.
  if (placement.length === 1 && only?.kind === 'expr') {
    const pointer = toValue(c, only.expr);
    if (isPointer(pointer.type.type)) return scalarTo(pointer, pointerTo(plain(VOID)));
  }
  c.error('cpp-function-missing', { name }, place);
  return undefined;
}

export function deleteExpr(c: Checker, ast: Expr & { kind: 'delete' }): TExpr {
  const operand = toValue(c, c.hooks.expr(c, ast.operand));
  if (isError(operand)) return errorExpr(ast);
  const { type } = operand.type;
  if (!isPointer(type)) {
    c.error('cpp-delete-needs-pointer', { type: typeText(operand.type) }, at(ast));
    return errorExpr(ast);
  }
  const free = freeFunction(c, type.to.type, ast.isArray ? 'operator delete[]' : 'operator delete', at(ast));
  if (free === undefined) return errorExpr(ast);
  const destructor = ast.isArray ? undefined : destructorFor(c, type.to.type);
  return {
    kind: 'delete',
    operand,
    ...(destructor === undefined ? {} : { destructor: c.use(destructor) }),
    ...(destructor?.isVirtual === true && destructor.slot !== undefined
      ? { virtualSlot: destructor.slot }
      : {}),
    free,
    type: plain(VOID),
    isLvalue: false,
    ...at(ast),
  };
}

function destructorFor(c: Checker, type: Type): FunctionEntity | undefined {
  if (type.kind !== 'record' || !c.complete(type)) return undefined;
  return c.hooks.destructorOf(c, type);
}

function freeFunction(c: Checker, type: Type, name: string, place: At): TypedFunction | undefined {
  const own =
    type.kind === 'record' && c.complete(type)
      ? lookupMember(c, c.classEntity(type.decl), name)?.entity
      : undefined;
  const entity = own ?? lookupText(c, name);
  const candidates =
    entity?.kind === 'functions'
      ? entity.overloads.filter((fn): fn is FunctionEntity => fn.kind === 'function')
      : [];
  const fn =
    candidates.find(
      ({
        fn: {
          type: { params },
        },
      }) => params.length === 1,
    ) ?? candidates[0];
  if (fn === undefined) {
    c.error('cpp-function-missing', { name }, place);
    return undefined;
  }
  return c.use(fn);
}
