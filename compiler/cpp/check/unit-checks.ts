/**
 * Some units' checking, step by step: declarations come in, the child's own are read, and then the bodies
 * of what is used until nothing new is.
 *
 * In: trees. Out: functions with bodies, globals, and the checker with what there is to say. Interrupt
 * functions of a unit come with the first use of something of it.
 */
import type { TranslationUnit } from '../ast.ts';
import type { TypedFunction, TypedProgram } from '../typed-ast.ts';
import { plain, VOID } from '../types.ts';
import { ensureBody } from './bodies.ts';
import { Checker, type CheckOptions, type Hooks } from './checker.ts';
import { completeClass } from './classes.ts';
import { evaluate } from './const-eval.ts';
import { declarePending } from './declare.ts';
import { ensureVariable } from './declare-variables.ts';
import {
  makeScope,
  type ClassEntity,
  type FunctionEntity,
  type Mutable,
  type Pending,
  type Scope,
  type Unit,
  type VariableEntity,
} from './entities.ts';
import { checkArg, checkExpr } from './expressions.ts';
import { indexUnit, type Roots } from './index-decls.ts';
import { construct, initialise, initialiseFromArg } from './initialise.ts';
import { localVariable } from './local-declarations.ts';
import { resolveType } from './resolve-type.ts';
import { destructorOf } from './special-members.ts';
import { checkStatement } from './statements.ts';
import { deduce, deduceForType, instantiateClass, moreSpecialised, templateArgs } from './templates.ts';
import { pointerTo } from './relations.ts';

export interface UnitTree {
  readonly unit: TranslationUnit;
  readonly fileName: string;
  readonly language: 'c' | 'c++';
}

const HOOKS: Hooks = {
  expr: checkExpr,
  arg: checkArg,
  statement: checkStatement,
  declarePending,
  resolveType,
  completeClass,
  instantiateClass,
  templateArgs,
  deduce,
  deduceForType,
  moreSpecialised,
  initialise,
  initialiseFromArg,
  construct,
  ensureBody,
  ensureVariable,
  localVariable,
  destructorOf,
  evaluate,
};

export class UnitChecks {
  readonly c: Checker;
  private readonly roots = new Map<Unit, Roots>();
  private readonly pulled = new Set<Unit>();
  private nextVariable = 0;
  private nextFunction = 0;

  constructor(options: CheckOptions) {
    this.c = new Checker(options, HOOKS);
  }

  /** `index` tells names that the unit has for itself from those of others. */
  add({ unit: tree, fileName, language }: UnitTree, index: number): void {
    const unit: Mutable<Unit> = {
      index,
      fileName,
      isC: language === 'c',
      isUser: this.c.options.userFiles.has(fileName),
      scope: undefined as unknown as Scope,
      outOfLine: new Map(),
      isPulledIn: false,
    };
    unit.isPulledIn = unit.isUser;
    unit.scope = makeScope('namespace', undefined, { path: '', unit });
    unit.scope.names.set('__builtin_va_list', {
      kind: 'type',
      name: '__builtin_va_list',
      type: plain(pointerTo(plain(VOID))),
      ordinal: 0,
    });
    this.c.units.push(unit);
    this.roots.set(unit, indexUnit(unit, tree.decls));
  }

  /** `using namespace`, aliases and assertions, in their order. */
  prepare(): void {
    const { c } = this;
    for (const [unit, { asserts }] of this.roots) {
      for (const pending of asserts) if (pending.decl.kind === 'using') c.hooks.declarePending(c, pending);
      c.within({ unit, scope: unit.scope, position: Infinity, fn: undefined }, () => undefined);
    }
  }

  /** Every declaration and body of the child's own files. */
  checkOwn(): void {
    for (const [unit, { all }] of this.roots) if (unit.isUser) this.checkAll(unit, all);
  }

  /** Variables and assertions of the child's own files; functions wait until they are used. */
  checkOwnVariables(): void {
    for (const [unit, { all }] of this.roots)
      if (unit.isUser)
        this.checkAll(
          unit,
          all.filter(({ decl }) => decl.kind === 'var' || decl.kind === 'staticAssert'),
        );
  }

  private checkAll(unit: Unit, all: readonly Pending[]): void {
    const { c } = this;
    const own = all.filter((pending) => isOwn(c, pending));
    for (const pending of own) {
      for (const earlier of namesakesBefore(pending)) c.hooks.declarePending(c, earlier);
      c.hooks.declarePending(c, pending);
    }
    for (const pending of own)
      c.within({ unit, scope: pending.scope, position: pending.ordinal, fn: undefined }, () =>
        checkWhole(c, pending),
      );
  }

  useRoot(name: string): void {
    const { c } = this;
    for (const unit of c.units) {
      for (const pending of unit.scope.pending.get(name) ?? [])
        if (!pending.isDone) c.hooks.declarePending(c, pending);
    }
    const entity = c.functions.get(name);
    if (entity !== undefined) c.use(entity);
  }

