/**
 * Functions come into a scope: overloads, redeclarations, definitions here and in other units.
 *
 * In: a function's declaration. Out: its FunctionEntity, one in the whole program for one function.
 */
import type { Access, FunctionDecl, Name, TemplateDecl, TypeNode } from '../ast.ts';
import type { TypedFunction, TypedVariable } from '../typed-ast.ts';
import { plain, type FunctionType } from '../types.ts';
import { functionAttributes } from './attributes.ts';
import type { At, Checker } from './checker.ts';
import { placeOf } from './declare-types.ts';
import {
  makeScope,
  type ClassEntity,
  type FunctionEntity,
  type FunctionSet,
  type FunctionTemplate,
  type Mutable,
  type Scope,
  type Unit,
} from './entities.ts';
import { isLibcFunction } from './libc-functions.ts';
import { lastPart, lookupLocal, partText, resolveQualifier } from './lookup.ts';
import { pointerTo, sameParams, sameQual } from './relations.ts';
import { functionType } from './resolve-type.ts';
import { isCopyOrMove } from './triviality.ts';
import { typeText } from './type-text.ts';
import { memberFunctionShape, placeVirtual } from './virtual-methods.ts';

export interface FunctionAround {
  readonly scope: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly isExternC: boolean;
  readonly access: Access;
  readonly owner?: ClassEntity | undefined;
}

export function nameLocOf(decl: FunctionDecl): At {
  return { loc: decl.nameLoc, end: Math.max(decl.nameLoc + 1, decl.name.end) };
}

/** A class scope around a definition outside the class: members first, then what its unit sees. */
export function definitionScope(cls: ClassEntity, from: Scope): Scope {
  const outer = cls.outer.cls === undefined ? from : definitionScope(cls.outer.cls, from);
  const bound = cls.outer.kind === 'template' ? makeBound(cls.outer, outer) : outer;
  return makeScope('class', bound, { path: cls.scope.path, cls, unit: from.unit });
}

/** Template parameters with another scope behind them. */
function makeBound(template: Scope, parent: Scope): Scope {
  const scope = makeScope('template', parent, { path: template.path });
  for (const [name, entity] of template.names) scope.names.set(name, entity);
  return scope;
}

export function declareFunction(
  c: Checker,
  decl: FunctionDecl,
  around: FunctionAround,
): FunctionEntity | undefined {
  if (decl.name.parts.length > 1) return declareQualified(c, decl, around);
  return declareIn(c, decl, around);
}

function declareQualified(
  c: Checker,
  decl: FunctionDecl,
  around: FunctionAround,
): FunctionEntity | undefined {
  const qualifier = resolveQualifier(c, decl.name);
  if (qualifier === undefined) return undefined;
  const last = lastPart(decl.name);
  if (last === undefined) return undefined;
  const short: Name = { ...decl.name, isGlobal: false, parts: [last] };
  if (qualifier.kind === 'namespace')
    return declareIn(c, { ...decl, name: short }, { ...around, scope: qualifier.scope });
  if (qualifier.kind === 'enum') return undefined;
  const { cls } = qualifier;
  c.complete(cls.type);
  const scope = definitionScope(cls, around.scope);
  return c.within({ scope }, () => {
    const type = functionType(c, decl.type);
    const candidates = methodsNamed(c, cls, decl, partText(last));
    const entity = candidates.find(
      (fn) =>
        sameParams(fn.fn.type, type) &&
        fn.isConst === decl.type.isConst &&
        fn.isVolatile === decl.type.isVolatile,
    );
    if (entity === undefined) {
      if (candidates.length > 0)
        c.error(
          'cpp-method-differs',
          { name: `${cls.info.name}::${partText(last)}`, declared: candidates.map(shown).join(', ') },
          nameLocOf(decl),
        );
      else c.error('cpp-member-unknown', { name: partText(last), class: cls.info.name }, nameLocOf(decl));
      return undefined;
    }
    mergeDefinition(c, entity, decl, { scope, unit: around.unit, ordinal: around.ordinal });
    return entity;
  });
}

