/**
 * Computes with fewer bits where only fewer matter: C promotes everything to 16 bits, the AVR has 8.
 *
 * Requires: a well-formed function. Guarantees: a sum, product, logical operation, left shift, selection,
 * phi or load (not volatile) of i16 or i32 of which only the low 8 or 16 bits are needed is done in i8 or
 * i16. Truncations and extensions this leaves around are combine's to join.
 */
import { controlFlow } from '../control-flow.ts';
import { intConst, isIntConstant, undefConst } from '../constants.ts';
import type { Phi } from '../ir-builder.ts';
import { BYTES, type Block, type Instruction, type IrFunction, type IrType, type Operand } from '../ir.ts';
import { makeBinary, makeConversion, makeLoad, makePhi, makeSelect } from '../make-instruction.ts';
import { nextIds } from '../operands.ts';
import { demandedBits } from './demanded-bits.ts';
import { Replacements } from './replacements.ts';

type Narrow = 'i8' | 'i16';

export function narrow(fn: IrFunction): boolean {
  const targets = findTargets(fn);
  return targets.size > 0 && new Narrower(fn, targets).run();
}

function findTargets(fn: IrFunction): Map<Operand, Narrow> {
  const demanded = demandedBits(fn);
  const targets = new Map<Operand, Narrow>();
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      if (one.type !== 'i16' && one.type !== 'i32') continue;
      const bits = demanded[one.id] ?? 0;
      if (bits === 0 || bits > 0xffff || (one.type === 'i16' && bits > 0xff)) continue;
      switch (one.op) {
        case 'load':
          if (one.isVolatile || one.space === 'flashFar') continue;
          break;
        case 'add':
        case 'sub':
        case 'mul':
        case 'and':
        case 'or':
        case 'xor':
        case 'shl':
        case 'select':
        case 'phi':
          break;
        default:
          continue;
      }
      targets.set(one, bits <= 0xff ? 'i8' : 'i16');
    }
  }
  return targets;
}

class Narrower {
  private readonly fn: IrFunction;
  private readonly targets: ReadonlyMap<Operand, Narrow>;
  private readonly made = new Map<Operand, Instruction>();
  private readonly values = new Replacements();
  private nextId: number;
  private out: Instruction[] = [];

  constructor(fn: IrFunction, targets: ReadonlyMap<Operand, Narrow>) {
    this.fn = fn;
    this.targets = targets;
    this.nextId = nextIds(fn).instruction;
  }

  run(): boolean {
    const phis: { old: Phi; made: Phi }[] = [];
    // Phis first, and blocks in an order where a value's block comes before its users' (but phis).
    for (const block of this.fn.blocks) this.phis(block, phis);
    for (const block of reversePostorder(this.fn)) this.block(block);
    for (const { old, made } of phis) {
      for (const { block, value } of old.incoming) {
        this.out = [];
        const narrowed = this.narrowed(value, made.type as Narrow, old.loc);
        block.instructions.splice(block.instructions.length - 1, 0, ...this.out);
        made.incoming.push({ block, value: narrowed });
      }
    }
    this.values.apply(this.fn);
    return true;
  }

  private phis(block: Block, phis: { old: Phi; made: Phi }[]): void {
    const extensions: Instruction[] = [];
    const { instructions } = block;
    let at = 0;
    for (; at < instructions.length; at++) {
      const one = instructions[at];
      if (one?.op !== 'phi') break;
      const type = this.targets.get(one);
      if (type === undefined) continue;
      const made = makePhi(type, [], this.nextId++, one.loc);
      instructions[at] = made;
      this.made.set(one, made);
      phis.push({ old: one, made });
      extensions.push(this.extension(one, made));
    }
    instructions.splice(at, 0, ...extensions);
  }

  private extension(old: Instruction, made: Instruction): Instruction {
    const one = makeConversion('zext', old.type as IrType, made, this.nextId++, old.loc);
    this.values.set(old, one);
    return one;
  }

  private block(block: Block): void {
    const old = block.instructions;
    this.out = [];
    const { out } = this;
    for (const one of old) {
      const type = one.op === 'phi' ? undefined : this.targets.get(one);
      if (type === undefined) {
        out.push(one);
        continue;
      }
      const made = this.narrowInstruction(one, type);
      out.push(made);
      this.made.set(one, made);
      out.push(this.extension(one, made));
    }
    old.length = 0;
    for (const one of out) old.push(one);
  }

  private narrowInstruction(one: Instruction, type: Narrow): Instruction {
    const to = (operand: Operand): Operand => this.narrowed(operand, type, one.loc);
    const id = this.nextId++;
    switch (one.op) {
      case 'load':
        return makeLoad(type, one.address, one.space, one.isVolatile, id, one.loc);
      case 'select':
        return makeSelect(type, one.condition, to(one.left), to(one.right), id, one.loc);
      case 'shl':
        return makeBinary('shl', type, to(one.left), one.right, id, one.loc);
      case 'add':
      case 'sub':
      case 'mul':
      case 'and':
      case 'or':
      case 'xor':
        return makeBinary(one.op, type, to(one.left), to(one.right), id, one.loc);
      default:
        return one;
    }
  }

  /** The low bits of a value; instructions needed for it are put before the current one. */
  private narrowed(operand: Operand, type: Narrow, loc: number): Operand {
    if (isIntConstant(operand)) return intConst(type, operand.value);
    if (!('op' in operand) && operand.kind === 'undef') return undefConst(type);
    const known = this.made.get(operand) ?? operand;
    if (known.type === type) return known;
    if (known.type === 'void') return known;
    const op = BYTES[known.type] > BYTES[type] ? 'trunc' : 'zext';
    const made = makeConversion(op, type, known, this.nextId++, loc);
    this.out.push(made);
    return made;
  }
}

function reversePostorder(fn: IrFunction): readonly Block[] {
  return controlFlow(fn).order;
}
