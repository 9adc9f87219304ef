/**
 * Functions in an order in which each comes after those it calls directly, but for cycles.
 */
import type { IrFunction } from '../ir/ir.ts';
import { isConstant } from './constant-bytes.ts';

export function calleesFirst(functions: readonly IrFunction[]): IrFunction[] {
  const byName = new Map(functions.map((fn) => [fn.name, fn]));
  const seen = new Set<IrFunction>();
  const order: IrFunction[] = [];
  for (const start of functions) {
    if (seen.has(start)) continue;
    seen.add(start);
    const stack = [{ fn: start, callees: calleesOf(start, byName), next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const callee = top.callees[top.next++];
      if (callee === undefined) {
        order.push(top.fn);
        stack.pop();
      } else if (!seen.has(callee)) {
        seen.add(callee);
        stack.push({ fn: callee, callees: calleesOf(callee, byName), next: 0 });
      }
    }
  }
  return order;
}

function calleesOf(fn: IrFunction, byName: ReadonlyMap<string, IrFunction>): IrFunction[] {
  const callees = new Set<IrFunction>();
  for (const block of fn.blocks)
    for (const instruction of block.instructions) {
      if (instruction.op !== 'call' || !isConstant(instruction.callee)) continue;
      const callee = instruction.callee.kind === 'function' ? byName.get(instruction.callee.name) : undefined;
      if (callee !== undefined) callees.add(callee);
    }
  return [...callees];
}
