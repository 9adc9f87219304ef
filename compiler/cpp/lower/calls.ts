/**
 * Calls: direct, virtual, through pointers; new and delete.
 *
 * Arguments are evaluated right to left, `this` last, then the callee's place in the vtable; a callee
 * that is a pointer is evaluated first. That is avr-gcc's order.
 * The answer is the result, or the address of a record result.
 */
import { addressConst, intConst, undefConst } from '../../ir/constants.ts';
import type { Constant, Operand, Signature } from '../../ir/ir.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { TExpr } from '../typed-ast.ts';
import type { FunctionType, RecordInfo, Type } from '../types.ts';
import { callDestructor, countedLoop } from './destructors.ts';
import type { FunctionLowering } from './function-lowering.ts';
import { bytesOf, isRecord, packedType, paramOf, resultWay, signatureOf } from './ir-types.ts';
import { copyObject, recordAddress } from './places.ts';
import { negate, offsetPointer } from './operators.ts';
import { resize } from './conversions.ts';

export type CallExpr = TExpr & { kind: 'call' | 'virtualCall' | 'indirectCall' };

/** `into`: where a record result is to be made; a fresh object. */
export function lowerCall(l: FunctionLowering, expr: CallExpr, into?: Operand): Operand {
  const { b } = l;
  const type = functionType(expr);
  const way = resultWay(type.result.type);
  let callee = expr.kind === 'indirectCall' ? l.value(expr.callee) : undefined;
  const args = lowerArguments(l, expr.args, type, hasThis(expr));
  b.loc = expr.loc;
  if (isAbsolute(expr) && args[0] !== undefined) return absolute(l, args[0]);
  const result = way === 'packed' || way === 'hiddenPointer' ? (into ?? l.temporary(type.result)) : undefined;
  if (way === 'hiddenPointer' && result !== undefined) args.unshift(result);

  let signature: Signature;
  let site: { record: RecordInfo; slot: number } | undefined;
  if (expr.kind === 'call') {
    callee = l.program.functionRef(expr.fn);
    signature = l.program.signature(expr.fn);
  } else if (expr.kind === 'virtualCall') {
    const own = ownVirtual(l, expr);
    const object = args[way === 'hiddenPointer' ? 1 : 0];
    signature = signatureOf(type, true);
    if (own !== undefined) callee = own;
    else if (object !== undefined) {
      callee = virtualFunction(l, object, expr.slot);
      site = { record: expr.record, slot: expr.slot };
    }
  } else signature = signatureOf(type, false);
  if (callee === undefined) throw new InternalError('call of nothing');

  const call = b.call(callee, args, signature);
  if (call.op === 'call' && site !== undefined) l.program.noteVirtualCall(site.record, site.slot, call);
  if (expr.kind === 'call' && expr.fn.attributes.isNoReturn) b.unreachable();
  if (way === 'packed' && result !== undefined) {
    storePacked(l, result, call, type.result.type);
    return result;
  }
  return result ?? (call.type === 'void' ? undefConst('i1') : call);
}

/** As with GCC, these names of C mean C's functions, whatever a program defines under them. */
function isAbsolute(expr: CallExpr): boolean {
  if (expr.kind !== 'call' || !['abs', 'labs', 'llabs'].includes(expr.fn.symbol)) return false;
  const { result, params } = expr.fn.type;
  return params.length === 1 && result.type.kind === 'int' && params[0]?.type === result.type;
}

function absolute(l: FunctionLowering, value: Operand): Operand {
  const { b } = l;
  const { type } = value;
  if (type === 'f32' || type === 'ptr' || type === 'void') throw new InternalError(`abs of ${type}`);
  const isNegative = b.compare('slt', value, intConst(type, 0n));
  return b.select(isNegative, negate(b, value), value);
}

function functionType(expr: CallExpr): FunctionType {
  return expr.kind === 'call' ? expr.fn.type : expr.signature;
}

function hasThis(expr: CallExpr): boolean {
  if (expr.kind === 'virtualCall') return true;
  return expr.kind === 'call' && expr.fn.params.length > expr.fn.type.params.length;
}

/** While an object is being constructed or destroyed, its virtual functions are those of that class. */
function ownVirtual(l: FunctionLowering, expr: TExpr & { kind: 'virtualCall' }): Constant | undefined {
  const { source } = l;
  if (source?.method === undefined || !(source.isConstructor || source.isDestructor)) return undefined;
  const object = expr.args[0];
  if (object?.kind !== 'load' || object.operand.kind !== 'variable') return undefined;
  if (object.operand.variable !== source.params[0]) return undefined;
  return l.program.ownVirtual(source.method.record, expr.slot);
}

export function virtualFunction(l: FunctionLowering, object: Operand, slot: number): Operand {
  const vtable = l.b.load('ptr', object);
  return l.b.load('ptr', l.b.ptradd(vtable, 2 * slot), false, 'flash');
}

/** The result came in a register as wide as the record or a little wider. */
export function storePacked(l: FunctionLowering, to: Operand, value: Operand, type: Type): void {
  const { b } = l;
  const bytes = bytesOf(type);
  const packed = packedType(type);
  if (bytesOf(type) === { i1: 1, i8: 1, i16: 2, i32: 4, i64: 8 }[packed]) {
    b.store(to, value);
    return;
  }
  for (let at = 0; at < bytes;) {
    const size = bytes - at >= 4 ? 4 : bytes - at >= 2 ? 2 : 1;
    const part = b.binary('lshr', value, intConst('i8', 8 * at));
    b.store(b.ptradd(to, at), resize(b, part, size === 4 ? 'i32' : size === 2 ? 'i16' : 'i8', false));
    at += size;
  }
}

