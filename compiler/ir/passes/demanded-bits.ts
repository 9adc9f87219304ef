/**
 * Which bits of each value anything needs.
 *
 * In: a function. Out: by instruction id, a mask of the bits that can make a difference; 0 for what is not
 * used. Values of i64 and of types that are no integers are needed whole or not at all.
 */
import { WIDTH, isIntConstant, isIntType } from '../constants.ts';
import type { Instruction, IrFunction, Operand } from '../ir.ts';
import { forEachOperand, nextIds } from '../operands.ts';

const maskOf = (operand: Operand): number => {
  if (operand.type === 'void') return 0;
  const width = WIDTH[operand.type];
  return width >= 32 ? 0xffffffff : 2 ** width - 1;
};

/** All bits from the lowest to the highest set one. */
function below(bits: number): number {
  return bits === 0 ? 0 : 2 ** (32 - Math.clz32(bits)) - 1;
}

export function demandedBits(fn: IrFunction): Float64Array {
  const demanded = new Float64Array(nextIds(fn).instruction);
  const work: Instruction[] = [];
  const need = (operand: Operand, bits: number): void => {
    if (!('op' in operand)) return;
    const before = demanded[operand.id] ?? 0;
    const after = (before | (bits & maskOf(operand))) >>> 0;
    if (after === before) return;
    demanded[operand.id] = after;
    work.push(operand);
  };
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      if (isRoot(one)) {
        forEachOperand(one, (operand) => {
          need(operand, 0xffffffff);
        });
      }
    }
  }
  for (let one = work.pop(); one !== undefined; one = work.pop()) {
    if (!isRoot(one)) pass(one, demanded[one.id] ?? 0, need);
  }
  return demanded;
}

/** Needs its operands whatever becomes of its own result. */
function isRoot(one: Instruction): boolean {
  switch (one.op) {
    case 'store':
    case 'call':
    case 'intrinsic':
    case 'load':
    case 'condbr':
    case 'switch':
    case 'ret':
    case 'br':
    case 'unreachable':
      return true;
    default:
      return false;
  }
}

function pass(one: Instruction, bits: number, need: (operand: Operand, bits: number) => void): void {
  const width = isIntType(one.type) ? WIDTH[one.type] : 64;
  const all = 0xffffffff;
  if (width <= 32) {
    switch (one.op) {
      case 'add':
      case 'sub':
      case 'mul':
        need(one.left, below(bits));
        need(one.right, below(bits));
        return;
      case 'and':
      case 'or':
        if (isIntConstant(one.right)) {
          const constant = Number(one.right.value);
          need(one.left, one.op === 'and' ? bits & constant : bits & ~constant);
          return;
        }
        need(one.left, bits);
        need(one.right, bits);
        return;
      case 'xor':
        need(one.left, bits);
        need(one.right, bits);
        return;
      case 'phi':
        for (const { value } of one.incoming) need(value, bits);
        return;
      case 'select':
        need(one.condition, 1);
        need(one.left, bits);
        need(one.right, bits);
        return;
      case 'shl':
        if (isIntConstant(one.right)) {
          const amount = Number(one.right.value);
          need(one.left, amount >= 32 ? 0 : bits >>> amount);
          return;
        }
        need(one.left, below(bits));
        need(one.right, all);
        return;
      case 'lshr':
      case 'ashr': {
        if (!isIntConstant(one.right)) break;
        const amount = Number(one.right.value);
        if (amount >= width) break;
        let wanted = (bits << amount) >>> 0;
        const sign = 2 ** (width - 1);
        if (one.op === 'ashr' && Math.floor(bits / 2 ** (width - amount - 1)) > 0) wanted |= sign;
        need(one.left, wanted);
        return;
      }
      case 'zext':
        if (one.operand.type === 'i64') break;
        need(one.operand, bits);
        return;
      case 'sext': {
        const own = maskOf(one.operand);
        const sign = (own + 1) / 2;
        need(one.operand, bits > own ? (bits & own) | sign : bits);
        return;
      }
      case 'trunc':
        need(one.operand, one.operand.type === 'i64' ? all : bits);
        return;
      default:
    }
  }
  forEachOperand(one, (operand) => {
    need(operand, all);
  });
}
