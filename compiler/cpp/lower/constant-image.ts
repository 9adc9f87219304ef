/**
 * The image of an object whose initialiser is constant: in, the initialiser; out, its bytes and the
 * addresses among them, or undefined when code must run to make it.
 *
 * Constructors that only give constants to members are followed: their objects need no code either.
 */
import type { Constant, Relocation } from '../../ir/ir.ts';
import { WIDTH } from '../../ir/constants.ts';
import type { TExpr, TInit, TStmt, TypedFunction, TypedVariable } from '../typed-ast.ts';
import type { QualType, RecordInfo } from '../types.ts';
import { type Addresses, constantExpression, type Known } from './constant-expressions.ts';
import { bytesOf, scalarType } from './ir-types.ts';

export interface Image {
  readonly bytes: Uint8Array;
  readonly relocations: Relocation[];
}

/** What gives addresses; without it, there may be none. */
export interface ImageContext extends Addresses {
  definition(fn: TypedFunction): TypedFunction;
  vtableName(record: RecordInfo): string;
  noteComplete(record: RecordInfo): void;
}

type Bits = { readonly first: number; readonly width: number } | undefined;

export function constantImage(init: TInit, type: QualType, context?: ImageContext): Image | undefined {
  const image = new ImageWriter(bytesOf(type.type), context);
  return image.write(0, init, type, undefined) ? image : undefined;
}

class ImageWriter implements Image {
  readonly bytes: Uint8Array;
  readonly relocations: Relocation[] = [];
  private readonly context: ImageContext | undefined;

  constructor(bytes: number, context: ImageContext | undefined) {
    this.bytes = new Uint8Array(bytes);
    this.context = context;
  }

  private constantOf(expr: TExpr, known: Known | undefined): Constant | undefined {
    return constantExpression(expr, this.context, known);
  }

  write(offset: number, part: TInit, type: QualType, known: Known | undefined, isBase = false): boolean {
    switch (part.kind) {
      case 'zero':
        return true;
      case 'bytes':
        this.bytes.set(part.bytes.slice(0, bytesOf(type.type)), offset);
        return true;
      case 'value': {
        if (scalarType(type.type) === undefined) return false;
        const constant = this.constantOf(part.expr, known);
        return constant !== undefined && this.put(offset, constant);
      }
      case 'aggregate':
        return part.items.every((item) =>
          this.writePart(offset + item.offset, item.init, item.type, item.field?.bits, known),
        );
      case 'repeat': {
        if (type.type.kind !== 'array') return false;
        if (part.element.kind === 'zero') return true;
        let element = type.type.of;
        while (element.type.kind === 'array' && bytesOf(element.type) > part.elementBytes)
          element = element.type.of;
        for (let index = 0; index < part.count; index++)
          if (!this.write(offset + index * part.elementBytes, part.element, element, known)) return false;
        return true;
      }
      case 'construct':
        return this.construct(offset, part.constructor, part.args, known, isBase);
    }
  }

  private writePart(
    offset: number,
    init: TInit,
    type: QualType,
    bits: Bits,
    known: Known | undefined,
    isBase = false,
  ): boolean {
    return bits === undefined
      ? this.write(offset, init, type, known, isBase)
      : this.writeBits(offset, init, bits, known);
  }

  /** Follows a constructor whose body is nothing but constant members. */
  private construct(
    offset: number,
    declared: TypedFunction,
    args: readonly TExpr[],
    outer: Known | undefined,
    isBase: boolean,
  ): boolean {
    const constructor = this.context?.definition(declared) ?? declared;
    const record = constructor.method?.record;
    const { body, params } = constructor;
    if (this.context === undefined || record === undefined || body?.kind !== 'compound') return false;
    const stmts = body.body.filter((stmt) => !isNothing(stmt));
    if (!stmts.every(({ kind }) => kind === 'initMember')) return false;
    const known = new Map<TypedVariable, Constant>();
    for (const [index, arg] of args.entries()) {
      const param = params[index + 1];
      if (param === undefined) continue;
      const value = scalarType(param.type.type) === undefined ? undefined : this.constantOf(arg, outer);
      if (value !== undefined) known.set(param, value);
    }
    let isVtableSet = !record.hasVtable;
    for (const stmt of stmts) {
      if (stmt.kind !== 'initMember') return false;
      if (stmt.field !== undefined && !isVtableSet) {
        this.setVtable(offset, record);
        isVtableSet = true;
      }
      if (
        !this.writePart(
          offset + stmt.offset,
          stmt.init,
          stmt.type,
          stmt.field?.bits,
          known,
          stmt.field === undefined,
        )
      )
        return false;
    }
    if (!isVtableSet) this.setVtable(offset, record);
    if (!isBase) this.context.noteComplete(record);
    return true;
  }

  private setVtable(offset: number, record: RecordInfo): void {
    const at = this.relocations.findIndex((one) => one.offset === offset);
    if (at >= 0) this.relocations.splice(at, 1);
    if (this.context !== undefined)
      this.relocations.push({ offset, target: this.context.vtableName(record), addend: 0 });
  }

  private writeBits(
    offset: number,
    part: TInit,
    { first, width }: NonNullable<Bits>,
    known: Known | undefined,
  ): boolean {
    if (part.kind === 'zero') return true;
    if (part.kind !== 'value') return false;
    const constant = this.constantOf(part.expr, known);
    if (constant?.kind !== 'int') return false;
    for (let bit = 0; bit < width; bit++) {
      const at = first + bit;
      const index = offset + (at >> 3);
      const isSet = ((constant.value >> BigInt(bit)) & 1n) === 1n;
      const old = this.bytes[index] ?? 0;
      this.bytes[index] = isSet ? old | (1 << (at & 7)) : old & ~(1 << (at & 7));
    }
    return true;
  }

  private put(offset: number, constant: Constant): boolean {
    switch (constant.kind) {
      case 'int': {
        const count = Math.max(8, WIDTH[constant.type]) / 8;
        for (let index = 0; index < count; index++)
          this.bytes[offset + index] = Number((constant.value >> BigInt(8 * index)) & 0xffn);
        return true;
      }
      case 'float':
        new DataView(this.bytes.buffer).setFloat32(offset, constant.value, true);
        return true;
      case 'address':
        this.bytes[offset] = constant.value & 0xff;
        this.bytes[offset + 1] = constant.value >> 8;
        return true;
      case 'global':
        this.relocations.push({ offset, target: constant.name, addend: constant.offset });
        return true;
      case 'function':
        this.relocations.push({ offset, target: constant.name, addend: 0 });
        return true;
      case 'undef':
        return true;
    }
  }
}

function isNothing(stmt: TStmt): boolean {
  return stmt.kind === 'empty' || (stmt.kind === 'compound' && stmt.body.every(isNothing));
}
