/**
 * A transport that does one thing wrong, at one place of the conversation.
 *
 * In: a transport and a fault, placed by the number of the byte since the transport was made, out or in.
 * Out: a transport that counts and strikes once. Chunks and delays are faults too.
 */
import { pause, type Clock } from '../../../app/device/clock.ts';
import type { Line, PortInfo, Transport } from '../../../app/device/transport.ts';

export type Fault =
  | { readonly kind: 'drop'; readonly way: 'out' | 'in'; readonly at: number; readonly count: number }
  | { readonly kind: 'flip'; readonly way: 'out' | 'in'; readonly at: number; readonly bit: number }
  | { readonly kind: 'insert'; readonly way: 'out' | 'in'; readonly at: number; readonly byte: number }
  | { readonly kind: 'double'; readonly way: 'out' | 'in'; readonly at: number }
  /** Before the byte goes on. */
  | { readonly kind: 'unplug'; readonly way: 'out' | 'in'; readonly at: number }
  /** The nth write, or the nth chunk that comes in, is late. */
  | { readonly kind: 'delay'; readonly way: 'out' | 'in'; readonly nth: number; readonly ms: number }
  | { readonly kind: 'chunks'; readonly size: number }
  /** Another program reads what is ours, for so long. */
  | { readonly kind: 'steal'; readonly way: 'out'; readonly at: number; readonly ms: number }
  /** Our program is killed: the system closes the port, and nothing of ours happens any more. */
  | { readonly kind: 'kill'; readonly way: 'out'; readonly at: number }
  | { readonly kind: 'none' };

export interface Counts {
  /** The offset of every write. */
  readonly writes: number[];
  out: number;
  in: number;
  chunksIn: number;
}

const FOREVER_MS = 1e9;

export class FaultyTransport implements Transport {
  readonly counts: Counts = { writes: [], out: 0, in: 0, chunksIn: 0 };
  readonly opened: string[] = [];
  hasStruck = false;
  /** Lines that are open now. */
  openLines = 0;
  private readonly inner: Transport;
  private readonly clock: Clock;
  private readonly fault: Fault;
  private readonly unplug: () => void;

  constructor(inner: Transport, clock: Clock, fault: Fault, unplug: () => void) {
    this.inner = inner;
    this.clock = clock;
    this.fault = fault;
    this.unplug = unplug;
  }

  list(): Promise<readonly PortInfo[]> {
    return this.inner.list();
  }

  async open(path: string, baud: number): Promise<Line> {
    this.opened.push(path);
    if (this.isDead) await pause(this.clock, FOREVER_MS);
    const line = await this.inner.open(path, baud);
    this.openLines++;
    let isOpen = true;
    // In order, however late one chunk is.
    let arriving: Promise<void> = Promise.resolve();
    return {
      write: async (bytes) => {
        this.counts.writes.push(this.counts.out);
        if (this.isNow('delay', 'out', this.counts.writes.length - 1))
          await pause(this.clock, this.strike().ms);
        const changed = this.change(bytes, 'out');
        if (changed === undefined) {
          this.unplug();
          return pause(this.clock, FOREVER_MS);
        }
        await line.write(changed);
        if (this.fault.kind === 'kill' && this.hasStruck) {
          this.isDead = true;
          await line.close();
          await pause(this.clock, FOREVER_MS);
        }
      },
      setSignals: (signals) => line.setSignals(signals),
      setBaud: (baud) => line.setBaud(baud),
      listen: (listener) => {
        if (listener === undefined) return line.listen(undefined);
        line.listen({
          closed: () => listener.closed(),
          bytes: (chunk) => {
            const nth = this.counts.chunksIn++;
            if (this.clock.now() < this.stolenUntil) return;
            const changed = this.change(chunk, 'in');
            if (changed === undefined) return this.unplug();
            const late = this.isNow('delay', 'in', nth) ? this.strike().ms : 0;
            if (late > 0) arriving = pause(this.clock, late);
            const pieces = this.fault.kind === 'chunks' ? cut(changed, this.fault.size) : [changed];
            if (late > 0 || this.isLate) {
              this.isLate = true;
              arriving = arriving.then(() => pieces.forEach((piece) => listener.bytes(piece)));
            } else for (const piece of pieces) listener.bytes(piece);
          },
        });
      },
      close: async () => {
        if (isOpen) this.openLines--;
        isOpen = false;
        await line.close();
      },
    };
  }

  private isLate = false;
  private isDead = false;
  private stolenUntil = -Infinity;

  private isNow(kind: 'delay', way: 'out' | 'in', nth: number): boolean {
    const { fault } = this;
    return !this.hasStruck && fault.kind === kind && fault.way === way && fault.nth === nth;
  }

  private strike(): { ms: number } {
    this.hasStruck = true;
    return { ms: this.fault.kind === 'delay' ? this.fault.ms : 0 };
  }

  /** Undefined: the cable is out. */
  private change(bytes: Uint8Array, way: 'out' | 'in'): Uint8Array | undefined {
    const { fault } = this;
    const start = this.counts[way];
    this.counts[way] += bytes.length;
    if (!('at' in fault) || fault.way !== way || this.hasStruck) return bytes;
    const at = fault.at - start;
    if (at < 0 || at >= bytes.length) return bytes;
    this.hasStruck = true;
    const before = [...bytes.subarray(0, at)];
    const byte = bytes[at] ?? 0;
    const after = [...bytes.subarray(at + 1)];
    switch (fault.kind) {
      case 'drop':
        return Uint8Array.from([...before, ...after.slice(fault.count - 1)]);
      case 'flip':
        return Uint8Array.from([...before, byte ^ (1 << fault.bit), ...after]);
      case 'insert':
        return Uint8Array.from([...before, fault.byte, byte, ...after]);
      case 'double':
        return Uint8Array.from([...before, byte, byte, ...after]);
      case 'unplug':
        return undefined;
      case 'steal':
        this.stolenUntil = this.clock.now() + fault.ms;
        return bytes;
      case 'kill':
        return Uint8Array.from(before);
    }
  }
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
  return pieces;
}
