/**
 * Sparse conditional constant propagation: values that are one constant on every path that can be taken.
 *
 * Requires: a well-formed function. Guarantees: a value that is constant when branches on constants are
 * taken to go one way only is that constant; simplify-cfg then removes the other ways.
 * Method: Wegman and Zadeck (1991).
 */
import { isIntConstant, sameOperand } from '../constants.ts';
import { evaluateConstants } from '../fold-constants.ts';
import type { Phi } from '../ir-builder.ts';
import type { Block, Constant, Instruction, IrFunction, IrModule, Operand } from '../ir.ts';
import { nextIds } from '../operands.ts';
import { constantLoad } from './initial-value.ts';
import { Replacements } from './replacements.ts';
import { Uses } from './uses.ts';

/** Not yet known, one constant, or varying. */
type Lattice = undefined | Constant | 'varying';

export function sccp(fn: IrFunction, module: IrModule): boolean {
  return fn.blocks.length > 1 && new Propagation(fn, module).run();
}

class Propagation {
  private readonly fn: IrFunction;
  private readonly module: IrModule;
  private readonly uses: Uses;
  private readonly state: Lattice[];
  private readonly home = new Map<Instruction, Block>();
  /** By target block: the predecessors an edge was taken from. */
  private readonly edges = new Map<Block, Set<Block>>();
  private readonly blocks: Block[] = [];
  private readonly values: Instruction[] = [];

  constructor(fn: IrFunction, module: IrModule) {
    this.fn = fn;
    this.module = module;
    this.uses = new Uses(fn);
    this.state = Array.from({ length: nextIds(fn).instruction }, () => undefined);
    for (const block of fn.blocks) for (const one of block.instructions) this.home.set(one, block);
  }

  run(): boolean {
    const [entry] = this.fn.blocks;
    if (entry === undefined) return false;
    this.edges.set(entry, new Set());
    this.blocks.push(entry);
    for (;;) {
      const block = this.blocks.pop();
      if (block !== undefined) {
        for (const one of block.instructions) this.visit(one, block);
        continue;
      }
      const changed = this.values.pop();
      if (changed === undefined) break;
      for (const user of this.uses.of(changed)) {
        const home = this.home.get(user);
        if (home !== undefined && this.edges.has(home)) this.visit(user, home);
      }
    }
    const values = new Replacements();
    for (const block of this.fn.blocks) {
      if (!this.edges.has(block)) continue;
      let kept = 0;
      const { instructions } = block;
      for (const one of instructions) {
        const found = this.state[one.id];
        if (found !== undefined && found !== 'varying' && one.type !== 'void') values.set(one, found);
        else instructions[kept++] = one;
      }
      if (kept < instructions.length) instructions.length = kept;
    }
    const changed = values.size > 0;
    values.apply(this.fn);
    return changed;
  }

  private valueOf(operand: Operand): Lattice {
    if ('op' in operand) return this.state[operand.id];
    return operand.kind === 'param' ? 'varying' : operand;
  }

  private take(from: Block, to: Block): void {
    const taken = this.edges.get(to);
    if (taken === undefined) {
      this.edges.set(to, new Set([from]));
      this.blocks.push(to);
    } else if (!taken.has(from)) {
      taken.add(from);
      for (const one of to.instructions) {
        if (one.op !== 'phi') break;
        this.visit(one, to);
      }
    }
  }

  private set(one: Instruction, value: Lattice): void {
    const before = this.state[one.id];
    if (value === undefined || before === 'varying') return;
    // Down the lattice only.
    const after =
      before !== undefined && value !== 'varying' && !sameOperand(before, value) ? 'varying' : value;
    if (before === after || (before !== undefined && after !== 'varying')) return;
    this.state[one.id] = after;
    this.values.push(one);
  }

  private visit(one: Instruction, block: Block): void {
    switch (one.op) {
      case 'phi':
        this.set(one, this.phi(one, block));
        return;
      case 'br':
        this.take(block, one.target);
        return;
      case 'condbr': {
        const condition = this.valueOf(one.condition);
        if (condition === undefined) return;
        const known = condition !== 'varying' && isIntConstant(condition) ? condition.value : undefined;
        if (known !== 0n) this.take(block, one.then);
        if (known === undefined || known === 0n) this.take(block, one.otherwise);
        return;
      }
      case 'switch': {
        const value = this.valueOf(one.value);
        if (value === undefined) return;
        if (value !== 'varying' && isIntConstant(value)) {
          const found = one.cases.find((entry) => entry.value === value.value);
          this.take(block, found?.target ?? one.otherwise);
          return;
        }
        for (const { target } of one.cases) this.take(block, target);
        this.take(block, one.otherwise);
        return;
      }
      case 'ret':
      case 'unreachable':
      case 'store':
        return;
      case 'load': {
        if (one.isVolatile) {
          this.set(one, 'varying');
          return;
        }
        const address = this.valueOf(one.address);
        if (address === undefined) return;
        const found =
          address !== 'varying' && address.kind === 'global'
            ? constantLoad(this.module, address.name, address.offset, one.type, one.space)
            : undefined;
        this.set(one, found ?? 'varying');
        return;
      }
      case 'alloca':
      case 'call':
      case 'intrinsic':
        if (one.type !== 'void') this.set(one, 'varying');
        return;
      case 'select': {
        const condition = this.valueOf(one.condition);
        if (condition === undefined) return;
        if (condition !== 'varying' && isIntConstant(condition)) {
          this.set(one, this.valueOf(condition.value === 0n ? one.right : one.left));
          return;
        }
        this.evaluate(one, [one.left, one.right]);
        return;
      }
      case 'zext':
      case 'sext':
      case 'trunc':
      case 'fptosi':
      case 'fptoui':
      case 'sitofp':
      case 'uitofp':
      case 'bitcast':
        this.evaluate(one, [one.operand]);
        return;
      default:
        this.evaluate(one, [one.left, one.right]);
    }
  }

  private phi(phi: Phi, block: Block): Lattice {
    const taken = this.edges.get(block);
    let only: Lattice;
    for (const entry of phi.incoming) {
      if (taken?.has(entry.block) !== true) continue;
      const value = this.valueOf(entry.value);
      if (value === undefined) continue;
      if (value === 'varying') return 'varying';
      if (only !== undefined && only !== 'varying' && !sameOperand(only, value)) return 'varying';
      only = value;
    }
    return only;
  }

  private evaluate(one: Instruction, operands: readonly Operand[]): void {
    const values: Constant[] = [];
    let isOpen = false;
    for (const operand of operands) {
      const value = this.valueOf(operand);
      if (value === 'varying') {
        this.set(one, 'varying');
        return;
      }
      if (value === undefined) isOpen = true;
      else values.push(value);
    }
    if (isOpen) return;
    if (one.op === 'select') {
      const [left, right] = values;
      const isSame = left !== undefined && right !== undefined && sameOperand(left, right);
      this.set(one, isSame ? left : 'varying');
      return;
    }
    this.set(one, evaluateConstants(one, values) ?? 'varying');
  }
}
