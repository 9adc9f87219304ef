/**
 * The commands for many boards, in this process, with virtual boards in the place of the computer's ports: all at
 * once, and the station with its log.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../app/device/clock.ts';
import { MemoryTransport } from '../../app/device/memory-transport.ts';
import { createHost } from '../../app/host/host.ts';
import type { Command, Invocation, OptionName } from '../../app/cli/command.ts';
import { flash } from '../../app/cli/commands/flash.ts';
import { ports } from '../../app/cli/commands/ports.ts';
import { station } from '../../app/cli/commands/station.ts';
import { createStyle } from '../../app/cli/style.ts';
import { bootProgram } from '../../app/virtual-board/boot-program.ts';
import { VirtualBoard } from '../../app/virtual-board/virtual-board.ts';

const BLINK = 'void setup() { pinMode(13, OUTPUT); }\nvoid loop() { digitalWrite(13, HIGH); }\n';
const IDS = { vendorId: 0x2341, productId: 0x0043 };

interface Room {
  readonly file: string;
  readonly folder: string;
  readonly boards: readonly VirtualBoard[];
  readonly plug: (index: number) => void;
  readonly unplug: (index: number) => void;
  readonly call: (
    command: Command,
    names: readonly string[],
    values: Readonly<Partial<Record<OptionName, string | true>>>,
    stop?: AbortSignal,
  ) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
}

async function room(count: number): Promise<Room> {
  const folder = await mkdtemp(join(tmpdir(), 'genie-room-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'blink.ino');
  await writeFile(file, BLINK);
  const transport = new MemoryTransport();
  const clock = createSystemClock();
  const boards = Array.from({ length: count }, () => new VirtualBoard({ clock, boot: bootProgram() }));
  const plug = (index: number): void => {
    const board = boards[index];
    if (board === undefined) throw new Error(String(index));
    transport.plug({ path: `usb${index}`, location: `1-${index}`, serialNumber: `N${index}`, ...IDS }, board);
    board.power(true);
  };
  boards.forEach((_, index) => plug(index));
  const made = await createHost(process.cwd());
  const host = { ...made, cacheFolder: join(folder, 'cache'), ports: transport };
  return {
    file,
    folder,
    boards,
    plug,
    unplug: (index) => {
      transport.unplug(`usb${index}`);
      boards[index]?.power(false);
    },
    async call(command, names, values, stop) {
      let [out, err] = ['', ''];
      const invocation: Invocation = {
        host,
        language: 'en',
        style: createStyle(false, {}),
        columns: undefined,
        version: '0',
        names,
        option: (name) => {
          const value = values[name];
          return typeof value === 'string' ? value : undefined;
        },
        isSet: (name) => values[name] !== undefined,
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        inputLines: () => {
          throw new Error('nothing is typed');
        },
        ...(stop === undefined ? {} : { stop }),
      };
      const code = await command.run(invocation);
      return { code, out, err };
    },
  };
}

/** The firmware itself, wherever it was built. */
const firstBytes = (boards: readonly VirtualBoard[]): string[] =>
  boards.map((board) => Buffer.from(board.memories().flash.subarray(0, 200)).toString('hex'));

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('it never came');
    await new Promise((done) => setTimeout(done, 50));
  }
}

test('genie flash --all sends to every board on a cable, and to no other', async () => {
  const { call, file, boards } = await room(3);
  const listed = await call(ports, [], {});
  expect(listed.out.match(/^usb\d/gm)).toHaveLength(3);
  expect(listed.out).toContain('N2');
  const { code, out, err } = await call(flash, [file], { all: true, json: true });
  expect([code, err]).toEqual([0, '']);
  const answer = JSON.parse(out) as { ok: boolean; boards: { port: string; ok: boolean }[] };
  expect(answer.ok).toBe(true);
  expect(answer.boards.map(({ port, ok }) => [port, ok])).toEqual([
    ['usb0', true],
    ['usb1', true],
    ['usb2', true],
  ]);
  const [first, ...others] = firstBytes(boards);
  expect(others).toEqual([first, first]);
  expect(first).not.toMatch(/^ffcf/);
  // Without a name nobody knows which one is meant.
  const which = await call(flash, [file], { board: 'uno' });
  expect([which.code, which.err]).toEqual([
    3,
    '✗ I see several boards: usb0, usb1, usb2. Tell me which one.\n',
  ]);
});

test('genie station writes each board once for each time it is plugged in, and a line of CSV', async () => {
  const { call, file, folder, boards, plug, unplug } = await room(2);
  unplug(1);
  const log = join(folder, 'log.csv');
  const stop = new AbortController();
  const lines = async (): Promise<string[]> =>
    (await readFile(log, 'utf8').catch(() => '')).split('\r\n').filter((line) => line !== '');
  const running = call(station, [file], { board: 'uno', log, json: true }, stop.signal);
  await until(async () => (await lines()).length === 2);
  plug(1);
  await until(async () => (await lines()).length === 3);
  // Nothing more happens to boards that stay where they are.
  await new Promise((done) => setTimeout(done, 1_000));
  stop.abort();
  const { code, out } = await running;
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { port: string }).port),
  ).toEqual(['usb0', 'usb1']);
  const [heads, first, second, ...rest] = await lines();
  expect(heads).toBe('time,usb,serial,board,program,result,seconds');
  expect(first).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,1-0,N0,uno,blink\.ino,ok,\d+\.\d$/);
  expect(second).toMatch(/,1-1,N1,uno,blink\.ino,ok,\d+\.\d$/);
  expect(rest).toEqual([]);
  const [one, other] = firstBytes(boards);
  expect(other).toBe(one);
});
