/**
 * What a random program may refer to at a place, and what it may do there.
 *
 * Only two families need keeping apart to stay well typed: texts, and everything that counts.
 */
import type { BrickType, PluggedBrick } from '../../boards/types.ts';
import type { List, ProgramMessage, Variable } from '../../compiler/program/model.ts';

export type Family = 'number' | 'text';

export interface ScopedVariable extends Variable {
  readonly family: Family;
}
export interface ScopedList extends List {
  readonly family: Family;
}
export interface ScopedOwnBlock {
  readonly id: string;
  readonly name: string;
  readonly parameters: readonly ScopedVariable[];
  readonly result?: Family;
  readonly waits: boolean;
  /** It, or one it calls, may wait or stop: a start block can't. */
  readonly interrupts: boolean;
}
export interface ScopedBrick extends PluggedBrick {
  readonly brickType: BrickType;
}

export interface Scope {
  readonly variables: readonly ScopedVariable[];
  readonly lists: readonly ScopedList[];
  /** May be broadcast here. */
  readonly messages: readonly ProgramMessage[];
  /** May be broadcast and waited for here. */
  readonly waitedMessages: readonly ProgramMessage[];
  /** May be called here: never itself, directly or through others. */
  readonly ownBlocks: readonly ScopedOwnBlock[];
  readonly parameters: readonly ScopedVariable[];
  readonly bricks: readonly ScopedBrick[];
  readonly inLoop: boolean;
  /** The result of the own block around it; undefined outside. */
  readonly result?: Family | 'none';
  readonly mayWait: boolean;
  /** A start block: it can neither wait nor stop anything. */
  readonly inTrigger?: boolean;
  /** Only what gives the same output on every run: no clock, no dice, no cable. */
  readonly repeatable: boolean;
  readonly texts: readonly string[];
  /** Loops around this place. */
  readonly depth: number;
}
