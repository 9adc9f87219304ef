/** Runs firmware on the simulated chip until it leaves its verdict. */
import { Machine } from '../../bench/machine.ts';
import { VERDICT_REGISTER } from './torture-sources.ts';

/** The verdict, or what happened instead. */
export function runVerdict(hex: string, chip: 'atmega2560' | 'atmega328p', limitMs: number): number | string {
  const machine = new Machine({ chip, hex });
  try {
    const ended = machine.runUntil(() => machine.readByte(VERDICT_REGISTER) !== 0, limitMs);
    return ended ? machine.readByte(VERDICT_REGISTER) : 'no end';
  } catch (failure) {
    return String(failure);
  }
}
