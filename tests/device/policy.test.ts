/** What an upload does by itself, and what it says when it gives up. Every code of device-error.ts is provoked here or in blocks-on-board.test.ts. */
import { describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import { CHIPS } from '../../boards/chips/index.ts';
import type { Board } from '../../boards/types.ts';
import type { MemoryDevice } from '../../app/device/memory-transport.ts';
import { FAULT_SENTENCES, fillSentence, NOTICE_SENTENCES } from '../../app/device/sentences.ts';
import type { UploadEvent } from '../../app/device/upload-event.ts';
import { Bench, BENCH_BOARDS, makeImage, type Outcome } from './bench/bench.ts';
import { atmegaBoot, optiboot, stk500v2Boot } from './bench/boot-codes.ts';
import { CaterinaBoard } from './bench/caterina-board.ts';
import { UartBoard } from './bench/uart-board.ts';

const boardOf = (id: string): Board => {
  const board = BOARDS.find((one) => one.id === id);
  if (board === undefined) throw new Error(id);
  return board;
};

const notices = ({ events }: { readonly events: readonly UploadEvent[] }): string[] =>
  events.flatMap((event) => (event.kind === 'notice' ? [event.code] : []));

const LIMIT_MS = 15_000;

describe.each(BENCH_BOARDS)('an upload to %s', (board) => {
  test('writes, verifies and starts the program, once', async () => {
    const bench = new Bench({ board });
    const outcome = await bench.run();
    expect(outcome.fault?.cause).toBeUndefined();
    expect(outcome).toMatchObject({ flash: 'new', started: ['new'], isPortFree: true });
    expect(outcome.result?.restarts).toBe(0);
  });

  test('starts from a board that was left half-written', async () => {
    const half = makeImage(900, 5);
    half.set([0xff, 0xcf]);
    expect(await new Bench({ board, old: half }).run()).toMatchObject({ flash: 'new' });
    expect(await new Bench({ board, old: new Uint8Array(0) }).run()).toMatchObject({ flash: 'new' });
  });

  test('of another chip is refused before anything is written', async () => {
    const signature = [0x1e, 0x93, 0x0b];
    const bench =
      board === 'caterina'
        ? new Bench({ board, caterina: { signature } })
        : new Bench({
            board,
            uart: {
              boot:
                { optiboot, atmegaboot: atmegaBoot, mega: undefined }[board]?.(signature) ??
                stk500v2Boot(signature),
            },
          });
    const outcome = await bench.run();
    expect(outcome.fault?.code).toBe('wrong-board');
    expect(outcome.fault?.details).toEqual({ found: '1e 93 0b', board: bench.board.id });
    expect(outcome).toMatchObject({ flash: 'old', isPortFree: true });
  });

  test('that is stopped leaves the board safe and the port free', async () => {
    const stop = new AbortController();
    const bench = new Bench({ board });
    const outcome = await bench.run({
      signal: stop.signal,
      emit: (event) => {
        if (event.kind === 'progress' && event.phase === 'verify') stop.abort();
      },
    });
    expect(outcome.fault?.code).toBe('cancelled');
    expect(['halted', 'blank']).toContain(outcome.flash);
    expect(outcome.isPortFree).toBe(true);
  });

  test('tells a progress that only rises, and how long it will take', async () => {
    const bench = new Bench({ board, image: makeImage(8_000, 8) });
    const seen: { at: number; fraction: number; remainingMs: number; phase: string }[] = [];
    const outcome = await bench.run({
      emit: (event) => {
        if (event.kind === 'progress') seen.push({ at: bench.clock.now(), ...event });
      },
    });
    expect(outcome.flash).toBe('new');
    const end = seen.at(-1)?.at ?? 0;
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['connect', 'write', 'verify', 'start']);
    expect(seen.map(({ fraction }) => fraction)).toEqual(
      seen.map(({ fraction }) => fraction).toSorted((first, second) => first - second),
    );
    // From the third page on the estimate is within a fifth of the truth.
    for (const { at, remainingMs } of seen.slice(4))
      expect(Math.abs(remainingMs - (end - at))).toBeLessThan(0.2 * (end - at) + 120);
  });

  test('waits for its turn when two programs go to one board', async () => {
    const bench = new Bench({ board });
    const first = bench.run();
    const second = new Promise<Outcome>((done, failed) => {
      bench.clock.after(2_100, () => {
        bench.run({ wholly: true }).then(done, failed);
      });
    });
    const outcomes = await Promise.all([first, second]);
    expect(outcomes.map(({ fault }) => fault?.code)).toEqual([undefined, undefined]);
    expect(bench.judge()).toBe('new');
  });
});

