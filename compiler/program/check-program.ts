/**
 * From what the child means to what can be generated: every check, in order.
 *
 * In: a Program and the Kit it is for. Out: diagnostics and, when none is an error, a TypedProgram.
 */
import { checkPlacement } from '../../boards/placement/check-placement.ts';
import type { Kit } from '../../boards/types.ts';
import { diagnostic, hasErrors, type Diagnostic } from '../diagnostics/diagnostic.ts';
import { checkRecursion, checkWaitingCircles } from './check-calls.ts';
import { checkStructure } from './check-structure.ts';
import { checkTypes } from './check-types.ts';
import { Effects } from './effects.ts';
import { inferTypes } from './infer-types.ts';
import type { Program } from './model.ts';
import { findSymbols } from './symbols.ts';
import { Turns } from './turns.ts';
import type { TypedProgram } from './typed-program.ts';
import { triggerExpressions, visitStatements } from './walk.ts';

export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly typed?: TypedProgram;
}

export function checkProgram(program: Program, kit: Kit): Checked {
  const symbols = findSymbols(program, kit);
  const diagnostics: Diagnostic[] = [
    ...placementDiagnostics(program, kit),
    ...checkStructure(program, symbols),
    ...checkRecursion(program),
  ];
  const types = inferTypes(program, symbols);
  diagnostics.push(...checkTypes(program, symbols, types));
  if (hasErrors(diagnostics)) return { diagnostics };

  diagnostics.push(...checkWaitingCircles(program, symbols));
  const turns = new Turns(program, symbols);
  for (const { trigger } of program.scripts) {
    for (const expression of triggerExpressions(trigger)) {
      if (!turns.inExpression(expression)) continue;
      diagnostics.push(diagnostic('event-waits', {}, { blockId: expression.blockId }));
    }
  }
  if (hasErrors(diagnostics)) return { diagnostics };
  return { diagnostics, typed: { program, kit, symbols, types, turns, effects: new Effects(symbols) } };
}

/** Which actions the program asks of each brick, and the first block that asks. */
function placementDiagnostics(program: Program, kit: Kit): Diagnostic[] {
  const actions = new Map<string, Set<string>>();
  const firstBlock = new Map<string, string>();
  for (const { body } of [...program.scripts, ...program.ownBlocks]) {
    visitStatements(body, (statement) => {
      if (statement.kind !== 'action') return;
      const used = actions.get(statement.brick) ?? new Set();
      actions.set(statement.brick, used.add(statement.action));
      const key = `${statement.brick}\n${statement.action}`;
      if (!firstBlock.has(key)) firstBlock.set(key, statement.blockId);
    });
  }
  return checkPlacement(kit, program.bricks, { actions }).map((problem) =>
    diagnostic(
      'brick-placement',
      { fr: problem.message.fr, en: problem.message.en },
      {
        blockId:
          problem.action === undefined ? undefined : firstBlock.get(`${problem.brick}\n${problem.action}`),
      },
    ),
  );
}
