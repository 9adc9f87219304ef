/** Talking with the computer over the cable. In: nothing. Out: the specs of these blocks. */
import { HELLO, anything, text } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const monitor = blockMaker('monitor', 'advanced');
const expert = { level: 'expert' } as const;

export const MONITOR_BLOCKS: readonly BlockSpec[] = [
  monitor(
    'statement',
    'monitor_print_line',
    ['moniteur : écrire %VALUE', 'monitor: write %VALUE'],
    [anything('VALUE', HELLO)],
    ['Envoie une ligne à l’ordinateur.', 'Sends a line to the computer.'],
  ),
  monitor(
    'statement',
    'monitor_print_labelled',
    ['moniteur : écrire %LABEL = %VALUE', 'monitor: write %LABEL = %VALUE'],
    [text('LABEL', { fr: 'lumière', en: 'light' }), anything('VALUE', 0)],
    ['Envoie une valeur avec son nom.', 'Sends a value with its name.'],
  ),
  monitor(
    'statement',
    'monitor_plot',
    ['moniteur : tracer %LABEL = %VALUE', 'monitor: plot %LABEL = %VALUE'],
    [text('LABEL', { fr: 'lumière', en: 'light' }), anything('VALUE', 0)],
    ['Ajoute un point à la courbe de ce nom.', 'Adds a point to the curve of this name.'],
  ),
  monitor(
    'statement',
    'monitor_print',
    ['moniteur : écrire %VALUE sans aller à la ligne', 'monitor: write %VALUE on the same line'],
    [anything('VALUE', HELLO)],
    ['Envoie un morceau de ligne à l’ordinateur.', 'Sends a piece of a line to the computer.'],
    expert,
  ),
  monitor(
    'truth',
    'monitor_has_line',
    ['ligne reçue ?', 'line received?'],
    [],
    ['Vrai si une ligne entière attend d’être lue.', 'True if a whole line waits to be read.'],
    expert,
  ),
  monitor(
    'text',
    'monitor_read_line',
    ['ligne reçue', 'line received'],
    [],
    ['Prend la ligne que l’ordinateur a envoyée.', 'Takes the line that the computer has sent.'],
    expert,
  ),
  monitor(
    'number',
    'monitor_read_number',
    ['nombre reçu', 'number received'],
    [],
    [
      'Prend la ligne que l’ordinateur a envoyée et y lit un nombre.',
      'Takes the line that the computer has sent and reads a number in it.',
    ],
    expert,
  ),
];
