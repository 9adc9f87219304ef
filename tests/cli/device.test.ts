/** The commands about boards, on a real bootloader in simavr behind a pseudo-terminal. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { onTestFinished, describe, expect, test } from 'vitest';
import { readHex } from '../../compiler/hex/read-hex.ts';
import { SimavrBoard, type RealBootloader } from '../device/simavr/board.ts';
import { requireTool } from '../support/reference-tools.ts';
import { place, type Answer } from './run-genie.ts';

const hasTools = requireTool('gcc', 'simavr', 'arduino-core');
/** Each takes ten seconds of real time and more; the virtual board shows the same in less. */
const isLong = process.env['GENIE_LONG'] === '1';
const isThorough = isLong || process.env['REQUIRE_REFERENCE_TOOLS'] === '1';
if (!isLong)
  console.warn(`skipped: ${isThorough ? 2 : 3} tests on a board in simavr; GENIE_LONG=1 runs them`);
const TALK =
  'int n = 0;\nvoid setup() { Serial.begin(115200); }\nvoid loop() { Serial.print("count: "); Serial.println(n++); delay(20); }\n';
const QUIET = 'void setup() { pinMode(13, OUTPUT); }\nvoid loop() { digitalWrite(13, HIGH); }\n';
/** The simulated board may be slower than a real one. */
const SLOW = { GENIE_PATIENCE: '5' };

interface FlashAnswer {
  readonly ok: boolean;
  readonly board?: string;
  readonly bytes?: number;
  readonly blocksBytes?: number | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
}
const flashed = ({ out }: Answer): FlashAnswer => JSON.parse(out) as FlashAnswer;

async function board(bootloader: RealBootloader = 'optiboot'): Promise<SimavrBoard> {
  const there = await SimavrBoard.start(bootloader);
  onTestFinished(() => there.stop());
  return there;
}

/** What the monitor reads of five lines of TALK. */
async function firstCounts(
  folder: string,
  port: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<number[]> {
  const args = ['monitor', '--port', port, '--json', '--time', '-o', 'heard.txt'];
  const child = spawn(process.execPath, [resolve('bin/genie.mjs'), ...args], {
    cwd: folder,
    env: { ...process.env, ...variables },
  });
  onTestFinished(() => void child.kill());
  const counts: number[] = [];
  let rest = '';
  await new Promise<void>((done) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const { numbers } = JSON.parse(part) as { numbers: Record<string, number> | null };
        if (numbers?.['count'] !== undefined) counts.push(numbers['count']);
      }
      if (counts.length >= 5) done();
    });
  });
  return counts.slice(0, 5);
}

describe.skipIf(!hasTools)('with a board on a port', () => {
  test.runIf(isThorough)('genie flash sends a program, genie read brings its blocks back', async () => {
    const there = await board();
    const { genie, folder } = await place();
    const example = resolve('examples/clignoter/program.genie');
    const answer = await genie(['flash', example, '--port', there.path, '--json'], SLOW);
    expect([answer.code, answer.err]).toEqual([0, '']);
    const { ok, board: id, bytes = 0, blocksBytes, fault } = flashed(answer);
    expect({ ok, id, fault }).toEqual({ ok: true, id: 'genie-base', fault: null });
    expect(blocksBytes).toBeGreaterThan(50);
    await there.started();

    await genie(['build', example, '-o', 'x.hex']);
    const built = readHex(await readFile(join(folder, 'x.hex'), 'utf8'), 32_768);
    if (!built.ok) throw new Error(built.problem);
    expect(bytes).toBe(built.image.length);
    const flash = await there.flash();
    expect(Buffer.from(flash.subarray(0, bytes)).equals(Buffer.from(built.image))).toBe(true);

    const read = await genie(['read', '--port', there.path, '-o', 'back.genie', '--lang', 'fr'], SLOW);
    expect([read.code, read.out]).toEqual([0, '✓ Les blocs de la carte sont dans back.genie.\n']);
    const back: unknown = JSON.parse(await readFile(join(folder, 'back.genie'), 'utf8'));
    expect(back).toEqual(JSON.parse(await readFile(example, 'utf8')));

    // Not over a file that is there.
    const again = await genie(['read', '--port', there.path, '-o', 'back.genie'], SLOW);
    expect(again.code).toBe(2);
  });

  test.runIf(isLong)(
    'genie flash sends a HEX file after asking the board, and says what is wrong with it',
    async () => {
      const there = await board();
      const { genie, folder } = await place();
      await writeFile(join(folder, 'quiet.ino'), QUIET);
      await genie(['build', 'quiet.ino', '--board', 'uno', '-o', 'quiet.hex']);
      const answer = await genie(['flash', 'quiet.hex', '--port', there.path], SLOW);
      expect([answer.code, answer.err]).toEqual([0, '']);
      expect(answer.out).toContain('read back and checked');
      await there.started();
      await writeFile(join(folder, 'bad.hex'), ':00');
      const bad = await genie(['flash', 'bad.hex', '--board', 'uno', '--port', there.path]);
      expect(bad.code).toBe(2);

      // The board holds no blocks now.
      const read = await genie(['read', '--port', there.path, '--board', 'uno', '--json'], SLOW);
      expect([read.code, flashed(read).fault?.code]).toEqual([3, 'nothing-stored']);
    },
  );

  test.runIf(isLong)('genie monitor prints lines and their numbers', async () => {
    const there = await board('atmegaboot');
    const { genie, folder } = await place();
    await writeFile(join(folder, 'talk.ino'), TALK);
    const sent = await genie(['flash', 'talk.ino', '--board', 'nano-old', '--port', there.path], SLOW);
    expect([sent.code, sent.err]).toEqual([0, '']);
    const counts = await firstCounts(folder, there.path);
    const first = counts[0] ?? 0;
    expect(counts).toEqual([0, 1, 2, 3, 4].map((i) => first + i));
  });
});

