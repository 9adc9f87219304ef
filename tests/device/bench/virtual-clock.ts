/**
 * Time that passes only when everything waits: minutes of protocol in milliseconds.
 *
 * In: callbacks with a delay. Out: `run` drives them in order until a promise settles. After an event that
 * may wake the host, promises are let run; the inside of a device uses `quietly`, which does not.
 */
import type { Clock } from '../../../app/device/clock.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly wakes: boolean;
  run: (() => void) | undefined;
}

export class VirtualClock implements Clock {
  private time = 0;
  private order = 0;
  /** A binary heap, the next event first. */
  private readonly heap: Event[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    return this.add(ms, run, true);
  }

  quietly(ms: number, run: () => void): () => void {
    return this.add(ms, run, false);
  }

  async run<T>(promise: Promise<T>, limitMs = 600_000): Promise<T> {
    let isSettled = false;
    const mark = (): void => void (isSettled = true);
    promise.then(mark, mark);
    const end = this.time + limitMs;
    let idle = 0;
    await settle();
    while (!isSettled) {
      const event = this.next();
      // What the system does on threads of its own (compressing) takes real time.
      if (event === undefined && idle++ < 500) {
        await new Promise((done) => setTimeout(done, 2));
        continue;
      }
      idle = 0;
      if (event === undefined) throw new Error(`nothing will ever happen, at ${this.time} ms`);
      if (event.at > end) throw new Error(`not finished after ${limitMs} ms`);
      this.time = event.at;
      event.run?.();
      if (event.wakes) await settle();
    }
    return promise;
  }

  private add(ms: number, run: () => void, wakes: boolean): () => void {
    const event: Event = { at: this.time + Math.max(0, ms), order: this.order++, wakes, run };
    this.heap.push(event);
    this.rise(this.heap.length - 1);
    return () => (event.run = undefined);
  }

  private next(): Event | undefined {
    for (;;) {
      const first = this.heap[0];
      if (first === undefined) return undefined;
      const last = this.heap.pop();
      if (last !== undefined && this.heap.length > 0) {
        this.heap[0] = last;
        this.sink();
      }
      if (first.run !== undefined) return first;
    }
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.heap.length && this.isBefore(child, least)) least = child;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(first: number, second: number): boolean {
    const [a, b] = [this.heap[first], this.heap[second]];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swap(first: number, second: number): void {
    const [a, b] = [this.heap[first], this.heap[second]];
    if (a !== undefined && b !== undefined) [this.heap[first], this.heap[second]] = [b, a];
  }
}

/** Lets every promise that can go on do so. */
const settle = (): Promise<void> =>
  new Promise((done) => {
    setImmediate(done);
  });
