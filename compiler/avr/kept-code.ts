/**
 * Machine code of functions that came out of the optimiser as they did in a program before.
 *
 * In: a function, what is known of its callees, and how to generate it. Out: what was generated for the same
 * IR with the same callees on the same chip, written at the places of now; else it is generated, and kept.
 * Nothing but time depends on what is kept.
 */
import type { AsmItem } from '../asm/asm.ts';
import type { IrFunction } from '../ir/ir.ts';
import type { FullFunction, NoFunction } from './generate-full-function.ts';
import { sameCode, type SamePlaces } from './same-code.ts';
import type { AvrTarget } from './target.ts';

interface Kept {
  readonly fn: IrFunction;
  readonly target: string;
  readonly callees: readonly (readonly [name: string, clobbers: number])[];
  readonly made: FullFunction;
}

/** Of one function so many versions, and so many functions: what was used last. */
const MOST_VERSIONS = 3;
const MOST_FUNCTIONS = 500;

export class KeptCode {
  private readonly byName = new Map<string, Kept[]>();

  generate(
    fn: IrFunction,
    { name: target }: AvrTarget,
    clobbersOf: (name: string) => number,
    make: () => FullFunction | NoFunction,
  ): FullFunction | NoFunction {
    const versions = this.versionsOf(fn.name);
    for (const [index, kept] of versions.entries()) {
      if (kept.target !== target || kept.callees.some(([name, bits]) => clobbersOf(name) !== bits)) continue;
      const places = sameCode(kept.fn, fn);
      if (places === undefined) continue;
      versions.splice(index, 1);
      versions.unshift(kept);
      return { ...kept.made, items: movedTo(kept.made.items, places) };
    }
    const callees = calleesOf(fn).map((name) => [name, clobbersOf(name)] as const);
    const made = make();
    if ('items' in made) {
      versions.unshift({ fn, target, callees, made });
      versions.length = Math.min(versions.length, MOST_VERSIONS);
    }
    return made;
  }

  /** The function becomes the one used last. */
  private versionsOf(name: string): Kept[] {
    const versions = this.byName.get(name) ?? [];
    this.byName.delete(name);
    this.byName.set(name, versions);
    if (this.byName.size > MOST_FUNCTIONS) {
      const [oldest] = this.byName.keys();
      if (oldest !== undefined) this.byName.delete(oldest);
    }
    return versions;
  }
}

function calleesOf(fn: IrFunction): readonly string[] {
  const names = new Set<string>();
  for (const { instructions } of fn.blocks)
    for (const one of instructions)
      if (one.op === 'call' && !('op' in one.callee) && one.callee.kind === 'function')
        names.add(one.callee.name);
  return [...names];
}

const movedTo = (items: readonly AsmItem[], places: SamePlaces): readonly AsmItem[] =>
  items.map((item) => {
    const loc = item.kind === 'instruction' ? places.get(item.loc) : undefined;
    return item.kind !== 'instruction' || loc === undefined || loc === item.loc ? item : { ...item, loc };
  });
