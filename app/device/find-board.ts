/**
 * Which board is on a port, by asking its chip. Nothing is written.
 *
 * In: a port. Out: the first of its candidates (candidates.ts) whose signature answered.
 */
import { CHIPS } from '../../boards/chips/index.ts';
import type { Board } from '../../boards/types.ts';
import { candidates } from './candidates.ts';
import { DeviceError } from './device-error.ts';
import { Link, PATIENCE, type Patience } from './link.ts';
import { PROTOCOLS } from './protocols/index.ts';
import { portKey, type PortInfo } from './transport.ts';
import type { DeviceService } from './upload.ts';
import type { Emit } from './upload-event.ts';

export interface AskOptions {
  readonly patience?: Partial<Patience>;
  readonly emit?: Emit;
  readonly isCancelled?: () => boolean;
}

/** The first board whose bootloader answers with its chip's signature. The program is started again. */
export async function askBoard(
  service: DeviceService,
  port: PortInfo,
  options: AskOptions = {},
): Promise<Board> {
  const tried = new Set<string>();
  const patience = { ...PATIENCE, ...options.patience };
  const claim = await service.desk.claim(portKey(port), patience.busyMs);
  try {
    for (const board of candidates(port)) {
      const protocol = PROTOCOLS[board.upload.protocol];
      // The other speeds of a protocol are tried by the link.
      if (tried.has(protocol.id)) continue;
      tried.add(protocol.id);
      const link = new Link(
        {
          board,
          protocol,
          transport: service.transport,
          clock: service.clock,
          claim,
          memory: service.memory,
          touchLock: service.touchLock,
          patience,
          emit: options.emit ?? (() => undefined),
          isCancelled: options.isCancelled ?? (() => false),
          isQuick: true,
        },
        port,
      );
      try {
        const { signature, programmer, conversation } = await link.connect();
        await programmer.leave().catch(() => undefined);
        conversation.end();
        const matches = (one: Board): boolean =>
          CHIPS[one.chip].signature.every((byte, at) => byte === signature[at]);
        const found = candidates(port).find(
          (one) => matches(one) && one.upload.protocol === board.upload.protocol,
        );
        if (found !== undefined) return found;
      } catch (failure) {
        const { code } = DeviceError.from(failure);
        if (code !== 'no-answer' && code !== 'garbled' && code !== 'not-a-board') throw failure;
      } finally {
        await link.close();
      }
    }
    throw new DeviceError('no-answer', 'no known board answers');
  } finally {
    claim.release();
  }
}
