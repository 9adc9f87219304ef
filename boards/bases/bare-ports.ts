/**
 * The ports of a board without sockets: one a pin, one for each two neighbouring pins, one for I2C.
 *
 * In: a chip, pin maps and the rows of pins as they lie side by side on the board. Out: ports named
 * by what is printed beside the pins: "D2", "D2+D3", "I2C". Two-wire bricks go on the pairs; pairs and
 * single pins overlap, and the placement check sees that (docs/kit-files.md, "Boards without sockets").
 */
import { makePort } from '../make-port.ts';
import type { PinMap } from '../pin-capabilities.ts';
import { pinName } from '../pin-name.ts';
import type { ArduinoPin, Chip, Port } from '../types.ts';

export function barePorts(
  chip: Chip,
  map: PinMap,
  rows: readonly (readonly ArduinoPin[])[],
  i2c: readonly [ArduinoPin, ArduinoPin],
): readonly Port[] {
  const name = (pins: readonly ArduinoPin[]): string => pins.map((pin) => pinName(map, pin)).join('+');
  const port = (pins: readonly ArduinoPin[]): Port => makePort(chip, map, name(pins), pins);
  const singles = rows.flat().map((pin) => port([pin]));
  const pairs = rows.flatMap((row) =>
    row.flatMap((pin, index) => {
      const next = row[index + 1];
      return next === undefined ? [] : [port([pin, next])];
    }),
  );
  return [...singles, ...pairs, makePort(chip, map, 'I2C', i2c, 'i2c')];
}
