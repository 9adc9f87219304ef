/**
 * Machine code before its registers are known: AVR instructions over physical and virtual byte registers.
 *
 * Made by select/, changed by allocate/, written as assembler by finish/. Numbers below 32 are physical
 * registers, the others virtual. r0 is scratch within one bundle, r1 is zero except within a bundle.
 * It is not SSA: a two-address instruction changes its register in place (role 'both').
 *
 * Flags: what reads SREG follows what wrote it with only instructions between that leave SREG alone.
 * The allocator keeps that by inserting nothing but mov, ldi, ldd Y+q and std Y+q, and nothing at all inside
 * a bundle: an instruction and the `isGlued` ones behind it (a skip and what it skips; mul … clr r1).
 */
import type { AsmOperand } from '../../asm/asm.ts';
import type { Loc } from '../../cpp/source.ts';

export type Role = 'use' | 'def' | 'both';

export type MachineOperand =
  | { readonly kind: 'reg'; reg: number; readonly role: Role }
  /** A data pointer; 'both': it is incremented or decremented. */
  | {
      readonly kind: 'pair';
      lo: number;
      hi: number;
      readonly role: 'use' | 'both';
      readonly step: 'none' | 'postIncrement' | 'preDecrement';
      readonly displacement: number;
    }
  /** ldd/std Y+q: a byte of an area of the frame. */
  | { readonly kind: 'frame'; readonly area: number; readonly offset: number }
  /** For subi/sbci: a byte of minus the distance from Y. */
  | {
      readonly kind: 'frameDistance';
      readonly area: number;
      readonly offset: number;
      readonly part: 'lo8' | 'hi8';
    }
  | Extract<AsmOperand, { kind: 'number' | 'symbol' }>;

export interface MachineInstruction {
  /**
   * A mnemonic, or: 'copy' (to, from); 'spread' (every bit := carry, sbc d,d); 'delay' (cycles);
   * 'restoreSp' (SP := Y); 'entry', 'return' (where parameters arrive, results leave); 'undefined' (no code);
   * 'spill', 'reload' (std/ldd of a spilled register), 'samePlace' (no code).
   */
  readonly op: string;
  readonly operands: MachineOperand[];
  readonly loc: Loc;
  /** Physical registers read and written beyond the operands. */
  readonly uses: readonly number[];
  readonly defs: readonly number[];
  /** Physical registers that hold nothing afterwards, as bits. */
  readonly clobbers: number;
  readonly isGlued: boolean;
  /** Every register read and written, physical and virtual, of operands and beyond; clobbered ones not. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
  /** What the selection wrote, where the allocator changed the registers. */
  readonly source?: MachineInstruction | undefined;
  /** By the allocator: moves the value of this virtual register to or from its slot, or makes it again. */
  readonly inserted?:
    | {
        /** same: a copy between registers that share a slot. */
        readonly kind: 'spill' | 'reload' | 'remade' | 'same';
        readonly of: number;
        readonly slot: number;
      }
    | undefined;
}

export type Condition = 'eq' | 'ne' | 'cs' | 'cc' | 'lt' | 'ge';

export type Terminator =
  | { readonly kind: 'jump'; to: MachineBlock }
  | { readonly kind: 'branch'; readonly condition: Condition; taken: MachineBlock; otherwise: MachineBlock }
  /** The last instruction of the block is sbrc or sbic; `taken` when the bit is set. */
  | { readonly kind: 'skip'; taken: MachineBlock; otherwise: MachineBlock }
  /** ijmp behind a loaded table; the last instruction is the ijmp. */
  | { readonly kind: 'table'; readonly label: string; readonly targets: MachineBlock[] }
  /** The last instruction is 'return'. */
  | { readonly kind: 'return' }
  /** Never gets here. */
  | { readonly kind: 'none' };

export interface MachineBlock {
  readonly id: number;
  readonly instructions: MachineInstruction[];
  terminator: Terminator;
  /** How often it runs, relative to the entry: 8 for each loop around it. */
  readonly frequency: number;
}

/** A stretch of the frame. Spilled registers lie nearest to Y, then the areas in order. */
export interface FrameArea {
  readonly bytes: number;
}

/** The area of the caller's stack arguments. */
export const INCOMING = -1;

