/**
 * A monitor as a window shows it: lines in batches, pause, the send box, saving, the plotter's numbers.
 *
 * In: a port and a speed. Out: at most one batch in 50 ms, however fast the board talks; while it is paused none,
 * and then what is still kept, with the count of what is not. What is shown never outgrows the log's limits.
 */
import { Monitor, type MonitorState } from './monitor.ts';
import { MonitorLog, type LogLimits, type MonitorLine } from './monitor-log.ts';
import { NumberSeries, type SeriesLimits } from './number-series.ts';
import type { PortInfo } from './transport.ts';
import type { DeviceService } from './upload.ts';

export interface MonitorBatch {
  readonly lines: readonly MonitorLine[];
  /** Lines since the last batch that are not kept any more. */
  readonly dropped: number;
  /** What came after the last line's end. */
  readonly unfinished: string;
}

export interface MonitorSessionOptions {
  readonly port: PortInfo;
  readonly baud: number;
  readonly limits?: LogLimits;
  readonly seriesLimits?: SeriesLimits;
  readonly onBatch?: (batch: MonitorBatch) => void;
  readonly onBytes?: (bytes: Uint8Array, at: number) => void;
  readonly onState?: (state: MonitorState) => void;
}

export type LineEnding = 'none' | 'lf' | 'cr' | 'crlf';

const ENDINGS: Readonly<Record<LineEnding, string>> = { none: '', lf: '\n', cr: '\r', crlf: '\r\n' };
const BATCH_MS = 50;

export class MonitorSession {
  readonly series: NumberSeries;
  private readonly service: DeviceService;
  private readonly options: MonitorSessionOptions;
  private readonly monitor: Monitor;
  /** The number of the next line that is shown. */
  private next = 0;
  private lastUnfinished = '';
  private paused = false;
  private isDue = false;

  constructor(service: DeviceService, options: MonitorSessionOptions) {
    const { port, baud, limits, onState } = options;
    this.service = service;
    this.options = options;
    this.series = new NumberSeries(options.seriesLimits);
    this.monitor = new Monitor(service, {
      port,
      baud,
      ...(limits === undefined ? {} : { limits }),
      ...(onState === undefined ? {} : { onState }),
      onBytes: (bytes, at) => {
        options.onBytes?.(bytes, at);
        this.batchSoon();
      },
      onLines: (lines) => lines.forEach((line) => this.series.take(line)),
    });
  }

  /** Until close(), or a fault that does not pass by itself. */
  run(): Promise<void> {
    return this.monitor.run();
  }

  close(): void {
    this.monitor.close();
  }

  get log(): MonitorLog {
    return this.monitor.log;
  }

  get state(): MonitorState {
    return this.monitor.state;
  }

  get isPaused(): boolean {
    return this.paused;
  }

  /** Everything is still heard and kept; nothing is shown. */
  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.batchSoon();
  }

  /** The program is restarted where a port cannot change its speed while it is open. */
  setBaud(baud: number): Promise<void> {
    return this.monitor.setBaud(baud);
  }

  /** What was typed, as UTF-8. */
  send(text: string, ending: LineEnding): Promise<void> {
    return this.monitor.send(new TextEncoder().encode(text + ENDINGS[ending]));
  }

  sendBytes(bytes: Uint8Array): Promise<void> {
    return this.monitor.send(bytes);
  }

  clear(): void {
    this.monitor.log.clear();
    this.series.clear();
    this.next = this.monitor.log.nextNumber;
  }

  private batchSoon(): void {
    if (this.isDue || this.paused) return;
    this.isDue = true;
    this.service.clock.after(BATCH_MS, () => {
      this.isDue = false;
      if (!this.paused) this.show();
    });
  }

  private show(): void {
    const { log } = this.monitor;
    const lines = log.linesFrom(this.next);
    const dropped = (lines[0]?.number ?? log.nextNumber) - this.next;
    this.next = log.nextNumber;
    const { unfinished } = log;
    if (lines.length === 0 && dropped === 0 && unfinished === this.lastUnfinished) return;
    this.lastUnfinished = unfinished;
    this.options.onBatch?.({ lines, dropped, unfinished });
  }
}
