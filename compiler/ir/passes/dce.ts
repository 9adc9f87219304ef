/**
 * Removes what nothing needs.
 *
 * Requires: a well-formed function, and which functions have no effect (see call-effects). Guarantees:
 * every instruction left has an effect or is used, directly or not, by one that has. Volatile loads stay.
 */
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { forEachOperand } from '../operands.ts';
import type { CallEffects } from './call-effects.ts';

export function dce(fn: IrFunction, effects: CallEffects): boolean {
  const needed = new Set<Instruction>();
  const work: Instruction[] = [];
  const need = (one: Instruction): void => {
    if (needed.has(one)) return;
    needed.add(one);
    work.push(one);
  };
  for (const block of fn.blocks) {
    for (const one of block.instructions) if (hasEffect(one, effects)) need(one);
  }
  const needOperand = (operand: Operand): void => {
    if ('op' in operand) need(operand);
  };
  for (let one = work.pop(); one !== undefined; one = work.pop()) forEachOperand(one, needOperand);
  let changed = false;
  for (const { instructions } of fn.blocks) {
    let kept = 0;
    for (const one of instructions) if (needed.has(one)) instructions[kept++] = one;
    if (kept < instructions.length) changed = true;
    instructions.length = kept;
  }
  return changed;
}

export function hasEffect(one: Instruction, effects: CallEffects): boolean {
  switch (one.op) {
    case 'store':
    case 'br':
    case 'condbr':
    case 'switch':
    case 'ret':
    case 'unreachable':
      return true;
    case 'load':
      return one.isVolatile;
    case 'call':
      return !effects.isRemovable(one);
    case 'intrinsic':
      switch (one.name) {
        case 'swap_nibbles':
        case 'constant_p':
        case 'va_start':
        case 'return_address':
          return false;
        default:
          return true;
      }
    default:
      return false;
  }
}
