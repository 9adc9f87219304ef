/**
 * Makes a comparison with a constant again at every branch and choice that asks for it.
 *
 * Requires: a well-formed function; the last pass, because gvn would undo it. Guarantees: such a comparison
 * of at most two bytes stands right before its only user, where selection makes compare and branch of it.
 * Kept in a register for later, its truth would cost two instructions to make and one at each use, more
 * than comparing again. One that anything else uses (a store, a phi, arithmetic) stays as it is.
 */
import { BYTES, type Instruction, type IrFunction, type Operand } from '../ir.ts';
import { copyInstruction, scratchOf } from '../make-instruction.ts';
import { listOperands, nextIds } from '../operands.ts';
import { INVERSE } from '../inverse-compare.ts';

/** In the scratch: how a comparison is used. */
const ELSEWHERE = -1;

export function sinkCompares(fn: IrFunction): boolean {
  if (!markCompares(fn)) return false;
  let nextId = nextIds(fn).instruction;
  const used = new Set<Instruction>();
  for (const block of fn.blocks) {
    const { instructions } = block;
    for (let at = 0; at < instructions.length; at++) {
      const one = instructions[at] as Instruction;
      if (one.op !== 'condbr' && one.op !== 'select') continue;
      const { condition } = one;
      if (!('op' in condition)) continue;
      const { mark, uses: home } = scratchOf(condition);
      if (mark === ELSEWHERE || (mark === 1 && home === block.id)) continue;
      const again = copyInstruction(condition, nextId++);
      used.add(condition);
      one.condition = again;
      instructions.splice(at++, 0, again);
    }
  }
  for (const block of fn.blocks) {
    const kept = block.instructions.filter((one) => !used.has(one));
    if (kept.length < block.instructions.length)
      block.instructions.splice(0, block.instructions.length, ...kept);
  }
  return used.size > 0;
}

/** Marks comparisons by the number of conditions they are, and by their block. Out: whether there are any. */
function markCompares(fn: IrFunction): boolean {
  const operands: Operand[] = [];
  let isAny = false;
  for (const block of fn.blocks)
    for (const one of block.instructions) {
      const isCompare = isSmallCompare(one);
      isAny ||= isCompare;
      scratchOf(one).mark = isCompare ? 0 : ELSEWHERE;
      scratchOf(one).uses = block.id;
    }
  if (!isAny) return false;
  for (const block of fn.blocks)
    for (const one of block.instructions) {
      const isAsking = one.op === 'condbr' || one.op === 'select';
      const count = listOperands(one, operands);
      for (let i = 0; i < count; i++) {
        const operand = operands[i] as Operand;
        if (!('op' in operand) || scratchOf(operand).mark === ELSEWHERE) continue;
        if (isAsking && one.condition === operand) scratchOf(operand).mark++;
        else scratchOf(operand).mark = ELSEWHERE;
      }
    }
  return true;
}

const isSmallCompare = (one: Instruction): boolean =>
  one.op in INVERSE &&
  'right' in one &&
  'left' in one &&
  !('op' in one.right) &&
  one.left.type !== 'void' &&
  one.left.type !== 'f32' &&
  BYTES[one.left.type] <= 2;
