/**
 * Bytes to and from an open line, with a limit on every wait.
 *
 * In: a line and a clock. Out: exact counts of bytes, or a DeviceError: 'no-answer' when they do not
 * come in time, 'unplugged' when the port went away.
 */
import { bounded, limitOf, type Clock } from './clock.ts';
import { DeviceError } from './device-error.ts';
import type { Line } from './transport.ts';

interface Wanted {
  /** The length of what may be handed out, once there is enough. */
  readonly ready: () => number | undefined;
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (fault: DeviceError) => void;
}

/** Time that a system may need for a write beside what the line takes. */
const WRITE_MS = 1_500;

export class Conversation {
  readonly line: Line;
  readonly clock: Clock;
  /** Bytes that were thrown away because no reply was expected to hold them. */
  noise = 0;
  private readonly msPerByte: number;
  private received = new Uint8Array(0);
  private wanted: Wanted | undefined;
  private isClosed = false;
  /** Rejects when the port goes away: some systems never answer a write after that. */
  private readonly gone: Promise<never>;

  constructor(line: Line, clock: Clock, baud: number) {
    this.line = line;
    this.clock = clock;
    this.msPerByte = 10_000 / baud;
    let sayGone: (fault: DeviceError) => void = () => undefined;
    this.gone = new Promise<never>((_, failed) => {
      sayGone = failed;
    });
    this.gone.catch(() => undefined);
    line.listen({
      bytes: (chunk) => {
        this.received = joined(this.received, chunk);
        this.serve();
      },
      closed: () => {
        this.isClosed = true;
        const fault = new DeviceError('unplugged', 'the port went away');
        this.wanted?.failed(fault);
        this.wanted = undefined;
        sayGone(fault);
      },
    });
  }

  async send(bytes: Uint8Array): Promise<void> {
    this.checkOpen();
    await bounded(
      this.clock,
      bytes.length * this.msPerByte + WRITE_MS,
      'no-answer',
      Promise.race([this.line.write(bytes), this.gone]),
    );
  }

  /** Exactly so many bytes. `ms` beside the time the line itself takes. */
  receive(count: number, ms: number): Promise<Uint8Array> {
    return this.want(() => (this.received.length >= count ? count : undefined), ms + count * this.msPerByte);
  }

  /** Everything up to and with the end of this sequence. */
  receiveThrough(sequence: readonly number[], ms: number): Promise<Uint8Array> {
    return this.want(() => {
      for (let at = 0; at + sequence.length <= this.received.length; at++)
        if (sequence.every((byte, i) => this.received[at + i] === byte)) return at + sequence.length;
      // A babbling device must not fill the memory.
      if (this.received.length > 4_096) this.received = this.received.slice(-sequence.length);
      return undefined;
    }, ms);
  }

  /** Throws away what has arrived. */
  discard(): void {
    this.noise += this.received.length;
    this.received = new Uint8Array(0);
  }

  /** Ends our use of the line; the line stays open. */
  end(): void {
    this.line.listen(undefined);
    this.wanted = undefined;
  }

  private want(ready: Wanted['ready'], ms: number): Promise<Uint8Array> {
    this.checkOpen();
    return new Promise((done, failed) => {
      const cancel = this.clock.after(limitOf(this.clock, ms), () => {
        this.wanted = undefined;
        failed(new DeviceError('no-answer', `nothing within ${Math.round(ms)} ms`));
      });
      this.wanted = {
        ready,
        done: (bytes) => {
          cancel();
          done(bytes);
        },
        failed: (fault) => {
          cancel();
          failed(fault);
        },
      };
      this.serve();
    });
  }

  private serve(): void {
    const length = this.wanted?.ready();
    if (length === undefined) return;
    const bytes = this.received.slice(0, length);
    this.received = this.received.slice(length);
    const { done } = this.wanted ?? {};
    this.wanted = undefined;
    done?.(bytes);
  }

  private checkOpen(): void {
    if (this.isClosed) throw new DeviceError('unplugged', 'the port went away');
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