describe('a board of unknown age', () => {
  test('is found at the other speed, and remembered for its socket', async () => {
    const bench = new Bench({ board: 'atmegaboot' });
    const first = await bench.run({ board: boardOf('nano'), wholly: true });
    expect(first).toMatchObject({ flash: 'new' });
    expect(notices(first)).toEqual(['trying-another-way']);
    const second = await bench.run({ board: boardOf('nano'), wholly: true });
    expect(second).toMatchObject({ flash: 'new' });
    expect(notices(second)).toEqual([]);
    expect(second.ms).toBeLessThan(first.ms - 500);
  });

  test('that needs a long pulse gets one', async () => {
    const bench = new Bench({ board: 'optiboot', uart: { minPulseMs: 100 } });
    // Opened by something else before: opening does not reset it.
    const outcome = await bench.run();
    expect(outcome).toMatchObject({ flash: 'new' });
  });

  test('without modem lines is reset by opening the port', async () => {
    for (const board of ['optiboot', 'atmegaboot', 'mega'] as const) {
      const bench = new Bench({ board, uart: { hasNoWires: true } });
      expect(await bench.run()).toMatchObject({ flash: 'new' });
      // The first byte is lost: the second attempt must open the port again.
      const unlucky = new Bench({
        board,
        uart: { hasNoWires: true },
        fault: { kind: 'drop', way: 'out', at: 0, count: 1 },
      });
      expect(await unlucky.run()).toMatchObject({ flash: 'new' });
    }
  });

  test('whose program chatters is heard through it', async () => {
    for (const board of ['optiboot', 'atmegaboot', 'mega'] as const)
      for (const everyMs of [1, 20]) {
        // What looks like answers of the bootloaders.
        const bytes = [0x14, 0x10, 0x48, 0x69, 0x0d, 0x0a, 0x1b, 0x01, 0x00, 0x14, 0x10];
        const baud = board === 'atmegaboot' ? 57_600 : 115_200;
        const bench = new Bench({ board, uart: { chatter: { bytes, everyMs, baud } } });
        expect(await bench.run(), `${board} ${everyMs}`).toMatchObject({ flash: 'new', isPortFree: true });
      }
  });
});

describe('a wrong board', () => {
  test('that speaks another language is named: a Mega taken for a Nano', async () => {
    const bench = new Bench({ board: 'mega' });
    const outcome = await bench.run({ board: boardOf('nano') });
    expect(outcome.fault?.code).toBe('wrong-board');
    expect(outcome.fault?.details).toEqual({ found: 'mega', board: 'nano' });
    expect(outcome).toMatchObject({ flash: 'old', isPortFree: true });
    expect(outcome.ms).toBeLessThan(LIMIT_MS);
    expect(fillSentence(FAULT_SENTENCES['wrong-board'], 'en', outcome.fault?.details)).toBe(
      'This board is the Arduino Mega, not the Arduino Nano. Choose it and send again; nothing was written.',
    );
  });

  test('a Uno taken for a Mega', async () => {
    const outcome = await new Bench({ board: 'optiboot' }).run({ board: boardOf('mega') });
    expect(outcome.fault?.details).toEqual({ found: 'uno', board: 'mega' });
    expect(outcome.flash).toBe('old');
  });
});

/** Something on a port that is no board. */
function stranger(answer: (bytes: Uint8Array, send: (bytes: Uint8Array) => void) => void): MemoryDevice {
  let send: (bytes: Uint8Array) => void = () => undefined;
  return {
    opened: (to) => {
      send = to;
      answer(new Uint8Array(0), send);
    },
    written: (bytes) => answer(bytes, send),
    signals: () => true,
    baud: () => undefined,
    closed: () => (send = () => undefined),
  };
}

