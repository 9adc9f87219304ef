/**
 * The order of the passes.
 *
 * In: a well-formed module, and how much to optimise: 0 only removes what is unreachable and settles what
 * the back end does not know; 1 favours speed and 's' size. Out: the same module, changed; it is well
 * formed after every pass, and does the same. `onAfterPass` sees it after each, for dumps
 * (`--dump ir-after:mem2reg`) and tests.
 * A pass is not run again on a function that nothing has changed since its last run there.
 */
import type { PlaceTable } from '../cpp/source.ts';
import type { IrFunction, IrModule } from './ir.ts';
import { propagateArguments } from './passes/arguments.ts';
import { CallEffects } from './passes/call-effects.ts';
import { combine } from './passes/combine.ts';
import { dce } from './passes/dce.ts';
import { dse } from './passes/dse.ts';
import { evaluateConstructors } from './passes/evaluate-constructors.ts';
import { evaluateLoops } from './passes/evaluate-loops.ts';
import { expandMemory } from './passes/expand-memory.ts';
import { foldGlobals } from './passes/globals.ts';
import { gvn } from './passes/gvn.ts';
import { inline } from './passes/inline.ts';
import { licm } from './passes/licm.ts';
import { mem2reg } from './passes/mem2reg.ts';
import { narrowCounters } from './passes/narrow-counters.ts';
import { narrow } from './passes/narrow.ts';
import { removeUnused } from './passes/remove-unused.ts';
import { sccp } from './passes/sccp.ts';
import { renumber } from './passes/renumber.ts';
import { settleConstantP } from './passes/settle-constant-p.ts';
import { simplifyCfg } from './passes/simplify-cfg.ts';
import { sinkCompares } from './passes/sink-compares.ts';
import { sroa } from './passes/sroa.ts';

export type OptimisationLevel = 0 | 1 | 's';

export const PASS_NAMES = [
  'remove-unused',
  'settle-constant-p',
  'simplify-cfg',
  'sroa',
  'mem2reg',
  'expand-memory',
  'combine',
  'evaluate-loops',
  'sccp',
  'gvn',
  'dse',
  'dce',
  'licm',
  'narrow-counters',
  'narrow',
  'inline',
  'arguments',
  'evaluate-constructors',
  'globals',
  'sink-compares',
] as const;
export type PassName = (typeof PASS_NAMES)[number];
const PASS_NUMBERS = Object.fromEntries(PASS_NAMES.map((name, index) => [name, index])) as Readonly<
  Record<PassName, number>
>;

export type AfterPass = (pass: PassName, module: IrModule, hasChanged: boolean) => void;

/** Answers whether it changed the function. */
type FunctionPass = (fn: IrFunction, module: IrModule) => boolean;

/** `simplified`: functions that `simplifyAlone` has seen. */
export function optimise(
  module: IrModule,
  level: OptimisationLevel,
  onAfterPass?: AfterPass,
  simplified: ReadonlySet<string> = new Set(),
  places?: PlaceTable,
): void {
  new Pipeline(module, level, onAfterPass, places).run(simplified);
}

/** What is done to each function before the program is looked at as a whole. */
export function simplifyAlone(fn: IrFunction, module: IrModule): void {
  new Pipeline(module, 's', undefined, undefined).alone([fn]);
}

/** A function's changes counted, and by pass the count when it last ran. */
interface History {
  version: number;
  /** By the pass's number; −1: never. */
  readonly seen: number[];
}

class Pipeline {
  private readonly module: IrModule;
  private readonly level: OptimisationLevel;
  private readonly onAfterPass: AfterPass | undefined;
  private readonly histories = new Map<string, History>();
  private readonly places: PlaceTable | undefined;
  private effects = CallEffects.UNKNOWN;

  constructor(
    module: IrModule,
    level: OptimisationLevel,
    onAfterPass: AfterPass | undefined,
    places: PlaceTable | undefined,
  ) {
    this.module = module;
    this.level = level;
    this.onAfterPass = onAfterPass;
    this.places = places;
  }

