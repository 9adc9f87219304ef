/** The blocks that a board remembers: packed behind the code, read back from a stranger's board. */
import { describe, expect, test } from 'vitest';
import { findBlocks, unpackBlocks, withBlocks } from '../../app/device/blocks-on-board.ts';
import { DeviceError } from '../../app/device/device-error.ts';
import { askBoard } from '../../app/device/find-board.ts';
import { readBlocks } from '../../app/device/read-board.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import { Bench, BENCH_BOARDS, makeImage } from './bench/bench.ts';

const TEXT = JSON.stringify({ format: 'genie', version: 1, name: 'Clignotant é', blocks: 'x'.repeat(900) });

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'fine',
    (failure: unknown) => DeviceError.from(failure).code,
  );

describe('blocks behind the code', () => {
  const code = makeImage(1_000, 1);

  test('come back as they were', async () => {
    const { image, blocksBytes } = await withBlocks(code, TEXT, 128, 32_256);
    expect(blocksBytes).toBeLessThan(200);
    expect([...image.subarray(0, code.length)]).toEqual([...code]);
    const found = findBlocks(image, 128);
    if (found.kind !== 'blocks') throw new Error(found.kind);
    expect(await unpackBlocks(found.packed)).toBe(TEXT);
  });

  test('are left out where there is no room', async () => {
    expect(await withBlocks(code, TEXT, 128, 1_100)).toEqual({ image: code, blocksBytes: undefined });
  });

  test('are not taken for those of another program', async () => {
    const { image } = await withBlocks(code, TEXT, 128, 32_256);
    image[5] = (image[5] ?? 0) ^ 1;
    expect(findBlocks(image, 128).kind).toBe('nothing');
  });

  test('that are damaged, or newer, are said to be', async () => {
    const { image } = await withBlocks(code, TEXT, 128, 32_256);
    const damaged = image.slice();
    damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 4;
    expect(findBlocks(damaged, 128).kind).toBe('damaged');
    const newer = image.slice();
    newer[1_024 + 4] = 2;
    expect(findBlocks(newer, 128).kind).toBe('newer');
    expect(findBlocks(image.subarray(0, 1_060), 128)).toEqual({ kind: 'partly', bytes: image.length });
    expect(await codeOf(unpackBlocks(Uint8Array.of(7, 7, 7)))).toBe('stored-damaged');
  });
});

describe.each(BENCH_BOARDS)('%s', (board) => {
  test('gives back the blocks that were sent with its program', async () => {
    const code = makeImage(3_000, 6);
    const bench = new Bench({ board, location: '1-1' });
    const { pageBytes } = CHIPS[bench.board.chip].flash;
    const { image } = await withBlocks(code, TEXT, pageBytes, bench.board.upload.maxFlashBytes);
    expect((await bench.run({ image })).fault).toBeUndefined();
    await bench.pass(3_000);
    expect(await bench.clock.run(readBlocks(bench.service, bench.board, bench.port))).toBe(TEXT);
    expect([...bench.flash.subarray(0, image.length)]).toEqual([...image]);
    await bench.pass(3_000);

    // A smaller program without blocks: those behind it are another program's.
    expect((await bench.run({ image: makeImage(700, 8) })).fault).toBeUndefined();
    await bench.pass(3_000);
    expect(await bench.clock.run(codeOf(readBlocks(bench.service, bench.board, bench.port)))).toBe(
      'nothing-stored',
    );
  });

  test('says that its blocks are damaged, or newer', async () => {
    for (const [byte, word] of [
      [19, 'nothing-stored'],
      [13, 'stored-damaged'],
      [4, 'stored-newer'],
    ] as const) {
      const bench = new Bench({ board, location: '1-1' });
      const { pageBytes } = CHIPS[bench.board.chip].flash;
      const { image } = await withBlocks(makeImage(600, 6), TEXT, pageBytes, 20_000);
      const head = Math.ceil(600 / pageBytes) * pageBytes;
      image[head + byte] = (image[head + byte] ?? 0) ^ 2;
      bench.flash.set(image);
      await bench.pass(3_000);
      expect(await bench.clock.run(codeOf(readBlocks(bench.service, bench.board, bench.port)))).toBe(word);
    }
  });

  test('is recognised by its chip, and its program goes on', async () => {
    const bench = new Bench({ board, location: '1-1' });
    await bench.pass(3_000);
    bench.started.length = 0;
    const found = await bench.clock.run(askBoard(bench.service, bench.port));
    expect(found.chip).toBe(bench.board.chip);
    await bench.pass(9_000);
    expect(bench.judge()).toBe('old');
    expect(bench.started.at(-1)).toBe('old');
  });

  test('is read over a line that damages a byte', async () => {
    for (const at of [30, 150, 400]) {
      const bench = new Bench({ board, location: '1-1', fault: { kind: 'flip', way: 'in', at, bit: 3 } });
      const { pageBytes } = CHIPS[bench.board.chip].flash;
      const { image } = await withBlocks(makeImage(300, 6), TEXT, pageBytes, 20_000);
      bench.flash.set(image);
      await bench.pass(3_000);
      expect(await bench.clock.run(readBlocks(bench.service, bench.board, bench.port))).toBe(TEXT);
    }
  });
});

test('another board than expected is named, and not read', async () => {
  const bench = new Bench({ board: 'optiboot' });
  const wrong = { ...bench.board, chip: 'atmega32u4' as const };
  await bench.pass(2_000);
  expect(await bench.clock.run(codeOf(readBlocks(bench.service, wrong, bench.port)))).toBe('wrong-board');
});
