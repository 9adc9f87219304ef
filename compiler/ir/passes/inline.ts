/**
 * Puts bodies of functions where they are called.
 *
 * Requires: a well-formed module, functions already simplified one by one. Guarantees: every call of an
 * always_inline function is gone (but in cycles); what was inlined everywhere and is no root is left for
 * remove-unused; functions that are naked, noinline, variadic, recursive, or that look at their own frame
 * stay called, and naked functions stay as they are. By-value arguments become copies, allocas move to the
 * caller's entry. Aims at size: a body goes inline when all copies together are no larger than one body
 * and the calls of it.
 */
import type { PlaceTable } from '../../cpp/source.ts';
import { controlFlow, type ControlFlow } from '../control-flow.ts';
import { intConst, undefConst } from '../constants.ts';
import { signatureOf, type InstructionOf } from '../ir-builder.ts';
import type { Block, Instruction, IrFunction, IrModule, Operand } from '../ir.ts';
import {
  copyInstruction,
  makeAlloca,
  makeBr,
  makeInstruction,
  makePhi,
  scratchOf,
} from '../make-instruction.ts';
import { mapOperands, nextIds, successorsOf } from '../operands.ts';
import { sameSignature } from '../verify-ir.ts';
import { callGraph } from './call-graph.ts';
import { Replacements } from './replacements.ts';
import { renameIncoming } from './simplify-cfg.ts';
import { sizeInlined, sizeOfCall, sizeOfFunction } from './size-estimate.ts';

/** A caller does not grow beyond so many words, always_inline aside. */
const LARGEST = 4000;
/** Saved and restored registers that a call costs on average, in words. */
const AROUND_A_CALL = 1.5;

type Call = InstructionOf<'call'>;

/**
 * `tidy` simplifies a caller that got new code, before it is itself considered for inlining. `places` notes
 * through which call code came in.
 */
export function inline(
  module: IrModule,
  level: 1 | 's',
  tidy: (fn: IrFunction) => void,
  places?: PlaceTable,
): boolean {
  const graph = callGraph(module);
  const counts = graph.callCounts;
  const sizes = new Map<string, number>();
  const sizeOf = (fn: IrFunction): number => {
    const known = sizes.get(fn.name);
    if (known !== undefined) return known;
    const size = sizeOfFunction(fn);
    sizes.set(fn.name, size);
    return size;
  };

  // Inlining does not change this: such functions are not put into others.
  const looking = new Map<string, boolean>();
  const looks = (fn: IrFunction): boolean => {
    const known = looking.get(fn.name);
    if (known !== undefined) return known;
    const isLooking = looksAtFrame(fn);
    looking.set(fn.name, isLooking);
    return isLooking;
  };

  const canInline = (fn: IrFunction, call: Call): boolean =>
    fn.blocks.length > 0 &&
    !fn.isVariadic &&
    !fn.attributes.isNaked &&
    fn.attributes.interrupt === undefined &&
    fn.attributes.inline !== 'never' &&
    !graph.recursive.has(fn.name) &&
    sameSignature(signatureOf(fn), call.signature) &&
    !looks(fn);

  // Callees do not change any more when they are considered: their callers come after them.
  const flows = new Map<string, ControlFlow>();
  const flowOf = (fn: IrFunction): ControlFlow => {
    const known = flows.get(fn.name);
    if (known !== undefined) return known;
    const flow = controlFlow(fn);
    flows.set(fn.name, flow);
    return flow;
  };

  /** What was put into the caller since its size was taken. */
  let grown = 0;
  const isWorth = (caller: IrFunction, fn: IrFunction, call: Call): boolean => {
    if (fn.attributes.inline === 'always') return true;
    const body = sizeOf(fn);
    if (sizeOf(caller) + grown + body > LARGEST) return false;
    const count = counts.get(fn.name) ?? 1;
    const isOnly = count === 1 && !graph.escaping.has(fn.name);
    if (isOnly) {
      grown += body;
      return true;
    }
    const inlined = sizeInlined(fn, call.args, module, flowOf);
    const around = sizeOfCall(call.args) + AROUND_A_CALL;
    const bonus =
      (fn.attributes.inline === 'hint' ? 2 : 0) +
      (level === 1 ? 4 : 0) +
      (caller.attributes.interrupt === undefined ? 0 : 8);
    // All the other calls may look alike: then the body itself goes too.
    const isSmaller =
      inlined <= around + bonus || (!graph.escaping.has(fn.name) && inlined * count <= around * count + body);
    if (isSmaller) grown += inlined;
    return isSmaller;
  };

  let changed = false;
  for (const name of graph.bottomUp) {
    const caller = module.functions.get(name);
    if (caller === undefined || caller.blocks.length === 0 || caller.attributes.isNaked) continue;
    grown = 0;
    // While code is put into it, a part of it is elsewhere.
    sizeOf(caller);
    const grew = inlineInto(caller, module, places, (fn, call) => {
      if (fn === caller || !canInline(fn, call) || !isWorth(caller, fn, call)) return false;
      counts.set(fn.name, (counts.get(fn.name) ?? 1) - 1);
      for (const [callee, times] of graph.calls.get(fn.name) ?? []) {
        counts.set(callee, (counts.get(callee) ?? 0) + times);
      }
      return true;
    });
    if (!grew) continue;
    changed = true;
    tidy(caller);
    sizes.delete(name);
    flows.delete(name);
  }
  return changed;
}

