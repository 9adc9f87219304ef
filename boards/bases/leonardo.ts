/**
 * Arduino Leonardo: docs.arduino.cc/hardware/leonardo. Pins: the official core's variant `leonardo`.
 *
 * USB is on the chip, so D0 and D1 are free. I2C is on D2 and D3. Numbers 24–29 are second names
 * (A6–A11) of D4, D6, D8, D9, D10 and D12; 14–17 are on the ICSP header and the RX LED.
 */
import { atmega32u4 } from '../chips/atmega32u4.ts';
import type { PinMap } from '../pin-capabilities.ts';
import type { Board } from '../types.ts';
import { barePorts } from './bare-ports.ts';
import { pinRange } from './pin-range.ts';
import { USB_LEONARDO } from './usb-ids.ts';

const LEONARDO_PINS: PinMap = {
  pins: {
    0: 'PD2',
    1: 'PD3',
    2: 'PD1',
    3: 'PD0',
    4: 'PD4',
    5: 'PC6',
    6: 'PD7',
    7: 'PE6',
    8: 'PB4',
    9: 'PB5',
    10: 'PB6',
    11: 'PB7',
    12: 'PD6',
    13: 'PC7',
    14: 'PB3',
    15: 'PB1',
    16: 'PB2',
    17: 'PB0',
    18: 'PF7',
    19: 'PF6',
    20: 'PF5',
    21: 'PF4',
    22: 'PF1',
    23: 'PF0',
    24: 'PD4',
    25: 'PD7',
    26: 'PB4',
    27: 'PB5',
    28: 'PB6',
    29: 'PD6',
    30: 'PD5',
  },
  pinNames: {
    14: 'MISO',
    15: 'SCK',
    16: 'MOSI',
    17: 'SS',
    18: 'A0',
    19: 'A1',
    20: 'A2',
    21: 'A3',
    22: 'A4',
    23: 'A5',
    24: 'A6',
    25: 'A7',
    26: 'A8',
    27: 'A9',
    28: 'A10',
    29: 'A11',
    30: 'LED_BUILTIN_TX',
  },
};

export const leonardo: Board = {
  id: 'leonardo',
  name: { fr: 'Arduino Leonardo', en: 'Arduino Leonardo' },
  chip: 'atmega32u4',
  clockHz: 16_000_000,
  arduino: {
    fqbn: 'arduino:avr:leonardo',
    variant: 'leonardo',
    defines: {
      ARDUINO_AVR_LEONARDO: '1',
      USB_VID: '0x2341',
      USB_PID: '0x8036',
      USB_MANUFACTURER: '"Unknown"',
      USB_PRODUCT: '"Arduino Leonardo"',
    },
  },
  ...LEONARDO_PINS,
  builtInLed: 13,
  usb: USB_LEONARDO,
  upload: { protocol: 'avr109', baud: 57_600, maxFlashBytes: 28_672 },
  template: 'leonardo',
  ports: barePorts(atmega32u4, LEONARDO_PINS, [pinRange(0, 13), pinRange(18, 23)], [2, 3]),
};
