/** The random programs themselves: well typed, reproducible, varied, and mostly ending. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRICK_TYPES } from '../../boards/bricks/index.ts';
import { LIST_ACTIONS, LIST_READINGS, OPERATORS } from '../../compiler/program/operators.ts';
import { runProgram } from '../interpreter/run-program.ts';
import { arbitraryProgram, samplePrograms } from './program-arbitrary.ts';
import { shrinkWhile, typeProblems } from './shrink-program.ts';

describe('random programs', () => {
  it('are well typed', () => {
    fc.assert(
      fc.property(arbitraryProgram('anything'), (program) => {
        expect(typeProblems(program)).toEqual([]);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('are the same for the same seed', () => {
    expect(samplePrograms('anything', 7, 20)).toEqual(samplePrograms('anything', 7, 20));
  });

  it('use every operator, list operator, statement and trigger', () => {
    const words = JSON.stringify(samplePrograms('anything', 2, 3000));
    const statements = [
      'action',
      'setVariable',
      'changeVariable',
      'listAction',
      'wait',
      'waitUntil',
      'repeat',
      'forever',
    ];
    const more = [
      'while',
      'for',
      'forEach',
      'if',
      'break',
      'continue',
      'stopScript',
      'stopAll',
      'broadcast',
      'callStatement',
    ];
    const rest = [
      'return',
      'print',
      'printLabelled',
      'plot',
      'remember',
      'resetTimer',
      'note',
      'reading',
      'call',
      'stored',
    ];
    const triggers = ['start', 'every', 'brick', 'crosses', 'changes', 'becomesTrue', 'message', 'line'];
    for (const kind of [...statements, ...more, ...rest, ...triggers])
      expect(words).toContain(`"kind":"${kind}"`);
    const operators = Object.keys({ ...OPERATORS, ...LIST_ACTIONS, ...LIST_READINGS });
    for (const operator of operators) expect(words).toContain(`"operator":"${operator}"`);
  });

  it('end by themselves when they are sequential, nearly always without a hazard', () => {
    const traces = samplePrograms('sequential', 3, 500).map((program) =>
      runProgram(program, BRICK_TYPES, {}, { fuel: 5000 }),
    );
    const good = traces.filter(({ ended, hazards }) => ended === 'quiet' && hazards.size === 0);
    const reasons = new Map<string, number>();
    for (const { ended, hazards } of traces) {
      for (const reason of [ended, ...hazards]) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    expect({ enough: good.length > 250, reasons: [...reasons] }).toMatchObject({ enough: true });
  });

  it('shrink to what matters', () => {
    const [program] = samplePrograms('anything', 11, 200).filter((candidate) =>
      JSON.stringify(candidate).includes('"mixColour"'),
    );
    if (program === undefined) throw new Error('no program mixes a colour');
    const small = shrinkWhile(
      program,
      (candidate) => JSON.stringify(candidate).includes('"mixColour"'),
      5000,
    );
    expect(JSON.stringify(small).length).toBeLessThan(900);
  });
});
