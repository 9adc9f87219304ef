/**
 * 64-bit sums and comparisons, 32- and 64-bit shifts by a variable amount.
 *
 * 64-bit values in r25:r18 (first, result) and r17:r10 (second); amounts of 64-bit shifts in r16, which
 * stays; 32-bit values in r25:r22, amounts in r18. An amount of the width or more gives 0, or the sign.
 */
import type { Routine } from './routine.ts';

const WIDE = [18, 19, 20, 21, 22, 23, 24, 25];
const LONG = [22, 23, 24, 25];

type Shift = 'left' | 'right' | 'signed';

const chain = (first: string, rest: string): string =>
  WIDE.map((r, i) => `${i === 0 ? first : rest} r${r}, r${r - 8}`).join('\n');

/** Whole bytes first, then bits. r`count` ends at 255. */
function shift(registers: readonly number[], kind: Shift, count: number): string {
  const fromTop = registers.toReversed();
  const order = kind === 'left' ? fromTop : registers;
  const moves = order.slice(0, -1).map((r, i) => `mov r${r}, r${order[i + 1] ?? r}`);
  const last = order.at(-1) ?? 0;
  const fill = kind === 'signed' ? [`lsl r${last}`, `sbc r${last}, r${last}`] : [`eor r${last}, r${last}`];
  const bits =
    kind === 'left'
      ? registers.map((r, i) => `${i === 0 ? 'lsl' : 'rol'} r${r}`)
      : fromTop.map((r, i) => `${i > 0 ? 'ror' : kind === 'signed' ? 'asr' : 'lsr'} r${r}`);
  return `
.bytes:
    cpi r${count}, 8
    brlo .bits
    ${[...moves, ...fill].join('\n')}
    subi r${count}, 8
    rjmp .bytes
.shift:
    ${bits.join('\n')}
.bits:
    subi r${count}, 1
    brcc .shift`;
}

const shift32 = (name: string, kind: Shift): Routine => ({
  name,
  clobbers: 'r18 r22-r25',
  text: `${shift(LONG, kind, 18)}\nret`,
});

const shift64 = (name: string, kind: Shift): Routine => ({
  name,
  clobbers: 'r18-r25',
  text: `push r16\n${shift(WIDE, kind, 16)}\npop r16\nret`,
});

export const WIDE_ROUTINES: readonly Routine[] = [
  { name: '__adddi3', clobbers: 'r18-r25', text: `${chain('add', 'adc')}\nret` },
  { name: '__subdi3', clobbers: 'r18-r25', text: `${chain('sub', 'sbc')}\nret` },
  // Flags as after a subtraction: brlo/brsh, brlt/brge, breq/brne.
  { name: '__cmpdi2', clobbers: '', text: `${chain('cp', 'cpc')}\nret` },
  shift32('__ashlsi3', 'left'),
  shift32('__lshrsi3', 'right'),
  shift32('__ashrsi3', 'signed'),
  shift64('__ashldi3', 'left'),
  shift64('__lshrdi3', 'right'),
  shift64('__ashrdi3', 'signed'),
];
