/**
 * Reads a board's flash, and the blocks in it.
 *
 * In: a board and its port. Out: the text of the .genie file that was sent with its program. Nothing is
 * written; the program is started again. On a fault the board is reset and the reading goes on where it was;
 * bytes that do not fit their checksum are read once more.
 */
import { CHIPS } from '../../boards/chips/index.ts';
import type { Board } from '../../boards/types.ts';
import { findBlocks, unpackBlocks, type Found } from './blocks-on-board.ts';
import { DeviceError } from './device-error.ts';
import type { AskOptions } from './find-board.ts';
import { Link, PATIENCE, type Session } from './link.ts';
import { Progress } from './progress.ts';
import { PROTOCOLS } from './protocols/index.ts';
import { portKey, type PortInfo } from './transport.ts';
import type { DeviceService } from './upload.ts';
import { wrongBoard } from './wrong-board.ts';

const FAULTS_SURVIVED = 3;
/** So much empty flash in a row: nothing comes after it. */
const EMPTY_BYTES = 2_048;

export async function readBlocks(
  service: DeviceService,
  board: Board,
  port: PortInfo,
  options: AskOptions = {},
): Promise<string> {
  const { pageBytes } = CHIPS[board.chip].flash;
  let found: Found = { kind: 'nothing' };
  // One wrong bit on the line is no damage.
  for (let attempt = 0; attempt < 2; attempt++) {
    const flash = await readFlash(service, board, port, options, (read) => {
      const so = findBlocks(read, pageBytes);
      return so.kind === 'blocks' || (so.kind !== 'partly' && isEmptyAtEnd(read));
    });
    found = findBlocks(flash, pageBytes);
    if (found.kind === 'blocks') return unpackBlocks(found.packed);
    if (found.kind === 'newer') break;
  }
  if (found.kind === 'newer') throw new DeviceError('stored-newer');
  throw new DeviceError(found.kind === 'nothing' ? 'nothing-stored' : 'stored-damaged');
}

const isEmptyAtEnd = (read: Uint8Array): boolean =>
  read.length >= EMPTY_BYTES && read.subarray(-EMPTY_BYTES).every((byte) => byte === 0xff);

/** From address 0 until `isEnough`, or the end of what programs may use. */
export async function readFlash(
  service: DeviceService,
  board: Board,
  port: PortInfo,
  options: AskOptions,
  isEnough: (read: Uint8Array) => boolean,
): Promise<Uint8Array> {
  const patience = { ...PATIENCE, ...options.patience };
  const emit = options.emit ?? (() => undefined);
  const isCancelled = options.isCancelled ?? (() => false);
  const protocol = PROTOCOLS[board.upload.protocol];
  const { clock, transport, memory, touchLock } = service;
  const claim = await service.desk.claim(portKey(port), patience.busyMs);
  const link = new Link(
    { board, protocol, transport, clock, claim, memory, touchLock, patience, emit, isCancelled },
    port,
  );
  const flash = new Uint8Array(board.upload.maxFlashBytes);
  const progress = new Progress(clock, protocol.traits, board.upload.baud, emit);
  let length = 0;
  try {
    for (let faults = 0; ; faults++) {
      let session: Session | undefined;
      try {
        session = await link.connect();
        const { signature } = CHIPS[board.chip];
        if (session.signature.some((byte, at) => byte !== signature[at]))
          throw wrongBoard(session.signature, board);
        progress.plan(0, flash.length - length);
        progress.enter('verify');
        while (length < flash.length && !isEnough(flash.subarray(0, length))) {
          if (isCancelled()) throw new DeviceError('cancelled');
          const count = Math.min(protocol.traits.readBytes, flash.length - length);
          flash.set(await session.programmer.read(length, count), length);
          length += count;
          progress.read(count);
        }
        await session.programmer.leave().catch(() => undefined);
        session.conversation.end();
        return flash.subarray(0, length);
      } catch (failure) {
        const { code } = DeviceError.from(failure);
        const mayGoOn = session !== undefined && (code === 'garbled' || code === 'no-answer');
        if (!mayGoOn || faults >= FAULTS_SURVIVED) throw failure;
      }
    }
  } finally {
    await link.close();
    claim.release();
  }
}
