/**
 * A board whose chip is on the USB: the sketch and Caterina are two devices that come and go.
 *
 * In: the in-memory transport, on which it plugs and unplugs itself. Out: its flash. What it has of the
 * real thing: 1200 baud with DTR low arms a watchdog of 120 ms and DTR high disarms it; another product
 * id and another path for the bootloader; packets of 64 bytes that hold one command; a block that misses
 * bytes waits for ever; 8 s without a block, or 0.5 s after E, start the program, if there is one.
 */
import type { MemoryDevice, MemoryTransport } from '../../../app/device/memory-transport.ts';
import type { PortInfo, Signals } from '../../../app/device/transport.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface CaterinaBoardOptions {
  readonly clock: VirtualClock;
  readonly transport: MemoryTransport;
  readonly name: string;
  readonly location?: string;
  readonly signature?: readonly number[];
  /** The sketch has switched USB off. */
  readonly isSilent?: boolean;
  readonly onAppStart?: (flash: Uint8Array) => void;
}

const PAGE_BYTES = 128;
const PACKET_BYTES = 64;
const PACKET_MS = 0.07;
/** Its code puts every byte into the endpoint one by one. */
const PACKET_IN_MS = 0.95;
const PAGE_MS = 8.5;
const ENUMERATE_MS = 350;
const TIMEOUT_MS = 8_000;

export class CaterinaBoard {
  readonly flash = new Uint8Array(32_768).fill(0xff);
  appStarts = 0;
  isPowered = false;
  /** What is on the USB now. */
  path: string | undefined;
  private readonly options: CaterinaBoardOptions;
  private life = 0;
  private deadline = Infinity;
  private isInBlock = false;

  constructor(options: CaterinaBoardOptions) {
    this.options = options;
  }

  power(on: boolean): void {
    this.leaveUsb();
    this.isPowered = on;
    if (!on) return;
    if (this.isEmpty) this.startBootloader();
    else this.startSketch();
  }

  /** Somebody presses the button. */
  pressReset(): void {
    this.leaveUsb();
    this.startBootloader();
  }

  private get isEmpty(): boolean {
    return this.flash[0] === 0xff && this.flash[1] === 0xff;
  }

  private leaveUsb(): void {
    this.life++;
    const { path } = this;
    this.path = undefined;
    if (path !== undefined) this.options.transport.unplug(path);
  }

  private enumerate(path: string, productId: number, device: MemoryDevice): void {
    const { clock, transport, location } = this.options;
    const { life } = this;
    clock.after(ENUMERATE_MS, () => {
      if (life !== this.life) return;
      this.path = path;
      const info: PortInfo = { path, vendorId: 0x2341, productId };
      transport.plug(location === undefined ? info : { ...info, location }, device);
    });
  }

  private startSketch(): void {
    this.appStarts++;
    this.options.onAppStart?.(this.flash);
    // Whatever is in the flash: without a real program there would be no USB at all.
    if (this.options.isSilent !== true) this.enumerate(`${this.options.name}-sketch`, 0x8036, this.sketch());
  }

  private sketch(): MemoryDevice {
    const { clock } = this.options;
    const { life } = this;
    let baud = 0;
    let isArmed = false;
    return {
      opened: (_send, speed) => void (baud = speed),
      written: () => undefined,
      signals: ({ dtr }: Signals) => {
        isArmed = baud === 1_200 && !dtr;
        if (isArmed)
          clock.quietly(120, () => {
            if (!isArmed || life !== this.life) return;
            this.leaveUsb();
            this.startBootloader();
          });
        return true;
      },
      baud: (speed) => void (baud = speed),
      closed: () => undefined,
    };
  }

  private startBootloader(): void {
    const { clock } = this.options;
    const { life } = this;
    this.deadline = clock.now() + TIMEOUT_MS;
    this.isInBlock = false;
    const tick = (): void => {
      if (life !== this.life) return;
      // The counter stands still without a program, and inside a block.
      if (this.isEmpty || this.isInBlock) this.deadline += 100;
      if (clock.now() < this.deadline) return void clock.quietly(100, tick);
      this.leaveUsb();
      this.startSketch();
    };
    clock.quietly(100, tick);
    this.enumerate(`${this.options.name}-boot`, 0x0036, this.bootloader());
  }

