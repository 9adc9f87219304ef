/**
 * What a global holds before anything runs.
 *
 * In: a module, a place in a global, a type. Out: the constant there; addresses from relocations included.
 */
import { functionAddress, globalAddress } from '../constants.ts';
import { constantFromBytes } from '../fold-constants.ts';
import { BYTES, type Constant, type IrGlobal, type IrModule, type IrType, type Space } from '../ir.ts';

export function initialValue(
  module: IrModule,
  global: IrGlobal,
  offset: number,
  type: IrType,
): Constant | undefined {
  const bytes = BYTES[type];
  if (offset < 0 || offset + bytes > global.bytes) return undefined;
  if (global.init === undefined) return constantFromBytes(type, new Uint8Array(global.bytes), offset);
  for (const relocation of global.init.relocations) {
    if (relocation.offset + 2 <= offset || relocation.offset >= offset + bytes) continue;
    if (relocation.offset !== offset || type !== 'ptr') return undefined;
    const { target, addend } = relocation;
    if (module.globals.has(target)) return globalAddress(target, addend);
    return addend === 0 ? functionAddress(target) : undefined;
  }
  return constantFromBytes(type, global.init.bytes, offset);
}

/** What a load of a constant global gives. */
export function constantLoad(
  module: IrModule,
  name: string,
  offset: number,
  type: IrType,
  space: Space,
): Constant | undefined {
  const global = module.globals.get(name);
  if (global === undefined) return undefined;
  const isConstant = space === 'data' ? global.space === 'data' && global.isConst : global.space === 'flash';
  return isConstant ? initialValue(module, global, offset, type) : undefined;
}
