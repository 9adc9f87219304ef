/** Real bootloaders in simavr, flashed through the real serialport; the flash is compared byte for byte. */
import { afterEach, describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import { createSerialportTransport } from '../../app/device/node/serialport-transport.ts';
import { closeLine } from '../../app/device/port-desk.ts';
import { upload } from '../../app/device/upload.ts';
import { bounded, createSystemClock } from '../../app/device/clock.ts';
import { DeviceError } from '../../app/device/device-error.ts';
import { requireTool } from '../support/reference-tools.ts';
import { makeImage } from './bench/bench.ts';
import { REAL_BOOTLOADERS, SimavrBoard, type RealBootloader } from './simavr/board.ts';

const hasTools = requireTool('gcc', 'simavr', 'arduino-core');
const NAMES: readonly RealBootloader[] = ['optiboot', 'atmegaboot', 'stk500v2'];
const running: SimavrBoard[] = [];

/**
 * On a busy machine the simulated board is slower than real time: everything may take so much longer.
 * How long waits are is the business of faults.test.ts, on virtual time.
 */
const clock = createSystemClock(5);
const real = createSystemClock();

async function start(name: RealBootloader): Promise<SimavrBoard> {
  const board = await SimavrBoard.start(name);
  running.push(board);
  return board;
}

afterEach(async () => {
  for (const board of running.splice(0)) await board.stop();
});

/** A program that stays where it is, and other bytes behind it. */
function program(bytes: number, seed: number): Uint8Array {
  const image = makeImage(bytes, seed);
  image.set([0xff, 0xcf]);
  return image;
}

describe.skipIf(!hasTools).each(NAMES)('the real %s', { retry: 1 }, (name) => {
  const { board: id, boot } = REAL_BOOTLOADERS[name];
  const board = BOARDS.find((one) => one.id === id);

  test('takes a program, and nothing else of the flash has changed', async () => {
    if (board === undefined) throw new Error(id);
    const there = await start(name);
    const before = await there.flash();
    const image = program(2_048 + 30, 11);
    const service = createDeviceService(createSerialportTransport(), clock);
    const result = await upload(service, { board, port: { path: there.path }, image });
    // On a busy machine the board's clock and ours may part for longer than a reply may take.
    console.log(`${name}: ${image.length} bytes in ${Math.round(result.ms)} ms, ${result.restarts} restarts`);
    expect(result.restarts).toBeLessThanOrEqual(2);
    await there.started();
    const after = await there.flash();
    expect(Buffer.from(after.subarray(0, image.length)).equals(Buffer.from(image))).toBe(true);
    expect(after.subarray(image.length, boot).every((byte) => byte === 0xff)).toBe(true);
    expect(Buffer.from(after.subarray(boot)).equals(Buffer.from(before.subarray(boot)))).toBe(true);

    // Again, with one byte changed: only pages that differ are sent, where that is safe.
    const next = image.slice();
    next[1_000] = (next[1_000] ?? 0) ^ 0xff;
    await upload(service, { board, port: { path: there.path }, image: next });
    const last = await there.flash();
    expect(Buffer.from(last.subarray(0, next.length)).equals(Buffer.from(next))).toBe(true);
  });
});

describe.skipIf(!hasTools)('the real serialport', { retry: 1 }, () => {
  test('says that a port is not there', async () => {
    const failure: unknown = await createSerialportTransport()
      .open('/dev/genie-nothing', 115_200)
      .catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(failure).toMatchObject({ code: 'unplugged' });
  });

  test('says that another program holds the port', async () => {
    const there = await start('optiboot');
    const transport = createSerialportTransport();
    const line = await transport.open(there.path, 115_200);
    await expect(transport.open(there.path, 115_200)).rejects.toMatchObject({ code: 'port-busy' });
    // A pseudo-terminal has no such wires.
    expect(await line.setSignals({ dtr: true, rts: true })).toBe(false);
    await line.close();
  });

  test('may say nothing of a port that went away: the wait is ours to end', async () => {
    const there = await start('optiboot');
    const line = await createSerialportTransport().open(there.path, 115_200);
    await there.stop();
    const failure: unknown = await bounded(real, 1_000, 'no-answer', line.write(Uint8Array.of(1))).catch(
      (reason: unknown) => reason,
    );
    expect(failure).toBeInstanceOf(DeviceError);
    await closeLine(line, real);
  });
});
