/**
 * Instances of templates: classes, functions, aliases, variables; chosen specialisations.
 *
 * In: a template and its arguments. Out: entities like any other, one per set of arguments in the whole
 * program. Bodies are read from the same syntax tree, with the parameters bound in a scope around it.
 */
import type { FunctionDecl, Name, TemplateArg, TemplateDecl } from '../ast.ts';
import type { QualType, Type } from '../types.ts';
import { at, type Arg, type At, type Checker } from './checker.ts';
import { declareVariable } from './declare-variables.ts';
import {
  definitionScope,
  makeFunction,
  plainParams,
  symbolOf,
  type FunctionAround,
} from './declare-functions.ts';
import { makeClass, placeOf } from './declare-types.ts';
import { Deduction, weight, type Bindings } from './deduce.ts';
import type {
  ClassEntity,
  ClassTemplate,
  Entity,
  FunctionEntity,
  FunctionTemplate,
  Mutable,
  TemplateArgValue,
} from './entities.ts';
import { lastPart, partText } from './lookup.ts';
import { sameParams, sameType } from './relations.ts';
import { functionType } from './resolve-type.ts';
import { argsKey, argValues, bindingScope, bindParam, defaultArg } from './template-args.ts';

const DEEPEST = 60;

const writtenArgs = (name: Name | undefined): readonly TemplateArg[] => {
  const part = name === undefined ? undefined : lastPart(name);
  return part?.kind === 'identifier' ? (part.templateArgs ?? []) : [];
};

/** What `name<args>` means, of an entity found under the name. */
export function templateArgs(c: Checker, entity: Entity, name: Name): Entity | undefined {
  const args = writtenArgs(name);
  switch (entity.kind) {
    case 'classTemplate': {
      const values = argValues(c, entity.decl.params, args, entity.scope, at(name));
      return values === undefined ? undefined : instantiateClass(c, entity, values, at(name));
    }
    case 'class':
      // Inside the class its own name is an instance.
      return entity.template === undefined ? entity : templateArgs(c, entity.template.of, name);
    case 'aliasTemplate': {
      const values = argValues(c, entity.decl.params, args, entity.scope, at(name));
      if (values === undefined) return undefined;
      const scope = bindingScope(entity.scope, entity.decl.params, values);
      const type: QualType = c.within({ scope, position: Infinity }, () =>
        c.hooks.resolveType(c, entity.alias.type),
      );
      return { kind: 'type', name: entity.name, type, ordinal: 0 };
    }
    case 'variableTemplate': {
      const values = argValues(c, entity.decl.params, args, entity.scope, at(name));
      if (values === undefined) return undefined;
      const key = argsKey(values);
      const known = entity.instances.get(key);
      if (known !== undefined) return known;
      const scope = bindingScope(entity.scope, entity.decl.params, values);
      const text = `${entity.name}<${key}>`;
      const decl = {
        ...entity.variable,
        name: { ...entity.variable.name, parts: [{ kind: 'identifier' as const, text }] },
      };
      const made = c.within({ scope, unit: entity.unit, position: Infinity, fn: undefined }, () =>
        declareVariable(c, decl, { scope, unit: entity.unit, ordinal: 0, isExternC: false }),
      );
      if (made !== undefined) entity.instances.set(key, made);
      return made;
    }
    default:
      return entity;
  }
}

export function instantiateClass(
  c: Checker,
  template: ClassTemplate,
  args: readonly TemplateArgValue[],
  place: At,
): ClassEntity | undefined {
  const key = argsKey(args);
  const known = template.instances.get(key);
  if (known !== undefined) return known;
  if (c.templateDepth > DEEPEST) {
    c.error('cpp-template-too-deep', { name: template.name }, place);
    return undefined;
  }
  const chosen = chooseRecord(c, template, args);
  const name = `${template.name}<${key}>`;
  const programKey = `${template.scope.path}${name}`;
  const shared = (c.classes.get(programKey) ?? []).find(
    (cls) => cls.decl !== undefined && placeOf(c, cls.decl.loc) === placeOf(c, chosen.record.loc),
  );
  if (shared !== undefined) {
    template.instances.set(key, shared);
    return shared;
  }
  const scope = bindingScope(chosen.scope, chosen.params, chosen.values);
  const cls = c.within({ unit: template.unit }, () =>
    makeClass(c, chosen.record, scope, template.name, { ordinal: Infinity }, 0, programKey),
  );
  cls.decl = chosen.record;
  (cls as Mutable<ClassEntity>).template = { of: template, args };
  cls.declOrdinal = Infinity;
  template.instances.set(key, cls);
  c.classes.set(programKey, [...(c.classes.get(programKey) ?? []), cls]);
  return cls;
}

interface Chosen {
  readonly record: ClassTemplate['record'];
  readonly scope: ClassTemplate['scope'];
  readonly params: TemplateDecl['params'];
  readonly values: readonly (TemplateArgValue | undefined)[];
}

