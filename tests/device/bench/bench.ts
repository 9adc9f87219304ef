/**
 * One board on a bench: a model of it, a fault, and what must hold afterwards.
 *
 * In: a protocol's name and a fault. Out: the upload's outcome, and the verdict on A–E of docs/device.md:
 * what is in the flash, what ran meanwhile, whether the port is free and whether success was true.
 */
import { BOARDS } from '../../../boards/bases/index.ts';
import { CHIPS } from '../../../boards/chips/index.ts';
import type { Board } from '../../../boards/types.ts';
import { DeviceError } from '../../../app/device/device-error.ts';
import { Lock } from '../../../app/device/lock.ts';
import { MemoryTransport } from '../../../app/device/memory-transport.ts';
import { PortDesk } from '../../../app/device/port-desk.ts';
import { createPortMemory } from '../../../app/device/port-memory.ts';
import type { PortInfo } from '../../../app/device/transport.ts';
import {
  upload,
  type DeviceService,
  type UploadRequest,
  type UploadResult,
} from '../../../app/device/upload.ts';
import type { UploadEvent } from '../../../app/device/upload-event.ts';
import { atmegaBoot, optiboot, stk500v2Boot } from './boot-codes.ts';
import { CaterinaBoard, type CaterinaBoardOptions } from './caterina-board.ts';
import { FaultyTransport, type Fault } from './faulty-transport.ts';
import { UartBoard, type UartBoardOptions } from './uart-board.ts';
import { VirtualClock } from './virtual-clock.ts';

export type BenchBoard = 'optiboot' | 'atmegaboot' | 'mega' | 'caterina';
export const BENCH_BOARDS: readonly BenchBoard[] = ['optiboot', 'atmegaboot', 'mega', 'caterina'];

const BOARD_IDS: Readonly<Record<BenchBoard, string>> = {
  optiboot: 'uno',
  atmegaboot: 'nano-old',
  mega: 'mega',
  caterina: 'leonardo',
};

export type FlashVerdict = 'old' | 'new' | 'halted' | 'blank' | 'mixed';

export interface BenchOptions {
  readonly board: BenchBoard;
  readonly fault?: Fault;
  readonly image?: Uint8Array;
  readonly old?: Uint8Array;
  /** After an unplug; never when absent. */
  readonly replugMs?: number;
  readonly uart?: Partial<UartBoardOptions>;
  readonly caterina?: Partial<CaterinaBoardOptions>;
  readonly location?: string;
  readonly name?: string;
  readonly clock?: VirtualClock;
  readonly transport?: MemoryTransport;
}

export interface Outcome {
  readonly result?: UploadResult;
  readonly fault?: DeviceError;
  readonly events: readonly UploadEvent[];
  readonly flash: FlashVerdict;
  /** What was in the flash each time the program was started. */
  readonly started: readonly FlashVerdict[];
  readonly ms: number;
  readonly isPortFree: boolean;
}

/** Bytes that look like a program: a jump over the vectors first. */
export function makeImage(bytes: number, seed: number): Uint8Array {
  const image = new Uint8Array(bytes);
  let state = seed * 2_654_435_761 + 12_345;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    image[at] = state >>> 16;
  }
  image.set([0x0c, 0x94, seed & 255, 0x00].slice(0, bytes));
  return image;
}

export class Bench {
  readonly clock: VirtualClock;
  readonly memoryTransport: MemoryTransport;
  readonly transport: FaultyTransport;
  readonly board: Board;
  readonly service: DeviceService;
  readonly image: Uint8Array;
  readonly old: Uint8Array;
  readonly flash: Uint8Array;
  readonly started: FlashVerdict[] = [];
  readonly device: UartBoard | CaterinaBoard;
  private readonly options: BenchOptions;

  constructor(options: BenchOptions) {
    this.options = options;
    this.clock = options.clock ?? new VirtualClock();
    this.memoryTransport = options.transport ?? new MemoryTransport();
    const board = BOARDS.find(({ id }) => id === BOARD_IDS[options.board]);
    if (board === undefined) throw new Error(`no board ${options.board}`);
    this.board = board;
    const pageBytes = CHIPS[board.chip].flash.pageBytes;
    this.image = options.image ?? makeImage(2 * pageBytes - 30, 7);
    this.old = options.old ?? makeImage(3 * pageBytes + 20, 3);
    this.device = this.makeDevice();
    this.flash = this.device.flash;
    this.flash.set(this.old);
    this.transport = new FaultyTransport(
      this.memoryTransport,
      this.clock,
      options.fault ?? { kind: 'none' },
      () => this.unplug(),
    );
    this.service = {
      transport: this.transport,
      clock: this.clock,
      desk: new PortDesk(this.transport, this.clock),
      memory: createPortMemory(),
      touchLock: new Lock(),
    };
    this.plug();
  }

