/**
 * One owner for each port, shared by uploads and monitors of this program.
 *
 * A monitor that is asked gives its line away and queues for it again; an upload that is under way is
 * waited for. An open line is handed on instead of being closed and opened: opening restarts the board.
 * A line that nobody takes is closed soon.
 */
import type { Clock } from './clock.ts';
import { bounded } from './clock.ts';
import { DeviceError } from './device-error.ts';
import type { Line, Transport } from './transport.ts';

export interface Claim {
  /** Opens the port, or takes over the line of the owner before. `fresh`: it was opened just now. */
  open(path: string, baud: number): Promise<{ readonly line: Line; readonly fresh: boolean }>;
  /** With a line: it stays open for whoever is next. */
  release(line?: { readonly path: string; readonly line: Line }): void;
}

interface Owner {
  readonly giveWay: (() => void) | undefined;
}

interface Desk {
  owner: Owner | undefined;
  readonly queue: { readonly owner: Owner; readonly start: () => void }[];
  kept: { readonly path: string; readonly line: Line; isAlive: boolean; cancel: () => void } | undefined;
}

const KEEP_MS = 700;
const OPEN_MS = 5_000;
const CLOSE_MS = 900;

export class PortDesk {
  private readonly transport: Transport;
  private readonly clock: Clock;
  private readonly desks = new Map<string, Desk>();

  constructor(transport: Transport, clock: Clock) {
    this.transport = transport;
    this.clock = clock;
  }

  /**
   * Waits for the port at most `ms`. `giveWay`: somebody else wants it; release it soon.
   * An owner without `giveWay` is never asked.
   */
  claim(key: string, ms: number, giveWay?: () => void): Promise<Claim> {
    const desk = this.desks.get(key) ?? { owner: undefined, queue: [], kept: undefined };
    this.desks.set(key, desk);
    const owner: Owner = { giveWay };
    return new Promise((done, failed) => {
      const start = (): void => {
        desk.owner = owner;
        done(this.claimOf(desk, owner));
      };
      if (desk.owner === undefined) return start();
      const cancel = this.clock.after(ms, () => {
        const at = desk.queue.findIndex((waiting) => waiting.owner === owner);
        if (at >= 0) desk.queue.splice(at, 1);
        failed(new DeviceError('port-busy', 'held by this program'));
      });
      const waiting = {
        owner,
        start: () => {
          cancel();
          start();
        },
      };
      // Who gives way when asked is also the last to be served.
      const firstMonitor = desk.queue.findIndex((other) => other.owner.giveWay !== undefined);
      desk.queue.splice(
        giveWay === undefined && firstMonitor >= 0 ? firstMonitor : desk.queue.length,
        0,
        waiting,
      );
      desk.owner.giveWay?.();
    });
  }

  private claimOf(desk: Desk, owner: Owner): Claim {
    return {
      open: async (path, baud) => {
        const kept = takeKept(desk);
        if (kept !== undefined && kept.path === path && kept.isAlive) {
          const isFast = await bounded(this.clock, CLOSE_MS, 'port-failed', kept.line.setBaud(baud)).then(
            () => true,
            () => false,
          );
          if (isFast) return { line: kept.line, fresh: false };
        }
        if (kept !== undefined) await closeLine(kept.line, this.clock);
        const opening = this.transport.open(path, baud);
        const line = await bounded(this.clock, OPEN_MS, 'port-failed', opening).catch((fault: unknown) => {
          // It may still open when nobody waits any more.
          void opening.then((late) => late.close()).catch(() => undefined);
          throw fault;
        });
        return { line, fresh: true };
      },
      release: (handOver) => {
        if (desk.owner !== owner) return;
        desk.owner = undefined;
        if (handOver !== undefined) this.keep(desk, handOver.path, handOver.line);
        desk.queue.shift()?.start();
      },
    };
  }

  private keep(desk: Desk, path: string, line: Line): void {
    const kept = {
      path,
      line,
      isAlive: true,
      cancel: this.clock.after(KEEP_MS, () => {
        if (desk.kept !== kept) return;
        desk.kept = undefined;
        void closeLine(line, this.clock);
      }),
    };
    line.listen({ bytes: () => undefined, closed: () => (kept.isAlive = false) });
    desk.kept = kept;
  }
}

function takeKept(desk: Desk): Desk['kept'] {
  const { kept } = desk;
  desk.kept = undefined;
  kept?.cancel();
  kept?.line.listen(undefined);
  return kept;
}

/** Never throws, never lasts: a port that does not close is not ours any more. */
export const closeLine = (line: Line, clock: Clock): Promise<void> =>
  bounded(clock, CLOSE_MS, 'port-failed', line.close()).catch(() => undefined);
