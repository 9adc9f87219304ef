/**
 * Would anybody notice if a global nobody refers to were not constructed?
 *
 * In: its initialiser. Out: false only when all it can do is write into the object itself. Constructors
 * are followed; anything not understood counts as visible.
 */
import type { TExpr, TInit, TStmt, TypedFunction } from '../typed-ast.ts';
import type { Definitions } from './definitions.ts';

export function hasVisibleEffect(init: TInit, definitions: Definitions): boolean {
  return initActs(init, { definitions, constructors: new Set() });
}

/** Constructors that were followed, and what gives their bodies. */
interface Seen {
  readonly definitions: Definitions;
  readonly constructors: Set<TypedFunction>;
}

function initActs(init: TInit, seen: Seen): boolean {
  switch (init.kind) {
    case 'zero':
    case 'bytes':
      return false;
    case 'value':
      return acts(init.expr, seen);
    case 'aggregate':
      return init.items.some((item) => initActs(item.init, seen));
    case 'repeat':
      return initActs(init.element, seen);
    case 'construct':
      return init.args.some((arg) => acts(arg, seen)) || constructorActs(init.constructor, seen);
  }
}

function constructorActs(declared: TypedFunction, seen: Seen): boolean {
  const constructor = seen.definitions.fn(declared);
  if (seen.constructors.has(constructor)) return false;
  seen.constructors.add(constructor);
  const { body } = constructor;
  return body === undefined || statementActs(body, constructor, seen);
}

function statementActs(stmt: TStmt, constructor: TypedFunction, seen: Seen): boolean {
  switch (stmt.kind) {
    case 'empty':
      return false;
    case 'compound':
      return stmt.body.some((one) => statementActs(one, constructor, seen));
    case 'initMember':
      return initActs(stmt.init, seen);
    case 'expr':
      return effectActs(stmt.expr, constructor, seen);
    case 'if':
      return (
        acts(stmt.condition, seen) ||
        statementActs(stmt.then, constructor, seen) ||
        (stmt.otherwise !== undefined && statementActs(stmt.otherwise, constructor, seen))
      );
    default:
      return true;
  }
}

/** Assignments to the object's own members stay within it. */
function effectActs(expr: TExpr, constructor: TypedFunction, seen: Seen): boolean {
  switch (expr.kind) {
    case 'toVoid':
    case 'load':
      return effectActs(expr.operand, constructor, seen);
    case 'assign':
    case 'compoundAssign':
      return !isOwn(expr.target, constructor) || acts(expr.value, seen);
    case 'copyRecord':
      return !isOwn(expr.target, constructor) || acts(expr.source, seen);
    default:
      return acts(expr, seen);
  }
}

function isOwn(place: TExpr, constructor: TypedFunction): boolean {
  switch (place.kind) {
    case 'field':
    case 'basePart':
      return isOwn(place.object, constructor);
    case 'element':
      return place.index.kind === 'integer' && isOwn(place.object, constructor);
    case 'deref':
      return (
        !place.type.isVolatile &&
        place.pointer.kind === 'load' &&
        place.pointer.operand.kind === 'variable' &&
        place.pointer.operand.variable === constructor.params[0]
      );
    default:
      return false;
  }
}

/** Evaluating it does more than give a value. */
function acts(expr: TExpr, seen: Seen): boolean {
  switch (expr.kind) {
    case 'integer':
    case 'float':
    case 'functionAddress':
    case 'variable':
    case 'string':
      return false;
    case 'load':
      return expr.operand.type.isVolatile || acts(expr.operand, seen);
    case 'addressOf':
    case 'negate':
    case 'bitNot':
    case 'logicalNot':
    case 'convert':
    case 'toVoid':
    case 'pointerOffset':
      return acts(expr.operand, seen);
    case 'deref':
      return acts(expr.pointer, seen);
    case 'field':
    case 'basePart':
      return acts(expr.object, seen);
    case 'element':
      return acts(expr.object, seen) || acts(expr.index, seen);
    case 'binary':
    case 'logical':
    case 'pointerDifference':
    case 'comma':
      return acts(expr.left, seen) || acts(expr.right, seen);
    case 'pointerAdd':
      return acts(expr.pointer, seen) || acts(expr.index, seen);
    case 'conditional':
      return acts(expr.condition, seen) || acts(expr.then, seen) || acts(expr.otherwise, seen);
    case 'temporary':
      return expr.destructor !== undefined || initActs(expr.init, seen);
    default:
      return true;
  }
}
