/**
 * Variables of the whole program that hold one value only, or that nobody reads.
 *
 * Requires: a well-formed module that is the whole program. Guarantees: a load of bytes that nothing ever
 * writes is their initialiser; stores (not volatile) of what is there from the start anyway, and stores to
 * bytes that nothing reads, are gone; a global that nothing writes is constant. Globals whose address
 * cannot be followed stay as they are.
 */
import { isIntConstant, sameOperand } from '../constants.ts';
import { type Constant, type Instruction, type IrModule, type Operand } from '../ir.ts';
import { mapOperands } from '../operands.ts';
import { placeOf, placeOfAccess } from './alias.ts';
import { globalFacts, type GlobalFacts } from './global-facts.ts';
import { initialValue } from './initial-value.ts';

export function foldGlobals(module: IrModule, touch: (name: string) => void): boolean {
  const facts = globalFacts(module);
  const gone = uselessStores(module, facts);
  let changed = gone.size > 0;
  for (const [name, { global, escapes, writes }] of facts) {
    if (escapes || global.isConst || global.space !== 'data') continue;
    if (writes.every((count) => count === 0)) {
      module.globals.set(name, { ...global, isConst: true });
      changed = true;
    }
  }
  for (const fn of module.functions.values()) {
    const values = new Map<Operand, Constant>();
    let hasChanged = false;
    for (const { instructions } of fn.blocks) {
      let kept = 0;
      for (const one of instructions) {
        if (gone.has(one) || isUselessFill(one, facts)) {
          hasChanged = true;
          continue;
        }
        const found = one.op === 'load' && !one.isVolatile ? loadedValue(module, one, facts) : undefined;
        if (found === undefined) instructions[kept++] = one;
        else values.set(one, found);
      }
      if (kept < instructions.length) instructions.length = kept;
    }
    if (hasChanged || values.size > 0) {
      changed = true;
      touch(fn.name);
    }
    if (values.size === 0) continue;
    for (const { instructions } of fn.blocks) {
      for (const one of instructions) mapOperands(one, (operand) => values.get(operand) ?? operand);
    }
  }
  return changed;
}

/** Stores to bytes that nothing reads, and stores of the initial value where only such stores write. */
function uselessStores(module: IrModule, facts: ReadonlyMap<string, GlobalFacts>): Set<Instruction> {
  const gone = new Set<Instruction>();
  for (const { global, escapes, isRead, writes, stores } of facts.values()) {
    if (escapes || global.space === 'flash') continue;
    /** Stores of the initial value, by place. */
    const initial = new Map<string, { count: number; list: Instruction[]; offset: number; bytes: number }>();
    for (const { store, offset, bytes } of stores) {
      if (offset < 0 || offset + bytes > global.bytes) continue;
      let isSeen = false;
      for (let at = offset; at < offset + bytes; at++) isSeen ||= isRead[at] === 1;
      if (!isSeen) {
        gone.add(store);
        continue;
      }
      const { value } = store;
      if (global.space !== 'data' || value.type === 'void') continue;
      const first = initialValue(module, global, offset, value.type);
      if (first === undefined || !sameOperand(first, value)) continue;
      const key = `${String(offset)} ${String(bytes)}`;
      const entry = initial.get(key) ?? { count: 0, list: [], offset, bytes };
      entry.count++;
      entry.list.push(store);
      initial.set(key, entry);
    }
    for (const { count, list, offset, bytes } of initial.values()) {
      let isOnly = true;
      for (let at = offset; at < offset + bytes; at++) isOnly &&= writes[at] === count && count < 255;
      if (isOnly) for (const store of list) gone.add(store);
    }
  }
  return gone;
}

function isUselessFill(one: Instruction, facts: ReadonlyMap<string, GlobalFacts>): boolean {
  if (one.op !== 'intrinsic' || (one.name !== 'memcpy' && one.name !== 'memset')) return false;
  const [to, , bytes] = one.args;
  if (to === undefined || bytes === undefined || !isIntConstant(bytes)) return false;
  const { root, offset, isExact } = placeOf(to, Number(bytes.value));
  if ('op' in root || root.kind !== 'global' || offset === undefined || !isExact) return false;
  const found = facts.get(root.name);
  if (found === undefined || found.escapes) return false;
  const end = offset + Number(bytes.value);
  if (offset < 0 || end > found.global.bytes) return false;
  for (let at = offset; at < end; at++) if (found.isRead[at] === 1) return false;
  return true;
}

function loadedValue(
  module: IrModule,
  one: Instruction & { readonly op: 'load' },
  facts: ReadonlyMap<string, GlobalFacts>,
): Constant | undefined {
  if (one.space !== 'data') return undefined;
  const { root, offset, bytes, isExact } = placeOfAccess(one.address, one.type);
  if ('op' in root || root.kind !== 'global' || offset === undefined || bytes === undefined) return undefined;
  if (!isExact) return undefined;
  const found = facts.get(root.name);
  if (found === undefined || found.escapes || found.global.space !== 'data') return undefined;
  for (let at = offset; at < offset + bytes; at++) if (found.writes[at] !== 0) return undefined;
  return initialValue(module, found.global, offset, one.type);
}
