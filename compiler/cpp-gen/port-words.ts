/**
 * A port in words: its family's shape and its number, always together.
 *
 * In: a kit and a port's id. Out: "● 2".
 */
import { familyOf } from '../../boards/families.ts';
import type { Kit } from '../../boards/types.ts';

export function portWords(kit: Kit, portId: string): string {
  const port = kit.board.ports.find(({ id }) => id === portId);
  return port === undefined ? portId : `${familyOf(port).shape} ${port.id}`;
}
