/**
 * All a window needs of boards, in one place: the list as it changes, sending to one or to all, what is on a board,
 * the monitor, the station.
 *
 * In: a device service (one for each program). Out: events as plain data, which may cross to another process; calls
 * name ports by their path. Each call ends with its result or a DeviceError; sentences.ts says it. Uploads and the
 * monitor of one port share it; uploads of different ports run beside each other.
 */
import type { Board } from '../../boards/types.ts';
import { candidates } from './candidates.ts';
import { DeviceError, type Details, type DeviceCode } from './device-error.ts';
import { askBoard } from './find-board.ts';
import { flashFleet, runStation, type FleetJob, type FleetResult } from './fleet.ts';
import type { MonitorState } from './monitor.ts';
import { MonitorSession, type MonitorBatch } from './monitor-session.ts';
import { watchPorts } from './port-watch.ts';
import { readBlocks } from './read-board.ts';
import type { PortInfo } from './transport.ts';
import type { DeviceService, UploadResult } from './upload.ts';
import type { UploadEvent } from './upload-event.ts';

export interface KnownPort extends PortInfo {
  /** Ids of the boards it may be, the likeliest first. */
  readonly boards: readonly string[];
}

export interface DeviceFault {
  readonly code: DeviceCode;
  readonly details: Details;
}

export type DeviceEvent =
  | {
      readonly kind: 'ports';
      /** Those that may be a board. */
      readonly ports: readonly KnownPort[];
      readonly appeared: readonly string[];
      readonly gone: readonly string[];
    }
  | { readonly kind: 'upload'; readonly path: string; readonly event: UploadEvent }
  | {
      readonly kind: 'result';
      readonly path: string;
      /** The board's id. */
      readonly board: string;
      readonly ms: number;
      /** Absent: the program is on the board, and was read back. */
      readonly fault?: DeviceFault;
    }
  | {
      readonly kind: 'monitor';
      readonly path: string;
      readonly state: MonitorState;
      /** Why it could not go on. */
      readonly fault?: DeviceFault;
    }
  | { readonly kind: 'lines'; readonly path: string; readonly batch: MonitorBatch };

export type Job = Omit<FleetJob, 'port'>;

export class DeviceCenter {
  private readonly service: DeviceService;
  private readonly emit: (event: DeviceEvent) => void;
  private readonly last = new Map<string, Job>();
  private readonly sending = new Map<string, AbortController>();
  private readonly monitors = new Map<string, MonitorSession>();

  constructor(service: DeviceService, emit: (event: DeviceEvent) => void) {
    this.service = service;
    this.emit = emit;
  }

  /** Events of ports from now on, the whole list first; the answer ends them. */
  start(): () => void {
    return watchPorts(this.service.transport, this.service.clock, ({ ports, appeared, gone }) => {
      const shown = ports.map(known).filter(({ boards }) => boards.length > 0);
      const paths = (some: readonly PortInfo[]): string[] =>
        some.filter((port) => candidates(port).length > 0).map(({ path }) => path);
      this.emit({ kind: 'ports', ports: shown, appeared: paths(appeared), gone: paths(gone) });
    });
  }

  async ports(): Promise<readonly KnownPort[]> {
    return (await this.service.transport.list()).map(known).filter(({ boards }) => boards.length > 0);
  }

  /** By its signature; the board is restarted. */
  async identify(path: string): Promise<Board> {
    return askBoard(this.service, await this.port(path), { emit: (event) => this.tell(path, event) });
  }

  /** One upload at a time for each port; `cancel` leaves a board that waits. */
  async send(path: string, job: Job): Promise<UploadResult> {
    const [outcome] = await this.sendEach([path], job);
    if (outcome?.result === undefined) throw outcome?.fault ?? new DeviceError('cancelled');
    return outcome.result;
  }

