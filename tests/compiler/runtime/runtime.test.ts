/**
 * Every hand-written routine, executed, against exact models: 8 bits exhaustively, the others at edges ×
 * edges and at random. GENIE_LONG=1 or REQUIRE_REFERENCE_TOOLS=1: over 2 million vectors, else about 200,000.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { ROUTINES, createRuntimeLibrary } from '../../../compiler/runtime/runtime-library.ts';
import { SPECS, type Spec } from './routine-specs.ts';
import { RoutineBench } from './run-routine.ts';
import { edgesOf, FLOAT_EDGES, FLOAT_PAIR_EDGES, RandomOperands } from './vectors.ts';

const isLong = process.env['GENIE_LONG'] === '1' || process.env['REQUIRE_REFERENCE_TOOLS'] === '1';
const RANDOM = isLong ? 42_000 : 1200;
/** Of edges × edges, every so many. */
const THIN = isLong ? 1 : 7;

/** Parts of our Arduino core: tried with it, in tests/core. */
const WITH_CORE = ['__pulseTurns'];

const bench = new RoutineBench();
let vectors = 0;
const slowest = new Map<string, { most: number; sum: number; count: number }>();

function check(spec: Spec, operands: readonly bigint[]): void {
  const { name, inputs, outputs } = spec;
  for (let i = 0; i < inputs.length; i++)
    bench.set(inputs[i]?.[0] ?? 0, inputs[i]?.[1] ?? 0, operands[i] ?? 0n);
  const describe = (): string => operands.map((value) => `0x${value.toString(16)}`).join(', ');
  bench.call(name, describe);
  const wanted = spec.model(...operands);
  for (let i = 0; i < outputs.length; i++) {
    const [register = 0, bytes = 0] = outputs[i] ?? [];
    const got = bench.get(register, bytes);
    if (got !== wanted[i])
      throw new Error(
        `${name}(${describe()}): result ${i} is 0x${got.toString(16)}, not 0x${wanted[i]?.toString(16)}`,
      );
  }
  const time = slowest.get(name) ?? { most: 0, sum: 0, count: 0 };
  time.most = Math.max(time.most, bench.cycles);
  time.sum += bench.cycles;
  time.count++;
  slowest.set(name, time);
  vectors++;
}

function checkEdges(spec: Spec): void {
  const lists = spec.inputs.map(([, bytes], i) =>
    spec.kind === 'toInt'
      ? FLOAT_EDGES
      : spec.kind === 'float'
        ? FLOAT_PAIR_EDGES
        : spec.kind === 'amount' && i === 1
          ? Array.from({ length: 80 }, (_, n) => BigInt(n)).concat(127n, 128n, 200n, 255n)
          : edgesOf(bytes),
  );
  const [first = [], second] = lists;
  if (second === undefined) {
    for (const a of first) check(spec, [a]);
    return;
  }
  let n = 0;
  for (const a of first) for (const b of second) if (n++ % THIN === 0) check(spec, [a, b]);
}

function checkRandom(spec: Spec): void {
  const operands = new RandomOperands(spec.name.length * 1000 + spec.name.charCodeAt(3));
  // A 64-bit division takes some thousand cycles.
  const count =
    spec.inputs.every(([, bytes]) => bytes === 8) && spec.name.includes('i') ? RANDOM / 4 : RANDOM;
  for (let i = 0; i < count; i++) {
    if (spec.kind === 'float') check(spec, operands.floats());
    else if (spec.kind === 'toInt') check(spec, [operands.floats()[1]]);
    else
      check(
        spec,
        spec.inputs.map(([, bytes], n) =>
          spec.kind === 'amount' && n === 1 ? operands.amount() : operands.int(bytes),
        ),
      );
  }
}

describe('a routine', () => {
  test.each(SPECS.map((spec) => [spec.name, spec] as const))(
    '%s computes as its model, and keeps what it must',
    (_, spec) => {
      if (spec.inputs.every(([, bytes]) => bytes === 1))
        for (let a = 0n; a < 256n; a++) for (let b = 0n; b < 256n; b++) check(spec, [a, b]);
      else {
        checkEdges(spec);
        checkRandom(spec);
      }
      expect(vectors).toBeGreaterThan(0);
    },
  );

  test('__cmpdi2 leaves the flags of a subtraction', () => {
    const random = new RandomOperands(99);
    for (let i = 0; i < 4 * RANDOM; i++) {
      const a = random.int(8);
      const b = i % 5 === 0 ? a : random.int(8);
      bench.set(18, 8, a);
      bench.set(10, 8, b);
      bench.call('__cmpdi2', () => `${a}, ${b}`);
      const flags = bench.cpu.data[0x5f] ?? 0;
      const got = [(flags & 1) === 1, (flags & 2) === 2, (flags & 0x10) === 0x10];
      const wanted = [a < b, a === b, BigInt.asIntN(64, a) < BigInt.asIntN(64, b)];
      if (got.join() !== wanted.join()) throw new Error(`__cmpdi2 ${a}, ${b}: ${got.join()}`);
      vectors++;
    }
    expect(vectors).toBeGreaterThan(0);
  });

  test.each(['memcpy', 'memset'])('%s fills exactly what it is asked', (name) => {
    const { data } = bench.cpu;
    for (const count of [0, 1, 2, 3, 255, 256, 257, 300]) {
      data.fill(0xee, 0x100, 0x700);
      for (let i = 0; i < 400; i++) data[0x500 + i] = (i * 7) & 255;
      bench.set(24, 2, 0x180n);
      bench.set(22, 2, name === 'memcpy' ? 0x500n : 0x5an);
      bench.set(20, 2, BigInt(count));
      bench.call(name, () => String(count));
      const wanted = Uint8Array.from({ length: 0x200 }, (_, i) =>
        i < 0x10 || i >= 0x10 + count ? 0xee : name === 'memcpy' ? ((i - 0x10) * 7) & 255 : 0x5a,
      );
      expect(data.slice(0x170, 0x370)).toEqual(wanted);
      expect(bench.get(24, 2)).toBe(0x180n);
    }
  });

  test('that is exported is tried, or used by one that is', () => {
    const tried = new Set([...SPECS.map(({ name }) => name), '__cmpdi2', 'memcpy', 'memset', ...WITH_CORE]);
    const texts = ROUTINES.map(({ text }) => text).join('\n');
    const untried = ROUTINES.map(({ name }) => name).filter(
      (name) => !tried.has(name) && !new RegExp(`(rcall|rjmp) ${name}\\b`).test(texts),
    );
    expect(untried).toEqual([]);
  });

  test('is parsed once', () => {
    const library = createRuntimeLibrary();
    expect(library.sectionOf('__addsf3')).toBe(library.sectionOf('__subsf3'));
    expect(library.sectionOf('nothing')).toBeUndefined();
  });
});

afterAll(() => {
  console.log(`arithmetic: ${vectors} vectors`);
  if (process.env['GENIE_CYCLES'] === '1')
    for (const [name, { most, sum, count }] of slowest)
      console.log(
        `${name.padEnd(16)} ${String(Math.round(sum / count)).padStart(6)} cycles, at most ${most}`,
      );
});