  run(simplified: ReadonlySet<string>): void {
    const { level } = this;
    this.whole('remove-unused', removeUnused);
    if (level === 0) {
      this.each('settle-constant-p', settleConstantP);
      return;
    }
    this.alone([...this.module.functions.values()].filter(({ name }) => !simplified.has(name)));
    // Constants that arrive in callees make more calls worth inlining, and inlining makes more constants.
    for (let round = 0; round < 2; round++) {
      this.wholeProgram();
      this.whole('inline', (module) =>
        inline(
          module,
          level,
          (fn) => {
            this.tidy(fn);
          },
          this.places,
        ),
      );
      this.whole('remove-unused', removeUnused);
      this.each('expand-memory', expandMemory);
      this.simplify('usual');
    }
    this.wholeProgram();
    this.each('settle-constant-p', settleConstantP);
    this.simplify('thorough');
    this.each('licm', licm);
    this.each('narrow-counters', narrowCounters);
    for (let round = 0; round < 2; round++) {
      this.each('combine', combine);
      this.each('narrow', narrow);
      this.simplify('usual');
    }
    this.each('sink-compares', sinkCompares);
    this.whole('remove-unused', removeUnused);
  }

  /** Nothing is assumed about other functions. */
  alone(functions: readonly IrFunction[]): void {
    const { UNKNOWN } = CallEffects;
    this.each('simplify-cfg', simplifyCfg, functions);
    this.each('sroa', sroa, functions);
    this.each('mem2reg', mem2reg, functions);
    for (const fn of functions) renumber(fn);
    this.each('combine', combine, functions);
    this.each('simplify-cfg', simplifyCfg, functions);
    this.each('gvn', (fn, module) => gvn(fn, module, UNKNOWN), functions);
    this.each('dce', (fn) => dce(fn, UNKNOWN), functions);
  }

  private wholeProgram(): void {
    this.whole('arguments', propagateArguments);
    this.whole('evaluate-constructors', evaluateConstructors);
    this.whole('globals', foldGlobals);
    this.whole('remove-unused', removeUnused);
  }

  /** thorough: with the passes that seldom find something. */
  private simplify(effort: 'usual' | 'thorough'): void {
    const isThorough = effort === 'thorough';
    for (const fn of this.module.functions.values()) renumber(fn);
    this.effects = CallEffects.of(this.module);
    this.each('combine', combine);
    if (isThorough) {
      this.each('evaluate-loops', evaluateLoops);
      this.each('sccp', sccp);
    }
    this.each('simplify-cfg', simplifyCfg);
    this.each('gvn', (fn, module) => gvn(fn, module, this.effects));
    this.each('combine', combine);
    this.each('simplify-cfg', simplifyCfg);
    if (isThorough) this.each('dse', (fn, module) => dse(fn, module, this.effects));
    this.each('dce', (fn) => dce(fn, this.effects));
  }

  /** `run` calls `touch` for each function it changes. */
  private whole(pass: PassName, run: (module: IrModule, touch: (name: string) => void) => boolean): void {
    const hasChanged = run(this.module, this.touch);
    this.onAfterPass?.(pass, this.module, hasChanged);
  }

  private each(
    pass: PassName,
    run: FunctionPass,
    functions: Iterable<IrFunction> = this.module.functions.values(),
  ): void {
    let hasChanged = false;
    for (const fn of functions) hasChanged = this.on(pass, fn, run) || hasChanged;
    this.onAfterPass?.(pass, this.module, hasChanged);
  }

  private on(pass: PassName, fn: IrFunction, run: FunctionPass): boolean {
    if (fn.blocks.length === 0) return false;
    const history = this.historyOf(fn.name);
    const number = PASS_NUMBERS[pass];
    if (history.seen[number] === history.version) return false;
    const hasChanged = run(fn, this.module);
    if (hasChanged) history.version++;
    history.seen[number] = history.version;
    return hasChanged;
  }

  private historyOf(name: string): History {
    let history = this.histories.get(name);
    if (history === undefined) {
      history = { version: 0, seen: PASS_NAMES.map(() => -1) };
      this.histories.set(name, history);
    }
    return history;
  }

  private readonly touch = (name: string): void => {
    this.historyOf(name).version++;
  };

  /** One function after code was put into it. */
  private tidy(fn: IrFunction): void {
    this.touch(fn.name);
    renumber(fn);
    this.on('simplify-cfg', fn, simplifyCfg);
    this.on('sroa', fn, sroa);
    this.on('mem2reg', fn, mem2reg);
    this.on('combine', fn, combine);
    this.on('simplify-cfg', fn, simplifyCfg);
    this.on('dce', fn, (one) => dce(one, CallEffects.UNKNOWN));
  }
}
