/**
 * Runs a module on the AVR's memory, to compare the program before and after every pass.
 *
 * In: a verified module; arguments and hooks. Out: how it ended, its result, and the trace of everything
 * that may not change: volatile accesses, intrinsics with an effect, calls of functions without a body.
 * Addresses in the trace are relative to globals (or just “stack”), so that layouts may differ.
 * Allocas start as zeros at every call. Each function becomes closures at its first call.
 */
import type { Value } from './evaluate.ts';
import { compileFunction } from './interpret-function.ts';
import { Machine, Stop, type InterpretOptions, type Outcome } from './interpreter-machine.ts';
import type { IrModule } from './ir.ts';
import type { Layout } from './memory-layout.ts';

export type { InterpretOptions, Outcome };

export interface Interpretation {
  readonly outcome: Outcome;
  readonly result: Value | undefined;
  readonly trace: readonly string[];
  /** Instructions run, counted by whole blocks. */
  readonly steps: number;
  readonly layout: Layout;
  readonly data: Uint8Array;
}

export function interpret(module: IrModule, options: InterpretOptions = {}): Interpretation {
  const machine = new Machine(module, options, compileFunction);
  const fuel = machine.fuel;
  let outcome: Outcome = 'returned';
  let result: Value | undefined;
  try {
    for (const name of module.constructors) machine.call(name, []);
    machine.result = undefined;
    machine.call(options.entry ?? 'main', options.args ?? []);
    result = machine.result;
  } catch (problem) {
    if (!(problem instanceof Stop)) throw problem;
    outcome = problem.outcome;
  }
  return {
    outcome,
    result,
    trace: machine.trace,
    steps: fuel - machine.fuel,
    layout: machine.layout,
    data: machine.data,
  };
}
