/** Bodies of loops: where `break` and `continue` may stand. */
import type { Checker } from './checker.ts';

export function inLoop<T>(c: Checker, work: () => T): T {
  const { fn } = c;
  if (fn === undefined) return work();
  fn.loops++;
  const result = work();
  fn.loops--;
  return result;
}
