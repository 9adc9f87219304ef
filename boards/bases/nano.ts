/** Arduino Nano with the new bootloader (Optiboot): docs.arduino.cc/hardware/nano. */
import { atmega328p } from '../chips/atmega328p.ts';
import type { Board } from '../types.ts';
import { EIGHT_ANALOG_PINS } from './atmega328p-pins.ts';
import { barePorts } from './bare-ports.ts';
import { pinRange } from './pin-range.ts';
import { USB_SERIAL_CHIPS } from './usb-ids.ts';

export const nano: Board = {
  id: 'nano',
  name: { fr: 'Arduino Nano', en: 'Arduino Nano' },
  chip: 'atmega328p',
  clockHz: 16_000_000,
  arduino: {
    fqbn: 'arduino:avr:nano:cpu=atmega328',
    variant: 'eightanaloginputs',
    defines: { ARDUINO_AVR_NANO: '1' },
  },
  ...EIGHT_ANALOG_PINS,
  builtInLed: 13,
  usbPins: [0, 1],
  usb: USB_SERIAL_CHIPS,
  upload: { protocol: 'stk500v1', baud: 115_200, maxFlashBytes: 30_720 },
  template: 'nano',
  ports: barePorts(atmega328p, EIGHT_ANALOG_PINS, [pinRange(2, 13), pinRange(14, 21)], [18, 19]),
};
