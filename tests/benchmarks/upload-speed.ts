/**
 * How long a program takes from opening the port to running, beside avrdude on the same board in the same run.
 *
 * Optiboot in simavr behind a pseudo-terminal; both open the same port. Prints the whole journey, the ratio, and
 * how writing and reading back stand beside what the line itself takes (11,520 bytes a second each way, and
 * 8 ms a page). Wall time: run it on a quiet machine. Needs gcc, libsimavr-dev, arduino-core-avr, avrdude.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BOARDS } from '../../boards/bases/index.ts';
import type { Board } from '../../boards/types.ts';
import { writeHex } from '../../compiler/hex/write-hex.ts';
import { createSystemClock } from '../../app/device/clock.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import { createSerialportTransport } from '../../app/device/node/serialport-transport.ts';
import { upload } from '../../app/device/upload.ts';
import { SimavrBoard } from '../device/simavr/board.ts';
import { requireTool } from '../support/reference-tools.ts';

const KILOBYTES = [2, 8, 30] as const;
/** In turn, the best of each: a machine that is busy for a moment is no news. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const LINE_BYTES_PER_MS = 11.52;
const PAGE_MS = 8;
const run = promisify(execFile);

function program(bytes: number, seed: number): Uint8Array {
  const image = new Uint8Array(bytes);
  let state = seed;
  for (let at = 0; at < bytes; at++)
    image[at] = (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 24;
  image.set([0xff, 0xcf]);
  return image;
}

/** From the reset by opening the port to the first instruction of the program. */
async function journey(board: SimavrBoard, send: () => Promise<void>): Promise<number> {
  const before = board.events.length;
  await send();
  for (;;) {
    // An empty flash runs through into the bootloader again and again: only what follows the reset counts.
    const events = board.events.slice(before);
    const last = events.findLastIndex(({ kind }) => kind === 'reset');
    const start = last < 0 ? undefined : events.slice(last).find(({ kind }) => kind === 'start');
    if (start !== undefined) return start.ms - (events[last]?.ms ?? 0);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** The whole journey, and writing and reading back alone. */
async function sendOurs(board: Board, image: Uint8Array): Promise<{ ms: number; wireMs: number }> {
  const there = await SimavrBoard.start('optiboot');
  const { path } = there;
  let [written, started] = [0, 0];
  const ms = await journey(there, async () => {
    const service = createDeviceService(createSerialportTransport(), createSystemClock());
    const emit = (event: { kind: string; phase?: string }): void => {
      if (event.kind !== 'progress') return;
      if (event.phase === 'write' && written === 0) written = performance.now();
      if (event.phase === 'start') started = performance.now();
    };
    await upload(service, { board, port: { path }, image, emit });
  });
  await there.stop();
  return { ms, wireMs: started - written };
}

async function sendByAvrdude(hex: string): Promise<number> {
  const there = await SimavrBoard.start('optiboot');
  const options = ['-q', '-q', '-p', 'm328p', '-c', 'arduino', '-b', '115200', '-D'];
  const ms = await journey(there, async () => {
    await run('avrdude', [...options, '-P', there.path, '-U', `flash:w:${hex}:i`]);
  });
  await there.stop();
  return ms;
}

if (requireTool('gcc', 'simavr', 'arduino-core', 'avrdude')) {
  const uno = BOARDS.find(({ id }) => id === 'uno');
  if (uno === undefined) throw new Error('no board');
  const folder = await mkdtemp(join(tmpdir(), 'genie-bench-'));
  const rows = [['bytes', 'ours ms', 'avrdude ms', 'ratio', 'write+verify', 'line', 'of line']];
  for (const kilobytes of KILOBYTES) {
    // The last page of 30 KB would leave less than Optiboot's own.
    const image = program(kilobytes * 1_024, kilobytes);
    const hex = join(folder, `${kilobytes}.hex`);
    await writeFile(hex, writeHex(image));
    let [ours, theirs, wire] = [Infinity, Infinity, Infinity];
    for (let round = 0; round < ROUNDS; round++) {
      const mine = await sendOurs(uno, image);
      ours = Math.min(ours, mine.ms);
      wire = Math.min(wire, mine.wireMs);
      theirs = Math.min(theirs, await sendByAvrdude(hex));
    }
    const line = (2 * image.length) / LINE_BYTES_PER_MS + Math.ceil(image.length / 128) * PAGE_MS;
    rows.push([
      String(image.length),
      ours.toFixed(0),
      theirs.toFixed(0),
      (ours / theirs).toFixed(2),
      wire.toFixed(0),
      line.toFixed(0),
      (wire / line).toFixed(2),
    ]);
  }
  await rm(folder, { recursive: true });
  console.log(rows.map((row) => row.map((cell) => cell.padStart(12)).join('')).join('\n'));
}
