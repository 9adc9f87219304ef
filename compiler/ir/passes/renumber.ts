/**
 * Gives instructions and blocks small ids again, when many of those given out belong to what is gone:
 * passes keep tables by id.
 *
 * Requires: a well-formed function. Guarantees: ids are unique, and less than twice as many as there are
 * instructions or blocks. Nothing else changes.
 */
import type { IrFunction } from '../ir.ts';
import { nextIds } from '../operands.ts';

export function renumber(fn: IrFunction): void {
  const next = nextIds(fn);
  let count = 0;
  for (const block of fn.blocks) count += block.instructions.length;
  if (next.instruction > 2 * count) {
    let id = 0;
    for (const block of fn.blocks) for (const one of block.instructions) one.id = id++;
  }
  if (next.block > 2 * fn.blocks.length) {
    let id = 0;
    for (const block of fn.blocks) block.id = id++;
  }
}
