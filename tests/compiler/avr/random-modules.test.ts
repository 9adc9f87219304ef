/**
 * Random programs of the IR on the chip against the interpreter: results, volatile writes in order, globals.
 */
import { describe, expect, it } from 'vitest';
import { atmega2560 } from '../../../boards/chips/atmega2560.ts';
import { atmega328p } from '../../../boards/chips/atmega328p.ts';
import { atmega32u4 } from '../../../boards/chips/atmega32u4.ts';
import type { Chip } from '../../../boards/types.ts';
import type { CodeOptions } from '../../../compiler/avr/generate-code.ts';
import { randomModule } from '../ir/random-ir.ts';
import { runInterpreted, runOnChip, type Watched } from './run-module.ts';

const MODULES = process.env['GENIE_LONG'] === undefined ? 80 : 20_000;
const CHIPS: readonly Chip[] = [atmega328p, atmega2560, atmega32u4];
const WATCHED: Watched = { globals: ['out'], registers: [0x25, 0x26, 0x27] };

/** With these withheld, fourteen registers are left, and values go to the frame. */
const MOST_REGISTERS = 0x3fffc | (3 << 20) | (3 << 26);

const WAYS: readonly { readonly name: string; readonly options: CodeOptions; readonly share: number }[] = [
  { name: 'naively', options: { level: 'naive' }, share: 1 },
  { name: 'with registers', options: { level: 'full' }, share: 1 },
  {
    name: 'with few registers',
    options: { level: 'full', withheld: MOST_REGISTERS },
    share: 0.5,
  },
];

describe('random modules behave on the chip as in the interpreter', () => {
  for (const { name, options, share } of WAYS)
    it(`generated ${name}`, { timeout: 7_200_000 }, () => {
      const count = Math.ceil(MODULES * share);
      let compared = 0;
      const fallbacks: string[] = [];
      for (let seed = 1; seed <= count; seed++) {
        const module = randomModule(seed);
        const expected = runInterpreted(module, WATCHED, 20_000);
        const chip = CHIPS[seed % CHIPS.length] ?? atmega328p;
        const got = runOnChip(module, options, WATCHED, { chip, cycles: 20_000_000 });
        // Two kilobytes are little for naive frames.
        if (expected.outcome !== 'returned' || got.outcome === 'stack overflow') continue;
        fallbacks.push(...got.stats.fallbacks);
        expect(got.stats.rejections, `seed ${seed}`).toEqual([]);
        expect(got.outcome, `seed ${seed}`).toBe('returned');
        expect([got.result, got.writes], `seed ${seed}`).toEqual([expected.result, expected.writes]);
        expect(got.globals, `seed ${seed}`).toEqual(pick(expected.globals, Object.keys(got.globals)));
        compared++;
      }
      expect(compared).toBeGreaterThan(count * 0.9);
      expect(options.withheld === undefined ? fallbacks : []).toEqual([]);
    });
});

const pick = (from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? '']));
