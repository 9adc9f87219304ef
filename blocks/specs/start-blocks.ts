/** The start blocks that need no brick. In: nothing. Out: their specs; bricks add their own events. */
import { menu, message, number, truth } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const start = blockMaker('start', 'beginner');
const advanced = { level: 'advanced' } as const;

export const START_BLOCKS: readonly BlockSpec[] = [
  start(
    'hat',
    'event_start',
    ['quand la base démarre', 'when the base starts'],
    [],
    [
      'Ce qui est dessous se fait une fois, quand la base s’allume.',
      'What is below is done once, when the base powers on.',
    ],
  ),
  start(
    'hat',
    'event_forever',
    ['répéter toujours', 'forever'],
    [],
    [
      'Ce qui est dessous recommence sans fin, dès que la base s’allume.',
      'What is below starts over and over, from the moment the base powers on.',
    ],
  ),
  start(
    'hat',
    'event_every',
    ['toutes les %SECONDS secondes', 'every %SECONDS seconds'],
    [number('SECONDS', 1)],
    [
      'Ce qui est dessous se fait au départ, puis à intervalles réguliers.',
      'What is below is done at the start, then at regular times.',
    ],
  ),
  start(
    'hat',
    'event_crosses',
    ['quand %VALUE passe %DIRECTION de %THRESHOLD', 'when %VALUE goes %DIRECTION %THRESHOLD'],
    [
      number('VALUE', 0),
      menu('DIRECTION', ['above', 'au-dessus', 'above'], ['below', 'au-dessous', 'below']),
      number('THRESHOLD', 50),
    ],
    [
      'Ce qui est dessous se fait chaque fois que la valeur franchit le seuil.',
      'What is below is done each time the value crosses the threshold.',
    ],
  ),
  start(
    'hat',
    'event_becomes_true',
    ['quand %CONDITION devient vrai', 'when %CONDITION becomes true'],
    [truth('CONDITION')],
    [
      'Ce qui est dessous se fait chaque fois que la condition devient vraie.',
      'What is below is done each time the condition becomes true.',
    ],
    advanced,
  ),
  start(
    'hat',
    'event_changes',
    ['quand %VALUE change d’au moins %BY', 'when %VALUE changes by at least %BY'],
    [number('VALUE', 0), number('BY', 1)],
    [
      'Ce qui est dessous se fait chaque fois que la valeur a bougé d’autant.',
      'What is below is done each time the value has moved by that much.',
    ],
    advanced,
  ),
  start(
    'hat',
    'event_message',
    ['quand je reçois %MESSAGE', 'when I receive %MESSAGE'],
    [message()],
    [
      'Ce qui est dessous se fait à chaque envoi de ce message.',
      'What is below is done each time this message is broadcast.',
    ],
  ),
  start(
    'hat',
    'event_line',
    ['quand une ligne arrive par le câble', 'when a line arrives over the cable'],
    [],
    [
      'Ce qui est dessous se fait à chaque ligne que l’ordinateur envoie.',
      'What is below is done each time the computer sends a line.',
    ],
    { level: 'expert' },
  ),
];
