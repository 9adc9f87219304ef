/**
 * Follows a running program block by block: from the code that is reached to the blocks that begin.
 *
 * In: DebugInfo; each arrival at an anchor (code-anchors.ts), in order. Out: the blocks that begin there, in order, and
 * where every script is. Its whole state is plain data, so that it can be kept in a snapshot.
 * docs/adr/0019-which-block-is-running.md has the rules and their reasons.
 */
import type { Bookmark, BookmarkStep, DebugInfo } from '../../../compiler/debug/debug-info.ts';
import { BlockGraph, type GraphFunction, type GraphNode, type Position } from './block-graph.ts';
import type { Anchor, Candidate } from './code-anchors.ts';
import { findPath, isAt, keyOf, type Path } from './find-path.ts';

export interface Begin {
  /** Number of the script in the program. */
  readonly script: number;
  readonly block: string;
  /**
   * code: its first instruction is the next one. together: it has no instruction of its own here, or shares those
   * of the block that follows; it begins together with that.
   */
  readonly how: 'code' | 'together';
}

interface ScriptState {
  readonly fn: GraphFunction;
  readonly bookmark: Bookmark | undefined;
  position: Position | undefined;
  /** Inside the own block that the position has called: kept until the bookmark says whether it is over. */
  deeper: Position | undefined;
  /** Its function was entered, and goes to where it stopped. */
  isResuming: boolean;
  hasRun: boolean;
}

export interface TrackerState {
  readonly active: number;
  readonly scripts: readonly Omit<ScriptState, 'fn' | 'bookmark'>[];
}

const NONE: readonly Begin[] = [];

export class BlockTracker {
  readonly graph: BlockGraph;
  /** Anchors that did not fit the program: must stay 0. */
  lost = 0;
  private readonly states: readonly ScriptState[];
  private readonly readByte: (address: number) => number;
  private readonly paths = new Map<string, Path | undefined>();
  private active = 0;

  constructor(info: DebugInfo, readByte: (address: number) => number) {
    this.graph = new BlockGraph(info);
    this.readByte = readByte;
    this.states = this.graph.scripts.map((fn, index) => ({
      fn,
      bookmark: info.scripts[index]?.bookmark,
      position: undefined,
      deeper: undefined,
      isResuming: false,
      hasRun: false,
    }));
  }

  /** After a reset of the chip. */
  reset(): void {
    this.active = 0;
    for (const state of this.states)
      Object.assign(state, { position: undefined, deeper: undefined, isResuming: false, hasRun: false });
  }

  save(): TrackerState {
    const scripts = this.states.map(({ position, deeper, isResuming, hasRun }) => ({
      position,
      deeper,
      isResuming,
      hasRun,
    }));
    return { active: this.active, scripts };
  }

  restore({ active, scripts }: TrackerState): void {
    this.active = active;
    for (const [index, state] of this.states.entries()) Object.assign(state, scripts[index]);
  }

  /** Whose turn it is, or was last. */
  get activeScript(): number {
    return this.active;
  }

  hasRun(script: number): boolean {
    return this.states[script]?.hasRun === true;
  }

  positionOf(script: number): Position | undefined {
    return this.states[script]?.position;
  }

  bookmarkStep(script: number): BookmarkStep | 'idle' | 'retired' | undefined {
    const bookmark = this.states[script]?.bookmark;
    return bookmark === undefined ? undefined : this.stepOf(bookmark);
  }

  /** The code at `pc` is reached. */
  arrive(pc: number, anchor: Anchor): readonly Begin[] {
    const { nodes, hats, ends } = anchor;
    if (nodes.length === 0) {
      if (anchor.isSure || hats.some(({ script }) => script === this.active)) {
        const [hat] = hats.length === 1 ? hats : hats.filter(({ script }) => script === this.active);
        if (hat !== undefined) this.enter(hat);
        else if (ends[0] !== undefined) this.end(ends[0]);
      }
      return NONE;
    }
    const { isSure } = anchor;
    const ofActive = nodes.filter(({ node: { fn } }) => fn.script === undefined || fn.script === this.active);
    const candidates = ofActive.length > 0 ? ofActive : nodes;
    const [first] = candidates;
    if (first === undefined) return NONE;
    if (isSure && first.node.fn.script !== undefined) this.active = first.node.fn.script;
    const state = this.states[this.active];
    if (state === undefined) return NONE;
    return this.arriveAt(state, pc, candidates, isSure);
  }

  /** The code of a start block, before the blocks below it. */
  private enter(hat: GraphFunction): void {
    if (hat.script === undefined) return;
    this.active = hat.script;
    const state = this.states[hat.script];
    if (state === undefined) return;
    const { bookmark } = state;
    if (bookmark === undefined) {
      if (hat.trigger !== 'forever' && hat.trigger !== 'start') state.position = undefined;
      return;
    }
    const step = this.stepOf(bookmark);
    if (step === 'idle' || step === 'retired' || step === undefined) {
      state.position = undefined;
      state.deeper = undefined;
      return;
    }
    if (step.kind === 'turn') {
      const node = this.graph.node(step.block);
      state.position = node === undefined ? undefined : { node, caller: undefined, pc: -1 };
      state.deeper = undefined;
      return;
    }
    if (step.kind === 'call' && state.deeper !== undefined) state.position = state.deeper;
    state.deeper = undefined;
    state.isResuming = true;
  }

