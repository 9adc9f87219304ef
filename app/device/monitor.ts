/**
 * Listens to a board's program, and talks to it.
 *
 * In: a port and a speed. Out: bytes and lines as they come. It shares the port with uploads (port-desk.ts):
 * asked to, it gives its open line away and takes it back afterwards without a restart of the board. A
 * cable that comes out is noticed, in silence too, and waited for.
 */
import { bounded, pause, type Clock } from './clock.ts';
import { DeviceError } from './device-error.ts';
import { MonitorLog, type LogLimits, type MonitorLine } from './monitor-log.ts';
import { noSuchPort } from './no-such-port.ts';
import { closeLine, type Claim } from './port-desk.ts';
import { portKey, type Line, type PortInfo } from './transport.ts';
import type { DeviceService } from './upload.ts';

export type MonitorState = 'opening' | 'listening' | 'lent' | 'unplugged' | 'closed';

export interface MonitorOptions {
  readonly port: PortInfo;
  readonly baud: number;
  readonly limits?: LogLimits;
  readonly onBytes?: (bytes: Uint8Array, at: number) => void;
  readonly onLines?: (lines: readonly MonitorLine[]) => void;
  readonly onState?: (state: MonitorState) => void;
  /** Do not wait for a cable that came out. */
  readonly endsWithCable?: boolean;
}

const LOOK_MS = 1_000;
const RETRY_MS = 300;
const WRITE_MS = 3_000;
const FOREVER_MS = 1e9;

export class Monitor {
  readonly log: MonitorLog;
  state: MonitorState = 'opening';
  private readonly service: DeviceService;
  private readonly clock: Clock;
  private readonly options: MonitorOptions;
  private port: PortInfo;
  private line: Line | undefined;
  private baud: number;
  private isWanted = false;
  private isClosed = false;
  private wake: () => void = () => undefined;

  constructor(service: DeviceService, options: MonitorOptions) {
    this.service = service;
    this.clock = service.clock;
    this.options = options;
    this.port = options.port;
    this.baud = options.baud;
    this.log = new MonitorLog(options.limits);
  }

  /** Runs until close(), or a fault that does not pass by itself. */
  async run(): Promise<void> {
    const key = portKey(this.options.port);
    while (!this.isClosed) {
      const claim = await this.service.desk.claim(key, FOREVER_MS, () => this.giveWay());
      let kept: { path: string; line: Line } | undefined;
      try {
        kept = await this.listen(claim);
      } finally {
        claim.release(kept);
      }
      if (this.isWanted && !this.isClosed) this.enter('lent');
      this.isWanted = false;
    }
  }

  async send(bytes: Uint8Array): Promise<void> {
    if (this.line === undefined) throw new DeviceError('unplugged', 'not listening');
    await bounded(this.clock, WRITE_MS, 'no-answer', this.line.write(bytes));
  }

  /** At once where the port is open, else when it is opened. */
  async setBaud(baud: number): Promise<void> {
    this.baud = baud;
    if (this.line !== undefined) await bounded(this.clock, WRITE_MS, 'port-failed', this.line.setBaud(baud));
  }

  close(): void {
    this.isClosed = true;
    this.wake();
  }

  private giveWay(): void {
    this.isWanted = true;
    this.wake();
  }

  /** Until somebody wants the port; answers with the open line. */
  private async listen(claim: Claim): Promise<{ path: string; line: Line } | undefined> {
    let wasThere = false;
    while (!this.isClosed && !this.isWanted) {
      this.enter(wasThere ? 'unplugged' : 'opening');
      const line = await this.open(claim, wasThere);
      if (line === undefined) continue;
      wasThere = true;
      const isGone = await this.receive(line);
      this.line = undefined;
      if (!isGone && this.isWanted && !this.isClosed) return { path: this.port.path, line };
      await closeLine(line, this.clock);
      if (isGone && this.options.endsWithCable === true) {
        this.isClosed = true;
        this.enter('closed');
        throw new DeviceError('unplugged');
      }
    }
    if (this.isClosed) this.enter('closed');
    return undefined;
  }

  private async open(claim: Claim, isBack: boolean): Promise<Line | undefined> {
    if (isBack) {
      const ports = await this.service.transport.list().catch(() => []);
      const key = portKey(this.options.port);
      this.port = ports.find((port) => portKey(port) === key) ?? this.port;
    }
    try {
      return (await claim.open(this.port.path, this.baud)).line;
    } catch (failure) {
      const fault = DeviceError.from(failure);
      // A board that comes back is not ready at once; the first time a fault is told.
      if (!isBack) throw await noSuchPort(fault, this.port.path, this.service);
      await pause(this.clock, RETRY_MS);
      return undefined;
    }
  }

  /** True when the port went away by itself. */
  private receive(line: Line): Promise<boolean> {
    return new Promise((done) => {
      let isOver = false;
      const end = (isGone: boolean): void => {
        if (isOver) return;
        isOver = true;
        line.listen(undefined);
        done(isGone);
      };
      this.line = line;
      this.wake = () => end(false);
      line.listen({
        bytes: (chunk) => {
          const at = this.clock.now();
          this.options.onBytes?.(chunk, at);
          const lines = this.log.take(chunk, at);
          if (lines.length > 0) this.options.onLines?.(lines);
        },
        closed: () => end(true),
      });
      this.enter('listening');
      const look = (): void => {
        if (isOver) return;
        void this.isListed().then((isThere) => {
          if (!isThere) end(true);
          this.clock.after(LOOK_MS, look);
        });
      };
      if (this.port.vendorId !== undefined) this.clock.after(LOOK_MS, look);
    });
  }

  private async isListed(): Promise<boolean> {
    const listing = this.service.transport.list();
    const ports = await bounded(this.clock, LOOK_MS, 'port-failed', listing).catch(() => undefined);
    return ports === undefined || ports.some(({ path }) => path === this.port.path);
  }

  private enter(state: MonitorState): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState?.(state);
  }
}
