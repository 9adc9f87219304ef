/**
 * What must be so on every transport: the one list of tests that runs in memory, over the real serialport, and
 * over Web Serial in a browser.
 *
 * In: a rig: a virtual board behind some transport, and how time passes there. Out: each test ends, or throws
 * what is not as it should be. Nothing here knows the transport, nor any test runner: it also runs in a page.
 */
import { BOARDS } from '../../../boards/bases/index.ts';
import type { Board } from '../../../boards/types.ts';
import { withBlocks } from '../../../app/device/blocks-on-board.ts';
import type { Clock } from '../../../app/device/clock.ts';
import { DeviceError, type DeviceCode } from '../../../app/device/device-error.ts';
import { createDeviceService } from '../../../app/device/device-service.ts';
import { askBoard } from '../../../app/device/find-board.ts';
import { Monitor, type MonitorState } from '../../../app/device/monitor.ts';
import { numbersOf } from '../../../app/device/monitor-log.ts';
import { readBlocks } from '../../../app/device/read-board.ts';
import type { PortInfo, Transport } from '../../../app/device/transport.ts';
import { upload, type UploadRequest, type UploadResult } from '../../../app/device/upload.ts';
import type { UploadEvent } from '../../../app/device/upload-event.ts';
import type { VirtualBoard } from '../../../app/virtual-board/virtual-board.ts';
import { assembleAt } from '../../../compiler/asm/assemble-at.ts';
import { FaultyTransport, type Fault } from '../bench/faulty-transport.ts';

export interface Rig {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly board: VirtualBoard;
  /** The port as it is listed now. */
  readonly port: () => Promise<PortInfo>;
  /** Lets time pass until it is settled. */
  readonly run: <T>(work: Promise<T>) => Promise<T>;
  /** The cable, with the power. */
  readonly unplug: () => void;
  readonly plug: () => void;
  readonly isOpen: () => boolean;
}

export interface TransportTest {
  readonly name: string;
  readonly run: (rig: Rig) => Promise<void>;
}

const check = (isTrue: boolean, what: string): void => {
  if (!isTrue) throw new Error(what);
};
const same = (first: Uint8Array, second: Uint8Array): boolean =>
  first.length === second.length && first.every((byte, at) => byte === second[at]);
const pass = (rig: Rig, ms: number): Promise<void> =>
  rig.run(new Promise<void>((done) => void rig.clock.after(ms, done)));

const uno = (): Board => {
  const board = BOARDS.find(({ id }) => id === 'uno');
  if (board === undefined) throw new Error('no board');
  return board;
};

/** Says "n=0" to "n=9" again and again, and gives back each byte it gets. */
const TALK = assembleAt(
  `
.code talk
    ldi r24, 0x02
    sts 0xc0, r24
    ldi r24, 16
    sts 0xc4, r24
    ldi r24, 0x18
    sts 0xc1, r24
    ldi r20, 0
.line:
    ldi r24, 0x6e
    rcall .put
    ldi r24, 0x3d
    rcall .put
    mov r24, r20
    subi r24, 0xd0
    rcall .put
    ldi r24, 10
    rcall .put
    inc r20
    cpi r20, 10
    brne .next
    ldi r20, 0
.next:
    ldi r26, 0
    ldi r27, 0xc0
.wait:
    lds r24, 0xc0
    sbrs r24, 7
    rjmp .quiet
    lds r24, 0xc6
    rcall .put
.quiet:
    adiw r26, 1
    brne .wait
    rjmp .line
.put:
    lds r25, 0xc0
    sbrs r25, 5
    rjmp .put
    sts 0xc6, r24
    ret
`,
  0,
);

