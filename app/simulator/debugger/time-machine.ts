/**
 * Turns time back: snapshots at even distances, and everything that was done from outside with its moment.
 *
 * In: a bench with its tracker and signals. Out: the same bench at an earlier moment; from there on it runs the same
 * again, to the cycle, because nothing but what is in the journal comes from outside. Memory is bounded: snapshots
 * older than the time kept are dropped, and with them what was done before.
 * Invariant: snapshots and journal are in order of time.
 */
import type { Bench, BenchSnapshot } from '../bricks/bench.ts';
import type { KeptTrace } from '../bricks/trace.ts';
import type { BlockTracker, TrackerState } from './block-tracker.ts';
import type { Signals } from './signals.ts';

export type Act =
  | {
      readonly kind: 'set';
      readonly brick: string;
      readonly value: number;
      readonly input: string | undefined;
    }
  | { readonly kind: 'type'; readonly bytes: readonly number[] }
  | { readonly kind: 'reset' };

interface Entry {
  readonly cycle: number;
  readonly act: Act;
}

interface Moment {
  readonly cycle: number;
  readonly bench: BenchSnapshot;
  readonly tracker: TrackerState;
  /** How many acts had happened before it, since power on. */
  readonly done: number;
}

export interface TimeMachineOptions {
  readonly bench: Bench;
  readonly tracker: BlockTracker;
  readonly signals: Signals;
  readonly keptCycles: number;
}

/** Snapshots in the time kept: two a second for a minute. */
const MOMENTS = 120;

export class TimeMachine {
  /** Time is being run again to get somewhere: nothing stops it. */
  isReturning = false;
  private readonly bench: Bench;
  private readonly tracker: BlockTracker;
  private readonly signals: Signals;
  private readonly keptCycles: number;
  private readonly distance: number;
  private moments: Moment[] = [];
  private journal: Entry[] = [];
  /** The next entry of the journal that has not happened yet. */
  private next = 0;
  /** Acts of long ago, which are not in the journal any more. */
  private forgotten = 0;
  /** The furthest that was run with this past. */
  private end = 0;
  private endTrace: KeptTrace | undefined;

  constructor({ bench, tracker, signals, keptCycles }: TimeMachineOptions) {
    this.bench = bench;
    this.tracker = tracker;
    this.signals = signals;
    this.keptCycles = keptCycles;
    this.distance = Math.ceil(keptCycles / MOMENTS);
    this.end = bench.machine.cycles;
    this.take();
  }

  get range(): { readonly from: number; readonly until: number } {
    const { cycles } = this.bench.machine;
    const until = Math.max(this.end, cycles);
    return { from: Math.max(this.moments[0]?.cycle ?? 0, until - this.keptCycles), until };
  }

  get snapshotCount(): number {
    return this.moments.length;
  }

  /** The cycle at which `pass` has something to do. */
  nextStop(): number {
    const { cycles } = this.bench.machine;
    const entry = this.journal[this.next]?.cycle ?? Number.POSITIVE_INFINITY;
    const last = this.moments.at(-1)?.cycle ?? 0;
    const moment = last + this.distance;
    return Math.max(cycles + 1, Math.min(entry, moment > cycles ? moment : cycles + this.distance));
  }

  /** After a stretch of running. */
  pass(): void {
    const { cycles } = this.bench.machine;
    this.performDue();
    if (cycles >= this.end) {
      this.end = cycles;
      this.endTrace = undefined;
    }
    if (cycles >= (this.moments.at(-1)?.cycle ?? 0) + this.distance) this.take();
  }

  /** What was done up to now, when this is run again. */
  performDue(): void {
    const { cycles } = this.bench.machine;
    for (;;) {
      const entry = this.journal[this.next];
      if (entry === undefined || entry.cycle > cycles) return;
      this.next++;
      this.perform(entry.act);
    }
  }

  /** Something new is done now: another future begins. */
  act(act: Act): boolean {
    this.dropFuture();
    this.journal.push({ cycle: this.bench.machine.cycles, act });
    this.next = this.journal.length;
    return this.perform(act);
  }

  dropFuture(): void {
    const { cycles } = this.bench.machine;
    this.journal.length = this.next;
    this.moments = this.moments.filter(({ cycle }) => cycle <= cycles);
    this.end = cycles;
    this.endTrace = undefined;
    this.signals.forget(cycles);
  }

  /** Puts the bench to the last snapshot before a cycle, unless it is between that and the cycle already. */
  goBackTo(cycle: number): void {
    const { bench, tracker, signals } = this;
    const { machine } = bench;
    const now = machine.cycles;
    const moment = this.moments.findLast((one) => one.cycle <= cycle);
    if (moment === undefined || (now <= cycle && now >= moment.cycle)) return;
    if (now >= this.end) {
      this.end = now;
      this.endTrace = bench.trace.keep();
    }
    signals.rememberUntil(this.end);
    bench.restore(moment.bench);
    if (this.endTrace !== undefined) bench.trace.putBack(this.endTrace, moment.bench.trace);
    tracker.restore(moment.tracker);
    const { faults } = machine.core;
    for (let i = faults.length - 1; i >= 0; i--)
      if ((faults[i]?.cycle ?? 0) > moment.cycle) faults.splice(i, 1);
    this.next = moment.done - this.forgotten;
  }

  private take(): void {
    const { bench, tracker } = this;
    const cycle = bench.machine.cycles;
    this.moments.push({
      cycle,
      bench: bench.snapshot(),
      tracker: tracker.save(),
      done: this.forgotten + this.next,
    });
    // One moment before the time kept is needed to get to its beginning.
    while ((this.moments[1]?.cycle ?? cycle) <= cycle - this.keptCycles) this.moments.shift();
    const gone = (this.moments[0]?.done ?? 0) - this.forgotten;
    this.journal.splice(0, gone);
    this.forgotten += gone;
    this.next -= gone;
  }

  private perform(act: Act): boolean {
    const { bench } = this;
    switch (act.kind) {
      case 'set':
        return bench.set(act.brick, act.value, act.input);
      case 'type':
        bench.machine.usarts[0]?.send(act.bytes);
        return true;
      case 'reset':
        bench.machine.reset();
        return true;
    }
  }
}
