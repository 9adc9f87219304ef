/**
 * Arduino's pin numbers on a 328P: the official core's variants `standard` and `eightanaloginputs`.
 */
import type { PinMap } from '../pin-capabilities.ts';

/** 28-pin package, six analog inputs: Uno. */
export const STANDARD_PINS: PinMap = {
  pins: {
    0: 'PD0',
    1: 'PD1',
    2: 'PD2',
    3: 'PD3',
    4: 'PD4',
    5: 'PD5',
    6: 'PD6',
    7: 'PD7',
    8: 'PB0',
    9: 'PB1',
    10: 'PB2',
    11: 'PB3',
    12: 'PB4',
    13: 'PB5',
    14: 'PC0',
    15: 'PC1',
    16: 'PC2',
    17: 'PC3',
    18: 'PC4',
    19: 'PC5',
  },
  pinNames: { 14: 'A0', 15: 'A1', 16: 'A2', 17: 'A3', 18: 'A4', 19: 'A5' },
};

/** 32-pin package with two inputs more that only the ADC can read: Nano. */
export const EIGHT_ANALOG_PINS: PinMap = {
  pins: { ...STANDARD_PINS.pins, 20: 'ADC6', 21: 'ADC7' },
  pinNames: { ...STANDARD_PINS.pinNames, 20: 'A6', 21: 'A7' },
};