function looksAtFrame(fn: IrFunction): boolean {
  return fn.blocks.some((block) =>
    block.instructions.some(
      (one) => one.op === 'intrinsic' && (one.name === 'va_start' || one.name === 'return_address'),
    ),
  );
}

const calleeOf = (one: Instruction, module: IrModule): IrFunction | undefined =>
  one.op === 'call' && !('op' in one.callee) && one.callee.kind === 'function'
    ? module.functions.get(one.callee.name)
    : undefined;

function inlineInto(
  caller: IrFunction,
  module: IrModule,
  places: PlaceTable | undefined,
  choose: (fn: IrFunction, call: Call) => boolean,
): boolean {
  const ids = nextIds(caller);
  const allocas: Instruction[] = [];
  const results = new Replacements();
  const blocks: Block[] = [];
  let changed = false;
  for (const first of caller.blocks) {
    blocks.push(first);
    if (!first.instructions.some((one) => calleeOf(one, module) !== undefined)) continue;
    const old = first.instructions.slice();
    first.instructions.length = 0;
    let block = first;
    for (const one of old) {
      const fn = calleeOf(one, module);
      if (fn === undefined || one.op !== 'call' || !choose(fn, one)) {
        block.instructions.push(one);
        continue;
      }
      changed = true;
      const copy = copyBody(fn, one, ids, allocas, places);
      const [entry] = copy.blocks;
      block.instructions.push(...copy.before, ...(entry?.instructions ?? []));
      if (entry !== undefined) {
        for (const next of successorsOf(entry)) renameIncoming(next, entry, block);
        for (const back of copy.returns) if (back.block === entry) back.block = block;
      }
      const rest = copy.blocks.slice(1);
      blocks.push(...rest);
      const [only] = copy.returns;
      if (rest.length === 0 && only !== undefined) {
        // Straight code: the caller's block just goes on.
        block.instructions.pop();
        if (one.type !== 'void') results.set(one, only.value ?? undefConst(one.type));
        continue;
      }
      const after: Block = { id: ids.block++, label: 'after', instructions: [] };
      blocks.push(after);
      for (const back of copy.returns) {
        const last = back.block.instructions.pop();
        back.block.instructions.push(makeBr(after, ids.instruction++, last?.loc ?? one.loc));
      }
      if (one.type !== 'void') {
        if (copy.returns.length === 0) results.set(one, undefConst(one.type));
        else {
          const { type } = one;
          const phi = makePhi(
            type,
            copy.returns.map((back) => ({ block: back.block, value: back.value ?? undefConst(type) })),
            ids.instruction++,
            one.loc,
          );
          after.instructions.push(phi);
          results.set(one, phi);
        }
      }
      block = after;
    }
    if (block !== first) {
      for (const next of successorsOf(block)) renameIncoming(next, first, block);
    }
  }
  if (!changed) return false;
  caller.blocks.length = 0;
  for (const block of blocks) caller.blocks.push(block);
  caller.blocks[0]?.instructions.unshift(...allocas);
  results.apply(caller);
  return true;
}