/** A program that can run, with other bytes behind it. */
function program(bytes: number, seed: number): Uint8Array {
  const image = new Uint8Array(bytes);
  let state = seed;
  for (let at = 0; at < bytes; at++)
    image[at] = (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
  image.set(TALK);
  return image;
}

interface Outcome {
  readonly result?: UploadResult;
  readonly fault?: DeviceError;
  readonly events: readonly UploadEvent[];
}

async function send(
  rig: Rig,
  image: Uint8Array,
  request: Partial<UploadRequest> = {},
  transport = rig.transport,
): Promise<Outcome> {
  const events: UploadEvent[] = [];
  const work = upload(createDeviceService(transport, rig.clock), {
    board: uno(),
    port: await rig.run(rig.port()),
    image,
    emit: (event) => events.push(event),
    patience: { replugMs: 3_000, busyMs: 600 },
    ...request,
  });
  try {
    return { result: await rig.run(work), events };
  } catch (failure) {
    return { fault: DeviceError.from(failure), events };
  }
}

const holds = ({ board }: Rig, image: Uint8Array): boolean =>
  same(board.memories().flash.subarray(0, image.length), image);

async function isFault(work: Promise<unknown>, code: DeviceCode): Promise<void> {
  const failure: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  check(failure instanceof DeviceError, `no fault, or another: ${String(failure)}`);
  check(failure instanceof DeviceError && failure.code === code, `${String(failure)} instead of ${code}`);
}

/** A board at work: nothing of it may be lost because of one of these. */
const FAULTS: readonly Fault[] = [
  { kind: 'drop', way: 'out', at: 3, count: 2 },
  { kind: 'drop', way: 'out', at: 300, count: 1 },
  { kind: 'flip', way: 'out', at: 170, bit: 3 },
  { kind: 'drop', way: 'in', at: 20, count: 1 },
  { kind: 'flip', way: 'in', at: 200, bit: 6 },
  { kind: 'insert', way: 'out', at: 160, byte: 0x20 },
  { kind: 'double', way: 'out', at: 420 },
  { kind: 'delay', way: 'out', nth: 4, ms: 300 },
  { kind: 'chunks', size: 1 },
];

export const TRANSPORT_TESTS: readonly TransportTest[] = [
  {
    name: 'a program is written, read back and started; the port is free',
    async run(rig) {
      const image = program(700, 1);
      const before = rig.board.memories().flash;
      const { result, fault, events } = await send(rig, image);
      check(fault === undefined && result !== undefined, `fault ${String(fault?.code)}`);
      check(result?.restarts === 0, `${String(result?.restarts)} restarts`);
      check(holds(rig, image), 'the flash does not hold the program');
      check(same(rig.board.memories().flash.subarray(768), before.subarray(768)), 'other pages have changed');
      const phases = events.flatMap((event) => (event.kind === 'progress' ? [event.phase] : []));
      const order = phases.filter((phase, at) => phase !== phases[at - 1]).join(' ');
      check(/^connect write verify .*start$/.test(order), `phases ${order}`);
      await pass(rig, 300);
      check(!rig.isOpen(), 'the port is not free');
    },
  },
  {
    name: 'of the next program only the changed pages are sent, and all are read back',
    async run(rig) {
      const service = createDeviceService(rig.transport, rig.clock);
      const port = await rig.run(rig.port());
      const image = program(1_500, 2);
      await rig.run(upload(service, { board: uno(), port, image }));
      const next = image.slice();
      next[900] = (next[900] ?? 0) ^ 0xff;
      const codes: string[] = [];
      const emit = (event: UploadEvent): void => {
        if (event.kind === 'notice') codes.push(event.code);
      };
      await rig.run(upload(service, { board: uno(), port, image: next, emit }));
      check(codes.join() === 'only-changes', `notices ${codes.join()}`);
      check(holds(rig, next), 'the flash does not hold the program');
    },
  },
  ...FAULTS.map((fault) => ({
    name: `a fault on the line is survived: ${JSON.stringify(fault)}`,
    async run(rig: Rig) {
      const image = program(400, 3);
      const faulty = new FaultyTransport(rig.transport, rig.clock, fault, () => rig.unplug());
      const outcome = await send(rig, image, {}, faulty);
      check(
        outcome.fault === undefined,
        `fault ${String(outcome.fault?.code)} ${String(outcome.fault?.cause)}`,
      );
      check(holds(rig, image), 'the flash does not hold the program');
      check(fault.kind === 'chunks' || faulty.hasStruck, 'the fault never came');
      await pass(rig, 300);
      check(faulty.openLines === 0 && !rig.isOpen(), 'the port is not free');
    },
  })),
  {
    name: 'another chip is noticed before anything is written',
    async run(rig) {
      const before = rig.board.memories().flash;
      const { fault } = await send(rig, program(300, 4), { board: { ...uno(), chip: 'atmega2560' } });
      check(fault?.code === 'wrong-board', `fault ${String(fault?.code)}`);
      check(fault?.details['found'] === 'uno', `found ${String(fault?.details['found'])}`);
      check(same(rig.board.memories().flash, before), 'something was written');
    },
  },
  {
    name: 'the board tells what it is, and gives its blocks back',
    async run(rig) {
      const text = JSON.stringify({ blocks: Array.from({ length: 40 }, (_, i) => `block ${i * i}`) });
      const packed = await withBlocks(program(500, 5), text, 128, 31_000);
      check(packed.blocksBytes !== undefined, 'no room for blocks');
      const sent = await send(rig, packed.image);
      check(sent.fault === undefined, `fault ${String(sent.fault?.code)}`);
      const service = createDeviceService(rig.transport, rig.clock);
      const port = await rig.run(rig.port());
      const board = await rig.run(askBoard(service, port));
      check(board.chip === 'atmega328p', `a ${board.id}`);
      const back = await rig.run(readBlocks(service, board, port));
      check(back === text, `other blocks: ${back.slice(0, 60)}`);
    },
  },
  {
    name: 'the monitor hears every line, sends, and lends its port to an upload',
    async run(rig) {
      const sent = await send(rig, program(400, 6));
      check(sent.fault === undefined, `fault ${String(sent.fault?.code)}`);
      const service = createDeviceService(rig.transport, rig.clock);
      const port = await rig.run(rig.port());
      const values: number[] = [];
      const texts: string[] = [];
      const states: MonitorState[] = [];
      const monitor = new Monitor(service, {
        port,
        baud: 115_200,
        onLines: (lines) => {
          for (const { text } of lines) {
            texts.push(text);
            const value = numbersOf(text)?.get('n');
            if (value !== undefined) values.push(value);
          }
        },
        onState: (state) => states.push(state),
      });
      const running = monitor.run();
      // Our bootloader listens for a second, then the program starts.
      await pass(rig, 1_800);
      check(values.length > 20, `${values.length} numbers`);
      const first = values[0] ?? 0;
      check(
        values.every((value, at) => value === (first + at) % 10),
        `numbers ${values.slice(0, 30).join(' ')}`,
      );
      await rig.run(monitor.send(new TextEncoder().encode('hello')));
      await pass(rig, 300);
      check(texts.join('').includes('h') && texts.join('').includes('o'), 'nothing came back');

      const count = values.length;
      const image = program(450, 7);
      await rig.run(upload(service, { board: uno(), port, image, keepOpen: true }));
      check(holds(rig, image), 'the flash does not hold the program');
      await pass(rig, 800);
      check(values.length > count + 10, 'the monitor did not go on');
      check(states.join(' ') === 'listening lent opening listening', states.join(' '));
      monitor.close();
      await rig.run(running);
      await pass(rig, 300);
      check(!rig.isOpen(), 'the port is not free');
    },
  },
  {
    name: 'a cable that comes out in the middle, and goes in again: the program is finished',
    async run(rig) {
      const image = program(700, 8);
      const fault: Fault = { kind: 'unplug', way: 'out', at: 500 };
      const faulty = new FaultyTransport(rig.transport, rig.clock, fault, () => {
        rig.unplug();
        rig.clock.after(400, () => rig.plug());
      });
      const outcome = await send(rig, image, {}, faulty);
      check(
        outcome.fault === undefined,
        `fault ${String(outcome.fault?.code)} ${String(outcome.fault?.cause)}`,
      );
      check(
        outcome.events.some((event) => event.kind === 'notice' && event.code === 'waiting-for-cable'),
        'nothing was said of the cable',
      );
      check(holds(rig, image), 'the flash does not hold the program');
    },
  },
  {
    name: 'a cable that stays out: said so, and the board is safe',
    async run(rig) {
      const fault: Fault = { kind: 'unplug', way: 'out', at: 500 };
      const faulty = new FaultyTransport(rig.transport, rig.clock, fault, () => rig.unplug());
      const outcome = await send(rig, program(700, 9), { patience: { replugMs: 500, busyMs: 500 } }, faulty);
      check(outcome.fault?.code === 'unplugged', `fault ${String(outcome.fault?.code)}`);
      // The guard: an endless jump.
      check(same(rig.board.memories().flash.subarray(0, 2), Uint8Array.of(0xff, 0xcf)), 'not safe');
      rig.plug();
      const again = await send(rig, program(300, 10));
      check(again.fault === undefined, `fault ${String(again.fault?.code)}`);
    },
  },
  {
    name: 'a port that is open elsewhere is busy; one that is not there is said not to be',
    async run(rig) {
      const { path } = await rig.run(rig.port());
      const line = await rig.run(rig.transport.open(path, 9_600));
      await isFault(rig.run(rig.transport.open(path, 9_600)), 'port-busy');
      const { fault } = await send(rig, program(300, 11));
      check(fault?.code === 'port-busy', `fault ${String(fault?.code)}`);
      await rig.run(line.close());
      await rig.run(line.close());
      const other = await send(rig, program(300, 12), { port: { path: '/dev/genie-nothing' } });
      check(other.fault?.code === 'no-port', `fault ${String(other.fault?.code)}`);
    },
  },
  {
    name: 'at a wrong speed something comes, but no line that is right',
    async run(rig) {
      const sent = await send(rig, program(400, 13));
      check(sent.fault === undefined, `fault ${String(sent.fault?.code)}`);
      const service = createDeviceService(rig.transport, rig.clock);
      const port = await rig.run(rig.port());
      let [right, all] = [0, 0];
      const monitor = new Monitor(service, {
        port,
        baud: 9_600,
        onLines: (lines) => {
          all += lines.length;
          right += lines.filter(({ text }) => /^n=\d$/.test(text)).length;
        },
      });
      const running = monitor.run();
      await pass(rig, 1_500);
      check(right === 0, `${right} of ${all} lines at a wrong speed`);
      check(monitor.log.bytes > 20, 'nothing came at all');
      monitor.close();
      await rig.run(running);
    },
  },
];
