/**
 * A mistake in a description of hardware, ours or a teacher's, as data.
 *
 * Invariants: one mistake, one problem; `code` has a test that provokes it; `path` is written as in
 * JavaScript (`ports[2].signals[0].pin`), "" for the whole.
 */
import type { LocalizedText } from './types.ts';

export interface HardwareProblem {
  readonly code: string;
  readonly path: string;
  readonly message: LocalizedText;
  readonly suggestion?: LocalizedText;
  /** Both count from 1, in the file that was read. */
  readonly line?: number;
  readonly column?: number;
}

export type PathStep = string | number;

/** `ports[2].signals[0].pin`; a key that is no plain name is quoted: `pins["+"]`. */
export function pathText(steps: readonly PathStep[]): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'number' || /^\d+$/.test(step)) return `${text}[${step}]`;
    if (!/^[\w$]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
