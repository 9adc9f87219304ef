/**
 * Whether the built-in operator would fit better than an overload found: only for enums, where an
 * overload reached by converting both operands must not hide `==` on the enum itself.
 */
import type { Arg, Checker } from './checker.ts';
import { conversionOf, USER } from './conversions.ts';
import type { FunctionEntity } from './entities.ts';

export function isClosestMatchBuiltin(c: Checker, args: readonly Arg[], fn: FunctionEntity): boolean {
  if (fn.owner !== undefined) return false;
  const isScalar = args.every((arg) => arg.kind === 'expr' && arg.expr.type.type.kind !== 'record');
  if (!isScalar) return false;
  return args.every((arg, index) => {
    const param = fn.fn.type.params[index];
    return param !== undefined && (conversionOf(c, arg, param)?.rank ?? 0) >= USER;
  });
}
