/**
 * Guesses how many words of AVR code IR takes, for the inliner.
 *
 * In: instructions; for a call with constant arguments, the callee and those. Out: words. The guess for a
 * call follows the constants through the callee: what folds, and what is then unreachable, costs nothing.
 */
import { boolConst, isIntConstant, sameOperand } from '../constants.ts';
import type { ControlFlow } from '../control-flow.ts';
import { evaluateConstants } from '../fold-constants.ts';
import {
  BYTES,
  type Block,
  type Constant,
  type Instruction,
  type IrFunction,
  type IrModule,
  type Operand,
} from '../ir.ts';
import { constantLoad } from './initial-value.ts';

const bytesOf = (operand: Operand): number => (operand.type === 'void' ? 0 : BYTES[operand.type]);
const isConst = (operand: Operand | undefined): boolean =>
  operand !== undefined && !('op' in operand) && operand.kind !== 'param';

export function sizeOfInstruction(one: Instruction): number {
  const bytes = one.type === 'void' ? 0 : BYTES[one.type];
  switch (one.op) {
    case 'alloca':
    case 'trunc':
    case 'bitcast':
      return 0;
    case 'phi':
      return bytes / 2;
    case 'br':
      return 0.5;
    case 'condbr':
      return 1.5;
    case 'switch':
      return 1 + one.cases.length * 2 * bytesOf(one.value);
    case 'ret':
      return 1 + (one.value === undefined ? 0 : bytesOf(one.value) / 2);
    case 'unreachable':
      return 0;
    case 'load':
      return isConst(one.address) ? bytes * (isLow(one.address) ? 1 : 2) : bytes + 1;
    case 'store': {
      const size = bytesOf(one.value);
      const value = isConst(one.value) ? size : 0;
      return value + (isConst(one.address) ? size * (isLow(one.address) ? 1 : 2) : size + 1);
    }
    case 'call':
      return sizeOfCall(one.args);
    case 'intrinsic':
      return one.name === 'memcpy' || one.name === 'memset' ? 7 : one.name === 'delay_cycles' ? 4 : 1;
    case 'select':
      return 2 + bytes;
    case 'zext':
      return bytes - bytesOf(one.operand);
    case 'sext':
      return bytes - bytesOf(one.operand) + 2;
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
      return 3;
    case 'fadd':
    case 'fsub':
    case 'fmul':
    case 'fdiv':
    case 'feq':
    case 'fne':
    case 'flt':
    case 'fle':
    case 'fgt':
    case 'fge':
      return 5;
    case 'mul':
      return bytes === 1 ? 2 : bytes === 2 ? 6 : 5;
    case 'udiv':
    case 'sdiv':
    case 'urem':
    case 'srem':
      return 2 + bytes;
    case 'shl':
    case 'lshr':
    case 'ashr': {
      const amount = isIntConstant(one.right) ? Number(one.right.value) : undefined;
      if (amount === undefined) return 3 + bytes;
      return Math.min(amount % 8, 4) * bytes + (amount >= 8 ? bytes : 0);
    }
    case 'ptradd':
      return isConst(one.right) ? 1 : 2;
    case 'add':
    case 'sub':
    case 'and':
    case 'or':
    case 'xor':
      return bytes + 0.5;
    default:
      return bytesOf(one.left);
  }
}

/** In and out reach the first 0x60 data addresses with one word. */
const isLow = (address: Operand): boolean =>
  !('op' in address) && address.kind === 'address' && address.value < 0x60;

export function sizeOfCall(args: readonly Operand[]): number {
  let words = 1.5;
  for (const arg of args) words += bytesOf(arg) * (isConst(arg) ? 1 : 0.6);
  return words;
}

export function sizeOfFunction(fn: IrFunction): number {
  let words = 0;
  for (const block of fn.blocks) for (const one of block.instructions) words += sizeOfInstruction(one);
  return words;
}

