/**
 * The AVR back end: one whole program of IR → sections of assembler.
 *
 * In: a verified module. Out: a section for each function and global, the vectors, and how many functions
 * the good generator had to leave to the naive one. Deterministic: sections in the module's order.
 */
import type { AsmModule, AsmSection } from '../asm/asm.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { IrFunction, IrModule } from '../ir/ir.ts';
import { generateGlobals } from './generate-globals.ts';
import { generateNaiveFunction } from './naive/generate-naive-function.ts';
import type { AvrTarget } from './target.ts';

export interface CodeOptions {
  /** naive: every value in memory, the oracle; full: registers. */
  readonly level: 'naive' | 'full';
}

export interface CodeStats {
  readonly functions: number;
  /** Generated naively because their registers could not be allocated. */
  readonly fallbacks: readonly string[];
}

export interface GeneratedCode {
  readonly asm: AsmModule;
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: CodeStats;
}

export function generateCode(module: IrModule, target: AvrTarget, _options: CodeOptions): GeneratedCode {
  const functions = [...module.functions.values()].filter((fn) => fn.blocks.length > 0);
  const vectors = new Map<number, string>();
  for (const fn of functions)
    if (fn.attributes.interrupt !== undefined) vectors.set(fn.attributes.interrupt.vector, fn.name);
  const sections = functions.map((fn) => codeSection(fn, generateNaiveFunction(fn, target)));
  return {
    asm: { sections: [...sections, ...generateGlobals(module)], vectors, constructors: module.constructors },
    diagnostics: [],
    stats: { functions: functions.length, fallbacks: [] },
  };
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
