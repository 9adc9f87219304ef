import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { execute } from '../../../app/simulator/machine/execute.ts';
import { Machine } from '../../../app/simulator/machine/machine.ts';
import { decode, OP } from '../../../app/simulator/machine/opcodes.ts';
import { CHIPS } from '../../../boards/chips/index.ts';
import type { Chip, ChipId } from '../../../boards/types.ts';
import { requireTool } from '../../support/reference-tools.ts';
import { CASE_BYTES, CODE_WORD, pattern, randomCases, wordsByOperation } from './random-states.ts';
import { simavrProgram } from './simavr-program.ts';

/** Does each case on our processor; answers in the form of simavr-steps.c. */
function ourResults(chip: Chip, cases: Uint8Array): Buffer {
  const image = Uint8Array.from({ length: chip.flash.bytes }, (_, i) => pattern(i));
  const machine = new Machine({ chip: chip.id, image });
  const { core } = machine;
  const { start, bytes } = chip.ram;
  const ram = Uint8Array.from({ length: bytes }, (_, i) => pattern(start + i));
  const memory = new Uint32Array(core.data.buffer, start, bytes / 4);
  const isLarge = chip.flash.bytes > 0x20000;
  const out = Buffer.alloc(cases.length);
  for (let at = 0; at < cases.length; at += CASE_BYTES) {
    const given = cases.subarray(at, at + CASE_BYTES);
    core.data.set(ram, start);
    core.data.set(given.subarray(0, 32));
    core.sreg = given[32] ?? 0;
    core.data.set(given.subarray(33, 35), 0x5d);
    if (isLarge) core.data.set(given.subarray(35, 37), 0x5b);
    core.writeFlash(CODE_WORD * 2, given.subarray(40, 46));
    core.pc = CODE_WORD;
    const before = core.cycles;
    core.limit = 0;
    execute(core);
    out.set(core.data.subarray(0, 32), at);
    out[at + 32] = core.sreg;
    out.set(core.data.subarray(0x5d, 0x5f), at + 33);
    if (isLarge) out.set(core.data.subarray(0x5b, 0x5d), at + 35);
    out[at + 37] = core.cycles - before;
    out.writeUInt32LE(core.pc, at + 40);
    let hash = 2166136261;
    for (const four of memory) hash = Math.imul(hash ^ four, 16777619);
    out.writeInt32LE(hash, at + 44);
  }
  return out;
}

async function simavrResults(chip: Chip, cases: Uint8Array): Promise<Buffer> {
  const child = spawn(await simavrProgram('tests/simulator/machine/simavr-steps.c'), [chip.id]);
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  child.stdin.end(cases);
  await ended;
  const results = Buffer.concat(parts);
  // simavr leaves a return address beyond the flash as it is; the chip's counter has no such bits.
  for (let at = 40; at < results.length; at += CASE_BYTES) {
    results.writeUInt32LE(results.readUInt32LE(at) & (chip.flash.bytes / 2 - 1), at);
  }
  return results;
}

const names = new Map<number, string>(Object.entries(OP).map(([name, number]) => [number, name]));

/** Operation names with how often they differ, and one example of each. */
function differences(chip: Chip, cases: Uint8Array, ours: Buffer, theirs: Buffer): string[] {
  const found = new Map<string, { count: number; example: string }>();
  const isLarge = chip.flash.bytes > 0x20000;
  const hex = (buffer: Uint8Array): string => Buffer.from(buffer).toString('hex');
  for (let at = 0; at < cases.length; at += CASE_BYTES) {
    const [a, b] = [ours.subarray(at, at + CASE_BYTES), theirs.subarray(at, at + CASE_BYTES)];
    if (a.equals(b)) continue;
    const given = cases.subarray(at, at + CASE_BYTES);
    const word = (given[40] ?? 0) | ((given[41] ?? 0) << 8);
    const { op } = decode(word, 0, CODE_WORD, chip.flash.bytes / 2 - 1, isLarge);
    const name = names.get(op) ?? '?';
    const known = found.get(name);
    if (known === undefined)
      found.set(name, { count: 1, example: `\n in ${hex(given)}\n we ${hex(a)}\n si ${hex(b)}` });
    else known.count++;
  }
  return [...found].map(([name, { count, example }]) => `${name} ×${count}${example}`);
}

function batch(chip: Chip, seed: number, count: number): Uint8Array {
  const cases = new Uint8Array(count * CASE_BYTES);
  let at = 0;
  for (const one of randomCases(chip, seed, count)) {
    cases.set(one, at);
    at += CASE_BYTES;
  }
  return cases;
}

describe('the processor', () => {
  it.each(['atmega328p', 'atmega32u4', 'atmega2560'] as const)(
    'has every operation of the %s in the random cases',
    (id) => {
      const found = wordsByOperation(CHIPS[id]);
      const leftOut = new Set<number>([OP.UNKNOWN, OP.SLEEP, OP.WDR, OP.SPM]);
      const onlyLarge = new Set<number>([OP.ELPM, OP.ELPM_INC, OP.EIJMP, OP.EICALL]);
      const wanted = Object.values(OP).filter(
        (op) => !leftOut.has(op) && (id === 'atmega2560' || !onlyLarge.has(op)),
      );
      expect([...found.keys()].toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
    },
  );

  it('gives the same for the same cases', () => {
    const chip = CHIPS.atmega328p;
    const cases = batch(chip, 5, 2000);
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(hash(ourResults(chip, cases))).toBe(hash(ourResults(chip, cases)));
  });
});

describe.runIf(requireTool('simavr', 'gcc'))('every instruction against simavr, over random states', () => {
  it.each<readonly [ChipId, number, number]>([
    ['atmega328p', 1, 400_000],
    ['atmega328p', 2, 400_000],
    ['atmega2560', 3, 300_000],
  ])(
    '%s, seed %d, %d states',
    async (id, seed, count) => {
      const chip = CHIPS[id];
      const cases = batch(chip, seed * 7919, count);
      const theirs = await simavrResults(chip, cases);
      expect(theirs.length).toBe(cases.length);
      expect(differences(chip, cases, ourResults(chip, cases), theirs)).toEqual([]);
    },
    120_000,
  );
});
