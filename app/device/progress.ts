/**
 * Honest progress: the time that is left, from what is left to do and how fast it has gone so far.
 *
 * In: bytes written and read. Out: 'progress' events. Before anything was measured the protocol's own
 * figures are used; after that the pages of this very upload.
 */
import type { Clock } from './clock.ts';
import type { ProtocolTraits } from './protocols/programmer.ts';
import type { Emit, Phase } from './upload-event.ts';

const CONNECT_MS = 500;
const START_MS = 50;

interface Rate {
  msPerByte: number;
  bytes: number;
  ms: number;
}

export class Progress {
  private readonly clock: Clock;
  private readonly emit: Emit;
  private readonly write: Rate;
  private readonly verify: Rate;
  private toWrite = 0;
  private toVerify = 0;
  private phase: Phase = 'connect';
  private since: number;
  private readonly start: number;
  private shown = 0;

  constructor(clock: Clock, traits: ProtocolTraits, baud: number, emit: Emit) {
    // The figures are for 115200 baud; on the USB itself the speed means nothing.
    const scale = traits.reset === 'pulse' ? 115_200 / baud : 1;
    this.clock = clock;
    this.emit = emit;
    this.write = { msPerByte: scale * traits.writeMsPerByte, bytes: 0, ms: 0 };
    this.verify = { msPerByte: scale * traits.readMsPerByte, bytes: 0, ms: 0 };
    this.start = clock.now();
    this.since = this.start;
  }

  /** What is left to do, known anew: at the start, and after a fault. */
  plan(toWrite: number, toVerify: number): void {
    this.toWrite = toWrite;
    this.toVerify = toVerify;
    this.shown = 0;
  }

  enter(phase: Phase): void {
    this.phase = phase;
    this.since = this.clock.now();
    this.tell();
  }

  wrote(bytes: number): void {
    this.toWrite = Math.max(0, this.toWrite - bytes);
    this.measure(this.write, bytes);
  }

  read(bytes: number): void {
    this.toVerify = Math.max(0, this.toVerify - bytes);
    this.measure(this.verify, bytes);
  }

  private measure(rate: Rate, bytes: number): void {
    const now = this.clock.now();
    rate.bytes += bytes;
    rate.ms += now - this.since;
    rate.msPerByte = rate.ms / rate.bytes;
    this.since = now;
    this.tell();
  }

  private tell(): void {
    const work =
      this.toWrite * this.write.msPerByte +
      this.toVerify * this.verify.msPerByte +
      (this.phase === 'start' ? 0 : START_MS);
    const remainingMs = Math.round(work + (this.phase === 'connect' ? CONNECT_MS : 0));
    const passed = this.clock.now() - this.start;
    const fraction = remainingMs === 0 ? 1 : passed / (passed + remainingMs);
    this.shown = Math.max(this.shown, fraction);
    this.emit({ kind: 'progress', phase: this.phase, fraction: this.shown, remainingMs });
  }
}
