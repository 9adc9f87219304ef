/**
 * The hand-written routines as a library for the linker, and what the back end must know of them.
 *
 * In: a symbol. Out: its section, parsed when it is first asked for; the registers a call of it changes.
 */
import type { AsmSection } from '../asm/asm.ts';
import { parseAsm, parseRegisters } from '../asm/parse-asm.ts';
import { DIVIDE } from './divide.ts';
import { DIVIDE_WIDE } from './divide-wide.ts';
import { FLOAT } from './float.ts';
import { FLOAT_COMPARE } from './float-compare.ts';
import { FLOAT_CONVERT } from './float-convert.ts';
import { MEMORY } from './memory.ts';
import { MULTIPLY } from './multiply.ts';
import { PULSE } from './pulse.ts';
import type { Routine } from './routine.ts';
import { WIDE_ROUTINES } from './wide.ts';

export const ROUTINES: readonly Routine[] = [
  ...MULTIPLY,
  ...DIVIDE,
  ...DIVIDE_WIDE,
  ...WIDE_ROUTINES,
  ...FLOAT,
  ...FLOAT_COMPARE,
  ...FLOAT_CONVERT,
  ...MEMORY,
  ...PULSE,
];

const routineOf: ReadonlyMap<string, Routine> = new Map(
  ROUTINES.flatMap((routine) =>
    [routine.name, ...(routine.also ?? [])].map((name) => [name, routine] as const),
  ),
);

export interface RuntimeLibrary {
  sectionOf(symbol: string): AsmSection | undefined;
}

/** It remembers what it has parsed: make one and keep it. */
export function createRuntimeLibrary(): RuntimeLibrary {
  const parsed = new Map<Routine, AsmSection>();
  return {
    sectionOf(symbol) {
      const routine = routineOf.get(symbol);
      if (routine === undefined) return undefined;
      const known = parsed.get(routine);
      if (known !== undefined) return known;
      const [section] = parseAsm(`.code ${routine.name}\n.clobbers ${routine.clobbers}\n${routine.text}`);
      if (section !== undefined) parsed.set(routine, section);
      return section;
    },
  };
}

const clobbersOf: ReadonlyMap<string, number> = new Map(
  [...routineOf].map(([symbol, { clobbers }]) => [
    symbol,
    parseRegisters(clobbers).reduce((mask, r) => (mask | (1 << r)) >>> 0, 0),
  ]),
);

/** Bit n: a call of this routine may change rn. Undefined: no routine of ours. */
export const runtimeClobbers = (symbol: string): number | undefined => clobbersOf.get(symbol);
