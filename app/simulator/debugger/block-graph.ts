/**
 * Which block may begin after which: the program of blocks as a graph, own blocks called included.
 *
 * In: DebugInfo. Out: nodes, and from a position the positions at which the next block may begin. A position is a
 * statement with the calls that led to it; no value is known here, so a branch may go either way.
 */
import type { DebugInfo, FlowKind, FlowNode, FlowScript } from '../../../compiler/debug/debug-info.ts';

export interface GraphNode {
  readonly index: number;
  readonly block: string;
  readonly kind: FlowKind;
  readonly fn: GraphFunction;
  readonly parent: GraphNode | undefined;
  readonly calls: readonly GraphFunction[];
  readonly isComplete: boolean;
  /** Filled in while the graph is made. */
  next: GraphNode | undefined;
  bodies: readonly (GraphNode | undefined)[];
  /** Some code works for it and for nothing inside it. */
  hasCode: boolean;
}

/** A script or an own block. */
export interface GraphFunction {
  readonly block: string;
  /** Its number; undefined for an own block. */
  readonly script: number | undefined;
  readonly trigger: string;
  /** Of a script: own blocks that its start block calls. */
  calls: readonly GraphFunction[];
  first: GraphNode | undefined;
}

export interface Position {
  readonly node: GraphNode;
  /** The statement that called the own block the node is in; undefined in a script, or for a call from a start block. */
  readonly caller: Position | undefined;
  /** Where its code was entered, −1 when none was seen. */
  readonly pc: number;
}

/** One block begins; with it perhaps the script's run. */
export interface Step {
  readonly position: Position;
  readonly startsRun: boolean;
}

export class BlockGraph {
  readonly scripts: readonly GraphFunction[];
  readonly ownBlocks: readonly GraphFunction[];
  readonly nodes: GraphNode[] = [];
  /** Of statements and of blocks in their holes. */
  private readonly byBlock = new Map<string, GraphNode>();
  /** Of start blocks and of blocks in their holes. */
  private readonly hats = new Map<string, GraphFunction>();

  constructor(info: Pick<DebugInfo, 'scripts' | 'ownBlocks' | 'code'>) {
    const ownBlocks = new Map(
      info.ownBlocks.map(({ id, block }): [string, GraphFunction] => [
        id,
        { block, script: undefined, trigger: '', calls: [], first: undefined },
      ]),
    );
    const called = (ids: readonly string[]): GraphFunction[] =>
      ids.flatMap((id) => {
        const fn = ownBlocks.get(id);
        return fn === undefined ? [] : [fn];
      });
    this.scripts = info.scripts.map((script, index) => this.addScript(script, index, called));
    this.ownBlocks = [...ownBlocks.values()];
    for (const { id, body } of info.ownBlocks) {
      const fn = ownBlocks.get(id);
      if (fn !== undefined) fn.first = this.addBody(body, fn, undefined, called);
    }
    for (const { works } of info.code)
      for (const { blocks } of works) {
        const node = this.byBlock.get(blocks[0] ?? '');
        if (node !== undefined) node.hasCode = true;
      }
  }

  node(block: string): GraphNode | undefined {
    return this.byBlock.get(block);
  }

  hat(block: string): GraphFunction | undefined {
    return this.hats.get(block);
  }

  private addScript(
    script: FlowScript,
    index: number,
    called: (ids: readonly string[]) => GraphFunction[],
  ): GraphFunction {
    const { block, trigger, calls, inside, body } = script;
    const fn: GraphFunction = { block, script: index, trigger, calls: called(calls), first: undefined };
    for (const id of [block, ...inside]) this.hats.set(id, fn);
    fn.first = this.addBody(body, fn, undefined, called);
    return fn;
  }

  private addBody(
    body: readonly FlowNode[],
    fn: GraphFunction,
    parent: GraphNode | undefined,
    called: (ids: readonly string[]) => GraphFunction[],
  ): GraphNode | undefined {
    let first: GraphNode | undefined;
    let last: GraphNode | undefined;
    for (const { block, kind, inside, calls, bodies, isComplete } of body) {
      const node: GraphNode = {
        index: this.nodes.length,
        block,
        kind,
        fn,
        parent,
        calls: called(calls),
        isComplete,
        next: undefined,
        bodies: [],
        hasCode: false,
      };
      this.nodes.push(node);
      for (const id of [block, ...inside]) this.byBlock.set(id, node);
      node.bodies = bodies.map((inner) => this.addBody(inner, fn, node, called));
      if (last !== undefined) last.next = node;
      first ??= node;
      last = node;
    }
    return first;
  }

  /** Where the next block may begin. `position` undefined: the script is not running. */
  *next(script: GraphFunction, position: Position | undefined): Generator<Step> {
    if (position === undefined) {
      for (const fn of script.calls) yield* this.enter(fn, undefined);
      if (script.first !== undefined)
        yield { position: { node: script.first, caller: undefined, pc: -1 }, startsRun: true };
      return;
    }
    const { node, caller } = position;
    for (const fn of node.calls) yield* this.enter(fn, position);
    switch (node.kind) {
      case 'if':
        for (const body of node.bodies)
          if (body === undefined) yield* this.after(script, node, caller);
          else yield begin(body, caller);
        if (!node.isComplete) yield* this.after(script, node, caller);
        return;
      case 'loop':
      case 'forever':
        return yield* this.round(script, node, caller);
      case 'break':
      case 'continue': {
        const loop = loopAround(node);
        if (loop === undefined) return yield* this.end(script, node.kind === 'break');
        if (node.kind === 'break') yield* this.after(script, loop, caller);
        else yield* this.round(script, loop, caller);
        return;
      }
      case 'return':
        return yield* this.leave(script, node.fn, caller);
      case 'stop':
        return yield* this.end(script, true);
      default:
        return yield* this.after(script, node, caller);
    }
  }

  private *enter(fn: GraphFunction, caller: Position | undefined): Generator<Step> {
    if (fn.first !== undefined) yield begin(fn.first, caller);
  }

  private *round(script: GraphFunction, loop: GraphNode, caller: Position | undefined): Generator<Step> {
    const [body] = loop.bodies;
    if (body !== undefined) yield begin(body, caller);
    if (loop.kind !== 'forever') yield* this.after(script, loop, caller);
  }

  private *after(script: GraphFunction, node: GraphNode, caller: Position | undefined): Generator<Step> {
    if (node.next !== undefined) yield begin(node.next, caller);
    else if (node.parent === undefined) yield* this.leave(script, node.fn, caller);
    else if (node.parent.kind === 'if') yield* this.after(script, node.parent, caller);
    else yield* this.round(script, node.parent, caller);
  }

  private *leave(script: GraphFunction, fn: GraphFunction, caller: Position | undefined): Generator<Step> {
    if (fn.script !== undefined) return yield* this.end(script, false);
    yield* this.next(script, caller);
  }

  /** The run is over; a script that repeats itself goes on, unless it is stopped. */
  private *end(script: GraphFunction, isStopped: boolean): Generator<Step> {
    if (script.trigger !== 'forever') yield* this.next(script, undefined);
    else if (!isStopped && script.first !== undefined) yield begin(script.first, undefined);
  }
}

const begin = (node: GraphNode, caller: Position | undefined): Step => ({
  position: { node, caller, pc: -1 },
  startsRun: false,
});

export function loopAround(node: GraphNode): GraphNode | undefined {
  let at = node.parent;
  while (at !== undefined && at.kind !== 'loop' && at.kind !== 'forever') at = at.parent;
  return at;
}
