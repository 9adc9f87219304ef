/**
 * Bricks that only put a level or a voltage on their wire: buttons, sensors, knobs.
 *
 * Analog ones have a second input, `noise`: how far a reading may be off, up and down, at random.
 * Specs: contacts to 5 V or to ground; a 10 kΩ thermistor, B = 3975 K, above 10 kΩ (Grove Temperature 1.2).
 */
import { type BrickHost, type InputRange, type ModelMaker, plainState } from '../brick-model.ts';

const YES_NO: InputRange = { min: 0, max: 1, start: 0 };
const READING: InputRange = { min: 0, max: 1023, start: 0 };
const NOISE: InputRange = { min: 0, max: 200, start: 0 };

/** `bounceMs`: how long the contact may bounce at each change, when asked for. */
const contact =
  (input: string, usual: 'high' | 'low', released: 'open' | 'pull-down' | 'driven'): ModelMaker =>
  (host) => {
    const wire = host.contact(0);
    const isLow = (host.setting('LEVEL') ?? usual) === 'low';
    // A bare contact to ground leaves the wire alone: the program's pull-up makes the other level.
    const off = isLow ? (released === 'driven' ? 1 : 'open') : released === 'driven' ? 0 : 'pull-down';
    const on = isLow ? 0 : 1;
    const state = { isOn: 0, bounceMs: 0, bounces: 0 };
    const show = (isOn: boolean): void => wire.set(isOn ? on : off);
    const bounce = host.clock((cycle) => {
      state.bounces--;
      show((state.isOn === 1) === (state.bounces % 2 === 0));
      if (state.bounces > 0) bounce.set(cycle + host.us(50 + host.random() * 400 * state.bounceMs));
    });
    show(false);
    return {
      outputs: [],
      inputs: { [input]: YES_NO, bounce: { min: 0, max: 20, start: 0 } },
      set(name, value) {
        if (name === 'bounce') {
          state.bounceMs = value;
          return;
        }
        const isOn = value >= 0.5 ? 1 : 0;
        if (isOn === state.isOn) return;
        state.isOn = isOn;
        show(isOn === 1);
        state.bounces = state.bounceMs === 0 ? 0 : 6;
        if (state.bounces > 0) bounce.set(host.now() + host.us(50));
      },
      ...plainState(state),
    };
  };

export const button = contact('pressed', 'high', 'pull-down');
export const switchModel = contact('on', 'high', 'pull-down');
export const touch = contact('touched', 'high', 'driven');
export const motion = contact('moving', 'high', 'driven');
export const line = contact('dark', 'high', 'driven');
export const tilt = contact('tilted', 'low', 'open');

/** The middle of the step, so that the ADC reads exactly this number. */
const voltsOf = (reading: number): number => ((Math.min(1023, Math.max(0, reading)) + 0.5) * 5) / 1024;

function voltage(host: BrickHost, signal: number, reading: () => number, noise: () => number): void {
  host.contact(signal).setVolts(() => {
    const off = noise() === 0 ? 0 : Math.round((host.random() * 2 - 1) * noise());
    return voltsOf(reading() + off);
  });
}

const analog =
  (input: string, range: InputRange, toReading: (value: number) => number = (value) => value): ModelMaker =>
  (host) => {
    const state = { value: range.start, noise: 0 };
    voltage(
      host,
      0,
      () => Math.round(toReading(state.value)),
      () => state.noise,
    );
    return {
      outputs: [],
      inputs: { [input]: range, noise: NOISE },
      set(name, value) {
        if (name === 'noise') state.noise = value;
        else state.value = value;
      },
      ...plainState(state),
    };
  };

/** The reading of the thermistor's divider. */
export const thermistorReading = (celsius: number): number =>
  1023 / (1 + Math.exp(3975 * (1 / (celsius + 273.15) - 1 / 298.15)));

export const potentiometer = analog('position', READING);
export const light = analog('light', { ...READING, start: 500 });
export const sound = analog('loudness', READING);
export const temperature = analog('celsius', { min: -40, max: 125, start: 20 }, thermistorReading);

const AXIS: InputRange = { min: -100, max: 100, start: 0 };

/** Two potentiometers, 512 in the middle. */
export const joystick: ModelMaker = (host) => {
  const state = { x: 0, y: 0, noise: 0 };
  for (const [signal, axis] of (['x', 'y'] as const).entries())
    voltage(
      host,
      signal,
      () => Math.round(512 + state[axis] * 5.12),
      () => state.noise,
    );
  return {
    outputs: [],
    inputs: { x: AXIS, y: AXIS, noise: NOISE },
    set: (name, value) => void Object.assign(state, { [name]: value }),
    ...plainState(state),
  };
};
