/**
 * The edges of one wire over time, in little memory, drawn fast.
 *
 * In: edges in order of time; levels take turns, so only the first is kept. Out: levels at a moment, edges in a window,
 * columns for a picture of so many points, measurements. Past a number of edges the oldest are forgotten: what is
 * before `from` is not known any more.
 */
export interface Column {
  /** The share of the column's time at which the wire was high, 0 … 1. */
  readonly high: number;
  readonly edges: number;
}

export interface Measurement {
  /** Between the first and the last rise in the window. */
  readonly periodCycles: number | undefined;
  /** Share of whole periods at which the wire was high, 0 … 1. */
  readonly duty: number | undefined;
  readonly rises: number;
}

const CHUNK = 4096;

interface Chunk {
  /** Cycle of the first edge; the others are counted from it. */
  readonly base: number;
  readonly offsets: Uint32Array;
  count: number;
}

const MOST_OFFSET = 0xffff_ffff;

export class EdgeStore {
  private chunks: Chunk[] = [];
  private readonly mostEdges: number;
  /** The level after the edge with the lowest number is 1 where this is even. */
  private parity = 0;
  private forgotten = 0;

  constructor(mostEdges = 1 << 20) {
    this.mostEdges = Math.max(CHUNK * 2, mostEdges);
  }

  /** Bytes that the edges take. */
  get bytes(): number {
    return this.chunks.length * CHUNK * 4;
  }

  get length(): number {
    return this.chunks.reduce((sum, { count }) => sum + count, 0);
  }

  /** The first edge that is known. */
  get from(): number | undefined {
    return this.chunks[0]?.base;
  }

  get last(): number {
    const chunk = this.chunks.at(-1);
    return chunk === undefined ? -1 : chunk.base + (chunk.offsets[chunk.count - 1] ?? 0);
  }

  add(level: 0 | 1, cycle: number): void {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined) this.parity = level === 1 ? 0 : 1;
    if (chunk === undefined || chunk.count === CHUNK || cycle - chunk.base > MOST_OFFSET) {
      chunk = { base: cycle, offsets: new Uint32Array(CHUNK), count: 0 };
      this.chunks.push(chunk);
      if (this.length > this.mostEdges) this.forgotten += this.chunks.shift()?.count ?? 0;
    }
    chunk.offsets[chunk.count++] = cycle - chunk.base;
  }

  /** Forgets what was after a cycle. */
  truncate(cycle: number): void {
    while ((this.chunks.at(-1)?.base ?? -1) > cycle) this.chunks.pop();
    const chunk = this.chunks.at(-1);
    if (chunk === undefined) return;
    while (chunk.count > 0 && chunk.base + (chunk.offsets[chunk.count - 1] ?? 0) > cycle) chunk.count--;
    if (chunk.count === 0) this.chunks.pop();
  }

  levelAt(cycle: number): 0 | 1 {
    return this.levelAfter(this.rank(cycle));
  }

  /** Edges after `from` and up to `until`, at most so many. */
  edges(from: number, until: number, most = 10_000): { readonly cycle: number; readonly level: 0 | 1 }[] {
    const found: { cycle: number; level: 0 | 1 }[] = [];
    let number = this.rank(from);
    this.forEach(from, until, (cycle) => {
      if (found.length < most) found.push({ cycle, level: this.levelAfter(number + 1) });
      number++;
    });
    return found;
  }

  /** The window in so many columns. */
  columns(from: number, until: number, count: number): Column[] {
    const width = (until - from) / count;
    const high = new Float64Array(count);
    const edges = new Uint32Array(count);
    const fill = (start: number, end: number): void => {
      let column = Math.min(count - 1, Math.floor((start - from) / width));
      for (let at = start; at < end && column < count; column++) {
        const next = Math.min(end, from + (column + 1) * width);
        high[column] = (high[column] ?? 0) + next - at;
        at = next;
      }
    };
    let level: number = this.levelAt(from);
    let since = from;
    this.forEach(from, until, (cycle) => {
      const column = Math.min(count - 1, Math.floor((cycle - from) / width));
      edges[column] = (edges[column] ?? 0) + 1;
      if (level === 1) fill(since, cycle);
      level = 1 - level;
      since = cycle;
    });
    if (level === 1) fill(since, until);
    return Array.from({ length: count }, (_, i) => ({ high: (high[i] ?? 0) / width, edges: edges[i] ?? 0 }));
  }

  measure(from: number, until: number): Measurement {
    let rises = 0;
    let first = 0;
    let last = 0;
    let high = 0;
    let highAtLast = 0;
    let level: number = this.levelAt(from);
    let since = from;
    this.forEach(from, until, (cycle) => {
      if (level === 1) high += cycle - since;
      else {
        if (rises++ === 0) [first, high] = [cycle, 0];
        [last, highAtLast] = [cycle, high];
      }
      level = 1 - level;
      since = cycle;
    });
    if (rises < 2) return { periodCycles: undefined, duty: undefined, rises };
    return { periodCycles: (last - first) / (rises - 1), duty: highAtLast / (last - first), rises };
  }

  /** How many edges there were at or before a cycle, forgotten ones included. */
  private rank(cycle: number): number {
    let number = this.forgotten;
    for (const { base, offsets, count } of this.chunks) {
      if (base > cycle) break;
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (base + (offsets[middle] ?? 0) <= cycle) low = middle + 1;
        else high = middle;
      }
      number += low;
      if (low < count) break;
    }
    return number;
  }

  private levelAfter(edges: number): 0 | 1 {
    return ((edges + this.parity) & 1) === 1 ? 1 : 0;
  }

  private forEach(from: number, until: number, act: (cycle: number) => void): void {
    for (const [index, { base, offsets, count }] of this.chunks.entries()) {
      if (base > until) return;
      if ((this.chunks[index + 1]?.base ?? Number.POSITIVE_INFINITY) <= from) continue;
      for (let i = 0; i < count; i++) {
        const cycle = base + (offsets[i] ?? 0);
        if (cycle > until) return;
        if (cycle > from) act(cycle);
      }
    }
  }
}
