/**
 * An interrupt at every boundary between two instructions of a program: nothing of the program notices.
 *
 * Before every instruction that runs with interrupts on, the first time it runs, and before each of the first
 * hundreds, loops and all. Out, beside the verdict: how many boundaries of how many programs.
 */
import { avrInstruction, avrInterrupt } from 'avr8js';
import { describe, expect, it } from 'vitest';
import { atmega2560 } from '../../../boards/chips/atmega2560.ts';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import type { Chip } from '../../../boards/types.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { randomModule } from '../ir/random-ir.ts';
import { build, powerOn } from './run-module.ts';

const VECTOR = 11;
const SREG = 0x5f;
const STOP = 0xcfff;
/** Every instruction is interrupted when it comes for the first time; so many boundaries in any case. */
const LEAST_BOUNDARIES = 700;
const MOST_STEPS = 400_000;
/** Of the stack below SP, which the handler writes. */
const HANDLER_STACK = 400;

const HANDLERS: Readonly<Record<string, string>> = {
  'one sbi': `
    %0 = load volatile i8 data addr 0x25
    %1 = or i8 %0, 4
    store volatile i8 %1, addr 0x25
    ret`,
  'a counter of four bytes': `
    %0 = load volatile i32 data @ticks
    %1 = add i32 %0, 1
    store volatile i32 %1, @ticks
    ret`,
  'multiplication, division and a call': `
    %0 = load volatile i16 data @ticks
    %1 = mul i16 %0, 1237
    %2 = udiv i16 %1, 7
    %3 = call i16 @helper(i16 %2, i16 %0)
    %4 = add i16 %3, %1
    store volatile i16 %4, @ticks
    ret`,
  'floats and a local array': `
    %0 = alloca 70 "a"
    %1 = load volatile i8 data @ticks
    intrinsic memset(ptr %0, i8 %1, i16 70)
    %2 = ptradd %0, 69
    %3 = load i8 data %2
    %4 = uitofp i8 %3 to f32
    %5 = fmul f32 %4, 1.5
    %6 = fptoui f32 %5 to i8
    store volatile i8 %6, @ticks
    ret`,
  'a far constant': `
    %0 = load i8 flashFar i32 4
    store volatile i8 %0, @ticks
    ret`,
};

function moduleWith(handler: string, seed: number) {
  const module = randomModule(seed, 6);
  const extra = parseModule(`
global @ticks data 4
func @helper(i16 $a, i16 $b) -> i16 inline(never) {
bb0 entry:
  %0 = urem i16 $a, 10
  %1 = xor i16 %0, $b
  ret i16 %1
}
func @handler() -> void interrupt(${VECTOR}) root {
bb0 entry:
${handler}
}`);
  for (const global of extra.globals.values()) module.globals.set(global.name, global);
  for (const fn of extra.functions.values()) module.functions.set(fn.name, fn);
  return module;
}

interface Tried {
  readonly boundaries: number;
  /** Different instructions before which the handler came. */
  readonly instructions: number;
  readonly differences: readonly string[];
}

function interruptEverywhere(handler: string, seed: number, level: 'naive' | 'full', chip: Chip): Tried {
  const { firmware } = build(moduleWith(handler, seed), { level }, chip);
  const cpu = powerOn(firmware, chip);
  const variables = firmware.symbols.filter(({ name }) => name === 'ticks');
  const isHandlers = (address: number): boolean =>
    address === 0x25 || variables.some((one) => address >= one.address && address < one.address + one.bytes);
  const differences: string[] = [];
  let tried = 0;
  let wasOff = true;
  const mainAt = (firmware.symbols.find(({ name }) => name === 'main')?.address ?? 0) / 2;
  while (cpu.pc !== mainAt) avrInstruction(cpu);
  cpu.data[SREG] = (cpu.data[SREG] ?? 0) | 0x80;
  const seen = new Set<number>();
  for (let steps = 0; cpu.progMem[cpu.pc] !== STOP; steps++) {
    if (steps === MOST_STEPS) throw new Error(`the program of seed ${seed} does not end`);
    const isOn = ((cpu.data[SREG] ?? 0) & 0x80) !== 0;
    // The instruction behind one that allows interrupts is still executed.
    if (isOn && !wasOff && (tried < LEAST_BOUNDARIES || !seen.has(cpu.pc))) {
      const before = { data: cpu.data.slice(), pc: cpu.pc, cycles: cpu.cycles };
      const sp = cpu.SP;
      avrInterrupt(cpu, VECTOR * 2);
      for (let i = 0; i < 20_000 && !(cpu.SP === sp && cpu.pc === before.pc); i++) avrInstruction(cpu);
      const where = `${level} ${chip.id} pc ${(before.pc * 2).toString(16)}`;
      if (cpu.pc !== before.pc) differences.push(`${where}: goes on at ${(cpu.pc * 2).toString(16)}`);
      if (cpu.SP !== sp) differences.push(`${where}: SP is ${cpu.SP}, was ${sp}`);
      for (let address = 0; address < cpu.data.length; address++) {
        if (cpu.data[address] === before.data[address] || isHandlers(address)) continue;
        if (address > sp - HANDLER_STACK && address <= sp) continue;
        differences.push(`${where}: address ${address} was ${before.data[address]}, is ${cpu.data[address]}`);
      }
      cpu.data.set(before.data);
      cpu.pc = before.pc;
      cpu.cycles = before.cycles;
      seen.add(cpu.pc);
      tried++;
    }
    wasOff = !isOn;
    avrInstruction(cpu);
  }
  return { boundaries: tried, instructions: seen.size, differences };
}

const CHIPS_TRIED = [atmega328p, atmega2560, atmega328p];
const FIRST_SEED = Number(process.env['GENIE_SEED'] ?? 500);

describe('an interrupt at every instruction boundary', () => {
  const [levels, names] = [['naive', 'full'] as const, Object.keys(HANDLERS)];
  const programs = levels.length * names.length * CHIPS_TRIED.length;
  const total = { boundaries: 0, instructions: 0 };
  let seed = FIRST_SEED;
  for (const [name, handler] of Object.entries(HANDLERS))
    for (const level of levels)
      it(`leaves every register, SREG, SP and the program’s memory alone: ${name}, ${level}`, () => {
        const tried = CHIPS_TRIED.map((chip) => interruptEverywhere(handler, seed++, level, chip));
        expect(tried.flatMap(({ differences }) => differences)).toEqual([]);
        for (const { boundaries, instructions } of tried) {
          total.boundaries += boundaries;
          total.instructions += instructions;
        }
      });

  it(`of ${programs} programs, tens of thousands of boundaries in all`, () => {
    const { boundaries, instructions } = total;
    console.info(
      `${boundaries} boundaries, before each of ${instructions} instructions, of ${programs} programs`,
    );
    expect(programs).toBe(30);
    expect(instructions).toBeGreaterThan(8_000);
    expect(boundaries).toBeGreaterThan(12_000);
  });
});
