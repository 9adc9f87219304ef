/**
 * avr-gcc's calling convention: where each argument and the result of a call live.
 *
 * In: a signature. Out: for each parameter its registers or its offset on the stack.
 * Spec: https://gcc.gnu.org/wiki/avr-gcc#Calling_Convention, avr_function_arg_advance of GCC's avr.c.
 * Registers are dealt downwards from r25 in even sizes; the first argument that does not fit and all
 * that follow are on the stack, unpadded, the first at the lowest address. Variadic: all on the stack.
 */
import { BYTES, type IrType, type Signature } from '../ir/ir.ts';

export interface ArgumentPlace {
  /** The lowest byte's register; absent: on the stack. */
  readonly register?: number;
  /** Bytes from the first stack argument's address. */
  readonly stackOffset: number;
  readonly bytes: number;
  /** The bytes are copied from the memory the argument points to. */
  readonly isByval: boolean;
}

export interface CallPlaces {
  readonly arguments: readonly ArgumentPlace[];
  readonly stackBytes: number;
}

export type Parameters = Pick<Signature, 'params' | 'isVariadic'>;

const FIRST_BEHIND = 26;
const LOWEST = 8;

export function placeArguments({ params, isVariadic }: Parameters): CallPlaces {
  let next = isVariadic ? LOWEST : FIRST_BEHIND;
  let stackBytes = 0;
  const places = params.map((param): ArgumentPlace => {
    const isByval = param.byvalBytes !== undefined;
    const bytes = param.byvalBytes ?? BYTES[param.type];
    const room = bytes + (bytes & 1);
    if (next - room >= LOWEST) {
      next -= room;
      return { register: next, stackOffset: 0, bytes, isByval };
    }
    next = LOWEST;
    const place = { stackOffset: stackBytes, bytes, isByval };
    stackBytes += bytes;
    return place;
  });
  return { arguments: places, stackBytes };
}

/** The lowest byte's register of a result. */
export function resultRegister(type: IrType): number {
  return BYTES[type] <= 2 ? 24 : BYTES[type] === 4 ? 22 : 18;
}

/** A function may change these without keeping them. r1 is always zero between instructions of the IR. */
export const CALL_CLOBBERED: readonly number[] = [0, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 30, 31];
export const CALL_SAVED: readonly number[] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 28, 29];
