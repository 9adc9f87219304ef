/** Every pass, on its own and in the pipeline, leaves random programs well formed and doing the same. */
import { describe, expect, it } from 'vitest';
import { interpret, type Interpretation } from '../../../compiler/ir/interpret-ir.ts';
import type { IrFunction, IrModule } from '../../../compiler/ir/ir.ts';
import { optimise, PASS_NAMES } from '../../../compiler/ir/pass-pipeline.ts';
import { propagateArguments } from '../../../compiler/ir/passes/arguments.ts';
import { CallEffects } from '../../../compiler/ir/passes/call-effects.ts';
import { combine } from '../../../compiler/ir/passes/combine.ts';
import { dce } from '../../../compiler/ir/passes/dce.ts';
import { dse } from '../../../compiler/ir/passes/dse.ts';
import { evaluateConstructors } from '../../../compiler/ir/passes/evaluate-constructors.ts';
import { evaluateLoops } from '../../../compiler/ir/passes/evaluate-loops.ts';
import { expandMemory } from '../../../compiler/ir/passes/expand-memory.ts';
import { foldGlobals } from '../../../compiler/ir/passes/globals.ts';
import { gvn } from '../../../compiler/ir/passes/gvn.ts';
import { inline } from '../../../compiler/ir/passes/inline.ts';
import { licm } from '../../../compiler/ir/passes/licm.ts';
import { mem2reg } from '../../../compiler/ir/passes/mem2reg.ts';
import { narrowCounters } from '../../../compiler/ir/passes/narrow-counters.ts';
import { narrow } from '../../../compiler/ir/passes/narrow.ts';
import { removeUnused } from '../../../compiler/ir/passes/remove-unused.ts';
import { sccp } from '../../../compiler/ir/passes/sccp.ts';
import { settleConstantP } from '../../../compiler/ir/passes/settle-constant-p.ts';
import { simplifyCfg } from '../../../compiler/ir/passes/simplify-cfg.ts';
import { sinkCompares } from '../../../compiler/ir/passes/sink-compares.ts';
import { sroa } from '../../../compiler/ir/passes/sroa.ts';
import { printModule } from '../../../compiler/ir/print-ir.ts';
import { verifyModule } from '../../../compiler/ir/verify-ir.ts';
import { randomModule } from './random-ir.ts';

const MODULES = process.env['GENIE_LONG'] === undefined ? 300 : 20_000;

const each =
  (run: (fn: IrFunction, module: IrModule) => unknown) =>
  (module: IrModule): void => {
    for (const fn of module.functions.values()) if (fn.blocks.length > 0) run(fn, module);
  };

const ALONE: Readonly<Record<string, (module: IrModule) => unknown>> = {
  'remove-unused': removeUnused,
  'settle-constant-p': each(settleConstantP),
  'simplify-cfg': each(simplifyCfg),
  sroa: each(sroa),
  mem2reg: each(mem2reg),
  'expand-memory': each(expandMemory),
  combine: each(combine),
  'evaluate-loops': each((fn, module) => {
    simplifyCfg(fn);
    evaluateLoops(fn, module);
  }),
  sccp: each(sccp),
  gvn: (module) => {
    const effects = CallEffects.of(module);
    each((fn) => {
      simplifyCfg(fn);
      gvn(fn, module, effects);
    })(module);
  },
  dse: (module) => {
    const effects = CallEffects.of(module);
    each((fn) => dse(fn, module, effects))(module);
  },
  dce: (module) => {
    const effects = CallEffects.of(module);
    each((fn) => dce(fn, effects))(module);
  },
  licm: each((fn) => {
    simplifyCfg(fn);
    licm(fn);
  }),
  'narrow-counters': each(narrowCounters),
  narrow: each(narrow),
  inline: (module) => inline(module, 's', simplifyCfg),
  arguments: (module) => propagateArguments(module, () => undefined),
  'evaluate-constructors': (module) => evaluateConstructors(module, () => undefined),
  globals: (module) => foldGlobals(module, () => undefined),
  'sink-compares': each(sinkCompares),
};

function runBefore(seed: number): { module: IrModule; before: Interpretation } | undefined {
  const module = randomModule(seed);
  const before = interpret(module, { fuel: 300_000 });
  return before.outcome === 'returned' ? { module, before } : undefined;
}

/** What is wrong with the module after a pass. */
function problem(module: IrModule, before: Interpretation): string | undefined {
  const violations = verifyModule(module);
  if (violations.length > 0) return violations.join('\n');
  const after = interpret(module, { fuel: 1_000_000, layout: before.layout });
  if (after.outcome !== before.outcome) return `ends otherwise: ${after.outcome}`;
  if (after.result !== before.result) return `gives ${String(after.result)}, not ${String(before.result)}`;
  const at = before.trace.findIndex((line, index) => line !== after.trace[index]);
  if (at >= 0) return `does ${after.trace[at] ?? 'nothing'} instead of ${before.trace[at] ?? 'nothing'}`;
  return after.trace.length > before.trace.length ? 'does more' : undefined;
}

/** Ids may be given anew between passes. */
const withoutIds = (module: IrModule): string => printModule(module).replace(/(%|\bbb)\d+/g, '$1');

describe('passes on random programs', () => {
  it('covers every pass of the pipeline', () => {
    expect(Object.keys(ALONE).sort()).toEqual([...PASS_NAMES].sort());
  });

  it('keeps what programs do, after each pass of the pipeline', () => {
    let checked = 0;
    for (let seed = 1; seed <= MODULES; seed++) {
      const start = runBefore(seed);
      if (start === undefined) continue;
      const level = seed % 4 === 0 ? 1 : seed % 16 === 1 ? 0 : 's';
      let last = '';
      optimise(start.module, level, (pass, module, hasChanged) => {
        if (!hasChanged) {
          // A pass that says so must not have changed anything.
          if (seed % 10 === 0 && last !== '' && withoutIds(module) !== last) {
            throw new Error(`seed ${String(seed)}: ${pass} says that it changed nothing`);
          }
          return;
        }
        if (seed % 10 === 0) last = withoutIds(module);
        const found = problem(module, start.before);
        if (found !== undefined) throw new Error(`seed ${String(seed)}, after ${pass}: ${found}`);
        checked++;
      });
    }
    expect(checked).toBeGreaterThan(MODULES * 10);
  });

  it.each(Object.keys(ALONE))('keeps what programs do when %s runs alone', (name) => {
    const run = ALONE[name];
    const count = Math.floor(MODULES / 6);
    for (let seed = 10_000; seed < 10_000 + count; seed++) {
      const start = runBefore(seed);
      if (start === undefined) continue;
      // Half of them as values already, where most passes have more to do.
      if (seed % 2 === 0) {
        each((fn) => {
          simplifyCfg(fn);
          mem2reg(fn);
        })(start.module);
      }
      run?.(start.module);
      const found = problem(start.module, start.before);
      if (found !== undefined) throw new Error(`seed ${String(seed)}, after ${name}: ${found}`);
    }
    expect(count).toBeGreaterThan(0);
  });
});
