/**
 * Variables of the program (global, of a namespace, static members): declared, merged over units, and
 * their initialisers read when they are needed.
 *
 * In: VarDecls. Out: VariableEntity with its TypedVariable; `ensureVariable` fills in init and constant.
 */
import type { Access, Init, VarDecl } from '../ast.ts';
import type { TExpr, TInit, TypedVariable } from '../typed-ast.ts';
import { ERROR, plain, sizeOf, type QualType, type Type } from '../types.ts';
import { variablePlacement } from './attributes.ts';
import { at, type At, type Checker } from './checker.ts';
import { containsAuto, definitionScope } from './declare-functions.ts';
import { placeOf } from './declare-types.ts';
import type { ClassEntity, Mutable, Scope, Unit, VariableEntity } from './entities.ts';
import { lastPart, partText, resolveQualifier } from './lookup.ts';
import {
  decay,
  isArithmetic,
  isConstQual,
  isEnum,
  referenceTo,
  referred,
  sameQual,
  sameType,
  unqualified,
} from './relations.ts';
import { toValue } from './conversions.ts';
import { deepConstant } from './constant-init.ts';
import { searchVariable } from './search-definitions.ts';
import { searchTemplateVariable } from './template-members.ts';
import { typeText } from './type-text.ts';

export interface VariableAround {
  readonly scope: Scope;
  readonly unit: Unit;
  readonly ordinal: number;
  readonly isExternC: boolean;
  readonly access?: Access | undefined;
  readonly owner?: ClassEntity | undefined;
}

const nameAt = (decl: VarDecl): At => ({ loc: decl.nameLoc, end: Math.max(decl.nameLoc + 1, decl.name.end) });

/** The declared type; `auto` and missing array bounds come from the initialiser. */
export function declaredType(c: Checker, decl: VarDecl, init: Init | undefined = decl.init): QualType {
  const before = c.autoType;
  c.autoType = containsAuto(decl.type) && init !== undefined ? autoFrom(c, decl, init) : undefined;
  const isUnknown = c.autoType?.type.kind === 'error';
  const type = isUnknown ? plain(ERROR) : c.hooks.resolveType(c, decl.type);
  c.autoType = before;
  const isConst = decl.specifiers.isConstexpr && type.type.kind !== 'reference';
  const sized = sizedByInit(c, type, init);
  return isConst ? constAll(sized) : sized;
}

const constAll = (type: QualType): QualType =>
  type.type.kind === 'array'
    ? plain({ ...type.type, of: constAll(type.type.of) })
    : { ...type, isConst: true };

function autoFrom(c: Checker, decl: VarDecl, init: Init): QualType {
  const ast =
    init.kind === 'copy' ? init.expr : init.kind === 'direct' ? init.args[0] : init.list.items[0]?.value;
  if (ast === undefined || ast.kind === 'initList') {
    c.error('cpp-auto-without-value', {}, nameAt(decl));
    return plain(ERROR);
  }
  const before = c.autoType;
  c.autoType = undefined;
  const expr = c.unevaluatedly(() => c.hooks.expr(c, ast));
  c.autoType = before;
  return autoType(c, decl.type, expr, nameAt(decl));
}

/** What `auto` inside `node` stands for, to hold `expr`. */
export function autoType(c: Checker, node: VarDecl['type'], expr: TExpr, place: At): QualType {
  if (expr.type.type.kind === 'error') return plain(ERROR);
  if (expr.type.type.kind === 'void') {
    c.error('cpp-variable-void', { name: 'auto' }, place);
    return plain(ERROR);
  }
  if (node.kind === 'reference' && node.to.kind === 'auto') {
    const isForwarded = node.isRvalue && expr.isLvalue && expr.isXvalue !== true;
    return isForwarded ? plain(referenceTo(expr.type)) : expr.type;
  }
  let value = decay(expr.type);
  let at: VarDecl['type'] = node.kind === 'reference' ? node.to : node;
  while (at.kind === 'pointer') {
    if (value.type.kind !== 'pointer') {
      c.error('cpp-auto-not-pointer', {}, place);
      return plain(ERROR);
    }
    at = at.to;
    value = value.type.to;
  }
  return value;
}

