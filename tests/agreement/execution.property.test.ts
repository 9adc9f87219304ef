/**
 * Random programs on the chip write what the interpreter says they write.
 *
 * Sequential programs run twice, as plain setup and loop and as a state machine, many in one
 * firmware. Concurrent ones run alone, and their scripts must print the same lines at the same times.
 * Fewer where the reference tools are not required, so that a usual run stays short; GENIE_LONG=1 runs ten
 * times as many; GENIE_SEED=n others.
 */
import { expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import type { Program } from '../../compiler/program/model.ts';
import { runProgram } from '../interpreter/run-program.ts';
import type { Trace } from '../interpreter/world.ts';
import { samplePrograms } from '../random/program-arbitrary.ts';
import { smallerPrograms } from '../random/shrink-program.ts';
import { describeEachCompiler } from '../support/each-compiler.ts';
import { genieKit, megaKit, sketchOf } from './agreement-kit.ts';
import { serialDifference } from './compare-serial.ts';
import { scriptDifference } from './compare-scripts.ts';
import { reportSmall } from './report.ts';
import { runAlone, runPacked, written } from './run-on-chip.ts';
import { scheduled } from './scheduled.ts';

const SEED = Number(process.env['GENIE_SEED'] ?? 500);
const LONG = process.env['GENIE_LONG'] === '1' ? 10 : 1;
const PACK = 12;
const SHORT = LONG === 1 && process.env['REQUIRE_REFERENCE_TOOLS'] !== '1';
const PACKS = SHORT ? 5 : 25 * LONG;
const CONCURRENT_GROUPS = SHORT ? 2 : 6 * LONG;
const CONCURRENT_EACH = 5;
const CONCURRENT_MS = 600;
const MOST_WRITTEN = 1500;
const LIMIT_MS = 20_000;
/** How many smaller programs are tried on the chip to explain a failure. */
const SHRINKS = 60;

interface Expected {
  readonly program: Program;
  readonly trace: Trace;
  readonly where: string;
}

/** The first programs of the sample on which two correct implementations must agree. */
function clear(flavour: 'sequential' | 'concurrent', seed: number, count: number): Expected[] {
  const found: Expected[] = [];
  const size = count * 3;
  for (const [index, program] of samplePrograms(flavour, seed, size).entries()) {
    const trace = expectedOf(program, flavour);
    if (trace === undefined) continue;
    found.push({ program, trace, where: `samplePrograms('${flavour}', ${seed}, ${size})[${index}]` });
    if (found.length === count) break;
  }
  return found;
}

function expectedOf(program: Program, flavour: 'sequential' | 'concurrent'): Trace | undefined {
  const limits = flavour === 'sequential' ? { fuel: 4000 } : { fuel: 40_000, untilMs: CONCURRENT_MS };
  const trace = runProgram(program, BRICK_TYPES, {}, limits);
  if (trace.ended === 'fuel' || trace.hazards.size > 0) return undefined;
  if (flavour === 'sequential' && trace.ended === 'time') return undefined;
  return trace.serial.length > MOST_WRITTEN ? undefined : trace;
}

async function sequentialDifference(program: Program, trace: Trace): Promise<string | undefined> {
  const [text = ''] = await runPacked([sketchOf(program, megaKit)], LIMIT_MS);
  return serialDifference(trace.printed, text);
}

/** Smaller programs on the chip, as long as they still disagree. */
async function smallest(
  program: Program,
  disagrees: (program: Program) => Promise<string | undefined>,
): Promise<Program> {
  let best = program;
  let left = SHRINKS;
  for (let found = true; found && left > 0;) {
    found = false;
    for (const candidate of smallerPrograms(best)) {
      if (left-- <= 0) break;
      if ((await disagrees(candidate)) === undefined) continue;
      best = candidate;
      found = true;
      break;
    }
  }
  return best;
}

async function runPack(seed: number, shape: (program: Program) => Program): Promise<void> {
  const expected = clear('sequential', seed, PACK);
  expect(expected.length).toBeGreaterThan(PACK / 2);
  const texts = await runPacked(
    expected.map(({ program }) => sketchOf(shape(program), megaKit)),
    LIMIT_MS,
  );
  for (const [index, { program, trace, where }] of expected.entries()) {
    const difference = serialDifference(trace.printed, texts[index] ?? '');
    if (difference === undefined) continue;
    const least = await smallest(shape(program), async (smaller) => {
      const again = expectedOf(smaller, 'sequential');
      return again === undefined ? undefined : sequentialDifference(smaller, again).catch(() => undefined);
    });
    const words = expectedOf(least, 'sequential');
    const last = words === undefined ? '' : await sequentialDifference(least, words);
    throw reportSmall(`${difference}\nsmallest: ${last ?? ''}`, where, least);
  }
}

describeEachCompiler('random programs on the chip', () => {
  const packs = Array.from({ length: PACKS }, (_, index) => SEED + index);

  it.each(packs)('agree with the interpreter as plain setup and loop: seed %i', (seed) =>
    runPack(seed, (program) => program),
  );

  it.each(packs)('agree with the interpreter as state machines: seed %i', (seed) => runPack(seed, scheduled));

  const groups = Array.from({ length: CONCURRENT_GROUPS }, (_, index) => SEED + 1000 + index);

  it.each(groups)('keep the times of all their scripts: seed %i', async (seed) => {
    for (const { program, trace, where } of clear('concurrent', seed, CONCURRENT_EACH)) {
      const difference = await concurrentDifference(program, trace);
      if (difference === undefined) continue;
      const least = await smallest(program, async (smaller) => {
        const again = expectedOf(smaller, 'concurrent');
        return again === undefined ? undefined : concurrentDifference(smaller, again).catch(() => undefined);
      });
      throw reportSmall(difference, where, least);
    }
  });
});

async function concurrentDifference(program: Program, trace: Trace): Promise<string | undefined> {
  const machine = await runAlone(sketchOf(program, genieKit), CONCURRENT_MS);
  return scriptDifference(trace, written(machine), CONCURRENT_MS);
}
