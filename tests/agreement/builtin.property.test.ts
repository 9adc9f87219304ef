/**
 * Random programs of generation.property.test.ts with the built-in compiler: all of them
 * read, checked and lowered without a word, a part of them made firmware. Needs nothing installed, but takes a
 * quarter of a minute a thousand: all 20,000 are tried where the reference tools are required (as in .ci/run) and
 * with GENIE_LONG=1, which also makes all of them firmware; otherwise the first 1,000.
 */
import { describe, it } from 'vitest';
import { samplePrograms } from '../random/program-arbitrary.ts';
import { sketchOf } from './agreement-kit.ts';
import type { Guilty } from './check-syntax.ts';
import { checkPacks, compilePacks } from './compile-builtin-packs.ts';
import { reportSmall } from './report.ts';

const LONG = process.env['GENIE_LONG'] === '1';
const SEED = Number(process.env['GENIE_SEED'] ?? 20_000);
const CHUNK = 1000;
const ALL = LONG || process.env['REQUIRE_REFERENCE_TOOLS'] === '1';
const CHUNKS = ALL ? 20 : 1;
/** Of each thousand, so many become firmware. */
const COMPILED = LONG ? CHUNK : 25;
const LIMIT_MS = LONG ? 3_600_000 : 600_000;

describe('random programs with the built-in compiler', () => {
  it.each(Array.from({ length: CHUNKS }, (_, index) => index))(
    'are accepted without a word: thousand %i',
    { timeout: LIMIT_MS },
    (chunk) => {
      const programs = samplePrograms('anything', SEED + chunk, CHUNK);
      const sketches = programs.map((program) => sketchOf(program));
      const refuse = ([guilty]: readonly Guilty[]): void => {
        const program = programs[guilty?.index ?? 0];
        if (guilty === undefined || program === undefined) return;
        const where = `samplePrograms('anything', ${SEED + chunk}, ${CHUNK})[${guilty.index}]`;
        throw reportSmall(guilty.words, where, program);
      };
      refuse(checkPacks(sketches));
      refuse(compilePacks(sketches.slice(0, COMPILED)));
    },
  );
});
