/**
 * Initialisers of the program's variables as data, where their value can be known: constructors are run
 * now instead of before main().
 *
 * In: a TInit. Out: one without calls, or undefined when code must run.
 */
import type { TExpr, TInit } from '../typed-ast.ts';
import { CHAR, plain, sizeOf, type FieldInfo, type QualType, type RecordInfo, type Type } from '../types.ts';
import type { Checker } from './checker.ts';
import { Evaluator } from './const-eval.ts';
import { NOT_CONSTANT, readScalar, type Memory, type Pointer } from './const-memory.ts';
import { INT } from '../types.ts';
import { pointerTo, sameType } from './relations.ts';

/** Enough for a table worked out in a loop, too little to be felt. */
const STEPS = 100_000;

type Place = { readonly loc: number; readonly end: number };

export function deepConstant(c: Checker, init: TInit, type: QualType): TInit | undefined {
  if (init.kind === 'zero' || init.kind === 'bytes') return init;
  if (isData(init)) return init;
  if (type.type.kind === 'reference') return undefined;
  if (type.type.kind === 'record' && hasVtable(type.type.decl)) return undefined;
  try {
    const e = new Evaluator(c, STEPS);
    const memory = e.fresh(type);
    e.init(memory, 0, type, init);
    return rebuild(memory, 0, type, placeOf(init));
  } catch (problem) {
    if (problem === NOT_CONSTANT) return partly(c, init);
    throw problem;
  }
}

/** At least the elements that can be known. */
function partly(c: Checker, init: TInit): TInit | undefined {
  if (init.kind !== 'aggregate') return undefined;
  return {
    ...init,
    items: init.items.map((item) => ({ ...item, init: deepConstant(c, item.init, item.type) ?? item.init })),
  };
}

const hasVtable = (record: RecordInfo): boolean =>
  record.hasVtable ||
  record.fields.some(({ type }) => type.type.kind === 'record' && hasVtable(type.type.decl));

function isData(init: TInit): boolean {
  switch (init.kind) {
    case 'value':
      return isAddress(init.expr);
    case 'aggregate':
      return init.items.every((item) => isData(item.init));
    case 'zero':
    case 'bytes':
      return true;
    default:
      return false;
  }
}

function isAddress(expr: TExpr): boolean {
  switch (expr.kind) {
    case 'integer':
    case 'float':
    case 'functionAddress':
      return true;
    case 'addressOf':
      return (
        expr.operand.kind === 'string' ||
        (expr.operand.kind === 'variable' &&
          expr.operand.variable.kind !== 'local' &&
          expr.operand.type.type.kind !== 'reference')
      );
    case 'convert':
      return (
        expr.type.type.kind === 'pointer' &&
        expr.operand.type.type.kind === 'pointer' &&
        isAddress(expr.operand)
      );
    default:
      return false;
  }
}

function placeOf(init: TInit): Place {
  if (init.kind === 'value') return { loc: init.expr.loc, end: init.expr.end };
  if (init.kind === 'construct') return { loc: init.constructor.loc, end: init.constructor.end };
  if (init.kind === 'aggregate') {
    const [first] = init.items;
    return first === undefined ? { loc: 0, end: 1 } : placeOf(first.init);
  }
  return { loc: 0, end: 1 };
}

function rebuild(memory: Memory, offset: number, type: QualType, place: Place): TInit {
  const bytes = sizeOf(type.type) ?? 0;
  if (isZero(memory, offset, bytes)) return { kind: 'zero' };
  if (type.type.kind === 'record') return rebuildRecord(memory, offset, type.type.decl, place);
  if (type.type.kind === 'array') {
    const { of } = type.type;
    const size = sizeOf(of.type) ?? 1;
    if (size === 1 && memory.pointers.size === 0)
      return { kind: 'bytes', bytes: memory.bytes.slice(offset, offset + bytes) };
    const items = [];
    for (let index = 0; index < (type.type.count ?? 0); index++) {
      const init = rebuild(memory, offset + index * size, of, place);
      if (init.kind !== 'zero') items.push({ offset: index * size, type: of, init });
    }
    return { kind: 'aggregate', items };
  }
  return { kind: 'value', expr: scalar(memory, offset, type.type, place) };
}

