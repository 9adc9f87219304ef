/**
 * Constant expressions: in, an expression; out, its constant, or undefined when it takes code to know it.
 *
 * Addresses of globals, functions and strings are constants too where `addresses` can give them; without
 * it only numbers are.
 */
import { addressConst, floatConst, intConst } from '../../ir/constants.ts';
import type { Constant } from '../../ir/ir.ts';
import type { TExpr, TypedFunction, TypedVariable } from '../typed-ast.ts';
import { convertValue, isNotZero } from './conversions.ts';
import { irType, scalarType } from './ir-types.ts';
import type { LoweringBuilder } from './lowering-builder.ts';
import { binaryValue, bitNot, logicalNot, negate, pointerDifference, stepPointer } from './operators.ts';
import { ConstantBuilder, NOT_CONSTANT } from './constant-builder.ts';

export interface Addresses {
  globalAddress(variable: TypedVariable): Constant;
  functionAddress(fn: TypedFunction): Constant;
  stringAddress(bytes: Uint8Array, isFlash: boolean): Constant;
}

/** Parameters of a constructor that is followed while lowering, with their arguments. */
export type Known = ReadonlyMap<TypedVariable, Constant>;

export function constantExpression(expr: TExpr, addresses?: Addresses, known?: Known): Constant | undefined {
  if (known === undefined && !mayBeConstant(expr)) return undefined;
  try {
    return evaluate(expr, { addresses, known });
  } catch (problem) {
    if (problem === NOT_CONSTANT) return undefined;
    throw problem;
  }
}

/** Most expressions show at once that they are not. */
function mayBeConstant(expr: TExpr): boolean {
  switch (expr.kind) {
    case 'call':
    case 'virtualCall':
    case 'indirectCall':
    case 'load':
    case 'builtin':
    case 'assign':
    case 'compoundAssign':
    case 'increment':
      return false;
    default:
      return true;
  }
}

const BUILDER: Pick<LoweringBuilder, 'binary' | 'compare' | 'convert' | 'ptradd' | 'not' | 'select'> =
  new ConstantBuilder();

interface Surroundings {
  readonly addresses: Addresses | undefined;
  readonly known: Known | undefined;
}

function evaluate(expr: TExpr, around: Surroundings): Constant {
  // The operators only use the arithmetic of a builder.
  const b = BUILDER as LoweringBuilder;
  const of = (one: TExpr): Constant => evaluate(one, around);
  const type = expr.type.type;
  switch (expr.kind) {
    case 'integer': {
      const scalar = irType(type);
      if (scalar === 'ptr') return addressConst(Number(expr.value));
      return scalar === 'f32' ? floatConst(Number(expr.value)) : intConst(scalar, expr.value);
    }
    case 'float':
      return floatConst(expr.value);
    case 'negate':
      return negate(b, of(expr.operand)) as Constant;
    case 'bitNot':
      return bitNot(b, of(expr.operand)) as Constant;
    case 'logicalNot':
      return logicalNot(b, of(expr.operand)) as Constant;
    case 'binary': {
      const left = of(expr.left);
      return binaryValue(b, expr.op, expr.left.type.type, left, of(expr.right)) as Constant;
    }
    case 'logical': {
      const left = isNotZero(b, of(expr.left)) as Constant;
      const isDecided = left.kind === 'int' && (left.value !== 0n) === (expr.op === '||');
      return isDecided ? left : (isNotZero(b, of(expr.right)) as Constant);
    }
    case 'conditional': {
      const condition = isNotZero(b, of(expr.condition)) as Constant;
      if (condition.kind !== 'int' || expr.isLvalue) break;
      return of(condition.value !== 0n ? expr.then : expr.otherwise);
    }
    case 'convert':
      if (scalarType(type) === undefined) break;
      return convertValue(b, of(expr.operand), expr.operand.type.type, type) as Constant;
    case 'pointerAdd': {
      const pointer = of(expr.pointer);
      const index = of(expr.index);
      return stepPointer(
        b,
        pointer,
        index,
        expr.index.type.type,
        expr.elementBytes,
        expr.isMinus,
      ) as Constant;
    }
    case 'pointerDifference': {
      const left = of(expr.left);
      const right = of(expr.right);
      if (left.kind === 'global' && right.kind === 'global' && left.name === right.name)
        return intConst('i16', Math.trunc((left.offset - right.offset) / Math.max(1, expr.elementBytes)));
      return pointerDifference(b, left, right, expr.elementBytes) as Constant;
    }
    case 'pointerOffset': {
      const pointer = of(expr.operand);
      const isNull = pointer.kind === 'address' && pointer.value === 0;
      return isNull ? pointer : (b.ptradd(pointer, expr.offset) as Constant);
    }
    case 'comma':
      of(expr.left);
      return of(expr.right);
    case 'functionAddress':
      if (around.addresses === undefined) break;
      return around.addresses.functionAddress(expr.fn);
    case 'addressOf':
      return place(expr.operand, around);
    case 'load': {
      // The value of a constant array or record is never taken apart here.
      const value = expr.operand.kind === 'variable' ? around.known?.get(expr.operand.variable) : undefined;
      if (value !== undefined) return value;
      break;
    }
    default:
      break;
  }
  throw NOT_CONSTANT;
}

/** The address of an object that exists from the start. */
function place(expr: TExpr, around: Surroundings): Constant {
  const b = BUILDER as LoweringBuilder;
  switch (expr.kind) {
    case 'variable': {
      const { variable } = expr;
      if (around.addresses === undefined || (variable.kind !== 'global' && variable.kind !== 'staticLocal'))
        break;
      return around.addresses.globalAddress(variable);
    }
    case 'string':
      if (around.addresses === undefined) break;
      return around.addresses.stringAddress(expr.bytes, expr.isFlash);
    case 'deref':
      return evaluate(expr.pointer, around);
    case 'field':
      if (expr.field.bits !== undefined) break;
      return b.ptradd(place(expr.object, around), expr.field.offset) as Constant;
    case 'basePart':
      return b.ptradd(place(expr.object, around), expr.offset) as Constant;
    case 'element': {
      const object = place(expr.object, around);
      const index = evaluate(expr.index, around);
      return stepPointer(b, object, index, expr.index.type.type, expr.elementBytes, false) as Constant;
    }
    default:
      break;
  }
  throw NOT_CONSTANT;
}
