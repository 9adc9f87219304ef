/**
 * Our base: a 328P with ten numbered sockets, drawn in design/bricks/base.svg.
 *
 * The official core has no such board. Its closest is the Nano with the new bootloader: same chip,
 * clock, variant and Optiboot baud rate; Optiboot leaves 32,256 bytes, though boards.txt gives a Nano 30,720.
 */
import { atmega328p } from '../chips/atmega328p.ts';
import { makePort } from '../make-port.ts';
import type { ArduinoPin, Board, Port, PortFamilyId } from '../types.ts';
import { EIGHT_ANALOG_PINS } from './atmega328p-pins.ts';
import { USB_SERIAL_CHIPS, USB_UNO } from './usb-ids.ts';

const port = (id: string, pins: readonly ArduinoPin[], family: PortFamilyId): Port =>
  makePort(atmega328p, EIGHT_ANALOG_PINS, id, pins, family);

export const genieBase: Board = {
  id: 'genie-base',
  name: { fr: 'Base Génie', en: 'Génie base' },
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
  usb: [...USB_SERIAL_CHIPS, ...USB_UNO],
  upload: { protocol: 'stk500v1', baud: 115_200, maxFlashBytes: 32_256 },
  template: 'genie-base',
  ports: [
    port('1', [5, 4], 'output'),
    port('2', [6, 7], 'output'),
    port('3', [9, 8], 'output'),
    port('4', [18, 19], 'i2c'),
    port('5', [18, 19], 'i2c'),
    port('6', [14, 20], 'analog'),
    port('7', [15, 21], 'analog'),
    port('8', [16, 17], 'analog'),
    port('9', [2, 10], 'digital'),
    port('10', [3, 11], 'digital'),
  ],
};
