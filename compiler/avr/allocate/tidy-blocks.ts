/**
 * Before allocation: drops blocks nobody reaches and instructions nobody needs.
 *
 * Only instructions that leave flags, memory and physical registers alone go; the rest of what nobody
 * needs was never selected.
 */
import {
  forEachDef,
  forEachUse,
  isVirtual,
  type MachineBlock,
  type MachineFunction,
  type MachineInstruction,
  successors,
} from '../machine/machine-code.ts';

export function tidyBlocks(fn: MachineFunction): void {
  dropUnreachable(fn);
  dropDead(fn);
}

function dropUnreachable(fn: MachineFunction): void {
  const entry = fn.blocks[0];
  if (entry === undefined) return;
  const seen = new Set<MachineBlock>([entry]);
  const work = [entry];
  for (let block = work.pop(); block !== undefined; block = work.pop())
    for (const to of successors(block))
      if (!seen.has(to)) {
        seen.add(to);
        work.push(to);
      }
  const kept = fn.blocks.filter((block) => seen.has(block));
  fn.blocks.splice(0, fn.blocks.length, ...kept);
}

const REMOVABLE: ReadonlySet<string> = new Set(['copy', 'ldi', 'undefined']);

function dropDead(fn: MachineFunction): void {
  const uses = new Uint32Array(fn.registers.end);
  const count = (instruction: MachineInstruction, by: number): void =>
    forEachUse(instruction, (register) => (uses[register] = (uses[register] ?? 0) + by));
  for (const block of fn.blocks) for (const one of block.instructions) count(one, 1);
  for (let changed = true; changed;) {
    changed = false;
    for (const block of fn.blocks) {
      const kept: MachineInstruction[] = [];
      for (let i = block.instructions.length - 1; i >= 0; i--) {
        const one = block.instructions[i];
        if (one === undefined) continue;
        let isDead = REMOVABLE.has(one.op);
        if (isDead) forEachDef(one, (register) => (isDead &&= isVirtual(register) && uses[register] === 0));
        if (isDead) {
          count(one, -1);
          changed = true;
        } else kept.push(one);
      }
      if (kept.length < block.instructions.length)
        block.instructions.splice(0, block.instructions.length, ...kept.toReversed());
    }
  }
}
