/** Lvalues: in, an expression that names an object; out, its address. */
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { TExpr } from '../typed-ast.ts';
import type { FieldInfo } from '../types.ts';
import { assign, compoundAssign, copyRecord, increment } from './assignments.ts';
import { lowerCall } from './calls.ts';
import { conditionalPlace } from './control-values.ts';
import type { FunctionLowering, Place } from './function-lowering.ts';
import { materialise } from './temporaries.ts';
import { stepPointer } from './operators.ts';
import { statementExpression } from './statement-expressions.ts';

export function lowerPlace(l: FunctionLowering, expr: TExpr): Place {
  const isVolatile = expr.type.isVolatile;
  switch (expr.kind) {
    case 'variable':
      return { address: l.addressOf(expr.variable), isVolatile };
    case 'deref':
      return { address: l.value(expr.pointer), isVolatile };
    case 'field': {
      const object = l.place(expr.object);
      return fieldPlace(l, object, expr.field, isVolatile);
    }
    case 'element': {
      const object = l.place(expr.object);
      const index = l.value(expr.index);
      const address = stepPointer(l.b, object.address, index, expr.index.type.type, expr.elementBytes, false);
      return { address, isVolatile: isVolatile || object.isVolatile };
    }
    case 'basePart': {
      const object = l.place(expr.object);
      return {
        address: l.b.ptradd(object.address, expr.offset),
        isVolatile: isVolatile || object.isVolatile,
      };
    }
    case 'string':
      return { address: l.program.stringAddress(expr.bytes, expr.isFlash), isVolatile: false };
    case 'temporary':
      return { address: materialise(l, expr), isVolatile: false };
    case 'assign':
      return assign(l, expr).place;
    case 'compoundAssign':
      return compoundAssign(l, expr).place;
    case 'increment':
      return increment(l, expr).place;
    case 'copyRecord':
      return copyRecord(l, expr);
    case 'comma':
      l.value(expr.left);
      return l.place(expr.right);
    case 'conditional':
      if (expr.isLvalue) return conditionalPlace(l, expr);
      break;
    case 'call':
    case 'virtualCall':
    case 'indirectCall':
      // A reference result is an address; a record result is a temporary.
      return { address: lowerCall(l, expr), isVolatile };
    case 'statementExpr': {
      const address = statementExpression(l, expr, (result) => l.place(result).address);
      return { address, isVolatile };
    }
    default:
      break;
  }
  if (expr.isLvalue) throw new InternalError(`no place for ${expr.kind}`);
  // A record value, e.g. the object of a field.
  if (expr.type.type.kind === 'record') return { address: l.value(expr), isVolatile };
  const address = l.temporary(expr.type);
  l.init(address, expr.type, { kind: 'value', expr });
  return { address, isVolatile: false };
}

export function fieldPlace(l: FunctionLowering, object: Place, field: FieldInfo, isVolatile: boolean): Place {
  return {
    address: l.b.ptradd(object.address, field.offset),
    isVolatile: object.isVolatile || isVolatile || field.type.isVolatile,
    ...(field.bits === undefined ? {} : { bits: field.bits }),
  };
}