  private bootloader(): MemoryDevice {
    const { clock } = this.options;
    const { life } = this;
    let send: ((bytes: Uint8Array) => void) | undefined;
    let busyUntil = 0;
    const packets: Uint8Array[] = [];
    let outgoing: number[] = [];
    const code = this.code(
      (...bytes) => outgoing.push(...bytes),
      (ms) => (busyUntil = Math.max(busyUntil, clock.now()) + ms),
    );
    code.next();
    let isWaiting = false;

    const flush = (): void => {
      if (outgoing.length === 0) return;
      const bytes = Uint8Array.from(outgoing);
      outgoing = [];
      const to = send;
      const delay = Math.max(busyUntil - clock.now(), 0) + 0.2 + (bytes.length / PACKET_BYTES) * PACKET_IN_MS;
      clock.after(delay, () => {
        if (life === this.life && send === to) to?.(bytes);
      });
    };
    const work = (): void => {
      if (isWaiting) return;
      const packet = packets.shift();
      if (packet === undefined) return;
      isWaiting = true;
      clock.quietly(Math.max(busyUntil - clock.now(), 0) + PACKET_MS, () => {
        isWaiting = false;
        if (life !== this.life) return;
        for (const byte of packet) {
          // The rest of the packet is dropped with the end of the command.
          if (code.next(byte).value === 'ended') break;
        }
        flush();
        work();
      });
    };
    return {
      opened: (to) => void (send = to),
      written: (bytes) => {
        for (let at = 0; at < bytes.length; at += PACKET_BYTES)
          packets.push(bytes.slice(at, at + PACKET_BYTES));
        work();
      },
      signals: () => true,
      baud: () => undefined,
      closed: () => void (send = undefined),
    };
  }

  /** CDC_Task, command by command. Yields 'ended' when it is done with one. */
  private *code(
    put: (...bytes: number[]) => void,
    busy: (ms: number) => void,
  ): Generator<'ended' | undefined, never, number> {
    const { clock, signature = [0x1e, 0x95, 0x87] } = this.options;
    const CR = 0x0d;
    let address = 0;
    let byte = yield undefined;
    for (;;) {
      switch (String.fromCharCode(byte)) {
        case 'E':
          this.deadline = clock.now() + 500;
          put(CR);
          break;
        case 'T':
          yield undefined;
          put(CR);
          break;
        case 'L':
        case 'P':
          put(CR);
          break;
        case 't':
          put(0x44, 0);
          break;
        case 'a':
          put(0x59);
          break;
        case 'A': {
          const high = yield undefined;
          address = (high << 9) | ((yield undefined) << 1);
          put(CR);
          break;
        }
        case 'p':
          put(0x53);
          break;
        case 'S':
          put(...Array.from('CATERIN', (letter) => letter.charCodeAt(0)));
          break;
        case 'V':
          put(0x31, 0x30);
          break;
        case 's':
          put(...signature.toReversed());
          break;
        case 'e':
          this.flash.fill(0xff, 0, 0x7000);
          put(CR);
          busy(224 * PAGE_MS);
          break;
        case 'b':
          put(0x59, 0, PAGE_BYTES);
          break;
        case 'B':
        case 'g': {
          const isWrite = String.fromCharCode(byte) === 'B';
          this.isInBlock = true;
          const high = yield undefined;
          const size = (high << 8) | (yield undefined);
          const kind = String.fromCharCode(yield undefined);
          this.deadline = clock.now() + TIMEOUT_MS;
          if (kind !== 'F' && kind !== 'E') put(0x3f);
          else if (!isWrite) {
            for (let i = 0; i < size; i++)
              put(kind === 'F' ? (this.flash[(address + i) & 0x7fff] ?? 0) : 0xff);
            address = (address + size) & 0xffff;
          } else {
            const start = address & 0x7f80;
            const page = new Uint8Array(PAGE_BYTES).fill(0xff);
            if (kind === 'F') this.flash.fill(0xff, start, start + PAGE_BYTES);
            for (let i = 0; i < size; i++) page[(address + i) % PAGE_BYTES] = yield undefined;
            if (kind === 'F') {
              this.flash.set(page, start);
              busy(PAGE_MS);
            }
            address = (address + size) & 0xffff;
            put(CR);
          }
          this.isInBlock = false;
          break;
        }
        case 'r':
        case 'F':
        case 'N':
        case 'Q':
          put(0xff);
          break;
        case 'l':
        case 'C':
        case 'c':
        case 'D':
          yield undefined;
          put(CR);
          break;
        case 'm':
          put(CR);
          break;
        case 'R':
        case 'd':
          put(0xff);
          break;
        case '\u001b':
          break;
        default:
          put(0x3f);
      }
      byte = yield 'ended';
    }
  }
}
