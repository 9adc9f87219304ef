/**
 * Intrinsics: one instruction, an exact delay, a copied or filled stretch of memory.
 */
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { Instruction, Operand } from '../../ir/ir.ts';
import { placeArguments } from '../abi.ts';
import { num } from '../asm-builder.ts';
import { delayRegisters } from '../delay-cycles.ts';
import { INCOMING, type MachineOperand, UPPER, X_Y_Z } from '../machine/machine-code.ts';
import { constant } from './condition-tree.ts';
import { accessTo, frameByte, pointerTo } from './select-memory.ts';
import type { ConstantByte, Lane, Selection } from './selection.ts';
import { byteLane, regOperand, SCRATCH, ZERO } from './selection.ts';

type IntrinsicCall = Extract<Instruction, { op: 'intrinsic' }>;

/** Up to so many bytes are copied or filled one by one. */
const MOST_UNROLLED = 4;

export function selectIntrinsic(s: Selection, instruction: IntrinsicCall): void {
  switch (instruction.name) {
    case 'cli':
    case 'sei':
    case 'nop':
    case 'sleep':
    case 'wdr':
      s.emit(instruction.name, []);
      return;
    case 'delay_cycles': {
      const cycles = constant(argument(instruction, 0));
      if (cycles === undefined) throw new InternalError('delay_cycles of a value that is not constant');
      const clobbers = delayRegisters(Number(cycles)).reduce((mask, register) => mask | (1 << register), 0);
      s.emit('delay', [num(Number(cycles)) as ConstantByte], { clobbers });
      return s.forgetConstants();
    }
    case 'swap_nibbles': {
      const register = s.freshCopy(s.laneOf(argument(instruction, 0), 0));
      s.change('swap', register);
      return s.define(instruction, [register]);
    }
    case 'memcpy':
      return moveBytes(s, argument(instruction, 0), argument(instruction, 1), argument(instruction, 2));
    case 'memset':
      return fillBytes(s, argument(instruction, 0), argument(instruction, 1), argument(instruction, 2));
    case 'va_start':
      return s.define(instruction, s.frameAddress(INCOMING, placeArguments(s.context.fn).stackBytes));
    case 'constant_p':
      return s.define(instruction, [ZERO]);
    case 'memory_barrier':
      return;
    case 'trap': {
      const forever = s.makeBlockHere();
      s.jumpTo(forever);
      s.start(forever);
      s.jumpTo(forever);
      return s.start(s.makeBlockHere());
    }
    case 'return_address': {
      // Pushed low byte first: the high byte is at the lower address.
      const [lo, hi] = [s.fresh(), s.fresh()];
      frameByte(s, INCOMING, -2).load(hi, 0);
      frameByte(s, INCOMING, -1).load(lo, 0);
      return s.define(instruction, [lo, hi]);
    }
  }
}

function argument(instruction: IntrinsicCall, index: number): Operand {
  const value = instruction.args[index];
  if (value === undefined) throw new InternalError(`${instruction.name} lacks an argument`);
  return value;
}

function moveBytes(s: Selection, to: Operand, from: Operand, count: Operand): void {
  const known = constant(count);
  if (known !== undefined && known <= MOST_UNROLLED) {
    const bytes = Number(known);
    if (bytes === 0) return;
    const source = accessTo(s, from, bytes);
    const registers = Array.from({ length: bytes }, () => s.fresh());
    registers.forEach((register, i) => source.load(register, i));
    const target = accessTo(s, to, bytes);
    for (let i = bytes - 1; i >= 0; i--) target.store(i, registers[i] ?? ZERO);
    return;
  }
  const source = pointerTo(s, s.lanesOf(from), X_Y_Z);
  const target = pointerTo(s, s.lanesOf(to), X_Y_Z);
  repeatFor(s, s.lanesOf(count), known, () => {
    s.emit('ld', [regOperand(SCRATCH, 'def'), increment(source)]);
    s.emit('st', [increment(target), regOperand(SCRATCH, 'use')], { isGlued: true });
  });
}

function fillBytes(s: Selection, to: Operand, value: Operand, count: Operand): void {
  const known = constant(count);
  const register = s.registerOf(s.laneOf(value, 0));
  if (known !== undefined && known <= MOST_UNROLLED) {
    const target = accessTo(s, to, Number(known));
    for (let i = Number(known) - 1; i >= 0; i--) target.store(i, register);
    return;
  }
  const target = pointerTo(s, s.lanesOf(to), X_Y_Z);
  repeatFor(
    s,
    s.lanesOf(count),
    known,
    () => void s.emit('st', [increment(target), regOperand(register, 'use')]),
  );
}

const increment = (pair: { lo: number; hi: number }): MachineOperand => ({
  kind: 'pair',
  ...pair,
  role: 'both',
  step: 'postIncrement',
  displacement: 0,
});

/** Counts in a byte where the constant fits one; a count in registers may be 0. */
function repeatFor(s: Selection, count: readonly Lane[], known: bigint | undefined, body: () => void): void {
  const [loop, end] = [s.makeBlockHere(8), s.makeBlockHere()];
  if (known !== undefined && known <= 256n) {
    const counter = s.freshCopy(byteLane(Number(known)));
    s.jumpTo(loop);
    s.start(loop);
    body();
    s.change('dec', counter);
    s.end({ kind: 'branch', condition: 'ne', taken: loop, otherwise: end });
    return s.start(end);
  }
  const lo = s.freshCopy(count[0] ?? ZERO, UPPER);
  const hi = s.freshCopy(count[1] ?? ZERO, UPPER);
  const head = s.makeBlockHere(8);
  s.jumpTo(head);
  s.start(head);
  s.alterBy('subi', lo, num(1) as ConstantByte);
  s.alterBy('sbci', hi, num(0) as ConstantByte);
  s.end({ kind: 'branch', condition: 'cs', taken: end, otherwise: loop });
  s.start(loop);
  body();
  s.jumpTo(head);
  s.start(end);
}