function sizedByInit(c: Checker, type: QualType, init: Init | undefined): QualType {
  if (type.type.kind !== 'array' || type.type.count !== undefined || init === undefined) return type;
  const count = initCount(c, type.type.of, init);
  return count === undefined ? type : { ...type, type: { ...type.type, count } };
}

function initCount(c: Checker, of: QualType, init: Init): number | undefined {
  const ast = init.kind === 'copy' ? init.expr : init.kind === 'list' ? init.list : init.args[0];
  if (ast === undefined) return undefined;
  if (ast.kind === 'string')
    return ast.bytes.length / (ast.prefix === '' || ast.prefix === 'u8' ? 1 : (sizeOf(of.type) ?? 1)) + 1;
  if (ast.kind !== 'initList') return undefined;
  const [first] = ast.items;
  if (
    ast.items.length === 1 &&
    first?.value.kind === 'string' &&
    sizeOf(of.type) === 1 &&
    of.type.kind === 'int'
  )
    return first.value.bytes.length + 1;
  let next = 0;
  let most = 0;
  for (const item of ast.items) {
    const designator = item.designator?.[0];
    if (designator?.kind === 'index') {
      const index = c.hooks.evaluate(c, c.hooks.expr(c, designator.to ?? designator.index));
      next = index?.kind === 'integer' ? Number(index.value) : next;
    }
    next++;
    most = Math.max(most, next);
  }
  const perElement = flatScalars(c, of.type);
  const isFlat =
    perElement > 1 &&
    ast.items.every(
      ({ value }) =>
        value.kind !== 'initList' &&
        value.kind !== 'string' &&
        value.kind !== 'cast' &&
        value.kind !== 'call' &&
        value.kind !== 'name',
    );
  return isFlat ? Math.ceil(most / perElement) : most;
}

/** Scalars in an element, when braces around it are left out: `int a[][2] = {1, 2, 3, 4}`. */
function flatScalars(c: Checker, type: Type): number {
  if (type.kind === 'array') return (type.count ?? 1) * flatScalars(c, type.of.type);
  if (type.kind !== 'record') return 1;
  c.complete(type);
  const cls = c.classEntity(type.decl);
  if (cls.hasUserConstructor) return 1;
  return type.decl.fields.reduce((sum, field) => sum + flatScalars(c, field.type.type), 0);
}

export function declareVariable(
  c: Checker,
  decl: VarDecl,
  around: VariableAround,
): VariableEntity | undefined {
  if (decl.name.parts.length > 1) return defineMember(c, decl, around);
  const { scope, owner } = around;
  const name = partText(lastPart(decl.name));
  const type = declaredType(c, decl);
  const isExtern = decl.specifiers.isExtern && decl.init === undefined;
  const there = scope.names.get(name);
  if (there !== undefined && there.kind !== 'variable' && there.kind !== 'class') {
    c.error('cpp-name-redefined', { name }, nameAt(decl));
    return undefined;
  }
  if (there?.kind === 'variable') {
    mergeVariable(c, there, decl, type, around, isExtern);
    return there;
  }
  const isConstInternal =
    !around.unit.isC &&
    !decl.specifiers.isExtern &&
    owner === undefined &&
    ((isConstQual(type) && !type.isVolatile) || decl.specifiers.isConstexpr);
  const isInternal =
    scope.isInternal ||
    owner?.scope.isInternal === true ||
    (owner === undefined && decl.specifiers.isStatic) ||
    isConstInternal;
  const base = `${owner?.scope.path ?? scope.path}${name}`;
  const symbol = isInternal ? `${base}@${around.unit.index}` : base;
  const known = isInternal ? undefined : c.variables.get(symbol);
  const entity = known ?? makeVariable(c, decl, around, name, symbol, type);
  if (known === undefined) c.variables.set(symbol, entity);
  if (there?.kind === 'class') scope.tags.set(name, there);
  scope.names.set(name, entity);
  mergeVariable(c, entity, decl, type, around, isExtern);
  return entity;
}