/** The template itself, or the specialisation that says most. */
function chooseRecord(c: Checker, template: ClassTemplate, args: readonly TemplateArgValue[]): Chosen {
  for (const pending of template.scope.pending.get(template.name) ?? [])
    if (!pending.isDone) c.hooks.declarePending(c, pending);
  let best: (Chosen & { weight: number }) | undefined;
  for (const { decl, record, scope } of template.specialisations) {
    const pattern = writtenArgs(record.name);
    const values = c.within({ unit: template.unit, scope, position: Infinity, fn: undefined }, () =>
      matchPattern(c, decl, pattern, args, scope),
    );
    if (values === undefined) continue;
    const names = new Set(decl.params.flatMap(({ name }) => (name === undefined ? [] : [name])));
    const found = {
      record,
      scope,
      params: decl.params,
      values,
      weight: pattern.reduce(
        (sum, arg) => sum + ('isConst' in arg ? weight(arg, names) : 2),
        decl.params.length === 0 ? 1000 : 0,
      ),
    };
    if (best === undefined || found.weight > best.weight) best = found;
  }
  return (
    best ?? { record: template.record, scope: template.scope, params: template.decl.params, values: args }
  );
}

/** Whether a specialisation's pattern is exactly these arguments, for some values of its parameters. */
function matchPattern(
  c: Checker,
  decl: TemplateDecl,
  pattern: readonly TemplateArg[],
  args: readonly TemplateArgValue[],
  scope: ClassTemplate['scope'],
): (TemplateArgValue | undefined)[] | undefined {
  if (pattern.length > args.length) return undefined;
  const deduction = new Deduction(c, decl.params, new Map());
  if (!pattern.every((arg, index) => deduction.templateArg(arg, args[index]))) return undefined;
  const values = decl.params.map(({ name }) =>
    name === undefined ? undefined : deduction.bindings.get(name),
  );
  if (decl.params.some(({ name }, index) => name !== undefined && values[index] === undefined))
    return undefined;
  const bound = bindingScope(scope, decl.params, values);
  const isSame = pattern.every((arg, index) => {
    const value = args[index];
    if (value === undefined) return false;
    return c.inScope(bound, () => c.attempt(() => patternIs(c, arg, value))) === true;
  });
  return isSame ? values : undefined;
}

function patternIs(c: Checker, arg: TemplateArg, value: TemplateArgValue): boolean {
  if (value.kind === 'type') {
    if (!('isConst' in arg)) return false;
    const type = c.hooks.resolveType(c, arg);
    return (
      sameType(type.type, value.type.type) &&
      type.isConst === value.type.isConst &&
      type.isVolatile === value.type.isVolatile
    );
  }
  const ast =
    'isConst' in arg
      ? arg.kind === 'named'
        ? { kind: 'name' as const, name: arg.name, ...at(arg) }
        : undefined
      : arg;
  if (ast === undefined) return false;
  const known = c.hooks.evaluate(c, c.hooks.expr(c, ast));
  return known?.kind === 'integer' && value.value.kind === 'integer' && known.value === value.value.value;
}

// ---- Functions ------------------------------------------------------------------------------

/** The instance a call wants; undefined when its arguments do not fit. Silent. */
export function deduce(
  c: Checker,
  template: FunctionTemplate,
  explicit: Name | undefined,
  args: readonly Arg[],
  place: At,
): FunctionEntity | undefined {
  const { params } = template.decl;
  const written = writtenArgs(explicit);
  if (params.some(({ isPack }) => isPack))
    c.error('cpp-unsupported', { construct: 'typename...' }, template.decl);
  if (written.length > params.length || params.some(({ isPack }) => isPack)) return undefined;
  const { type } = template.function;
  if (args.length > type.params.length && !type.isVariadic) return undefined;
  return c.attempt(() => {
    const bindings: Bindings = new Map();
    const deduction = new Deduction(c, params, bindings);
    if (!bindWritten(c, template, written, deduction)) return undefined;
    for (const [index, param] of type.params.entries()) {
      const arg = args[index];
      if (arg === undefined) break;
      if (!deduction.argument(param, arg)) return undefined;
    }
    return fromBindings(c, template, bindings, place);
  });
}

function bindWritten(
  c: Checker,
  template: FunctionTemplate,
  written: readonly TemplateArg[],
  deduction: Deduction,
): boolean {
  if (written.length === 0) return true;
  const { params } = template.decl;
  const some = params.slice(0, written.length);
  const values = argValues(c, some, written, template.scope, template.decl);
  if (values === undefined) return false;
  for (const [index, param] of some.entries()) {
    const value = values[index];
    if (param.name === undefined || value === undefined) continue;
    deduction.bindings.set(param.name, value);
    deduction.given.add(param.name);
  }
  return true;
}

export function deduceForType(
  c: Checker,
  template: FunctionTemplate,
  target: Type,
  place: At,
): FunctionEntity | undefined {
  if (target.kind !== 'function') return undefined;
  return c.attempt(() => {
    const bindings: Bindings = new Map();
    const deduction = new Deduction(c, template.decl.params, bindings);
    if (
      !deduction.unify(
        { ...template.function.type, isConst: false },
        { type: target, isConst: false, isVolatile: false },
      )
    )
      return undefined;
    const fn = fromBindings(c, template, bindings, place);
    return fn !== undefined && sameParams(fn.fn.type, target) ? fn : undefined;
  });
}

