/**
 * From a port to a bootloader that listens: open, reset, greet, ask for the signature.
 *
 * In: a board and its port. Out: a session, or a DeviceError. Nothing is written here. Every attempt begins
 * with a reset: a greeting at a wrong speed starts the program. Short pulses first, then long ones; the way
 * that worked is remembered for that USB socket. A port without modem lines is reset by opening it.
 */
import type { Board } from '../../boards/types.ts';
import { belongsTo, isBootloaderOf, isBootloaderPort, watchFor } from './bootloader-ports.ts';
import { bounded, pause, type Clock } from './clock.ts';
import { Conversation } from './conversation.ts';
import { DeviceError } from './device-error.ts';
import type { Lock } from './lock.ts';
import { closeLine, type Claim } from './port-desk.ts';
import { noSuchPort } from './no-such-port.ts';
import type { PortMemory } from './port-memory.ts';
import type { Programmer, Signature } from './protocols/programmer.ts';
import type { Protocol } from './protocols/index.ts';
import { portKey, type Line, type PortInfo, type Transport } from './transport.ts';
import type { Emit } from './upload-event.ts';

export interface Patience {
  /** For a port that another program holds. */
  readonly busyMs: number;
  /** For a cable to be plugged in again. */
  readonly replugMs: number;
  /** For somebody to press the board's reset button. */
  readonly resetButtonMs: number;
}

export const PATIENCE: Patience = { busyMs: 10_000, replugMs: 60_000, resetButtonMs: 30_000 };

export interface LinkContext {
  readonly board: Board;
  readonly protocol: Protocol;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly claim: Claim;
  readonly memory: PortMemory;
  /** Boards that reset over USB do so one after the other. */
  readonly touchLock: Lock;
  readonly patience: Patience;
  readonly emit: Emit;
  readonly isCancelled: () => boolean;
  /** Short pulses only, each speed once: a guess, not a promise. */
  readonly isQuick?: boolean;
}

export interface Session {
  readonly conversation: Conversation;
  readonly programmer: Programmer;
  readonly signature: Signature;
  readonly port: PortInfo;
}

type Pulse = 'short' | 'long';
const PULSE_MS: Readonly<Record<Pulse, number>> = { short: 10, long: 250 };
const BUSY_RETRY_MS = 500;
const SIGNALS_MS = 1_000;
const TOUCH_BAUD = 1_200;
const TOUCH_HOLD_MS = 60;
const TOUCH_ATTEMPTS = 3;
const REAPPEAR_MS = 5_000;
const STARTING_MS = 2_500;
/** After how many silent resets something on pins 0 and 1 is likely. */
const PINS_AFTER = 3;

export class Link {
  private readonly context: LinkContext;
  /** The socket that was asked for. */
  private readonly first: PortInfo;
  private port: PortInfo;
  private line: Line | undefined;
  /** The port could be opened at least once. */
  hasOpened = false;

  constructor(context: LinkContext, port: PortInfo) {
    this.context = context;
    this.first = port;
    this.port = port;
  }

  /** The port that is talked to: a 32U4's bootloader has another than its sketch. */
  get where(): PortInfo {
    return this.port;
  }

  connect(): Promise<Session> {
    return this.context.protocol.traits.reset === 'touch' ? this.byTouch() : this.byPulse();
  }

  /** The line, for whoever is next; the link forgets it. */
  handOver(): { readonly path: string; readonly line: Line } | undefined {
    const { line } = this;
    this.line = undefined;
    return line === undefined ? undefined : { path: this.port.path, line };
  }

  async close(): Promise<void> {
    const { line } = this;
    this.line = undefined;
    if (line !== undefined) await closeLine(line, this.context.clock);
  }

