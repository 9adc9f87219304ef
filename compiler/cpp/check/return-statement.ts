/** `return`, with the result converted; the first one decides an `auto` result. */
import type { Stmt } from '../ast.ts';
import type { TInit, TStmt } from '../typed-ast.ts';
import { plain, VOID } from '../types.ts';
import { at, isError, type Checker } from './checker.ts';
import { decay } from './relations.ts';
import { argPlace } from './call-args.ts';

export function returnStatement(c: Checker, ast: Stmt & { kind: 'return' }): TStmt {
  const place = at(ast);
  const { fn } = c;
  if (fn === undefined) return { kind: 'return', ...place };
  if (ast.value === undefined) {
    fn.result ??= plain(VOID);
    const kind = fn.result.type.kind;
    if (kind !== 'void' && kind !== 'error' && !c.isC)
      c.error('cpp-return-needs-value', { name: fn.entity?.fn.display ?? '' }, place);
    return { kind: 'return', ...place };
  }
  const arg = c.hooks.arg(c, ast.value);
  if (fn.result === undefined) {
    if (arg.kind !== 'expr') return { kind: 'return', ...place };
    fn.result = arg.expr.type.type.kind === 'void' ? plain(VOID) : decay(arg.expr.type);
  }
  const { result } = fn;
  if (result.type.kind === 'void') {
    if (arg.kind === 'expr' && arg.expr.type.type.kind === 'void') {
      return {
        kind: 'compound',
        body: [
          { kind: 'expr', expr: arg.expr, ...place },
          { kind: 'return', ...place },
        ],
        ...place,
      };
    }
    if (arg.kind !== 'expr' || !isError(arg.expr))
      c.error('cpp-return-value-from-void', { name: fn.entity?.fn.display ?? '' }, place);
    return { kind: 'return', ...place };
  }
  if (result.type.kind === 'error') return { kind: 'return', ...place };
  const init: TInit | undefined = c.hooks.initialiseFromArg(c, result, arg, argPlace(arg));
  return { kind: 'return', ...(init === undefined ? {} : { value: init }), ...place };
}
