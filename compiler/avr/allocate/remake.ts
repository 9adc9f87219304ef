/**
 * Registers whose only definition is a constant: cheaper made again at each use than kept in the frame.
 */
import {
  isVirtual,
  type MachineFunction,
  type MachineInstruction,
  type MachineOperand,
} from '../machine/machine-code.ts';

/** Virtual register → its only definition, an ldi or a copy of zero. */
export function constantRegisters(fn: MachineFunction): Map<number, MachineInstruction> {
  const found = new Map<number, MachineInstruction>();
  const other = new Set<number>();
  for (const block of fn.blocks)
    for (const one of block.instructions)
      for (const register of one.writes) {
        if (!isVirtual(register) || other.has(register)) continue;
        if (found.has(register) || !makesConstant(one)) {
          found.delete(register);
          other.add(register);
        } else found.set(register, one);
      }
  return found;
}

export function makesConstant(one: MachineInstruction): boolean {
  if (one.isGlued) return false;
  if (one.op === 'ldi') return true;
  const from = one.operands[1];
  return one.op === 'copy' && from?.kind === 'reg' && from.reg === 1;
}

/** What follows the register. */
export function constantOf(one: MachineInstruction): MachineOperand[] {
  return one.operands.slice(1);
}
