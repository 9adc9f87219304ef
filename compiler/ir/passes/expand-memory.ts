/**
 * Copies and fills of a few bytes become loads and stores, which other passes see through.
 *
 * Requires: a well-formed function. Guarantees: no memcpy of 1, 2 or 4 bytes, and no memset of at most 4
 * bytes with a constant, is left; larger ones, for which the back end has loops, stay.
 */
import { intConst, isIntConstant } from '../constants.ts';
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { makeBinary, makeLoad, makeStore } from '../make-instruction.ts';
import { nextIds } from '../operands.ts';

export function expandMemory(fn: IrFunction): boolean {
  let nextId = -1;
  let changed = false;
  for (const block of fn.blocks) {
    if (!block.instructions.some(isSmall)) continue;
    if (nextId < 0) nextId = nextIds(fn).instruction;
    const out: Instruction[] = [];
    for (const one of block.instructions) {
      if (!isSmall(one)) {
        out.push(one);
        continue;
      }
      changed = true;
      nextId = expand(one, out, nextId);
    }
    block.instructions.length = 0;
    for (const one of out) block.instructions.push(one);
  }
  return changed;
}

type Fill = Instruction & { readonly op: 'intrinsic' };

function isSmall(one: Instruction): one is Fill {
  if (one.op !== 'intrinsic') return false;
  const [, second, bytes] = one.args;
  if (bytes === undefined || second === undefined || !isIntConstant(bytes)) return false;
  const size = Number(bytes.value);
  if (one.name === 'memcpy') return size === 1 || size === 2 || size === 4;
  return one.name === 'memset' && size >= 1 && size <= 4 && isIntConstant(second);
}

function expand(one: Fill, out: Instruction[], firstId: number): number {
  let id = firstId;
  const { loc } = one;
  const [to, second, bytes] = one.args as [Operand, Operand, Operand];
  const size = isIntConstant(bytes) ? Number(bytes.value) : 0;
  const put = (value: Operand, offset: number): void => {
    let address = to;
    if (offset > 0) {
      const place = makeBinary('ptradd', 'ptr', to, intConst('i16', offset), id++, loc);
      out.push(place);
      address = place;
    }
    out.push(makeStore(address, value, false, id++, loc));
  };
  const typeOf = (count: number): 'i8' | 'i16' | 'i32' => (count === 4 ? 'i32' : count === 2 ? 'i16' : 'i8');
  if (one.name === 'memcpy') {
    const value = makeLoad(typeOf(size), second, 'data', false, id++, loc);
    out.push(value);
    put(value, 0);
    return id;
  }
  const byte = isIntConstant(second) ? second.value : 0n;
  for (let offset = 0; offset < size;) {
    const count = size - offset >= 4 ? 4 : size - offset >= 2 ? 2 : 1;
    put(intConst(typeOf(count), byte * (count === 4 ? 0x01010101n : count === 2 ? 0x0101n : 1n)), offset);
    offset += count;
  }
  return id;
}
