/** Waiting, loops, choices, stopping and messages. In: nothing. Out: their specs. */
import { LONGEST_TEXT, body, list, message, number, textField, truth, variable } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const control = blockMaker('control', 'beginner');
const advanced = { level: 'advanced' } as const;
const expert = { level: 'expert' } as const;

export const CONTROL_BLOCKS: readonly BlockSpec[] = [
  control(
    'statement',
    'control_wait',
    ['attendre %SECONDS s', 'wait %SECONDS s'],
    [number('SECONDS', 1)],
    ['Fait une pause ; les autres scripts continuent.', 'Pauses here; the other scripts go on.'],
  ),
  control(
    'statement',
    'control_wait_ms',
    ['attendre %MS ms', 'wait %MS ms'],
    [number('MS', 100)],
    ['Fait une pause en millièmes de seconde.', 'Pauses for some thousandths of a second.'],
    advanced,
  ),
  control(
    'statement',
    'control_wait_until',
    ['attendre que %CONDITION', 'wait until %CONDITION'],
    [truth('CONDITION')],
    ['Fait une pause jusqu’à ce que la condition soit vraie.', 'Pauses until the condition is true.'],
  ),
  control(
    'statement',
    'control_wait_until_timeout',
    ['attendre que %CONDITION ou %SECONDS s', 'wait until %CONDITION or %SECONDS s'],
    [truth('CONDITION'), number('SECONDS', 5)],
    [
      'Fait une pause jusqu’à ce que la condition soit vraie, mais pas plus longtemps que ça.',
      'Pauses until the condition is true, but no longer than this.',
    ],
    advanced,
  ),
  control(
    'statement',
    'control_repeat',
    ['répéter %TIMES fois %DO', 'repeat %TIMES times %DO'],
    [number('TIMES', 10), body('DO')],
    ['Refait les blocs du dedans, autant de fois.', 'Does the blocks inside, that many times.'],
  ),
  control(
    'end',
    'control_forever',
    ['répéter toujours %DO', 'forever %DO'],
    [body('DO')],
    ['Refait les blocs du dedans sans fin.', 'Does the blocks inside without end.'],
  ),
  control(
    'statement',
    'control_while',
    ['répéter tant que %CONDITION %DO', 'repeat while %CONDITION %DO'],
    [truth('CONDITION'), body('DO')],
    [
      'Refait les blocs du dedans aussi longtemps que la condition est vraie.',
      'Does the blocks inside for as long as the condition is true.',
    ],
  ),
  control(
    'statement',
    'control_until',
    ['répéter jusqu’à ce que %CONDITION %DO', 'repeat until %CONDITION %DO'],
    [truth('CONDITION'), body('DO')],
    [
      'Refait les blocs du dedans, et s’arrête quand la condition devient vraie.',
      'Does the blocks inside, and stops when the condition becomes true.',
    ],
  ),
  control(
    'statement',
    'control_for',
    [
      'compter avec %VARIABLE de %FROM à %TO par %BY %DO',
      'count with %VARIABLE from %FROM to %TO by %BY %DO',
    ],
    [variable(), number('FROM', 1), number('TO', 10), number('BY', 1), body('DO')],
    [
      'Refait les blocs du dedans en comptant avec la variable.',
      'Does the blocks inside while counting with the variable.',
    ],
    advanced,
  ),
  control(
    'statement',
    'control_for_each',
    ['pour chaque %VARIABLE de la liste %LIST %DO', 'for each %VARIABLE in list %LIST %DO'],
    [variable(), list(), body('DO')],
    [
      'Refait les blocs du dedans pour chaque élément de la liste.',
      'Does the blocks inside for each item of the list.',
    ],
    expert,
  ),
  control(
    'statement',
    'control_if',
    ['si %IF0 alors %DO0', 'if %IF0 then %DO0'],
    [truth('IF0'), body('DO0')],
    [
      'Fait les blocs du dedans seulement si la condition est vraie.',
      'Does the blocks inside only if the condition is true.',
    ],
    {
      grows: {
        mutator: 'genie_if',
        part: {
          text: { fr: 'sinon si %IF alors %DO', en: 'else if %IF then %DO' },
          holes: [truth('IF'), body('DO')],
          first: 1,
        },
        ending: { text: { fr: 'sinon %ELSE', en: 'else %ELSE' }, holes: [body('ELSE')] },
      },
    },
  ),
  control(
    'statement',
    'control_if_else',
    ['si %IF0 alors %DO0 sinon %ELSE', 'if %IF0 then %DO0 else %ELSE'],
    [truth('IF0'), body('DO0'), body('ELSE')],
    [
      'Fait les premiers blocs si la condition est vraie, les autres si elle est fausse.',
      'Does the first blocks if the condition is true, the others if it is false.',
    ],
  ),
  control(
    'end',
    'control_break',
    ['sortir de la boucle', 'leave the loop'],
    [],
    ['Arrête la boucle et continue après elle.', 'Ends the loop and goes on after it.'],
    advanced,
  ),
  control(
    'end',
    'control_continue',
    ['passer au tour suivant', 'go to the next round'],
    [],
    ['Saute le reste de ce tour de boucle.', 'Skips the rest of this round of the loop.'],
    advanced,
  ),
  control(
    'end',
    'control_stop_script',
    ['arrêter ce script', 'stop this script'],
    [],
    ['Termine ce script ; les autres continuent.', 'Ends this script; the others go on.'],
  ),
  control(
    'end',
    'control_stop_all',
    ['tout arrêter', 'stop everything'],
    [],
    [
      'Termine tous les scripts et coupe les sons et les moteurs.',
      'Ends all scripts and switches off sounds and motors.',
    ],
  ),
  control(
    'statement',
    'message_broadcast',
    ['envoyer %MESSAGE', 'broadcast %MESSAGE'],
    [message()],
    ['Réveille tous les scripts qui attendent ce message.', 'Wakes all scripts that wait for this message.'],
  ),
  control(
    'statement',
    'message_broadcast_wait',
    ['envoyer %MESSAGE et attendre', 'broadcast %MESSAGE and wait'],
    [message()],
    [
      'Réveille les scripts qui attendent ce message, puis attend qu’ils aient fini.',
      'Wakes the scripts that wait for this message, then waits until they are done.',
    ],
    advanced,
  ),
  control(
    'statement',
    'note',
    ['note : %TEXT', 'note: %TEXT'],
    [textField('TEXT', { fr: 'à retenir', en: 'remember' }, LONGEST_TEXT)],
    ['Quelques mots pour toi ; la base ne fait rien.', 'A few words for you; the base does nothing.'],
    advanced,
  ),
];
