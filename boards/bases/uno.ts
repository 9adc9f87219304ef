/** Arduino Uno R3 without a shield: docs.arduino.cc/hardware/uno-rev3. */
import { atmega328p } from '../chips/atmega328p.ts';
import type { Board } from '../types.ts';
import { STANDARD_PINS } from './atmega328p-pins.ts';
import { barePorts } from './bare-ports.ts';
import { pinRange } from './pin-range.ts';
import { USB_SERIAL_CHIPS, USB_UNO } from './usb-ids.ts';

export const uno: Board = {
  id: 'uno',
  name: { fr: 'Arduino Uno', en: 'Arduino Uno' },
  chip: 'atmega328p',
  clockHz: 16_000_000,
  arduino: { fqbn: 'arduino:avr:uno', variant: 'standard', defines: { ARDUINO_AVR_UNO: '1' } },
  ...STANDARD_PINS,
  builtInLed: 13,
  usbPins: [0, 1],
  usb: [...USB_UNO, ...USB_SERIAL_CHIPS],
  upload: { protocol: 'stk500v1', baud: 115_200, maxFlashBytes: 32_256 },
  template: 'uno',
  ports: barePorts(atmega328p, STANDARD_PINS, [pinRange(2, 13), pinRange(14, 19)], [18, 19]),
};
