/**
 * The units of one program that were checked before, behind those that are checked with it.
 *
 * In: by position in the program, a kept unit or undefined. Out: definitions by symbol, the first that is
 * not weak; which units have come into the program by being asked.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Elsewhere, TypedFunction, TypedVariable } from '../typed-ast.ts';
import type { Checker } from './checker.ts';
import type { KeptUnit } from './kept-unit.ts';
import { orderOf, UNIT_SIZE } from './unit-checks.ts';

export class KeptUnits implements Elsewhere {
  private readonly units: readonly { readonly unit: KeptUnit; readonly position: number }[];
  private readonly reached = new Set<KeptUnit>();
  private readonly withRoots = new Set<KeptUnit>();
  private readonly functions = new Map<string, TypedFunction | undefined>();
  private readonly variables = new Map<string, TypedVariable | undefined>();
  private checker: Checker | undefined;

  constructor(units: readonly (KeptUnit | undefined)[]) {
    this.units = units.flatMap((unit, position) => (unit === undefined ? [] : [{ unit, position }]));
    for (const { unit } of this.units) if (unit.isWhole) this.reached.add(unit);
  }

  /** The checker of the units that are not kept. */
  joinTo(checker: Checker): void {
    this.checker = checker;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.units.flatMap(({ unit }) => unit.diagnostics);
  }

  fn(symbol: string): TypedFunction | undefined {
    if (!this.functions.has(symbol)) this.functions.set(symbol, this.findFunction(symbol));
    return this.functions.get(symbol);
  }

  private findFunction(symbol: string): TypedFunction | undefined {
    let weak: { fn: TypedFunction; unit: KeptUnit } | undefined;
    for (const { unit } of this.units) {
      const fn = unit.fn(symbol);
      if (fn === undefined) continue;
      if (!fn.attributes.isWeak) {
        this.reached.add(unit);
        return fn;
      }
      weak ??= { fn, unit };
    }
    if (weak !== undefined) this.reached.add(weak.unit);
    return weak?.fn;
  }

  variable(symbol: string): TypedVariable | undefined {
    if (!this.variables.has(symbol)) this.variables.set(symbol, this.findVariable(symbol));
    return this.variables.get(symbol);
  }

  private findVariable(symbol: string): TypedVariable | undefined {
    for (const { unit } of this.units) {
      const variable = unit.variable(symbol);
      if (variable === undefined) continue;
      this.reached.add(unit);
      return variable;
    }
    return undefined;
  }

  newRoots(): readonly TypedFunction[] {
    const roots: TypedFunction[] = [];
    for (const { unit } of this.units)
      if (this.reached.has(unit) && !this.withRoots.has(unit)) {
        this.withRoots.add(unit);
        roots.push(...unit.roots);
      }
    return roots;
  }

  get globals(): readonly TypedVariable[] {
    return this.units.flatMap(({ unit }) => unit.globals);
  }

  orderOf(variable: TypedVariable): number {
    for (const { unit, position } of this.units) {
      const ordinal = unit.ordinalOf(variable);
      if (ordinal !== undefined) return position * UNIT_SIZE + ordinal;
    }
    const own = this.checker?.variableOf.get(variable);
    return own === undefined ? 0 : orderOf(own);
  }
}
