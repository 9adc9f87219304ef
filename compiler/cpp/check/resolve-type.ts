/**
 * Type nodes of the syntax tree as types.
 *
 * In: a TypeNode and the checker's place. Out: a QualType; ERROR after a message. `auto` stands for
 * `checker.autoType` while a variable with an initialiser is declared.
 */
import type { Name, ParamDecl, TypeNode } from '../ast.ts';
import {
  CHAR,
  ERROR,
  FLOATS,
  INTS,
  plain,
  VOID,
  type FunctionType,
  type QualType,
  type Type,
} from '../types.ts';
import { at, type Checker } from './checker.ts';
import { declareEnum, declareRecord } from './declare-types.ts';
import type { Entity } from './entities.ts';
import { nearName } from './explain-unknown.ts';
import { scalarTo, toValue } from './conversions.ts';
import { isPlainName, lastPart, lookupTypeName, nameText, resolveQualifier, visibleNames } from './lookup.ts';
import { isIntegral, isRecord, pointerTo, qualify, referenceTo } from './relations.ts';
import { checkAccess } from './access.ts';

export function resolveType(c: Checker, node: TypeNode): QualType {
  const bare = resolveBare(c, node);
  return node.isConst || node.isVolatile ? qualify(bare, node.isConst, node.isVolatile) : bare;
}

function resolveBare(c: Checker, node: TypeNode): QualType {
  switch (node.kind) {
    case 'builtin':
      return plain(builtinType(node.name));
    case 'named':
      return node.tag === undefined ? resolveNamed(c, node.name) : resolveTag(c, node, node.tag);
    case 'auto':
      return c.autoType ?? plain(autoWithoutInit(c, node));
    case 'decltype':
      return decltypeOf(c, node.expr, node.isParenthesised);
    case 'pointer': {
      const to = resolveType(c, node.to);
      if (to.type.kind === 'reference') c.error('cpp-type-pointer-to-reference', {}, node);
      return plain(pointerTo(to.type.kind === 'reference' ? to.type.to : to));
    }
    case 'reference': {
      const to = resolveType(c, node.to);
      // A reference to a reference, through a template or typedef: & wins.
      if (to.type.kind === 'reference')
        return plain(referenceTo(to.type.to, to.type.isRvalue && node.isRvalue));
      return plain(referenceTo(to, node.isRvalue));
    }
    case 'array': {
      const of = resolveType(c, node.of);
      if (node.size === undefined) return plain({ kind: 'array', of });
      return plain({ kind: 'array', of, count: arraySize(c, node.size) });
    }
    case 'function':
      return plain(functionType(c, node));
    case 'record': {
      const cls = declareRecord(c, node.decl, {});
      return plain(cls.type);
    }
    case 'enum':
      return declareEnum(c, node.decl, {}).type;
    case 'memberPointer':
      c.error('cpp-unsupported', { construct: 'T C::*' }, node);
      return plain(ERROR);
  }
}

/** `struct S`: the tag, whatever else has its name; new ones are declared by it. */
function resolveTag(
  c: Checker,
  node: TypeNode & { kind: 'named' },
  tag: 'class' | 'struct' | 'union' | 'enum',
): QualType {
  const part = lastPart(node.name);
  const isPlain = part?.kind === 'identifier' && part.templateArgs === undefined && isPlainName(node.name);
  const entity = lookupTypeName(c, node.name);
  const type = entity === undefined ? undefined : typeOfEntity(entity);
  if (!isPlain || type !== undefined) return resolveNamed(c, node.name);
  if (entity !== undefined && entity.kind === 'classTemplate') return resolveNamed(c, node.name);
  let scope = c.scope;
  while (scope.kind !== 'namespace' && scope.kind !== 'block' && scope.parent !== undefined)
    scope = scope.parent;
  if (tag === 'enum') {
    return declareEnum(c, { kind: 'enum', name: node.name, isScoped: false, ...at(node) }, { scope }).type;
  }
  const decl = { kind: 'record' as const, tag, name: node.name, bases: [], isFinal: false, ...at(node) };
  return plain(declareRecord(c, decl, { scope }).type);
}

function builtinType(name: (TypeNode & { kind: 'builtin' })['name']): Type {
  switch (name) {
    case 'void':
      return VOID;
    case 'bool':
      return { kind: 'bool' };
    case 'float':
    case 'double':
    case 'long double':
      return FLOATS[name];
    case 'char':
      return CHAR;
    default:
      return INTS[name];
  }
}

function autoWithoutInit(c: Checker, node: TypeNode): Type {
  c.error('cpp-auto-without-value', {}, node);
  return ERROR;
}

