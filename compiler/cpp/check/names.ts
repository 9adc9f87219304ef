/**
 * Names as expressions: variables, constants, fields of `this`, captures of a lambda.
 *
 * In: a name. Out: an lvalue or value; a message with the nearest known word when it is unknown.
 */
import type { Name } from '../ast.ts';
import type { TExpr } from '../typed-ast.ts';
import { deref, fieldOf, load, variableRef } from './build.ts';
import { at, errorExpr, type At, type Checker } from './checker.ts';
import { checkAccess } from './access.ts';
import { captureThis, captureVariable } from './captures.ts';
import type { Entity, FieldEntity, VariableEntity } from './entities.ts';
import { explainUnknown } from './explain-unknown.ts';
import { lastPart, lookupName, nameText, resolveQualifier } from './lookup.ts';
import { toBase } from './initialise.ts';

export function nameExpr(c: Checker, name: Name): TExpr {
  const entity = lookupName(c, name);
  if (entity === undefined) {
    if (
      nameText(name) === '__func__' ||
      nameText(name) === '__FUNCTION__' ||
      nameText(name) === '__PRETTY_FUNCTION__'
    )
      return functionName(c, name);
    reportUnknown(c, name);
    return errorExpr(name);
  }
  const part = lastPart(name);
  if (part?.kind === 'identifier' && part.templateArgs !== undefined && entity.kind === 'variableTemplate') {
    const made = c.hooks.templateArgs(c, entity, name);
    return made === undefined ? errorExpr(name) : entityExpr(c, made, name);
  }
  return entityExpr(c, entity, name);
}

function functionName(c: Checker, name: Name): TExpr {
  const text = c.fn?.entity?.name ?? '';
  const bytes = new Uint8Array(Array.from(text, (char) => char.charCodeAt(0)).concat(0));
  const type = {
    type: {
      kind: 'array' as const,
      of: { type: CHAR_TYPE, isConst: true, isVolatile: false },
      count: bytes.length,
    },
    isConst: false,
    isVolatile: false,
  };
  return { kind: 'string', bytes, isFlash: false, type, isLvalue: true, ...at(name) };
}

const CHAR_TYPE = { kind: 'int', name: 'char', bytes: 1, isSigned: true } as const;

export function reportUnknown(c: Checker, name: Name, isCall = false): void {
  const text = nameText(name);
  // What stands before `::` was reported already.
  if (name.parts.length > 1 && c.attempt(() => resolveQualifier(c, name)) === undefined) return;
  // Once a file is enough for one name.
  const file = c.options.sources.fileAt(name.loc)?.path ?? '';
  if (!c.isTrying && c.unknownNames.has(`${file} ${text}`)) return;
  if (!c.isTrying) c.unknownNames.add(`${file} ${text}`);
  // Nobody hears it, and looking for words takes time.
  const { code, words } = c.isTrying
    ? { code: 'cpp-name-unknown' as const, words: {} }
    : explainUnknown(c, name, isCall);
  c.error(code, words, name);
}

export function entityExpr(c: Checker, entity: Entity, place: Name): TExpr {
  switch (entity.kind) {
    case 'variable':
      return variableExpr(c, entity, place);
    case 'constant':
      if (entity.owner !== undefined) checkAccess(c, entity.name, entity.access, entity.owner, place);
      return { ...entity.value, ...at(place) };
    case 'field':
      return fieldOfThis(c, entity, place);
    case 'functions': {
      const [only, ...others] = entity.overloads;
      if (only?.kind === 'function' && others.length === 0) {
        if (only.owner !== undefined && !only.isStatic) {
          c.error('cpp-method-without-call', { name: only.name }, place);
          return errorExpr(place);
        }
        return {
          kind: 'functionAddress',
          fn: c.use(only),
          type: {
            type: { kind: 'pointer', to: { type: only.fn.type, isConst: false, isVolatile: false } },
            isConst: false,
            isVolatile: false,
          },
          isLvalue: false,
          ...at(place),
        };
      }
      c.error('cpp-function-which', { name: entity.name }, place);
      return errorExpr(place);
    }
    case 'capture':
    case 'namespace':
    case 'class':
    case 'type':
    case 'classTemplate':
    case 'aliasTemplate':
    case 'variableTemplate':
      c.error('cpp-type-as-value', { name: nameText(place) }, place);
      return errorExpr(place);
  }
}

function variableExpr(c: Checker, entity: VariableEntity, place: At): TExpr {
  const { variable } = entity;
  if (entity.owner !== undefined) checkAccess(c, entity.name, entity.access, entity.owner, place);
  const isLocal = variable.kind === 'local' || variable.kind === 'param';
  if (isLocal && entity.inFunction !== undefined && entity.inFunction !== c.fn) {
    const captured = captureVariable(c, entity, place);
    if (captured !== undefined) return captured;
  }
  if (variable.type.type.kind === 'error') return errorExpr(place);
  if (!isLocal && variable.type.type.kind === 'array' && variable.type.type.count === undefined)
    c.hooks.ensureVariable(c, entity);
  c.useVariable(entity);
  return variableRef(variable, place);
}

/** `this` as a value. */
export function thisExpr(c: Checker, place: At): TExpr | undefined {
  const { fn } = c;
  if (fn === undefined) return undefined;
  if (fn.lambda !== undefined) return captureThis(c, place);
  return fn.thisVariable === undefined ? undefined : load(variableRef(fn.thisVariable, place));
}

export function fieldOfThis(c: Checker, entity: FieldEntity, place: Name): TExpr {
  const pointer = thisExpr(c, place);
  if (pointer === undefined) {
    if (c.unevaluated > 0)
      return fieldOf(
        deref(
          {
            ...errorExpr(place),
            type: {
              type: { kind: 'pointer', to: { type: entity.owner.type, isConst: false, isVolatile: false } },
              isConst: false,
              isVolatile: false,
            },
          },
          place,
        ),
        entity.field,
        entity.isMutable,
        place,
      );
    c.error('cpp-this-missing', { name: entity.name, class: entity.owner.info.name }, place);
    return errorExpr(place);
  }
  checkAccess(c, entity.name, entity.access, entity.owner, place);
  return fieldOf(toBase(deref(pointer, place), entity.owner.type), entity.field, entity.isMutable, place);
}
