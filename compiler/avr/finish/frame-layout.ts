/**
 * What a function's frame looks like: which registers are pushed, how far each area is from Y.
 *
 * In: allocated machine code. Out: registers to save, bytes of frame, offsets from Y, and which registers a
 * call of the function changes. From Y + 1 up: spilled bytes, areas, further spilled bytes, saved registers,
 * return address, the caller's stack arguments.
 */
import type { IrFunction } from '../../ir/ir.ts';
import { CALL_SAVED } from '../abi.ts';
import { INCOMING, type MachineFunction } from '../machine/machine-code.ts';
import type { AvrTarget } from '../target.ts';
import { changesFlags } from './flag-effects.ts';

export interface FrameLayout {
  /** Pushed in this order, below what an interrupt saves first. */
  readonly saved: readonly number[];
  /** Below the saved registers; 0 with `hasPointer`: Y is set up for the caller's arguments only. */
  readonly bytes: number;
  readonly hasPointer: boolean;
  /** Y + this. */
  readonly offsetOf: (area: number, offset: number) => number;
  /** Of a spilled byte: Y + this. */
  readonly offsetOfSlot: (slot: number) => number;
  /** Bits: what a caller may not count on. */
  readonly clobbers: number;
  readonly interrupt?: InterruptSaves;
}

export interface InterruptSaves {
  readonly scratch: boolean;
  readonly flags: boolean;
  readonly zero: boolean;
  readonly rampz: boolean;
}

const SCRATCH_BIT = 1;

/** `spillReserve`: how many spilled bytes the areas leave room for near Y. */
export function layOutFrame(
  machine: MachineFunction,
  fn: IrFunction,
  target: AvrTarget,
  spillReserve: number,
): FrameLayout {
  const { attributes } = fn;
  const isInterrupt = attributes.interrupt !== undefined;
  const changed = changedRegisters(machine);
  const keepsNothing =
    attributes.isNaked || attributes.isNoReturn || (fn.name === 'main' && attributes.isRoot);
  const hasPointer = machine.needsFrame && !attributes.isNaked;
  const saved: number[] = [];
  for (let register = 2; register < 32; register++) {
    const isY = register === 28 || register === 29;
    const isChanged = ((changed >>> register) & 1) === 1 || (isY && hasPointer);
    if (isChanged && !keepsNothing && (isInterrupt || CALL_SAVED.includes(register))) saved.push(register);
  }
  const near = Math.min(machine.spills, spillReserve);
  let bytes = near;
  const starts = machine.areas.map((area) => {
    const start = bytes;
    bytes += area.bytes;
    return start;
  });
  const far = bytes - near;
  bytes += machine.spills - near;
  const incoming = bytes + saved.length + target.returnAddressBytes + 1;
  let kept = 0;
  for (const register of saved) kept |= 1 << register;
  return {
    saved,
    bytes,
    hasPointer,
    offsetOf: (area, offset) => (area === INCOMING ? incoming + offset : (starts[area] ?? 0) + offset + 1),
    offsetOfSlot: (slot) => (slot < near ? slot : slot + far) + 1,
    clobbers: ((changed & ~kept & ~2) | SCRATCH_BIT) >>> 0,
    ...(isInterrupt ? { interrupt: interruptSaves(machine, target, changed) } : {}),
  };
}

function changedRegisters(machine: MachineFunction): number {
  let changed = 0;
  for (const block of machine.blocks)
    for (const one of block.instructions) {
      if (one.op === 'entry') continue;
      changed |= one.clobbers;
      for (const register of one.writes) changed |= 1 << register;
    }
  return changed >>> 0;
}

function interruptSaves(machine: MachineFunction, target: AvrTarget, changed: number): InterruptSaves {
  let flags = machine.needsFrame;
  let zero = (changed & 2) !== 0;
  let scratch = (changed & 1) !== 0 || machine.needsFrame;
  let rampz = false;
  for (const block of machine.blocks)
    for (const one of block.instructions) {
      flags ||= changesFlags(one.op);
      const isCall = one.op === 'call' || one.op === 'icall';
      zero ||= isCall || one.operands.some((operand) => operand.kind === 'reg' && operand.reg === 1);
      scratch ||= isCall || one.op === 'restoreSp';
      rampz ||= target.hasRampz && (isCall || one.op === 'elpm');
    }
  flags ||= zero;
  return { zero, flags, rampz, scratch: scratch || flags || rampz };
}