describe('a port without a bootloader', () => {
  test.each([
    ['silent', 'no-answer', () => undefined],
    ['echoing', 'not-a-board', (bytes: Uint8Array, send: (bytes: Uint8Array) => void) => send(bytes)],
  ] as const)('that is %s is given up in time', async (_, code, answer) => {
    for (const board of BENCH_BOARDS) {
      const bench = new Bench({ board });
      const isUsb = board === 'caterina';
      await bench.pass(1_000);
      const port = isUsb ? { ...bench.port, productId: 0x0036 } : bench.port;
      bench.memoryTransport.plug(port, stranger(answer));
      const outcome = await bench.run({ port });
      expect([board, outcome.fault?.code]).toEqual([board, isUsb ? 'no-answer' : code]);
      expect(outcome.ms).toBeLessThan(LIMIT_MS);
      expect(outcome.isPortFree).toBe(true);
      if (isUsb) continue;
      expect(notices(outcome)[0]).toBe('trying-another-way');
      // Something that echoes is not a board with a busy pin.
      expect(notices(outcome).includes('free-pins')).toBe(code === 'no-answer');
    }
  });

  test('that babbles is given up in time', async () => {
    for (const board of ['optiboot', 'atmegaboot', 'mega', 'caterina'] as const) {
      const bench = new Bench({ board });
      await bench.pass(1_000);
      let send: ((bytes: Uint8Array) => void) | undefined;
      let state = 1;
      const babble = (): void => {
        const bytes = Array.from(
          { length: 50 },
          () => (state = Math.imul(state, 1_103_515_245) + 12_345) >>> 24,
        );
        send?.(Uint8Array.from(bytes));
        bench.clock.after(10, babble);
      };
      bench.clock.after(0, babble);
      const port = board === 'caterina' ? { ...bench.port, productId: 0x0036 } : bench.port;
      bench.memoryTransport.plug(port, {
        ...stranger(() => undefined),
        opened: (to) => void (send = to),
        closed: () => void (send = undefined),
      });
      const outcome = await bench.run({ port });
      expect([board, outcome.fault?.code]).toEqual([
        board,
        board === 'caterina' ? 'no-answer' : 'not-a-board',
      ]);
      expect(outcome.ms).toBeLessThan(LIMIT_MS);
      expect(outcome.isPortFree).toBe(true);
    }
  });
});

describe.each(BENCH_BOARDS)('a port of %s that another program holds', (board) => {
  test('is waited for', async () => {
    const bench = new Bench({ board });
    await bench.pass(2_000);
    const held = await bench.memoryTransport.open(bench.port.path, 9_600);
    bench.clock.after(4_500, () => void held.close());
    const outcome = await bench.run();
    expect(notices(outcome)).toContain('waiting-for-port');
    expect(outcome).toMatchObject({ flash: 'new' });
  });

  test('is given up after a while, and left alone', async () => {
    const bench = new Bench({ board });
    await bench.pass(2_000);
    await bench.memoryTransport.open(bench.port.path, 9_600);
    const outcome = await bench.run();
    expect(outcome.fault?.code).toBe('port-busy');
    expect(outcome.flash).toBe('old');
  });
});

describe('a port that does not work', () => {
  test('a port that is not there is not waited for', async () => {
    const bench = new Bench({ board: 'optiboot' });
    const outcome = await bench.run({ port: { path: 'nowhere' } });
    expect(outcome.fault?.code).toBe('no-port');
    expect(outcome.fault?.details).toEqual({ port: 'nowhere', ports: 'usb1' });
    expect(outcome.ms).toBeLessThan(1_000);
  });

  test('a port that fails is said to', async () => {
    const bench = new Bench({ board: 'optiboot' });
    const open = bench.memoryTransport.open.bind(bench.memoryTransport);
    bench.memoryTransport.open = (path, baud) =>
      open(path, baud).then((line) => ({
        ...line,
        listen: (listener) => line.listen(listener),
        close: () => line.close(),
        write: () => Promise.reject(new Error('EIO')),
        setBaud: () => Promise.reject(new Error('EIO')),
        setSignals: () => Promise.reject(new Error('EIO')),
      }));
    expect((await bench.run()).fault?.code).toBe('port-failed');
  });
});

