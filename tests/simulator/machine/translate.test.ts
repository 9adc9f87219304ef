import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../../../app/simulator/index.ts';
import { Traps } from '../../../app/simulator/machine/traps.ts';
import { CHIPS } from '../../../boards/chips/index.ts';
import type { ChipId } from '../../../boards/types.ts';
import { compileBuiltin } from '../../support/compile-builtin.ts';
import { CODE_WORD, programWords, randomFrom, randomProgram, randomState } from './random-programs.ts';

const PROGRAMS = process.env['GENIE_LONG'] === '1' ? 40_000 : 360;

/** Everything that the next instruction depends on, and what was found wrong. */
function stateOf(machine: Machine): string {
  // A snapshot brings the timers up to now, whose flags are in the memory.
  const { data, parts } = machine.snapshot();
  const { pc, cycles, sreg, irq, isHalted } = machine.core;
  const where = [pc, cycles, sreg, irq, isHalted, machine.faults, machine.pins.shorts];
  return `${JSON.stringify([where, parts])} ${Buffer.from(data).toString('hex')}`;
}

describe('translated code does what the interpreter does', () => {
  it.each(['atmega328p', 'atmega2560', 'atmega32u4'] as ChipId[])(
    `${PROGRAMS / 3} random programs on %s`,
    { timeout: 600_000 },
    (id) => {
      const chip = CHIPS[id];
      const words = programWords(chip);
      let [translated, rounds] = [0, 0];
      for (let seed = 1; seed <= PROGRAMS / 3; seed++) {
        const random = randomFrom(seed * 3 + id.length);
        const image = randomProgram(chip, words, random);
        const { data, sreg, sp } = randomState(chip, random);
        const timers = [random(8), random(8), random(4)];
        const machines = [true, false].map((translate) => {
          const machine = createMachine({ chip: id, image, translate, skipIdle: false });
          const { core } = machine;
          core.data.set(data);
          core.sreg = sreg;
          core.data[0x5d] = sp;
          core.data[0x5e] = sp >> 8;
          core.pc = CODE_WORD;
          core.store(0x45, timers[0] ?? 0);
          core.store(0x44, timers[1] ?? 0);
          core.store(0x6e, timers[2] === 0 ? 1 : 0);
          return machine;
        });
        const [fast, plain] = machines;
        if (fast === undefined || plain === undefined) throw new Error('two machines');
        for (let i = 0; i < 3; i++) {
          translated += fast.core.translateNow(CODE_WORD + (i === 0 ? 0 : random(40))) ? 1 : 0;
        }
        let resets = 0;
        for (const machine of machines) machine.onReset.push(() => resets++);
        for (let i = 0; i < 8 && !plain.isHalted && resets === 0; i++) {
          const cycles = 1 + random(700);
          for (const machine of machines) machine.run(cycles);
          rounds++;
          if (stateOf(fast) === stateOf(plain)) continue;
          expect(stateOf(fast), `seed ${seed}, run ${i} of ${cycles} cycles`).toBe(stateOf(plain));
        }
      }
      expect(translated).toBeGreaterThan(PROGRAMS / 3);
      expect(rounds).toBeGreaterThan(PROGRAMS / 3);
    },
  );

  it('and goes on from a snapshot taken in the middle as if it had never been left', async () => {
    const build = await compileBuiltin({
      files: {
        'sketch.ino': `volatile uint32_t out; void setup() { Serial.begin(9600); pinMode(13, OUTPUT); }
          void loop() { for (int i = 0; i < 900; i++) out = out * 1664525 + 1013904223; digitalWrite(13, out >> 31); delay(3); Serial.print(out); }`,
      },
    });
    if (!build.ok) throw new Error(build.errors);
    const machine = createMachine({ chip: 'atmega328p', hex: build.hex });
    machine.run(3_000_017);
    expect(machine.translatedRegions).toBeGreaterThan(0);
    const snapshot = machine.snapshot();
    machine.run(2_345_678);
    const expected = stateOf(machine);
    const fresh = createMachine({ chip: 'atmega328p', hex: build.hex, translate: false });
    for (const other of [machine, fresh]) {
      other.restore(snapshot);
      other.run(2_345_678);
      expect(stateOf(other)).toBe(expected);
    }
  });

  it('and forgets what it translated when the flash is written', async () => {
    const source = (step: number): string => `volatile byte n; void setup() {} void loop() { n += ${step}; }`;
    const hexes: string[] = [];
    for (const step of [1, 2]) {
      const build = await compileBuiltin({ files: { 'sketch.ino': source(step) } });
      if (!build.ok) throw new Error(build.errors);
      hexes.push(build.hex);
    }
    const [one, two] = hexes.map((hex) => createMachine({ chip: 'atmega328p', hex }));
    const plain = createMachine({ chip: 'atmega328p', hex: hexes[1] ?? '', translate: false });
    if (one === undefined || two === undefined) throw new Error('two machines');
    one.run(2_000_000);
    expect(one.translatedRegions).toBeGreaterThan(0);
    one.core.writeFlash(0, two.flash.slice());
    for (const machine of [one, plain]) {
      machine.core.data.fill(0);
      machine.reset();
    }
    const from = one.cycles;
    one.run(2_000_003);
    plain.run(one.cycles - from);
    expect(one.core.pc).toBe(plain.core.pc);
    expect([...one.core.data]).toEqual([...plain.core.data]);
  });

  it('and stops at a trap that is set in hot code, and goes on the same when it is taken away', async () => {
    const build = await compileBuiltin({
      files: { 'sketch.ino': 'volatile long n; void setup() {} void loop() { n++; }' },
    });
    if (!build.ok) throw new Error(build.errors);
    const [machine, plain] = [true, false].map((isFast) =>
      createMachine({ chip: 'atmega328p', hex: build.hex, translate: isFast, skipIdle: isFast }),
    );
    if (machine === undefined || plain === undefined) throw new Error('two machines');
    machine.run(2_000_000);
    expect(machine.translatedRegions).toBeGreaterThan(0);
    const visited = new Set<number>();
    for (let i = 0; i < 200; i++) {
      machine.run(1);
      if (machine.core.irq === 0) visited.add(machine.core.pc);
    }
    const [place = 0] = visited;
    let arrivals = 0;
    const traps = new Traps(machine.core, () => ++arrivals === 50);
    traps.add(place);
    machine.run(1_000_000);
    expect([arrivals, machine.core.pc]).toEqual([50, place]);
    traps.clear();
    machine.core.stopAsked = false;
    machine.run(3_000_000);
    expect(machine.faults).toEqual([]);
    plain.run(machine.cycles);
    expect(stateOf(machine)).toBe(stateOf(plain));
  });

  it('and everything is interpreted where there is no WebAssembly', async () => {
    const build = await compileBuiltin({
      files: { 'sketch.ino': 'volatile long n; void setup() {} void loop() { n++; }' },
    });
    if (!build.ok) throw new Error(build.errors);
    const there = globalThis.WebAssembly;
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    try {
      const machine = createMachine({ chip: 'atmega328p', hex: build.hex });
      machine.run(2_000_000);
      expect(machine.translatedRegions).toBe(0);
      expect(machine.cycles).toBeGreaterThanOrEqual(2_000_000);
    } finally {
      Object.defineProperty(globalThis, 'WebAssembly', { value: there, configurable: true, writable: true });
    }
  });
});