  /** Waits until something is in the same socket again. */
  async replugged(): Promise<void> {
    const { transport, clock, patience, emit, board } = this.context;
    await this.close();
    emit({ kind: 'notice', code: 'waiting-for-cable' });
    const key = portKey(this.first);
    const found = await watchFor(
      transport,
      clock,
      patience.replugMs,
      (port) => portKey(port) === key || (port.location === undefined && belongsTo(board, port)),
      this.context.isCancelled,
    );
    this.checkCancelled();
    if (found === undefined) throw new DeviceError('unplugged', 'not plugged in again');
    this.port = found;
  }

  private async byPulse(): Promise<Session> {
    const { protocol, memory, emit, clock } = this.context;
    const key = portKey(this.first);
    let silences = 0;
    let noise = 0;
    for (const { baud, pulse } of this.ways()) {
      this.checkCancelled();
      const conversation = await this.reset(baud, pulse);
      try {
        await pause(clock, protocol.traits.wakeMs);
        const session = await this.greet(conversation);
        memory.remember(key, { baud, pulse });
        return session;
      } catch (failure) {
        const fault = DeviceError.from(failure);
        conversation.discard();
        conversation.end();
        if (fault.code === 'unplugged' || fault.code === 'port-failed') throw fault;
        if (conversation.noise > 0 || fault.code === 'garbled') noise++;
        else silences++;
        if (silences + noise === 1) emit({ kind: 'notice', code: 'trying-another-way' });
        if (silences === PINS_AFTER) emit({ kind: 'notice', code: 'free-pins' });
      }
    }
    throw new DeviceError(
      noise > silences ? 'not-a-board' : 'no-answer',
      `${silences} silent, ${noise} noisy`,
    );
  }

  /** Speeds and pulses in the order in which they are tried. */
  private ways(): readonly { readonly baud: number; readonly pulse: Pulse }[] {
    const { board, protocol, memory } = this.context;
    const known = memory.recall(portKey(this.first));
    const bauds = [...new Set([board.upload.baud, ...protocol.traits.otherBauds])];
    if (this.context.isQuick === true) return bauds.map((baud) => ({ baud, pulse: 'short' }));
    const all = (['short', 'long'] as const).flatMap((pulse) => bauds.map((baud) => ({ baud, pulse })));
    const best = all.find(({ baud, pulse }) => baud === known.baud && pulse === known.pulse);
    const ordered = best === undefined ? all : [best, ...all.filter((way) => way !== best)];
    // One reset more than there are ways: a single fault must not end it.
    return ordered.length < PINS_AFTER + 1 ? [...ordered, ...ordered] : ordered;
  }

  private async reset(baud: number, pulse: Pulse): Promise<Conversation> {
    const { clock } = this.context;
    let isFresh = false;
    if (this.line === undefined) isFresh = await this.open(baud);
    else await bounded(clock, SIGNALS_MS, 'port-failed', this.line.setBaud(baud));
    const hasWires = await this.pulse(pulse);
    // Without wires opening is the reset.
    if (!hasWires && !isFresh) {
      await this.close();
      await this.open(baud);
    }
    return new Conversation(this.openLine(), clock, baud);
  }

  private async pulse(pulse: Pulse): Promise<boolean> {
    const { clock } = this.context;
    const line = this.openLine();
    const set = (on: boolean): Promise<boolean> =>
      bounded(clock, SIGNALS_MS, 'port-failed', line.setSignals({ dtr: on, rts: on }));
    if (!(await set(false))) return false;
    await pause(clock, PULSE_MS[pulse]);
    return set(true);
  }

  private async greet(conversation: Conversation): Promise<Session> {
    const programmer = this.context.protocol.create(conversation);
    await programmer.sync();
    const signature = await programmer.signature();
    return { conversation, programmer, signature, port: this.port };
  }

  private async byTouch(): Promise<Session> {
    let last: DeviceError | undefined;
    for (let attempt = 0; attempt < TOUCH_ATTEMPTS; attempt++) {
      this.checkCancelled();
      try {
        if (this.line === undefined) await this.openBootloader();
        return await this.recoverAndGreet();
      } catch (failure) {
        last = DeviceError.from(failure);
        if (last.code !== 'no-answer' && last.code !== 'garbled') throw last;
        if (attempt === 0) this.context.emit({ kind: 'notice', code: 'trying-another-way' });
        // From the second time on with the port opened anew.
        if (attempt > 0) await this.close();
      }
    }
    throw new DeviceError('no-answer', last);
  }

