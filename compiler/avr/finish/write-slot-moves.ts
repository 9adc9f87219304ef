/**
 * Spills and reloads, one behind the other, as ldd and std.
 *
 * Beyond what Y + q reaches, Y goes there and back for as many of them as one step serves; SREG is kept in r0,
 * which is free between bundles, since flags may be waiting. An interrupt meanwhile sees only another Y.
 */
import type { Loc } from '../../cpp/source.ts';
import { type AsmBuilder, num, pointer, reg } from '../asm-builder.ts';
import { IO } from '../target.ts';
import { moveY } from './write-frame.ts';

export interface SlotMove {
  readonly isStore: boolean;
  readonly register: number;
  /** From Y. */
  readonly offset: number;
  readonly loc: Loc;
}

const MOST_DISPLACEMENT = 63;

/** In this order. */
export function writeSlotMoves(out: AsmBuilder, moves: readonly SlotMove[]): void {
  for (let next = 0; next < moves.length;) {
    const [low, end] = stretchOf(moves, next);
    const stretch = moves.slice(next, end);
    next = end;
    const by = Math.max(...stretch.map(({ offset }) => offset)) <= MOST_DISPLACEMENT ? 0 : low - 1;
    out.loc = stretch[0]?.loc ?? out.loc;
    if (by > 0) {
      out.op('in', reg(0), num(IO.SREG));
      moveY(out, by);
    }
    for (const { isStore, register, offset, loc } of stretch) {
      out.loc = loc;
      const place = pointer('Y', offset - by);
      if (isStore) out.op('std', place, reg(register));
      else out.op('ldd', reg(register), place);
    }
    if (by === 0) continue;
    moveY(out, -by);
    out.op('out', num(IO.SREG), reg(0));
  }
}

/** The lowest offset of the moves from `start` that one place of Y serves, and the index behind them. */
function stretchOf(moves: readonly SlotMove[], start: number): [low: number, end: number] {
  let low = moves[start]?.offset ?? 1;
  let high = low;
  let end = start + 1;
  for (; end < moves.length; end++) {
    const offset = moves[end]?.offset ?? 1;
    const [lowest, highest] = [Math.min(low, offset), Math.max(high, offset)];
    if (highest > MOST_DISPLACEMENT && highest - lowest >= MOST_DISPLACEMENT) break;
    [low, high] = [lowest, highest];
  }
  return [low, end];
}
