/**
 * Which code belongs together: everything reached from one place, with the functions it calls put in their place.
 *
 * In: decoded flash and a word address. Out: basic blocks in reverse postorder with their dominators. A step is
 * known by its address and by where the functions around it will return to, so that a call and its return are
 * plain edges; whether the return really goes there is checked when it runs. What is not included is an exit.
 */
import { OP } from '../opcodes.ts';

export interface DecodedFlash {
  readonly op: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint32Array;
  readonly long: Uint8Array;
  readonly pcMask: number;
}

/** Where the function around a step returns to. */
interface Frame {
  readonly id: number;
  readonly back: number;
  readonly parent: Frame | undefined;
  readonly depth: number;
}

export interface Edge {
  readonly pc: number;
  /** Cycles more than the instruction's least. */
  readonly extra: number;
  /** The block there; undefined: an exit. */
  block: Block | undefined;
}

export interface Step {
  readonly pc: number;
  readonly op: number;
  readonly a: number;
  readonly b: number;
  /** First where it goes on or jumps to; the second edge is the one not taken. */
  readonly edges: Edge[];
  /** For a return: where it is expected to go. */
  readonly back: number | undefined;
}

export interface Block {
  readonly steps: readonly Step[];
  order: number;
  isLoop: boolean;
  /** More than one way leads here, not counting those back to a loop's beginning. */
  isMerge: boolean;
  dominator: Block | undefined;
  /** Blocks it is the dominator of. */
  readonly below: Block[];
  /** The edges that leave, which are the last step's. */
  readonly edges: readonly Edge[];
}

/** Steps of a region at most, and how deep functions are put in their place. */
const MOST_STEPS = 700;
const MOST_DEPTH = 10;

const SKIPS: ReadonlySet<number> = new Set([OP.CPSE, OP.SBRC, OP.SBRS, OP.SBIC, OP.SBIS]);
const TWO_WORDS: ReadonlySet<number> = new Set([OP.LDS, OP.STS, OP.JMP, OP.CALL]);
/** Run by the interpreter: the region is left before them. */
const FOREIGN: ReadonlySet<number> = new Set([
  OP.UNKNOWN,
  OP.SPM,
  OP.SLEEP,
  OP.WDR,
  OP.RETI,
  OP.EICALL,
  OP.EIJMP,
  89,
]);

export const isForeign = (op: number): boolean => FOREIGN.has(op) || op > 89;

interface Node extends Step {
  readonly targets: readonly { pc: number; extra: number; frame: Frame | undefined }[];
  readonly frame: Frame | undefined;
  preds: number;
  startsBlock: boolean;
}

export function findRegion(flash: DecodedFlash, start: number): Block[] {
  return orderBlocks(makeBlocks(findSteps(flash, start)));
}

const keyOf = (pc: number, frame: Frame | undefined): number => (frame?.id ?? 0) * 0x20000 + pc;

function findSteps(flash: DecodedFlash, start: number): Map<number, Node> {
  const { op, a, b, long, pcMask } = flash;
  const nodes = new Map<number, Node>();
  const frames = new Map<string, Frame>();
  const frameOf = (back: number, parent: Frame | undefined): Frame | undefined => {
    const depth = (parent?.depth ?? 0) + 1;
    if (depth > MOST_DEPTH) return undefined;
    for (let f = parent; f !== undefined; f = f.parent) if (f.back === back) return undefined;
    const key = `${parent?.id ?? 0}:${back}`;
    let frame = frames.get(key);
    if (frame === undefined) {
      frame = { id: frames.size + 1, back, parent, depth };
      frames.set(key, frame);
    }
    return frame;
  };
  const queue: { pc: number; frame: Frame | undefined }[] = [{ pc: start, frame: undefined }];
  for (const { pc, frame } of queue) {
    const key = keyOf(pc, frame);
    if (nodes.has(key)) continue;
    if (nodes.size >= MOST_STEPS) break;
    const kind = op[pc] ?? 0;
    const next = (pc + (TWO_WORDS.has(kind) ? 2 : 1)) & pcMask;
    const jump = b[pc] ?? 0;
    let targets: { pc: number; extra: number; frame: Frame | undefined }[];
    if (isForeign(kind) || kind === OP.IJMP || kind === OP.ICALL) targets = [];
    else if (kind === OP.RJMP || kind === OP.JMP) targets = [{ pc: jump, extra: 0, frame }];
    else if (kind === OP.BRBS || kind === OP.BRBC) {
      targets = [
        { pc: jump, extra: 1, frame },
        { pc: next, extra: 0, frame },
      ];
    } else if (SKIPS.has(kind)) {
      const words = 1 + (long[next] ?? 0);
      targets = [
        { pc: (next + words) & pcMask, extra: words, frame },
        { pc: next, extra: 0, frame },
      ];
    } else if (kind === OP.CALL || kind === OP.RCALL) {
      const inner = frameOf(next, frame);
      // Too deep or recursive: an exit, which no frame leads to.
      targets =
        inner === undefined ? [{ pc: jump, extra: -1, frame }] : [{ pc: jump, extra: 0, frame: inner }];
    } else if (kind === OP.RET) {
      targets = frame === undefined ? [] : [{ pc: frame.back, extra: 0, frame: frame.parent }];
    } else targets = [{ pc: next, extra: 0, frame }];
    const back = kind === OP.RET ? frame?.back : undefined;
    const step = { pc, op: kind, a: a[pc] ?? 0, b: jump, edges: [], back, frame, preds: 0 };
    nodes.set(key, { ...step, targets, startsBlock: nodes.size === 0 });
    for (const target of targets) if (target.extra >= 0) queue.push(target);
  }
  return nodes;
}