function fromBindings(
  c: Checker,
  template: FunctionTemplate,
  bindings: Bindings,
  place: At,
): FunctionEntity | undefined {
  const { params } = template.decl;
  const scope = bindingScope(template.scope, params, []);
  const values: TemplateArgValue[] = [];
  for (const param of params) {
    const value =
      (param.name === undefined ? undefined : bindings.get(param.name)) ??
      c.within({ unit: template.unit, scope, position: Infinity }, () => defaultArg(c, param, scope));
    if (value === undefined) return undefined;
    values.push(value);
    bindParam(scope, param, value);
  }
  return instantiateFunction(c, template, values, place);
}

function instantiateFunction(
  c: Checker,
  template: FunctionTemplate,
  values: readonly TemplateArgValue[],
  place: At,
): FunctionEntity | undefined {
  const key = argsKey(values);
  const known = template.instances.get(key);
  if (known !== undefined) return known;
  if (c.templateDepth > DEEPEST) {
    c.error('cpp-template-too-deep', { name: template.name }, place);
    return undefined;
  }
  c.templateDepth++;
  try {
    const { owner } = template;
    const decl = template.function;
    const bound = bindingScope(template.scope, template.decl.params, values);
    return c.within({ unit: template.unit, scope: bound, position: Infinity, fn: undefined }, () => {
      const type = functionType(c, decl.type);
      const around: FunctionAround = {
        scope: bound,
        unit: template.unit,
        ordinal: Infinity,
        isExternC: false,
        access: template.access,
        owner,
      };
      const name = template.name;
      const base = symbolOf(decl, around, name, type);
      const symbol = base.symbol.replace(`${name}(`, `${name}<${key}>(`);
      const shared = c.functions.get(symbol);
      if (shared !== undefined && !base.isInternal && owner === undefined) {
        template.instances.set(key, shared);
        return shared;
      }
      const entity = makeFunction(c, decl, around, name, type, symbol, false, base.isInternal, template);
      for (const [index, param] of decl.type.params.entries())
        if (param.default !== undefined)
          entity.defaults[index] = { expr: param.default, scope: bound, unit: template.unit };
      template.instances.set(key, entity);
      c.functions.set(symbol, entity);
      defineInstance(c, template, entity, bound, values);
      return entity;
    });
  } finally {
    c.templateDepth--;
  }
}

function defineInstance(
  c: Checker,
  template: FunctionTemplate,
  entity: FunctionEntity,
  bound: ClassTemplate['scope'],
  values: readonly TemplateArgValue[],
): void {
  const special = specialisation(c, template, entity);
  if (special !== undefined) {
    entity.definition = {
      decl: special.decl,
      scope: special.scope,
      unit: template.unit,
      ordinal: special.ordinal,
    };
    return;
  }
  const written =
    template.function.body !== undefined || template.function.isDefaulted
      ? template.function
      : template.definition;
  if (written !== undefined) {
    // The definition may name the parameters otherwise than the first declaration.
    entity.definition = { decl: written, scope: bound, unit: template.unit, ordinal: Infinity };
    return;
  }
  defineOutside(c, template, entity, values);
}

/** `template <> void f(int) {…}` */
function specialisation(
  c: Checker,
  template: FunctionTemplate,
  entity: FunctionEntity,
): FunctionTemplate['specialisations'][number] | undefined {
  return template.specialisations.find(({ decl, scope }) =>
    c.within({ scope, position: Infinity }, () => {
      const type = c.attempt(() => functionType(c, decl.type));
      if (type === undefined || !sameParams(type, entity.fn.type)) return false;
      return sameType(type.result.type, entity.fn.type.result.type);
    }),
  );
}

/** `template<class T> void A::f(T) {…}` of a class that is no template, or of one that is. */
function defineOutside(
  c: Checker,
  template: FunctionTemplate,
  entity: FunctionEntity,
  values: readonly TemplateArgValue[],
): void {
  const { owner } = template;
  const path =
    owner === undefined
      ? template.scope.path
      : `${owner.template === undefined ? owner.scope.path : `${owner.template.of.scope.path}${owner.template.of.name}::`}`;
  for (const unit of c.units) {
    for (const pending of unit.outOfLine.get(`${path}${template.name}`) ?? []) {
      if (pending.decl.kind !== 'template' || pending.decl.decl.kind !== 'function') continue;
      const decl: FunctionDecl = pending.decl.decl;
      if (decl.type.params.length !== template.function.type.params.length) continue;
      const scope = bindingScope(
        owner === undefined ? pending.scope : definitionScope(owner, pending.scope),
        pending.decl.params,
        values,
      );
      entity.definition = { decl, scope, unit, ordinal: Infinity };
      return;
    }
  }
}

export function moreSpecialised(_c: Checker, a: FunctionTemplate, b: FunctionTemplate): number {
  return total(a) - total(b);
}

function total(template: FunctionTemplate): number {
  const names = new Set(template.decl.params.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return template.function.type.params.reduce((sum, { type }) => sum + weight(type, names), 0);
}

export { partText, plainParams };
