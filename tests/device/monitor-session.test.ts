/** A monitor as a window shows it: batches, pause, the send box, saving, numbers over time. */
import { describe, expect, test } from 'vitest';
import { createDeviceService } from '../../app/device/device-service.ts';
import { MemoryTransport, type MemoryDevice } from '../../app/device/memory-transport.ts';
import { MonitorSession, type MonitorBatch } from '../../app/device/monitor-session.ts';
import { NumberSeries } from '../../app/device/number-series.ts';
import { VirtualClock } from './bench/virtual-clock.ts';

const LIMITS = { lines: 100, characters: 10_000, lineCharacters: 50 };

interface Talker {
  readonly clock: VirtualClock;
  readonly session: MonitorSession;
  readonly batches: MonitorBatch[];
  readonly written: Uint8Array[];
  readonly bauds: number[];
  readonly say: (text: string) => void;
  readonly pass: (ms: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

async function listen(): Promise<Talker> {
  const clock = new VirtualClock();
  const transport = new MemoryTransport();
  const written: Uint8Array[] = [];
  const bauds: number[] = [];
  let send: ((bytes: Uint8Array) => void) | undefined;
  const device: MemoryDevice = {
    opened: (to, baud) => {
      send = to;
      bauds.push(baud);
    },
    written: (bytes) => void written.push(bytes),
    signals: () => true,
    baud: (baud) => void bauds.push(baud),
    closed: () => undefined,
  };
  transport.plug({ path: 'p' }, device);
  const batches: MonitorBatch[] = [];
  const session = new MonitorSession(createDeviceService(transport, clock), {
    port: { path: 'p' },
    baud: 74_880,
    limits: LIMITS,
    seriesLimits: { names: 2, points: 50 },
    onBatch: (batch) => batches.push(batch),
  });
  const running = session.run();
  const pass = (ms: number): Promise<void> =>
    clock.run(new Promise<void>((done) => void clock.after(ms, done)));
  await pass(10);
  return {
    clock,
    session,
    batches,
    written,
    bauds,
    say: (text) => send?.(new TextEncoder().encode(text)),
    pass,
    end: () => {
      session.close();
      return clock.run(running);
    },
  };
}

const texts = (batches: readonly MonitorBatch[]): string[] =>
  batches.flatMap(({ lines }) => lines.map(({ text }) => text));

describe('a monitor’s window', () => {
  test('gets at most one batch in 50 ms, with what is not finished yet', async () => {
    const { batches, say, pass, end } = await listen();
    for (let i = 0; i < 10; i++) say(`${i}\n`);
    say('rest');
    await pass(60);
    expect(batches).toHaveLength(1);
    expect(texts(batches)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(batches[0]).toMatchObject({ dropped: 0, unfinished: 'rest' });
    say('\n');
    await pass(60);
    expect(texts(batches).at(-1)).toBe('rest');
    expect(batches[1]?.unfinished).toBe('');
    await end();
  });

  test('shows nothing while it is paused; then what is kept, and how much is not', async () => {
    const { session, batches, say, pass, end } = await listen();
    say('before\n');
    await pass(60);
    session.pause();
    expect(session.isPaused).toBe(true);
    for (let i = 0; i < 250; i++) say(`${i}\n`);
    await pass(500);
    expect(batches).toHaveLength(1);
    session.resume();
    await pass(60);
    expect(batches).toHaveLength(2);
    expect(batches[1]?.dropped).toBe(150);
    expect(batches[1]?.lines).toHaveLength(LIMITS.lines);
    expect(texts(batches).at(-1)).toBe('249');
    // A flood without a pause: the same.
    for (let i = 0; i < 130; i++) say(`${i}\n`);
    await pass(60);
    expect(batches[2]).toMatchObject({ dropped: 30 });
    await end();
  });

  test('sends what is typed with the chosen end, raw bytes, and changes its speed', async () => {
    const { clock, session, written, bauds, end } = await listen();
    await clock.run(session.send('é', 'none'));
    await clock.run(session.send('a', 'lf'));
    await clock.run(session.send('b', 'cr'));
    await clock.run(session.send('c', 'crlf'));
    await clock.run(session.sendBytes(Uint8Array.of(0, 255)));
    expect(written.map((bytes) => [...bytes])).toEqual([
      [0xc3, 0xa9],
      [97, 10],
      [98, 13],
      [99, 13, 10],
      [0, 255],
    ]);
    await clock.run(session.setBaud(250_000));
    expect(bauds).toEqual([74_880, 250_000]);
    await end();
  });

  test('is saved with the time of each line, and emptied', async () => {
    const { session, batches, say, pass, end } = await listen();
    say('one\n');
    await pass(1_000);
    say('two\nthr');
    await pass(60);
    const stamp = (at: number): string => `${Math.round(at)} `;
    expect(session.log.asText(() => '', stamp)).toBe('10 one\n1010 two\n1010 thr\n');
    session.clear();
    expect(session.log.asText(() => '')).toBe('\n');
    expect(session.series.names).toEqual([]);
    const shown = batches.length;
    say('ee\nfour\n');
    await pass(60);
    expect(texts(batches.slice(shown))).toEqual(['ee', 'four']);
    expect(batches.at(-1)?.dropped).toBe(0);
    await end();
  });

  test('keeps numbers over time for the plotter, in bounded memory', async () => {
    const { session, say, pass, end } = await listen();
    for (let i = 0; i < 80; i++) {
      say(`light: ${i}, temp: ${i / 2}, third: 1\nwords only\n`);
      await pass(10);
    }
    expect(session.series.names).toEqual(['light', 'temp']);
    const light = session.series.points('light');
    expect(light).toHaveLength(50);
    expect(light.map(({ value }) => value)).toEqual(Array.from({ length: 50 }, (_, i) => 30 + i));
    expect(light.map(({ at }) => at)).toEqual(light.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(session.series.droppedPoints).toBe(80 + 30 + 30);
    expect(session.series.points('none')).toEqual([]);
    await end();
  });

  test('a minute of the fastest chatter leaves its memory as it is', () => {
    const series = new NumberSeries();
    for (let number = 0; number < 200_000; number++)
      series.take({ number, at: number, text: `a:${number} b:${-number}` });
    expect(series.points('a')).toHaveLength(5_000);
    expect(series.points('b').at(-1)).toEqual({ at: 199_999, value: -199_999 });
    expect(series.droppedPoints).toBe(2 * 195_000);
  });
});
