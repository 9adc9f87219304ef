/**
 * Gives loop counters the width their range needs.
 *
 * Requires: a well-formed function. Guarantees: a counter of i16 or i32 that starts at a constant, changes
 * by a constant, and is tested against a bound in the loop's header or where it goes back, is a phi of i8
 * (or i16) when all its values fit; its uses see the extension. combine then narrows tests and steps.
 */
import { controlFlow, type ControlFlow } from '../control-flow.ts';
import { WIDTH, intConst, isIntConstant, isIntType, signedValue } from '../constants.ts';
import { dominators } from '../dominators.ts';
import type { Phi } from '../ir-builder.ts';
import type { Instruction, IntCompare, IrFunction, Operand } from '../ir.ts';
import { makeConversion, makePhi } from '../make-instruction.ts';
import { nextIds } from '../operands.ts';
import { naturalLoops, type Loop } from '../loops.ts';
import { INVERSE } from '../inverse-compare.ts';
import { INFINITE, possibleBits } from './known-bits.ts';
import { Replacements } from './replacements.ts';

interface Range {
  readonly low: number;
  readonly high: number;
}

export function narrowCounters(fn: IrFunction): boolean {
  const flow = controlFlow(fn);
  const loops = naturalLoops(flow, dominators(flow));
  if (loops.length === 0) return false;
  const values = new Replacements();
  let nextId = nextIds(fn).instruction;
  for (const loop of loops) {
    const header = flow.order[loop.header];
    const [latch] = loop.latches;
    if (header === undefined || latch === undefined || loop.latches.length !== 1) continue;
    const extensions: Instruction[] = [];
    const { instructions } = header;
    let at = 0;
    for (; at < instructions.length; at++) {
      const phi = instructions[at];
      if (phi?.op !== 'phi') break;
      if (phi.type !== 'i16' && phi.type !== 'i32') continue;
      const range = rangeOf(phi, loop, flow, latch);
      if (range === undefined) continue;
      const shape = shapeOf(range, phi.type);
      if (shape === undefined) continue;
      const made = makePhi(shape.type, [], nextId++, phi.loc);
      for (const { block, value } of phi.incoming) {
        if (isIntConstant(value)) {
          made.incoming.push({ block, value: intConst(shape.type, value.value) });
          continue;
        }
        const cut = makeConversion('trunc', shape.type, value, nextId++, phi.loc);
        block.instructions.splice(block.instructions.length - 1, 0, cut);
        made.incoming.push({ block, value: cut });
      }
      const wide = makeConversion(shape.op, phi.type, made, nextId++, phi.loc);
      extensions.push(wide);
      values.set(phi, wide);
      instructions[at] = made;
    }
    // A loop of one block has its cuts and its phis in the same list.
    instructions.splice(at, 0, ...extensions);
  }
  const changed = values.size > 0;
  values.apply(fn);
  return changed;
}

function shapeOf(
  { low, high }: Range,
  type: 'i16' | 'i32',
): { type: 'i8' | 'i16'; op: 'zext' | 'sext' } | undefined {
  if (low >= 0 && high <= 0xff) return { type: 'i8', op: 'zext' };
  if (low >= -128 && high <= 127) return { type: 'i8', op: 'sext' };
  if (type === 'i16') return undefined;
  if (low >= 0 && high <= 0xffff) return { type: 'i16', op: 'zext' };
  return low >= -0x8000 && high <= 0x7fff ? { type: 'i16', op: 'sext' } : undefined;
}

/** Every value the phi can have, as signed numbers. */
function rangeOf(phi: Phi, loop: Loop, flow: ControlFlow, latch: number): Range | undefined {
  if (phi.incoming.length !== 2 || !isIntType(phi.type)) return undefined;
  let start: number | undefined;
  let next: Instruction | undefined;
  for (const { block, value } of phi.incoming) {
    if (flow.indexOf[block.id] === latch) {
      if ('op' in value) next = value;
    } else if (isIntConstant(value)) start = Number(signedValue(value));
  }
  if (start === undefined || next?.op !== 'add' || next.left !== phi || !isIntConstant(next.right)) {
    return undefined;
  }
  const step = Number(signedValue(next.right));
  if (step === 0) return undefined;
  const most = 2 ** (WIDTH[phi.type] - 1) - 1;
  // The header lets through what passes its test; the step follows.
  const atHeader = passing(flow, loop.header, loop, phi);
  if (atHeader !== undefined) {
    const last = lastPassing(atHeader.op, atHeader.bound, start, step);
    const end = last === undefined ? undefined : last + step;
    if (end !== undefined && Math.abs(end) <= most) {
      return { low: Math.min(start, end), high: Math.max(start, end) };
    }
  }
  // Where the loop goes back, the stepped value is tested: only what passes comes back.
  const atLatch = passing(flow, latch, loop, next);
  if (atLatch === undefined) return undefined;
  const last = lastPassing(atLatch.op, atLatch.bound, start + step, step);
  if (last === undefined || Math.abs(last + step) > most) return undefined;
  return { low: Math.min(start, last), high: Math.max(start, last) };
}

/** The comparison of `value` with a bound that holds whenever the block stays in the loop. */
function passing(
  flow: ControlFlow,
  index: number,
  loop: Loop,
  value: Operand,
): { op: IntCompare; bound: Range } | undefined {
  const last = flow.order[index]?.instructions.at(-1);
  if (last?.op !== 'condbr' || !('op' in last.condition)) return undefined;
  const stays = loop.members.has(flow.indexOf[last.then.id] ?? -1);
  if (stays === loop.members.has(flow.indexOf[last.otherwise.id] ?? -1)) return undefined;
  const test = last.condition;
  if (!(test.op in INVERSE) || !('left' in test) || test.left !== value || test.op === 'select') {
    return undefined;
  }
  const op = test.op as IntCompare;
  const bound = boundOf(test.right);
  return bound === undefined ? undefined : { op: stays ? op : INVERSE[op], bound };
}

function boundOf(operand: Operand): Range | undefined {
  if (isIntConstant(operand)) {
    const value = Number(signedValue(operand));
    return { low: value, high: value };
  }
  if (operand.type === 'void') return undefined;
  const bits = possibleBits(operand);
  // As large as a positive number of this width: its sign is never set.
  return bits === INFINITE || bits >= 2 ** (WIDTH[operand.type] - 1) ? undefined : { low: 0, high: bits };
}

/**
 * Of start, start + step, start + 2·step …: a limit that no value passing the test without interruption
 * goes beyond; when none passes, the start itself.
 */
function lastPassing(op: IntCompare, bound: Range, start: number, step: number): number | undefined {
  const limit = (() => {
    switch (op) {
      case 'slt':
        return step > 0 ? bound.high - 1 : undefined;
      case 'sle':
        return step > 0 ? bound.high : undefined;
      case 'ult':
        return step > 0 && start >= 0 && bound.low >= 0 ? bound.high - 1 : undefined;
      case 'ule':
        return step > 0 && start >= 0 && bound.low >= 0 ? bound.high : undefined;
      case 'sge':
        return step < 0 ? bound.low : undefined;
      case 'sgt':
        return step < 0 ? bound.low + 1 : undefined;
      case 'ne': {
        // It must meet the bound exactly.
        if (bound.low !== bound.high) return undefined;
        const distance = bound.low - start;
        if (distance === 0) return start;
        if (distance % step !== 0 || distance / step < 0) return undefined;
        return bound.low - step;
      }
      default:
        return undefined;
    }
  })();
  if (limit === undefined) return undefined;
  return step > 0 ? Math.max(limit, start) : Math.min(limit, start);
}
