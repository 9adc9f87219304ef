/**
 * The order of the passes.
 *
 * In: a well-formed module, and how much to optimise: 0 only removes what is unreachable and settles what
 * the back end does not know; 1 favours speed and 's' size. Out: the same module, changed; it is well
 * formed after every pass, and does the same. `onAfterPass` sees it after each, for dumps
 * (`--dump ir-after:mem2reg`) and tests.
 */
import type { IrFunction, IrModule } from './ir.ts';
import { propagateArguments } from './passes/arguments.ts';
import { CallEffects } from './passes/call-effects.ts';
import { combine } from './passes/combine.ts';
import { dce } from './passes/dce.ts';
import { dse } from './passes/dse.ts';
import { gvn } from './passes/gvn.ts';
import { evaluateConstructors } from './passes/evaluate-constructors.ts';
import { foldGlobals } from './passes/globals.ts';
import { inline } from './passes/inline.ts';
import { mem2reg } from './passes/mem2reg.ts';
import { narrowCounters } from './passes/narrow-counters.ts';
import { narrow } from './passes/narrow.ts';
import { removeUnused } from './passes/remove-unused.ts';
import { settleConstantP } from './passes/settle-constant-p.ts';
import { simplifyCfg } from './passes/simplify-cfg.ts';
import { sroa } from './passes/sroa.ts';

export type OptimisationLevel = 0 | 1 | 's';

export const PASS_NAMES = [
  'remove-unused',
  'settle-constant-p',
  'simplify-cfg',
  'sroa',
  'mem2reg',
  'combine',
  'dce',
  'gvn',
  'dse',
  'narrow-counters',
  'narrow',
  'inline',
  'arguments',
  'evaluate-constructors',
  'globals',
] as const;
export type PassName = (typeof PASS_NAMES)[number];

export function optimise(
  module: IrModule,
  level: OptimisationLevel,
  onAfterPass?: (pass: PassName, module: IrModule) => void,
): void {
  new Pipeline(module, level, onAfterPass).run();
}

class Pipeline {
  private readonly module: IrModule;
  private readonly level: OptimisationLevel;
  private readonly onAfterPass: ((pass: PassName, module: IrModule) => void) | undefined;

  constructor(
    module: IrModule,
    level: OptimisationLevel,
    onAfterPass: ((pass: PassName, module: IrModule) => void) | undefined,
  ) {
    this.module = module;
    this.level = level;
    this.onAfterPass = onAfterPass;
  }

  run(): void {
    const { level } = this;
    this.whole('remove-unused', removeUnused);
    if (level === 0) {
      this.each('settle-constant-p', settleConstantP);
      return;
    }
    this.scalars();
    this.simplify();
    // Constants that arrive in callees make more calls worth inlining, and inlining makes more constants.
    for (let round = 0; round < 2; round++) {
      this.whole('arguments', propagateArguments);
      this.whole('evaluate-constructors', evaluateConstructors);
      this.whole('globals', foldGlobals);
      this.whole('inline', (module) => {
        inline(module, level, (fn) => {
          this.tidy(fn);
        });
      });
      this.whole('remove-unused', removeUnused);
      this.simplify();
    }
    this.whole('evaluate-constructors', evaluateConstructors);
    this.whole('globals', foldGlobals);
    this.whole('arguments', propagateArguments);
    this.whole('remove-unused', removeUnused);
    this.simplify();
    this.each('settle-constant-p', settleConstantP);
    this.simplify();
    this.each('narrow-counters', narrowCounters);
    this.each('combine', combine);
    this.each('narrow', narrow);
    this.simplify();
    this.each('narrow', narrow);
    this.simplify();
  }

  private whole(pass: PassName, run: (module: IrModule) => void): void {
    run(this.module);
    this.onAfterPass?.(pass, this.module);
  }

  private each(pass: PassName, run: (fn: IrFunction, module: IrModule) => void): void {
    for (const fn of this.module.functions.values()) if (fn.blocks.length > 0) run(fn, this.module);
    this.onAfterPass?.(pass, this.module);
  }

  /** Variables become values. */
  private scalars(): void {
    this.each('simplify-cfg', simplifyCfg);
    this.each('sroa', sroa);
    this.each('mem2reg', mem2reg);
  }

  private simplify(): void {
    this.each('combine', combine);
    this.each('simplify-cfg', simplifyCfg);
    const effects = CallEffects.of(this.module);
    this.each('gvn', (fn, module) => gvn(fn, module, effects));
    this.each('combine', combine);
    this.each('dse', (fn, module) => dse(fn, module, effects));
    this.each('dce', (fn) => dce(fn, effects));
  }

  /** One function after code was put into it. */
  private tidy(fn: IrFunction): void {
    simplifyCfg(fn);
    sroa(fn);
    mem2reg(fn);
    combine(fn, this.module);
    simplifyCfg(fn);
    dce(fn, CallEffects.UNKNOWN);
  }
}
