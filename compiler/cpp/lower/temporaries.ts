/**
 * Temporary objects: made where the expression stands, destroyed at the end of the full expression
 * (or with the reference variable bound to them). Where evaluation depends on a condition, a flag
 * remembers whether there is something to destroy.
 */
import { intConst } from '../../ir/constants.ts';
import type { Operand } from '../../ir/ir.ts';
import type { TExpr, TypedFunction } from '../typed-ast.ts';
import type { FunctionLowering } from './function-lowering.ts';
import { destroyObject } from './destructors.ts';

export function materialise(l: FunctionLowering, expr: TExpr & { kind: 'temporary' }): Operand {
  // Bound to a reference, it was made already.
  const made = l.known.get(expr);
  if (made !== undefined) return made;
  const address = l.temporary(expr.type);
  l.init(address, expr.type, expr.init);
  const { destructor } = expr;
  if (destructor !== undefined) pushDestructor(l, address, expr, destructor);
  return address;
}

function pushDestructor(l: FunctionLowering, address: Operand, expr: TExpr, destructor: TypedFunction): void {
  const { full } = l;
  const type = expr.type.type;
  if (full === undefined || full.conditional === 0) {
    l.pushCleanup(() => destroyObject(l, address, type, destructor));
    return;
  }
  const flag = l.b.alloca(1, 'isMade');
  const at = full.startAfter === undefined ? -1 : full.startBlock.instructions.indexOf(full.startAfter);
  const first = full.startBlock.instructions.findIndex(({ op }) => op !== 'alloca' && op !== 'phi');
  const index = Math.max(at + 1, first < 0 ? full.startBlock.instructions.length : first);
  l.b.insertStore(full.startBlock, index, flag, intConst('i8', 0));
  l.b.store(flag, intConst('i8', 1));
  l.pushCleanup(() => {
    const destroy = l.b.block('destroy');
    const done = l.b.block('done');
    l.b.condbr(l.b.compare('ne', l.b.load('i8', flag), intConst('i8', 0)), destroy, done);
    l.b.start(destroy);
    destroyObject(l, address, type, destructor);
    l.b.start(done);
  });
}
