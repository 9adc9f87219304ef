import { describe, expect, it } from 'vitest';
import { Bench } from '../../app/simulator/bricks/bench.ts';
import { createMachine, type Machine } from '../../app/simulator/index.ts';
import { decode, OP } from '../../app/simulator/machine/opcodes.ts';
import type { Contact } from '../../app/simulator/machine/pins.ts';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { portsThatFit } from '../../boards/placement/ports-that-fit.ts';
import { CHIP_IDS } from '../../boards/types.ts';
import { readHex } from '../../compiler/hex/read-hex.ts';
import { writeHex } from '../../compiler/hex/write-hex.ts';
import { boardOf } from './machine/rig.ts';

const IMAGES = 5000;
const STREAMS = 5000;

function randomSource(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Words that are instructions, most of them such that a program goes on for a while. */
const INSTRUCTIONS = Array.from({ length: 0x10000 }, (_, word) => word).filter((word) => {
  const { op } = decode(word, 0, 0, 0x3fff, false);
  return op !== OP.UNKNOWN;
});

function randomImage(random: (below: number) => number): Uint8Array {
  const words = 8 + random(400);
  const image = new Uint8Array(words * 2);
  const isProgram = random(4) !== 0;
  for (let i = 0; i < words; i++) {
    let word = isProgram ? (INSTRUCTIONS[random(INSTRUCTIONS.length)] ?? 0) : random(0x10000);
    // Stores to I/O registers, so that the parts are woken too; jumps that stay near.
    if (isProgram && random(6) === 0) word = 0xb800 | random(0x800);
    if (isProgram && random(12) === 0) word = 0xc000 | ((random(60) - 30) & 0xfff);
    if (isProgram && random(20) === 0) word = 0x9478;
    image[2 * i] = word;
    image[2 * i + 1] = word >> 8;
  }
  return image;
}

/** What holds for every machine, whatever ran on it. */
function isSound(machine: Machine): boolean {
  const { faults, pins, core } = machine;
  return (
    faults.length <= 100 &&
    pins.shorts.length <= 50 &&
    core.pc >= 0 &&
    core.pc <= core.pcMask &&
    core.sreg >= 0 &&
    core.sreg <= 255 &&
    Number.isSafeInteger(core.cycles)
  );
}

describe('the machine survives', () => {
  it(`${IMAGES} random images, through Intel HEX`, { timeout: 300_000 }, () => {
    const random = randomSource(20_261);
    const ends = { halted: 0, ran: 0 };
    const unsound: string[] = [];
    for (let n = 0; n < IMAGES; n++) {
      const chip = n % 25 === 0 ? 'atmega2560' : (CHIP_IDS[n % 2] ?? 'atmega328p');
      const image = randomImage(random);
      const hex = writeHex(image);
      const boot = random(5) === 0 ? { boot: { start: 0, resets: true } } : {};
      const machine = createMachine({ chip, hex, ...boot });
      const contact = machine.pins.connect('PD2', 'hand');
      for (let step = 0; step < 4; step++) {
        contact.set(([0, 1, 'open', 'pull-up'] as const)[random(4)] ?? 'open');
        machine.usarts[0]?.send([random(256)], 9600 + random(100_000));
        machine.run(5000);
      }
      ends[machine.isHalted ? 'halted' : 'ran']++;
      // Nothing may run on far beyond what was asked: one page written to flash is the longest.
      if (!isSound(machine) || machine.cycles > 20_000 + 70_000)
        unsound.push(`image ${n} on the ${chip}: ${JSON.stringify([machine.faults.at(-1), machine.cycles])}`);
    }
    expect(unsound).toEqual([]);
    // Both kinds must come, or nothing was tried.
    expect(Math.min(ends.halted, ends.ran)).toBeGreaterThan(500);
  });

  it('refuses random texts as HEX in words, and never throws anything else', () => {
    const random = randomSource(7);
    for (let n = 0; n < 2000; n++) {
      const text = Array.from({ length: random(60) }, () => ':0123456789ABCDEFxyz\n'[random(21)]).join('');
      expect(readHex(text, 32_768)).toHaveProperty('ok');
    }
  });
});

/** ldi r16, 1; out SMCR, r16; sleep; rjmp: sleeps for ever. */
const ASLEEP = Uint8Array.of(0x01, 0xe0, 0x03, 0xbf, 0x88, 0x95, 0xfd, 0xcf);
const KIT = { board: boardOf('genie-base'), bricks: BRICK_TYPES };

describe('a brick survives random bytes on its wires', () => {
  it.each(BRICK_TYPES.map((type) => [type.id, type] as const))('%s', { timeout: 300_000 }, (_, type) => {
    const random = randomSource(type.id.length * 7919 + type.id.charCodeAt(0));
    const port = portsThatFit(KIT, type, [])[0];
    if (port === undefined) throw new Error(`no port for ${type.id}`);
    const machine = createMachine({ chip: 'atmega328p', image: ASLEEP });
    const bench = new Bench({ machine, kit: KIT, bricks: [{ id: 'it', type: type.id, port: port.id }] });
    const hands: Contact[] = type.signals.map((_, i) =>
      machine.pins.connect(KIT.board.pins[port.signals[i]?.pin ?? -1] ?? '', 'noise'),
    );
    const wait = (): void => machine.run(1 + random(random(8) === 0 ? 20_000 : 60));
    const put = (signal: number, level: number): void =>
      hands[signal % hands.length]?.set(level === 0 ? 0 : 'pull-up');
    const inputs = Object.keys(bench.model('it')?.inputs ?? {});
    for (let stream = 0; stream < STREAMS; stream++) {
      const isFramed = stream % 2 === 0 && hands.length === 2;
      // Start and stop as two-wire parts know them: data moves while the clock is high.
      const [clock, data] = type.bus === 'i2c' ? [1, 0] : [0, 1];
      if (isFramed) {
        put(clock, 1);
        put(data, 1);
        wait();
        put(data, 0);
        wait();
      }
      for (let byte = 0; byte < 8; byte++) {
        const value = isFramed && byte === 0 && random(2) === 0 ? 0x4e | random(2) : random(256);
        for (let bit = 0; bit < (isFramed ? 9 : 8); bit++) {
          const level = (value >> (7 - (bit & 7))) & 1;
          if (isFramed) {
            put(clock, 0);
            put(data, bit === 8 ? 1 : level);
            wait();
            put(clock, 1);
          } else put(random(2), level);
          wait();
        }
      }
      if (isFramed) {
        put(clock, 0);
        put(data, 0);
        wait();
        put(clock, 1);
        wait();
        put(data, 1);
      }
      const input = inputs[random(Math.max(1, inputs.length))];
      if (input !== undefined && random(4) === 0)
        bench.set('it', [random(2000) - 500, Number.NaN, 1e300, -1e300][random(4)] ?? 0, input);
    }
    machine.run(16_000_000);
    for (const name of bench.trace.names())
      expect(bench.trace.points(name).length).toBeLessThanOrEqual(200_000);
    expect(bench.problems.length).toBeLessThanOrEqual(200);
    const { models } = bench.snapshot();
    expect(JSON.stringify(models).length).toBeLessThan(64 * 1024);
    expect(isSound(machine)).toBe(true);
    expect(machine.cycles).toBeGreaterThan(16_000_000);
  });
});
