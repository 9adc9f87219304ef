/**
 * Which boards a port may be, without asking it: by the USB ids, or by what the virtual board says of itself.
 *
 * In: a port. Out: boards in the order of likeliness. Clones share USB ids, so ids only narrow the choice.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import type { Board } from '../../boards/types.ts';
import { belongsTo } from './bootloader-ports.ts';
import type { PortInfo } from './transport.ts';

/** Boards that this port may be; all of them when its ids say nothing. */
export function candidates(port: PortInfo): readonly Board[] {
  if (port.virtual !== undefined) return virtualCandidates(port.virtual.board);
  const fitting = BOARDS.filter((board) => belongsTo(board, port));
  return fitting.length > 0 || port.vendorId !== undefined ? fitting : BOARDS;
}

/** Itself, and what differs from it by the pins' names only. */
function virtualCandidates(id: string): readonly Board[] {
  const itself = BOARDS.filter((board) => board.id === id);
  const alike = BOARDS.filter((board) =>
    itself.some(
      ({ chip, upload }) =>
        board.id !== id &&
        board.chip === chip &&
        board.upload.protocol === upload.protocol &&
        board.upload.baud === upload.baud,
    ),
  );
  return [...itself, ...alike];
}