/** `decltype(name)` is the declared type, `decltype((expr))` has a reference for lvalues. */
function decltypeOf(
  c: Checker,
  ast: (TypeNode & { kind: 'decltype' })['expr'],
  isParenthesised: boolean,
): QualType {
  const expr = c.unevaluatedly(() => c.hooks.expr(c, ast));
  if (!isParenthesised && (ast.kind === 'name' || ast.kind === 'member')) {
    if (
      expr.kind === 'deref' &&
      expr.pointer.kind === 'load' &&
      expr.pointer.operand.type.type.kind === 'reference'
    )
      return expr.pointer.operand.type;
    return expr.type;
  }
  if (expr.isLvalue && expr.kind !== 'temporary')
    return plain(referenceTo(expr.type, expr.isXvalue === true));
  return expr.type;
}

function arraySize(c: Checker, ast: (TypeNode & { kind: 'array' })['size'] & object): number {
  const expr = toValue(c, c.hooks.expr(c, ast));
  if (expr.type.type.kind === 'error') return 1;
  const value = isIntegral(expr.type.type) ? c.hooks.evaluate(c, expr) : undefined;
  if (value?.kind !== 'integer') {
    c.error('cpp-array-size-not-constant', {}, at(ast));
    return 1;
  }
  if (value.value < 0n || value.value > 65535n) {
    c.error('cpp-array-size-out-of-range', { size: String(value.value) }, at(ast));
    return 1;
  }
  return Number(value.value);
}

export function functionType(c: Checker, node: TypeNode & { kind: 'function' }): FunctionType {
  const params = node.params.map((param) => paramType(c, param));
  const [only] = params;
  if (params.length === 1 && only?.type.kind === 'void') params.length = 0;
  const result = resolveType(c, node.result);
  // In C `f()` takes what it is given.
  const isVariadic = node.isVariadic;
  return {
    kind: 'function',
    result:
      isRecord(result.type) || result.type.kind === 'reference' || result.type.kind === 'pointer'
        ? result
        : plain(result.type),
    params,
    isVariadic,
  };
}

/** Arrays and functions as pointers; the const of the parameter itself does not count. */
export function paramType(c: Checker, param: ParamDecl): QualType {
  const type = resolveType(c, param.type);
  if (type.type.kind === 'array') return plain(pointerTo(type.type.of));
  if (type.type.kind === 'function') return plain(pointerTo(type));
  return type.type.kind === 'reference' ? type : plain(type.type);
}

export function resolveNamed(c: Checker, name: Name): QualType {
  let entity = lookupTypeName(c, name);
  if (entity === undefined) {
    unknownType(c, name);
    return plain(ERROR);
  }
  const part = lastPart(name);
  if (part?.kind === 'identifier' && part.templateArgs !== undefined) {
    entity = c.hooks.templateArgs(c, entity, name);
    if (entity === undefined) return plain(ERROR);
  }
  const type = typeOfEntity(entity);
  if (type === undefined) {
    if (entity.kind === 'classTemplate') c.error('cpp-template-needs-types', { name: nameText(name) }, name);
    else c.error('cpp-not-a-type', { name: nameText(name) }, name);
    return plain(ERROR);
  }
  if (
    (entity.kind === 'class' || entity.kind === 'type') &&
    entity.access !== undefined &&
    entity.access !== 'public'
  ) {
    const owner = entity.kind === 'class' ? entity.outer.cls : entity.owner;
    if (owner !== undefined) checkAccess(c, entity.name, entity.access, owner, name);
  }
  return type;
}

export function typeOfEntity(entity: Entity): QualType | undefined {
  if (entity.kind === 'class') return plain(entity.type);
  if (entity.kind === 'type') return entity.type;
  return undefined;
}

function unknownType(c: Checker, name: Name): void {
  // What stands before `::` was reported already.
  if (name.parts.length > 1 && c.attempt(() => resolveQualifier(c, name)) === undefined) return;
  const text = nameText(name);
  const header = c.options.headerOf?.(text);
  if (header !== undefined) {
    c.error('cpp-type-needs-header', { name: text, header }, name);
    return;
  }
  const near = isPlainName(name)
    ? (OTHER_WORDS.get(text) ?? nearName(text, [...visibleNames(c), ...KEYWORD_TYPES]))
    : undefined;
  if (near === undefined) c.error('cpp-type-unknown', { name: text }, name);
  else c.error('cpp-type-unknown-near', { name: text, near }, name);
}

/** Of other languages. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['function', 'void'],
  ['def', 'void'],
  ['let', 'int'],
  ['var', 'int'],
  ['integer', 'int'],
  ['text', 'String'],
]);
const KEYWORD_TYPES = [
  'return',
  'int',
  'long',
  'float',
  'double',
  'char',
  'bool',
  'void',
  'short',
  'unsigned',
];

/** The integer value of a constant expression, in `target` when given. */
export function constantInteger(
  c: Checker,
  ast: Parameters<Checker['hooks']['expr']>[1],
  target?: Type,
): bigint | undefined {
  let expr = toValue(c, c.hooks.expr(c, ast));
  if (expr.type.type.kind === 'error') return undefined;
  if (target !== undefined) expr = scalarTo(expr, target);
  const value = c.hooks.evaluate(c, expr);
  return value?.kind === 'integer' ? value.value : undefined;
}