function makeVariable(
  c: Checker,
  decl: VarDecl,
  around: VariableAround,
  name: string,
  symbol: string,
  type: QualType,
): VariableEntity {
  const variable: Mutable<TypedVariable> = {
    kind: 'global',
    symbol,
    display: `${around.owner?.scope.path ?? around.scope.path}${name}`,
    type,
    loc: decl.nameLoc,
    ...placement(decl),
    isExternal: true,
  };
  const entity: VariableEntity = {
    kind: 'variable',
    name,
    variable,
    ordinal: around.ordinal,
    scope: around.scope,
    unit: around.unit,
    ...(around.owner === undefined ? {} : { owner: around.owner }),
    ...(around.access === undefined ? {} : { access: around.access }),
    decl,
    state: 'declared',
    isConstexpr: decl.specifiers.isConstexpr,
    isUsed: false,
  };
  c.variableOf.set(variable, entity);
  return entity;
}

export function placement(
  decl: VarDecl,
): Pick<TypedVariable, 'isProgmem' | 'isNoInit' | 'isEeprom' | 'isWeak'> {
  const { isProgmem, isNoInit, isEeprom, isWeak } = variablePlacement(decl.specifiers.attributes);
  return { isProgmem, isNoInit, isWeak, ...(isEeprom ? { isEeprom } : {}) };
}

function mergeVariable(
  c: Checker,
  entity: VariableEntity,
  decl: VarDecl,
  type: QualType,
  around: VariableAround,
  isExtern: boolean,
): void {
  const { variable } = entity;
  if (!sameQual(variable.type, type)) {
    if (isOpenArray(variable.type, type)) variable.type = type;
    else if (
      !isOpenArray(type, variable.type) &&
      type.type.kind !== 'error' &&
      variable.type.type.kind !== 'error'
    ) {
      c.error(
        'cpp-variable-other-type',
        { name: entity.name, first: typeText(variable.type), second: typeText(type) },
        nameAt(decl),
      );
      return;
    }
  }
  const place = variablePlacement(decl.specifiers.attributes);
  variable.isProgmem ||= place.isProgmem;
  variable.isNoInit ||= place.isNoInit;
  if (place.isEeprom) variable.isEeprom = true;
  const isMemberDeclaration = around.owner !== undefined && decl.init === undefined;
  if (isExtern || isMemberDeclaration) return;
  define(c, entity, decl, around.scope, around.unit, around.ordinal);
}

function define(
  c: Checker,
  entity: VariableEntity,
  decl: VarDecl,
  scope: Scope,
  unit: Unit,
  ordinal: number,
): void {
  const known = entity.definition;
  if (known !== undefined && placeOf(c, known.decl.loc) !== placeOf(c, decl.loc)) {
    const isTentative = unit.isC && (decl.init === undefined || known.decl.init === undefined);
    const isMember = entity.owner !== undefined;
    if (!isTentative && !isMember && !entity.variable.isWeak) {
      const span = c.options.sources.spanOf(known.decl.nameLoc);
      c.error(
        'cpp-variable-redefined',
        { name: entity.name, file: span?.file ?? '', line: span?.line ?? 0 },
        nameAt(decl),
      );
      return;
    }
    if (decl.init === undefined) return;
  }
  entity.definition = { decl, scope, unit, ordinal };
  entity.variable.isExternal = false;
  entity.variable.loc = decl.nameLoc;
}

const isOpenArray = (open: QualType, closed: QualType): boolean =>
  open.type.kind === 'array' &&
  open.type.count === undefined &&
  closed.type.kind === 'array' &&
  sameType(open.type.of.type, closed.type.of.type);

/** `int A::count = 0;` */
function defineMember(c: Checker, decl: VarDecl, around: VariableAround): VariableEntity | undefined {
  const qualifier = resolveQualifier(c, decl.name);
  if (qualifier === undefined || qualifier.kind === 'enum') return undefined;
  const last = lastPart(decl.name);
  if (last === undefined) return undefined;
  if (qualifier.kind === 'namespace')
    return declareVariable(
      c,
      { ...decl, name: { ...decl.name, isGlobal: false, parts: [last] } },
      { ...around, scope: qualifier.scope },
    );
  const { cls } = qualifier;
  c.complete(cls.type);
  const scope = definitionScope(cls, around.scope);
  for (const pending of cls.scope.pending.get(partText(last)) ?? [])
    if (!pending.isDone) c.hooks.declarePending(c, pending);
  const entity = cls.scope.names.get(partText(last));
  if (entity?.kind !== 'variable') {
    c.error('cpp-member-unknown', { name: partText(last), class: cls.info.name }, nameAt(decl));
    return undefined;
  }
  c.within({ scope }, () => {
    const type = declaredType(c, decl);
    const open = entity.variable.type;
    if (open.type.kind === 'array' && open.type.count === undefined) entity.variable.type = type;
    const place = variablePlacement(decl.specifiers.attributes);
    entity.variable.isProgmem ||= place.isProgmem;
    if (decl.init === undefined && entity.definition !== undefined) entity.variable.isExternal = false;
    else define(c, entity, decl, scope, around.unit, around.ordinal);
  });
  return entity;
}

