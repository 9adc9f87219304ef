/**
 * Waiting: how long, and from when it counts.
 *
 * In: a duration and the script that waits. Out: a turn that ends when the time has passed.
 */
import type { Frame } from './evaluate.ts';
import type { Steps } from './running.ts';
import { isNoisy, numberOf, roundHalfAway, type Value } from './value.ts';

/** A wait that begins less than this after the last one was due counts from there, in ms. */
const DRIFT_MS = 5;

/** Seconds or milliseconds as whole milliseconds, never negative. */
export function milliseconds(value: Value, unit: 'seconds' | 'milliseconds', frame: Frame): number {
  if (isNoisy(value)) frame.running.hazard('wait of a noisy time');
  const ms = unit === 'seconds' ? Math.fround(numberOf(value) * 1000) : numberOf(value);
  return Math.max(0, Number.isNaN(ms) ? 0 : roundHalfAway(ms));
}

/** Counts from the last wait's end if that is fresh, so that rhythms do not drift. */
export function* waitFor(ms: number, { running, script }: Frame): Steps<void> {
  const late = script.lastDue === undefined ? Infinity : running.ms - script.lastDue;
  if (Math.abs(late - DRIFT_MS) <= 3) running.hazard('a wait at the limit of the drift rule');
  script.lastDue = (late < DRIFT_MS ? (script.lastDue ?? 0) : running.ms) + ms;
  yield { kind: 'until', ms: script.lastDue };
}
