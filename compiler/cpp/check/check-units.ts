/**
 * The whole program: all units' trees to one typed program.
 *
 * In: the trees, with the files of the child's own. Out: functions with bodies, globals, and what there is
 * to say. Bodies are read for all functions of the child's files, and for what is reachable from main,
 * interrupt functions, and initialisers.
 */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TranslationUnit } from '../ast.ts';
import type { SourceFiles } from '../source.ts';
import type { TypedProgram } from '../typed-ast.ts';
import { plain, VOID } from '../types.ts';
import { ensureBody } from './bodies.ts';
import { Checker, type Hooks } from './checker.ts';
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

export interface UnitToCheck {
  readonly unit: TranslationUnit;
  readonly fileName: string;
  readonly language: 'c' | 'c++';
}

export interface CheckProgramOptions {
  readonly sources: SourceFiles;
  /** Paths of the child's own files: all of their functions are read. Units not of them are the core's. */
  readonly userFiles: ReadonlySet<string>;
  /** Symbols to begin from, beside interrupt functions; main unless told. */
  readonly roots?: readonly string[];
}

export interface CheckedProgram {
  readonly program: TypedProgram;
  readonly diagnostics: readonly Diagnostic[];
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

export function checkProgram(units: readonly UnitToCheck[], options: CheckProgramOptions): CheckedProgram {
  const c = new Checker(options, HOOKS);
  const roots = units.map((unit, index) => addUnit(c, unit, index));
  for (const [index, unit] of c.units.entries()) prepare(c, unit, roots[index]);
  for (const [index, unit] of c.units.entries()) if (unit.isUser) checkAll(c, unit, roots[index]);
  for (const name of options.roots ?? ['main']) useRoot(c, name);
  drain(c, roots);
  return { program: collect(c), diagnostics: c.diagnostics };
}

function addUnit(c: Checker, { unit: tree, fileName, language }: UnitToCheck, index: number): Roots {
  const unit: Mutable<Unit> = {
    index,
    fileName,
    isC: language === 'c',
    isUser: c.options.userFiles.has(fileName),
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
  c.units.push(unit);
  return indexUnit(unit, tree.decls);
}

/** `using namespace`, aliases and assertions, in their order. */
function prepare(c: Checker, unit: Unit, roots: Roots | undefined): void {
  for (const pending of roots?.asserts ?? []) {
    if (pending.decl.kind === 'using') c.hooks.declarePending(c, pending);
  }
  c.within({ unit, scope: unit.scope, position: Infinity, fn: undefined }, () => undefined);
}

/** Every declaration and body of the child's own files. */
function checkAll(c: Checker, unit: Unit, roots: Roots | undefined): void {
  for (const pending of roots?.all ?? []) {
    if (!isOwn(c, pending)) continue;
    for (const earlier of namesakesBefore(pending)) c.hooks.declarePending(c, earlier);
    c.hooks.declarePending(c, pending);
  }
  for (const pending of roots?.all ?? [])
    if (isOwn(c, pending))
      c.within({ unit, scope: pending.scope, position: pending.ordinal, fn: undefined }, () =>
        checkWhole(c, pending),
      );
}

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

function bodyOf(c: Checker, pending: Pending): void {
  for (const entity of c.functions.values())
    if (entity.definition?.decl === pending.decl || entity.decl === pending.decl) c.use(entity);
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

function useRoot(c: Checker, name: string): void {
  for (const unit of c.units) {
    for (const pending of unit.scope.pending.get(name) ?? [])
      if (!pending.isDone) c.hooks.declarePending(c, pending);
  }
  const entity = c.functions.get(name);
  if (entity !== undefined) c.use(entity);
}

/** Reads bodies until nothing new is used. */
function drain(c: Checker, roots: readonly Roots[]): void {
  const pulled = new Set<Unit>();
  let nextVariable = 0;
  let nextFunction = 0;
  for (;;) {
    const fn = c.work[nextFunction];
    if (fn !== undefined) {
      nextFunction++;
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
    const variable = c.usedVariables[nextVariable];
    if (variable !== undefined) {
      nextVariable++;
      useWholeVariable(c, variable);
      continue;
    }
    const unit = c.units.find((one) => one.isPulledIn && !pulled.has(one));
    if (unit === undefined) return;
    pulled.add(unit);
    for (const pending of roots[unit.index]?.pending ?? []) {
      c.hooks.declarePending(c, pending);
      bodyOf(c, pending);
    }
  }
}

function useWholeVariable(c: Checker, entity: VariableEntity): void {
  ensureVariable(c, entity);
  if (entity.definition !== undefined) entity.definition.unit.isPulledIn = true;
}

function collect(c: Checker): TypedProgram {
  const variables = [...c.usedVariables];
  const order = (entity: VariableEntity): number => {
    const { definition } = entity;
    const unit = definition?.unit ?? entity.unit;
    return (unit?.index ?? 0) * 2 ** 32 + Math.min(definition?.ordinal ?? entity.ordinal, 2 ** 31);
  };
  variables.sort((a, b) => order(a) - order(b));
  return {
    functions: c.usedFunctions.map(({ fn }) => fn),
    globals: variables.map(({ variable }) => variable),
  };
}