export interface MachineFunction {
  readonly name: string;
  readonly loc: Loc;
  readonly blocks: MachineBlock[];
  readonly registers: VirtualRegisters;
  readonly areas: FrameArea[];
  /** Spilled registers: a byte each. Filled by the allocator. */
  spills: number;
  /** Y is the frame pointer from the start; the allocator sets it when it spills. */
  needsFrame: boolean;
}

export const FIRST_VIRTUAL = 32;

const bits = (from: number, to: number, step = 1): number => {
  let mask = 0;
  for (let i = from; i <= to; i += step) mask |= 1 << i;
  return mask >>> 0;
};

/** Which physical registers a virtual one may be. */
export const ANY = bits(2, 31);
export const UPPER = bits(16, 31);
export const MUL = bits(16, 23);
/** Of the low byte of a pair. */
export const X_Y_Z = bits(26, 30, 2);
export const Y_Z = bits(28, 30, 2);
export const Z_ONLY = bits(30, 30);

export class VirtualRegisters {
  private readonly masks: number[] = [];
  /** The other half of a hard pair, or −1. */
  private readonly partners: number[] = [];
  private readonly highs: boolean[] = [];

  get end(): number {
    return FIRST_VIRTUAL + this.masks.length;
  }

  make(mask: number): number {
    this.masks.push(mask);
    this.partners.push(-1);
    this.highs.push(false);
    return FIRST_VIRTUAL + this.masks.length - 1;
  }

  /** `mask`: of the low byte. */
  makePair(mask: number): { lo: number; hi: number } {
    const lo = this.make(mask);
    const hi = this.make((mask << 1) >>> 0);
    this.partners[lo - FIRST_VIRTUAL] = hi;
    this.partners[hi - FIRST_VIRTUAL] = lo;
    this.highs[hi - FIRST_VIRTUAL] = true;
    return { lo, hi };
  }

  restrict(register: number, mask: number): void {
    this.masks[register - FIRST_VIRTUAL] = (this.maskOf(register) & mask) >>> 0;
  }

  maskOf(register: number): number {
    return this.masks[register - FIRST_VIRTUAL] ?? 0;
  }

  partnerOf(register: number): number {
    return this.partners[register - FIRST_VIRTUAL] ?? -1;
  }

  isHigh(register: number): boolean {
    return this.highs[register - FIRST_VIRTUAL] ?? false;
  }
}

export const isVirtual = (register: number): boolean => register >= FIRST_VIRTUAL;

export function successors(block: MachineBlock): MachineBlock[] {
  const end = block.terminator;
  switch (end.kind) {
    case 'jump':
      return [end.to];
    case 'branch':
    case 'skip':
      return [end.taken, end.otherwise];
    case 'table':
      return end.targets;
    default:
      return [];
  }
}

export interface InstructionParts {
  readonly op: string;
  readonly operands: MachineOperand[];
  readonly loc: Loc;
  readonly uses?: readonly number[] | undefined;
  readonly defs?: readonly number[] | undefined;
  readonly clobbers?: number | undefined;
  readonly isGlued?: boolean | undefined;
  readonly source?: MachineInstruction | undefined;
  readonly inserted?: MachineInstruction['inserted'];
}

const NONE: readonly number[] = [];

/** All instructions come from here, so that all have one shape. */
export function makeInstruction(parts: InstructionParts): MachineInstruction {
  const { op, operands, loc, uses = NONE, defs = NONE, clobbers = 0, isGlued = false } = parts;
  let reads: number[] | undefined;
  let writes: number[] | undefined;
  for (const operand of operands)
    if (operand.kind === 'reg') {
      if (operand.role !== 'def') (reads ??= []).push(operand.reg);
      if (operand.role !== 'use') (writes ??= []).push(operand.reg);
    } else if (operand.kind === 'pair') {
      (reads ??= []).push(operand.lo, operand.hi);
      if (operand.role === 'both') (writes ??= []).push(operand.lo, operand.hi);
    }
  const { source, inserted } = parts;
  return {
    op,
    operands,
    loc,
    uses,
    defs,
    clobbers,
    isGlued,
    reads: together(reads, uses),
    writes: together(writes, defs),
    source,
    inserted,
  };
}

function together(own: number[] | undefined, more: readonly number[]): readonly number[] {
  if (own === undefined) return more;
  for (const one of more) own.push(one);
  return own;
}
