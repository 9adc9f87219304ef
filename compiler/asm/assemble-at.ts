/**
 * Text to the bytes of one stretch of flash at a known address: for a program that stands alone, as a bootloader.
 *
 * In: the text of parse-asm.ts with one code section, and its byte address. Out: its bytes. Nothing is
 * relaxed: a jump that does not reach throws InternalError, as every slip of the text does: it is ours.
 */
import { InternalError } from '../diagnostics/internal-error.ts';
import type { AsmItem } from './asm.ts';
import { encode, type SymbolOperand } from './encode.ts';
import type { OperandKindName } from './operand-kinds.ts';
import { parseAsm } from './parse-asm.ts';
import { partOf } from './parse-operand.ts';

export function assembleAt(text: string, address: number): Uint8Array {
  const [section, ...others] = parseAsm(text);
  if (section === undefined || section.kind !== 'code' || others.length > 0)
    throw new InternalError('one code section is expected');
  const places = new Map<string, number>([[section.name, address]]);
  let at = address;
  for (const item of section.items) {
    if (item.kind === 'label') places.set(item.name, at);
    else at += sizeOf(item);
  }
  const bytes: number[] = [];
  for (const item of section.items) bytes.push(...bytesOf(item, address + bytes.length, places));
  return Uint8Array.from(bytes);
}

/** No instruction's length depends on where its operand lies. */
const sizeOf = (item: AsmItem): number => bytesOf(item, 0, { get: () => 0 }).length;

function bytesOf(item: AsmItem, at: number, places: Pick<Map<string, number>, 'get'>): number[] {
  const placeOf = (name: string): number => {
    const place = places.get(name);
    if (place === undefined) throw new InternalError(`${name} has no place`);
    return place;
  };
  const valueOf = ({ name, offset, part, isNegated }: SymbolOperand, kind: OperandKindName): number => {
    const place = placeOf(name) + offset;
    if (kind === 'branch' || kind === 'jump') return (place - at - 2) / 2;
    if (kind === 'code22') return place / 2;
    return partOf(part, isNegated ? -place : place);
  };
  switch (item.kind) {
    case 'label':
      return [];
    case 'bytes':
      return [...item.bytes];
    case 'address': {
      const value = placeOf(item.name) + item.offset;
      const word = item.isWord ? value >> 1 : value;
      return [word & 255, (word >> 8) & 255];
    }
    case 'instruction':
      return encode(item.op, item.operands, valueOf).flatMap((word) => [word & 255, word >> 8]);
  }
}
