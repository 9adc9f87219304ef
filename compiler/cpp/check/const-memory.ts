/**
 * Memory of constant evaluation: bytes as on the chip, with the pointers among them kept apart.
 */
import type { TExpr, TypedFunction, TypedVariable } from '../typed-ast.ts';
import { sizeOf, type Type } from '../types.ts';
import { bitsOf } from './relations.ts';

/** Thrown where a value cannot be known; caught by the evaluator's callers. */
class NotConstant extends Error {
  override readonly name = 'NotConstant';
}

/** One for all: making an error costs more than most evaluations. */
export const NOT_CONSTANT = new NotConstant();

export interface Pointer {
  /** Undefined: null, a plain number, or a function. */
  readonly memory: Memory | undefined;
  readonly offset: number;
  readonly fn?: TypedFunction;
}

export type Value = bigint | number | Pointer;

export interface Memory {
  readonly bytes: Uint8Array;
  readonly pointers: Map<number, Pointer>;
  /** Made by this evaluation: may be written. */
  isOwn: boolean;
  /** A variable of the program, not read yet. */
  isUnknown: boolean;
  variable?: TypedVariable;
  string?: TExpr & { kind: 'string' };
}

export const newMemory = (bytes: number, isOwn: boolean): Memory => ({
  bytes: new Uint8Array(bytes),
  pointers: new Map(),
  isOwn,
  isUnknown: false,
});

export function readScalar(memory: Memory, offset: number, type: Type): Value {
  const bytes = sizeOf(type) ?? 0;
  if (offset < 0 || offset + bytes > memory.bytes.length || bytes === 0) throw NOT_CONSTANT;
  const pointer = memory.pointers.get(offset);
  if (pointer !== undefined) {
    if (type.kind === 'pointer') return pointer;
    throw NOT_CONSTANT;
  }
  const view = new DataView(memory.bytes.buffer);
  if (type.kind === 'float') return view.getFloat32(offset, true);
  let value = 0n;
  for (let index = bytes - 1; index >= 0; index--)
    value = (value << 8n) | BigInt(memory.bytes[offset + index] ?? 0);
  if (type.kind === 'pointer' || type.kind === 'nullptr') return { memory: undefined, offset: Number(value) };
  if (type.kind === 'bool') return value === 0n ? 0n : 1n;
  if (type.kind !== 'int' && type.kind !== 'enum') throw NOT_CONSTANT;
  return bitsOf(type).isSigned ? BigInt.asIntN(bytes * 8, value) : value;
}

export function writeScalar(memory: Memory, offset: number, type: Type, value: Value): void {
  const bytes = sizeOf(type) ?? 0;
  if (offset < 0 || offset + bytes > memory.bytes.length || bytes === 0) throw NOT_CONSTANT;
  for (let index = 0; index < bytes; index++) memory.pointers.delete(offset + index);
  if (typeof value === 'object') {
    if (value.memory === undefined && value.fn === undefined) {
      memory.bytes[offset] = value.offset & 0xff;
      memory.bytes[offset + 1] = (value.offset >> 8) & 0xff;
      return;
    }
    memory.bytes.fill(0, offset, offset + bytes);
    memory.pointers.set(offset, value);
    return;
  }
  if (typeof value === 'number') {
    new DataView(memory.bytes.buffer).setFloat32(offset, value, true);
    return;
  }
  for (let index = 0; index < bytes; index++)
    memory.bytes[offset + index] = Number((value >> BigInt(8 * index)) & 0xffn);
}