  get port(): PortInfo {
    const location = this.options.location;
    const path =
      this.device instanceof CaterinaBoard ? (this.device.path ?? `${this.name}-sketch`) : this.name;
    const ids =
      this.options.board === 'caterina' ? { vendorId: 0x2341, productId: 0x8036 } : this.board.usb[0];
    return { path, ...ids, ...(location === undefined ? {} : { location }) };
  }

  get name(): string {
    return this.options.name ?? 'usb1';
  }

  plug(): void {
    if (this.device instanceof UartBoard) this.memoryTransport.plug(this.port, this.device);
    this.device.power(true);
  }

  unplug(): void {
    if (this.device instanceof UartBoard) this.memoryTransport.unplug(this.name);
    this.device.power(false);
    const { replugMs } = this.options;
    if (replugMs !== undefined) this.clock.after(replugMs, () => this.plug());
  }

  judge(flash = this.flash): FlashVerdict {
    // No fault of one bit reaches further with images this small.
    const end = Math.min(this.board.upload.maxFlashBytes, this.image.length + this.old.length + 4_096);
    const holds = (image: Uint8Array, rest: 'blank' | 'any'): boolean =>
      image.every((byte, at) => flash[at] === byte) &&
      (rest === 'any' || flash.subarray(image.length, end).every((byte) => byte === 0xff));
    if (holds(this.image, 'any')) return 'new';
    if (holds(this.old, 'blank')) return 'old';
    if (flash[0] === 0xff && flash[1] === 0xcf) return 'halted';
    if (flash[0] === 0xff && flash[1] === 0xff) return 'blank';
    return 'mixed';
  }

  /** Everything there is to say about one upload. */
  async run(request: Partial<UploadRequest> = {}): Promise<Outcome> {
    // What USB needs to see the board for the first time.
    await this.pass(2_000);
    const events: UploadEvent[] = [];
    const start = this.clock.now();
    this.started.length = 0;
    const settled = upload(this.service, {
      board: this.board,
      port: this.port,
      image: this.image,
      emit: (event) => events.push(event),
      patience: { replugMs: 5_000, busyMs: 3_000, resetButtonMs: 5_000 },
      ...request,
    }).then(
      (result) => ({ result }),
      (fault: unknown) => {
        if (fault instanceof DeviceError) return { fault };
        throw fault;
      },
    );
    const answer = await this.clock.run(settled);
    const ms = this.clock.now() - start;
    const before = this.judge();
    // A second later: the port must be free, and the board must have done nothing it should not.
    await this.pass(1_000);
    return {
      ...answer,
      events,
      flash: before,
      started: [...this.started],
      ms,
      isPortFree: this.transport.openLines === 0,
    };
  }

  /** Lets time pass. */
  pass(ms: number): Promise<void> {
    return this.clock.run(new Promise<void>((done) => void this.clock.after(ms, done)));
  }

  private makeDevice(): UartBoard | CaterinaBoard {
    const { clock, options, board } = this;
    const chip = CHIPS[board.chip];
    const onAppStart = (flash: Uint8Array): void => void this.started.push(this.judge(flash));
    if (options.board === 'caterina')
      return new CaterinaBoard({
        clock,
        transport: this.memoryTransport,
        name: this.name,
        onAppStart,
        ...(options.location === undefined ? {} : { location: options.location }),
        ...options.caterina,
      });
    const boot = { optiboot: optiboot(), atmegaboot: atmegaBoot(), mega: stk500v2Boot() }[options.board];
    return new UartBoard({
      clock,
      boot,
      bootBaud: board.upload.baud,
      flashBytes: chip.flash.bytes,
      pageBytes: chip.flash.pageBytes,
      answersWithoutBuffer: options.board === 'mega',
      onAppStart,
      ...options.uart,
    });
  }
}
