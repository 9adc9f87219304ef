/** The clock (with the sensors) and colours (with the light). In: nothing. Out: their specs. */
import { colourField, number } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const clock = blockMaker('sensors', 'beginner');
const colour = blockMaker('light', 'beginner');
const advanced = { level: 'advanced' } as const;

export const TIME_AND_COLOUR_BLOCKS: readonly BlockSpec[] = [
  colour(
    'colour',
    'colour_literal',
    ['%COLOUR', '%COLOUR'],
    [colourField('COLOUR', '#ff0000')],
    ['Une couleur.', 'A colour.'],
    { name: { fr: 'couleur', en: 'colour' } },
  ),
  colour(
    'colour',
    'colour_mix',
    ['couleur : rouge %R vert %G bleu %B', 'colour: red %R green %G blue %B'],
    [number('R', 255), number('G', 128), number('B', 0)],
    ['Mélange trois lumières, de 0 à 255 chacune.', 'Mixes three lights, from 0 to 255 each.'],
    advanced,
  ),
  clock(
    'number',
    'timer_seconds',
    ['chronomètre en s', 'timer in s'],
    [],
    ['Les secondes depuis la remise à zéro du chronomètre.', 'The seconds since the timer was reset.'],
  ),
  clock(
    'statement',
    'timer_reset',
    ['remettre le chronomètre à zéro', 'reset the timer'],
    [],
    ['Le chronomètre repart de 0.', 'The timer starts from 0 again.'],
  ),
  clock(
    'number',
    'time_seconds',
    ['secondes depuis le départ', 'seconds since the start'],
    [],
    [
      'Le temps depuis que la base est allumée, en secondes.',
      'The time since the base powered on, in seconds.',
    ],
    advanced,
  ),
  clock(
    'number',
    'time_milliseconds',
    ['millisecondes depuis le départ', 'milliseconds since the start'],
    [],
    [
      'Le temps depuis que la base est allumée, en millièmes de seconde.',
      'The time since the base powered on, in thousandths of a second.',
    ],
    advanced,
  ),
];
