/**
 * Arguments and results across calls: what is the same at every call moves into the callee, what is not
 * used is not passed.
 *
 * Requires: a well-formed module; every call of a function that is not a root, and whose address is not
 * taken, is in it. Guarantees: no such function has a parameter that is the same constant at all its calls,
 * or that it does not use, or a result that no call uses; a result that is always the same constant is
 * that constant at the calls. Naked and variadic functions, whose code looks at registers itself, stay.
 */
import { isConstant, sameOperand } from '../constants.ts';
import { makeParameter, signatureOf, type InstructionOf } from '../ir-builder.ts';
import type {
  Constant,
  Instruction,
  IrFunction,
  IrModule,
  IrResult,
  Operand,
  Parameter,
  Signature,
} from '../ir.ts';
import { forEachOperand, listOperands, mapOperands } from '../operands.ts';
import { sameSignature } from '../verify-ir.ts';
import { callsOf } from './call-graph.ts';

type Call = InstructionOf<'call'>;

export function propagateArguments(module: IrModule, touch: (name: string) => void): boolean {
  const { escaping } = callsOf(module);
  const sites = new Map<string, Call[]>();
  const callers = new Map<string, string[]>();
  const strange = new Set<string>();
  for (const caller of module.functions.values()) {
    for (const block of caller.blocks) {
      for (const one of block.instructions) {
        if (one.op !== 'call' || 'op' in one.callee || one.callee.kind !== 'function') continue;
        const { name } = one.callee;
        const fn = module.functions.get(name);
        if (fn === undefined || !sameSignature(signatureOf(fn), one.signature)) strange.add(name);
        const list = sites.get(name);
        if (list === undefined) {
          sites.set(name, [one]);
          callers.set(name, [caller.name]);
        } else {
          list.push(one);
          callers.get(name)?.push(caller.name);
        }
      }
    }
  }
  let changed = false;
  const used = resultUses(module);
  /** Calls whose result is a constant. */
  const results = new Map<Operand, Constant>();
  for (const fn of module.functions.values()) {
    const { isNaked, interrupt } = fn.attributes;
    if (fn.blocks.length === 0 || fn.isVariadic || isNaked || interrupt !== undefined) continue;
    if (escaping.has(fn.name) || strange.has(fn.name)) continue;
    const calls = sites.get(fn.name) ?? [];
    if (calls.length === 0) continue;
    const hadConstants = fixConstants(fn, calls);
    const hadResult = fixResult(fn, calls, used, results);
    const shrank = shrink(module, fn, calls, used);
    if (hadConstants || shrank) touch(fn.name);
    if (shrank) for (const name of callers.get(fn.name) ?? []) touch(name);
    changed ||= hadConstants || hadResult || shrank;
  }
  if (results.size === 0) return changed;
  for (const fn of module.functions.values()) {
    let hasChanged = false;
    const resolve = (operand: Operand): Operand => {
      const found = results.get(operand);
      hasChanged ||= found !== undefined;
      return found ?? operand;
    };
    for (const block of fn.blocks) for (const one of block.instructions) mapOperands(one, resolve);
    if (hasChanged) touch(fn.name);
  }
  return true;
}

/** By call: something uses its result. */
function resultUses(module: IrModule): Set<Instruction> {
  const used = new Set<Instruction>();
  const operands: Operand[] = [];
  for (const fn of module.functions.values()) {
    for (const block of fn.blocks) {
      for (const one of block.instructions) {
        const count = listOperands(one, operands);
        for (let i = 0; i < count; i++) {
          const operand = operands[i] as Operand;
          if ('op' in operand && operand.op === 'call') used.add(operand);
        }
      }
    }
  }
  return used;
}

/** Parameters that are the same constant at every call (a call passing on its own parameter aside). */
function fixConstants(fn: IrFunction, calls: readonly Call[]): boolean {
  const fixed = new Map<Operand, Constant>();
  for (const param of fn.params) {
    if (param.byvalBytes !== undefined) continue;
    let only: Constant | undefined;
    let isSame = true;
    for (const call of calls) {
      const arg = call.args[param.index];
      if (arg === param) continue;
      if (arg === undefined || !isConstant(arg) || (only !== undefined && !sameOperand(only, arg))) {
        isSame = false;
        break;
      }
      only = arg;
    }
    if (isSame && only !== undefined) fixed.set(param, only);
  }
  if (fixed.size === 0) return false;
  let changed = false;
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      mapOperands(one, (operand) => {
        const found = fixed.get(operand);
        if (found === undefined) return operand;
        changed = true;
        return found;
      });
    }
  }
  return changed;
}

/** A result that is always the same constant. */
function fixResult(
  fn: IrFunction,
  calls: readonly Call[],
  used: Set<Instruction>,
  results: Map<Operand, Constant>,
): boolean {
  if (fn.result === 'void' || !calls.some((call) => used.has(call))) return false;
  let only: Constant | undefined;
  for (const block of fn.blocks) {
    const last = block.instructions.at(-1);
    if (last?.op !== 'ret') continue;
    const { value } = last;
    if (value === undefined || !isConstant(value)) return false;
    if (only !== undefined && !sameOperand(only, value)) return false;
    only = value;
  }
  if (only === undefined) return false;
  for (const call of calls) {
    results.set(call, only);
    used.delete(call);
  }
  return true;
}

/** Parameters without uses and a result without uses go. */
function shrink(
  module: IrModule,
  fn: IrFunction,
  calls: readonly Call[],
  used: ReadonlySet<Instruction>,
): boolean {
  const dropsResult = fn.result !== 'void' && !calls.some((call) => used.has(call));
  if (fn.params.length === 0 && !dropsResult) return false;
  const needed = new Set<Operand>();
  const need = (operand: Operand): void => {
    if (!('op' in operand) && operand.kind === 'param') needed.add(operand);
  };
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      // Passing a parameter on to itself is no use.
      const isSelf =
        one.op === 'call' &&
        !('op' in one.callee) &&
        one.callee.kind === 'function' &&
        one.callee.name === fn.name;
      if (isSelf && one.op === 'call') {
        one.args.forEach((arg, index) => {
          if (arg !== fn.params[index]) needed.add(arg);
        });
      } else {
        forEachOperand(one, need);
      }
    }
  }
  const kept = fn.params.filter((param) => needed.has(param));
  if (kept.length === fn.params.length && !dropsResult) return false;

  const params: Parameter[] = kept.map(({ type, name, byvalBytes }, index) =>
    makeParameter(index, type, name, byvalBytes),
  );
  const renamed = new Map<Operand, Operand>(kept.map((param, index) => [param, params[index] as Parameter]));
  const result = dropsResult ? 'void' : fn.result;
  const made: IrFunction = { ...fn, params, result };
  module.functions.set(fn.name, made);
  const signature = signatureOf(made);
  for (const call of calls) {
    const args = call.args.filter((_, index) => {
      const param = fn.params[index];
      return param !== undefined && needed.has(param);
    });
    // In place, so that whatever names the call goes on naming it.
    Object.assign<Call, { type: IrResult; args: Operand[]; signature: Signature }>(call, {
      type: result,
      args,
      signature,
    });
  }
  for (const { instructions } of made.blocks) {
    for (const one of instructions) {
      mapOperands(one, (operand) => renamed.get(operand) ?? operand);
      if (dropsResult && one.op === 'ret') one.value = undefined;
    }
  }
  return true;
}
