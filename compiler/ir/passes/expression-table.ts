/**
 * Expressions that were computed already, found by what they compute.
 *
 * In: instructions without effects, operands resolved. Out: an earlier one that has the same operation,
 * type and operands (those of commutative operations in any order). Entries leave in the reverse of the
 * order in which they came, as a walk over a tree needs it.
 */
import { sameOperand } from '../constants.ts';
import type { Block, Instruction, Operand } from '../ir.ts';
import { operandFields } from '../operands.ts';

interface Entry {
  readonly one: Instruction;
  readonly block: number;
  readonly hash: number;
  /** The entry with the same slot that came before. */
  readonly next: Entry | undefined;
}

const SLOTS = 64;

function emptySlots(count: number): (Entry | undefined)[] {
  const slots: (Entry | undefined)[] = [];
  for (let i = 0; i < count; i++) slots.push(undefined);
  return slots;
}

export class ExpressionTable {
  private slots: (Entry | undefined)[] = emptySlots(SLOTS);
  private readonly entries: Entry[] = [];

  get size(): number {
    return this.entries.length;
  }

  /** Takes back what came after the table had this size. */
  shrink(size: number): void {
    while (this.entries.length > size) {
      const entry = this.entries.pop();
      if (entry !== undefined) this.slots[entry.hash & (this.slots.length - 1)] = entry.next;
    }
  }

  /** `block`: only what has the same is equal. */
  findOrAdd(one: Instruction, block: number): Instruction | undefined {
    const hash = hashOf(one, block);
    const slot = hash & (this.slots.length - 1);
    for (let entry = this.slots[slot]; entry !== undefined; entry = entry.next) {
      if (entry.hash === hash && entry.block === block && isSame(entry.one, one)) return entry.one;
    }
    const made: Entry = { one, block, hash, next: this.slots[slot] };
    this.slots[slot] = made;
    this.entries.push(made);
    if (this.entries.length > 2 * this.slots.length) this.grow();
    return undefined;
  }

  private grow(): void {
    const count = this.slots.length * 4;
    this.slots = emptySlots(count);
    this.entries.forEach(({ one, block, hash }, index) => {
      const slot = hash & (count - 1);
      const moved: Entry = { one, block, hash, next: this.slots[slot] };
      this.entries[index] = moved;
      this.slots[slot] = moved;
    });
  }
}

function hashOf(one: Instruction, block: number): number {
  const { op } = one;
  let hash = op.charCodeAt(0) + 31 * op.charCodeAt(op.length - 1) + 961 * op.length + 7919 * block;
  const fields = operandFields(one);
  const { left, right, condition, operand, address, args, incoming } = fields;
  // A sum: the order must not matter.
  if (left !== undefined) hash += hashOfOperand(left);
  if (right !== undefined) hash += hashOfOperand(right);
  if (condition !== undefined) hash += 3 * hashOfOperand(condition);
  if (operand !== undefined) hash += hashOfOperand(operand);
  if (address !== undefined) hash += hashOfOperand(address);
  if (args !== undefined) for (const arg of args) hash += hashOfOperand(arg);
  if (incoming !== undefined) for (const { value } of incoming) hash += hashOfOperand(value);
  hash |= 0;
  return hash ^ (hash >>> 15);
}

function hashOfOperand(operand: Operand): number {
  if ('op' in operand) return Math.imul(operand.id + 1, 0x9e3779b1);
  switch (operand.kind) {
    case 'param':
      return 0x1234567 + operand.index;
    case 'int':
      return Math.imul(Number(BigInt.asIntN(32, operand.value)) + 77, 0x85ebca6b);
    case 'address':
      return operand.value + 13;
    case 'global':
      return operand.offset + 1009 * operand.name.length;
    default:
      return 5;
  }
}

function isSame(a: Instruction, b: Instruction): boolean {
  if (a.op !== b.op || a.type !== b.type) return false;
  switch (a.op) {
    case 'phi':
      return b.op === 'phi' && hasSameIncoming(a, b);
    case 'call':
      return b.op === 'call' && isSameOperand(a.callee, b.callee) && hasSameArguments(a.args, b.args);
    case 'intrinsic':
      return b.op === 'intrinsic' && a.name === b.name && hasSameArguments(a.args, b.args);
    case 'load':
      return b.op === 'load' && a.space === b.space && isSameOperand(a.address, b.address);
    case 'add':
    case 'mul':
    case 'and':
    case 'or':
    case 'xor':
    case 'eq':
    case 'ne':
    case 'feq':
    case 'fne':
    case 'fadd':
    case 'fmul': {
      const other = operandFields(b);
      if (isSameOperand(a.left, other.left) && isSameOperand(a.right, other.right)) return true;
      return isSameOperand(a.left, other.right) && isSameOperand(a.right, other.left);
    }
    default: {
      const own = operandFields(a);
      const other = operandFields(b);
      return (
        isSameOperand(own.left, other.left) &&
        isSameOperand(own.right, other.right) &&
        isSameOperand(own.operand, other.operand) &&
        isSameOperand(own.condition, other.condition)
      );
    }
  }
}

function isSameOperand(a: Operand | undefined, b: Operand | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a === b || sameOperand(a, b);
}

function hasSameArguments(a: readonly Operand[], b: readonly Operand[]): boolean {
  return a.length === b.length && a.every((arg, index) => isSameOperand(arg, b[index]));
}

/** The same value from each predecessor, in whichever order they are listed. */
function hasSameIncoming(
  a: Instruction & { readonly op: 'phi' },
  b: Instruction & { readonly op: 'phi' },
): boolean {
  if (a.incoming.length !== b.incoming.length) return false;
  const from = (block: Block): Operand | undefined =>
    b.incoming.find((entry) => entry.block === block)?.value;
  return a.incoming.every(({ block, value }) => isSameOperand(value, from(block)));
}
