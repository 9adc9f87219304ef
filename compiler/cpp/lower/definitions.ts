/**
 * One definition for every symbol: a declaration in one tab means the definition in another, and a weak
 * definition yields to any other.
 */
import type { TypedFunction, TypedProgram, TypedVariable } from '../typed-ast.ts';

export interface Definitions {
  fn(fn: TypedFunction): TypedFunction;
  variable(variable: TypedVariable): TypedVariable;
}

export function chooseDefinitions(program: TypedProgram): Definitions {
  const functions = chosen(program.functions, functionRank);
  const variables = chosen(program.globals, variableRank);
  return {
    fn(fn) {
      const found = functions.get(fn.symbol) ?? fn;
      const { alias } = found.attributes;
      const target = alias === undefined ? undefined : functions.get(alias);
      return target ?? found;
    },
    variable: (variable) =>
      variable.kind === 'global' ? (variables.get(variable.symbol) ?? variable) : variable,
  };
}

/** Among several of one symbol the best, the first of equals. Ranks are asked only where there are several. */
function chosen<T extends { readonly symbol: string }>(
  all: readonly T[],
  rank: (one: T) => number,
): Map<string, T> {
  const best = new Map<string, T>();
  for (const one of all) {
    const other = best.get(one.symbol);
    if (other === undefined || (other !== one && rank(one) > rank(other))) best.set(one.symbol, one);
  }
  return best;
}

function functionRank(fn: TypedFunction): number {
  if (fn.attributes.alias === undefined && fn.body === undefined) return 0;
  return fn.attributes.isWeak ? 1 : 2;
}

function variableRank(variable: TypedVariable): number {
  if (variable.isExternal) return 0;
  if (variable.isWeak) return 1;
  return variable.init === undefined ? 2 : 3;
}
