/**
 * What the checker knows while it works: the program's tables, where it stands, what it has to say.
 *
 * The files of this folder are functions over a `Checker`. Those that need each other in a circle
 * (expressions need templates, templates need expressions) meet through `hooks`, filled in by check-units.
 */
import { diagnostic, type Diagnostic, type Words } from '../../diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../../diagnostics/catalogue.ts';
import { InternalError } from '../../diagnostics/internal-error.ts';
import type { Expr, Init, InitListExpr, Name, Stmt, TypeNode, VarDecl } from '../ast.ts';
import type { Loc, SourceFiles } from '../source.ts';
import type { TExpr, TInit, TStmt, TypedFunction, TypedVariable } from '../typed-ast.ts';
import { ERROR, plain, type QualType, type RecordInfo, type Type } from '../types.ts';
import type {
  ClassEntity,
  ClassTemplate,
  Entity,
  FunctionEntity,
  FunctionSet,
  FunctionState,
  FunctionTemplate,
  Pending,
  Scope,
  TemplateArgValue,
  Unit,
  VariableEntity,
} from './entities.ts';

export interface At {
  readonly loc: Loc;
  readonly end: Loc;
}

/** Where the checker stands. */
export interface Frame {
  readonly unit: Unit;
  readonly scope: Scope;
  /** Declarations of the unit after this one are not seen. */
  readonly position: number;
  readonly fn: FunctionState | undefined;
}

/** An argument of a call before the parameter's type is known. */
export type Arg =
  | { readonly kind: 'expr'; readonly expr: TExpr }
  | { readonly kind: 'list'; readonly list: InitListExpr; readonly at: At }
  | { readonly kind: 'functions'; readonly set: FunctionSet; readonly at: At };

/** The functions that need each other in a circle. */
export interface Hooks {
  expr(c: Checker, ast: Expr): TExpr;
  arg(c: Checker, ast: Expr): Arg;
  statement(c: Checker, ast: Stmt): TStmt;
  declarePending(c: Checker, pending: Pending): void;
  resolveType(c: Checker, node: TypeNode): QualType;
  completeClass(c: Checker, cls: ClassEntity): void;
  instantiateClass(
    c: Checker,
    template: ClassTemplate,
    args: readonly TemplateArgValue[],
    at: At,
  ): ClassEntity | undefined;
  templateArgs(c: Checker, entity: Entity, name: Name): Entity | undefined;
  deduce(
    c: Checker,
    template: FunctionTemplate,
    explicit: Name | undefined,
    args: readonly Arg[],
    at: At,
  ): FunctionEntity | undefined;
  deduceForType(c: Checker, template: FunctionTemplate, target: Type, at: At): FunctionEntity | undefined;
  moreSpecialised(c: Checker, a: FunctionTemplate, b: FunctionTemplate): number;
  initialise(c: Checker, target: QualType, init: Init | undefined, at: At): TInit | undefined;
  initialiseFromArg(c: Checker, target: QualType, arg: Arg, at: At): TInit | undefined;
  construct(
    c: Checker,
    cls: ClassEntity,
    args: readonly Arg[],
    at: At,
    explicitAllowed: boolean,
  ): TInit | undefined;
  ensureBody(c: Checker, fn: FunctionEntity): void;
  ensureVariable(c: Checker, variable: VariableEntity): void;
  localVariable(c: Checker, decl: VarDecl, at: At): TStmt[];
  destructorOf(c: Checker, type: Type): FunctionEntity | undefined;
  evaluate(c: Checker, expr: TExpr): TExpr | undefined;
}

export interface CheckOptions {
  readonly sources: SourceFiles;
  /** Files of the child's own: all of them is checked, used or not. */
  readonly userFiles: ReadonlySet<string>;
  /** The definition of a symbol in a unit that is not checked here, to work out a constant with. */
  readonly elsewhere?: (symbol: string) => TypedFunction | undefined;
  /** Number of the unit that is checked by itself. */
  readonly home?: number;
  /** Names that a mistyped one may have meant; the macros of the program. */
  readonly macroNames?: () => readonly string[];
  /** The header that brings a type of this name, of the libraries there are. */
  readonly headerOf?: (name: string) => string | undefined;
}

/** More than this and the rest of a file is noise. */
const MOST_PER_FILE = 5;

