/** Runs firmware until its end and reads the checksum that it leaves behind. */
import { Machine } from '../../bench/machine.ts';
import { VERDICT_REGISTER } from '../torture/torture-sources.ts';
import { CHECKSUM_REGISTER } from './csmith-program.ts';

/** Eight hexadecimal digits, or what happened instead. */
export function runChecksum(hex: string, limitMs: number): string {
  const machine = new Machine({ chip: 'atmega2560', hex });
  const bytes: number[] = [];
  machine.cpu.writeHooks[CHECKSUM_REGISTER] = (value) => {
    bytes.push(value);
    return false;
  };
  try {
    const ended = machine.runUntil(() => machine.readByte(VERDICT_REGISTER) !== 0, limitMs);
    if (!ended) return 'no end';
  } catch (failure) {
    return String(failure);
  }
  if (machine.faults.length > 0) return 'memory full';
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export const isChecksum = (text: string): boolean => /^[0-9a-f]{8}$/.test(text);
