/**
 * Prologues and epilogues: saved registers, the frame pointer, what an interrupt owes to who it interrupted.
 *
 * SP is written whole for interrupts: they are held off between its two bytes.
 */
import type { IrFunction } from '../../ir/ir.ts';
import { type AsmBuilder, num, reg } from '../asm-builder.ts';
import { IO } from '../target.ts';
import type { FrameLayout } from './frame-layout.ts';

/** Up to so many bytes are pushed and popped rather than subtracted from SP. */
const MOST_PUSHED = 6;
const MOST_ADIW = 63;

export function writePrologue(out: AsmBuilder, fn: IrFunction, frame: FrameLayout): void {
  const { interrupt } = frame;
  if (fn.attributes.interrupt?.allowsInterrupts === true) out.op('sei');
  if (interrupt !== undefined) {
    if (interrupt.zero) out.r('push', 1);
    if (interrupt.scratch) out.r('push', 0);
    if (interrupt.flags) {
      out.op('in', reg(0), num(IO.SREG));
      out.r('push', 0);
    }
    if (interrupt.zero) out.rr('eor', 1, 1);
    if (interrupt.rampz) {
      out.op('in', reg(0), num(IO.RAMPZ));
      out.r('push', 0);
    }
  }
  for (const register of frame.saved) out.r('push', register);
  if (!frame.hasPointer) return;
  if (frame.bytes <= MOST_PUSHED) for (let i = 0; i < frame.bytes; i++) out.r('push', 0);
  out.op('in', reg(28), num(IO.SPL));
  out.op('in', reg(29), num(IO.SPH));
  if (frame.bytes <= MOST_PUSHED) return;
  moveY(out, -frame.bytes);
  writeStackPointer(out);
}

export function writeEpilogue(out: AsmBuilder, frame: FrameLayout): void {
  const { interrupt } = frame;
  if (frame.hasPointer && frame.saved.includes(28)) {
    if (frame.bytes <= MOST_PUSHED) for (let i = 0; i < frame.bytes; i++) out.r('pop', 0);
    else {
      moveY(out, frame.bytes);
      writeStackPointer(out);
    }
  } else if (frame.hasPointer && frame.bytes > 0) {
    // main: it keeps nothing, but its return address lies above the frame.
    moveY(out, frame.bytes);
    writeStackPointer(out);
  }
  for (const register of frame.saved.toReversed()) out.r('pop', register);
  if (interrupt !== undefined) {
    if (interrupt.rampz) {
      out.r('pop', 0);
      out.op('out', num(IO.RAMPZ), reg(0));
    }
    if (interrupt.flags) {
      out.r('pop', 0);
      out.op('out', num(IO.SREG), reg(0));
    }
    if (interrupt.scratch) out.r('pop', 0);
    if (interrupt.zero) out.r('pop', 1);
  }
  out.op(interrupt === undefined ? 'ret' : 'reti');
}

/** SP := Y. */
export function writeStackPointer(out: AsmBuilder): void {
  out.op('in', reg(0), num(IO.SREG));
  out.op('cli');
  out.op('out', num(IO.SPH), reg(29));
  out.op('out', num(IO.SREG), reg(0));
  out.op('out', num(IO.SPL), reg(28));
}

/** Changes the flags. */
export function moveY(out: AsmBuilder, by: number): void {
  if (Math.abs(by) <= MOST_ADIW) {
    out.op(by < 0 ? 'sbiw' : 'adiw', reg(28), num(Math.abs(by)));
    return;
  }
  out.op('subi', reg(28), num(-by & 255));
  out.op('sbci', reg(29), num((-by >> 8) & 255));
}
