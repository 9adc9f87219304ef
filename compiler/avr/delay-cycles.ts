/**
 * Code that takes exactly so many cycles and changes only r24, r25, r26 and the flags.
 *
 * The three loops: n × (subi, sbci, sbci, brne) and shorter. Cycle counts: DS40002198.
 */
import { type AsmBuilder, num, reg } from './asm-builder.ts';

const LOOP_1_MOST = 256 * 3;
const LOOP_2_MOST = 65_536 * 4 + 1;
const LOOP_3_MOST = 16_777_216 * 5 + 2;

/** What the delay changes. */
export function delayRegisters(cycles: number): number[] {
  if (cycles > LOOP_2_MOST) return [24, 25, 26];
  if (cycles > LOOP_1_MOST) return [24, 25];
  return cycles > 6 ? [24] : [];
}

export function emitDelay(out: AsmBuilder, cycles: number): void {
  let left = cycles;
  while (left > LOOP_2_MOST) left -= emitLoop3(out, Math.min(left, LOOP_3_MOST));
  if (left > LOOP_1_MOST) left -= emitLoop2(out, left);
  if (left > 6) left -= emitLoop1(out, left);
  // A jump to the next instruction, by number, so that no rule takes it for one that does nothing.
  for (; left >= 2; left -= 2) out.op('rjmp', num(0));
  if (left === 1) out.op('nop');
}

/** ldi; dec, brne: 3 n cycles. */
function emitLoop1(out: AsmBuilder, cycles: number): number {
  const turns = Math.floor(cycles / 3);
  out.op('ldi', reg(24), num(turns & 255));
  const loop = out.newLabel();
  out.label(loop);
  out.r('dec', 24);
  out.to('brne', loop);
  return turns * 3;
}

/** ldi, ldi; sbiw, brne: 4 n + 1 cycles. */
function emitLoop2(out: AsmBuilder, cycles: number): number {
  const turns = Math.floor((cycles - 1) / 4);
  out.op('ldi', reg(24), num(turns & 255));
  out.op('ldi', reg(25), num((turns >> 8) & 255));
  const loop = out.newLabel();
  out.label(loop);
  out.op('sbiw', reg(24), num(1));
  out.to('brne', loop);
  return turns * 4 + 1;
}

/** ldi, ldi, ldi; subi, sbci, sbci, brne: 5 n + 2 cycles. */
function emitLoop3(out: AsmBuilder, cycles: number): number {
  const turns = Math.floor((cycles - 2) / 5);
  out.op('ldi', reg(24), num(turns & 255));
  out.op('ldi', reg(25), num((turns >> 8) & 255));
  out.op('ldi', reg(26), num((turns >> 16) & 255));
  const loop = out.newLabel();
  out.label(loop);
  out.op('subi', reg(24), num(1));
  out.op('sbci', reg(25), num(0));
  out.op('sbci', reg(26), num(0));
  out.to('brne', loop);
  return turns * 5 + 2;
}
