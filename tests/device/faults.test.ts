/**
 * Every fault of docs/device.md, one at a time, at every place of an upload, for every bootloader; and after
 * each one: A the image is unchanged, B the board is safe, C no other board was touched, D the port is free,
 * E success was not shown wrongly.
 */
import { describe, expect, test } from 'vitest';
import { Bench, BENCH_BOARDS, makeImage, type BenchBoard, type Outcome } from './bench/bench.ts';
import { faultCases, type FaultCase } from './bench/fault-cases.ts';
import type { Counts } from './bench/faulty-transport.ts';
import { UartBoard } from './bench/uart-board.ts';
import { optiboot } from './bench/boot-codes.ts';

/** The places of one faultless upload. */
async function places(board: BenchBoard): Promise<Counts> {
  const bench = new Bench({ board });
  const outcome = await bench.run();
  expect(outcome.fault).toBeUndefined();
  return bench.transport.counts;
}

const BYSTANDER_IMAGE = makeImage(700, 99);

/** What must hold whatever happened. Answers with what does not. */
async function broken(board: BenchBoard, { fault, replugMs, mayFail }: FaultCase): Promise<string[]> {
  const bench = new Bench({ board, fault, ...(replugMs === undefined ? {} : { replugMs }) });
  const other = new UartBoard({
    clock: bench.clock,
    boot: optiboot(),
    bootBaud: 115_200,
    flashBytes: 32_768,
    pageBytes: 128,
  });
  other.flash.set(BYSTANDER_IMAGE);
  bench.memoryTransport.plug({ path: 'another', vendorId: 0x2341, productId: 0x0043, location: 'x' }, other);
  const given = bench.image.slice();
  const outcome = await bench.run({ image: given });
  return verdicts(bench, outcome, given, other, mayFail === true);
}

function verdicts(
  bench: Bench,
  outcome: Outcome,
  given: Uint8Array,
  other: UartBoard,
  mayFail: boolean,
): string[] {
  const wrong: string[] = [];
  const expectThat = (isTrue: boolean, what: string): void => {
    if (!isTrue) wrong.push(what);
  };
  expectThat(
    bench.image.every((byte, at) => byte === given[at]),
    'A the image has changed',
  );
  expectThat(outcome.flash !== 'mixed', 'B the flash is a mixture');
  expectThat(!outcome.started.includes('mixed'), 'B a mixture was started');
  const isWritten = outcome.result !== undefined;
  expectThat(
    BYSTANDER_IMAGE.every((byte, at) => other.flash[at] === byte),
    'C another board was written',
  );
  expectThat(!bench.transport.opened.includes('another'), 'C another port was opened');
  expectThat(outcome.isPortFree, 'D the port is not free');
  expectThat(!isWritten || outcome.flash === 'new', `E success with ${outcome.flash}`);
  expectThat(!isWritten || outcome.fault === undefined, 'E success and a fault');
  expectThat(isWritten || mayFail, `failed: ${outcome.fault?.code} ${String(outcome.fault?.cause)}`);
  expectThat(outcome.ms < 30_000, `lasted ${outcome.ms} ms`);
  return wrong;
}

describe.each(BENCH_BOARDS)('faults on the way to %s', (board) => {
  test('one at a time, at every place, leave the board safe and the port free', async () => {
    const list = faultCases(await places(board));
    const failures: string[] = [];
    for (const one of list) {
      const wrong = await broken(board, one).catch((reason: unknown) => [String(reason)]);
      if (wrong.length > 0) failures.push(`${JSON.stringify(one)}: ${wrong.join('; ')}`);
    }
    const kinds = [...new Set(list.map(({ fault }) => fault.kind))];
    const counts = kinds
      .map((kind) => `${list.filter(({ fault }) => fault.kind === kind).length} ${kind}`)
      .join(', ');
    console.log(`${board}: ${list.length} faults (${counts})`);
    expect(failures.slice(0, 40)).toEqual([]);
    expect(list.length).toBeGreaterThanOrEqual(350);
  });

  test('our program killed at any byte leaves a board that does nothing wrong and can be written again', async () => {
    const { out } = await places(board);
    const failures: string[] = [];
    for (let at = 0; at < out; at += 11) {
      const bench = new Bench({ board, fault: { kind: 'kill', way: 'out', at } });
      void bench.run().catch(() => undefined);
      await bench.pass(25_000);
      if (bench.judge() === 'mixed' || bench.started.includes('mixed'))
        failures.push(`${at}: ${bench.judge()}`);
      // The same board, with a program that lives.
      const next = new Bench({ board, old: bench.flash.slice(0, 4_096) });
      const outcome = await next.run();
      if (outcome.flash !== 'new' || outcome.result === undefined) failures.push(`${at}: not written again`);
    }
    expect(failures).toEqual([]);
  });
});