describe('with the virtual board', () => {
  test('genie ports lists it, beside whatever is on a cable', async () => {
    const { genie } = await place();
    const { code, out } = await genie(['ports', '--json']);
    expect(code).toBe(0);
    const { ports } = JSON.parse(out) as { ports: { path: string; boards: string[] }[] };
    expect(ports.at(-1)).toMatchObject({ path: 'virtual', virtual: true });
    expect(ports.at(-1)?.boards[0]).toBe('genie-base');
    expect((await genie(['ports', '--lang', 'fr'])).out).toContain('Base Génie, sans câble');
  });

  test('genie flash, read and monitor do on it what they do on a cable', async () => {
    const { genie, folder } = await place();
    const own = { ...SLOW, GENIE_CACHE: join(folder, 'cache') };
    const virtual = ['--port', 'virtual'];
    const empty = await genie(['read', ...virtual, '--json'], own);
    expect([empty.code, flashed(empty).fault?.code]).toEqual([3, 'nothing-stored']);
    const example = resolve('examples/clignoter/program.genie');
    const answer = await genie(['flash', example, ...virtual, '--json'], own);
    expect([answer.code, answer.err]).toEqual([0, '']);
    expect(flashed(answer)).toMatchObject({ ok: true, board: 'genie-base', fault: null });
    const read = await genie(['read', ...virtual, '-o', 'back.genie', '--lang', 'fr'], own);
    expect([read.code, read.out]).toEqual([0, '✓ Les blocs de la carte sont dans back.genie.\n']);
    const back: unknown = JSON.parse(await readFile(join(folder, 'back.genie'), 'utf8'));
    expect(back).toEqual(JSON.parse(await readFile(example, 'utf8')));

    await writeFile(join(folder, 'talk.ino'), TALK);
    const sent = await genie(['flash', 'talk.ino', ...virtual], own);
    expect([sent.code, sent.err]).toEqual([0, '']);
    expect(sent.out).toContain('read back and checked');
    expect(await firstCounts(folder, 'virtual', own)).toEqual([0, 1, 2, 3, 4]);
    const saved = await readFile(join(folder, 'heard.txt'), 'utf8');
    expect(saved).toMatch(/^ *\d\.\d{3} count: 0\n *\d\.\d{3} count: 1\n/);

    // Nothing is sent to it that was meant for a board on a cable.
    const all = await genie(['flash', 'talk.ino', '--all', '--board', 'uno', '--json'], own);
    expect([all.code, flashed(all).fault?.code]).toEqual([3, 'no-board']);
  });
});

describe('without a board', () => {
  test('a port that is not there is said to be, with exit code 3', async () => {
    const { genie, folder } = await place();
    await writeFile(join(folder, 'talk.ino'), TALK);
    const args = ['flash', 'talk.ino', '--board', 'uno', '--port', '/dev/genie-nothing'];
    const plain = await genie(args);
    expect([plain.code, plain.out]).toEqual([3, '']);
    expect(plain.err).toContain('There is no port “/dev/genie-nothing”. I see: ');
    expect(plain.err).toContain('virtual');
    const json = await genie([...args, '--json']);
    expect([json.code, flashed(json).ok, flashed(json).fault?.code]).toEqual([3, false, 'no-port']);
  });

  test('a program with mistakes is not sent', async () => {
    const { genie, folder } = await place();
    await writeFile(join(folder, 'bad.ino'), 'void setup() { x = 1; }\nvoid loop() {}\n');
    const answer = await genie(['flash', 'bad.ino', '--port', '/dev/genie-nothing', '--json']);
    expect(answer.code).toBe(1);
    expect(flashed(answer)).toMatchObject({ ok: false, fault: null });
  });

  test.each([
    [['monitor', '--port', '/dev/genie-nothing', '--baud', 'fast'], 2],
    [['monitor', '--port', '/dev/genie-nothing'], 3],
    [['read', '--port', '/dev/genie-nothing', '--board', 'nano'], 3],
    [['monitor', '--port', 'virtual', '-o', 'no/such/folder.txt'], 2],
    [['read', '--board', 'toaster'], 2],
    [['station', 'none.ino'], 2],
    [['flash'], 2],
  ] as const)('genie %j answers %i', async (args, code) => {
    const { genie } = await place();
    expect((await genie(args)).code).toBe(code);
  });

  test('genie ports answers with a list', async () => {
    const { genie } = await place();
    const { code, out } = await genie(['ports', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true });
  });
});
