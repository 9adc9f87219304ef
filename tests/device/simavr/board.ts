/**
 * A real bootloader in simavr behind a pseudo-terminal.
 *
 * In: which bootloader of Debian's Arduino core. Out: a port to open, the times of resets and starts, and
 * the flash. Requires gcc, libsimavr-dev and arduino-core-avr; board.c is built once into node_modules/.cache.
 */
import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readBootloader } from '../../../app/virtual-board/read-bootloader.ts';
import { writeHex } from '../../../compiler/hex/write-hex.ts';
import { arduinoCore } from '../../support/reference-tools.ts';

const run = promisify(execFile);
const SOURCE = resolve('tests/device/simavr/board.c');
const CACHE = resolve(process.cwd(), 'node_modules/.cache/genie-tests');

export type RealBootloader = 'optiboot' | 'atmegaboot' | 'stk500v2';

interface Image {
  readonly mcu: string;
  readonly file: string;
  readonly boot: number;
  readonly baud: number;
  /** The id in boards/. */
  readonly board: string;
}

export const REAL_BOOTLOADERS: Readonly<Record<RealBootloader, Image>> = {
  optiboot: {
    mcu: 'atmega328p',
    file: 'optiboot/optiboot_atmega328.hex',
    // Debian's file does not fit the chip as it is: read-bootloader.ts.
    boot: 0x7c00,
    baud: 115_200,
    board: 'uno',
  },
  atmegaboot: {
    mcu: 'atmega328p',
    file: 'atmega/ATmegaBOOT_168_atmega328.hex',
    boot: 0x7800,
    baud: 57_600,
    board: 'nano-old',
  },
  stk500v2: {
    mcu: 'atmega2560',
    file: 'stk500v2/stk500boot_v2_mega2560.hex',
    boot: 0x3e000,
    baud: 115_200,
    board: 'mega',
  },
};

export interface BoardEvent {
  readonly kind: 'reset' | 'start';
  readonly ms: number;
}

export class SimavrBoard {
  readonly path: string;
  readonly events: BoardEvent[] = [];
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly folder: string;
  private readonly waiting: (() => void)[] = [];

  private constructor(child: ChildProcessWithoutNullStreams, path: string, folder: string) {
    this.child = child;
    this.path = path;
    this.folder = folder;
  }

  static async start(bootloader: RealBootloader): Promise<SimavrBoard> {
    const { mcu, file, boot, baud } = REAL_BOOTLOADERS[bootloader];
    const folder = await mkdtemp(join(tmpdir(), 'genie-board-'));
    const given = join(arduinoCore() ?? '', 'bootloaders', file);
    const image = mcu === 'atmega328p' ? readBootloader(await readFile(given, 'latin1')) : undefined;
    const hex = image === undefined ? given : join(folder, 'boot.hex');
    if (image !== undefined) {
      if (image.start !== boot) throw new Error(`${file} begins at ${image.start}`);
      const flash = new Uint8Array(image.start + image.bytes.length).fill(0xff);
      flash.set(image.bytes, image.start);
      await writeFile(hex, writeHex(flash));
    }
    const args = [mcu, '16000000', hex, String(boot), String(baud)];
    const child = spawn(await runner(), args);
    return new Promise((done, failed) => {
      let text = '';
      let board: SimavrBoard | undefined;
      child.on('error', failed);
      child.on('exit', (code) => failed(new Error(`the board ended with ${code}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const lines = text.split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) {
          const [word, value = ''] = line.split(' ');
          if (word === 'port') {
            board = new SimavrBoard(child, value, folder);
            done(board);
          } else if (word === 'dumped') board?.waiting.shift()?.();
          else if (word === 'reset' || word === 'start')
            board?.events.push({ kind: word, ms: Number(value) });
        }
      });
    });
  }

  async flash(): Promise<Uint8Array> {
    const file = join(this.folder, randomUUID());
    await new Promise<void>((done) => {
      this.waiting.push(done);
      this.child.stdin.write(`dump ${file}\n`);
    });
    return new Uint8Array(await readFile(file));
  }

  /** Resolves when the program has started since the last `reset`. */
  async started(limitMs = 10_000): Promise<void> {
    const end = performance.now() + limitMs;
    while (this.events.at(-1)?.kind !== 'start') {
      if (performance.now() > end) throw new Error('the program did not start');
      await new Promise((done) => {
        setTimeout(done, 5);
      });
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((done) => this.child.once('close', done));
      this.child.kill();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function runner(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(SOURCE))
    .digest('hex')
    .slice(0, 16);
  const program = join(CACHE, `board-${hash}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const temporary = `${program}.${randomUUID()}`;
  await run('gcc', ['-O2', '-Wall', '-o', temporary, SOURCE, '-lsimavr', '-lelf', '-lm']);
  await rename(temporary, program);
  return program;
}
