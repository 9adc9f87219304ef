/**
 * How objects come to be: in, the address of fresh memory, a type and an initialiser; out, stores there.
 *
 * Large constant initialisers are kept in flash and copied from there: it costs no RAM.
 */
import { intConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { TExpr, TInit } from '../typed-ast.ts';
import type { QualType, Type } from '../types.ts';
import { lowerArguments, lowerCall } from './calls.ts';
import { conditionalInto } from './control-values.ts';
import { countedLoop } from './destructors.ts';
import type { FunctionLowering, InitOptions, Place } from './function-lowering.ts';
import { bytesOf, isRecord, leavesOf } from './ir-types.ts';
import { copyObject, recordAddress, storePlace, zeroObject } from './places.ts';

/** From so many bytes on, copying from flash takes less than storing piece by piece. */
const COPY_FROM = 8;
/** So many equal elements are made one after the other, more in a loop. */
const MOST_UNROLLED = 2;

export function lowerInit(
  l: FunctionLowering,
  address: Operand,
  type: QualType,
  init: TInit,
  options: InitOptions,
): void {
  const { b } = l;
  const isVolatile = options.isVolatile === true || type.isVolatile;
  switch (init.kind) {
    case 'value':
      if (isRecord(type.type)) recordInto(l, address, type, init.expr);
      else if (type.type.kind === 'array') copyObject(b, address, arrayAddress(l, init.expr), type.type);
      else {
        const place: Place = { address, isVolatile };
        storePlace(b, place, l.value(init.expr), type.type);
      }
      return;
    case 'construct':
      construct(l, address, init, options);
      return;
    case 'aggregate': {
      if (copiedFromFlash(l, address, type, init)) return;
      const isCovered = options.isZeroed === true || covers(init, type.type);
      if (!isCovered) zeroObject(b, address, type.type, isVolatile);
      for (const item of init.items) {
        const at = b.ptradd(address, item.offset);
        if (item.field?.bits !== undefined && item.init.kind === 'value') {
          const place: Place = { address: at, isVolatile, bits: item.field.bits };
          storePlace(b, place, l.value(item.init.expr), item.type.type);
        } else if (item.field?.bits === undefined || item.init.kind !== 'zero')
          l.init(at, item.type, item.init, { isZeroed: !isCovered || options.isZeroed === true, isVolatile });
      }
      return;
    }
    case 'repeat':
      repeat(l, address, type, init, options);
      return;
    case 'bytes':
      if (copiedFromFlash(l, address, type, init)) return;
      if (options.isZeroed !== true && init.bytes.length < bytesOf(type.type))
        zeroObject(b, address, type.type);
      for (const [index, byte] of init.bytes.entries())
        if (index < bytesOf(type.type)) b.store(b.ptradd(address, index), intConst('i8', byte));
      return;
    case 'zero':
      if (options.isZeroed !== true) zeroObject(b, address, type.type, isVolatile);
  }
}

function arrayAddress(l: FunctionLowering, expr: TExpr): Operand {
  return expr.kind === 'load' ? l.place(expr.operand).address : recordAddress(l, expr);
}

/** A record value made in place where it can be. */
function recordInto(l: FunctionLowering, address: Operand, type: QualType, expr: TExpr): void {
  switch (expr.kind) {
    case 'call':
    case 'virtualCall':
    case 'indirectCall':
      if (expr.isLvalue) break;
      lowerCall(l, expr, address);
      return;
    case 'conditional':
      if (expr.isLvalue) break;
      conditionalInto(l, expr, (arm) => recordInto(l, address, type, arm));
      return;
    case 'comma':
      if (expr.isLvalue) break;
      l.value(expr.left);
      recordInto(l, address, type, expr.right);
      return;
    case 'temporary':
      if (expr.destructor !== undefined) break;
      l.init(address, type, expr.init);
      return;
    default:
      break;
  }
  copyObject(l.b, address, recordAddress(l, expr), type.type, expr.type.isVolatile);
}

function construct(
  l: FunctionLowering,
  address: Operand,
  init: TInit & { kind: 'construct' },
  { isBase }: InitOptions,
): void {
  const { constructor, args } = init;
  const record = constructor.method?.record;
  if (record !== undefined && isBase !== true) l.program.noteComplete(record);
  const lowered = lowerArguments(l, args, constructor.type, false);
  const loc = args[0]?.loc;
  if (l.b.loc < 0 && loc !== undefined) l.b.loc = loc;
  l.b.call(l.program.functionRef(constructor), [address, ...lowered], l.program.signature(constructor));
}

/** Every byte of the object belongs to one of the items. */
function covers(init: TInit & { kind: 'aggregate' }, type: Type): boolean {
  let bytes = 0;
  for (const item of init.items) if (item.field?.bits === undefined) bytes += bytesOf(item.type.type);
  return bytes >= bytesOf(type) && !(type.kind === 'record' && type.decl.tag === 'union');
}

function copiedFromFlash(l: FunctionLowering, address: Operand, type: QualType, init: TInit): boolean {
  const bytes = bytesOf(type.type);
  if (bytes < COPY_FROM || leavesOf(type.type) !== undefined) return false;
  const content = l.program.constantBytes(init, type);
  if (content === undefined) return false;
  const used = content.findLastIndex((byte) => byte !== 0) + 1;
  if (used < COPY_FROM) return false;
  if (used < bytes) zeroObject(l.b, address, type.type);
  const from = l.program.stringAddress(content.slice(0, used), true);
  countedLoop(l, intConst('i16', used), (index) => {
    const byte = l.b.load('i8', l.b.ptradd(from, index), false, 'flash');
    l.b.store(l.b.ptradd(address, index), byte);
  });
  return true;
}

function repeat(
  l: FunctionLowering,
  address: Operand,
  type: QualType,
  init: TInit & { kind: 'repeat' },
  options: InitOptions,
): void {
  if (init.element.kind === 'zero') {
    if (options.isZeroed !== true) zeroObject(l.b, address, type.type);
    return;
  }
  const element = type.type.kind === 'array' ? type.type.of : undefined;
  if (element === undefined) throw new InternalError('repeated initialiser of something not an array');
  // Flat over inner dimensions where the elements are the innermost ones.
  const at = innermost(element, init.elementBytes);
  if (init.count <= MOST_UNROLLED) {
    for (let index = 0; index < init.count; index++)
      l.init(l.b.ptradd(address, index * init.elementBytes), at, init.element, options);
    return;
  }
  countedLoop(l, intConst('i16', init.count), (index) => {
    const offset = l.b.binary('mul', index, intConst('i16', init.elementBytes));
    l.init(l.b.ptradd(address, offset), at, init.element, options);
  });
}

function innermost(type: QualType, bytes: number): QualType {
  let at = type;
  while (at.type.kind === 'array' && bytesOf(at.type) > bytes) at = at.type.of;
  return at;
}