/** Reads the initialiser of a variable that lives as long as the program. */
export function ensureVariable(c: Checker, entity: VariableEntity): void {
  if (entity.state !== 'declared' || entity.variable.kind === 'local' || entity.variable.kind === 'param')
    return;
  if (entity.variable.kind === 'staticLocal') return;
  if (entity.definition === undefined) searchVariable(c, entity);
  if (entity.definition === undefined) searchTemplateVariable(c, entity);
  const { definition, variable } = entity;
  if (definition === undefined) return;
  entity.state = 'checking';
  const { decl, scope, unit, ordinal } = definition;
  c.within({ scope, unit, position: ordinal, fn: undefined }, () => {
    const place = nameAt(decl);
    if (!checkObjectType(c, variable.type, entity.name, place)) return;
    const before = c.unevaluated;
    c.unevaluated = 0;
    const init = c.hooks.initialise(c, variable.type, decl.init, decl.init === undefined ? place : at(decl));
    c.unevaluated = before;
    if (init === undefined) return;
    finishInit(c, entity, init);
  });
  entity.state = 'done';
}

/** Keeps what can be worked out now as data; remembers the value of constants. */
export function finishInit(c: Checker, entity: VariableEntity, init: TInit): void {
  const { variable } = entity;
  const isStatic = variable.kind === 'global' || variable.kind === 'staticLocal';
  const folded = isStatic ? (deepConstant(c, init, variable.type) ?? init) : init;
  variable.init = folded;
  const { type } = variable.type;
  if (!isConstQual(variable.type) || variable.type.isVolatile || !(isArithmetic(type) || isEnum(type)))
    return;
  if (folded.kind === 'zero') entity.constant = zeroOf(variable, type);
  if (folded.kind !== 'value') return;
  const known = c.hooks.evaluate(c, toValue(c, folded.expr));
  if (known?.kind === 'integer' || known?.kind === 'float') {
    entity.constant = known;
    variable.init = { kind: 'value', expr: known };
  } else if (entity.isConstexpr) c.error('cpp-constexpr-not-constant', { name: entity.name }, folded.expr);
}

const zeroOf = (variable: TypedVariable, type: Type): TExpr =>
  ({
    kind: type.kind === 'float' ? 'float' : 'integer',
    value: type.kind === 'float' ? 0 : 0n,
    type: plain(type),
    isLvalue: false,
    loc: variable.loc,
    end: variable.loc + 1,
  }) as TExpr;

/** Only complete object types make variables. */
export function checkObjectType(c: Checker, q: QualType, name: string, place: At): boolean {
  const { type } = q;
  if (type.kind === 'error') return false;
  if (type.kind === 'reference') return true;
  if (type.kind === 'void') {
    c.error('cpp-variable-void', { name }, place);
    return false;
  }
  if (type.kind === 'array' && type.count === undefined) {
    c.error('cpp-array-without-size', { name }, place);
    return false;
  }
  if (!c.complete(type)) {
    c.error('cpp-type-incomplete', { name: typeText(unqualified(referred(q))) }, place);
    return false;
  }
  const element = type.kind === 'array' ? elementOf(type) : type;
  if (element.kind === 'record') {
    const pure = c.classEntity(element.decl).vtable.find(({ isPure }) => isPure);
    if (pure !== undefined) {
      c.error('cpp-class-abstract', { name: element.decl.name, method: pure.fn.display }, place);
      return false;
    }
  }
  return true;
}

const elementOf = (type: Type): Type => (type.kind === 'array' ? elementOf(type.of.type) : type);
