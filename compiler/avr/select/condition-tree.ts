/**
 * What a branch or select really asks, so that it needs no truth in a register.
 *
 * In: the i1 operand and its user. Out: a comparison, a bit of a value, a bit of an I/O register, or just
 * the value. Only looks through instructions of the user's own block that nobody else uses, so folding
 * makes nothing be computed twice.
 */
import { type Block, BYTES, type Instruction, type IntCompare, type Operand } from '../../ir/ir.ts';
import { INVERSE } from '../../ir/inverse-compare.ts';
import { constantBits, isConstant, typeOf } from '../constant-bytes.ts';
import { IO_TO_DATA } from '../target.ts';
import type { UseTable } from './use-table.ts';

export type ConditionTree =
  | { readonly kind: 'value'; readonly operand: Operand; readonly isInverted: boolean }
  | { readonly kind: 'bit'; readonly operand: Operand; readonly bit: number; readonly isInverted: boolean }
  /** `io`: sbic and sbis reach it. */
  | { readonly kind: 'ioBit'; readonly io: number; readonly bit: number; readonly isInverted: boolean }
  | { readonly kind: 'compare'; readonly op: IntCompare; readonly left: Operand; readonly right: Operand };

export interface FoldedCondition {
  readonly tree: ConditionTree;
  /** Not to be selected by themselves. */
  readonly folded: readonly Instruction[];
}

export function conditionTree(
  condition: Operand,
  user: Instruction,
  block: Block,
  uses: UseTable,
): FoldedCondition {
  const folded: Instruction[] = [];
  const canFold = (operand: Operand): operand is Instruction =>
    'op' in operand && uses.countOf(operand) === 1 && uses.blockOf(operand) === block;
  let isInverted = false;
  let operand = condition;
  while (canFold(operand) && operand.op === 'xor' && constant(operand.right) === 1n) {
    folded.push(operand);
    isInverted = !isInverted;
    operand = operand.left;
  }
  if (!canFold(operand)) return { tree: { kind: 'value', operand, isInverted }, folded };
  if (operand.op === 'trunc') {
    folded.push(operand);
    return { tree: bitOf(operand.operand, 0, isInverted), folded };
  }
  const comparison = asIntCompare(operand);
  if (comparison === undefined) return { tree: { kind: 'value', operand, isInverted }, folded };
  folded.push(operand);
  const { left, right } = comparison;
  const op = isInverted ? INVERSE[comparison.op] : comparison.op;
  const to = constant(right);
  if (typeOf(left) === 'i1') {
    // true is 1 for eq and ne; an ordering of truths is left to the comparison
    if ((op === 'eq' || op === 'ne') && to !== undefined)
      return { tree: { kind: 'value', operand: left, isInverted: (op === 'eq') === (to === 0n) }, folded };
    return { tree: { kind: 'compare', op, left, right }, folded };
  }
  const signBit = BYTES[typeOf(left)] * 8 - 1;
  const ones = (1n << BigInt(signBit + 1)) - 1n;
  if ((op === 'slt' && to === 0n) || (op === 'sle' && to === ones))
    return { tree: bitOf(left, signBit, false), folded };
  if ((op === 'sge' && to === 0n) || (op === 'sgt' && to === ones))
    return { tree: bitOf(left, signBit, true), folded };
  if ((op === 'eq' || op === 'ne') && to !== undefined && canFold(left) && left.op === 'and') {
    const mask = constant(left.right);
    const bit = mask === undefined ? -1 : singleBit(mask);
    if (bit >= 0 && (to === 0n || to === mask)) {
      folded.push(left);
      return { tree: bitOf(left.left, bit, (op === 'eq') === (to === 0n)), folded };
    }
  }
  return { tree: { kind: 'compare', op, left, right }, folded };

  function bitOf(value: Operand, bit: number, inverted: boolean): ConditionTree {
    let [from, at] = [value, bit];
    while (canFold(from)) {
      if (from.op === 'trunc') from = take(from).operand;
      else if ((from.op === 'zext' || from.op === 'bitcast') && typeOf(from.operand) !== 'f32') {
        if (at >= BYTES[typeOf(from.operand)] * 8) break;
        from = take(from).operand;
      } else if (from.op === 'lshr' && constant(from.right) !== undefined) {
        const amount = Number(constant(from.right));
        if (at + amount >= BYTES[typeOf(from.left)] * 8) break;
        at += amount;
        from = take(from).left;
      } else if (from.op === 'load' && from.type === 'i8' && uses.isUndisturbed(from, user)) {
        const io = lowIo(from.address);
        if (io === undefined || from.space !== 'data') break;
        folded.push(from);
        return { kind: 'ioBit', io, bit: at, isInverted: inverted };
      } else break;
    }
    return { kind: 'bit', operand: from, bit: at, isInverted: inverted };
  }

  function take<T extends Instruction>(instruction: T): T {
    folded.push(instruction);
    return instruction;
  }
}

/** The I/O address (0 … 31) that sbi, cbi, sbic and sbis reach. */
export function lowIo(address: Operand): number | undefined {
  if (!isConstant(address)) return undefined;
  const bits = address.kind === 'address' || address.kind === 'int' ? constantBits(address) : undefined;
  if (bits === undefined) return undefined;
  const io = Number(bits) - IO_TO_DATA;
  return io >= 0 && io < 32 ? io : undefined;
}

export function singleBit(mask: bigint): number {
  return mask > 0n && (mask & (mask - 1n)) === 0n ? mask.toString(2).length - 1 : -1;
}

export function constant(operand: Operand): bigint | undefined {
  return isConstant(operand) ? constantBits(operand) : undefined;
}

export interface IntComparison {
  readonly op: IntCompare;
  readonly left: Operand;
  readonly right: Operand;
}

export function asIntCompare(instruction: Instruction): IntComparison | undefined {
  return Object.hasOwn(INVERSE, instruction.op) ? (instruction as unknown as IntComparison) : undefined;
}
