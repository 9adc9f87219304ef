/**
 * The globals of a module as sections: flash tables, initialised data, zeroed and untouched memory.
 *
 * A global whose initial bytes are all zero goes to bss and costs no flash.
 */
import type { AsmItem, AsmSection } from '../asm/asm.ts';
import type { IrGlobal, IrModule } from '../ir/ir.ts';

export function generateGlobals(module: IrModule): AsmSection[] {
  return [...module.globals.values()].map((global) => sectionOf(global, module));
}

function sectionOf(global: IrGlobal, module: IrModule): AsmSection {
  const base = {
    name: global.name,
    display: global.display,
    items: [],
    size: global.bytes,
    exports: [],
    loc: global.loc,
    typeName: global.typeName,
  };
  if (global.space === 'noinit' || global.space === 'eeprom') return { ...base, kind: global.space };
  const init = global.init;
  if (global.space === 'flash')
    return { ...base, kind: 'flashData', items: flashItems(global, module), size: 0 };
  if (init === undefined || (init.relocations.length === 0 && init.bytes.every((byte) => byte === 0)))
    return { ...base, kind: 'bss' };
  const relocations = init.relocations.map((one) => ({ ...one, isWord: module.functions.has(one.target) }));
  return { ...base, kind: 'data', bytes: padded(init.bytes, global.bytes), relocations };
}

function flashItems(global: IrGlobal, module: IrModule): AsmItem[] {
  const bytes = padded(global.init?.bytes ?? new Uint8Array(0), global.bytes);
  const items: AsmItem[] = [];
  let at = 0;
  for (const { offset, target, addend } of [...(global.init?.relocations ?? [])].sort(
    (a, b) => a.offset - b.offset,
  )) {
    if (offset > at) items.push({ kind: 'bytes', bytes: bytes.slice(at, offset) });
    items.push({ kind: 'address', name: target, offset: addend, isWord: module.functions.has(target) });
    at = offset + 2;
  }
  if (at < bytes.length) items.push({ kind: 'bytes', bytes: bytes.slice(at) });
  return items;
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(length);
  all.set(bytes.subarray(0, length));
  return all;
}