describe('a program that is nearly the same', () => {
  const image = makeImage(8_000, 20);
  const changed = image.slice();
  for (const at of [1_000, 4_000, 7_900]) changed[at] = (changed[at] ?? 0) ^ 0x55;

  test('is sent by its changed pages, in less time', async () => {
    for (const board of ['optiboot', 'atmegaboot', 'caterina'] as const) {
      const bench = new Bench({ board, image });
      const whole = await bench.run();
      expect(whole.flash).toBe('new');
      bench.image.set(changed);
      const again = await bench.run();
      expect(again).toMatchObject({ flash: 'new' });
      expect(notices(again)).toEqual(['only-changes']);
      console.log(
        `${board}: 8 KB ${Math.round(whole.ms)} ms, three changed pages ${Math.round(again.ms)} ms`,
      );
      expect(again.ms).toBeLessThan(board === 'caterina' ? whole.ms : 0.7 * whole.ms);
      bench.image.set(image);
    }
  });

  test('is sent whole to a Mega, which erases in ascending order only', async () => {
    const bench = new Bench({ board: 'mega', image: image.slice() });
    await bench.run();
    bench.image.set(changed);
    const again = await bench.run();
    expect(again).toMatchObject({ flash: 'new' });
    expect(notices(again)).toEqual([]);
  });

  test('is right although another board sits in the socket now', async () => {
    const bench = new Bench({ board: 'optiboot', image: image.slice() });
    await bench.run();
    bench.flash.set(makeImage(9_000, 77));
    bench.image.set(changed);
    expect(await bench.run()).toMatchObject({ flash: 'new' });
  });
});

describe('a board that does not keep a page', () => {
  test('is written twice more, then said not to', async () => {
    const image = makeImage(700, 4);
    image[256] = 0x10;
    for (const board of ['optiboot', 'atmegaboot'] as const) {
      const bench = new Bench({ board, image, uart: { badPage: 256 } });
      const outcome = await bench.run();
      expect(outcome.fault?.code).toBe('not-kept');
      expect(notices(outcome).filter((code) => code === 'writing-again')).toHaveLength(2);
      expect(outcome.flash).toBe('halted');
      expect(outcome.started.every((what) => what === 'halted')).toBe(true);
    }
  });
});

describe('a program for another size of board', () => {
  test('is refused before the port is opened', async () => {
    const bench = new Bench({ board: 'optiboot', image: makeImage(32_300, 1) });
    const outcome = await bench.run();
    expect(outcome.fault?.code).toBe('too-big');
    expect(outcome.fault?.details).toEqual({ bytes: 32_300, max: 32_256 });
    expect(bench.transport.opened).toEqual([]);
  });
});

describe('a board on the USB itself', () => {
  test('whose program has switched USB off is waited for until somebody presses reset', async () => {
    const bench = new Bench({ board: 'caterina', caterina: { isSilent: true } });
    bench.clock.after(7_000, () => {
      if (bench.device instanceof CaterinaBoard) bench.device.pressReset();
    });
    const outcome = await bench.run();
    expect(notices(outcome)).toEqual(['waiting-for-reset']);
    expect(outcome).toMatchObject({ flash: 'new' });
  });

  test('that nobody resets is given up', async () => {
    const outcome = await new Bench({ board: 'caterina', caterina: { isSilent: true } }).run();
    expect(outcome.fault?.code).toBe('press-reset');
  });
});

describe('a cable that comes out', () => {
  test('is waited for, and the upload is finished on the same socket', async () => {
    for (const board of BENCH_BOARDS) {
      const fault = { kind: 'unplug', way: 'out', at: 300 } as const;
      const back = await new Bench({ board, fault, replugMs: 2_000, location: '1-2' }).run();
      expect(notices(back)).toContain('waiting-for-cable');
      expect(back).toMatchObject({ flash: 'new' });
      const gone = await new Bench({ board, fault, location: '1-2' }).run();
      expect(gone.fault?.code).toBe('unplugged');
      expect(gone.result).toBeUndefined();
    }
  });
});

describe('what is said', () => {
  test('has its own words in each language, with the same holes', () => {
    const holes = (sentence: string): string[] =>
      [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
    for (const { fr, en } of [...Object.values(FAULT_SENTENCES), ...Object.values(NOTICE_SENTENCES)]) {
      expect(fr).not.toBe(en);
      expect(holes(fr)).toEqual(holes(en));
      expect(`${fr}${en}`).not.toMatch(/erreur|error|fail/i);
    }
  });

  test('chips have the signatures the models answer', () => {
    expect(CHIPS.atmega328p.signature).toEqual([0x1e, 0x95, 0x0f]);
    expect(new Bench({ board: 'mega' }).device).toBeInstanceOf(UartBoard);
  });
});
