/**
 * Random programs that go round and round: for comparing two ways of running the same thing.
 *
 * In: a chip, a source of random numbers. Out: an image whose program begins at CODE_WORD and a first state. Every
 * operation of the chip comes equally often, also those that cannot be translated; jumps, calls and skips stay
 * inside, pointers lie mostly in the RAM, I/O addresses are any. Interrupts return at once.
 */
import { decode, isTwoWords, OP } from '../../../app/simulator/machine/opcodes.ts';
import type { Chip } from '../../../boards/types.ts';

export const CODE_WORD = 0x100;
const RETI = 0x9518;
const NOP = 0;
/** Those that a program could not be long without: halts, or sleeps for ever. */
const LEFT_OUT: ReadonlySet<number> = new Set([OP.UNKNOWN, OP.SLEEP, OP.SPM, OP.RETI]);
const TO_ANYWHERE: ReadonlySet<number> = new Set([OP.IJMP, OP.ICALL, OP.EIJMP, OP.EICALL, OP.RET]);

export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 2654435761) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Words by operation, those that could be anywhere in a program. */
export function programWords(chip: Chip): readonly (readonly number[])[] {
  const isLarge = chip.flash.bytes > 0x20000;
  const found = new Map<number, number[]>();
  for (let word = 0; word < 0x10000; word++) {
    const { op } = decode(word, 0, CODE_WORD, chip.flash.bytes / 2 - 1, isLarge);
    if (LEFT_OUT.has(op)) continue;
    const list = found.get(op);
    if (list === undefined) found.set(op, [word]);
    else list.push(word);
  }
  return [...found.values()];
}

export function randomProgram(chip: Chip, words: readonly (readonly number[])[], random: Random): Uint8Array {
  const length = 10 + random(60);
  const end = CODE_WORD + length;
  const image = new Uint8Array(end * 2 + 4);
  const put = (pc: number, word: number): void => {
    image[pc * 2] = word;
    image[pc * 2 + 1] = word >> 8;
  };
  for (let pc = 0; pc < CODE_WORD; pc++) put(pc, RETI);
  const isLarge = chip.flash.bytes > 0x20000;
  const mask = chip.flash.bytes / 2 - 1;
  for (let pc = CODE_WORD; pc < end; pc++) {
    const list = words[random(words.length)] ?? [NOP];
    let word = list[random(list.length)] ?? NOP;
    const { op } = decode(word, 0, pc, mask, isLarge);
    if (TO_ANYWHERE.has(op) && random(3) > 0) word = NOP;
    if (op === OP.RJMP || op === OP.RCALL) {
      word = (word & 0xf000) | ((CODE_WORD + random(length) - pc - 1) & 0xfff);
    } else if (op === OP.BRBS || op === OP.BRBC) {
      const away = Math.max(-64, Math.min(63, CODE_WORD + random(length) - pc - 1));
      word = (word & ~0x3f8) | ((away & 0x7f) << 3);
    }
    if (isTwoWords(word)) {
      if (pc + 1 >= end) word = NOP;
      else if ((word & 0xfe0c) === 0x940c) {
        put(pc++, word & ~0x1f1);
        word = CODE_WORD + random(length);
      } else {
        put(pc++, word);
        word =
          random(4) === 0
            ? random(0x100)
            : chip.ram.start + random(chip.ram.bytes + (random(9) === 0 ? 9 : 0));
      }
    }
    put(pc, word);
  }
  put(end, 0xc000 | ((CODE_WORD - end - 1) & 0xfff));
  return image;
}

/** Registers, SREG and stack pointer to begin with. */
export function randomState(chip: Chip, random: Random): { data: Uint8Array; sreg: number; sp: number } {
  const { start, bytes } = chip.ram;
  const data = Uint8Array.from({ length: 32 }, () =>
    random(4) === 0 ? ([0, 1, 0x7f, 0x80, 0xff][random(5)] ?? 0) : random(256),
  );
  for (const pointer of [26, 28, 30]) {
    const address = random(6) === 0 ? random(0x120) : start + random(bytes);
    data[pointer] = address;
    data[pointer + 1] = address >> 8;
  }
  return { data, sreg: random(256), sp: random(8) === 0 ? random(0x10000) : start + bytes - 1 - random(64) };
}
