/**
 * The whole way without a cable, once: a firmware is sent to a new virtual board, which then runs it with its bricks.
 *
 * In: a build that succeeded. Out: how long sending took, and how much its bricks showed in the first seconds;
 * undefined where the board has another chip than the virtual one. The user's own virtual board is left alone.
 */
import { readHex } from '../../compiler/hex/read-hex.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { createSystemClock } from '../device/clock.ts';
import { createDeviceService } from '../device/device-service.ts';
import { MemoryTransport } from '../device/memory-transport.ts';
import { upload } from '../device/upload.ts';
import { Bench } from '../simulator/index.ts';
import { bootProgram } from '../virtual-board/boot-program.ts';
import { VirtualBoard } from '../virtual-board/virtual-board.ts';
import type { BuildReport } from './build.ts';

export interface Rehearsal {
  readonly bytes: number;
  readonly sendMs: number;
  readonly seconds: number;
  /** What the bricks' outputs did in that time: changes, all together. */
  readonly changes: number;
}

const SECONDS = 5;
/** Nobody watches: it need not take as long as on a cable. */
const SPEED = 4;
/** A computer that has much else to do makes the board slow too. */
const PATIENCE = 10;
const PORT = { path: 'virtual' };

export async function rehearse({ hex, kit, bricks = [] }: BuildReport): Promise<Rehearsal | undefined> {
  if (hex === undefined || kit === undefined || kit.board.chip !== 'atmega328p') return undefined;
  if (kit.board.upload.protocol !== 'stk500v1') return undefined;
  const code = readHex(hex, CHIPS[kit.board.chip].flash.bytes);
  if (!code.ok) return undefined;
  const clock = createSystemClock(PATIENCE);
  const there = new VirtualBoard({ clock, boot: bootProgram(), speed: SPEED });
  // Before the program starts: what it does first counts too.
  const { machine } = there;
  const bench = new Bench({ machine, kit, bricks });
  const before = changesOf(bench);
  const transport = new MemoryTransport();
  transport.plug(PORT, there);
  const service = createDeviceService(transport, clock);
  const { ms } = await upload(service, { board: kit.board, port: PORT, image: code.image });
  machine.run(machine.toCycles(SECONDS));
  return { bytes: code.image.length, sendMs: ms, seconds: SECONDS, changes: changesOf(bench) - before };
}

/** Inputs are not touched meanwhile, so what is added is the outputs'. */
const changesOf = ({ trace }: Bench): number =>
  trace.names().reduce((sum, name) => sum + trace.points(name).length, 0);