export class Checker {
  readonly diagnostics: Diagnostic[] = [];
  readonly units: Unit[] = [];
  /** By symbol: what several units share. */
  readonly functions = new Map<string, FunctionEntity>();
  readonly variables = new Map<string, VariableEntity>();
  readonly classes = new Map<string, ClassEntity[]>();
  readonly enums = new Map<string, { readonly place: string; readonly entity: Entity }[]>();
  readonly classOf = new Map<RecordInfo, ClassEntity>();
  readonly entityOf = new Map<TypedFunction, FunctionEntity>();
  readonly variableOf = new Map<TypedVariable, VariableEntity>();
  /** Used functions whose body is to be read. */
  readonly work: FunctionEntity[] = [];
  readonly usedFunctions: FunctionEntity[] = [];
  readonly usedVariables: VariableEntity[] = [];
  readonly symbols = new Map<string, number>();
  /** What each `auto` of a type stands for, while a variable is declared. */
  autoType: QualType | undefined;
  templateDepth = 0;
  readonly unknownNames = new Set<string>();
  readonly lambdas = new Map<Expr, { readonly fn: FunctionState | undefined; readonly expr: TExpr }>();
  readonly hooks: Hooks;
  readonly options: CheckOptions;
  private place: Frame | undefined;
  private quiet = 0;
  private hasFailed = false;
  private readonly perFile = new Map<string, number>();
  private readonly said = new Set<string>();
  /** Operands of sizeof and decltype use nothing. */
  unevaluated = 0;

  constructor(options: CheckOptions, hooks: Hooks) {
    this.options = options;
    this.hooks = hooks;
  }

  get frame(): Frame {
    if (this.place === undefined) throw new InternalError('the checker stands nowhere');
    return this.place;
  }

  get isStarted(): boolean {
    return this.place !== undefined;
  }

  get scope(): Scope {
    return this.frame.scope;
  }

  get isC(): boolean {
    return this.frame.unit.isC;
  }

  get fn(): FunctionState | undefined {
    return this.frame.fn;
  }

  /** Works somewhere else, and comes back. */
  within<T>(frame: Partial<Frame>, work: () => T): T {
    const before = this.place;
    const base = before ?? { unit: frame.unit, scope: frame.scope, position: 0, fn: undefined };
    this.place = { ...base, ...frame } as Frame;
    try {
      return work();
    } finally {
      this.place = before;
    }
  }

  /** In a new block. */
  inScope<T>(scope: Scope, work: () => T): T {
    return this.within({ scope }, work);
  }

  error(code: DiagnosticCode, words: Words, at: At, notes: readonly { fr: string; en: string }[] = []): void {
    if (this.quiet > 0) {
      this.hasFailed = true;
      return;
    }
    const span = this.options.sources.spanOf(at.loc, at.end);
    const file = span?.file ?? '';
    const key = `${code} ${at.loc}`;
    if (this.said.has(key)) return;
    this.said.add(key);
    const made = diagnostic(code, words, { span, notes });
    // Warnings take no place from errors.
    const group = `${made.severity} ${file}`;
    const count = this.perFile.get(group) ?? 0;
    if (count >= MOST_PER_FILE) return;
    this.perFile.set(group, count + 1);
    this.diagnostics.push(made);
  }

  /** Result of `work`, or undefined when something was wrong in it; nothing is said. */
  attempt<T>(work: () => T): T | undefined {
    const before = this.hasFailed;
    this.hasFailed = false;
    this.quiet++;
    try {
      const result = work();
      return this.hasFailed ? undefined : result;
    } finally {
      this.quiet--;
      this.hasFailed = before;
    }
  }

  get isTrying(): boolean {
    return this.quiet > 0;
  }

  /** The operands of sizeof and the like. */
  unevaluatedly<T>(work: () => T): T {
    this.unevaluated++;
    try {
      return work();
    } finally {
      this.unevaluated--;
    }
  }

  use(fn: FunctionEntity): TypedFunction {
    if (!fn.isUsed && this.unevaluated === 0) {
      fn.isUsed = true;
      this.usedFunctions.push(fn);
      this.work.push(fn);
    }
    return fn.fn;
  }

  useVariable(entity: VariableEntity): TypedVariable {
    if (!entity.isUsed && this.unevaluated === 0) {
      entity.isUsed = true;
      if (entity.variable.kind !== 'local' && entity.variable.kind !== 'param')
        this.usedVariables.push(entity);
    }
    return entity.variable;
  }

  /** `base`, or with a number when the program has it already. */
  uniqueSymbol(base: string): string {
    const count = this.symbols.get(base) ?? 0;
    this.symbols.set(base, count + 1);
    return count === 0 ? base : `${base}.${count + 1}`;
  }

  classEntity(info: RecordInfo): ClassEntity {
    const cls = this.classOf.get(info);
    if (cls === undefined) throw new InternalError(`no class for ${info.name}`);
    return cls;
  }

  /** Laid out, if it is defined anywhere. */
  complete(type: Type): boolean {
    if (type.kind === 'array') return type.count !== undefined && this.complete(type.of.type);
    if (type.kind !== 'record') return type.kind !== 'void' && type.kind !== 'function';
    if (!type.decl.isComplete) this.hooks.completeClass(this, this.classEntity(type.decl));
    return type.decl.isComplete;
  }
}

export const at = (node: At): At => ({ loc: node.loc, end: node.end });

/** Stands for an expression that was already reported. */
export const errorExpr = (place: At): TExpr => ({
  kind: 'integer',
  value: 0n,
  type: plain(ERROR),
  isLvalue: false,
  loc: place.loc,
  end: place.end,
});

export const isError = (expr: TExpr): boolean => expr.type.type.kind === 'error';
