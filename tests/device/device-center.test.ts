/** What a window asks of boards, with virtual boards at the other end, on virtual time. */
import { describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import type { Board } from '../../boards/types.ts';
import { withBlocks } from '../../app/device/blocks-on-board.ts';
import { DeviceCenter, type DeviceEvent } from '../../app/device/device-center.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import type { FleetResult } from '../../app/device/fleet.ts';
import { MemoryTransport } from '../../app/device/memory-transport.ts';
import { watchPorts, type PortChange } from '../../app/device/port-watch.ts';
import type { PortInfo } from '../../app/device/transport.ts';
import { createWebSerialTransport } from '../../app/device/web/web-serial-transport.ts';
import { bootProgram } from '../../app/virtual-board/boot-program.ts';
import { VirtualBoard } from '../../app/virtual-board/virtual-board.ts';
import { makeImage } from './bench/bench.ts';
import { VirtualClock } from './bench/virtual-clock.ts';
import { SerialStandIn } from './transports/serial-stand-in.ts';

const IDS = { vendorId: 0x2341, productId: 0x0043 };
const board = (id: string): Board => {
  const found = BOARDS.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

interface Desk {
  readonly clock: VirtualClock;
  readonly transport: MemoryTransport;
  readonly boards: VirtualBoard[];
  readonly events: DeviceEvent[];
  readonly center: DeviceCenter;
  readonly plug: (index: number) => void;
  readonly unplug: (index: number) => void;
  readonly pass: (ms: number) => Promise<void>;
}

const portOf = (index: number): PortInfo => ({ path: `usb${index}`, location: `1-${index}`, ...IDS });

function desk(count: number): Desk {
  const clock = new VirtualClock();
  const transport = new MemoryTransport();
  const boot = bootProgram();
  const boards = Array.from({ length: count }, () => new VirtualBoard({ clock, boot }));
  const events: DeviceEvent[] = [];
  const center = new DeviceCenter(createDeviceService(transport, clock), (event) => events.push(event));
  const plug = (index: number): void => {
    const one = boards[index];
    if (one === undefined) throw new Error(String(index));
    transport.plug(portOf(index), one);
    one.power(true);
  };
  const unplug = (index: number): void => {
    transport.unplug(`usb${index}`);
    boards[index]?.power(false);
  };
  const pass = (ms: number): Promise<void> =>
    clock.run(new Promise<void>((done) => void clock.after(ms, done)));
  for (let index = 0; index < count; index++) plug(index);
  return { clock, transport, boards, events, center, plug, unplug, pass };
}

const holds = (one: VirtualBoard | undefined, image: Uint8Array): boolean =>
  one !== undefined && Buffer.from(one.memories().flash.subarray(0, image.length)).equals(Buffer.from(image));

describe('ports that come and go', () => {
  test('are told with what they may be; others are not', async () => {
    const { clock, center, events, transport, plug, unplug, pass } = desk(1);
    transport.plug(
      { path: 'modem', vendorId: 0x1234, productId: 1 },
      new VirtualBoard({ clock, boot: bootProgram() }),
    );
    const stop = center.start();
    await pass(100);
    unplug(0);
    await pass(700);
    plug(0);
    await pass(700);
    transport.unplug('modem');
    await pass(700);
    stop();
    unplug(0);
    await pass(2_000);
    const told = events.flatMap((event) => (event.kind === 'ports' ? [event] : []));
    expect(told.map(({ appeared, gone }) => [appeared, gone])).toEqual([
      [['usb0'], []],
      [[], ['usb0']],
      [['usb0'], []],
      [[], []],
    ]);
    expect(told[0]?.ports.map(({ path, boards: ids }) => [path, ids.includes('uno')])).toEqual([
      ['usb0', true],
    ]);
  });

  test('are looked for at once when the system tells, and a failing list changes nothing', async () => {
    const clock = new VirtualClock();
    const serial = new SerialStandIn();
    const transport = createWebSerialTransport(serial);
    const changes: (PortChange & { at: number })[] = [];
    const stop = watchPorts(transport, clock, (change) => changes.push({ ...change, at: clock.now() }));
    const wait = (ms: number): Promise<void> =>
      clock.run(new Promise<void>((done) => void clock.after(ms, done)));
    await wait(120);
    const device = new VirtualBoard({ clock, boot: bootProgram() });
    serial.plug('a', { usbVendorId: 0x2341, usbProductId: 0x0043 }, device);
    await wait(10);
    expect(changes.map(({ ports }) => ports.length)).toEqual([0, 1]);
    expect(changes[1]?.at).toBeLessThan(125);
    // The same board, as another object: the same name.
    serial.unplug('a');
    await wait(10);
    serial.plug('b', { usbVendorId: 0x2341, usbProductId: 0x0043 }, device);
    await wait(10);
    expect(changes.at(-1)?.appeared.map(({ path }) => path)).toEqual(['serial-1']);
    const asked = await transport.request([{ vendorId: 0x2341, productId: 0x0043 }]);
    expect(asked?.path).toBe('serial-1');
    expect(await transport.request([{ vendorId: 1, productId: 2 }])).toBeUndefined();
    stop();

    let isBroken = false;
    const memory = new MemoryTransport();
    memory.plug({ path: 'p' }, device);
    let count = 0;
    const end = watchPorts(
      {
        list: () => (isBroken ? Promise.reject(new Error('busy')) : memory.list()),
        open: (path, baud) => memory.open(path, baud),
      },
      clock,
      () => count++,
    );
    await wait(600);
    isBroken = true;
    await wait(2_000);
    expect(count).toBe(1);
    end();
  });
});

describe('sending', () => {
  test('tells honest phases and the time that is left', async () => {
    const { clock, center, events, boards } = desk(1);
    const image = makeImage(8_000, 21);
    const start = clock.now();
    const result = await clock.run(center.send('usb0', { board: board('uno'), image }));
    const total = clock.now() - start;
    expect(holds(boards[0], image)).toBe(true);
    expect(result.restarts).toBe(0);
    const steps = events.flatMap((event) =>
      event.kind === 'upload' && event.event.kind === 'progress' ? [event.event] : [],
    );
    const phases = steps.map(({ phase }) => phase);
    expect(phases.filter((phase, at) => phase !== phases[at - 1])[0]).toBe('connect');
    expect(new Set(phases)).toEqual(new Set(['connect', 'write', 'verify', 'start']));
    const fractions = steps.map(({ fraction }) => fraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    // Half-way through, what is said to be left is so.
    const half = steps[Math.floor(steps.length / 2)];
    expect(half?.remainingMs).toBeGreaterThan(0.25 * total);
    expect(half?.remainingMs).toBeLessThan(0.75 * total);
    expect(events.at(-1)).toMatchObject({ kind: 'result', path: 'usb0', board: 'uno' });
    expect(events.at(-1)).not.toHaveProperty('fault');
  });

  test('is taken up again after the cable was out, and can be stopped and tried again', async () => {
    const { clock, center, events, boards, plug, unplug } = desk(1);
    const image = makeImage(6_000, 22);
    clock.after(500, () => unplug(0));
    clock.after(2_500, () => plug(0));
    const result = await clock.run(center.send('usb0', { board: board('uno'), image }));
    expect(result.restarts).toBe(1);
    expect(holds(boards[0], image)).toBe(true);
    expect(events).toContainEqual({
      kind: 'upload',
      path: 'usb0',
      event: { kind: 'notice', code: 'waiting-for-cable' },
    });

    const next = makeImage(6_000, 23);
    clock.after(600, () => center.cancel('usb0'));
    const stopped = clock.run(center.send('usb0', { board: board('uno'), image: next }));
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(events.at(-1)).toMatchObject({ kind: 'result', fault: { code: 'cancelled' } });
    await clock.run(center.retry('usb0'));
    expect(holds(boards[0], next)).toBe(true);
    await expect(center.retry('usb9')).rejects.toMatchObject({ code: 'no-board' });
  });

  test('finds out what is on a board', async () => {
    const { clock, center } = desk(1);
    const text = JSON.stringify({ program: 'x'.repeat(500) });
    const { image } = await withBlocks(makeImage(700, 24), text, 128, 31_000);
    await clock.run(center.send('usb0', { board: board('uno'), image }));
    expect((await clock.run(center.identify('usb0'))).chip).toBe('atmega328p');
    const found = await clock.run(center.blocksOn('usb0'));
    expect(found.text).toBe(text);
    expect((await clock.run(center.ports())).map(({ path }) => path)).toEqual(['usb0']);
  });
});

describe('many boards', () => {
  test('sixteen virtual boards take at most one and a half times as long as one', async () => {
    const times = [];
    for (const count of [1, 16]) {
      const { clock, center, boards, transport } = desk(count);
      // Not on a cable: left alone.
      const apart = new VirtualBoard({ clock, boot: bootProgram() });
      const before = apart.memories().flash;
      transport.plug({ path: 'virtual', virtual: { board: 'genie-base', room: 32_256 } }, apart);
      const image = makeImage(1_500, 25);
      const start = clock.now();
      const results = await clock.run(center.sendAll({ board: board('uno'), image }));
      times.push(clock.now() - start);
      expect(results).toHaveLength(count);
      expect(results.every(({ result }) => result !== undefined)).toBe(true);
      expect(boards.every((one) => holds(one, image))).toBe(true);
      expect(Buffer.from(apart.memories().flash).equals(Buffer.from(before))).toBe(true);
    }
    const [one = 0, sixteen = 0] = times;
    console.info(`one board ${Math.round(one)} ms, sixteen ${Math.round(sixteen)} ms`);
    expect(sixteen).toBeLessThanOrEqual(1.5 * one);
    const { center } = desk(0);
    await expect(center.sendAll({ board: board('uno'), image: makeImage(9, 1) })).rejects.toMatchObject({
      code: 'no-board',
    });
  });

  test('a station writes each board once for each time it is plugged in', async () => {
    const { clock, center, boards, events, plug, unplug, pass } = desk(3);
    unplug(2);
    const image = makeImage(400, 26);
    const stop = new AbortController();
    const results: FleetResult[] = [];
    const running = center.runStation({ board: board('uno'), image }, stop.signal, (result) =>
      results.push(result),
    );
    await pass(3_000);
    expect(results.map(({ job }) => job.port.path).toSorted()).toEqual(['usb0', 'usb1']);
    plug(2);
    await pass(3_000);
    unplug(0);
    await pass(4_000);
    plug(0);
    await pass(3_000);
    stop.abort();
    await clock.run(running);
    expect(results.map(({ job, fault }) => [job.port.path, fault?.code])).toEqual([
      ...results.slice(0, 2).map(({ job }) => [job.port.path, undefined]),
      ['usb2', undefined],
      ['usb0', undefined],
    ]);
    expect(boards.every((one) => holds(one, image))).toBe(true);
    expect(events.filter(({ kind }) => kind === 'result')).toHaveLength(4);
  });
});

describe('the monitor of a window', () => {
  test('is one for each port, lends it to sending, and says why it cannot go on', async () => {
    const { clock, center, events, boards, pass } = desk(1);
    const session = await clock.run(center.openMonitor('usb0', 115_200));
    expect(await clock.run(center.openMonitor('usb0', 9_600))).toBe(session);
    await pass(200);
    const image = makeImage(500, 27);
    await clock.run(center.send('usb0', { board: board('uno'), image }));
    expect(holds(boards[0], image)).toBe(true);
    await pass(200);
    expect(session.state).toBe('listening');
    session.close();
    await pass(1_000);
    expect(events.filter(({ kind }) => kind === 'monitor').at(-1)).toMatchObject({ state: 'closed' });
    await clock.run(center.openMonitor('nowhere', 9_600));
    await pass(1_000);
    expect(events.at(-1)).toMatchObject({ kind: 'monitor', state: 'closed', fault: { code: 'no-port' } });
  });
});
