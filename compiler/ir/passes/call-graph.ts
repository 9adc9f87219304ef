/**
 * Who calls whom, and who is named otherwise.
 *
 * In: a module. Out: direct calls counted per pair, functions whose address is taken (or that the outside
 * calls), and an order in which callees come before their callers, with the functions in cycles marked.
 */
import type { IrModule, Operand } from '../ir.ts';
import { listOperands } from '../operands.ts';

export interface Calls {
  /** By caller: callee → number of direct calls. */
  readonly calls: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By callee: direct calls in the whole module. */
  readonly callCounts: Map<string, number>;
  /** Named other than as the callee of a call, constructors, or a root. */
  readonly escaping: ReadonlySet<string>;
}

export interface CallGraph extends Calls {
  readonly bottomUp: readonly string[];
  /** Calls itself, perhaps through others. */
  readonly recursive: ReadonlySet<string>;
}

export function callGraph(module: IrModule): CallGraph {
  const found = callsOf(module);
  return { ...found, ...components(module, found.calls) };
}

/** Without the order. */
export function callsOf(module: IrModule): Calls {
  const calls = new Map<string, Map<string, number>>();
  const callCounts = new Map<string, number>();
  const escaping = new Set<string>(module.constructors);
  const operands: Operand[] = [];
  for (const fn of module.functions.values()) {
    if (fn.attributes.isRoot || fn.attributes.interrupt !== undefined) escaping.add(fn.name);
    const own = new Map<string, number>();
    calls.set(fn.name, own);
    for (const block of fn.blocks) {
      for (const one of block.instructions) {
        // The callee comes first.
        const isCall = one.op === 'call';
        const count = listOperands(one, operands);
        for (let i = 0; i < count; i++) {
          const operand = operands[i] as Operand;
          if ('op' in operand || operand.kind !== 'function') continue;
          if (!isCall || i > 0) {
            escaping.add(operand.name);
            continue;
          }
          own.set(operand.name, (own.get(operand.name) ?? 0) + 1);
          callCounts.set(operand.name, (callCounts.get(operand.name) ?? 0) + 1);
        }
      }
    }
  }
  for (const global of module.globals.values()) {
    for (const { target } of global.init?.relocations ?? []) {
      if (module.functions.has(target)) escaping.add(target);
    }
  }
  return { calls, callCounts, escaping };
}

/** Tarjan's strongly connected components, with an explicit stack. */
function components(
  module: IrModule,
  calls: ReadonlyMap<string, ReadonlyMap<string, number>>,
): { bottomUp: string[]; recursive: Set<string> } {
  const bottomUp: string[] = [];
  const recursive = new Set<string>();
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  interface Frame {
    name: string;
    callees: string[];
    at: number;
  }
  const enter = (name: string): Frame => {
    index.set(name, index.size);
    low.set(name, index.size - 1);
    open.push(name);
    isOpen.add(name);
    return { name, callees: [...(calls.get(name)?.keys() ?? [])], at: 0 };
  };
  for (const start of module.functions.keys()) {
    if (index.has(start)) continue;
    const stack = [enter(start)];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const callee = top.callees[top.at++];
      if (callee !== undefined) {
        if (!module.functions.has(callee)) continue;
        if (!index.has(callee)) stack.push(enter(callee));
        else if (isOpen.has(callee)) lower(low, top.name, index.get(callee) ?? 0);
        continue;
      }
      stack.pop();
      const parent = stack.at(-1);
      if (parent !== undefined) lower(low, parent.name, low.get(top.name) ?? 0);
      if (low.get(top.name) !== index.get(top.name)) continue;
      const members: string[] = [];
      for (;;) {
        const name = open.pop();
        if (name === undefined) break;
        isOpen.delete(name);
        members.push(name);
        if (name === top.name) break;
      }
      bottomUp.push(...members);
      const isCycle = members.length > 1 || (calls.get(top.name)?.has(top.name) ?? false);
      if (isCycle) for (const name of members) recursive.add(name);
    }
  }
  return { bottomUp, recursive };
}

function lower(low: Map<string, number>, name: string, to: number): void {
  if (to < (low.get(name) ?? 0)) low.set(name, to);
}