  /** What was sent there last, once more. */
  retry(path: string): Promise<UploadResult> {
    const job = this.last.get(path);
    return job === undefined
      ? Promise.reject(new DeviceError('no-board', 'nothing was sent'))
      : this.send(path, job);
  }

  cancel(path: string): void {
    this.sending.get(path)?.abort();
  }

  /** To all boards on a cable that have this chip, beside each other; each has its own result. */
  async sendAll(job: Job): Promise<readonly FleetResult[]> {
    const ports = await this.service.transport.list();
    const fitting = ports.filter((port) => port.virtual === undefined && mayTake(port, job));
    if (fitting.length === 0) throw new DeviceError('no-board');
    return this.sendEach(
      fitting.map(({ path }) => path),
      job,
    );
  }

  /** "What is on this board?": the text of the .genie file that was sent with its program. */
  async blocksOn(path: string, board?: Board): Promise<{ readonly board: Board; readonly text: string }> {
    const port = await this.port(path);
    const emit = (event: UploadEvent): void => this.tell(path, event);
    const found = board ?? (await askBoard(this.service, port, { emit }));
    return { board: found, text: await readBlocks(this.service, found, port, { emit }) };
  }

  /** One for each port; one that is open already is answered. */
  async openMonitor(path: string, baud: number): Promise<MonitorSession> {
    const open = this.monitors.get(path);
    if (open !== undefined) return open;
    const session = new MonitorSession(this.service, {
      port: await this.port(path),
      baud,
      onState: (state) => this.emit({ kind: 'monitor', path, state }),
      onBatch: (batch) => this.emit({ kind: 'lines', path, batch }),
    });
    this.monitors.set(path, session);
    session
      .run()
      .catch((failure: unknown) => {
        const { code, details } = DeviceError.from(failure);
        this.emit({ kind: 'monitor', path, state: 'closed', fault: { code, details } });
      })
      .finally(() => this.monitors.delete(path));
    return session;
  }

  /** Every board on a cable that has this chip, once for each time it is plugged in, until `signal`. */
  runStation(job: Job, signal: AbortSignal, onResult: (result: FleetResult) => void): Promise<void> {
    return runStation(this.service, {
      signal,
      jobFor: (port) => (port.virtual === undefined && mayTake(port, job) ? job : undefined),
      onEvent: ({ path }, event) => this.tell(path, event),
      onResult: (result) => {
        this.tellResult(result);
        onResult(result);
      },
    });
  }

  /** Sixteen at a time. */
  private async sendEach(paths: readonly string[], job: Job): Promise<readonly FleetResult[]> {
    const jobs = await Promise.all(
      paths.map(async (path): Promise<FleetJob> => {
        const controller = new AbortController();
        this.last.set(path, job);
        this.sending.set(path, controller);
        const keepOpen = this.monitors.has(path);
        return { ...job, port: await this.port(path), signal: controller.signal, keepOpen };
      }),
    );
    return flashFleet(this.service, jobs, {
      onEvent: ({ path }, event) => this.tell(path, event),
      onResult: (result) => {
        this.sending.delete(result.job.port.path);
        this.tellResult(result);
      },
    });
  }

  /** A name the list does not have may be one the system opens all the same. */
  private async port(path: string): Promise<PortInfo> {
    const ports = await this.service.transport.list().catch(() => []);
    return ports.find((port) => port.path === path) ?? { path };
  }

  private tell(path: string, event: UploadEvent): void {
    this.emit({ kind: 'upload', path, event });
  }

  private tellResult({ job, ms, fault }: FleetResult): void {
    this.emit({
      kind: 'result',
      path: job.port.path,
      board: job.board.id,
      ms,
      ...(fault === undefined ? {} : { fault: { code: fault.code, details: fault.details } }),
    });
  }
}

const known = (port: PortInfo): KnownPort => ({ ...port, boards: candidates(port).map(({ id }) => id) });

const mayTake = (port: PortInfo, { board }: Job): boolean =>
  candidates(port).some(({ chip }) => chip === board.chip);
