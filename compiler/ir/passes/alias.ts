/**
 * Which memory accesses of a function may touch the same bytes.
 *
 * In: a function. Out: for each address the object it is in and where, and answers about two of them.
 * Known apart: different allocas and globals; the allocas whose address never leaves the function from
 * everything else; a parameter's pointee from the callee's own allocas; the low I/O registers from globals.
 */
import { isIntConstant } from '../constants.ts';
import { BYTES, type Instruction, type IrFunction, type IrModule, type IrType, type Operand } from '../ir.ts';
import { forEachOperand } from '../operands.ts';
import { possibleBits } from './known-bits.ts';

export interface Place {
  /** The pointer the address is computed from. */
  readonly root: Operand;
  /** Bytes from the root; undefined when it can be any. */
  readonly offset: number | undefined;
  /** Bytes from there on that are, or may be, accessed; undefined when it can be any number. */
  readonly bytes: number | undefined;
  /** All of these bytes are accessed, rather than some of them. */
  readonly isExact: boolean;
}

export function placeOf(address: Operand, bytes: number | undefined): Place {
  let root = address;
  let offset: number | undefined = 0;
  /** How much further the access may be. */
  let slack = 0;
  while ('op' in root && root.op === 'ptradd') {
    const { right } = root;
    if (isIntConstant(right)) {
      if (offset !== undefined) offset += Number(BigInt.asIntN(16, right.value));
    } else {
      const most = possibleBits(right);
      if (most > FARTHEST) offset = undefined;
      else slack += most;
    }
    root = root.left;
  }
  if (offset !== undefined && !('op' in root)) {
    if (root.kind === 'global') offset += root.offset;
    else if (root.kind === 'address') offset += root.value;
  }
  return {
    root,
    offset,
    bytes: bytes === undefined || offset === undefined ? bytes : bytes + slack,
    isExact: slack === 0 && offset !== undefined && bytes !== undefined,
  };
}

export const placeOfAccess = (address: Operand, type: IrType | 'void'): Place =>
  placeOf(address, type === 'void' ? undefined : BYTES[type]);

/** An index up to this is certainly not negative. */
const FARTHEST = 0x7fff;

/** Registers reached with in and out: never part of a global. */
const FIRST_RAM = 0x60;

export class Aliases {
  private readonly escaping: ReadonlySet<Instruction>;
  private readonly module: IrModule;

  constructor(fn: IrFunction, module: IrModule) {
    this.module = module;
    this.escaping = escapingAllocas(fn);
  }

  /** An alloca that only loads, stores, copies and fills of this function name. */
  isPrivate(root: Operand): boolean {
    return 'op' in root && root.op === 'alloca' && !this.escaping.has(root);
  }

  /** Nothing ever writes there. */
  isConstant({ root }: Place): boolean {
    if ('op' in root || root.kind !== 'global') return false;
    return this.module.globals.get(root.name)?.isConst === true;
  }

  mayOverlap(a: Place, b: Place): boolean {
    if (sameRoot(a.root, b.root)) {
      if (a.offset === undefined || b.offset === undefined) return true;
      const endA = a.bytes === undefined ? Number.POSITIVE_INFINITY : a.offset + a.bytes;
      const endB = b.bytes === undefined ? Number.POSITIVE_INFINITY : b.offset + b.bytes;
      return a.offset < endB && b.offset < endA;
    }
    if (isObject(a.root) && isObject(b.root)) return false;
    if (this.isPrivate(a.root) || this.isPrivate(b.root)) return false;
    return !(isApart(a, b) || isApart(b, a));
  }
}

function sameRoot(a: Operand, b: Operand): boolean {
  if (a === b) return true;
  if ('op' in a || 'op' in b || a.kind !== b.kind) return false;
  if (a.kind === 'global') return b.kind === 'global' && a.name === b.name;
  return a.kind === 'address';
}

/** The start of an object that differs from every other object's. */
function isObject(root: Operand): boolean {
  if ('op' in root) return root.op === 'alloca';
  return root.kind === 'global' || (root.kind === 'param' && root.byvalBytes !== undefined);
}

function isApart(a: Place, b: Place): boolean {
  // What was passed in was there before the callee's own variables.
  if ('op' in a.root) return a.root.op === 'alloca' && !('op' in b.root) && b.root.kind === 'param';
  return (
    a.root.kind === 'address' &&
    a.offset !== undefined &&
    a.bytes !== undefined &&
    a.offset + a.bytes <= FIRST_RAM &&
    isObject(b.root)
  );
}

function escapingAllocas(fn: IrFunction): Set<Instruction> {
  const escaping = new Set<Instruction>();
  if (fn.blocks[0]?.instructions.some(({ op }) => op === 'alloca') !== true) return escaping;
  const escape = (operand: Operand | undefined): void => {
    let root = operand;
    while (root !== undefined && 'op' in root && root.op === 'ptradd') root = root.left;
    if (root !== undefined && 'op' in root && root.op === 'alloca') escaping.add(root);
  };
  for (const block of fn.blocks) {
    for (const one of block.instructions) {
      switch (one.op) {
        case 'load':
        case 'ptradd':
          break;
        case 'store':
          escape(one.value);
          break;
        case 'eq':
        case 'ne':
          break;
        case 'intrinsic':
          if (one.name !== 'memcpy' && one.name !== 'memset') for (const arg of one.args) escape(arg);
          break;
        case 'call':
          one.args.forEach((arg, index) => {
            // A by-value argument is copied; only the copy is handed on.
            if (one.signature.params[index]?.byvalBytes === undefined) escape(arg);
          });
          break;
        default:
          forEachOperand(one, escape);
      }
    }
  }
  return escaping;
}

/** Anything in memory that is not private may have changed after it. */
export function isBarrier(one: Instruction): boolean {
  if (one.op !== 'intrinsic') return false;
  switch (one.name) {
    case 'memory_barrier':
    case 'cli':
    case 'sei':
    case 'sleep':
    case 'trap':
      return true;
    default:
      return false;
  }
}
