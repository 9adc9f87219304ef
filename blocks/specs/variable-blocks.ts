/** Variables and values kept through power off. In: nothing. Out: their specs. */
import { LONGEST_NAME, anything, number, textField, variable } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const variables = blockMaker('variables', 'advanced');
const slot = textField('SLOT', { fr: 'record', en: 'record' }, LONGEST_NAME);
const expert = { level: 'expert' } as const;

export const VARIABLE_BLOCKS: readonly BlockSpec[] = [
  variables(
    'any',
    'variables_get',
    ['%VARIABLE', '%VARIABLE'],
    [variable()],
    ['La valeur de la variable.', 'The value of the variable.'],
    { name: { fr: 'variable', en: 'variable' } },
  ),
  variables(
    'statement',
    'variables_set',
    ['mettre %VARIABLE à %VALUE', 'set %VARIABLE to %VALUE'],
    [variable(), anything('VALUE', 0)],
    ['Range une valeur dans la variable.', 'Keeps a value in the variable.'],
  ),
  variables(
    'statement',
    'variables_change',
    ['ajouter %BY à %VARIABLE', 'change %VARIABLE by %BY'],
    [variable(), number('BY', 1)],
    [
      'Augmente la variable, ou la diminue avec un nombre négatif.',
      'Makes the variable bigger, or smaller with a negative number.',
    ],
  ),
  variables(
    'statement',
    'memory_remember',
    ['se souvenir de %VALUE sous le nom %SLOT', 'remember %VALUE as %SLOT'],
    [number('VALUE', 0), slot],
    ['Garde un nombre même quand la base est éteinte.', 'Keeps a number even when the base is off.'],
    expert,
  ),
  variables(
    'number',
    'memory_remembered',
    ['souvenir %SLOT', 'remembered %SLOT'],
    [slot],
    [
      'Le nombre gardé sous ce nom ; 0 si rien n’a été gardé.',
      'The number kept under this name; 0 if nothing was kept.',
    ],
    expert,
  ),
];
