/**
 * Reads and writes of scalar objects, bit-fields included, and copies and zeroing of whole objects.
 *
 * A bit-field is read and written by its bytes, low first, and only those it lies in: a byte that it
 * fills is stored without being read, and no other byte is touched (volatile ones exactly once each way).
 */
import { floatConst, intConst, zeroConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { QualType, Type } from '../types.ts';
import { bytesOf, hasSignBit, intOfBytes, irType, leavesOf, memoryType } from './ir-types.ts';
import { resize } from './conversions.ts';
import type { FunctionLowering, Place } from './function-lowering.ts';
import type { LoweringBuilder } from './lowering-builder.ts';

export function loadPlace(b: LoweringBuilder, place: Place, type: Type): Operand {
  if (place.bits === undefined) return b.load(irType(type), place.address, place.isVolatile);
  const { first, width } = place.bits;
  const firstByte = first >> 3;
  const bytes = ((first + width + 7) >> 3) - firstByte;
  const shift = first & 7;
  const work = intOfBytes(bytes <= 2 ? bytes : bytes <= 4 ? 4 : 8);
  const workBits = 8 * (bytes <= 2 ? bytes : bytes <= 4 ? 4 : 8);
  let all: Operand | undefined;
  for (let index = 0; index < bytes; index++) {
    const byte = b.load('i8', b.ptradd(place.address, firstByte + index), place.isVolatile);
    const wide = b.binary('shl', resize(b, byte, work, false), intConst('i8', 8 * index));
    all = all === undefined ? wide : b.binary('or', all, wide);
  }
  if (all === undefined) return zeroConst(irType(type));
  const target = irType(type);
  if (hasSignBit(type)) {
    const left = workBits - shift - width;
    const up = b.binary('shl', all, intConst('i8', left));
    return resizeTo(b, b.binary('ashr', up, intConst('i8', left + shift)), target, true);
  }
  const down = b.binary('lshr', all, intConst('i8', shift));
  return resizeTo(b, b.binary('and', down, intConst(work, (1n << BigInt(width)) - 1n)), target, false);
}

function resizeTo(
  b: LoweringBuilder,
  value: Operand,
  type: ReturnType<typeof irType>,
  signed: boolean,
): Operand {
  if (type === 'ptr' || type === 'f32') return value;
  return resize(b, value, type, signed);
}

/** What the object holds after the store is the answer: a bit-field keeps only its bits. */
export function storePlace(b: LoweringBuilder, place: Place, value: Operand, type: Type): Operand {
  if (place.bits === undefined) {
    b.store(place.address, value, place.isVolatile);
    return value;
  }
  const { first, width } = place.bits;
  const wide = value.type === 'i1' ? b.convert('zext', 'i8', value) : value;
  if (wide.type === 'ptr' || wide.type === 'f32' || wide.type === 'void' || wide.type === 'i1') return value;
  const work = wide.type;
  let done = 0;
  for (let byte = first >> 3; done < width; byte++) {
    const low = byte === first >> 3 ? first & 7 : 0;
    const count = Math.min(8 - low, width - done);
    const mask = ((1 << count) - 1) << low;
    const part = resize(b, b.binary('lshr', wide, intConst('i8', done)), 'i8', false);
    const placed = b.binary('and', b.binary('shl', part, intConst('i8', low)), intConst('i8', mask));
    const address = b.ptradd(place.address, byte);
    if (mask === 0xff) b.store(address, part, place.isVolatile);
    else {
      const old = b.load('i8', address, place.isVolatile);
      const kept = b.binary('and', old, intConst('i8', ~mask & 0xff));
      b.store(address, b.binary('or', kept, placed), place.isVolatile);
    }
    done += count;
  }
  if (value.type === 'i1') return value;
  const bits = bytesOf(type) * 8;
  if (width >= bits) return value;
  if (hasSignBit(type)) {
    const amount = intConst('i8', bits - width);
    return b.binary('ashr', b.binary('shl', wide, amount), amount);
  }
  return b.binary('and', wide, intConst(work, (1n << BigInt(width)) - 1n));
}

/** Copies a whole object; they do not overlap (or are the same). */
export function copyObject(
  b: LoweringBuilder,
  to: Operand,
  from: Operand,
  type: Type,
  isVolatile = false,
): void {
  if (to === from) return;
  const bytes = bytesOf(type);
  if (bytes === 0) return;
  const leaves = leavesOf(type);
  if (leaves === undefined) {
    if (isVolatile && bytes <= 16) {
      for (let at = 0; at < bytes; at++)
        b.store(b.ptradd(to, at), b.load('i8', b.ptradd(from, at), true), true);
    } else b.intrinsic('memcpy', [to, from, intConst('i16', bytes)]);
    return;
  }
  const values = leaves.map((leaf) => b.load(leaf.type, b.ptradd(from, leaf.offset), isVolatile));
  for (const [index, leaf] of leaves.entries()) {
    const value = values[index];
    if (value !== undefined) b.store(b.ptradd(to, leaf.offset), value, isVolatile);
  }
}

export function zeroObject(b: LoweringBuilder, address: Operand, type: Type, isVolatile = false): void {
  const bytes = bytesOf(type);
  if (bytes === 0) return;
  const leaves = leavesOf(type);
  if (leaves === undefined) b.intrinsic('memset', [address, intConst('i8', 0), intConst('i16', bytes)]);
  else
    for (const leaf of leaves)
      b.store(
        b.ptradd(address, leaf.offset),
        leaf.type === 'f32' ? floatConst(0) : zeroConst(memoryType(leaf.type)),
        isVolatile,
      );
}

/** The address of an object with the value of a record expression: its own place when it has one. */
export function recordAddress(l: FunctionLowering, expr: Parameters<FunctionLowering['value']>[0]): Operand {
  return expr.isLvalue ? l.place(expr).address : l.value(expr);
}

export const isVolatileType = (type: QualType): boolean => type.isVolatile;