const shown = (fn: FunctionEntity): string =>
  `${fn.name}(${fn.fn.type.params.map(typeText).join(', ')})${fn.isConst ? ' const' : ''}`;

function methodsNamed(c: Checker, cls: ClassEntity, decl: FunctionDecl, text: string): FunctionEntity[] {
  if (decl.role === 'constructor') return cls.constructors.filter(isFunction);
  if (decl.role === 'destructor') return cls.destructor === undefined ? [] : [cls.destructor];
  if (decl.role === 'conversion') {
    const { result } = signatureOf(c, decl);
    return cls.conversions.filter((fn) => sameQual(fn.fn.type.result, result));
  }
  const found = lookupLocal(c, cls.scope, text);
  // A using declaration may have brought functions of the base.
  return found?.kind === 'functions'
    ? found.overloads.filter(isFunction).filter((fn) => fn.owner === cls)
    : [];
}

const isFunction = (fn: FunctionEntity | FunctionTemplate): fn is FunctionEntity => fn.kind === 'function';

function declareIn(c: Checker, decl: FunctionDecl, around: FunctionAround): FunctionEntity | undefined {
  const type = signatureOf(c, decl);
  const name = functionName(decl, around.owner, type);
  const sets = setFor(decl, around, name);
  const same = sets.find(
    (fn): fn is FunctionEntity =>
      fn.kind === 'function' &&
      fn.template === undefined &&
      // A using declaration may have brought it from the base.
      (around.owner === undefined || fn.owner === around.owner) &&
      (decl.role !== 'conversion' || sameQual(fn.fn.type.result, type.result)) &&
      isRedeclaration(fn, type, decl),
  );
  if (same !== undefined) {
    if (
      !sameQual(same.fn.type.result, type.result) &&
      !same.hasAutoResult &&
      type.result.type.kind !== 'error'
    ) {
      c.error(
        'cpp-function-other-result',
        { name: same.fn.display, result: typeText(same.fn.type.result) },
        nameLocOf(decl),
      );
    }
    merge(c, same, decl, around);
    return same;
  }
  const clash = isC(around) ? sets.find(isFunction) : undefined;
  if (clash !== undefined) {
    if (clash.decl.type.params.length > 0 && decl.type.params.length > 0)
      c.error('cpp-name-redefined', { name }, nameLocOf(decl));
    merge(c, clash, decl, around);
    return clash;
  }
  const entity = programFunction(c, decl, around, name, type);
  if (entity.isDeleted && around.owner === undefined) entity.isDeleted = decl.isDeleted;
  addToScope(c, decl, around, name, entity);
  return entity;
}

const isC = (around: FunctionAround): boolean =>
  around.isExternC && around.owner === undefined && around.scope.kind === 'namespace' && around.unit.isC;

/** `operator T()` gives a T. */
function signatureOf(c: Checker, decl: FunctionDecl): FunctionType {
  const type = functionType(c, decl.type);
  const last = lastPart(decl.name);
  return last?.kind === 'conversion' ? { ...type, result: c.hooks.resolveType(c, last.type) } : type;
}

function isRedeclaration(fn: FunctionEntity, type: FunctionType, decl: FunctionDecl): boolean {
  return (
    sameParams(fn.fn.type, type) && fn.isConst === decl.type.isConst && fn.isVolatile === decl.type.isVolatile
  );
}

function functionName(decl: FunctionDecl, owner: ClassEntity | undefined, type: FunctionType): string {
  if (decl.role === 'constructor' && owner !== undefined) return owner.name;
  if (decl.role === 'destructor' && owner !== undefined) return `~${owner.name}`;
  if (decl.role === 'conversion') return `operator ${typeText(type.result)}`;
  return partText(lastPart(decl.name));
}

function setFor(
  decl: FunctionDecl,
  around: FunctionAround,
  name: string,
): (FunctionEntity | FunctionTemplate)[] {
  const { owner } = around;
  if (owner !== undefined) {
    if (decl.role === 'constructor') return owner.constructors;
    if (decl.role === 'destructor') return owner.destructor === undefined ? [] : [owner.destructor];
    if (decl.role === 'conversion') return owner.conversions;
  }
  const there = around.scope.names.get(name);
  return there?.kind === 'functions' ? there.overloads : [];
}

