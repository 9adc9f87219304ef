/**
 * Random processor states with one instruction each, as simavr-steps.c reads them.
 *
 * In: a chip, a seed, a number of cases. Out: 48 bytes a case. Every operation of the chip comes equally
 * often, with operands at random; pointers lie in the SRAM, or in the registers now and then; I/O addresses
 * are those of plain registers, so that only the processor is asked. Words that do nothing comparable
 * (SLEEP, WDR, SPM) are left out, and loads and stores that move their own pointer register, undefined on the chip.
 */
import { decode, OP } from '../../../app/simulator/machine/opcodes.ts';
import type { Chip } from '../../../boards/types.ts';

export const CASE_BYTES = 48;
/** Word address of the instruction under test. */
export const CODE_WORD = 0x2000;
/** Registers without a meaning of their own: GPIOR0, and SPL, SPH, SREG. */
const PLAIN_IO = new Set([0x3e, 0x5d, 0x5e, 0x5f]);

/** What lies in flash and SRAM. */
export const pattern = (i: number): number => (Math.imul(i, 2654435761) >>> 13) & 0xff;

const LEFT_OUT: ReadonlySet<number> = new Set([OP.UNKNOWN, OP.SLEEP, OP.WDR, OP.SPM]);
const IO: ReadonlySet<number> = new Set([OP.IN, OP.OUT, OP.SBI, OP.CBI, OP.SBIC, OP.SBIS]);
const MOVING = new Map<number, number>([
  [OP.LD_X_INC, 26],
  [OP.LD_X_DEC, 26],
  [OP.ST_X_INC, 26],
  [OP.ST_X_DEC, 26],
  [OP.LD_Y_INC, 28],
  [OP.LD_Y_DEC, 28],
  [OP.ST_Y_INC, 28],
  [OP.ST_Y_DEC, 28],
  [OP.LD_Z_INC, 30],
  [OP.LD_Z_DEC, 30],
  [OP.ST_Z_INC, 30],
  [OP.ST_Z_DEC, 30],
  [OP.LPM_INC, 30],
  [OP.ELPM_INC, 30],
]);

/** Words by operation. */
export function wordsByOperation(chip: Chip): ReadonlyMap<number, readonly number[]> {
  const isLarge = chip.flash.bytes > 0x20000;
  const mask = chip.flash.bytes / 2 - 1;
  const found = new Map<number, number[]>();
  for (let word = 0; word < 0x10000; word++) {
    const { op, a, b } = decode(word, 0, CODE_WORD, mask, isLarge);
    const base = MOVING.get(op);
    if (LEFT_OUT.has(op) || (IO.has(op) && !PLAIN_IO.has(b))) continue;
    if (base !== undefined && a >> 1 === base >> 1) continue;
    const list = found.get(op);
    if (list === undefined) found.set(op, [word]);
    else list.push(word);
  }
  return found;
}

export function* randomCases(chip: Chip, seed: number, count: number): Generator<Uint8Array> {
  let state = seed | 1;
  const random = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const words = [...wordsByOperation(chip).values()];
  const { start, bytes } = chip.ram;
  const isLarge = chip.flash.bytes > 0x20000;
  const codeWords = chip.flash.bytes / 2;
  const next = (): number => {
    const list = words[random(words.length)] ?? [0];
    return list[random(list.length)] ?? 0;
  };
  for (let n = 0; n < count; n++) {
    const bytesOf = new Uint8Array(CASE_BYTES);
    const put16 = (at: number, value: number): void => {
      bytesOf[at] = value;
      bytesOf[at + 1] = value >> 8;
    };
    for (let i = 0; i < 32; i++)
      bytesOf[i] = random(4) === 0 ? ([0, 1, 0x7f, 0x80, 0xff][random(5)] ?? 0) : random(256);
    const word = next();
    const hasDisplacement = (word & 0xd000) === 0x8000;
    for (const pointer of [26, 28, 30]) {
      // Away from both ends, so that no displacement leaves the memory.
      put16(pointer, !hasDisplacement && random(8) === 0 ? 1 + random(20) : start + 70 + random(bytes - 140));
    }
    bytesOf[32] = random(256);
    put16(33, start + 70 + random(bytes - 140));
    if (isLarge) [bytesOf[35], bytesOf[36]] = [random(4), random(2)];
    put16(40, word);
    // The second word: an address of the SRAM or a register, a place in flash, or the next instruction.
    const isMemory = (word & 0xfc0f) === 0x9000;
    const isJump = (word & 0xfe0c) === 0x940c;
    if (isJump) put16(40, (word & ~0x1f1) | (isLarge ? random(2) : 0));
    const target = random(isLarge ? 0x10000 : codeWords);
    put16(42, isMemory ? (random(8) === 0 ? random(32) : start + random(bytes)) : isJump ? target : next());
    put16(44, next());
    // simavr takes these ADIW and SBIW for instructions of two words when it skips them.
    const behind = (bytesOf[42] ?? 0) | ((bytesOf[43] ?? 0) << 8);
    if (!isMemory && !isJump && (behind & 0xfc0c) === 0x940c && (behind & 0xfe00) === 0x9600) put16(42, 0);
    yield bytesOf;
  }
}
