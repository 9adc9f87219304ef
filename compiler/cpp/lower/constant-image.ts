/**
 * The image of an object whose initialiser is constant: in, the initialiser; out, its bytes and the
 * addresses among them, or undefined when code must run to make it.
 */
import type { Constant, Relocation } from '../../ir/ir.ts';
import { WIDTH } from '../../ir/constants.ts';
import type { TExpr, TInit } from '../typed-ast.ts';
import type { QualType } from '../types.ts';
import { bytesOf, scalarType } from './ir-types.ts';

export interface Image {
  readonly bytes: Uint8Array;
  readonly relocations: Relocation[];
}

export function constantImage(
  init: TInit,
  type: QualType,
  constantOf: (expr: TExpr) => Constant | undefined,
): Image | undefined {
  const image: Image = { bytes: new Uint8Array(bytesOf(type.type)), relocations: [] };
  return write(image, 0, init, type) ? image : undefined;

  function write(into: Image, offset: number, part: TInit, partType: QualType): boolean {
    switch (part.kind) {
      case 'zero':
        return true;
      case 'bytes':
        into.bytes.set(part.bytes.slice(0, bytesOf(partType.type)), offset);
        return true;
      case 'value': {
        if (scalarType(partType.type) === undefined) return false;
        const constant = constantOf(part.expr);
        return constant !== undefined && put(into, offset, constant);
      }
      case 'aggregate':
        for (const item of part.items) {
          const at = offset + item.offset;
          if (item.field?.bits !== undefined) {
            if (!writeBits(into, at, item.init, item.field.bits)) return false;
          } else if (!write(into, at, item.init, item.type)) return false;
        }
        return true;
      case 'repeat': {
        if (partType.type.kind !== 'array') return false;
        if (part.element.kind === 'zero') return true;
        let element = partType.type.of;
        while (element.type.kind === 'array' && bytesOf(element.type) > part.elementBytes)
          element = element.type.of;
        for (let index = 0; index < part.count; index++)
          if (!write(into, offset + index * part.elementBytes, part.element, element)) return false;
        return true;
      }
      case 'construct':
        return false;
    }
  }

  function writeBits(
    into: Image,
    offset: number,
    part: TInit,
    { first, width }: { readonly first: number; readonly width: number },
  ): boolean {
    if (part.kind === 'zero') return true;
    if (part.kind !== 'value') return false;
    const constant = constantOf(part.expr);
    if (constant?.kind !== 'int') return false;
    for (let bit = 0; bit < width; bit++) {
      const at = first + bit;
      const index = offset + (at >> 3);
      const isSet = ((constant.value >> BigInt(bit)) & 1n) === 1n;
      const old = into.bytes[index] ?? 0;
      into.bytes[index] = isSet ? old | (1 << (at & 7)) : old & ~(1 << (at & 7));
    }
    return true;
  }
}

function put({ bytes, relocations }: Image, offset: number, constant: Constant): boolean {
  switch (constant.kind) {
    case 'int': {
      const count = Math.max(8, WIDTH[constant.type]) / 8;
      for (let index = 0; index < count; index++)
        bytes[offset + index] = Number((constant.value >> BigInt(8 * index)) & 0xffn);
      return true;
    }
    case 'float':
      new DataView(bytes.buffer).setFloat32(offset, constant.value, true);
      return true;
    case 'address':
      bytes[offset] = constant.value & 0xff;
      bytes[offset + 1] = constant.value >> 8;
      return true;
    case 'global':
      relocations.push({ offset, target: constant.name, addend: constant.offset });
      return true;
    case 'function':
      relocations.push({ offset, target: constant.name, addend: 0 });
      return true;
    case 'undef':
      return true;
  }
}
