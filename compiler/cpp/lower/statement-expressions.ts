/** `({ … })`: statements whose last expression is the value; their variables end with them. */
import { undefConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { TExpr } from '../typed-ast.ts';
import type { FunctionLowering } from './function-lowering.ts';

export function statementExpression(
  l: FunctionLowering,
  expr: TExpr & { kind: 'statementExpr' },
  work: (result: TExpr) => Operand,
): Operand {
  let value: Operand = undefConst('i1');
  l.scope(() => {
    for (const stmt of expr.body) l.statement(stmt);
    const { result } = expr;
    if (result !== undefined) value = l.fullExpression(() => work(result));
  });
  return value;
}
