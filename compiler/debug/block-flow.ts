/**
 * How the blocks of a program may follow each other, without their values.
 *
 * In: a Program. Out: trees of FlowNode, for each script and each own block.
 */
import type { Expression, Statement } from '../program/model.ts';
import { bodiesOf, expressionsOf, visitExpressions } from '../program/walk.ts';
import type { FlowKind, FlowNode } from './debug-info.ts';

export const flowOf = (body: readonly Statement[]): readonly FlowNode[] => body.map(nodeOf);

function nodeOf(statement: Statement): FlowNode {
  const { inside, calls } = holesOf(expressionsOf(statement));
  if (statement.kind === 'callStatement') calls.push(statement.ownBlock);
  return {
    block: statement.blockId,
    kind: kindOf(statement),
    inside,
    calls,
    bodies: bodiesOf(statement).map(flowOf),
    isComplete: statement.kind === 'if' && statement.otherwise !== undefined,
  };
}

/** The blocks in holes, and the own blocks called there. */
export function holesOf(expressions: readonly Expression[]): { inside: string[]; calls: string[] } {
  const inside: string[] = [];
  const calls: string[] = [];
  for (const expression of expressions)
    visitExpressions(expression, (one) => {
      inside.push(one.blockId);
      if (one.kind === 'call') calls.push(one.ownBlock);
    });
  return { inside, calls };
}

function kindOf({ kind }: Statement): FlowKind {
  switch (kind) {
    case 'if':
    case 'forever':
    case 'break':
    case 'continue':
    case 'return':
    case 'note':
    case 'wait':
      return kind;
    case 'repeat':
    case 'while':
    case 'for':
    case 'forEach':
      return 'loop';
    case 'waitUntil':
    case 'broadcast':
      return 'look';
    case 'stopScript':
    case 'stopAll':
      return 'stop';
    default:
      return 'plain';
  }
}
