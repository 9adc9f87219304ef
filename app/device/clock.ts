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
}

export const createSystemClock = (): Clock => ({
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((done) => {
    clock.after(ms, done);
  });

/** The promise's answer, or a DeviceError when it takes too long. What comes later is dropped. */
export function bounded<T>(clock: Clock, ms: number, code: DeviceCode, promise: Promise<T>): Promise<T> {
  return new Promise((done, failed) => {
    const cancel = clock.after(ms, () => failed(new DeviceError(code, `nothing within ${ms} ms`)));
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
