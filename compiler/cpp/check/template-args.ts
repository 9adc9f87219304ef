/**
 * Template arguments: as written to values, values to names in a scope.
 */
import type { Expr, TemplateArg, TemplateParam, TypeNode } from '../ast.ts';
import { at, type At, type Checker } from './checker.ts';
import { makeScope, type Scope, type TemplateArgValue } from './entities.ts';
import { conversionOf, scalarTo, toValue } from './conversions.ts';
import { lookupTypeName } from './lookup.ts';
import { plain, type QualType } from '../types.ts';
import { typeText } from './type-text.ts';
import { typeOfEntity } from './resolve-type.ts';

export function bindParam(scope: Scope, param: TemplateParam, value: TemplateArgValue): void {
  const { name } = param;
  if (name === undefined) return;
  if (value.kind === 'type') scope.names.set(name, { kind: 'type', name, type: value.type, ordinal: 0 });
  else scope.names.set(name, { kind: 'constant', name, value: value.value, ordinal: 0 });
}

export function bindingScope(
  parent: Scope,
  params: readonly TemplateParam[],
  values: readonly (TemplateArgValue | undefined)[],
): Scope {
  const scope = makeScope('template', parent);
  for (const [index, param] of params.entries()) {
    const value = values[index];
    if (value !== undefined) bindParam(scope, param, value);
  }
  return scope;
}

export const argKey = (value: TemplateArgValue): string =>
  value.kind === 'type'
    ? typeText(value.type)
    : value.value.kind === 'integer'
      ? String(value.value.value)
      : value.value.kind === 'functionAddress'
        ? value.value.fn.symbol
        : value.value.kind === 'addressOf' && value.value.operand.kind === 'variable'
          ? `&${value.value.operand.variable.symbol}`
          : '?';

export const argsKey = (values: readonly TemplateArgValue[]): string => values.map(argKey).join(',');

const isType = (arg: TemplateArg): arg is TypeNode =>
  arg.kind === 'builtin' ||
  arg.kind === 'named' ||
  arg.kind === 'auto' ||
  arg.kind === 'decltype' ||
  arg.kind === 'pointer' ||
  arg.kind === 'reference' ||
  arg.kind === 'array' ||
  arg.kind === 'function' ||
  arg.kind === 'record' ||
  arg.kind === 'enum' ||
  arg.kind === 'memberPointer';

/** One argument, for its parameter; `scope` knows the parameters before it. */
export function argValue(
  c: Checker,
  param: TemplateParam,
  arg: TemplateArg,
  scope: Scope,
): TemplateArgValue | undefined {
  if (param.kind === 'type') {
    if (isType(arg)) return { kind: 'type', type: c.hooks.resolveType(c, arg) };
    if (arg.kind === 'name') {
      const entity = lookupTypeName(c, arg.name);
      const type = entity === undefined ? undefined : typeOfEntity(entity);
      if (type !== undefined) return { kind: 'type', type };
    }
    c.error('cpp-template-arg', {}, at(arg));
    return undefined;
  }
  const type = c.inScope(scope, () => c.hooks.resolveType(c, param.type));
  const expr: Expr | undefined = isType(arg) ? asExpr(arg) : arg;
  if (expr === undefined) {
    c.error('cpp-template-arg', {}, at(arg));
    return undefined;
  }
  return valueFor(c, type, expr, at(arg));
}

/** A name taken for a type that is a value. */
function asExpr(node: TypeNode): Expr | undefined {
  return node.kind === 'named' ? { kind: 'name', name: node.name, ...at(node) } : undefined;
}

function valueFor(c: Checker, type: QualType, ast: Expr, place: At): TemplateArgValue | undefined {
  const arg = c.hooks.arg(c, ast);
  if (type.type.kind === 'pointer' || type.type.kind === 'reference') {
    const init = c.hooks.initialiseFromArg(c, type, arg, place);
    return init?.kind === 'value'
      ? {
          kind: 'value',
          value:
            type.type.kind === 'reference'
              ? { kind: 'deref', pointer: init.expr, type: type.type.to, isLvalue: true, ...place }
              : init.expr,
        }
      : undefined;
  }
  if (arg.kind !== 'expr') return undefined;
  const value = toValue(c, arg.expr);
  if (
    value.type.type.kind === 'error' ||
    conversionOf(c, { kind: 'expr', expr: value }, plain(type.type)) === undefined
  ) {
    if (value.type.type.kind !== 'error') c.error('cpp-template-arg', {}, place);
    return undefined;
  }
  const known = c.hooks.evaluate(c, scalarTo(value, type.type));
  if (known === undefined) {
    c.error('cpp-constant-wanted', {}, place);
    return undefined;
  }
  return { kind: 'value', value: known };
}

/** All arguments of a template, written ones first, then defaults. Undefined: too few or wrong. */
export function argValues(
  c: Checker,
  params: readonly TemplateParam[],
  args: readonly TemplateArg[],
  outer: Scope,
  place: At,
): TemplateArgValue[] | undefined {
  const values: TemplateArgValue[] = [];
  const scope = makeScope('template', outer);
  if (args.length > params.length) {
    c.error('cpp-template-arg-count', { most: params.length, count: args.length }, place);
    return undefined;
  }
  for (const [index, param] of params.entries()) {
    const arg = args[index];
    const value = arg === undefined ? defaultArg(c, param, scope) : argValue(c, param, arg, scope);
    if (value === undefined) {
      if (arg === undefined)
        c.error('cpp-template-arg-count', { most: params.length, count: args.length }, place);
      return undefined;
    }
    values.push(value);
    bindParam(scope, param, value);
  }
  return values;
}

export function defaultArg(c: Checker, param: TemplateParam, scope: Scope): TemplateArgValue | undefined {
  const { default: value } = param;
  return value === undefined
    ? undefined
    : c.within({ scope, position: Infinity }, () => argValue(c, param, value, scope));
}
