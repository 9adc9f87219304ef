/**
 * Runs loops of constants at compile time: the length of a literal string, say.
 *
 * Requires: a well-formed function without unreachable blocks. Guarantees: a loop that has no effect, is
 * entered with constants, and ends after a few turns through constants only, is not entered
 * any more: what follows gets the values it would have left.
 */
import { controlFlow, type ControlFlow } from '../control-flow.ts';
import { isConstant, isIntConstant, sameOperand } from '../constants.ts';
import { dominators } from '../dominators.ts';
import { evaluateConstants } from '../fold-constants.ts';
import type { Block, Constant, Instruction, IrFunction, IrModule, Operand } from '../ir.ts';
import { naturalLoops, type Loop } from '../loops.ts';
import { forEachOperand, mapOperands, replaceTarget } from '../operands.ts';
import { constantLoad } from './initial-value.ts';
import { dropIncoming, incomingOf, removeUnreachable } from './simplify-cfg.ts';

/** Instructions run before giving up. */
const MOST_STEPS = 600;
const MOST_BLOCKS = 6;

export function evaluateLoops(fn: IrFunction, module: IrModule): boolean {
  if (fn.blocks.length < 3) return false;
  const flow = controlFlow(fn);
  const loops = naturalLoops(flow, dominators(flow));
  for (const loop of loops) {
    if (loop.members.size > MOST_BLOCKS || !new LoopRun(fn, module, flow, loop).run()) continue;
    removeUnreachable(fn);
    // The graph is another now.
    evaluateLoops(fn, module);
    return true;
  }
  return false;
}

class LoopRun {
  private readonly fn: IrFunction;
  private readonly module: IrModule;
  private readonly flow: ControlFlow;
  private readonly loop: Loop;
  /** Of values made in the loop, those that are constants now. */
  private values = new Map<Operand, Constant>();

  constructor(fn: IrFunction, module: IrModule, flow: ControlFlow, loop: Loop) {
    this.fn = fn;
    this.module = module;
    this.flow = flow;
    this.loop = loop;
  }

  run(): boolean {
    const { flow, loop } = this;
    const header = flow.order[loop.header];
    const entries = (flow.predecessors[loop.header] ?? []).filter((from) => !loop.members.has(from));
    const sources = entries.map((index) => flow.order[index] as Block);
    const [from] = sources;
    if (header === undefined || from === undefined || !this.isPure()) return false;
    // Entered from several places, it must be entered with the same.
    for (const one of header.instructions) {
      if (one.op !== 'phi') break;
      const first = incomingOf(one, from);
      for (const source of sources) {
        const other = incomingOf(one, source);
        if (first === undefined || other === undefined || !sameOperand(first, other)) return false;
      }
    }
    const exit = this.simulate(header, from);
    if (exit === undefined) return false;
    const { last, target } = exit;
    for (const one of target.instructions) {
      if (one.op !== 'phi') break;
      const value = this.constantOf(incomingOf(one, last));
      if (value === undefined && !this.isFromOutside(incomingOf(one, last))) return false;
      if (sources.some((source) => incomingOf(one, source) !== undefined)) return false;
    }
    if (!this.replaceOutside()) return false;
    for (const one of target.instructions) {
      if (one.op !== 'phi') break;
      const value = incomingOf(one, last);
      if (value === undefined) continue;
      for (const block of sources) one.incoming.push({ block, value: this.constantOf(value) ?? value });
    }
    for (const source of sources) {
      dropIncoming(header, source);
      replaceTarget(source, header, target);
    }
    return true;
  }

  private isPure(): boolean {
    for (const index of this.loop.members) {
      for (const one of this.flow.order[index]?.instructions ?? []) {
        if (one.op === 'store' || one.op === 'call' || one.op === 'ret' || one.op === 'unreachable')
          return false;
        if (one.op === 'load' && one.isVolatile) return false;
        if (one.op === 'intrinsic' && one.name !== 'swap_nibbles') return false;
      }
    }
    return true;
  }

