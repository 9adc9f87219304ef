/** One of csmith's programs with the built-in compiler and with avr-gcc, run on the simulated chip. */
import { buildProgram } from '../build-program.ts';
import { buildWithGcc } from './build-with-gcc.ts';
import { csmithProgram, type Family } from './csmith-program.ts';
import { isChecksum, runChecksum } from './run-checksum.ts';

const LIMIT_MS = 5_000;

export type Outcome = 'same' | 'oracles give no answer' | 'oracles differ' | `ours: ${string}`;

export function compareSeed(seed: number, family: Family = 'small'): Outcome {
  const text = csmithProgram(seed, family);
  const small = buildWithGcc(text, '-Os');
  if (small === undefined) return 'oracles give no answer';
  const expected = runChecksum(small.hex, LIMIT_MS);
  if (!isChecksum(expected)) return 'oracles give no answer';
  const built = buildProgram(text, 'c');
  const got = built.ok ? runChecksum(built.hex, 4 * LIMIT_MS) : built.words;
  if (got === expected) return 'same';
  const plain = buildWithGcc(text, '-O0');
  if (plain !== undefined && runChecksum(plain.hex, 4 * LIMIT_MS) !== expected) return 'oracles differ';
  return `ours: ${got} instead of ${expected}`;
}
