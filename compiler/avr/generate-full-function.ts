/**
 * The good code generator for one function: selection, allocation, its proof, the frame, the text.
 *
 * In: a function of the IR and what is known of its callees. Out: assembler and the registers a call of it
 * changes; or why not (the naive generator takes over).
 */
import type { AsmItem } from '../asm/asm.ts';
import { InternalError } from '../diagnostics/internal-error.ts';
import type { IrFunction } from '../ir/ir.ts';
import { CALL_SAVED } from './abi.ts';
import { allocateRegisters } from './allocate/allocate-registers.ts';
import { checkAllocation, rememberSelected, type Selected } from './allocate/allocation-checker.ts';
import { tidyBlocks } from './allocate/tidy-blocks.ts';
import { cleanCopies } from './finish/clean-copies.ts';
import { layOutFrame } from './finish/frame-layout.ts';
import { writeFunction } from './finish/write-function.ts';
import type { MachineFunction } from './machine/machine-code.ts';
import { selectFunction } from './select/select-function.ts';
import { SelectionPlan } from './select/selection-plan.ts';
import type { AvrTarget } from './target.ts';

export interface FullFunction {
  readonly items: readonly AsmItem[];
  readonly clobbers: number;
  /** It keeps something on the stack. */
  readonly hasFrame: boolean;
}

/** Registers could not be allocated, or (our own bug) the checker says they were allocated wrongly. */
export interface NoFunction {
  readonly rejection: string | undefined;
}

/**
 * Bytes kept near Y for spilled registers: mostly few are needed, and the more, the farther are arrays. What does
 * not fit into the last lies behind the arrays. Before sharing, several times as many may want a slot.
 */
const RESERVES = [
  { spillReserve: 8, mostSpills: 32 },
  { spillReserve: 40, mostSpills: Number.POSITIVE_INFINITY },
];

export function generateFullFunction(
  fn: IrFunction,
  target: AvrTarget,
  clobbersOf: (name: string) => number,
  withheld = 0,
): FullFunction | NoFunction {
  const plan = new SelectionPlan(fn);
  for (const { spillReserve, mostSpills } of RESERVES) {
    const machine = selectFunction({ fn, plan, target, clobbersOf, spillReserve });
    tidyBlocks(machine);
    const selected = rememberSelected(machine);
    if (!allocateRegisters(machine, { costly: costlyRegisters(fn), mostSpills, withheld })) continue;
    if (machine.spills > spillReserve && mostSpills < Number.POSITIVE_INFINITY) continue;
    const rejection = rejectionOf(machine, selected);
    if (rejection !== undefined) return { rejection };
    cleanCopies(machine);
    const frame = layOutFrame(machine, fn, target, spillReserve);
    return {
      items: writeFunction(machine, fn, frame),
      clobbers: frame.clobbers,
      hasFrame: machine.needsFrame,
    };
  }
  return { rejection: undefined };
}

/** A child's program must work in spite of our bugs: what the checker rejects is generated naively. */
function rejectionOf(machine: MachineFunction, selected: Selected): string | undefined {
  try {
    checkAllocation(machine, selected);
    return undefined;
  } catch (problem) {
    if (problem instanceof InternalError) return problem.message;
    throw problem;
  }
}

function costlyRegisters(fn: IrFunction): number {
  const { interrupt, isNoReturn, isNaked } = fn.attributes;
  if (interrupt !== undefined) return 0xffffffff;
  if (isNoReturn || isNaked || fn.name === 'main') return 0;
  return CALL_SAVED.reduce((mask, register) => mask | (1 << register), 0) >>> 0;
}
