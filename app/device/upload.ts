/**
 * An image onto a board: reset, greeting, signature, guard, pages, verification, start.
 *
 * In: a board, its port, an image. Out: what was done, or a DeviceError. What always holds: nothing is
 * written before the signature was right; success is said only after every page was read back; the port
 * is free within a second of the end. After any fault the board is reset and the work goes on with the
 * pages that are left; after a pulled cable it goes on when the board is back in the same socket.
 */
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import type { Board, Chip } from '../../boards/types.ts';
import { bounded, type Clock } from './clock.ts';
import { DeviceError } from './device-error.ts';
import { Link, PATIENCE, type LinkContext, type Patience, type Session } from './link.ts';
import type { Lock } from './lock.ts';
import { pagesOf } from './pages.ts';
import type { PortDesk } from './port-desk.ts';
import type { PortMemory } from './port-memory.ts';
import { Progress } from './progress.ts';
import { PROTOCOLS } from './protocols/index.ts';
import { portKey, type PortInfo, type Transport } from './transport.ts';
import type { Emit } from './upload-event.ts';
import { FlashState, writeImage } from './write-image.ts';
import { findAnotherBoard, wrongBoard } from './wrong-board.ts';

/** What uploads of one program share. */
export interface DeviceService {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly desk: PortDesk;
  readonly memory: PortMemory;
  readonly touchLock: Lock;
}

export interface UploadRequest {
  readonly board: Board;
  readonly port: PortInfo;
  /** From address 0. */
  readonly image: Uint8Array;
  readonly patience?: Partial<Patience>;
  readonly signal?: AbortSignal;
  readonly emit?: Emit;
  /** Write every page, whatever was written last. */
  readonly wholly?: boolean;
  /** Keep the port open afterwards for a monitor. */
  readonly keepOpen?: boolean;
}

export interface UploadResult {
  readonly pages: number;
  readonly ms: number;
  /** Resets after faults. */
  readonly restarts: number;
}

const LIST_MS = 2_000;
const FAULTS_SURVIVED = 3;
const UNPLUGS_SURVIVED = 3;

export async function upload(service: DeviceService, request: UploadRequest): Promise<UploadResult> {
  const { board, port, image } = request;
  const chip = CHIPS[board.chip];
  checkVirtual(port, board);
  const max = Math.min(board.upload.maxFlashBytes, port.virtual?.room ?? Infinity);
  if (image.length > max) throw new DeviceError('too-big', undefined, { bytes: image.length, max });
  const start = service.clock.now();
  const key = portKey(port);
  const patience = { ...PATIENCE, ...request.patience };
  const claim = await service.desk.claim(key, patience.busyMs);
  const emit = request.emit ?? (() => undefined);
  const context: LinkContext = {
    board,
    protocol: PROTOCOLS[board.upload.protocol],
    transport: service.transport,
    clock: service.clock,
    claim,
    memory: service.memory,
    touchLock: service.touchLock,
    patience,
    emit,
    isCancelled: () => request.signal?.aborted === true,
  };
  const link = new Link(context, port);
  let isDone = false;
  try {
    const result = await run(link, context, chip, request).catch(async (failure: unknown) => {
      const fault = DeviceError.from(failure);
      if (fault.code !== 'no-answer' && fault.code !== 'not-a-board') throw fault;
      await link.close();
      throw (await findAnotherBoard(context, port)) ?? fault;
    });
    isDone = true;
    return { ...result, ms: service.clock.now() - start };
  } finally {
    if (isDone && request.keepOpen === true) claim.release(link.handOver());
    else {
      await link.close();
      claim.release();
    }
  }
}

/** The virtual board need not be asked what it is. */
function checkVirtual({ virtual }: PortInfo, board: Board): void {
  const itself = BOARDS.find(({ id }) => id === virtual?.board);
  if (itself !== undefined && itself.chip !== board.chip)
    throw new DeviceError('wrong-board', undefined, { found: itself.id, board: board.id });
}

