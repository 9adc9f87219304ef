/** Lists with their bounds. Expectations by hand from docs/language.md. */
import type { Statement } from '../../../compiler/program/model.ts';
import { atStart, forEach, inList, line, list, op, type Simple, v } from '../../interpreter/blocks.ts';
import { does, type SemanticsCase } from './semantics-case.ts';

const items = (...values: Simple[]): Statement[] => values.map((value) => list('addItem', 'L', value));
const shown = forEach('item', 'L', line(v('item')));
const withList = (title: string, body: readonly Statement[], ...lines: string[]): SemanticsCase =>
  does(title, { scripts: [atStart(...body)], lists: { L: 4 } }, ...lines);

export const LISTS: readonly SemanticsCase[] = [
  withList('adds items in order', [...items(3, 1, 2), shown], '3', '1', '2'),
  withList('adding to a full list does nothing', [...items(1, 2, 3, 4, 5), shown], '1', '2', '3', '4'),
  withList('the item at a position', [...items(3, 1, 2), line(inList('itemAt', 'L', 2))], '1'),
  withList('the item at 0 is 0', [...items(3), line(inList('itemAt', 'L', 0))], '0'),
  withList('the item beyond the end is 0', [...items(3), line(inList('itemAt', 'L', 2))], '0'),
  withList('the truth beyond the end is false', [...items(true), line(inList('itemAt', 'L', 2))], 'false'),
  withList('the text beyond the end is empty', [...items('a'), line(inList('itemAt', 'L', 2))], ''),
  withList('a position is rounded', [...items(3, 1, 2), line(inList('itemAt', 'L', 2.5))], '2'),
  withList('a far position is outside', [...items(3), line(inList('itemAt', 'L', 257))], '0'),
  withList('a position of 65537 is outside', [...items(3), line(inList('itemAt', 'L', 65_537))], '0'),
  withList('length', [...items(3, 1), line(inList('listLength', 'L'))], '2'),
  withList('an empty list has length 0', [line(inList('listLength', 'L')), ...items(1)], '0'),
  withList('contains', [...items(3, 1), line(inList('listContains', 'L', 1))], 'true'),
  withList('does not contain', [...items(3, 1), line(inList('listContains', 'L', 2))], 'false'),
  withList('contains a text', [...items('a', 'b'), line(inList('listContains', 'L', 'b'))], 'true'),
  withList('position of', [...items(3, 1, 1), line(inList('indexOf', 'L', 1))], '2'),
  withList('position of something absent is 0', [...items(3), line(inList('indexOf', 'L', 9))], '0'),
  withList('is full', [...items(1, 2, 3, 4), line(inList('isFull', 'L'))], 'true'),
  withList('is not full', [...items(1, 2, 3), line(inList('isFull', 'L'))], 'false'),
  withList('sum', [...items(1, 2, 3), line(inList('sum', 'L'))], '6'),
  withList('sum of truths', [...items(true, true, false), line(inList('sum', 'L'))], '2'),
  withList('sum of decimals', [...items(0.5, 1), line(inList('sum', 'L'))], '1.5'),
  withList('sum of an empty list', [line(inList('sum', 'L')), ...items(1)], '0'),
  withList('a sum stays at the limit', [...items(2_147_483_647, 5), line(inList('sum', 'L'))], '2147483647'),
  withList(
    'a sum of small items may be large',
    [...items(200, 200, 200, 200), line(inList('sum', 'L'))],
    '800',
  ),
  withList('smallest', [...items(3, -1, 2), line(inList('listSmallest', 'L'))], '-1'),
  withList('largest', [...items(3, -1, 2), line(inList('listLargest', 'L'))], '3'),
  withList('largest of negative numbers', [...items(-3, -1), line(inList('listLargest', 'L'))], '-1'),
  withList('smallest of an empty list', [line(inList('listSmallest', 'L')), ...items(4)], '0'),
  withList('largest of an empty list', [line(inList('listLargest', 'L')), ...items(-4)], '0'),
  withList('average', [...items(1, 2), line(inList('average', 'L'))], '1.5'),
  withList('average of an empty list', [line(inList('average', 'L')), ...items(4)], '0'),
  withList('inserts at the front', [...items(1, 2), list('insertItem', 'L', 1, 9), shown], '9', '1', '2'),
  withList('inserts behind the last', [...items(1, 2), list('insertItem', 'L', 3, 9), shown], '1', '2', '9'),
  withList('inserting further away does nothing', [...items(1), list('insertItem', 'L', 3, 9), shown], '1'),
  withList('inserting at 0 does nothing', [...items(1), list('insertItem', 'L', 0, 9), shown], '1'),
  withList(
    'inserting into a full list does nothing',
    [...items(1, 2, 3, 4), list('insertItem', 'L', 1, 9), shown],
    '1',
    '2',
    '3',
    '4',
  ),
  withList('replaces', [...items(1, 2), list('setItem', 'L', 2, 9), shown], '1', '9'),
  withList('replacing outside does nothing', [...items(1, 2), list('setItem', 'L', 3, 9), shown], '1', '2'),
  withList('removes', [...items(1, 2, 3), list('removeItem', 'L', 1), shown], '2', '3'),
  withList('removing outside does nothing', [...items(1), list('removeItem', 'L', 2), shown], '1'),
  withList(
    'removing at a negative position does nothing',
    [...items(1), list('removeItem', 'L', -1), shown],
    '1',
  ),
  withList('empties', [...items(1, 2), list('clearList', 'L'), line(inList('listLength', 'L'))], '0'),
  withList(
    'one decimal makes all items decimal',
    [...items(16_777_217, 0.5), line(op('add', inList('itemAt', 'L', 1), 0))],
    '16777216',
  ),
  withList(
    'for each sees what is added meanwhile',
    [...items(1), forEach('item', 'L', line(v('item')), list('addItem', 'L', op('add', v('item'), 1)))],
    '1',
    '2',
    '3',
    '4',
  ),
  withList(
    'for each goes by position when items are removed',
    [...items(1, 2, 3), forEach('item', 'L', line(v('item')), list('removeItem', 'L', 1))],
    '1',
    '3',
  ),
  withList('for each over nothing does nothing', [shown, line('end'), list('addItem', 'L', 1)], 'end'),
  withList('texts in a list are cut', [...items('a'.repeat(41)), shown], 'a'.repeat(40)),
];