  /** The edge by which the loop is left. */
  private simulate(header: Block, entry: Block): { last: Block; target: Block } | undefined {
    let block = header;
    let from = entry;
    for (let steps = 0; steps < MOST_STEPS;) {
      const phis = new Map<Operand, Constant | undefined>();
      for (const one of block.instructions) {
        if (one.op !== 'phi') break;
        phis.set(one, this.constantOf(incomingOf(one, from)));
      }
      for (const [phi, value] of phis) this.set(phi, value);
      for (const one of block.instructions) {
        steps++;
        if (one.op !== 'phi' && one.type !== 'void') this.set(one, this.evaluate(one));
      }
      const next = this.next(block);
      if (next === undefined) return undefined;
      if (!this.isMember(next)) return { last: block, target: next };
      from = block;
      block = next;
    }
    return undefined;
  }

  private isMember(block: Block): boolean {
    return this.loop.members.has(this.flow.indexOf[block.id] ?? -1);
  }

  private set(operand: Operand, value: Constant | undefined): void {
    if (value === undefined) this.values.delete(operand);
    else this.values.set(operand, value);
  }

  private constantOf(operand: Operand | undefined): Constant | undefined {
    if (operand === undefined) return undefined;
    return isConstant(operand) ? operand : this.values.get(operand);
  }

  private evaluate(one: Instruction): Constant | undefined {
    if (one.op === 'load') {
      const address = this.constantOf(one.address);
      return address?.kind === 'global'
        ? constantLoad(this.module, address.name, address.offset, one.type, one.space)
        : undefined;
    }
    if (one.op === 'intrinsic') return undefined;
    const operands: Constant[] = [];
    let isKnown = true;
    forEachOperand(one, (operand) => {
      const value = this.constantOf(operand);
      if (value === undefined) isKnown = false;
      else operands.push(value);
    });
    return isKnown ? evaluateConstants(one, operands) : undefined;
  }

  private next(block: Block): Block | undefined {
    const last = block.instructions.at(-1);
    switch (last?.op) {
      case 'br':
        return last.target;
      case 'condbr': {
        const condition = this.constantOf(last.condition);
        if (condition === undefined || !isIntConstant(condition)) return undefined;
        return condition.value === 0n ? last.otherwise : last.then;
      }
      case 'switch': {
        const value = this.constantOf(last.value);
        if (value === undefined || !isIntConstant(value)) return undefined;
        return last.cases.find((entry) => entry.value === value.value)?.target ?? last.otherwise;
      }
      default:
        return undefined;
    }
  }

  private isFromOutside(operand: Operand | undefined): boolean {
    if (operand === undefined || !('op' in operand)) return operand !== undefined;
    return !this.insideLoop().has(operand);
  }

  private inside: Set<Instruction> | undefined;

  private insideLoop(): Set<Instruction> {
    if (this.inside !== undefined) return this.inside;
    this.inside = new Set();
    for (const index of this.loop.members) {
      for (const one of this.flow.order[index]?.instructions ?? []) this.inside.add(one);
    }
    return this.inside;
  }

  /** Uses after the loop get what it would have left; false when one of them is not known. */
  private replaceOutside(): boolean {
    const inside = this.insideLoop();
    const users: Instruction[] = [];
    for (const block of this.fn.blocks) {
      if (this.isMember(block)) continue;
      for (const one of block.instructions) {
        let usesLoop = false;
        let isKnown = true;
        forEachOperand(one, (operand) => {
          if (!('op' in operand) || !inside.has(operand)) return;
          usesLoop = true;
          // A phi's entries for edges out of the loop go with the edges, but for the one taken.
          if (one.op !== 'phi' && !this.values.has(operand)) isKnown = false;
        });
        if (!isKnown) return false;
        if (usesLoop && one.op !== 'phi') users.push(one);
        if (usesLoop && one.op === 'phi') {
          const isLater = one.incoming.some(
            ({ block: source, value }) =>
              !this.isMember(source) && 'op' in value && inside.has(value) && !this.values.has(value),
          );
          if (isLater) return false;
          users.push(one);
        }
      }
    }
    for (const one of users) {
      if (one.op === 'phi') {
        for (const entry of one.incoming) {
          if (!this.isMember(entry.block)) entry.value = this.constantOf(entry.value) ?? entry.value;
        }
      } else {
        mapOperands(one, (operand) =>
          'op' in operand && inside.has(operand) ? (this.constantOf(operand) ?? operand) : operand,
        );
      }
    }
    return true;
  }
}
