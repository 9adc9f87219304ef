/**
 * Random programs of the IR on the chip against the interpreter: results, volatile writes in order, globals.
 */
import { describe, expect, it } from 'vitest';
import { atmega2560 } from '../../../boards/chips/atmega2560.ts';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import { atmega32u4 } from '../../../boards/chips/atmega32u4.ts';
import type { Chip } from '../../../boards/types.ts';
import { randomModule } from '../ir/random-ir.ts';
import { runInterpreted, runOnChip, type Watched } from './run-module.ts';

const MODULES = process.env['GENIE_LONG'] === undefined ? 120 : 20_000;
const CHIPS: readonly Chip[] = [atmega328p, atmega2560, atmega32u4];
const WATCHED: Watched = { globals: ['out'], registers: [0x25, 0x26, 0x27] };

describe('random modules behave on the chip as in the interpreter', () => {
  for (const level of ['naive', 'full'] as const) {
    it(`generated ${level}`, { timeout: 3_600_000 }, () => {
      let compared = 0;
      let fallbacks = 0;
      for (let seed = 1; seed <= MODULES; seed++) {
        const module = randomModule(seed);
        const expected = runInterpreted(module, WATCHED, 20_000);
        if (expected.outcome !== 'returned') continue;
        const chip = CHIPS[seed % CHIPS.length] ?? atmega328p;
        const got = runOnChip(module, { level }, WATCHED, { chip, cycles: 20_000_000 });
        // Two kilobytes are little for naive frames.
        if (got.outcome === 'stack overflow') continue;
        fallbacks += got.stats.fallbacks.length;
        expect(got.outcome, `seed ${seed}`).toBe('returned');
        expect([got.result, got.writes], `seed ${seed}`).toEqual([expected.result, expected.writes]);
        for (const [name, bytes] of Object.entries(got.globals))
          expect(bytes, `seed ${seed}, ${name}`).toBe(expected.globals[name]);
        compared++;
      }
      expect(compared).toBeGreaterThan(MODULES * 0.9);
      expect(fallbacks).toBe(0);
    });
  }
});