/** The record at `from` as the integer it is returned in. */
export function loadPacked(l: FunctionLowering, from: Operand, type: Type): Operand {
  const { b } = l;
  const bytes = bytesOf(type);
  const packed = packedType(type);
  if (bytes === { i1: 1, i8: 1, i16: 2, i32: 4, i64: 8 }[packed]) return b.load(packed, from);
  let all: Operand | undefined;
  for (let at = 0; at < bytes;) {
    const size = bytes - at >= 4 ? 4 : bytes - at >= 2 ? 2 : 1;
    const part = b.load(size === 4 ? 'i32' : size === 2 ? 'i16' : 'i8', b.ptradd(from, at));
    const placed = b.binary('shl', resize(b, part, packed, false), intConst('i8', 8 * at));
    all = all === undefined ? placed : b.binary('or', all, placed);
    at += size;
  }
  return all ?? intConst(packed, 0);
}

export function lowerArguments(
  l: FunctionLowering,
  args: readonly TExpr[],
  type: FunctionType,
  withThis: boolean,
): Operand[] {
  const named = type.params.length + (withThis ? 1 : 0);
  const lowered: Operand[] = [];
  for (let index = args.length - 1; index >= 0; index--) {
    const arg = args[index];
    if (arg === undefined) continue;
    if (index >= named && isRecord(arg.type.type)) lowered.unshift(...variadicRecord(l, arg));
    else lowered.unshift(lowerArgument(l, arg));
  }
  return lowered;
}

function lowerArgument(l: FunctionLowering, arg: TExpr): Operand {
  if (!isRecord(arg.type.type)) return l.value(arg);
  // A trivial one is copied by the call itself, another was made for this call.
  if (paramOf(arg.type.type).byvalBytes === undefined || arg.kind !== 'load') return recordAddress(l, arg);
  if (!arg.operand.type.isVolatile) return recordAddress(l, arg);
  const copy = l.temporary(arg.type);
  copyObject(l.b, copy, l.place(arg.operand).address, arg.type.type, true);
  return copy;
}

/** A record among variadic arguments lies on the stack byte by byte. */
function variadicRecord(l: FunctionLowering, arg: TExpr): Operand[] {
  const address = recordAddress(l, arg);
  const bytes = bytesOf(arg.type.type);
  const parts: Operand[] = [];
  for (let at = 0; at < bytes; at++) parts.push(l.b.load('i8', l.b.ptradd(address, at)));
  return parts;
}

// ---- new and delete

export function lowerNew(l: FunctionLowering, expr: TExpr & { kind: 'new' }): Operand {
  const { b } = l;
  const to = expr.type.type.kind === 'pointer' ? expr.type.type.to : expr.type;
  let count: Operand | undefined;
  if (expr.count !== undefined) {
    // The allocation's size contains the same expression; it is evaluated once.
    count = l.value(expr.count);
    l.known.set(expr.count, count);
  }
  const address = l.value(expr.allocate);
  if (expr.count !== undefined) l.known.delete(expr.count);
  const { init } = expr;
  if (init === undefined) return address;
  if (count === undefined) {
    l.init(address, to, init);
    return address;
  }
  const elements = count.type === 'i16' ? count : resize(b, count, 'i16', false);
  const some = b.block('elements');
  const done = b.block('made');
  b.condbr(b.compare('ne', elements, intConst('i16', 0)), some, done);
  b.start(some);
  l.conditionally(() =>
    countedLoop(l, elements, (index) => {
      const offset = b.binary('mul', index, intConst('i16', expr.elementBytes));
      l.init(b.ptradd(address, offset), to, init);
    }),
  );
  b.start(done);
  return address;
}

/** With a destructor nothing at all happens to null; otherwise null is given to free as it is. */
export function lowerDelete(l: FunctionLowering, expr: TExpr & { kind: 'delete' }): void {
  const { b } = l;
  const pointer = l.value(expr.operand);
  const { destructor, virtualSlot } = expr;
  const done = b.block('deleted');
  if (destructor !== undefined) {
    const destroy = b.block('destroy');
    b.condbr(b.compare('ne', pointer, addressConst(0)), destroy, done);
    b.start(destroy);
    const record = destructor.method?.record;
    if (virtualSlot !== undefined && record !== undefined) {
      const callee = virtualFunction(l, pointer, virtualSlot);
      const call = b.call(callee, [pointer], l.program.signature(destructor));
      if (call.op === 'call') l.program.noteVirtualCall(record, virtualSlot, call);
    } else callDestructor(l, destructor, pointer);
  }
  // operator delete(void *), or with the size too.
  const args: Operand[] = [pointer];
  if (expr.free.type.params.length > 1) args.push(intConst('i16', 0));
  b.call(l.program.functionRef(expr.free), args, l.program.signature(expr.free));
  if (destructor !== undefined) b.start(done);
}

export function pointerOffset(l: FunctionLowering, expr: TExpr & { kind: 'pointerOffset' }): Operand {
  const isObject = expr.operand.kind === 'addressOf' || isThis(l, expr.operand);
  return offsetPointer(l.b, l.value(expr.operand), expr.offset, !isObject);
}

function isThis(l: FunctionLowering, expr: TExpr): boolean {
  return (
    expr.kind === 'load' &&
    expr.operand.kind === 'variable' &&
    l.source?.method !== undefined &&
    expr.operand.variable === l.source.params[0]
  );
}
