/** Lists of fixed capacity. In: nothing. Out: their specs. */
import { anything, list, menu, number } from '../holes.ts';
import type { BlockSpec } from '../spec.ts';
import { blockMaker } from './block-maker.ts';

const lists = blockMaker('lists', 'expert');

export const LIST_BLOCKS: readonly BlockSpec[] = [
  lists(
    'statement',
    'list_add',
    ['ajouter %ITEM à la liste %LIST', 'add %ITEM to list %LIST'],
    [anything('ITEM', 0), list()],
    ['Ajoute à la fin ; une liste pleine ne change pas.', 'Adds at the end; a full list stays as it is.'],
  ),
  lists(
    'statement',
    'list_insert',
    ['insérer %ITEM en position %INDEX de %LIST', 'insert %ITEM at %INDEX of %LIST'],
    [anything('ITEM', 0), number('INDEX', 1), list()],
    [
      'Glisse une valeur dans la liste et décale les suivantes.',
      'Slips a value into the list and moves the next ones.',
    ],
  ),
  lists(
    'statement',
    'list_set',
    ['remplacer l’élément %INDEX de %LIST par %ITEM', 'replace item %INDEX of %LIST with %ITEM'],
    [number('INDEX', 1), list(), anything('ITEM', 0)],
    ['Change un élément de la liste.', 'Changes an item of the list.'],
  ),
  lists(
    'statement',
    'list_remove',
    ['enlever l’élément %INDEX de %LIST', 'remove item %INDEX of %LIST'],
    [number('INDEX', 1), list()],
    ['Enlève un élément et rapproche les suivants.', 'Takes an item out and moves the next ones up.'],
  ),
  lists(
    'statement',
    'list_clear',
    ['vider la liste %LIST', 'clear list %LIST'],
    [list()],
    ['Enlève tous les éléments.', 'Takes all items out.'],
  ),
  lists(
    'any',
    'list_item',
    ['élément %INDEX de %LIST', 'item %INDEX of %LIST'],
    [number('INDEX', 1), list()],
    ['Donne un élément ; le premier a le numéro 1.', 'Gives an item; the first one has number 1.'],
  ),
  lists(
    'number',
    'list_length',
    ['longueur de la liste %LIST', 'length of list %LIST'],
    [list()],
    ['Compte les éléments.', 'Counts the items.'],
  ),
  lists(
    'truth',
    'list_contains',
    ['%LIST contient %ITEM ?', '%LIST contains %ITEM?'],
    [list(), anything('ITEM', 0)],
    ['Vrai si la valeur est dans la liste.', 'True if the value is in the list.'],
  ),
  lists(
    'number',
    'list_index_of',
    ['position de %ITEM dans %LIST', 'position of %ITEM in %LIST'],
    [anything('ITEM', 0), list()],
    ['Le numéro de cette valeur ; 0 si elle n’y est pas.', 'The number of this value; 0 if it is not there.'],
  ),
  lists(
    'truth',
    'list_is_full',
    ['la liste %LIST est pleine ?', 'list %LIST is full?'],
    [list()],
    ['Vrai s’il n’y a plus de place.', 'True if there is no room left.'],
  ),
  lists(
    'number',
    'list_aggregate',
    ['%OP de la liste %LIST', '%OP of list %LIST'],
    [
      menu(
        'OP',
        ['sum', 'somme', 'sum'],
        ['listSmallest', 'plus petit', 'smallest'],
        ['listLargest', 'plus grand', 'largest'],
        ['average', 'moyenne', 'average'],
      ),
      list(),
    ],
    [
      'Calcule avec tous les éléments ; 0 si la liste est vide.',
      'Calculates with all items; 0 if the list is empty.',
    ],
  ),
];
