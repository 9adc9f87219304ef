/**
 * Values that depend on a condition: && || ?: and the conditions of statements.
 *
 * Conditions become jumps; only where the truth itself is wanted does a phi make a value of it.
 */
import { boolConst, undefConst } from '../../ir/constants.ts';
import type { Block, Operand } from '../../ir/ir.ts';
import type { TExpr } from '../typed-ast.ts';
import { isNotZero } from './conversions.ts';
import type { FunctionLowering, Place } from './function-lowering.ts';
import { isRecord } from './ir-types.ts';

/** Jumps to `then` or `otherwise` by the truth of `expr`. */
export function branch(l: FunctionLowering, expr: TExpr, then: Block, otherwise: Block): void {
  if (expr.kind === 'logicalNot') {
    branch(l, expr.operand, otherwise, then);
    return;
  }
  if (expr.kind === 'logical') {
    const isAnd = expr.op === '&&';
    const right = l.b.block(isAnd ? 'and' : 'or');
    branch(l, expr.left, isAnd ? right : then, isAnd ? otherwise : right);
    l.b.start(right);
    l.conditionally(() => branch(l, expr.right, then, otherwise));
    return;
  }
  const condition = isNotZero(l.b, l.value(expr));
  l.b.loc = expr.loc;
  l.b.condbr(condition, then, otherwise);
}

/** The condition of a statement: a full expression. Gives the two blocks where to go on. */
export function condition(l: FunctionLowering, expr: TExpr): { yes: Block; no: Block } {
  let yes = l.b.block('then');
  let no = l.b.block('else');
  const outer = l.cleanups;
  const startBlock = l.b.current;
  const outerFull = l.full;
  l.full = { startBlock, startAfter: startBlock.instructions.at(-1), conditional: 0 };
  branch(l, expr, yes, no);
  if (l.cleanups !== outer) {
    yes = cleanedUp(l, yes, outer);
    no = cleanedUp(l, no, outer);
  }
  l.cleanups = outer;
  l.full = outerFull;
  return { yes, no };
}

function cleanedUp(l: FunctionLowering, block: Block, outer: FunctionLowering['cleanups']): Block {
  const after = l.b.block('cleaned');
  l.b.start(block);
  l.runCleanups(outer);
  l.b.br(after);
  return after;
}

export function logicalValue(l: FunctionLowering, expr: TExpr & { kind: 'logical' }): Operand {
  const isAnd = expr.op === '&&';
  const left = isNotZero(l.b, l.value(expr.left));
  const right = l.b.block(isAnd ? 'and' : 'or');
  const join = l.b.block('join');
  const leftEnd = l.b.current;
  if (isAnd) l.b.condbr(left, right, join);
  else l.b.condbr(left, join, right);
  l.b.start(right);
  const second = l.conditionally(() => isNotZero(l.b, l.value(expr.right)));
  const rightEnd = l.b.current;
  l.b.br(join);
  l.b.start(join);
  return l.b.phi('i1', [
    ...(leftEnd.instructions.at(-1)?.op === 'br' && !reaches(leftEnd, join)
      ? []
      : [{ block: leftEnd, value: boolConst(!isAnd) }]),
    { block: rightEnd, value: second },
  ]);
}

/** A folded condition jumps to one side only; the phi must not count the other. */
function reaches(from: Block, to: Block): boolean {
  const last = from.instructions.at(-1);
  return last?.op === 'br' ? last.target === to : true;
}

/** Both arms as values (or void); a record is the address of a temporary. */
export function conditionalValue(l: FunctionLowering, expr: TExpr & { kind: 'conditional' }): Operand {
  const type = expr.type;
  if (isRecord(type.type)) {
    const address = l.temporary(type);
    conditionalInto(l, expr, (arm) => l.init(address, type, { kind: 'value', expr: arm }));
    return address;
  }
  const known = l.program.constant(expr.condition);
  if (known?.kind === 'int') return l.value(known.value !== 0n ? expr.then : expr.otherwise);
  return joined(l, expr, (arm) => l.value(arm));
}

export function conditionalPlace(l: FunctionLowering, expr: TExpr & { kind: 'conditional' }): Place {
  const address = joined(l, expr, (arm) => l.place(arm).address);
  return { address, isVolatile: expr.type.isVolatile };
}

function joined(
  l: FunctionLowering,
  expr: TExpr & { kind: 'conditional' },
  work: (arm: TExpr) => Operand,
): Operand {
  const incoming: { block: Block; value: Operand }[] = [];
  conditionalInto(l, expr, (arm) => {
    const value = work(arm);
    incoming.push({ block: l.b.current, value });
  });
  const type = incoming[0]?.value.type;
  if (type === undefined || type === 'void') return undefConst('i1');
  if (incoming.some(({ value }) => value.type !== type)) return undefConst(type);
  return l.b.phi(type, incoming);
}

export function conditionalInto(
  l: FunctionLowering,
  expr: TExpr & { kind: 'conditional' },
  arm: (arm: TExpr) => void,
): void {
  const then = l.b.block('then');
  const otherwise = l.b.block('else');
  const join = l.b.block('join');
  branch(l, expr.condition, then, otherwise);
  l.b.start(then);
  l.conditionally(() => arm(expr.then));
  l.b.br(join);
  l.b.start(otherwise);
  l.conditionally(() => arm(expr.otherwise));
  l.b.br(join);
  l.b.start(join);
}