export function symbolOf(
  decl: FunctionDecl,
  around: FunctionAround,
  name: string,
  type: FunctionType,
): { symbol: string; isPlain: boolean; isInternal: boolean } {
  const { owner, scope } = around;
  const isGlobal = scope.path === '' && owner === undefined;
  const isPlain =
    (around.isExternC && owner === undefined) ||
    // As GCC does, a C++ program that declares `void abort();` by itself means C's.
    (isGlobal && decl.body === undefined && !decl.specifiers.isStatic && isLibcFunction(name)) ||
    (isGlobal && (name === 'main' || name.startsWith('__vector_')));
  const isInternal =
    scope.isInternal || (owner === undefined && decl.specifiers.isStatic) || owner?.scope.isInternal === true;
  const params = type.params.map(typeText).join(',') + (type.isVariadic ? '...' : '');
  const cv = `${decl.type.isConst ? ' const' : ''}${decl.type.isVolatile ? ' volatile' : ''}`;
  const base = isPlain ? name : `${owner?.scope.path ?? scope.path}${name}(${params})${cv}`;
  return { symbol: isInternal ? `${base}@${around.unit.index}` : base, isPlain, isInternal };
}

/** The program's entity of that symbol, or a new one. */
function programFunction(
  c: Checker,
  decl: FunctionDecl,
  around: FunctionAround,
  name: string,
  type: FunctionType,
): FunctionEntity {
  const { symbol, isPlain, isInternal } = symbolOf(decl, around, name, type);
  const known = c.functions.get(symbol);
  if (known !== undefined && !isInternal) {
    merge(c, known, decl, around);
    return known;
  }
  const entity = makeFunction(c, decl, around, name, type, symbol, isPlain, isInternal);
  c.functions.set(symbol, entity);
  merge(c, entity, decl, around);
  return entity;
}

export function containsAuto(node: TypeNode): boolean {
  if (node.kind === 'auto') return true;
  if (node.kind === 'pointer' || node.kind === 'reference') return containsAuto(node.to);
  return node.kind === 'array' && containsAuto(node.of);
}

export function makeFunction(
  c: Checker,
  decl: FunctionDecl,
  around: FunctionAround,
  name: string,
  type: FunctionType,
  symbol: string,
  isExternC: boolean,
  isInternal: boolean,
  template?: FunctionTemplate,
): FunctionEntity {
  const { owner } = around;
  const isConstructor = decl.role === 'constructor';
  const isAllocator = owner !== undefined && /^operator (new|delete)/.test(name);
  const isStatic = owner !== undefined && (decl.specifiers.isStatic || isAllocator);
  const isMethod = owner !== undefined && !isStatic;
  const fn: Mutable<TypedFunction> = {
    symbol,
    display: `${owner?.scope.path ?? around.scope.path}${name}()`,
    type,
    params: [],
    loc: decl.nameLoc,
    end: nameLocOf(decl).end,
    attributes: functionAttributes(decl, name, isInternal, owner !== undefined && decl.body !== undefined),
    isConstructor,
    isDestructor: decl.role === 'destructor',
    method: isMethod ? { record: owner.info } : undefined,
    home: c.options.home,
  };
  const entity: FunctionEntity = {
    kind: 'function',
    name,
    fn,
    decl,
    scope: around.scope,
    unit: around.unit,
    ordinal: around.ordinal,
    owner,
    access: around.access,
    isStatic,
    isConst: decl.type.isConst,
    isVolatile: decl.type.isVolatile,
    isExternC,
    isVirtual: decl.specifiers.isVirtual,
    isPure: decl.isPure,
    isExplicit: decl.specifiers.isExplicit,
    isDeleted: decl.isDeleted,
    implicit: decl.isDefaulted ? defaultedKind(decl, type, owner) : undefined,
    isConstexpr: decl.specifiers.isConstexpr,
    isVariadic:
      type.isVariadic || (around.unit.isC && decl.type.params.length === 0 && decl.body === undefined),
    defaults: [],
    hasAutoResult: containsAuto(decl.type.result),
    body: 'none',
    isUsed: false,
    template,
  };
  fn.params = plainParams(entity);
  c.entityOf.set(fn, entity);
  return entity;
}