function makeBlocks(nodes: ReadonlyMap<number, Node>): Block[] {
  const at = (target: Node['targets'][number]): Node | undefined =>
    target.extra < 0 ? undefined : nodes.get(keyOf(target.pc, target.frame));
  for (const node of nodes.values()) {
    for (const target of node.targets) {
      const to = at(target);
      if (to === undefined) continue;
      to.preds++;
      if (node.targets.length > 1 || node.op === OP.RET || to.preds > 1) to.startsBlock = true;
    }
  }
  const blocks = new Map<Node, Block>();
  for (const first of nodes.values()) {
    if (!first.startsBlock) continue;
    const steps: Node[] = [first];
    for (let node = first; node.targets.length === 1 && node.op !== OP.RET;) {
      const next = node.targets[0] === undefined ? undefined : at(node.targets[0]);
      if (next === undefined || next.startsBlock) break;
      steps.push(next);
      node = next;
    }
    const edges = steps.at(-1)?.edges ?? [];
    blocks.set(first, {
      steps,
      order: -1,
      isLoop: false,
      isMerge: false,
      dominator: undefined,
      below: [],
      edges,
    });
  }
  for (const { steps } of blocks.values()) {
    const last = steps.at(-1) as Node | undefined;
    for (const target of last?.targets ?? []) {
      const to = at(target);
      const block = to === undefined ? undefined : blocks.get(to);
      last?.edges.push({ pc: target.pc, extra: Math.max(target.extra, 0), block });
    }
  }
  return [...blocks.values()];
}

/** Reverse postorder, dominators (Cooper, Harvey and Kennedy), loops; an edge into a loop's middle is an exit. */
function orderBlocks(blocks: readonly Block[]): Block[] {
  const entry = blocks[0];
  if (entry === undefined) return [];
  const ordered: Block[] = [];
  const seen = new Set<Block>([entry]);
  const stack: { block: Block; next: number }[] = [{ block: entry, next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = top.block.edges[top.next++];
    if (edge === undefined) {
      ordered.push(top.block);
      stack.pop();
    } else if (edge.block !== undefined && !seen.has(edge.block)) {
      seen.add(edge.block);
      stack.push({ block: edge.block, next: 0 });
    }
  }
  ordered.reverse();
  for (const [order, block] of ordered.entries()) block.order = order;
  const preds = new Map<Block, Block[]>();
  for (const block of ordered) {
    for (const { block: to } of block.edges) {
      if (to === undefined) continue;
      const list = preds.get(to);
      if (list === undefined) preds.set(to, [block]);
      else list.push(block);
    }
  }
  const common = (one: Block, other: Block): Block => {
    let [x, y] = [one, other];
    while (x !== y) {
      while (x.order > y.order) x = x.dominator ?? entry;
      while (y.order > x.order) y = y.dominator ?? entry;
    }
    return x;
  };
  entry.dominator = entry;
  for (let changed = true; changed;) {
    changed = false;
    for (const block of ordered.slice(1)) {
      let found: Block | undefined;
      for (const pred of preds.get(block) ?? []) {
        if (pred.dominator !== undefined) found = found === undefined ? pred : common(pred, found);
      }
      if (found === block.dominator) continue;
      block.dominator = found;
      changed = true;
    }
  }
  entry.dominator = undefined;
  const dominates = (upper: Block, lower: Block): boolean => {
    for (let b: Block | undefined = lower; b !== undefined; b = b.dominator) if (b === upper) return true;
    return false;
  };
  const forward = new Map<Block, number>();
  for (const block of ordered) {
    if (block.dominator !== undefined) block.dominator.below.push(block);
    for (const edge of block.edges) {
      const to = edge.block;
      if (to === undefined) continue;
      if (to.order > block.order) forward.set(to, (forward.get(to) ?? 0) + 1);
      else if (dominates(to, block)) to.isLoop = true;
      else edge.block = undefined;
    }
  }
  for (const [block, count] of forward) block.isMerge = count > 1;
  return ordered;
}
