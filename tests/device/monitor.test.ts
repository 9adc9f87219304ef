/** The monitor: nothing lost, bounded memory, one port shared with uploads. */
import { describe, expect, test } from 'vitest';
import { Monitor, type MonitorState } from '../../app/device/monitor.ts';
import { LOG_LIMITS, MonitorLog, numbersOf } from '../../app/device/monitor-log.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import { MemoryTransport, type MemoryDevice } from '../../app/device/memory-transport.ts';
import { Bench } from './bench/bench.ts';
import { VirtualClock } from './bench/virtual-clock.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the log of a monitor', () => {
  test('makes lines of chunks however they are cut', () => {
    const log = new MonitorLog();
    const whole = bytes('one\r\ntwo\n\nété\nrest');
    for (const byte of whole) log.take(Uint8Array.of(byte), 5);
    expect(log.lines().map(({ text }) => text)).toEqual(['one', 'two', '', 'été']);
    expect(log.unfinished).toBe('rest');
    expect(log.asText(() => '')).toBe('one\ntwo\n\nété\nrest\n');
  });

  test('gives a line the time of its first byte', () => {
    const log = new MonitorLog();
    log.take(bytes('a'), 10);
    log.take(bytes('b\nc\n'), 20);
    expect(log.lines().map(({ at }) => at)).toEqual([10, 20]);
  });

  test('keeps the newest lines and counts what it dropped', () => {
    const log = new MonitorLog({ lines: 3, characters: 100, lineCharacters: 10 });
    log.take(bytes('1\n2\n3\n4\n5\n'), 0);
    expect(log.lines().map(({ text, number }) => [text, number])).toEqual([
      ['3', 2],
      ['4', 3],
      ['5', 4],
    ]);
    expect(log.droppedLines).toBe(2);
    expect(log.asText((count) => `(${count})`)).toBe('(2)\n3\n4\n5\n');
    // A line without an end does not grow for ever.
    log.take(bytes('x'.repeat(25)), 0);
    expect(log.lines().map(({ text }) => text.length)).toEqual([1, 10, 10]);
    expect(log.unfinished).toHaveLength(5);
  });

  test.each([
    ['12', { 1: 12 }],
    ['-3.5\t4', { 1: -3.5, 2: 4 }],
    ['1,2;3', { 1: 1, 2: 2, 3: 3 }],
    ['1 2 3', { 1: 1, 2: 2, 3: 3 }],
    ['temp: 21.5, light=300', { temp: 21.5, light: 300 }],
    ['temp:21.5 light:300', { temp: 21.5, light: 300 }],
    ['distance: 12 cm', { distance: 12 }],
    ['1e3', { 1: 1_000 }],
  ])('reads the numbers of "%s"', (text, expected) => {
    expect(Object.fromEntries(numbersOf(text) ?? [])).toEqual(expected);
  });

  test.each(['', 'hello', 'a b c', 'ready: yes'])('finds no numbers in "%s"', (text) => {
    expect(numbersOf(text)).toBeUndefined();
  });
});

/** A board's program that counts, at the speed of the line. */
function counter(clock: VirtualClock, baud: number): MemoryDevice & { count: number } {
  let send: ((chunk: Uint8Array) => void) | undefined;
  const chunkMs = 5;
  const perChunk = Math.floor((baud / 10_000) * chunkMs);
  let rest = '';
  const device = {
    count: 0,
    opened: (to: (chunk: Uint8Array) => void) => {
      send = to;
    },
    written: () => undefined,
    signals: () => true,
    baud: () => undefined,
    closed: () => (send = undefined),
  };
  const tick = (): void => {
    if (send !== undefined) {
      while (rest.length < perChunk) rest += `${device.count++}\n`;
      send(bytes(rest.slice(0, perChunk)));
      rest = rest.slice(perChunk);
    }
    clock.quietly(chunkMs, tick);
  };
  clock.quietly(chunkMs, tick);
  return device;
}

describe('a monitor', () => {
  test('at 115200 baud for ten minutes loses nothing and keeps its memory', async () => {
    const clock = new VirtualClock();
    const transport = new MemoryTransport();
    const device = counter(clock, 115_200);
    transport.plug({ path: 'p' }, device);
    let next = 0;
    let wrong = 0;
    const monitor = new Monitor(createDeviceService(transport, clock), {
      port: { path: 'p' },
      baud: 115_200,
      onLines: (lines) => {
        for (const { text } of lines) if (Number(text) !== next++) wrong++;
      },
    });
    const running = monitor.run();
    clock.after(600_000, () => monitor.close());
    await clock.run(running, 700_000);
    expect(wrong).toBe(0);
    expect(next).toBeGreaterThan(900_000);
    expect(monitor.log.bytes).toBeGreaterThan(6_800_000);
    expect(monitor.log.lines().length).toBe(LOG_LIMITS.lines);
    expect(monitor.log.droppedLines).toBe(next - LOG_LIMITS.lines);
  });

  test('lends its port to an upload and goes on without a restart', async () => {
    const chatter = { bytes: [0x68, 0x69, 0x0a], everyMs: 50, baud: 115_200 };
    const bench = new Bench({ board: 'optiboot', uart: { chatter } });
    await bench.pass(3_000);
    const states: MonitorState[] = [];
    let lines = 0;
    const monitor = new Monitor(bench.service, {
      port: bench.port,
      baud: 115_200,
      onLines: (some) => (lines += some.length),
      onState: (state) => states.push(state),
    });
    const running = monitor.run();
    await bench.pass(3_000);
    expect(lines).toBeGreaterThan(10);
    const outcome = await bench.run({ keepOpen: true });
    expect(outcome.fault).toBeUndefined();
    expect(outcome.flash).toBe('new');
    const starts = bench.started.length;
    const before = lines;
    await bench.pass(3_000);
    expect(lines).toBeGreaterThan(before + 10);
    // The port was never opened again, so the board was not reset again.
    expect(bench.transport.opened).toHaveLength(1);
    expect(bench.started).toHaveLength(starts);
    expect(states).toEqual(['listening', 'lent', 'opening', 'listening']);
    monitor.close();
    await bench.clock.run(running);
    await bench.pass(1_000);
    expect(bench.transport.openLines).toBe(0);
  });

  test('notices a cable that comes out in silence, and goes on when it is back', async () => {
    const bench = new Bench({ board: 'optiboot', replugMs: 4_000, location: '1-4' });
    await bench.pass(3_000);
    const states: MonitorState[] = [];
    const monitor = new Monitor(bench.service, {
      port: bench.port,
      baud: 9_600,
      onState: (state) => states.push(state),
    });
    const running = monitor.run();
    await bench.pass(1_000);
    bench.unplug();
    await bench.pass(3_000);
    expect(monitor.state).toBe('unplugged');
    await expect(monitor.send(bytes('x'))).rejects.toMatchObject({ code: 'unplugged' });
    await bench.pass(3_000);
    expect(states).toEqual(['listening', 'unplugged', 'listening']);
    await monitor.send(bytes('x'));
    monitor.close();
    await bench.clock.run(running);
    expect(monitor.state).toBe('closed');
  });

  test('says why a port cannot be opened', async () => {
    const bench = new Bench({ board: 'optiboot' });
    await bench.memoryTransport.open(bench.port.path, 9_600);
    const monitor = new Monitor(bench.service, { port: bench.port, baud: 9_600 });
    await expect(bench.clock.run(monitor.run())).rejects.toMatchObject({ code: 'port-busy' });
  });
});
