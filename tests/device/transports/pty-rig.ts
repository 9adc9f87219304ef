/**
 * The virtual board behind a pseudo-terminal, and the real serialport in front of it.
 *
 * Requires gcc; pty.c is built once into node_modules/.cache. The system does not list pseudo-terminals: the list is
 * the rig's own, with a socket that stays the same when the cable is out and in again; everything else is serialport's.
 */
import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createSystemClock } from '../../../app/device/clock.ts';
import { createSerialportTransport } from '../../../app/device/node/serialport-transport.ts';
import type { PortInfo } from '../../../app/device/transport.ts';
import { bootProgram } from '../../../app/virtual-board/boot-program.ts';
import { VirtualBoard } from '../../../app/virtual-board/virtual-board.ts';
import { UNO_IDS } from './rigs.ts';
import type { Rig } from './transport-tests.ts';

const run = promisify(execFile);
const SOURCE = resolve('tests/device/transports/pty.c');
const CACHE = resolve('node_modules/.cache/genie-tests');

export interface PtyRig extends Rig {
  readonly stop: () => void;
}

/** On a busy machine everything may take so much longer. */
const PATIENCE = 2;

export async function ptyRig(): Promise<PtyRig> {
  const clock = createSystemClock(PATIENCE);
  const board = new VirtualBoard({ clock, boot: bootProgram(), hasNoWires: true });
  const program = await ptyProgram();
  const serialport = createSerialportTransport();
  let child: ChildProcessWithoutNullStreams | undefined;
  let port: PortInfo | undefined;
  let plugged: Promise<void> = Promise.resolve();
  let openings = 0;

  const tell = (line: string): void => {
    const [word, value = ''] = line.split(' ');
    if (word === 'port') port = { path: value, location: 'usb-socket', ...UNO_IDS };
    // Whoever finds the port busy has opened it too, for a moment.
    else if (word === 'open' && ++openings === 1)
      board.opened(
        (bytes) => void child?.stdin.write(`${Buffer.from(bytes).toString('hex')}\n`),
        Number(value),
      );
    else if (word === 'close' && --openings === 0) board.closed();
    else if (word === 'baud') board.baud(Number(value));
    else if (word === 'data') board.written(new Uint8Array(Buffer.from(value, 'hex')));
  };
  const plug = (): void => {
    const next = spawn(program);
    child = next;
    plugged = new Promise((done) => {
      let text = '';
      next.stdout.on('data', (chunk: Buffer) => {
        const lines = (text + chunk.toString()).split('\n');
        text = lines.pop() ?? '';
        if (child !== next) return;
        for (const line of lines) tell(line);
        done();
      });
    });
  };
  const unplug = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
    port = undefined;
    openings = 0;
    board.power(false);
  };
  plug();
  await plugged;
  return {
    clock,
    board,
    transport: {
      list: () => Promise.resolve(port === undefined ? [] : [port]),
      open: (path, baud) => serialport.open(path, baud),
    },
    run: (work) => work,
    async port() {
      await plugged;
      if (port === undefined) throw new Error('no port');
      return port;
    },
    unplug,
    plug: () => {
      board.power(true);
      plug();
    },
    isOpen: () => openings > 0,
    stop: unplug,
  };
}

async function ptyProgram(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(SOURCE))
    .digest('hex')
    .slice(0, 16);
  const program = join(CACHE, `pty-${hash}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const temporary = `${program}.${randomUUID()}`;
  await run('gcc', ['-O2', '-Wall', '-o', temporary, SOURCE]);
  await rename(temporary, program);
  return program;
}
