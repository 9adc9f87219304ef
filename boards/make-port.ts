/**
 * Ports from pins: what each wire offers follows from the chip, narrowed to the port's family.
 *
 * In: a chip, a board's pin maps, pin numbers in cable order, and a family. Out: a `Port` of boards/types.ts.
 * Invariant: a wire never claims more than the chip's pin can do, and only a bus port offers I2C,
 * because an I2C brick must find both wires of the bus on one plug.
 */
import { FAMILY_CAPABILITIES } from './families.ts';
import { pinCapabilities, type PinMap } from './pin-capabilities.ts';
import type { ArduinoPin, Chip, Port, PortFamilyId } from './types.ts';

export function makePort(
  chip: Chip,
  map: PinMap,
  id: string,
  pins: readonly ArduinoPin[],
  family: PortFamilyId = 'mixed',
): Port {
  const offered = FAMILY_CAPABILITIES[family];
  const signals = pins.map((pin) => ({
    pin,
    capabilities: pinCapabilities(chip, map, pin).filter((capability) => offered.includes(capability)),
  }));
  return family === 'i2c' ? { id, signals, bus: 'i2c' } : { id, signals };
}
