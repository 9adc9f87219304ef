/**
 * What a debugger knows of a firmware made from blocks: plain data, made beside the firmware and never in it.
 *
 * In: nothing. Out: types. docs/debugger.md says what a panel makes of them.
 * Invariant: block ids are the program's; addresses are the chip's, in bytes.
 */
export interface DebugInfo {
  readonly code: readonly CodeStretch[];
  readonly scripts: readonly FlowScript[];
  readonly ownBlocks: readonly FlowOwnBlock[];
  readonly values: readonly DebugValue[];
  readonly language: 'fr' | 'en';
}

/** Sorted by `pc`: from this byte address of flash on, up to the next. */
export interface CodeStretch {
  readonly pc: number;
  /** For whom the code works: several where equal code is kept once; none: for nobody that the program knows. */
  readonly works: readonly CodeWork[];
}

export interface CodeWork {
  /** The innermost block, then the blocks that called the own blocks it is in, from the inside out; [] for nobody. */
  readonly blocks: readonly string[];
  /** It stands behind the blocks below this start block. */
  readonly isEnd: boolean;
}

/** How blocks may follow each other. */
export interface FlowNode {
  readonly block: string;
  readonly kind: FlowKind;
  /** Blocks in its holes, at any depth. */
  readonly inside: readonly string[];
  /** Own blocks that it calls, by id, in the order in which they are worked out. */
  readonly calls: readonly string[];
  /** Loops have one, `if` has one for each branch. */
  readonly bodies: readonly (readonly FlowNode[])[];
  /** An `if` of which one branch always runs. */
  readonly isComplete: boolean;
}

export type FlowKind =
  'plain' | 'note' | 'wait' | 'look' | 'if' | 'loop' | 'forever' | 'break' | 'continue' | 'return' | 'stop';

export interface FlowScript {
  /** Its start block. */
  readonly block: string;
  readonly trigger: string;
  readonly inside: readonly string[];
  readonly calls: readonly string[];
  readonly body: readonly FlowNode[];
  /** How it keeps its place between turns; undefined for a script that runs through, or runs alone. */
  readonly bookmark?: Bookmark;
}

export interface Bookmark {
  /** Data address and bytes of the number of the step. */
  readonly address: number;
  readonly bytes: number;
  /** Data address of the moment (ms, 4 bytes) until which it sleeps. */
  readonly wakeAddress: number;
  readonly steps: readonly BookmarkStep[];
}

export interface BookmarkStep {
  readonly step: number;
  readonly block: string;
  /** wait: goes on behind it; look: asks again; call: inside an own block; turn: between two rounds. */
  readonly kind: 'wait' | 'look' | 'call' | 'turn';
}

export interface FlowOwnBlock {
  readonly id: string;
  readonly block: string;
  readonly name: string;
  readonly body: readonly FlowNode[];
}

/** A variable or a list of the program. */
export interface DebugValue {
  readonly id: string;
  readonly name: string;
  readonly of: 'variable' | 'list';
  readonly type: 'whole' | 'decimal' | 'truth' | 'text';
  /** Bytes of one value. */
  readonly bytes: number;
  readonly isSigned: boolean;
  /** Where it stands; of a list, its first item. Undefined: the firmware does not keep it. */
  readonly address?: number;
  /** Of lists: where the number of items stands, and the most there may be. */
  readonly count?: { readonly address: number; readonly capacity: number };
  /** Does the program talk to it at all, and does it ever ask for it? */
  readonly isUsed: boolean;
  readonly isRead: boolean;
}
