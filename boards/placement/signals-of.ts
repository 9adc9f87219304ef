/**
 * The pins that a plugged brick's driver is given, in the order of the brick's signals.
 *
 * In: a kit and a plugged brick. Out: Arduino pin numbers; none for a brick on a bus (it is reached by
 * its address), for an unknown brick or port, or when the port has too few wires.
 */
import type { ArduinoPin, Kit, PluggedBrick } from '../types.ts';

export function signalsOf(
  kit: Pick<Kit, 'board' | 'bricks'>,
  plugged: Pick<PluggedBrick, 'type' | 'port'>,
): readonly ArduinoPin[] {
  const type = kit.bricks.find(({ id }) => id === plugged.type);
  const port = kit.board.ports.find(({ id }) => id === plugged.port);
  if (type === undefined || port === undefined || type.bus !== undefined) return [];
  if (port.signals.length < type.signals.length) return [];
  return port.signals.slice(0, type.signals.length).map(({ pin }) => pin);
}
