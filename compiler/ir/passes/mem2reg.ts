/**
 * Turns variables in memory into values.
 *
 * Requires: a well-formed function. Guarantees: an alloca whose address is only loaded from and stored to,
 * not volatile, always whole and always as the same type, is gone; its values are SSA values and phis.
 * Reading before writing gives undef. sroa makes allocas of this kind out of structs and arrays.
 * Method: Cytron et al. (1991), phis only where the variable is live.
 */
import { controlFlow, type ControlFlow } from '../control-flow.ts';
import { undefConst } from '../constants.ts';
import { dominanceFrontiers, dominators } from '../dominators.ts';
import type { InstructionOf, Phi } from '../ir-builder.ts';
import { BYTES, type Instruction, type IrFunction, type IrType, type Operand } from '../ir.ts';
import { makePhi } from '../make-instruction.ts';
import { mapOperands, nextIds } from '../operands.ts';
import { removeUnreachable } from './simplify-cfg.ts';

interface Promoted {
  readonly type: IrType;
  readonly alloca: InstructionOf<'alloca'>;
  /** Indices of blocks: where it is stored, and where it is loaded before any store. */
  readonly stores: Set<number>;
  readonly liveIn: Set<number>;
}

export function mem2reg(fn: IrFunction): boolean {
  const hadUnreachable = removeUnreachable(fn);
  const variables = findVariables(fn);
  if (variables.size === 0) return hadUnreachable;
  const flow = controlFlow(fn);
  const list = [...variables.values()];
  collect(flow, variables);
  const tree = dominators(flow);
  const frontiers = dominanceFrontiers(flow, tree);
  let nextId = nextIds(fn).instruction;
  /** By block index: its new phis, and the number of the variable of each. */
  const phis: { phi: Phi; variable: number }[][] = flow.order.map(() => []);
  list.forEach((variable, number) => {
    for (const index of placesForPhis(variable, flow, frontiers)) {
      const phi = makePhi(variable.type, [], nextId++, variable.alloca.loc);
      phis[index]?.push({ phi, variable: number });
    }
  });

  const numbers = new Map<Instruction, number>(list.map(({ alloca }, number) => [alloca, number]));
  /** By id: what replaces a load that is gone. */
  const replaced = new Map<Instruction, Operand>();
  const resolve = (operand: Operand): Operand => {
    let found = operand;
    while ('op' in found) {
      const next = replaced.get(found);
      if (next === undefined) break;
      found = next;
    }
    return found;
  };
  const current: Operand[] = list.map(({ type }) => undefConst(type));
  // A walk over the dominator tree; on the way up, what each block changed is restored.
  type Frame = { index: number; child: number; undo: { variable: number; value: Operand }[] };
  const enter = (index: number): Frame => {
    const frame: Frame = { index, child: 0, undo: [] };
    const set = (variable: number, value: Operand): void => {
      frame.undo.push({ variable, value: current[variable] as Operand });
      current[variable] = value;
    };
    const block = flow.order[index];
    if (block === undefined) return frame;
    const { instructions } = block;
    for (const { phi, variable } of phis[index] ?? []) set(variable, phi);
    let kept = 0;
    for (const one of instructions) {
      if (one.op === 'alloca' && numbers.has(one)) continue;
      if (one.op === 'load' && 'op' in one.address) {
        const variable = numbers.get(one.address);
        if (variable !== undefined) {
          replaced.set(one, current[variable] as Operand);
          continue;
        }
      } else if (one.op === 'store' && 'op' in one.address) {
        const variable = numbers.get(one.address);
        if (variable !== undefined) {
          set(variable, resolve(one.value));
          continue;
        }
      }
      if (one.op !== 'phi') mapOperands(one, resolve);
      instructions[kept++] = one;
    }
    if (kept < instructions.length) instructions.length = kept;
    for (const next of flow.successors[index] ?? []) {
      for (const { phi, variable } of phis[next] ?? []) {
        phi.incoming.push({ block, value: current[variable] as Operand });
      }
    }
    return frame;
  };
  const stack: Frame[] = [enter(0)];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = tree.children[top.index]?.[top.child++];
    if (child !== undefined) {
      stack.push(enter(child));
      continue;
    }
    for (const { variable, value } of top.undo.reverse()) current[variable] = value;
    stack.pop();
  }
  // Phis that were there before may use loads of blocks walked later; new phis use resolved values only.
  flow.order.forEach((block, index) => {
    for (const one of block.instructions) {
      if (one.op !== 'phi') break;
      mapOperands(one, resolve);
    }
    const made = phis[index] ?? [];
    if (made.length > 0) block.instructions.unshift(...made.map(({ phi }) => phi));
  });
  return true;
}

/** Allocas that can go, with the type they are used as. */
function findVariables(fn: IrFunction): Map<Instruction, Promoted> {
  const [entry] = fn.blocks;
  const types = new Map<Instruction, IrType | 'unknown' | 'no'>();
  for (const one of entry?.instructions ?? []) if (one.op === 'alloca') types.set(one, 'unknown');
  if (types.size === 0) return new Map();
  const see = (address: Operand, type: IrType, isVolatile: boolean): void => {
    if (!('op' in address) || address.op !== 'alloca') return;
    const known = types.get(address);
    const fits = !isVolatile && BYTES[type] === address.bytes && (known === 'unknown' || known === type);
    types.set(address, fits ? type : 'no');
  };
  const escape = (operand: Operand): Operand => {
    if ('op' in operand && operand.op === 'alloca') types.set(operand, 'no');
    return operand;
  };
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      if (one.op === 'load') see(one.address, one.type, one.isVolatile);
      else if (one.op === 'store') {
        escape(one.value);
        if (one.value.type !== 'void') see(one.address, one.value.type, one.isVolatile);
      } else if (one.op !== 'alloca') mapOperands(one, escape);
    }
  }
  const found = new Map<Instruction, Promoted>();
  for (const [alloca, type] of types) {
    if (type === 'no' || alloca.op !== 'alloca') continue;
    found.set(alloca, {
      type: type === 'unknown' ? 'i8' : type,
      alloca,
      stores: new Set(),
      liveIn: new Set(),
    });
  }
  return found;
}

function collect(flow: ControlFlow, variables: Map<Instruction, Promoted>): void {
  flow.order.forEach((block, index) => {
    for (const one of block.instructions) {
      if (one.op === 'load' && 'op' in one.address) {
        const variable = variables.get(one.address);
        if (variable !== undefined && !variable.stores.has(index)) variable.liveIn.add(index);
      } else if (one.op === 'store' && 'op' in one.address) {
        variables.get(one.address)?.stores.add(index);
      }
    }
  });
}

function placesForPhis(
  variable: Promoted,
  flow: ControlFlow,
  frontiers: readonly (readonly number[])[],
): number[] {
  if (variable.stores.size === 0) return [];
  const { liveIn } = variable;
  for (const index of liveIn) {
    for (const predecessor of flow.predecessors[index] ?? []) {
      if (!variable.stores.has(predecessor)) liveIn.add(predecessor);
    }
  }
  const places = new Set<number>();
  const work = [...variable.stores];
  for (let index = work.pop(); index !== undefined; index = work.pop()) {
    for (const place of frontiers[index] ?? []) {
      if (places.has(place) || !liveIn.has(place)) continue;
      places.add(place);
      work.push(place);
    }
  }
  return [...places].sort((a, b) => a - b);
}
