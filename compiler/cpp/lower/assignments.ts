/**
 * Assignments, compound assignments, increments: the target is evaluated once, read at most once, written
 * once, and never read back (as avr-gcc does for volatile targets).
 *
 * Order as avr-gcc's: plain assignment evaluates the target's address, then the value; compound
 * assignment the value, then the target.
 */
import { boolConst, floatConst, intConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { TExpr } from '../typed-ast.ts';
import { convertValue } from './conversions.ts';
import type { FunctionLowering, Place } from './function-lowering.ts';
import { binaryValue, stepPointer } from './operators.ts';
import { copyObject, loadPlace, recordAddress, storePlace } from './places.ts';

export interface Assigned {
  readonly place: Place;
  /** What the object holds now. */
  readonly value: Operand;
}

export function assign(l: FunctionLowering, expr: TExpr & { kind: 'assign' }): Assigned {
  const place = l.place(expr.target);
  const value = l.value(expr.value);
  return { place, value: storePlace(l.b, place, value, expr.target.type.type) };
}

export function compoundAssign(l: FunctionLowering, expr: TExpr & { kind: 'compoundAssign' }): Assigned {
  const { b } = l;
  const type = expr.target.type.type;
  const operand = l.value(expr.value);
  const place = l.place(expr.target);
  const before = convertValue(b, loadPlace(b, place, type), type, expr.workType);
  const after =
    before.type === 'ptr'
      ? stepPointer(b, before, operand, expr.value.type.type, expr.elementBytes ?? 1, expr.op === '-')
      : binaryValue(b, expr.op, expr.workType, before, operand);
  return { place, value: storePlace(b, place, convertValue(b, after, expr.workType, type), type) };
}

export function increment(
  l: FunctionLowering,
  expr: TExpr & { kind: 'increment' },
): Assigned & { before: Operand } {
  const { b } = l;
  const type = expr.target.type.type;
  const place = l.place(expr.target);
  const before = loadPlace(b, place, type);
  const after = stepped(l, before, expr);
  return { place, before, value: storePlace(b, place, after, type) };
}

function stepped(l: FunctionLowering, before: Operand, expr: TExpr & { kind: 'increment' }): Operand {
  const { b } = l;
  switch (before.type) {
    case 'ptr':
      return b.ptradd(before, (expr.elementBytes ?? 1) * (expr.isMinus ? -1 : 1));
    case 'f32':
      return b.binary(expr.isMinus ? 'fsub' : 'fadd', before, floatConst(1));
    case 'i1':
      return expr.isMinus ? b.not(before) : boolConst(true);
    case 'void':
      return before;
    default:
      return b.binary(expr.isMinus ? 'sub' : 'add', before, intConst(before.type, 1n));
  }
}

export function copyRecord(l: FunctionLowering, expr: TExpr & { kind: 'copyRecord' }): Place {
  const place = l.place(expr.target);
  const source = recordAddress(l, expr.source);
  const isVolatile = place.isVolatile || expr.source.type.isVolatile;
  copyObject(l.b, place.address, source, expr.target.type.type, isVolatile);
  return place;
}
