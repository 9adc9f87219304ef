/**
 * Functions called without a declaration: in C, and as `__builtin_name`.
 *
 * In: a name. Out: an entity of the whole program, with GCC's type for the library's functions, otherwise
 * int with any arguments.
 */
import type { FunctionDecl, TypeNode } from '../ast.ts';
import { INT, plain, type FunctionType } from '../types.ts';
import type { At, Checker } from './checker.ts';
import { makeFunction } from './declare-functions.ts';
import type { FunctionEntity, Mutable, Scope } from './entities.ts';
import { libcFunction } from './libc-functions.ts';
import { searchFunction } from './search-definitions.ts';
import { NO_SPECIFIERS } from './special-members.ts';

const ANYTHING: FunctionType = { kind: 'function', result: plain(INT), params: [], isVariadic: true };

/** `isForced`: also a function the library does not know. */
export function implicitFunction(
  c: Checker,
  name: string,
  place: At,
  isForced: boolean,
): FunctionEntity | undefined {
  const known = c.functions.get(name);
  if (known !== undefined) return known;
  const type = libcFunction(name) ?? (isForced ? ANYTHING : undefined);
  if (type === undefined) return undefined;
  const scope = globalScope(c.scope);
  const around = { scope, unit: c.frame.unit, ordinal: 0, isExternC: true, access: 'public' as const };
  const entity = makeFunction(c, declarationOf(name, place), around, name, type, name, true, false);
  (entity as Mutable<FunctionEntity>).isVariadic = type.isVariadic;
  c.functions.set(name, entity);
  searchFunction(c, entity);
  return entity;
}

const globalScope = (scope: Scope): Scope => (scope.parent === undefined ? scope : globalScope(scope.parent));

function declarationOf(name: string, place: At): FunctionDecl {
  const { loc, end } = place;
  const result: TypeNode = { kind: 'builtin', name: 'int', isConst: false, isVolatile: false, loc, end };
  return {
    kind: 'function',
    name: { isGlobal: false, parts: [{ kind: 'identifier', text: name }], loc, end },
    nameLoc: loc,
    type: {
      kind: 'function',
      result,
      params: [],
      isVariadic: true,
      isConst: false,
      isVolatile: false,
      loc,
      end,
    },
    specifiers: { ...NO_SPECIFIERS, isInline: false },
    role: 'function',
    isPure: false,
    isOverride: false,
    isFinal: false,
    isDefaulted: false,
    isDeleted: false,
    loc,
    end,
  };
}
