/**
 * Bricks that only listen to a pin: LED, relay, servo, buzzer, DC motor.
 *
 * In: pins. Out: what a child would see or hear, computed from the wire's edges when asked.
 * Specs: hobby servo 544…2400 µs every 20 ms (Arduino Servo library's range); L9110 H-bridge.
 */
import type { Brick } from '../machine.ts';
import { duty, edges, levelAt, type Pulse, pulses } from '../observe.ts';

export interface Light {
  readonly kind: 'light';
  isOn(): boolean;
  isOnAt(ms: number): boolean;
  /** Percent over a window. */
  brightness(fromMs: number, untilMs: number): number;
  /** Changes that lasted: when, and to what. */
  changes(): { ms: number; on: boolean }[];
}

/** An LED or a relay: on while the wire is high. */
export const light =
  (options: { pin: number }): Brick<Light> =>
  (machine) => ({
    kind: 'light',
    isOn: () => machine.level(options.pin) === 1,
    isOnAt: (ms) => levelAt(machine, options.pin, ms) === 1,
    brightness: (fromMs, untilMs) => duty(machine, options.pin, fromMs, untilMs),
    changes: () => edges(machine, options.pin).map(({ ms, level }) => ({ ms, on: level === 1 })),
  });

export interface Servo {
  readonly kind: 'servo';
  /** Degrees of the last pulse, undefined before the first. */
  angle(): number | undefined;
  angleAt(ms: number): number | undefined;
  pulses(): Pulse[];
  /** True when pulses have stopped for more than 50 ms: the servo is limp. */
  isReleased(): boolean;
  /** Pulses that came more than 25 ms after the one before, without a release (over 500 ms) between. */
  missingRefresh(): { ms: number; gapMs: number }[];
  /** Pulses outside 500…2500 µs, which drive a servo against its stop. */
  violations(): string[];
}

const SERVO_US = { min: 544, max: 2400 } as const;

const toAngle = (pulse: Pulse | undefined): number | undefined =>
  pulse && ((pulse.widthUs - SERVO_US.min) * 180) / (SERVO_US.max - SERVO_US.min);

export const servo =
  (options: { pin: number }): Brick<Servo> =>
  (machine) => {
    const all = (): Pulse[] => pulses(machine, options.pin);
    return {
      kind: 'servo',
      angle: () => toAngle(all().at(-1)),
      angleAt: (ms) => toAngle(all().findLast((pulse) => pulse.ms + pulse.widthUs / 1000 <= ms)),
      pulses: all,
      isReleased: () => machine.ms - (all().at(-1)?.ms ?? 0) > 50,
      missingRefresh: () => {
        const list = all();
        return list
          .map(({ ms }, i) => ({ ms, gapMs: ms - (list[i - 1]?.ms ?? ms) }))
          .filter(({ gapMs }) => gapMs > 25 && gapMs < 500);
      },
      violations: () =>
        all()
          .filter(({ widthUs }) => widthUs < 500 || widthUs > 2500)
          .map(({ ms, widthUs }) => `pulse of ${widthUs} µs at ${ms} ms`),
    };
  };

export interface Note {
  readonly hz: number;
  readonly fromMs: number;
  readonly toMs: number;
}
export interface Buzzer {
  readonly kind: 'buzzer';
  /** At least three periods of a steady pitch each. */
  notes(): Note[];
}

/** Longer between two rises is silence: 31 Hz is the lowest tone. */
const SILENCE_MS = 40;

export const buzzer =
  (options: { pin: number }): Brick<Buzzer> =>
  (machine) => ({
    kind: 'buzzer',
    notes: () => {
      const notes: Note[] = [];
      const list = pulses(machine, options.pin);
      let start = 0;
      for (let i = 1; i <= list.length; i++) {
        const [first, last, next] = [list[start], list[i - 1], list[i]];
        if (first === undefined || last === undefined) break;
        const periods = i - 1 - start;
        const mean = periods === 0 ? undefined : (last.ms - first.ms) / periods;
        const gap = next === undefined ? Number.POSITIVE_INFINITY : next.ms - last.ms;
        // Another interrupt may delay an edge by some microseconds.
        const steady = gap < SILENCE_MS && (mean === undefined || Math.abs(gap - mean) < mean * 0.025 + 0.01);
        if (steady) continue;
        const toMs = last.ms + last.widthUs / 1000;
        if (mean !== undefined && periods >= 3) notes.push({ hz: 1000 / mean, fromMs: first.ms, toMs });
        start = mean !== undefined && gap < SILENCE_MS ? i - 1 : i;
      }
      return notes;
    },
  });

export interface Motor {
  readonly kind: 'motor';
  /** −100 to 100 over a window. */
  speed(fromMs: number, untilMs: number): number;
}

/**
 * `bridge: 'two-inputs'` is an L9110: the motor sees the difference of both inputs, so that backwards
 * the first input's PWM counts from the top. `'direction'`: the second input only turns the sense.
 */
export const motor =
  (options: { speed: number; direction: number; bridge?: 'two-inputs' | 'direction' }): Brick<Motor> =>
  (machine) => ({
    kind: 'motor',
    speed: (fromMs, untilMs) => {
      const first = duty(machine, options.speed, fromMs, untilMs);
      const second = duty(machine, options.direction, fromMs, untilMs);
      if ((options.bridge ?? 'two-inputs') === 'two-inputs') return first - second;
      return second > 50 ? -first : first;
    },
  });
