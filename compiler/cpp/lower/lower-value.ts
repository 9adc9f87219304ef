/** Values: in, an expression; out, its scalar, the address of its record, or nothing of use for void. */
import { addressConst, floatConst, intConst, undefConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { TExpr } from '../typed-ast.ts';
import { assign, compoundAssign, copyRecord, increment, type Assigned } from './assignments.ts';
import { lowerBuiltin } from './builtin-calls.ts';
import { lowerCall, lowerDelete, lowerNew, pointerOffset } from './calls.ts';
import { conditionalValue, logicalValue } from './control-values.ts';
import { convertValue } from './conversions.ts';
import { destroyObject } from './destructors.ts';
import type { FunctionLowering } from './function-lowering.ts';
import { irType, isRecord, scalarType } from './ir-types.ts';
import { binaryValue, bitNot, logicalNot, negate, pointerDifference, stepPointer } from './operators.ts';
import { loadPlace } from './places.ts';
import { statementExpression } from './statement-expressions.ts';
import { materialise } from './temporaries.ts';

const NOTHING = undefConst('i1');

export function lowerValue(l: FunctionLowering, expr: TExpr): Operand {
  const { b } = l;
  switch (expr.kind) {
    case 'integer': {
      const type = irType(expr.type.type);
      if (type === 'ptr') return addressConst(Number(expr.value));
      if (type === 'f32') return floatConst(Number(expr.value));
      return intConst(type, expr.value);
    }
    case 'float':
      return floatConst(expr.value);
    case 'functionAddress':
      return l.program.functionAddress(expr.fn);
    case 'addressOf':
      return l.place(expr.operand).address;
    case 'load':
      return read(l, expr.operand);
    case 'negate':
      return negate(b, l.value(expr.operand));
    case 'bitNot':
      return bitNot(b, l.value(expr.operand));
    case 'logicalNot':
      return logicalNot(b, l.value(expr.operand));
    case 'binary': {
      const left = l.value(expr.left);
      const right = l.value(expr.right);
      return binaryValue(b, expr.op, expr.left.type.type, left, right);
    }
    case 'pointerAdd': {
      const pointer = l.value(expr.pointer);
      const index = l.value(expr.index);
      return stepPointer(b, pointer, index, expr.index.type.type, expr.elementBytes, expr.isMinus);
    }
    case 'pointerDifference': {
      const left = l.value(expr.left);
      const right = l.value(expr.right);
      return pointerDifference(b, left, right, expr.elementBytes);
    }
    case 'logical':
      return logicalValue(l, expr);
    case 'conditional':
      return expr.isLvalue ? l.place(expr).address : conditionalValue(l, expr);
    case 'convert': {
      if (expr.type.type.kind === 'void') return discard(l, expr.operand);
      if (scalarType(expr.type.type) === undefined) return l.value(expr.operand);
      const value = l.value(expr.operand);
      return convertValue(b, value, expr.operand.type.type, expr.type.type);
    }
    case 'toVoid':
      return discard(l, expr.operand);
    case 'pointerOffset':
      return pointerOffset(l, expr);
    case 'call':
    case 'virtualCall':
    case 'indirectCall':
      return lowerCall(l, expr);
    case 'builtin':
      return lowerBuiltin(l, expr);
    case 'assign':
      return assign(l, expr).place.address;
    case 'copyRecord':
      return copyRecord(l, expr).address;
    case 'compoundAssign':
      return compoundAssign(l, expr).place.address;
    case 'increment': {
      const stepped = increment(l, expr);
      return expr.isPrefix ? stepped.place.address : stepped.before;
    }
    case 'comma':
      discard(l, expr.left);
      return l.value(expr.right);
    case 'temporary':
      return materialise(l, expr);
    case 'new':
      return lowerNew(l, expr);
    case 'delete':
      lowerDelete(l, expr);
      return NOTHING;
    case 'statementExpr':
      return statementExpression(l, expr, (result) => l.value(result));
    case 'destroy':
      destroyObject(l, l.place(expr.operand).address, expr.operand.type.type, expr.destructor);
      return NOTHING;
    case 'variable':
    case 'deref':
    case 'field':
    case 'element':
    case 'basePart':
    case 'string':
      return l.place(expr).address;
  }
}

/** The value of an lvalue; of what was just assigned, without reading it again. */
function read(l: FunctionLowering, operand: TExpr): Operand {
  if (isRecord(operand.type.type)) return l.place(operand).address;
  const assigned = assignedValue(l, operand);
  if (assigned !== undefined) return assigned.value;
  if (operand.kind === 'comma') {
    discard(l, operand.left);
    return read(l, operand.right);
  }
  const place = l.place(operand);
  const type = operand.type.type;
  if (scalarType(type) === undefined) return place.address;
  return loadPlace(l.b, place, type);
}

function assignedValue(l: FunctionLowering, operand: TExpr): Assigned | undefined {
  switch (operand.kind) {
    case 'assign':
      return assign(l, operand);
    case 'compoundAssign':
      return compoundAssign(l, operand);
    case 'increment':
      return operand.isPrefix ? increment(l, operand) : undefined;
    default:
      return undefined;
  }
}

/** For its effects only. A volatile object named as a statement is read, as avr-gcc does. */
export function discard(l: FunctionLowering, expr: TExpr): Operand {
  if (
    expr.isLvalue &&
    expr.type.isVolatile &&
    scalarType(expr.type.type) !== undefined &&
    isPlainObject(expr)
  )
    loadPlace(l.b, l.place(expr), expr.type.type);
  else l.value(expr);
  return NOTHING;
}

const isPlainObject = (expr: TExpr): boolean =>
  expr.kind === 'variable' || expr.kind === 'deref' || expr.kind === 'field' || expr.kind === 'element';
