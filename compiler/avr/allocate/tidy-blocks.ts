/**
 * Before allocation: drops blocks nobody reaches and instructions nobody needs.
 *
 * Only instructions that leave flags, memory and physical registers alone go; the rest of what nobody
 * needs was never selected.
 */
import {
  isVirtual,
  makeInstruction,
  type MachineBlock,
  type MachineFunction,
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

/** Backwards, so that what only fed something dead goes in the same pass; again only for what comes around a loop. */
function dropDead(fn: MachineFunction): void {
  const uses = new Int32Array(fn.registers.end);
  for (const { instructions } of fn.blocks)
    for (const one of instructions)
      for (const register of one.reads) uses[register] = (uses[register] ?? 0) + 1;
  for (let again = true; again;) {
    again = false;
    for (let b = fn.blocks.length - 1; b >= 0; b--) {
      const instructions = fn.blocks[b]?.instructions ?? [];
      let dead = 0;
      for (let i = instructions.length - 1; i >= 0; i--) {
        const one = instructions[i];
        if (one === undefined || !REMOVABLE.has(one.op)) continue;
        const to = one.operands[0];
        if (to?.kind !== 'reg' || !isVirtual(to.reg) || uses[to.reg] !== 0) continue;
        for (const register of one.reads) {
          uses[register] = (uses[register] ?? 0) - 1;
          again ||= isVirtual(register) && uses[register] === 0;
        }
        instructions[i] = DEAD;
        dead++;
      }
      if (dead === 0) continue;
      const kept = instructions.filter((one) => one !== DEAD);
      instructions.splice(0, instructions.length, ...kept);
    }
  }
}

const DEAD = makeInstruction({ op: 'undefined', operands: [], loc: -1 });
