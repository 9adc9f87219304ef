/**
 * The child's own blocks. In: nothing. Out: their specs.
 * Definition and call say in their extraState which own block they are; name and parameters are drawn
 * by their mutators from the file's `ownBlocks`.
 */
import { anything, parameter } from '../holes.ts';
import type { BlockSpec, Growth } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const own = blockMaker('ownBlocks', 'advanced');

const call: Growth = {
  mutator: 'genie_own_call',
  part: { text: { fr: '%ARG', en: '%ARG' }, holes: [anything('ARG', 0)], first: 0 },
};

export const OWN_BLOCK_BLOCKS: readonly BlockSpec[] = [
  own(
    'hat',
    'own_define',
    ['définir', 'define'],
    [],
    ['Dit ce que fait un de tes blocs.', 'Says what one of your blocks does.'],
    { grows: { mutator: 'genie_own_define' } },
  ),
  own(
    'statement',
    'own_call',
    ['mon bloc', 'my block'],
    [],
    ['Fait ce que dit la définition de ton bloc.', 'Does what the definition of your block says.'],
    { grows: call },
  ),
  own(
    'any',
    'own_call_value',
    ['valeur de mon bloc', 'value of my block'],
    [],
    ['Fait ton bloc et donne son résultat.', 'Does your block and gives its result.'],
    { grows: call },
  ),
  own(
    'any',
    'own_parameter',
    ['%PARAMETER', '%PARAMETER'],
    [parameter()],
    ['La valeur donnée à ton bloc quand on l’appelle.', 'The value given to your block when it is called.'],
    { name: { fr: 'paramètre', en: 'parameter' } },
  ),
  own(
    'end',
    'own_return',
    ['renvoyer %VALUE', 'return %VALUE'],
    [anything('VALUE', 0)],
    ['Termine ton bloc et donne ce résultat.', 'Ends your block and gives this result.'],
  ),
  own(
    'end',
    'own_return_nothing',
    ['sortir de mon bloc', 'leave my block'],
    [],
    ['Termine ton bloc sans donner de résultat.', 'Ends your block without a result.'],
  ),
];
