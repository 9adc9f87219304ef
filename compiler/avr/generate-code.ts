/**
 * The AVR back end: one whole program of IR → sections of assembler.
 *
 * In: a verified module. Out: a section for each function and global, the vectors, and how many functions
 * the good generator had to leave to the naive one. Deterministic: sections in the module's order.
 */
import type { AsmItem, AsmModule, AsmSection } from '../asm/asm.ts';
import type { PlaceTable } from '../cpp/source.ts';
import type { IrFunction, IrModule } from '../ir/ir.ts';
import { runtimeClobbers } from '../runtime/runtime-library.ts';
import { calleesFirst } from './callees-first.ts';
import { peephole } from './finish/peephole.ts';
import { generateFullFunction } from './generate-full-function.ts';
import { generateGlobals } from './generate-globals.ts';
import type { KeptCode } from './kept-code.ts';
import { generateNaiveFunction } from './naive/generate-naive-function.ts';
import { ABI_CLOBBERS } from './select/select-call.ts';
import type { AvrTarget } from './target.ts';

export interface CodeOptions {
  /** naive: every value in memory, the oracle; full: registers. */
  readonly level: 'naive' | 'full';
  /** Registers the allocator leaves alone, as bits: tests make them scarce. */
  readonly withheld?: number;
  /** What was generated for other programs. */
  readonly kept?: KeptCode;
  /** Notes for which places merged code stands. */
  readonly places?: PlaceTable | undefined;
}

export interface CodeStats {
  readonly functions: number;
  /** Generated naively because their registers could not be allocated. */
  readonly fallbacks: readonly string[];
  /** Generated naively because the checker found the allocation wrong: our bug, in words. */
  readonly rejections: readonly string[];
}

export interface GeneratedCode {
  readonly asm: AsmModule;
  /** Naked functions that would need room on the stack, which nobody makes for them: not generated rightly. */
  readonly nakedWithFrame: readonly IrFunction[];
  readonly stats: CodeStats;
}

export function generateCode(module: IrModule, target: AvrTarget, options: CodeOptions): GeneratedCode {
  const functions = [...module.functions.values()].filter((fn) => fn.blocks.length > 0);
  const vectors = new Map<number, string>();
  for (const fn of functions)
    if (fn.attributes.interrupt !== undefined) vectors.set(fn.attributes.interrupt.vector, fn.name);
  const { bodies, fallbacks, rejections, nakedWithFrame } =
    options.level === 'full' ? generateFull(functions, target, options) : generateNaive(functions, target);
  const sections = functions.map((fn) => codeSection(fn, bodies.get(fn) ?? []));
  return {
    asm: { sections: [...sections, ...generateGlobals(module)], vectors, constructors: module.constructors },
    nakedWithFrame,
    stats: { functions: functions.length, fallbacks, rejections },
  };
}

interface Bodies {
  readonly bodies: Map<IrFunction, readonly AsmItem[]>;
  readonly fallbacks: string[];
  readonly rejections: string[];
  readonly nakedWithFrame: IrFunction[];
}

/** Every value has a place in the frame, which naked functions do not have: these get registers here too. */
function generateNaive(functions: readonly IrFunction[], target: AvrTarget): Bodies {
  const naked = functions.filter(({ attributes }) => attributes.isNaked);
  const full = generateFull(naked, target, {});
  for (const fn of functions)
    if (!fn.attributes.isNaked) full.bodies.set(fn, generateNaiveFunction(fn, target));
  return full;
}

/** Callees first: their callers then know which registers a call really changes. */
function generateFull(
  functions: readonly IrFunction[],
  target: AvrTarget,
  { withheld = 0, kept, places }: Omit<CodeOptions, 'level'>,
): Bodies {
  const clobbers = new Map<string, number>();
  const clobbersOf = (name: string): number => clobbers.get(name) ?? runtimeClobbers(name) ?? ABI_CLOBBERS;
  const bodies = new Map<IrFunction, readonly AsmItem[]>();
  const fallbacks: string[] = [];
  const rejections: string[] = [];
  const nakedWithFrame: IrFunction[] = [];
  for (const fn of calleesFirst(functions)) {
    const make = () => generateFullFunction(fn, target, clobbersOf, withheld);
    const made = kept === undefined || withheld !== 0 ? make() : kept.generate(fn, target, clobbersOf, make);
    if (!('items' in made)) {
      if (made.rejection === undefined) fallbacks.push(fn.name);
      else rejections.push(made.rejection);
      bodies.set(fn, generateNaiveFunction(fn, target));
    } else {
      if (fn.attributes.isNaked && made.hasFrame) nakedWithFrame.push(fn);
      clobbers.set(fn.name, made.clobbers);
      bodies.set(fn, peephole(made.items, places));
    }
  }
  return { bodies, fallbacks, rejections, nakedWithFrame };
}

const codeSection = (fn: IrFunction, items: AsmSection['items']): AsmSection => ({
  name: fn.name,
  display: fn.display,
  kind: 'code',
  items,
  size: 0,
  exports: [],
  loc: fn.loc,
});
