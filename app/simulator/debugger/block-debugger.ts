/**
 * The debugger of the virtual bench: runs, pauses, steps by block, and turns time back.
 *
 * In: a bench that has not run yet, DebugInfo of its firmware. Out: which block each script is on, values, stops; any
 * moment of the last 60 s again. Not a byte of the program changes, and every cycle is the same as without a debugger.
 * Everything done to the bench goes through here (`set`, `type`, `pressReset`), so that it can be done again.
 */
import type { DebugInfo } from '../../../compiler/debug/debug-info.ts';
import type { Bench } from '../bricks/bench.ts';
import type { Machine } from '../machine/machine.ts';
import { Traps } from '../machine/traps.ts';
import { type Begin, BlockTracker } from './block-tracker.ts';
import { type Anchor, codeAnchors } from './code-anchors.ts';
import { readValues, type ShownValue } from './read-values.ts';
import { type ScriptPlace, scriptPlaces } from './script-places.ts';
import { Signals, type WireName } from './signals.ts';
import { TimeMachine } from './time-machine.ts';

export interface DebuggerOptions {
  readonly bench: Bench;
  readonly info: DebugInfo;
  /** What the wires are called in the trace. */
  readonly wires?: readonly WireName[];
  /** How far back time can be turned: 60 without. */
  readonly secondsKept?: number;
}

export type Stop =
  /** The time asked for has passed, or the program is halted. */
  | { readonly reason: 'time' | 'halted' }
  /** Before the first instruction of a block. */
  | { readonly reason: 'step' | 'breakpoint'; readonly begins: readonly Begin[] };

export interface TimedBegin extends Begin {
  readonly cycle: number;
}

type StopTest = (begins: readonly Begin[]) => 'step' | 'breakpoint' | undefined;

export class BlockDebugger {
  readonly bench: Bench;
  readonly machine: Machine;
  readonly info: DebugInfo;
  readonly tracker: BlockTracker;
  readonly signals: Signals;
  readonly time: TimeMachine;
  /** Blocks before which a run stops. */
  readonly breakpoints = new Set<string>();
  /** Told of every block that begins, also when time is run again. */
  readonly onBegin: ((begin: TimedBegin) => void)[] = [];
  private readonly traps: Traps;
  private readonly anchors: ReadonlyMap<number, Anchor>;
  private stops: StopTest = () => undefined;
  private stopped: Stop | undefined;
  /** The next instruction is one at which the run has stopped already. */
  private isHeld = false;
  /** Cycles that slow motion owes or has run ahead. */
  private owed = 0;

  constructor({ bench, info, wires = [], secondsKept = 60 }: DebuggerOptions) {
    this.bench = bench;
    this.machine = bench.machine;
    this.info = info;
    const { machine } = bench;
    this.tracker = new BlockTracker(info, (address) => machine.readByte(address));
    this.anchors = codeAnchors(info, this.tracker.graph, machine.flash);
    this.traps = new Traps(machine.core, (pc) => this.arrive(pc));
    for (const pc of this.anchors.keys()) this.traps.add(pc);
    this.signals = new Signals(bench, wires);
    machine.onReset.push(() => this.tracker.reset());
    this.time = new TimeMachine({
      bench,
      tracker: this.tracker,
      signals: this.signals,
      keptCycles: machine.toCycles(secondsKept),
    });
  }

  // ---- Running ----

  run(cycles: number): Stop {
    return this.runUntil(this.machine.cycles + cycles);
  }

  /** Runs to a cycle, or up to a breakpoint. */
  runUntil(cycle: number): Stop {
    return this.go(cycle, () => undefined);
  }

  /** Up to the next block of any script, or of this one; at most so many cycles. */
  step(limitCycles: number, script?: number): Stop {
    return this.go(this.machine.cycles + limitCycles, (begins) =>
      begins.some((begin) => script === undefined || begin.script === script) ? 'step' : undefined,
    );
  }

  runTo(block: string, limitCycles: number): Stop {
    return this.go(this.machine.cycles + limitCycles, (begins) =>
      begins.some((begin) => begin.block === block) ? 'step' : undefined,
    );
  }

  /** Slow motion: so much real time at so many times the usual speed. Breakpoints stop it. */
  advance(realMs: number, timeScale: number): Stop {
    const cycles = (realMs / 1000) * this.machine.clockHz * timeScale + this.owed;
    const whole = Math.max(0, Math.floor(cycles));
    const before = this.machine.cycles;
    const stop = this.run(whole);
    // The last instruction may end a little later: it is taken off the next time.
    this.owed = stop.reason === 'time' ? cycles - (this.machine.cycles - before) : 0;
    return stop;
  }

  private go(until: number, test: StopTest): Stop {
    const { machine, time } = this;
    const { core } = machine;
    this.stops = test;
    this.stopped = undefined;
    time.performDue();
    if (this.isHeld && machine.cycles < until) {
      this.isHeld = false;
      this.traps.pass();
    }
    while (machine.cycles < until && !machine.isHalted) {
      machine.runUntil(Math.min(until, time.nextStop()));
      if (core.stopAsked) {
        core.stopAsked = false;
        this.isHeld = true;
        break;
      }
      time.pass();
    }
    this.stops = () => undefined;
    return this.stopped ?? { reason: machine.isHalted ? 'halted' : 'time' };
  }

  private arrive(pc: number): boolean {
    const anchor = this.anchors.get(pc);
    if (anchor === undefined) return false;
    const begins = this.tracker.arrive(pc, anchor);
    if (begins.length === 0) return false;
    const { cycles: cycle } = this.machine;
    for (const begin of begins) for (const listener of this.onBegin) listener({ ...begin, cycle });
    const reason = begins.some(({ block }) => this.breakpoints.has(block))
      ? 'breakpoint'
      : this.stops(begins);
    if (reason === undefined || this.time.isReturning) return false;
    this.stopped = { reason, begins };
    return true;
  }

  // ---- What is done from outside ----

  set(brick: string, value: number, input?: string): boolean {
    return this.time.act({ kind: 'set', brick, value, input });
  }

  /** Bytes on the serial line. */
  type(bytes: readonly number[]): void {
    this.time.act({ kind: 'type', bytes });
  }

  pressReset(): void {
    this.time.act({ kind: 'reset' });
    this.isHeld = false;
  }

  // ---- Time ----

  /** The earliest and the latest moment that can be looked at. */
  get range(): { readonly from: number; readonly until: number } {
    return this.time.range;
  }

  /**
   * Goes to a moment of the past, or back to one of the future that was left. What was done from outside after it
   * happens again when the program runs on, until something else is done or `dropFuture` is called.
   */
  seek(cycle: number): void {
    const { from, until } = this.range;
    const goal = Math.min(until, Math.max(from, cycle));
    this.time.goBackTo(goal);
    this.isHeld = false;
    this.time.isReturning = true;
    try {
      this.go(goal, () => undefined);
      this.time.performDue();
    } finally {
      this.time.isReturning = false;
    }
  }

  dropFuture(): void {
    this.time.dropFuture();
  }

  // ---- Looking ----

  scripts(): readonly ScriptPlace[] {
    return scriptPlaces(this.info, this.tracker, this.machine);
  }

  values(): readonly ShownValue[] {
    return readValues(this.info, (address) => this.machine.readByte(address));
  }
}
