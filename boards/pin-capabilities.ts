/**
 * What an Arduino pin number can do, from what its chip pin can do.
 *
 * In: a chip, a board's pin maps and a pin number. Out: capabilities, in the order of `Capability`.
 * Invariant: only what the official core reaches **through this number**. On a Leonardo D4 and A6 are
 * one chip pin, but analogRead(4) reads A4, and analogWrite(A8) has no PWM: there the lowest number of
 * a chip pin has its PWM and its interrupt, and a number named A… has its ADC channel.
 */
import type { ArduinoPin, Board, Capability, Chip } from './types.ts';

export type PinMap = Pick<Board, 'pins' | 'pinNames'>;

const ANALOG_NAME = /^A\d+$/;

export function pinCapabilities(chip: Chip, map: PinMap, pin: ArduinoPin): readonly Capability[] {
  const name = map.pins[pin];
  const chipPin = name === undefined ? undefined : chip.pins[name];
  if (chipPin === undefined) return [];
  const isAnalogNumber = ANALOG_NAME.test(map.pinNames[pin] ?? '');
  const isFirstNumber = !Object.entries(map.pins).some(
    ([other, otherName]) => otherName === name && Number(other) < pin,
  );
  const capabilities: Capability[] = [];
  if (chipPin.analogOnly !== true) {
    capabilities.push('digital-in', 'digital-out');
    if (isFirstNumber && chipPin.pwm !== undefined) capabilities.push('pwm');
  }
  if (isAnalogNumber && chipPin.adc !== undefined) capabilities.push('analog-in');
  if (isFirstNumber && chipPin.twi === 'SDA') capabilities.push('i2c-data');
  if (isFirstNumber && chipPin.twi === 'SCL') capabilities.push('i2c-clock');
  if (isFirstNumber && chipPin.interrupt !== undefined) capabilities.push('interrupt');
  return capabilities;
}
