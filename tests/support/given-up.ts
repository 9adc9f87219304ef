/**
 * What the good code generator did not do, for tests, in which that never happens: functions left to the naive
 * generator, and allocations that the checker rejected.
 */
import type { CodeStats } from '../../compiler/avr/generate-code.ts';

/** Undefined: nothing. */
export function givenUp(stats: CodeStats | undefined): string | undefined {
  const all = [...(stats?.fallbacks ?? []), ...(stats?.rejections ?? [])];
  return all.length === 0 ? undefined : `generated naively: ${all.join(', ')}`;
}
