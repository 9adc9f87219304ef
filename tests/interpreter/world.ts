/**
 * What surrounds an interpreted program, and what it is seen to do.
 *
 * In (World): readings of bricks and lines on the serial cable as functions of time, dice, memory.
 * Out (Trace): everything observable, with its virtual time in milliseconds.
 */
import type { Value } from './value.ts';

export interface World {
  /** The reading of a brick at a time; absent bricks read 0 or false. */
  readonly reading?: (brick: string, reading: string, args: readonly Value[], ms: number) => number | boolean;
  /** Lines that arrive over the serial cable, by time. */
  readonly lines?: readonly { readonly ms: number; readonly text: string }[];
  /** From 0 up to but not including 1. */
  readonly dice?: () => number;
  /** What was kept through power off; the run changes it. */
  readonly memory?: Map<string, Value>;
  /** Told of every block that begins: start blocks when a run begins, statements; before they do anything. */
  readonly onBegin?: (begun: Begun) => void;
}

export interface Begun {
  readonly ms: number;
  readonly script: number;
  readonly block: string;
  /** As they are now. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly lists: ReadonlyMap<string, readonly Value[]>;
}

export interface Limits {
  /** The run ends at this virtual time at the latest. */
  readonly untilMs?: number;
  /** Statements and rounds in all; a run that needs more ends as 'fuel'. */
  readonly fuel?: number;
  /** The virtual time of a round in which no script waits, in ms. */
  readonly roundMs?: number;
}

export interface Printed {
  readonly ms: number;
  /** Index of the script that printed. */
  readonly script: number;
  readonly text: string;
  /** The digits may differ in the last places. */
  readonly noisy: boolean;
}

export interface Acted {
  readonly ms: number;
  readonly script: number;
  readonly brick: string;
  /** The driver's method. */
  readonly method: string;
  readonly args: readonly (number | boolean | string)[];
}

export interface Trace {
  readonly printed: readonly Printed[];
  readonly acted: readonly Acted[];
  /** Why the run ended: nothing can happen any more, time is up, or it was too long. */
  readonly ended: 'quiet' | 'time' | 'fuel';
  readonly ms: number;
  /** Things met on which correct implementations may differ. */
  readonly hazards: ReadonlySet<string>;
  readonly variables: ReadonlyMap<string, Value>;
  /** All that was printed, in order. */
  readonly serial: string;
}