/** The callee's body for these arguments, without its ret. */
export function sizeInlined(
  fn: IrFunction,
  args: readonly Operand[],
  module: IrModule,
  flowOf: (fn: IrFunction) => ControlFlow,
): number {
  const known = new Map<Operand, Constant>();
  fn.params.forEach((param, index) => {
    const arg = args[index];
    if (arg !== undefined && !('op' in arg) && arg.kind !== 'param') known.set(param, arg);
  });
  const [entry] = fn.blocks;
  if (entry === undefined) return 0;
  if (known.size === 0) return sizeOfFunction(fn) - returnSize(fn);
  const valueOf = (operand: Operand): Operand => known.get(operand) ?? operand;
  let words = 0;
  const { order, indexOf } = flowOf(fn);
  /** Where blocks that may be reached are reached from, but for edges back to a loop's begin. */
  const edges = new Map<Block, Set<Block>>([[entry, new Set()]]);
  const go = (from: Block, to: Block): void => {
    const list = edges.get(to);
    if (list === undefined) edges.set(to, new Set([from]));
    else list.add(from);
  };
  // All ways into a block but those back to a loop's begin come before it.
  for (const [index, block] of order.entries()) {
    const ways = edges.get(block);
    if (ways === undefined) continue;
    for (const one of block.instructions) {
      switch (one.op) {
        case 'phi': {
          const value = phiValue(one, ways, valueOf, ({ id }) => (indexOf[id] ?? -1) >= index);
          if (value === undefined) words += sizeOfInstruction(one);
          else known.set(one, value);
          break;
        }
        case 'br':
          go(block, one.target);
          break;
        case 'condbr': {
          const condition = valueOf(one.condition);
          if (isIntConstant(condition)) go(block, condition.value === 0n ? one.otherwise : one.then);
          else {
            words += sizeOfInstruction(one);
            go(block, one.then);
            go(block, one.otherwise);
          }
          break;
        }
        case 'switch': {
          const value = valueOf(one.value);
          if (isIntConstant(value)) {
            go(block, one.cases.find((entry) => entry.value === value.value)?.target ?? one.otherwise);
          } else {
            words += sizeOfInstruction(one);
            for (const { target } of one.cases) go(block, target);
            go(block, one.otherwise);
          }
          break;
        }
        case 'ret':
          break;
        default: {
          const folded = fold(one, valueOf, module);
          if (folded !== undefined) known.set(one, folded);
          else words += sizeOfInstruction(one);
        }
      }
    }
  }
  return words;
}

/** The constant that comes in on every way that is possible; nothing at a loop's begin. */
function phiValue(
  phi: Instruction & { readonly op: 'phi' },
  ways: ReadonlySet<Block>,
  valueOf: (operand: Operand) => Operand,
  isLater: (block: Block) => boolean,
): Constant | undefined {
  if (phi.incoming.some(({ block }) => isLater(block))) return undefined;
  let found: Constant | undefined;
  for (const { block, value } of phi.incoming) {
    if (!ways.has(block)) continue;
    const known = valueOf(value);
    if ('op' in known || known.kind === 'param') return undefined;
    if (found !== undefined && !sameOperand(found, known)) return undefined;
    found = known;
  }
  return found;
}

function returnSize(fn: IrFunction): number {
  let words = 0;
  for (const block of fn.blocks) {
    const last = block.instructions.at(-1);
    if (last?.op === 'ret') words += sizeOfInstruction(last);
  }
  return words;
}

function fold(
  one: Instruction,
  valueOf: (operand: Operand) => Operand,
  module: IrModule,
): Constant | undefined {
  switch (one.op) {
    case 'load': {
      const address = valueOf(one.address);
      if (one.isVolatile || 'op' in address || address.kind !== 'global') return undefined;
      return constantLoad(module, address.name, address.offset, one.type, one.space);
    }
    case 'select':
      return evaluateConstants(one, [valueOf(one.condition), valueOf(one.left), valueOf(one.right)]);
    case 'zext':
    case 'sext':
    case 'trunc':
    case 'fptosi':
    case 'fptoui':
    case 'sitofp':
    case 'uitofp':
    case 'bitcast':
      return evaluateConstants(one, [valueOf(one.operand)]);
    case 'intrinsic': {
      const [first] = one.args;
      if (one.name !== 'constant_p' || first === undefined || !isIntConstant(valueOf(first)))
        return undefined;
      return boolConst(true);
    }
    case 'alloca':
    case 'store':
    case 'call':
    case 'phi':
    case 'br':
    case 'condbr':
    case 'switch':
    case 'ret':
    case 'unreachable':
      return undefined;
    default:
      return evaluateConstants(one, [valueOf(one.left), valueOf(one.right)]);
  }
}
