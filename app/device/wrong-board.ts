/**
 * Which board this is, when it is not the one that was asked for. Nothing is written.
 *
 * In: a signature, or a port whose board does not answer as it should. Out: 'wrong-board' with the name of
 * the first board known with that chip, or nothing.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import type { Board } from '../../boards/types.ts';
import { belongsTo } from './bootloader-ports.ts';
import { DeviceError } from './device-error.ts';
import { Link, type LinkContext } from './link.ts';
import { PROTOCOLS } from './protocols/index.ts';
import type { PortInfo } from './transport.ts';

const hex = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

export function wrongBoard(signature: readonly number[], wanted: Board): DeviceError {
  const chip = Object.values(CHIPS).find((some) =>
    some.signature.every((byte, at) => byte === signature[at]),
  );
  // "uno" stands for every board with its chip: nothing on the wire tells them apart.
  const found =
    BOARDS.find(({ id, chip: its }) => its === chip?.id && id === 'uno') ??
    BOARDS.find((board) => board.chip === chip?.id);
  return new DeviceError('wrong-board', `signature ${hex(signature)}`, {
    found: found?.id ?? hex(signature),
    board: wanted.id,
  });
}

/** A board that is silent in its own language may answer in another: a Mega taken for a Nano. */
export async function findAnotherBoard(
  context: LinkContext,
  port: PortInfo,
): Promise<DeviceError | undefined> {
  const { board } = context;
  const others = BOARDS.filter(
    ({ upload }) =>
      upload.protocol !== board.upload.protocol && PROTOCOLS[upload.protocol].traits.reset === 'pulse',
  ).filter((other) => port.vendorId === undefined || belongsTo(other, port) || belongsTo(board, port));
  const tried = new Set<string>();
  for (const other of others) {
    const protocol = PROTOCOLS[other.upload.protocol];
    if (tried.has(protocol.id) || context.isCancelled()) continue;
    tried.add(protocol.id);
    const quiet = { ...context, board: other, protocol, isQuick: true, emit: () => undefined };
    const link = new Link(quiet, port);
    try {
      const { signature } = await link.connect();
      return wrongBoard(signature, board);
    } catch (failure) {
      if (!(failure instanceof DeviceError)) throw failure;
    } finally {
      await link.close();
    }
  }
  return undefined;
}