function defaultedKind(
  decl: FunctionDecl,
  type: FunctionType,
  owner: ClassEntity | undefined,
): FunctionEntity['implicit'] {
  if (decl.role === 'destructor') return 'destructor';
  const [param] = type.params;
  const isMove = param?.type.kind === 'reference' && param.type.isRvalue;
  if (decl.role === 'constructor') return param === undefined ? 'default' : isMove ? 'move' : 'copy';
  return owner === undefined ? undefined : isMove ? 'moveAssign' : 'copyAssign';
}

/** Parameters before the body is read: types only. */
export function plainParams(entity: FunctionEntity): TypedVariable[] {
  const params: TypedVariable[] = [];
  const { fn, owner } = entity;
  if (fn.method !== undefined && owner !== undefined) params.push(thisVariable(entity, owner));
  for (const [index, type] of fn.type.params.entries()) {
    const name = entity.decl.type.params[index]?.name ?? `(${index + 1})`;
    params.push(paramVariable(name, type, entity.decl.type.params[index]?.loc ?? fn.loc));
  }
  return params;
}

export function thisVariable(entity: FunctionEntity, owner: ClassEntity): TypedVariable {
  const type = { type: owner.type, isConst: entity.isConst, isVolatile: entity.isVolatile };
  return paramVariable('this', plain(pointerTo(type)), entity.fn.loc);
}

export function paramVariable(name: string, type: TypedVariable['type'], loc: number): TypedVariable {
  return {
    kind: 'param',
    symbol: name,
    display: name,
    type,
    loc,
    isProgmem: false,
    isWeak: false,
    isExternal: false,
    isNoInit: false,
  };
}

/** Another declaration of the same function: default arguments, attributes, the body. */
function merge(c: Checker, entity: FunctionEntity, decl: FunctionDecl, around: FunctionAround): void {
  for (const [index, param] of decl.type.params.entries()) {
    if (param.default !== undefined && entity.defaults[index] === undefined)
      entity.defaults[index] = { expr: param.default, scope: around.scope, unit: around.unit };
  }
  if (decl !== entity.decl)
    entity.fn.attributes = {
      ...functionAttributes(decl, entity.name, entity.fn.attributes.isInternal, false, entity.fn.attributes),
    };
  mergeDefinition(c, entity, decl, around);
}

function mergeDefinition(
  c: Checker,
  entity: FunctionEntity,
  decl: FunctionDecl,
  around: { scope: Scope; unit: Unit; ordinal: number },
): void {
  if (decl.specifiers.attributes.some(({ name }) => name === 'weak' || name === '__weak__')) {
    entity.weakUnits ??= new Set();
    entity.weakUnits.add(around.unit);
    if (entity.definition?.unit === around.unit) entity.isWeakDefinition = true;
  }
  if (decl.body === undefined && !decl.isDefaulted) return;
  const known = entity.definition;
  const isWeakHere = entity.weakUnits?.has(around.unit) === true;
  if (known !== undefined) {
    if (placeOf(c, known.decl.loc) === placeOf(c, decl.loc)) return;
    const wasWeak = entity.isWeakDefinition === true;
    if (isWeakHere) return;
    if (!wasWeak) {
      const bothInline = decl.specifiers.isInline && known.decl.specifiers.isInline;
      if (!bothInline && entity.owner?.template === undefined) reportTwice(c, entity, decl, known.decl);
      return;
    }
  }
  // What C knew by its name only has parameters now.
  if (entity.fn.type.params.length === 0 && decl.type.params.length > 0)
    entity.fn.type = signatureOf(c, decl);
  entity.definition = { decl, scope: around.scope, unit: around.unit, ordinal: around.ordinal };
  entity.isWeakDefinition = isWeakHere;
  entity.fn.attributes = { ...entity.fn.attributes, isWeak: isWeakHere };
  entity.fn.loc = decl.nameLoc;
  entity.fn.end = nameLocOf(decl).end;
  if (decl.isDefaulted && entity.owner !== undefined && decl !== entity.decl && entity.implicit === undefined)
    (entity as Mutable<FunctionEntity>).implicit = defaultedKind(decl, entity.fn.type, entity.owner);
}

