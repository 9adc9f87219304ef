/**
 * Many boards at once, and a station that writes every board that is plugged in, once.
 *
 * In: a service and jobs. Out: for each board its own events and its own result; one that fails leaves the
 * others alone. Uploads run beside each other, 16 at most; boards that reset over USB take turns for that
 * moment (the service's touchLock).
 */
import type { Board } from '../../boards/types.ts';
import { pause } from './clock.ts';
import { DeviceError } from './device-error.ts';
import type { Patience } from './link.ts';
import { portKey, type PortInfo } from './transport.ts';
import { upload, type DeviceService, type UploadResult } from './upload.ts';
import type { UploadEvent } from './upload-event.ts';

export interface FleetJob {
  readonly board: Board;
  readonly port: PortInfo;
  readonly image: Uint8Array;
  /** Ends this one alone. */
  readonly signal?: AbortSignal;
  /** For a monitor that waits for its port. */
  readonly keepOpen?: boolean;
}

export interface FleetResult {
  readonly job: FleetJob;
  readonly ms: number;
  readonly result?: UploadResult;
  readonly fault?: DeviceError;
}

export interface FleetOptions {
  readonly patience?: Partial<Patience>;
  readonly signal?: AbortSignal;
  /** Whole uploads that are tried again when the board did not answer. */
  readonly retries?: number;
  readonly onEvent?: (port: PortInfo, event: UploadEvent) => void;
  readonly onResult?: (result: FleetResult) => void;
}

export const FLEET_SIZE = 16;

export async function flashFleet(
  service: DeviceService,
  jobs: readonly FleetJob[],
  options: FleetOptions = {},
): Promise<readonly FleetResult[]> {
  const results: FleetResult[] = [];
  const queue = jobs.entries();
  const worker = async (): Promise<void> => {
    for (const [index, job] of queue) results[index] = await flashOne(service, job, options);
  };
  await Promise.all(Array.from({ length: Math.min(FLEET_SIZE, jobs.length) }, worker));
  return results;
}

async function flashOne(service: DeviceService, job: FleetJob, options: FleetOptions): Promise<FleetResult> {
  const start = service.clock.now();
  const { patience, retries = 1, onEvent } = options;
  const signal = job.signal ?? options.signal;
  for (let attempt = 0; ; attempt++) {
    let outcome: Pick<FleetResult, 'result' | 'fault'>;
    try {
      const result = await upload(service, {
        ...job,
        ...(patience === undefined ? {} : { patience }),
        ...(signal === undefined ? {} : { signal }),
        emit: (event) => onEvent?.(job.port, event),
      });
      outcome = { result };
    } catch (failure) {
      const fault = DeviceError.from(failure);
      if (fault.code === 'no-answer' && attempt < retries && signal?.aborted !== true) continue;
      outcome = { fault };
    }
    const done = { job, ms: service.clock.now() - start, ...outcome };
    options.onResult?.(done);
    return done;
  }
}

export interface StationOptions extends FleetOptions {
  /** What every board gets; undefined: this port is none of ours. */
  readonly jobFor: (port: PortInfo) => Omit<FleetJob, 'port'> | undefined;
  readonly signal: AbortSignal;
  /** Boards that are there when it begins: written too, or left alone. */
  readonly skipsFirst?: boolean;
}

const LOOK_MS = 300;

/** Runs until it is stopped; waits for uploads under way. A board is written again only after it was unplugged. */
export async function runStation(service: DeviceService, options: StationOptions): Promise<void> {
  const { clock, transport } = service;
  /** Sockets whose board is done, or under way. */
  const done = new Map<string, { isBusy: boolean; missing: number }>();
  const working = new Set<Promise<unknown>>();
  let isFirst = true;
  while (!options.signal.aborted) {
    const ports = await transport.list().catch(() => undefined);
    if (ports !== undefined) {
      const present = new Set(ports.map(portKey));
      for (const [key, entry] of done) {
        entry.missing = present.has(key) ? 0 : entry.missing + 1;
        // A 32U4 is away for a moment when it changes into its bootloader and back.
        if (!entry.isBusy && entry.missing * LOOK_MS > AWAY_MS) done.delete(key);
      }
      for (const port of ports) {
        const key = portKey(port);
        if (done.has(key)) continue;
        const entry = { isBusy: false, missing: 0 };
        if (isFirst && options.skipsFirst === true) done.set(key, entry);
        else if (working.size < FLEET_SIZE) {
          const job = options.jobFor(port);
          if (job === undefined) continue;
          done.set(key, entry);
          entry.isBusy = true;
          const work = flashOne(service, { ...job, port }, options).finally(() => {
            entry.isBusy = false;
            entry.missing = 0;
            working.delete(work);
          });
          working.add(work);
        }
      }
      isFirst = false;
    }
    await pause(clock, LOOK_MS);
  }
  await Promise.all(working);
}

const AWAY_MS = 2_500;
