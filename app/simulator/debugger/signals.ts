/**
 * Everything a logic analyser shows of a run: the wires under the names of what is plugged in, what the bricks showed,
 * the bytes on the serial lines.
 *
 * In: a bench, and how wires are called. Out: signals to ask for columns, edges and measurements. What was written down
 * stays when time is turned back; `forget` drops what is after a moment.
 */
import type { LocalizedText } from '../../../boards/types.ts';
import type { Bench } from '../bricks/bench.ts';
import { EdgeStore } from './edge-store.ts';

export interface SerialByte {
  /** At the end of its stop bit. */
  readonly cycle: number;
  readonly byte: number;
  /** Bits a second. */
  readonly baud: number;
}

export interface WireName {
  /** The chip's pin, e.g. PD5. */
  readonly pin: string;
  readonly name: LocalizedText;
}

const MOST_BYTES = 200_000;

export class Signals {
  readonly wires = new Map<string, EdgeStore>();
  private readonly names: ReadonlyMap<string, LocalizedText>;
  private readonly bytes: SerialByte[] = [];
  /** What happened up to here is written down already. */
  private known = -1;

  constructor({ machine }: Bench, names: readonly WireName[], mostEdges?: number) {
    this.names = new Map(names.map(({ pin, name }) => [pin, name]));
    machine.pins.onAnyEdge.push((pin, level, cycle) => {
      if (cycle <= this.known) return;
      let wire = this.wires.get(pin);
      if (wire === undefined) this.wires.set(pin, (wire = new EdgeStore(mostEdges)));
      wire.add(level, cycle);
    });
    machine.usarts[0]?.onByte.push((byte, cycle, baud) => {
      if (cycle <= this.known) return;
      if (this.bytes.length >= MOST_BYTES) this.bytes.splice(0, MOST_BYTES / 2);
      this.bytes.push({ byte, cycle, baud });
    });
  }

  nameOf(pin: string): LocalizedText {
    return this.names.get(pin) ?? { fr: pin, en: pin };
  }

  /** What the program sent between two moments. */
  serial(from: number, until: number): readonly SerialByte[] {
    return this.bytes.filter(({ cycle }) => cycle > from && cycle <= until);
  }

  /** Time is turned back: what comes again up to here is not written down twice. */
  rememberUntil(cycle: number): void {
    this.known = Math.max(this.known, cycle);
  }

  forget(after: number): void {
    for (const wire of this.wires.values()) wire.truncate(after);
    const kept = this.bytes.findIndex(({ cycle }) => cycle > after);
    if (kept >= 0) this.bytes.length = kept;
    this.known = after;
  }
}