function reportTwice(c: Checker, entity: FunctionEntity, decl: FunctionDecl, first: FunctionDecl): void {
  const span = c.options.sources.spanOf(first.nameLoc);
  c.error(
    'cpp-function-redefined',
    { name: entity.fn.display, file: span?.file ?? '', line: span?.line ?? 0 },
    nameLocOf(decl),
  );
}

function addToScope(
  c: Checker,
  decl: FunctionDecl,
  around: FunctionAround,
  name: string,
  entity: FunctionEntity,
): void {
  const { owner, scope } = around;
  if (owner !== undefined) {
    if (decl.role === 'constructor') {
      owner.constructors.push(entity);
      const isOwn = !decl.isDefaulted || isCopyOrMove(entity) === undefined;
      if (!decl.isDefaulted && isOwn) owner.hasUserConstructor = true;
      return;
    }
    if (decl.role === 'destructor') {
      owner.destructor = entity;
      placeVirtual(c, owner, entity, decl);
      return;
    }
    if (decl.role === 'conversion') {
      owner.conversions.push(entity);
      if (entity.isVirtual) placeVirtual(c, owner, entity, decl);
      return;
    }
    if (!entity.isStatic) placeVirtual(c, owner, entity, decl);
  }
  addOverload(c, scope, name, entity, nameLocOf(decl));
}

export function addOverload(
  c: Checker,
  scope: Scope,
  name: string,
  overload: FunctionEntity | FunctionTemplate,
  place: At,
): void {
  const there = scope.names.get(name);
  if (there?.kind === 'functions') {
    if (!there.overloads.includes(overload)) there.overloads.push(overload);
    return;
  }
  const set: FunctionSet = { kind: 'functions', name, overloads: [overload] };
  if (there === undefined) scope.names.set(name, set);
  else if (there.kind === 'class' || there.kind === 'type') {
    scope.tags.set(name, there);
    scope.names.set(name, set);
  } else c.error('cpp-name-redefined', { name }, place);
}

export function declareFunctionTemplate(
  c: Checker,
  decl: TemplateDecl,
  fn: FunctionDecl,
  around: FunctionAround,
): void {
  const name = fn.role === 'constructor' ? (around.owner?.name ?? '') : partText(lastPart(fn.name));
  const sets = setFor(fn, around, name);
  if (decl.params.length === 0) {
    for (const known of sets) {
      if (known.kind === 'functionTemplate')
        known.specialisations.push({ decl: fn, scope: around.scope, ordinal: around.ordinal });
    }
    return;
  }
  // A template declared first and defined below.
  const earlier = sets.find(
    (known): known is FunctionTemplate =>
      known.kind === 'functionTemplate' &&
      known.function.body === undefined &&
      known.definition === undefined &&
      known.function.type.params.length === fn.type.params.length,
  );
  if (earlier !== undefined && fn.body !== undefined) {
    earlier.definition = fn;
    return;
  }
  const template: FunctionTemplate = {
    kind: 'functionTemplate',
    name,
    decl,
    function: fn,
    scope: around.scope,
    unit: around.unit,
    ordinal: around.ordinal,
    ...(around.owner === undefined ? {} : { owner: around.owner }),
    access: around.access,
    instances: new Map(),
    specialisations: [],
  };
  if (fn.role === 'constructor' && around.owner !== undefined) {
    around.owner.constructors.push(template);
    around.owner.hasUserConstructor = true;
    return;
  }
  addOverload(c, around.scope, name, template, nameLocOf(fn));
}

export { memberFunctionShape };
