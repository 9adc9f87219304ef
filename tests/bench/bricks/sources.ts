/**
 * Bricks that only put a level or a voltage on a pin: buttons, PIR, line sensor, knob, light, sound.
 *
 * In: the Arduino pin and how the part shows "yes". Out: a handle that a test moves, now or at a time.
 * Specs: contacts to 5 V or to ground; HC-SR501 (PIR, 3.3 V high when moving); a 10 kΩ thermistor,
 * B = 3975 K, above 10 kΩ (Grove Temperature Sensor 1.2).
 */
import type { Brick, Machine } from '../machine.ts';

export interface DigitalSource {
  readonly kind: 'digital-source';
  set(on: boolean): void;
  /** On at a moment, off again after a while. */
  press(atMs: number, forMs: number): void;
  setAt(atMs: number, on: boolean): void;
}

/** `whenOff: 'open'` is a bare contact that leaves the wire alone when off. */
export const digitalSource =
  (options: { pin: number; activeLevel?: 0 | 1; whenOff?: 'driven' | 'open' }): Brick<DigitalSource> =>
  (machine) => {
    const { pin, activeLevel = 1, whenOff = 'driven' } = options;
    const idle = whenOff === 'open' ? 'floating' : activeLevel === 1 ? 0 : 1;
    const set = (on: boolean): void => machine.setDigital(pin, on ? activeLevel : idle);
    const setAt = (atMs: number, on: boolean): void => machine.at(atMs, () => set(on));
    set(false);
    return {
      kind: 'digital-source',
      set,
      setAt,
      press: (atMs, forMs) => {
        setAt(atMs, true);
        setAt(atMs + forMs, false);
      },
    };
  };

export interface AnalogSource {
  readonly kind: 'analog-source';
  /** 0…1023 of a 5 V reference. */
  set(value: number): void;
  setAt(atMs: number, value: number): void;
  setCelsius(celsius: number): void;
  setCelsiusAt(atMs: number, celsius: number): void;
}

/** The reading of the thermistor's divider. */
export function thermistorReading(celsius: number): number {
  const ratio = Math.exp(3975 * (1 / (celsius + 273.15) - 1 / 298.15));
  return Math.min(1023, Math.max(0, Math.round(1023 / (1 + ratio))));
}

export const analogSource =
  (options: { pin: number; value?: number }): Brick<AnalogSource> =>
  (machine) => {
    const { pin, value: start = 0 } = options;
    const set = (value: number): void => machine.setAnalog(pin, value);
    const setAt = (atMs: number, value: number): void => machine.at(atMs, () => set(value));
    set(start);
    return {
      kind: 'analog-source',
      set,
      setAt,
      setCelsius: (celsius) => set(thermistorReading(celsius)),
      setCelsiusAt: (atMs, celsius) => setAt(atMs, thermistorReading(celsius)),
    };
  };

export interface Joystick {
  readonly kind: 'joystick';
  /** Both from −100 to 100; the potentiometers give 0…1023 with 512 in the middle. */
  move(x: number, y: number): void;
  moveAt(atMs: number, x: number, y: number): void;
}

const raw = (position: number): number => Math.min(1023, Math.max(0, Math.round(512 + position * 5.12)));

export const joystick =
  (options: { x: number; y: number }): Brick<Joystick> =>
  (machine: Machine) => {
    const move = (x: number, y: number): void => {
      machine.setAnalog(options.x, raw(x));
      machine.setAnalog(options.y, raw(y));
    };
    move(0, 0);
    return { kind: 'joystick', move, moveAt: (atMs, x, y) => machine.at(atMs, () => move(x, y)) };
  };
