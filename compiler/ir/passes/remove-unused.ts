/**
 * Removes functions and globals that nothing reaches.
 *
 * Requires: a well-formed module. Guarantees: each function and global left is a root (main, an interrupt
 * handler, used by the runtime), a constructor, or named by something that is left.
 */
import type { IrModule, Operand } from '../ir.ts';
import { listOperands } from '../operands.ts';

export function removeUnused(module: IrModule): boolean {
  const needed = new Set<string>(module.constructors);
  for (const fn of module.functions.values()) {
    const { isRoot, interrupt } = fn.attributes;
    if (isRoot || interrupt !== undefined || fn.name === 'main') needed.add(fn.name);
  }
  const operands: Operand[] = [];
  for (const name of needed) {
    for (const { target } of module.globals.get(name)?.init?.relocations ?? []) needed.add(target);
    for (const block of module.functions.get(name)?.blocks ?? []) {
      for (const one of block.instructions) {
        const count = listOperands(one, operands);
        for (let i = 0; i < count; i++) {
          const operand = operands[i] as Operand;
          if ('op' in operand) continue;
          if (operand.kind === 'function' || operand.kind === 'global') needed.add(operand.name);
        }
      }
    }
  }
  let changed = false;
  for (const table of [module.functions, module.globals]) {
    for (const name of table.keys()) {
      if (!needed.has(name)) {
        table.delete(name);
        changed = true;
      }
    }
  }
  return changed;
}