  /** What stands behind the blocks below a start block: a script that repeats itself is between two rounds. */
  private end(hat: GraphFunction): void {
    const state = this.states[hat.script ?? -1];
    if (state === undefined || hat.trigger !== 'forever' || hat.script !== this.active) return;
    state.position = undefined;
    state.deeper = undefined;
    state.isResuming = false;
  }

  private stepOf({ address, bytes, steps }: Bookmark): BookmarkStep | 'idle' | 'retired' | undefined {
    let number = 0;
    for (let i = bytes - 1; i >= 0; i--) number = number * 256 + this.readByte(address + i);
    if (number === 0) return 'idle';
    if (number === 256 ** bytes - 1) return 'retired';
    return steps.find(({ step }) => step === number);
  }

  private arriveAt(
    state: ScriptState,
    pc: number,
    candidates: readonly Candidate[],
    isSure: boolean,
  ): readonly Begin[] {
    const { position } = state;
    const found = position === undefined ? undefined : whereIn(position, candidates);
    if (found !== undefined && position !== undefined) {
      const { node, at } = found;
      if (at === position && node === position.node) {
        state.isResuming = false;
        if (pc !== position.pc || asksAgain(node)) return NONE;
        // The very place at which it began: it begins again.
        const again = this.pathTo(state, candidates);
        return again === undefined ? NONE : this.begin(state, again, pc);
      }
      const isRound = node.kind === 'loop' || node.kind === 'forever';
      if (at === position && !isRound) return NONE;
      // On the way back to where it stopped, a script passes by the calls that it is inside of.
      if (state.isResuming && !isRound) return NONE;
      if (at !== position) state.deeper = position;
      state.position = node === at.node ? at : { node, caller: at.caller, pc: -1 };
      if (isRound) state.deeper = undefined;
      state.isResuming = false;
      return NONE;
    }
    const path = this.pathTo(state, candidates);
    if (path !== undefined && (path.isCertain || isSure)) return this.begin(state, path, pc);
    const [only] = candidates;
    if (!isSure || only === undefined) return NONE;
    const { node } = only;
    this.lost++;
    state.position = { node, caller: undefined, pc };
    state.isResuming = false;
    return [{ script: this.active, block: node.block, how: 'code' }];
  }

  private pathTo({ fn, position }: ScriptState, targets: readonly Candidate[]): Path | undefined {
    const goal = targets
      .map(({ node, callers }) => [node, ...callers].map(({ index }) => index).join('<'))
      .join();
    const key = `${fn.script ?? ''}:${keyOf(position)}>${goal}`;
    if (!this.paths.has(key)) this.paths.set(key, findPath(this.graph, fn, position, targets));
    return this.paths.get(key);
  }

  private begin(state: ScriptState, { steps }: Path, pc: number): readonly Begin[] {
    const begun: Begin[] = [];
    const script = this.active;
    const last = steps.at(-1);
    for (const step of steps) {
      if (step.startsRun && !(state.hasRun && state.fn.trigger === 'forever'))
        begun.push({ script, block: state.fn.block, how: 'together' });
      if (step.startsRun) state.hasRun = true;
      begun.push({ script, block: step.position.node.block, how: step === last ? 'code' : 'together' });
    }
    if (last !== undefined) {
      const { node } = last.position;
      state.position = { node, caller: withoutPc(state.position, last.position.caller), pc };
    }
    state.deeper = undefined;
    state.isResuming = false;
    return begun;
  }
}

/** Callers that are still the same keep the place at which they began; paths are shared and know none. */
function withoutPc(before: Position | undefined, caller: Position | undefined): Position | undefined {
  if (caller === undefined) return undefined;
  for (let at = before; at !== undefined; at = at.caller) if (keyOf(at) === keyOf(caller)) return at;
  return caller;
}

/** Asks its question at the very place at which it begins, each time it looks. */
const asksAgain = ({ kind }: GraphNode): boolean => kind === 'loop' || kind === 'look';

/** The statement, or one around it, or one that called: the innermost of the candidates. */
function whereIn(
  position: Position,
  candidates: readonly Candidate[],
): { readonly node: GraphNode; readonly at: Position } | undefined {
  for (let at: Position | undefined = position; at !== undefined; at = at.caller)
    for (let node: GraphNode | undefined = at.node; node !== undefined; node = node.parent) {
      const here = { node, caller: at.caller, pc: -1 };
      if (candidates.some((candidate) => isAt(here, candidate))) return { node, at };
    }
  return undefined;
}
