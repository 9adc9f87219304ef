/**
 * Time as the device code sees it: handed in, so that tests run a virtual one.
 *
 * Everything that waits for a device waits with a limit of its own: `bounded`.
 */
import { DeviceError, type DeviceCode } from './device-error.ts';

export interface Clock {
  /** Milliseconds, rising. */
  now(): number;
  /** Calls `run` once after so many milliseconds; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Limits of waits are so many times longer: for a computer, or a simulated board, that is much too slow. */
  readonly patience?: number;
}

export const createSystemClock = (patience = 1): Clock => ({
  patience,
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
});

/** setTimeout calls at once when the time does not fit into 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long an answer may take. */
export const limitOf = (clock: Clock, ms: number): number => ms * (clock.patience ?? 1);

export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((done) => {
    clock.after(ms, done);
  });

/** The promise's answer, or a DeviceError when it takes too long. What comes later is dropped. */
export function bounded<T>(clock: Clock, ms: number, code: DeviceCode, promise: Promise<T>): Promise<T> {
  return new Promise((done, failed) => {
    const cancel = clock.after(limitOf(clock, ms), () =>
      failed(new DeviceError(code, `nothing within ${ms} ms`)),
    );
    promise.then(
      (value) => {
        cancel();
        done(value);
      },
      (failure: unknown) => {
        cancel();
        failed(DeviceError.from(failure));
      },
    );
  });
}
