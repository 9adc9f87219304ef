/**
 * A unit that was checked by itself and is kept between programs: a source of the core or of our drivers.
 *
 * In: its tree. Out: the definitions that another unit asks for by symbol, worked out when they are first
 * asked for and then kept with all that they use inside the unit. What it answers depends on its own text
 * alone, never on a program it was in: it refers to everything that stands elsewhere by symbol.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { SourceFiles } from '../source.ts';
import type { TypedFunction, TypedVariable } from '../typed-ast.ts';
import type { FunctionEntity, VariableEntity } from './entities.ts';
import { scopeIn } from './search-definitions.ts';
import { UnitChecks, type UnitTree } from './unit-checks.ts';

export interface KeptUnitOptions {
  /** The places of its files, the same in every program it comes into. */
  readonly sources: SourceFiles;
  /** Files whose variables are set up, used or not: our drivers, as the child's own files are. */
  readonly wholeFiles: ReadonlySet<string>;
  /** Tells names of its own from those of other units. */
  readonly number: number;
}

export class KeptUnit {
  readonly fileName: string;
  /** Its interrupt functions and variables are in every program, not only in those that use something of it. */
  readonly isWhole: boolean;
  private readonly checks: UnitChecks;
  private readonly functions = new Map<string, FunctionEntity | undefined>();
  private readonly variables = new Map<string, VariableEntity | undefined>();
  private ownRoots: readonly TypedFunction[] | undefined;

  constructor(unit: UnitTree, { sources, wholeFiles, number }: KeptUnitOptions) {
    this.fileName = unit.fileName;
    this.isWhole = wholeFiles.has(unit.fileName);
    this.checks = new UnitChecks({ sources, userFiles: wholeFiles, home: number });
    this.checks.add(unit, number);
    this.checks.prepare();
    this.checks.checkOwnVariables();
    this.checks.drain();
  }

  /** Of what was worked out until now. */
  get diagnostics(): readonly Diagnostic[] {
    return this.checks.c.diagnostics;
  }

  /** Its definition of a symbol, if it has one that others can see. */
  fn(symbol: string): TypedFunction | undefined {
    if (!this.functions.has(symbol)) this.functions.set(symbol, this.findFunction(symbol));
    return this.functions.get(symbol)?.fn;
  }

  private findFunction(symbol: string): FunctionEntity | undefined {
    this.declare(keyOf(symbol));
    const entity = this.checks.c.functions.get(symbol);
    if (entity?.definition === undefined || entity.fn.attributes.isInternal) return undefined;
    this.checks.c.use(entity);
    this.checks.drain();
    return entity;
  }

  variable(symbol: string): TypedVariable | undefined {
    if (!this.variables.has(symbol)) this.variables.set(symbol, this.findVariable(symbol));
    return this.variables.get(symbol)?.variable;
  }

  private findVariable(symbol: string): VariableEntity | undefined {
    this.declare(symbol);
    const entity = this.checks.c.variables.get(symbol);
    if (entity?.definition === undefined) return undefined;
    this.checks.c.useVariable(entity);
    this.checks.drain();
    return entity;
  }

  /** Works out every declaration of a name, written as where it stands is: `A::f`. */
  private declare(key: string): void {
    const { c } = this.checks;
    const path = key.split('::');
    const name = path.pop() ?? '';
    for (const unit of c.units) {
      const waiting = [...(scopeIn(unit, path)?.pending.get(name) ?? []), ...(unit.outOfLine.get(key) ?? [])];
      for (const pending of waiting)
        if (!pending.isDone && pending.decl.kind !== 'template') c.hooks.declarePending(c, pending);
    }
  }

  /** Interrupt functions and others that nobody calls. */
  get roots(): readonly TypedFunction[] {
    if (this.ownRoots === undefined) {
      this.ownRoots = this.checks.useRoots();
      this.checks.drain();
    }
    return this.ownRoots;
  }

  /** Variables that are in the program with the unit. */
  get globals(): readonly TypedVariable[] {
    return this.isWhole ? this.checks.collect().globals : [];
  }

  /** Where in the unit a variable of it is defined. */
  ordinalOf(variable: TypedVariable): number | undefined {
    const entity = this.checks.c.variableOf.get(variable);
    return entity === undefined ? undefined : (entity.definition?.ordinal ?? entity.ordinal);
  }
}

/** What a symbol's declarations are found under: `A::f(int) const` is an `A::f`. */
function keyOf(symbol: string): string {
  const from = symbol.indexOf('operator()(') + 1;
  const open = from > 0 ? symbol.indexOf('(', from + 9) : symbol.indexOf('(');
  const name = open < 0 ? symbol : symbol.slice(0, open);
  const conversion = /operator [a-z].*$/i.exec(name);
  const isConversion = conversion !== null && !/^operator (?:new|delete)(?:\[\])?$/.test(conversion[0]);
  return isConversion ? `${name.slice(0, conversion.index)}operator type` : name;
}