  /** Reads bodies until nothing new is used. */
  drain(): void {
    const { c } = this;
    for (;;) {
      const fn = c.work[this.nextFunction];
      if (fn !== undefined) {
        this.nextFunction++;
        ensureBody(c, fn);
        if (
          fn.definition !== undefined &&
          !fn.definition.decl.specifiers.isInline &&
          fn.owner?.template === undefined &&
          fn.template === undefined
        )
          fn.definition.unit.isPulledIn = true;
        continue;
      }
      const variable = c.usedVariables[this.nextVariable];
      if (variable !== undefined) {
        this.nextVariable++;
        useWholeVariable(c, variable);
        continue;
      }
      const unit = c.units.find((one) => one.isPulledIn && !this.pulled.has(one));
      if (unit === undefined) return;
      this.pulled.add(unit);
      this.useRootsOf(unit);
    }
  }

  /** Interrupt functions and those marked used. */
  private useRootsOf(unit: Unit): TypedFunction[] {
    const { c } = this;
    return (this.roots.get(unit)?.pending ?? []).flatMap((pending) => {
      c.hooks.declarePending(c, pending);
      const entity = bodyOf(c, pending);
      return entity === undefined ? [] : [entity.fn];
    });
  }

  /** Of all units: they come into the program now. */
  useRoots(): TypedFunction[] {
    return this.c.units.flatMap((unit) => this.useRootsOf(unit));
  }

  collect(): TypedProgram {
    const variables = [...this.c.usedVariables];
    variables.sort((a, b) => orderOf(a) - orderOf(b));
    return {
      functions: this.c.usedFunctions.map(({ fn }) => fn),
      globals: variables.map(({ variable }) => variable),
    };
  }
}

export const UNIT_SIZE = 2 ** 32;

/** Globals are made in the order of their definitions. */
export const orderOf = (entity: VariableEntity): number =>
  ((entity.definition?.unit ?? entity.unit)?.index ?? 0) * UNIT_SIZE +
  Math.min(entity.definition?.ordinal ?? entity.ordinal, 2 ** 31);

/** A definition takes its language linkage and default arguments from earlier declarations, of headers too. */
function namesakesBefore({ decl, scope, ordinal }: Pending): Pending[] {
  if (decl.kind !== 'function' && decl.kind !== 'var') return [];
  const part = decl.name.parts[0];
  const name = part?.kind === 'identifier' ? part.text : undefined;
  const all = name === undefined ? [] : (scope.pending.get(name) ?? []);
  return all.filter((one) => !one.isDone && one.ordinal < ordinal);
}

const isOwn = (c: Checker, pending: Pending): boolean => {
  const path = c.options.sources.fileAt(pending.decl.loc)?.path;
  return path !== undefined && c.options.userFiles.has(path);
};

function checkWhole(c: Checker, pending: Pending): void {
  const { decl, scope } = pending;
  switch (decl.kind) {
    case 'function':
      if (decl.body !== undefined) bodyOf(c, pending);
      return;
    case 'var': {
      const part = decl.name.parts[decl.name.parts.length - 1];
      const entity = part?.kind === 'identifier' ? scope.names.get(part.text) : undefined;
      if (entity?.kind === 'variable') {
        c.hooks.ensureVariable(c, entity);
        c.useVariable(entity);
      }
      return;
    }
    case 'record': {
      const part = decl.name?.parts[decl.name.parts.length - 1];
      const entity =
        part?.kind === 'identifier' ? (scope.tags.get(part.text) ?? scope.names.get(part.text)) : undefined;
      if (entity?.kind === 'class') checkClass(c, entity);
      return;
    }
    default:
  }
}

/** The function that a declaration defines is used. */
function bodyOf(c: Checker, { decl }: Pending): FunctionEntity | undefined {
  let found: FunctionEntity | undefined;
  for (const entity of c.functions.values())
    if (entity.definition?.decl === decl || entity.decl === decl) {
      c.use(entity);
      found ??= entity;
    }
  return found;
}

/** All methods with a body. */
function checkClass(c: Checker, cls: ClassEntity): void {
  if (!c.complete(cls.type)) return;
  for (const [name, list] of cls.scope.pending) {
    for (const pending of list) if (!pending.isDone) c.hooks.declarePending(c, pending);
    cls.scope.pending.delete(name);
  }
  const functions: FunctionEntity[] = [];
  for (const fn of cls.constructors) if (fn.kind === 'function') functions.push(fn);
  if (cls.destructor !== undefined) functions.push(cls.destructor);
  functions.push(...cls.conversions);
  for (const entity of cls.scope.names.values()) {
    if (entity.kind === 'functions')
      for (const fn of entity.overloads) if (fn.kind === 'function' && fn.owner === cls) functions.push(fn);
    if (entity.kind === 'class' && entity.outer === cls.scope) checkClass(c, entity);
  }
  for (const fn of functions)
    if (fn.definition !== undefined && fn.definition.decl.body !== undefined) c.use(fn);
}

function useWholeVariable(c: Checker, entity: VariableEntity): void {
  ensureVariable(c, entity);
  if (entity.definition !== undefined) entity.definition.unit.isPulledIn = true;
}
