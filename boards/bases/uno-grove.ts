/**
 * Arduino Uno under the Grove Base Shield v2: wiki.seeedstudio.com/Base_Shield_V2.
 *
 * A socket named for a pin carries that pin and the next one, so neighbours share a wire; the four
 * I2C sockets are one bus, and A3's second wire is that bus's SDA. The UART socket (D0, D1) is USB's.
 */
import { atmega328p } from '../chips/atmega328p.ts';
import { makePort } from '../make-port.ts';
import type { Board, Port } from '../types.ts';
import { STANDARD_PINS } from './atmega328p-pins.ts';
import { pinRange } from './pin-range.ts';
import { uno } from './uno.ts';

const D2_TO_D8 = pinRange(2, 8);
const A0_TO_A3 = pinRange(14, 17);

const ports: readonly Port[] = [
  ...D2_TO_D8.map((pin) => makePort(atmega328p, STANDARD_PINS, `D${pin}`, [pin, pin + 1])),
  ...A0_TO_A3.map((pin) => makePort(atmega328p, STANDARD_PINS, `A${pin - 14}`, [pin, pin + 1])),
  ...pinRange(1, 4).map((n) => makePort(atmega328p, STANDARD_PINS, `I2C-${n}`, [18, 19], 'i2c')),
];

export const unoGrove: Board = {
  ...uno,
  id: 'uno-grove',
  name: { fr: 'Arduino Uno et shield Grove', en: 'Arduino Uno with Grove shield' },
  template: 'uno-grove',
  ports,
};