async function run(
  link: Link,
  context: LinkContext,
  chip: Chip,
  request: UploadRequest,
): Promise<{ pages: number; restarts: number }> {
  const { clock, protocol, memory, emit } = context;
  const { traits } = protocol;
  const key = portKey(request.port);
  const pages = pagesOf(request.image, chip.flash.pageBytes);
  const previous = request.wholly === true ? undefined : memory.recall(key).image;
  const state = new FlashState(pages, traits, previous);
  if (state.dirty.size < pages.count - 1) emit({ kind: 'notice', code: 'only-changes' });
  const progress = new Progress(clock, traits, request.board.upload.baud, emit);
  const checkCancelled = (): void => {
    if (context.isCancelled()) throw new DeviceError('cancelled');
  };
  progress.plan(state.bytesToWrite, pages.whole.length);
  progress.enter('connect');
  let faults = 0;
  let unplugs = 0;
  for (;;) {
    let isConnected = false;
    try {
      const session = await link.connect();
      isConnected = true;
      await checkSignature(session, chip, request.board);
      await writeImage(session, state, { traits, progress, emit, checkCancelled });
      progress.enter('start');
      await leave(session);
      memory.remember(key, { image: request.image.slice() });
      return { pages: pages.count, restarts: faults + unplugs };
    } catch (failure) {
      const fault = await asUnplugged(DeviceError.from(failure), context, link.where);
      state.distrust();
      // Before the first answer the link has tried everything it knows.
      const mayGoOn = isConnected || (fault.code === 'unplugged' && link.hasOpened);
      const next = mayGoOn ? nextStep(fault, faults, unplugs) : 'give-up';
      if (next === 'give-up') throw fault;
      emit({ kind: 'fault', code: fault.code });
      checkCancelled();
      if (next === 'replug') {
        unplugs++;
        await link.replugged();
      } else faults++;
      progress.plan(state.bytesToWrite, pages.whole.length);
      progress.enter('connect');
    }
  }
}

function nextStep(fault: DeviceError, faults: number, unplugs: number): 'again' | 'replug' | 'give-up' {
  if (fault.code === 'unplugged') return unplugs < UNPLUGS_SURVIVED ? 'replug' : 'give-up';
  const isWire = fault.code === 'garbled' || fault.code === 'no-answer';
  return isWire && faults < FAULTS_SURVIVED ? 'again' : 'give-up';
}

/** Some systems say nothing when a cable comes out: the port is silent, and no longer listed. */
async function asUnplugged(fault: DeviceError, context: LinkContext, port: PortInfo): Promise<DeviceError> {
  const mayBe = fault.code === 'no-answer' || fault.code === 'port-failed';
  if (!mayBe || port.vendorId === undefined) return fault;
  const listing = context.transport.list();
  const ports = await bounded(context.clock, LIST_MS, 'port-failed', listing).catch(() => undefined);
  if (ports === undefined || ports.some(({ path }) => path === port.path)) return fault;
  return new DeviceError('unplugged', fault);
}

/** The program is on the board and verified: a start that is not answered is not a failure of the upload. */
async function leave({ programmer, conversation }: Session): Promise<void> {
  try {
    await programmer.leave();
  } catch (failure) {
    const fault = DeviceError.from(failure);
    if (fault.code === 'port-failed') throw fault;
  } finally {
    conversation.end();
  }
}

async function checkSignature(session: Session, chip: Chip, board: Board): Promise<void> {
  const matches = (bytes: readonly number[]): boolean =>
    bytes.every((byte, at) => byte === chip.signature[at]);
  if (matches(session.signature)) return;
  // One wrong bit on the line must not make another board of it.
  const again = await session.programmer.signature();
  if (matches(again)) return;
  if (again.some((byte, at) => byte !== session.signature[at])) throw new DeviceError('garbled', 'signature');
  throw wrongBoard(again, board);
}