interface Copy {
  /** Copies of by-value arguments. */
  readonly before: Instruction[];
  readonly blocks: Block[];
  readonly returns: { block: Block; value: Operand | undefined }[];
}

function copyBody(
  fn: IrFunction,
  call: Call,
  ids: { instruction: number; block: number },
  allocas: Instruction[],
  places: PlaceTable | undefined,
): Copy {
  const before: Instruction[] = [];
  const params = new Map<Operand, Operand>();
  /** In the scratch of the callee's instructions: where in this list its copy is. */
  const values: Instruction[] = [];
  fn.params.forEach((param, index) => {
    const arg = call.args[index] ?? undefConst(param.type);
    if (param.byvalBytes === undefined) {
      params.set(param, arg);
      return;
    }
    const own = makeAlloca(param.byvalBytes, param.name, ids.instruction++, call.loc);
    allocas.push(own);
    before.push(
      makeInstruction<InstructionOf<'intrinsic'>>(
        {
          op: 'intrinsic',
          type: 'void',
          name: 'memcpy',
          args: [own, arg, intConst('i16', param.byvalBytes)],
        },
        ids.instruction++,
        call.loc,
      ),
    );
    params.set(param, own);
  });
  /** By block id. */
  const copies: Block[] = [];
  for (const block of fn.blocks) {
    copies[block.id] = { id: ids.block++, label: block.label, instructions: [] };
  }
  const target = (block: Block): Block => copies[block.id] ?? block;
  const blocks: Block[] = [];
  const returns: Copy['returns'] = [];
  for (const block of fn.blocks) {
    const copy = target(block);
    blocks.push(copy);
    for (const one of block.instructions) {
      const made = copyWithTargets(one, ids.instruction++, target);
      if (places !== undefined) made.loc = places.within(one.loc, call.loc);
      scratchOf(one).mark = values.length;
      values.push(made);
      if (made.op === 'alloca') allocas.push(made);
      else copy.instructions.push(made);
    }
  }
  const resolve = (operand: Operand): Operand =>
    'op' in operand
      ? (values[scratchOf(operand).mark] ?? operand)
      : operand.kind === 'param'
        ? (params.get(operand) ?? operand)
        : operand;
  for (const block of blocks) {
    for (const one of block.instructions) mapOperands(one, resolve);
    const last = block.instructions.at(-1);
    if (last?.op === 'ret') returns.push({ block, value: last.value });
  }
  return { before, blocks, returns };
}

/** The same instruction with another id; operands are still the old ones, targets the new ones. */
function copyWithTargets(one: Instruction, id: number, target: (block: Block) => Block): Instruction {
  const made = copyInstruction(one, id);
  switch (made.op) {
    case 'phi':
      made.incoming = made.incoming.map(({ block, value }) => ({ block: target(block), value }));
      break;
    case 'br':
      made.target = target(made.target);
      break;
    case 'condbr':
      // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an instruction
      made.then = target(made.then);
      made.otherwise = target(made.otherwise);
      break;
    case 'switch':
      made.cases = made.cases.map((entry) => ({ value: entry.value, target: target(entry.target) }));
      made.otherwise = target(made.otherwise);
      break;
    default:
  }
  return made;
}
