/**
 * Moves expensive computations that give the same at every turn out of loops.
 *
 * Requires: a well-formed function without unreachable blocks. Guarantees: a product, quotient, floating
 * point operation or flash load whose operands come from outside a loop is done before it, in a block that
 * only leads to the loop. Cheap operations stay: on the AVR a register kept through a loop costs more than
 * adding again.
 */
import { controlFlow, type ControlFlow } from '../control-flow.ts';
import { dominators } from '../dominators.ts';
import type { Block, Instruction, IrFunction, Operand } from '../ir.ts';
import { naturalLoops, type Loop } from '../loops.ts';
import { makeBr, makePhi } from '../make-instruction.ts';
import { forEachOperand, nextIds, replaceTarget } from '../operands.ts';
import { BYTES } from '../ir.ts';

export function licm(fn: IrFunction): boolean {
  if (fn.blocks.length < 2) return false;
  const flow = controlFlow(fn);
  const loops = naturalLoops(flow, dominators(flow));
  let changed = false;
  /** By instruction: the index of its block; kept right as instructions move. */
  const home = new Map<Operand, number>();
  if (loops.length > 0) {
    flow.order.forEach((block, index) => {
      for (const one of block.instructions) home.set(one, index);
    });
  }
  for (const loop of loops) {
    const moved = invariants(loop, flow, home);
    if (moved.length === 0) continue;
    const before = preheader(fn, loop, flow);
    const set = new Set(moved);
    for (const index of loop.members) {
      const block = flow.order[index];
      if (block === undefined) continue;
      const kept = block.instructions.filter((one) => !set.has(one));
      if (kept.length === block.instructions.length) continue;
      block.instructions.length = 0;
      for (const one of kept) block.instructions.push(one);
    }
    // They belong to no statement of the loop any more.
    const place = before.instructions.at(-1)?.loc;
    if (place !== undefined) for (const one of moved) one.loc = place;
    before.instructions.splice(before.instructions.length - 1, 0, ...moved);
    changed = true;
    const index = flow.indexOf[before.id];
    if (index === undefined) {
      // A new block is not in `flow`: the other loops need a new one.
      licm(fn);
      return true;
    }
    for (const one of moved) home.set(one, index);
  }
  return changed;
}

function invariants(loop: Loop, flow: ControlFlow, home: ReadonlyMap<Operand, number>): Instruction[] {
  const found: Instruction[] = [];
  const outside = new Set<Instruction>();
  const members = [...loop.members].sort((a, b) => a - b);
  for (const index of members) {
    for (const one of flow.order[index]?.instructions ?? []) {
      if (!isMovable(one)) continue;
      let isInvariant = true;
      forEachOperand(one, (operand) => {
        if ('op' in operand && !outside.has(operand) && loop.members.has(home.get(operand) ?? -1)) {
          isInvariant = false;
        }
      });
      if (!isInvariant) continue;
      outside.add(one);
      found.push(one);
    }
  }
  // What is cheap moves only when something expensive needs it.
  const needed = new Set<Instruction>();
  for (const one of [...found].reverse()) {
    if (!isExpensive(one) && !needed.has(one)) continue;
    needed.add(one);
    forEachOperand(one, (operand) => {
      if ('op' in operand && outside.has(operand)) needed.add(operand);
    });
  }
  return found.filter((one) => needed.has(one));
}

function isExpensive(one: Instruction): boolean {
  switch (one.op) {
    case 'mul':
      return BYTES[one.type] > 1;
    case 'udiv':
    case 'sdiv':
    case 'urem':
    case 'srem':
    case 'fadd':
    case 'fsub':
    case 'fmul':
    case 'fdiv':
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
      return true;
    default:
      return false;
  }
}

/** Has no effect and depends on its operands only. */
function isMovable(one: Instruction): boolean {
  switch (one.op) {
    case 'alloca':
    case 'load':
    case 'store':
    case 'call':
    case 'intrinsic':
    case 'phi':
    case 'br':
    case 'condbr':
    case 'switch':
    case 'ret':
    case 'unreachable':
      return false;
    default:
      return true;
  }
}

/** The block from which alone the loop is entered, and which leads nowhere else. */
function preheader(fn: IrFunction, loop: Loop, flow: ControlFlow): Block {
  const header = flow.order[loop.header] as Block;
  const entries = (flow.predecessors[loop.header] ?? []).filter((from) => !loop.members.has(from));
  const [only] = entries;
  const single = only === undefined || entries.length > 1 ? undefined : flow.order[only];
  if (single?.instructions.at(-1)?.op === 'br') return single;
  const ids = nextIds(fn);
  const made: Block = { id: ids.block, label: 'preheader', instructions: [] };
  let nextId = ids.instruction;
  for (const one of header.instructions) {
    if (one.op !== 'phi') break;
    const inside = one.incoming.filter((entry) => loop.members.has(flow.indexOf[entry.block.id] ?? -1));
    const others = one.incoming.filter((entry) => !inside.includes(entry));
    const [first] = others;
    if (first !== undefined && others.length === 1) {
      one.incoming = [...inside, { block: made, value: first.value }];
      continue;
    }
    const phi = makePhi(one.type, others, nextId++, one.loc);
    made.instructions.push(phi);
    one.incoming = [...inside, { block: made, value: phi }];
  }
  made.instructions.push(makeBr(header, nextId, -1));
  for (const from of entries) {
    const block = flow.order[from];
    if (block !== undefined) replaceTarget(block, header, made);
  }
  const at = fn.blocks.indexOf(header);
  fn.blocks.splice(at, 0, made);
  return made;
}
