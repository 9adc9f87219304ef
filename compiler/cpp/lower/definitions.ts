/**
 * One definition for every symbol: a declaration in one tab means the definition in another, and a weak
 * definition yields to any other. Units that were checked by themselves are asked for what is missing.
 */
import type { TypedFunction, TypedProgram, TypedVariable } from '../typed-ast.ts';

export interface Definitions {
  fn(fn: TypedFunction): TypedFunction;
  variable(variable: TypedVariable): TypedVariable;
}

/** `onClash`: the same name is something else in two units, of which one was checked by itself. */
export function chooseDefinitions(
  program: TypedProgram,
  onClash: (clash: Clash) => void = () => undefined,
): Definitions {
  const { elsewhere } = program;
  const functions = chosen(program.functions, functionRank);
  const variables = chosen(program.globals, variableRank);
  const settled = new Set<string>();

  const settleFunction = (fn: TypedFunction): void => {
    const own = functions.get(fn.symbol);
    const best = own !== undefined && functionRank(own) >= functionRank(fn) ? own : fn;
    const isDone = functionRank(best) === 2 || fn.attributes.isInternal;
    const found = isDone ? undefined : elsewhere?.fn(fn.symbol);
    functions.set(fn.symbol, found !== undefined && functionRank(found) > functionRank(best) ? found : best);
  };

  const functionFor = (fn: TypedFunction): TypedFunction => {
    if (elsewhere === undefined) return functions.get(fn.symbol) ?? fn;
    if (!settled.has(fn.symbol)) settleFunction(fn);
    settled.add(fn.symbol);
    const found = functions.get(fn.symbol) ?? fn;
    if (found !== fn && found.loc !== fn.loc && isStrong(found) && isStrong(fn))
      onClash({ kind: 'functions', first: found, second: fn });
    return found;
  };

  const variableFor = (variable: TypedVariable): TypedVariable => {
    const own = variables.get(variable.symbol);
    if (elsewhere === undefined) return own ?? variable;
    let found = own ?? variable;
    if (found.isExternal) {
      found = variable.isExternal ? (elsewhere.variable(variable.symbol) ?? found) : variable;
      variables.set(variable.symbol, found);
    }
    if (own !== undefined && own.loc !== found.loc) onClash({ kind: 'variables', first: own, second: found });
    if (found.loc !== variable.loc && variable !== own)
      onClash({ kind: 'variables', first: found, second: variable });
    return found;
  };

  return {
    fn(fn) {
      const found = functionFor(fn);
      const { alias } = found.attributes;
      return alias === undefined ? found : (functions.get(alias) ?? elsewhere?.fn(alias) ?? found);
    },
    variable: (variable) => (variable.kind === 'global' ? variableFor(variable) : variable),
  };
}

/** Two of one name, not yet known to be at odds if they are variables. */
export type Clash =
  | { readonly kind: 'functions'; readonly first: TypedFunction; readonly second: TypedFunction }
  | { readonly kind: 'variables'; readonly first: TypedVariable; readonly second: TypedVariable };

/** A program may have one such only. */
const isStrong = ({ body, attributes: { isWeak, inline } }: TypedFunction): boolean =>
  body !== undefined && !isWeak && inline !== 'hint' && inline !== 'always';

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