function rebuildRecord(memory: Memory, offset: number, record: RecordInfo, place: Place): TInit {
  if (record.tag === 'union') return rebuildBytes(memory, offset, record, place);
  const items: (TInit & { kind: 'aggregate' })['items'][number][] = [];
  if (record.base !== undefined) {
    const init = rebuild(
      memory,
      offset + record.base.offset,
      plain({ kind: 'record', decl: record.base.record }),
      place,
    );
    if (init.kind !== 'zero')
      items.push({
        offset: record.base.offset,
        type: plain({ kind: 'record', decl: record.base.record }),
        init,
      });
  }
  for (const field of record.fields) {
    if (field.bits !== undefined) {
      items.push({
        offset: field.offset,
        type: field.type,
        field,
        init: { kind: 'value', expr: bitField(memory, offset, field, place) },
      });
      continue;
    }
    const init = rebuild(memory, offset + field.offset, fieldType(field), place);
    if (init.kind !== 'zero') items.push({ offset: field.offset, type: fieldType(field), field, init });
  }
  return { kind: 'aggregate', items };
}

const fieldType = (field: FieldInfo): QualType =>
  field.type.type.kind === 'reference' ? plain(pointerTo(field.type.type.to)) : field.type;

/** A union by its bytes. */
function rebuildBytes(memory: Memory, offset: number, record: RecordInfo, place: Place): TInit {
  const items: (TInit & { kind: 'aggregate' })['items'][number][] = [];
  const byte = plain(CHAR);
  for (let index = 0; index < record.size; index++) {
    if (memory.pointers.has(offset + index)) throw NOT_CONSTANT;
    const value = memory.bytes[offset + index] ?? 0;
    if (value !== 0)
      items.push({
        offset: index,
        type: byte,
        init: {
          kind: 'value',
          expr: {
            kind: 'integer',
            value: BigInt.asIntN(8, BigInt(value)),
            type: byte,
            isLvalue: false,
            ...place,
          },
        },
      });
  }
  return { kind: 'aggregate', items };
}

function bitField(memory: Memory, offset: number, field: FieldInfo, place: Place): TExpr {
  const { bits } = field;
  let value = 0n;
  for (let bit = 0; bits !== undefined && bit < bits.width; bit++) {
    const at = bits.first + bit;
    if ((((memory.bytes[offset + field.offset + (at >> 3)] ?? 0) >> (at & 7)) & 1) === 1)
      value |= 1n << BigInt(bit);
  }
  return { kind: 'integer', value, type: plain(field.type.type), isLvalue: false, ...place };
}

function isZero(memory: Memory, offset: number, bytes: number): boolean {
  for (let index = offset; index < offset + bytes; index++)
    if (memory.bytes[index] !== 0 || memory.pointers.has(index)) return false;
  return true;
}

function scalar(memory: Memory, offset: number, type: Type, place: Place): TExpr {
  const value = readScalar(memory, offset, type);
  const shape = { type: plain(type), isLvalue: false as const, ...place };
  if (typeof value === 'bigint') return { kind: 'integer', value, ...shape };
  if (typeof value === 'number') return { kind: 'float', value, ...shape };
  return address(value, type, place);
}

function address(pointer: Pointer, type: Type, place: Place): TExpr {
  const shape = { type: plain(type), isLvalue: false as const, ...place };
  if (pointer.fn !== undefined) return { kind: 'functionAddress', fn: pointer.fn, ...shape };
  const { memory } = pointer;
  if (memory === undefined) return { kind: 'integer', value: BigInt(pointer.offset), ...shape };
  let base: TExpr;
  if (memory.variable !== undefined) {
    const { variable } = memory;
    const operand: TExpr = { kind: 'variable', variable, type: variable.type, isLvalue: true, ...place };
    base = { kind: 'addressOf', operand, type: plain(pointerTo(variable.type)), isLvalue: false, ...place };
  } else if (memory.string !== undefined) {
    const operand = memory.string;
    const of = operand.type.type.kind === 'array' ? operand.type.type.of : plain(CHAR);
    base = { kind: 'addressOf', operand, type: plain(pointerTo(of)), isLvalue: false, ...place };
  } else throw NOT_CONSTANT;
  if (pointer.offset !== 0) {
    const bytes = plain(pointerTo(plain(CHAR)));
    base = { kind: 'convert', operand: base, type: bytes, isLvalue: false, ...place };
    base = {
      kind: 'pointerAdd',
      pointer: base,
      index: { kind: 'integer', value: BigInt(pointer.offset), type: plain(INT), isLvalue: false, ...place },
      elementBytes: 1,
      isMinus: false,
      type: bytes,
      isLvalue: false,
      ...place,
    };
  }
  return sameType(base.type.type, type) ? base : { kind: 'convert', operand: base, ...shape };
}
