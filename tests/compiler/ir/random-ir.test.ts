import { describe, expect, it } from 'vitest';
import { interpret } from '../../../compiler/ir/interpret-ir.ts';
import { parseModule } from '../../../compiler/ir/parse-ir.ts';
import { printModule } from '../../../compiler/ir/print-ir.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';
import { randomModule } from './random-ir.ts';

const MODULES = process.env['GENIE_LONG'] === undefined ? 300 : 5000;

describe('random modules', () => {
  it('are well formed, print, parse to the same text, and run alike', () => {
    const outcomes = new Map<string, number>();
    for (let seed = 1; seed <= MODULES; seed++) {
      const module = randomModule(seed);
      expect(verifyModule(module), `seed ${String(seed)}`).toEqual([]);
      const text = printModule(module, { places: true });
      const again = parseModule(text);
      expect(printModule(again, { places: true })).toBe(text);
      expect(verifyModule(again), `seed ${String(seed)}`).toEqual([]);
      const ran = interpret(module, { fuel: 200_000 });
      const ranAgain = interpret(again, { fuel: 200_000 });
      expect([ranAgain.outcome, ranAgain.result, ranAgain.trace]).toEqual([
        ran.outcome,
        ran.result,
        ran.trace,
      ]);
      outcomes.set(ran.outcome, (outcomes.get(ran.outcome) ?? 0) + 1);
    }
    expect(outcomes.get('returned') ?? 0).toBeGreaterThan(MODULES * 0.95);
  });
});
