/**
 * Answers every constant_p that is still open: what is not known to be constant by now is not.
 *
 * Requires: inlining and folding are done. Guarantees: no constant_p is left.
 */
import { boolConst, isIntConstant } from '../constants.ts';
import type { IrFunction } from '../ir.ts';
import { Replacements } from './replacements.ts';

export function settleConstantP(fn: IrFunction): boolean {
  const values = new Replacements();
  for (const block of fn.blocks) {
    const { instructions } = block;
    let kept = 0;
    for (const one of instructions) {
      if (one.op === 'intrinsic' && one.name === 'constant_p') {
        const [value] = one.args;
        values.set(one, boolConst(value !== undefined && isIntConstant(value)));
      } else {
        instructions[kept++] = one;
      }
    }
    if (kept < instructions.length) instructions.length = kept;
  }
  const changed = values.size > 0;
  values.apply(fn);
  return changed;
}
