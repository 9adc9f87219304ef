/**
 * The virtual board: a bootloader on a simulated chip takes programs with SPM, loses what it cannot read in
 * time, starts the program, and is another's board with another bootloader.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOARDS } from '../../boards/bases/index.ts';
import type { Board } from '../../boards/types.ts';
import { createDeviceService } from '../../app/device/device-service.ts';
import { MemoryTransport } from '../../app/device/memory-transport.ts';
import { upload } from '../../app/device/upload.ts';
import type { UploadEvent } from '../../app/device/upload-event.ts';
import { bootProgram, type BootImage } from '../../app/virtual-board/boot-program.ts';
import { readBootloader } from '../../app/virtual-board/read-bootloader.ts';
import { VirtualBoard } from '../../app/virtual-board/virtual-board.ts';
import { makeImage } from '../device/bench/bench.ts';
import { VirtualClock } from '../device/bench/virtual-clock.ts';
import { arduinoCore, requireTool } from '../support/reference-tools.ts';

const hasCore = requireTool('arduino-core');
const debianImage = (file: string): BootImage => {
  const text = readFileSync(join(arduinoCore() ?? '', 'bootloaders', file), 'latin1');
  const image = readBootloader(text);
  if (image === undefined) throw new Error(file);
  return image;
};
const boardOf = (id: string): Board => {
  const board = BOARDS.find((one) => one.id === id);
  if (board === undefined) throw new Error(id);
  return board;
};

interface Place {
  readonly clock: VirtualClock;
  readonly transport: MemoryTransport;
  readonly board: VirtualBoard;
  readonly pass: (ms: number) => Promise<void>;
}

function place(boot: BootImage = bootProgram()): Place {
  const clock = new VirtualClock();
  const board = new VirtualBoard({ clock, boot });
  const transport = new MemoryTransport();
  transport.plug({ path: 'virtual' }, board);
  const pass = (ms: number): Promise<void> =>
    clock.run(new Promise<void>((done) => void clock.after(ms, done)));
  return { clock, transport, board, pass };
}

const BOOTS: readonly (readonly [string, string, () => BootImage])[] = [
  ['our own bootloader', 'genie-base', bootProgram],
  ...(hasCore
    ? ([
        ['Debian’s Optiboot', 'uno', () => debianImage('optiboot/optiboot_atmega328.hex')],
        ['Debian’s ATmegaBOOT', 'nano-old', () => debianImage('atmega/ATmegaBOOT_168_atmega328.hex')],
      ] as const)
    : []),
];

describe.each(BOOTS)('the virtual board with %s', (_, id, boot) => {
  test('takes a program, keeps its bootloader, runs the program, and takes the next one', async () => {
    const { clock, transport, board, pass } = place(boot());
    const service = createDeviceService(transport, clock);
    const before = board.machine.flash.slice(board.room);
    // sbi DDRB,5; sbi PORTB,5; rjmp .
    const image = makeImage(2_000, 5);
    image.set([0x25, 0x9a, 0x2d, 0x9a, 0xff, 0xcf]);
    const port = { path: 'virtual' };
    const events: UploadEvent[] = [];
    const emit = (event: UploadEvent): void => void events.push(event);
    const watched = board.watch();
    const result = await clock.run(upload(service, { board: boardOf(id), port, image, emit }));
    expect(result.restarts).toBe(0);
    expect(events.filter(({ kind }) => kind !== 'progress')).toEqual([]);
    expect(Buffer.from(board.memories().flash.subarray(0, 2_000)).equals(Buffer.from(image))).toBe(true);
    await pass(1_500);
    expect(board.machine.pins.drive('PB5')).toBe(1);
    expect(board.machine.faults).toEqual([]);
    expect(Buffer.from(board.machine.flash.subarray(board.room)).equals(Buffer.from(before))).toBe(true);

    const next = image.slice();
    next[1_900] = 1;
    next[1_901] = 2;
    await clock.run(upload(service, { board: boardOf(id), port, image: next }));
    expect(Buffer.from(board.memories().flash.subarray(0, 2_000)).equals(Buffer.from(next))).toBe(true);
    watched();
  });
});

test('writing and reading back 8 KB takes little more than the line does', async () => {
  for (const [name, id, boot] of BOOTS) {
    const { clock, transport } = place(boot());
    const image = makeImage(8_192, 6);
    let [written, started] = [0, 0];
    const emit = (event: UploadEvent): void => {
      if (event.kind !== 'progress') return;
      if (event.phase === 'write' && written === 0) written = clock.now();
      if (event.phase === 'start') started = clock.now();
    };
    const service = createDeviceService(transport, clock);
    await clock.run(upload(service, { board: boardOf(id), port: { path: 'virtual' }, image, emit }));
    const bytesPerMs = boardOf(id).upload.baud / 10_000;
    const line = (2 * image.length) / bytesPerMs + (image.length / 128) * 8;
    console.info(`${name}: ${Math.round(started - written)} ms, the line ${Math.round(line)} ms`);
    expect(started - written).toBeLessThan(1.25 * line);
  }
});

describe('our bootloader', () => {
  const ask = async (
    { transport, clock, pass }: Place,
    bytes: readonly number[],
    ms = 50,
    baud = 115_200,
  ): Promise<number[]> => {
    const line = await clock.run(transport.open('virtual', baud));
    await pass(75);
    const answer: number[] = [];
    line.listen({ bytes: (chunk) => void answer.push(...chunk), closed: () => undefined });
    await clock.run(line.write(Uint8Array.from(bytes)));
    await pass(ms);
    await line.close();
    return answer;
  };

  test('fits 512 bytes, knows its chip, and agrees to what it need not know', async () => {
    expect(bootProgram().bytes.length).toBeLessThanOrEqual(512);
    const some = place();
    expect(await ask(some, [0x30, 0x20])).toEqual([0x14, 0x10]);
    expect(await ask(some, [0x75, 0x20])).toEqual([0x14, 0x1e, 0x95, 0x0f, 0x10]);
    expect(await ask(some, [0x41, 0x81, 0x20])).toEqual([0x14, 1, 0x10]);
    expect(await ask(some, [0x41, 0x82, 0x20])).toEqual([0x14, 0, 0x10]);
    const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
    expect(await ask(some, [0x42, ...zeros(20), 0x20])).toEqual([0x14, 0x10]);
    expect(await ask(some, [0x45, ...zeros(5), 0x20])).toEqual([0x14, 0x10]);
    expect(await ask(some, [0x56, ...zeros(4), 0x20])).toEqual([0x14, 0, 0x10]);
    expect(await ask(some, [0x50, 0x20])).toEqual([0x14, 0x10]);
  });

  test('says nothing at another speed, nor after a wrong end; a program starts instead', async () => {
    const some = place();
    expect(await ask(some, [0x30, 0x20], 50, 57_600)).toEqual([]);
    expect(await ask(some, [0x30, 0x21, 0x30, 0x20])).toEqual([]);
    // Silence for a second.
    const { board, clock, transport, pass } = some;
    await clock.run(transport.open('virtual', 115_200));
    await pass(1_200);
    expect(board.machine.core.pc).toBe(0);
  });

  test('does not write itself, nor anything of another kind of memory', async () => {
    const some = place();
    const page = Array.from({ length: 128 }, (_, i) => i);
    const before = some.board.machine.flash.slice();
    const write = (high: number, low: number, kind: number): number[] => [
      0x55,
      low,
      high,
      0x20,
      0x64,
      0,
      128,
      kind,
      ...page,
      0x20,
    ];
    const fine = [0x14, 0x10, 0x14, 0x10];
    expect(await ask(some, write(0x3f, 0x00, 0x46))).toEqual(fine);
    expect(await ask(some, write(0x3f, 0xc0, 0x46))).toEqual(fine);
    expect(await ask(some, write(0x01, 0x00, 0x45))).toEqual(fine);
    expect(Buffer.from(some.board.machine.flash).equals(Buffer.from(before))).toBe(true);
    expect(await ask(some, write(0x3e, 0xc0, 0x46))).toEqual(fine);
    expect([...some.board.machine.flash.subarray(0x7d80, 0x7e00)]).toEqual(page);
  });

  test('loses bytes that come while it writes a page: its receiver holds three', async () => {
    const some = place();
    const page = Array.from({ length: 128 }, () => 0x55);
    const write = [0x55, 0, 0, 0x20, 0x64, 0, 128, 0x46, ...page, 0x20];
    // The second pair is sent without waiting for the first page: most of it is lost.
    const answer = await ask(some, [...write, 0x55, 64, 0, 0x20, 0x64, 0, 128, 0x46, ...page, 0x20], 200);
    expect(answer.length).toBeLessThan(8);
    expect([...some.board.machine.flash.subarray(0, 128)]).toEqual(page);
    expect([...some.board.machine.flash.subarray(128, 256)]).not.toEqual(page);
  });
});

describe('the virtual board', () => {
  test('stands still while nobody looks, and runs while somebody does', async () => {
    const { board, pass } = place();
    await pass(1_000);
    expect(board.machine.cycles).toBe(0);
    const end = board.watch();
    await pass(1_000);
    end();
    const { cycles } = board.machine;
    expect(cycles / 16_000).toBeGreaterThan(990);
    expect(cycles / 16_000).toBeLessThan(1_010);
    await pass(1_000);
    expect(board.machine.cycles).toBe(cycles);
  });

  test('keeps its memories when the cable is out, and tells whoever has bricks in it', async () => {
    const { board, transport, clock, pass } = place();
    const image = makeImage(300, 9);
    await clock.run(
      upload(createDeviceService(transport, clock), {
        board: boardOf('genie-base'),
        port: { path: 'virtual' },
        image,
      }),
    );
    const machines: unknown[] = [];
    board.onMachine((machine) => machines.push(machine));
    transport.unplug('virtual');
    board.power(false);
    await pass(100);
    transport.plug({ path: 'virtual' }, board);
    board.power(true);
    await pass(100);
    expect(machines).toHaveLength(2);
    expect(machines[1]).toBe(board.machine);
    expect(machines[0]).not.toBe(machines[1]);
    const { flash, eeprom } = board.memories();
    expect(Buffer.from(flash.subarray(0, 300)).equals(Buffer.from(image))).toBe(true);
    const other = new VirtualBoard({ clock, boot: bootProgram(), flash, eeprom });
    expect(Buffer.from(other.memories().flash).equals(Buffer.from(flash))).toBe(true);
  });

  test('is as much faster than the clock as it is told', async () => {
    const times = [];
    for (const speed of [1, 4]) {
      const clock = new VirtualClock();
      const board = new VirtualBoard({ clock, boot: bootProgram(), speed });
      const transport = new MemoryTransport();
      transport.plug({ path: 'virtual' }, board);
      const result = await clock.run(
        upload(createDeviceService(transport, clock), {
          board: boardOf('genie-base'),
          port: { path: 'virtual' },
          image: makeImage(2_000, 4),
        }),
      );
      times.push(result.ms);
    }
    const [one = 0, four = 0] = times;
    expect(four).toBeLessThan(0.5 * one);
  });

  test('gives the same run for the same calls', async () => {
    const runs = [];
    for (let i = 0; i < 2; i++) {
      const { board, transport, clock } = place();
      const result = await clock.run(
        upload(createDeviceService(transport, clock), {
          board: boardOf('genie-base'),
          port: { path: 'virtual' },
          image: makeImage(700, 2),
        }),
      );
      runs.push([result.ms, board.machine.cycles]);
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  test('refuses what does not fit below its bootloader, and programs for another chip', async () => {
    const { clock, transport } = place();
    const port = { path: 'virtual', virtual: { board: 'genie-base', room: 31_744 } };
    const sent = upload(createDeviceService(transport, clock), {
      board: boardOf('genie-base'),
      port,
      image: new Uint8Array(31_745),
    });
    await expect(clock.run(sent)).rejects.toMatchObject({ code: 'too-big', details: { max: 31_744 } });
    const mega = upload(createDeviceService(transport, clock), {
      board: boardOf('mega'),
      port,
      image: new Uint8Array(100),
    });
    const fault = { code: 'wrong-board', details: { found: 'genie-base', board: 'mega' } };
    await expect(clock.run(mega)).rejects.toMatchObject(fault);
  });
});

describe('a bootloader’s file', () => {
  test('that grew beyond its section is put into the next larger one', () => {
    const line = (address: number, bytes: readonly number[]): string => {
      const body = [bytes.length, address >> 8, address & 255, 0, ...bytes];
      const sum = -body.reduce((all, byte) => all + byte, 0) & 255;
      return `:${[...body, sum].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    };
    const end = ':00000001ff';
    const code = Array.from({ length: 16 }, (_, i) => i);
    const fits = readBootloader([line(0x7e00, code), end].join('\n'));
    expect(fits).toEqual({ start: 0x7e00, bytes: Uint8Array.from(code) });
    const rows = Array.from({ length: 33 }, (_, i) => line(0x7e00 + 16 * i, code));
    const grown = readBootloader([...rows, line(0x7ffe, [4, 4]), end].join('\n'));
    expect(grown?.start).toBe(0x7c00);
    expect(grown?.bytes.length).toBe(33 * 16);
    expect([...(grown?.bytes.subarray(0x1fe, 0x200) ?? [])]).toEqual([14, 15]);
    expect(readBootloader([line(0x100, code), end].join('\n'))).toBeUndefined();
    expect(readBootloader('hello')).toBeUndefined();
  });
});
