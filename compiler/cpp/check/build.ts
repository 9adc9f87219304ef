/**
 * Small pieces of typed tree, with their invariants: what is an lvalue, what a load gives.
 */
import type { TExpr, TInit, TStmt, TypedVariable } from '../typed-ast.ts';
import { BOOL, INT, plain, sizeOf, UINT, type FieldInfo, type QualType, type Type } from '../types.ts';
import type { At } from './checker.ts';
import { isConstQual, isVolatileQual, pointerTo, qualify, unqualified, wrap } from './relations.ts';

const place = (at: At): At => ({ loc: at.loc, end: at.end });

export const integer = (value: bigint, type: Type, at: At): TExpr => ({
  kind: 'integer',
  value: type.kind === 'int' || type.kind === 'bool' || type.kind === 'enum' ? wrap(value, type) : value,
  type: plain(type),
  isLvalue: false,
  ...place(at),
});

export const floating = (value: number, type: Type, at: At): TExpr => ({
  kind: 'float',
  value: Math.fround(value),
  type: plain(type),
  isLvalue: false,
  ...place(at),
});

export const bool = (value: boolean, at: At): TExpr => integer(value ? 1n : 0n, BOOL, at);

/** The variable as an lvalue; through its reference when it is one. */
export function variableRef(variable: TypedVariable, at: At): TExpr {
  const { type } = variable;
  if (type.type.kind !== 'reference')
    return { kind: 'variable', variable, type, isLvalue: true, ...place(at) };
  const direct: TExpr = { kind: 'variable', variable, type, isLvalue: true, ...place(at) };
  return throughReference(direct, type.type.to, at);
}

/** The object a reference (an lvalue of pointer's make) refers to. */
export function throughReference(reference: TExpr, to: QualType, at: At): TExpr {
  const pointer: TExpr = {
    kind: 'load',
    operand: reference,
    type: plain(pointerTo(to)),
    isLvalue: false,
    ...place(at),
  };
  return deref(pointer, at);
}

/** `*pointer` */
export function deref(pointer: TExpr, at: At): TExpr {
  const type = pointer.type.type;
  const to = type.kind === 'pointer' ? type.to : plain({ kind: 'error' });
  if (pointer.kind === 'addressOf' && pointer.operand.type.type.kind !== 'array') {
    return { ...pointer.operand, ...place(at) };
  }
  return { kind: 'deref', pointer, type: to, isLvalue: true, ...place(at) };
}

export function addressOf(operand: TExpr, at: At = operand): TExpr {
  if (operand.kind === 'deref') return { ...operand.pointer, ...place(at) };
  return { kind: 'addressOf', operand, type: plain(pointerTo(operand.type)), isLvalue: false, ...place(at) };
}

export function load(operand: TExpr): TExpr {
  return { kind: 'load', operand, type: unqualified(operand.type), isLvalue: false, ...place(operand) };
}

export function convert(operand: TExpr, to: Type): TExpr {
  return { kind: 'convert', operand, type: plain(to), isLvalue: false, ...place(operand) };
}

/** A temporary that holds a record value or a scalar. */
export function temporary(init: TInit, type: QualType, at: At): TExpr {
  return { kind: 'temporary', init, type, isLvalue: true, isXvalue: true, ...place(at) };
}

export const isRvalue = (expr: TExpr): boolean => !expr.isLvalue || expr.isXvalue === true;

/** Member of a record lvalue, with the qualifiers of both. */
export function fieldOf(object: TExpr, field: FieldInfo, isMutable: boolean, at: At): TExpr {
  if (field.type.type.kind === 'reference') {
    const slot: TExpr = { kind: 'field', object, field, type: field.type, isLvalue: true, ...place(at) };
    return throughReference(slot, field.type.type.to, at);
  }
  const type = qualify(field.type, !isMutable && isConstQual(object.type), isVolatileQual(object.type));
  const isDying = isRvalue(object);
  return {
    kind: 'field',
    object,
    field,
    type,
    isLvalue: true,
    ...(isDying ? { isXvalue: true } : {}),
    ...place(at),
  };
}

export function basePart(object: TExpr, type: Type, offset: number, at: At): TExpr {
  return {
    kind: 'basePart',
    object,
    offset,
    type: { type, isConst: object.type.isConst, isVolatile: object.type.isVolatile },
    isLvalue: true,
    ...(isRvalue(object) ? { isXvalue: true } : {}),
    ...place(at),
  };
}

export const bytesOf = (type: Type): number => sizeOf(type) ?? 1;

/** Index as lowering wants it: int, unsigned int or long. */
export function asIndex(index: TExpr): TExpr {
  const { type } = index.type;
  if (type.kind === 'int' && (type.name === 'int' || type.name === 'unsigned int' || type.name === 'long'))
    return index;
  if (type.kind === 'int' && type.bytes > 2) return convert(index, UINT);
  const isUnsigned = type.kind === 'int' && !type.isSigned && type.bytes === 2;
  if (index.kind === 'integer') return integer(index.value, isUnsigned ? UINT : INT, index);
  return convert(index, isUnsigned ? UINT : INT);
}

export function ifNode(condition: TExpr, then: TStmt, otherwise: TStmt | undefined, at: At): TStmt {
  const more = otherwise === undefined ? {} : { otherwise };
  // oxlint-disable-next-line unicorn/no-thenable -- the branch taken
  return { kind: 'if', condition, then, ...more, ...place(at) };
}
