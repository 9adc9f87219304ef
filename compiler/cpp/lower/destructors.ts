/** Destruction of objects and arrays of objects (elements backwards), at a known address. */
import { intConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { TypedFunction } from '../typed-ast.ts';
import type { Type } from '../types.ts';
import type { FunctionLowering } from './function-lowering.ts';
import { bytesOf } from './ir-types.ts';

export function callDestructor(l: FunctionLowering, destructor: TypedFunction, address: Operand): void {
  l.b.call(l.program.functionRef(destructor), [address], l.program.signature(destructor));
}

export function destroyObject(
  l: FunctionLowering,
  address: Operand,
  type: Type,
  destructor: TypedFunction,
): void {
  if (type.kind !== 'array') {
    callDestructor(l, destructor, address);
    return;
  }
  const bytes = bytesOf(type.of.type);
  const count = type.count ?? 0;
  if (count === 0) return;
  if (count === 1) {
    destroyObject(l, address, type.of.type, destructor);
    return;
  }
  countedLoop(l, intConst('i16', count), (index) => {
    const fromEnd = l.b.binary('sub', intConst('i16', count - 1), index);
    const offset = l.b.binary('mul', fromEnd, intConst('i16', bytes));
    destroyObject(l, l.b.ptradd(address, offset), type.of.type, destructor);
  });
}

/** Does `body` for 0 … count − 1; count is at least 1. */
export function countedLoop(l: FunctionLowering, count: Operand, body: (index: Operand) => void): void {
  const counter = l.b.alloca(2, 'index');
  const loop = l.b.block('each');
  const done = l.b.block('done');
  l.b.store(counter, intConst('i16', 0));
  l.b.start(loop);
  body(l.b.load('i16', counter));
  const next = l.b.binary('add', l.b.load('i16', counter), intConst('i16', 1));
  l.b.store(counter, next);
  l.b.condbr(l.b.compare('ult', next, count), loop, done);
  l.b.start(done);
}