  private async openBootloader(): Promise<void> {
    const ports = await this.context.transport.list().catch(() => []);
    const here = ports.find((port) => port.path === this.port.path);
    if (here !== undefined) this.port = here;
    if (!isBootloaderPort(this.port)) this.port = await this.touch();
    await this.open(this.context.board.upload.baud, true);
  }

  /** A bootloader over USB cannot be reset while it listens: it may be in the middle of anything. */
  private async recoverAndGreet(): Promise<Session> {
    const { clock, board, protocol } = this.context;
    const conversation = new Conversation(this.openLine(), clock, board.upload.baud);
    try {
      await protocol.create(conversation).recover();
      return await this.greet(conversation);
    } catch (failure) {
      conversation.end();
      throw failure;
    }
  }

  /** Opened at 1200 baud with DTR low, the sketch starts the bootloader, which is another device. */
  private touch(): Promise<PortInfo> {
    const { transport, clock, board, patience, emit, touchLock, isCancelled } = this.context;
    return touchLock.run(async () => {
      const before = await transport.list().catch(() => []);
      const isWanted = isBootloaderOf(board, this.first, before);
      const already = before.find((port) => isWanted(port));
      if (already !== undefined) return already;
      // A sketch that has switched USB off cannot be asked; one that is just starting comes soon.
      const isHere = (port: PortInfo): boolean => portKey(port) === portKey(this.first) || isWanted(port);
      const here =
        before.find(isHere) ?? (await watchFor(transport, clock, STARTING_MS, isHere, isCancelled));
      if (here !== undefined && isWanted(here)) return here;
      if (here !== undefined) {
        this.port = here;
        await this.open(TOUCH_BAUD);
        await bounded(
          clock,
          SIGNALS_MS,
          'port-failed',
          this.openLine().setSignals({ dtr: false, rts: false }),
        );
        await pause(clock, TOUCH_HOLD_MS);
        await this.close();
        const found = await watchFor(transport, clock, REAPPEAR_MS, isWanted, isCancelled);
        if (found !== undefined) return found;
      }
      this.checkCancelled();
      emit({ kind: 'notice', code: 'waiting-for-reset' });
      const pressed = await watchFor(transport, clock, patience.resetButtonMs, isWanted, isCancelled);
      this.checkCancelled();
      if (pressed === undefined) throw new DeviceError('press-reset', 'no bootloader appeared');
      return pressed;
    });
  }

  /** `isNew`: a device that has just appeared may not be ours to open yet. */
  private async open(baud: number, isNew = false): Promise<boolean> {
    const { claim, clock, patience, emit } = this.context;
    const end = clock.now() + patience.busyMs;
    for (;;) {
      this.checkCancelled();
      try {
        const { line, fresh } = await claim.open(this.port.path, baud);
        this.line = line;
        this.hasOpened = true;
        return fresh;
      } catch (failure) {
        const fault = this.hasOpened
          ? DeviceError.from(failure)
          : await noSuchPort(DeviceError.from(failure), this.port.path, this.context);
        const mayPass = fault.code === 'port-busy' || (isNew && fault.code === 'no-permission');
        if (!mayPass || clock.now() >= end) throw fault;
        if (fault.code === 'port-busy') emit({ kind: 'notice', code: 'waiting-for-port' });
        await pause(clock, BUSY_RETRY_MS);
      }
    }
  }

  private openLine(): Line {
    if (this.line === undefined) throw new DeviceError('unplugged', 'no line');
    return this.line;
  }

  private checkCancelled(): void {
    if (this.context.isCancelled()) throw new DeviceError('cancelled');
  }
}
