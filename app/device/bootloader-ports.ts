/**
 * Boards whose own chip is on the USB: the bootloader is another device than the sketch, with another
 * product id and often another name of the port.
 *
 * Arduino's rule: a sketch's product id is the bootloader's plus 0x8000 (boards.txt, vid.N and pid.N).
 */
import type { Board } from '../../boards/types.ts';
import { pause, type Clock } from './clock.ts';
import type { PortInfo, Transport } from './transport.ts';

const SKETCH_BIT = 0x8000;

export const belongsTo = (board: Board, port: PortInfo): boolean =>
  board.usb.some(({ vendorId, productId }) => vendorId === port.vendorId && productId === port.productId);

export const isBootloaderPort = (port: PortInfo): boolean =>
  port.productId !== undefined && (port.productId & SKETCH_BIT) === 0;

/** Looks again and again until a port is as wanted; undefined when the time is over. */
export async function watchFor(
  transport: Transport,
  clock: Clock,
  ms: number,
  isWanted: (port: PortInfo) => boolean,
  stop?: () => boolean,
): Promise<PortInfo | undefined> {
  const end = clock.now() + ms;
  for (;;) {
    // A list that fails while devices come and go is a list without our port.
    const ports = await transport.list().catch(() => []);
    const found = ports.find(isWanted);
    if (found !== undefined || clock.now() >= end || stop?.() === true) return found;
    await pause(clock, POLL_MS);
  }
}

const POLL_MS = 50;

/** The bootloader of a board that was at `port`: in the same socket, or else one that was not there before. */
export const isBootloaderOf =
  (board: Board, port: PortInfo, before: readonly PortInfo[]) =>
  (candidate: PortInfo): boolean => {
    if (!belongsTo(board, candidate) || !isBootloaderPort(candidate)) return false;
    if (port.location !== undefined && candidate.location !== undefined)
      return candidate.location === port.location;
    return !before.some(
      ({ path, productId }) => path === candidate.path && productId === candidate.productId,
    );
  };
