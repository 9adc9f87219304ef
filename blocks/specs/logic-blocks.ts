/** Conditions. In: nothing. Out: their specs. */
import { anything, menu, number, truth } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const logic = blockMaker('logic', 'beginner');

export const LOGIC_BLOCKS: readonly BlockSpec[] = [
  logic(
    'truth',
    'logic_compare',
    ['%A %OP %B', '%A %OP %B'],
    [
      anything('A', 0),
      menu(
        'OP',
        ['equal', '=', '='],
        ['notEqual', '≠', '≠'],
        ['less', '<', '<'],
        ['lessOrEqual', '≤', '≤'],
        ['greater', '>', '>'],
        ['greaterOrEqual', '≥', '≥'],
      ),
      anything('B', 0),
    ],
    ['Compare deux valeurs.', 'Compares two values.'],
  ),
  logic(
    'truth',
    'logic_and',
    ['%A et %B', '%A and %B'],
    [truth('A'), truth('B')],
    ['Vrai si les deux sont vrais.', 'True if both are true.'],
  ),
  logic(
    'truth',
    'logic_or',
    ['%A ou %B', '%A or %B'],
    [truth('A'), truth('B')],
    ['Vrai si l’un au moins est vrai.', 'True if at least one is true.'],
  ),
  logic(
    'truth',
    'logic_not',
    ['non %VALUE', 'not %VALUE'],
    [truth('VALUE')],
    ['Le contraire de la condition.', 'The opposite of the condition.'],
  ),
  logic(
    'truth',
    'logic_between',
    ['%VALUE est entre %LOW et %HIGH', '%VALUE is between %LOW and %HIGH'],
    [number('VALUE', 0), number('LOW', 0), number('HIGH', 100)],
    [
      'Vrai si la valeur est entre les deux bornes, ou sur l’une d’elles.',
      'True if the value is between the two ends, or on one of them.',
    ],
  ),
  logic(
    'truth',
    'logic_truth',
    ['%VALUE', '%VALUE'],
    [menu('VALUE', ['true', 'vrai', 'true'], ['false', 'faux', 'false'])],
    ['Toujours vrai, ou toujours faux.', 'Always true, or always false.'],
  ),
  logic(
    'any',
    'logic_choose',
    ['si %CONDITION alors %THEN sinon %ELSE', 'if %CONDITION then %THEN else %ELSE'],
    [truth('CONDITION'), anything('THEN', 1), anything('ELSE', 0)],
    [
      'Donne l’une des deux valeurs, selon la condition.',
      'Gives one of the two values, depending on the condition.',
    ],
    { level: 'advanced', name: { fr: 'si … alors … sinon', en: 'if … then … else' } },
  ),
];
