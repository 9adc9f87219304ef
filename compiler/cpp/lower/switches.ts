/**
 * switch: case labels may stand anywhere below the body, in inner loops too: each has its block, and the
 * body is lowered as it stands. Small ranges become cases, larger ones comparisons before the switch.
 */
import { intConst, isIntType, WIDTH } from '../../ir/constants.ts';
import type { Block } from '../../ir/ir.ts';
import type { TStmt } from '../typed-ast.ts';
import type { FunctionLowering } from './function-lowering.ts';
import { caseLabels } from './labels.ts';

const MOST_EXPANDED = 16n;

export function lowerSwitch(l: FunctionLowering, stmt: TStmt & { kind: 'switch' }): void {
  const { b } = l;
  const value = l.fullExpression(() => l.value(stmt.condition));
  const type = value.type;
  const done = b.block('switched');
  const cases: { value: bigint; target: Block }[] = [];
  const ranges: { from: bigint; to: bigint; target: Block }[] = [];
  let otherwise = done;
  if (isIntType(type)) {
    const bits = WIDTH[type];
    for (const label of caseLabels(stmt.body)) {
      const target = b.block(label.kind);
      l.caseBlocks.set(label, target);
      if (label.kind === 'default') {
        otherwise = target;
        continue;
      }
      if (label.to - label.value >= MOST_EXPANDED) ranges.push({ from: label.value, to: label.to, target });
      else
        for (let one = label.value; one <= label.to; one++)
          cases.push({ value: BigInt.asUintN(bits, one), target });
    }
    for (const { from, to, target } of ranges) {
      const distance = b.binary('sub', value, intConst(type, from));
      const next = b.block('range');
      b.condbr(b.compare('ule', distance, intConst(type, to - from)), target, next);
      b.start(next);
    }
    if (cases.length > 0) b.switch(value, cases, otherwise);
    else b.br(otherwise);
  }
  const outer = l.breakTarget;
  l.breakTarget = { block: done, cleanups: l.cleanups };
  l.scope(() => l.statement(stmt.body));
  l.breakTarget = outer;
  if (b.isOpen || b.isTarget(done)) b.start(done);
}
