/** Calculation. In: nothing. Out: the specs of the blocks that give numbers from numbers. */
import { menu, number, numberField } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const numbers = blockMaker('numbers', 'beginner');
const advanced = { level: 'advanced' } as const;

export const NUMBER_BLOCKS: readonly BlockSpec[] = [
  numbers(
    'number',
    'number_literal',
    ['%NUM', '%NUM'],
    [numberField('NUM', 0)],
    ['Un nombre.', 'A number.'],
    {
      name: { fr: 'nombre', en: 'number' },
    },
  ),
  numbers(
    'number',
    'number_arithmetic',
    ['%A %OP %B', '%A %OP %B'],
    [
      number('A', 1),
      menu(
        'OP',
        ['add', '+', '+'],
        ['subtract', '−', '−'],
        ['multiply', '×', '×'],
        ['divide', '÷', '÷'],
        ['power', '^', '^'],
      ),
      number('B', 1),
    ],
    ['Calcule avec deux nombres.', 'Calculates with two numbers.'],
  ),
  numbers(
    'number',
    'number_random',
    ['nombre au hasard entre %FROM et %TO', 'random number from %FROM to %TO'],
    [number('FROM', 1), number('TO', 6)],
    ['Tire un nombre au sort, bornes comprises.', 'Draws a number by chance, both ends included.'],
  ),
  numbers(
    'number',
    'number_map',
    [
      'convertir %VALUE de %FROM_LOW … %FROM_HIGH vers %TO_LOW … %TO_HIGH',
      'map %VALUE from %FROM_LOW … %FROM_HIGH to %TO_LOW … %TO_HIGH',
    ],
    [
      number('VALUE', 50),
      number('FROM_LOW', 0),
      number('FROM_HIGH', 100),
      number('TO_LOW', 0),
      number('TO_HIGH', 180),
    ],
    ['Fait passer un nombre d’une échelle à une autre.', 'Takes a number from one scale to another.'],
  ),
  numbers(
    'number',
    'number_constrain',
    ['garder %VALUE entre %LOW et %HIGH', 'keep %VALUE between %LOW and %HIGH'],
    [number('VALUE', 50), number('LOW', 0), number('HIGH', 100)],
    [
      'Ramène le nombre à la borne la plus proche s’il dépasse.',
      'Brings the number to the nearest end if it goes beyond.',
    ],
    advanced,
  ),
  numbers(
    'number',
    'number_round',
    ['%OP %VALUE', '%OP %VALUE'],
    [
      menu(
        'OP',
        ['round', 'arrondir', 'round'],
        ['roundUp', 'arrondir au-dessus', 'round up'],
        ['roundDown', 'arrondir au-dessous', 'round down'],
      ),
      number('VALUE', 3.5),
    ],
    ['Donne un nombre entier.', 'Gives a whole number.'],
    advanced,
  ),
  numbers(
    'number',
    'number_remainder',
    ['reste de %A ÷ %B', 'remainder of %A ÷ %B'],
    [number('A', 10), number('B', 3)],
    ['Ce qui reste après un partage en parts entières.', 'What is left over after sharing in whole parts.'],
    advanced,
  ),
  numbers(
    'number',
    'number_min_max',
    ['%OP de %A et %B', '%OP of %A and %B'],
    [
      menu('OP', ['smallest', 'le plus petit', 'smallest'], ['largest', 'le plus grand', 'largest']),
      number('A', 1),
      number('B', 2),
    ],
    ['Donne l’un des deux nombres.', 'Gives one of the two numbers.'],
    advanced,
  ),
  numbers(
    'truth',
    'number_property',
    ['%VALUE est %PROPERTY ?', '%VALUE is %PROPERTY?'],
    [number('VALUE', 2), menu('PROPERTY', ['even', 'pair', 'even'], ['odd', 'impair', 'odd'])],
    ['Dit si le nombre est pair ou impair.', 'Tells whether the number is even or odd.'],
    advanced,
  ),
  numbers(
    'truth',
    'number_divisible',
    ['%A est divisible par %B ?', '%A is divisible by %B?'],
    [number('A', 10), number('B', 5)],
    ['Vrai si le partage tombe juste.', 'True if the sharing leaves nothing over.'],
    advanced,
  ),
  numbers(
    'number',
    'number_function',
    ['%OP %VALUE', '%OP %VALUE'],
    [
      menu(
        'OP',
        ['absolute', 'valeur absolue de', 'absolute value of'],
        ['negate', 'opposé de', 'negative of'],
        ['squareRoot', 'racine carrée de', 'square root of'],
        ['naturalLog', 'ln', 'ln'],
        ['log10', 'log', 'log'],
      ),
      number('VALUE', 9),
    ],
    ['Calcule avec un seul nombre.', 'Calculates with a single number.'],
    advanced,
  ),
  numbers(
    'number',
    'number_trigonometry',
    ['%OP %VALUE', '%OP %VALUE'],
    [
      menu(
        'OP',
        ['sine', 'sinus de', 'sine of'],
        ['cosine', 'cosinus de', 'cosine of'],
        ['tangent', 'tangente de', 'tangent of'],
        ['arcSine', 'angle dont le sinus est', 'angle whose sine is'],
        ['arcCosine', 'angle dont le cosinus est', 'angle whose cosine is'],
        ['arcTangent', 'angle dont la tangente est', 'angle whose tangent is'],
      ),
      number('VALUE', 45),
    ],
    ['Calcule avec des angles en degrés.', 'Calculates with angles in degrees.'],
    { level: 'expert' },
  ),
  numbers(
    'number',
    'number_pi',
    ['π', 'π'],
    [],
    ['Le nombre pi, environ 3,14.', 'The number pi, about 3.14.'],
    {
      level: 'expert',
    },
  ),
  numbers(
    'number',
    'number_smooth',
    ['lisser %VALUE sur %SAMPLES mesures', 'smooth %VALUE over %SAMPLES measures'],
    [number('VALUE', 0), numberField('SAMPLES', 10, { min: 1, max: 100, whole: true })],
    ['Calme un nombre qui tremble.', 'Calms a number that jitters.'],
    { level: 'expert' },
  ),
];
