/** Text. In: nothing. Out: the specs of the blocks that make, cut and read texts. */
import { HELLO, LONGEST_TEXT, anything, menu, number, numberField, text, textField } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const texts = blockMaker('text', 'advanced');

export const TEXT_BLOCKS: readonly BlockSpec[] = [
  texts(
    'text',
    'text_literal',
    ['« %TEXT »', '“%TEXT”'],
    [textField('TEXT', HELLO, LONGEST_TEXT)],
    ['Un texte.', 'A text.'],
    { name: { fr: 'texte', en: 'text' } },
  ),
  texts(
    'text',
    'text_join',
    ['joindre', 'join'],
    [],
    ['Met plusieurs valeurs bout à bout.', 'Puts several values end to end.'],
    {
      grows: {
        mutator: 'genie_join',
        part: { text: { fr: '%ADD', en: '%ADD' }, holes: [anything('ADD', '')], first: 0 },
      },
    },
  ),
  texts(
    'number',
    'text_length',
    ['longueur de %VALUE', 'length of %VALUE'],
    [text('VALUE', HELLO)],
    ['Compte les lettres.', 'Counts the letters.'],
  ),
  texts(
    'text',
    'text_letter',
    ['lettre %INDEX de %VALUE', 'letter %INDEX of %VALUE'],
    [number('INDEX', 1), text('VALUE', HELLO)],
    ['Donne une seule lettre du texte.', 'Gives a single letter of the text.'],
  ),
  texts(
    'truth',
    'text_contains',
    ['%VALUE contient %PART ?', '%VALUE contains %PART?'],
    [text('VALUE', HELLO), text('PART', { fr: 'jour', en: 'ell' })],
    ['Vrai si le premier texte contient le second.', 'True if the first text contains the second.'],
  ),
  texts(
    'truth',
    'text_is_empty',
    ['%VALUE est vide ?', '%VALUE is empty?'],
    [text('VALUE', '')],
    ['Vrai s’il n’y a aucune lettre.', 'True if there is not a single letter.'],
  ),
  texts(
    'number',
    'text_to_number',
    ['nombre de %VALUE', 'number of %VALUE'],
    [text('VALUE', '12')],
    [
      'Lit le nombre écrit dans le texte ; 0 s’il n’y en a pas.',
      'Reads the number written in the text; 0 if there is none.',
    ],
  ),
  texts(
    'truth',
    'text_is_number',
    ['%VALUE est un nombre ?', '%VALUE is a number?'],
    [text('VALUE', '12')],
    ['Vrai si le texte est un nombre.', 'True if the text is a number.'],
  ),
  texts(
    'text',
    'text_of',
    ['texte de %VALUE', 'text of %VALUE'],
    [anything('VALUE', 0)],
    ['Change une valeur en texte.', 'Turns a value into text.'],
  ),
  texts(
    'text',
    'text_of_decimals',
    ['texte de %VALUE avec %DECIMALS décimales', 'text of %VALUE with %DECIMALS decimals'],
    [number('VALUE', 3.14), numberField('DECIMALS', 1, { min: 0, max: 5, whole: true })],
    ['Change un nombre en texte, arrondi.', 'Turns a number into text, rounded.'],
  ),
  texts(
    'text',
    'text_case',
    ['%VALUE en %CASE', '%VALUE in %CASE'],
    [
      text('VALUE', HELLO),
      menu('CASE', ['upper', 'majuscules', 'upper case'], ['lower', 'minuscules', 'lower case']),
    ],
    ['Change la taille des lettres sans accent.', 'Changes the case of unaccented letters.'],
    { level: 'expert' },
  ),
];
