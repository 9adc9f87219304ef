/**
 * Removes what nothing needs.
 *
 * Requires: a well-formed function, and which functions have no effect (see call-effects). Guarantees:
 * every instruction left has an effect or is used, directly or not, by one that has. Volatile loads stay.
 */
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { scratchOf } from '../make-instruction.ts';
import { listOperands } from '../operands.ts';
import type { CallEffects } from './call-effects.ts';

const NEEDED = 1;

export function dce(fn: IrFunction, effects: CallEffects): boolean {
  const work: Instruction[] = [];
  const operands: Operand[] = [];
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      const isRoot = hasEffect(one, effects);
      scratchOf(one).mark = isRoot ? NEEDED : 0;
      if (isRoot) work.push(one);
    }
  }
  for (let one = work.pop(); one !== undefined; one = work.pop()) {
    const count = listOperands(one, operands);
    for (let i = 0; i < count; i++) {
      const operand = operands[i] as Operand;
      if (!('op' in operand) || scratchOf(operand).mark === NEEDED) continue;
      scratchOf(operand).mark = NEEDED;
      work.push(operand);
    }
  }
  let changed = false;
  for (const { instructions } of fn.blocks) {
    let kept = 0;
    for (const one of instructions) if (scratchOf(one).mark === NEEDED) instructions[kept++] = one;
    if (kept === instructions.length) continue;
    instructions.length = kept;
    changed = true;
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
